//! Links to other sites, followed: few at a time, one after the other for each host, and with what
//! was found before.

mod ask;
mod cache;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use ask::{Fault, Found};
pub use cache::Cache;

/// So many hosts are asked at a time.
const AT_ONCE: usize = 8;

/// The least time between two questions to one host.
const BETWEEN: Duration = Duration::from_millis(200);

/// After so many hosts without an answer, and none with one, there is no network.
const HOSTS_TO_GIVE_UP: usize = 5;

/// After so many links in a row without an answer, a host is asked no more.
const SILENCES_TO_GIVE_UP: usize = 2;

/// What became of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// It leads to something.
    Found,
    /// It leads to something that has moved for good.
    Moved {
        /// The new address.
        to: String,
    },
    /// The host shows it to people only, or for now to nobody: it may well be there.
    Unsure {
        /// What happens, behind the address: `answers programs with 403`.
        reason: String,
    },
    /// It leads to nothing.
    Dead {
        /// What happens instead, behind the address: `answers 404 Not Found`.
        reason: String,
    },
}

/// All links that were looked at.
#[derive(Debug, Default)]
pub struct Followed {
    /// What became of each, by its address.
    pub outcomes: BTreeMap<String, Outcome>,
    /// How many were known from before.
    pub known: usize,
    /// Those that could not be asked for, since nothing answers at all.
    pub unreached: BTreeSet<String>,
}

/// Follows links. `step` is called for each; `cache` knows those of before, and learns.
pub fn follow(
    addresses: &BTreeSet<String>,
    cache: &mut Cache,
    timeout: Duration,
    step: &(dyn Fn() + Sync),
) -> Followed {
    let mut followed = Followed::default();
    let mut hosts: BTreeMap<String, Vec<Url>> = BTreeMap::new();
    for address in addresses {
        if let Some(outcome) = cache.get(address) {
            followed.outcomes.insert(address.clone(), outcome.clone());
            followed.known += 1;
            step();
        } else if let Ok(url) = Url::parse(address) {
            let host = url.host_str().unwrap_or_default().to_owned();
            hosts.entry(host).or_default().push(url);
        }
    }
    let run = Run {
        agent: ask::agent(timeout),
        queue: Mutex::new(hosts.into_values().collect()),
        results: Mutex::default(),
        lost: Mutex::default(),
        answered: AtomicBool::new(false),
        step,
    };
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| run.work());
        }
    });
    run.settle(&mut followed, cache);
    followed
}

/// What the threads share.
struct Run<'s> {
    agent: ureq::Agent,
    queue: Mutex<VecDeque<Vec<Url>>>,
    /// What became of each link; `None` if it was not asked for.
    results: Mutex<Vec<(Url, Option<Found>)>>,
    /// Hosts without an answer.
    lost: Mutex<BTreeSet<String>>,
    answered: AtomicBool,
    step: &'s (dyn Fn() + Sync),
}

impl Run<'_> {
    fn work(&self) {
        loop {
            // A statement of its own, so that the others need not wait for this host.
            let next = locked(&self.queue).pop_front();
            match next {
                Some(links) => self.host(links),
                None => return,
            }
        }
    }

    /// Asks one host for its links, one after the other.
    fn host(&self, links: Vec<Url>) {
        let mut last: Option<Found> = None;
        let mut silences = 0;
        for url in links {
            let goes_on = match &last {
                // What is true of the host is true of all its links.
                Some(Err(Fault::NoNetwork(_) | Fault::NoHost(_) | Fault::NotOpened(_))) => false,
                Some(Err(Fault::Silent(_))) => silences < SILENCES_TO_GIVE_UP,
                _ => true,
            };
            if self.is_offline() {
                last = None;
            } else if goes_on {
                if last.is_some() {
                    thread::sleep(BETWEEN);
                }
                let found = ask::ask(&self.agent, &url);
                self.learn(&url, &found);
                silences = match &found {
                    Err(Fault::Silent(_)) => silences + 1,
                    _ => 0,
                };
                last = Some(found);
            }
            locked(&self.results).push((url, last.clone()));
            (self.step)();
        }
    }

    fn learn(&self, url: &Url, found: &Found) {
        match found {
            Err(fault) if fault.is_of_the_network() => {
                locked(&self.lost).insert(url.host_str().unwrap_or_default().to_owned());
            }
            _ => self.answered.store(true, Ordering::Relaxed),
        }
    }

    fn is_offline(&self) -> bool {
        !self.answered.load(Ordering::Relaxed) && locked(&self.lost).len() >= HOSTS_TO_GIVE_UP
    }

    /// Tells dead links from a network that is not there.
    fn settle(self, followed: &mut Followed, cache: &mut Cache) {
        let results = self.results.into_inner();
        let results = results.unwrap_or_else(PoisonError::into_inner);
        let lost = self.lost.into_inner();
        let lost = lost.unwrap_or_else(PoisonError::into_inner);
        let no_network = |found: &Option<Found>| matches!(found, Some(Err(Fault::NoNetwork(_))));
        // One name that nobody knows may be a slip; several, and nothing else, are no network.
        let offline = !self.answered.into_inner()
            && (lost.len() > 1 || results.iter().any(|(_, found)| no_network(found)));
        for (url, found) in results {
            let address = String::from(url);
            let outcome = match found {
                None => {
                    followed.unreached.insert(address);
                    continue;
                }
                Some(Err(_)) if offline => {
                    followed.unreached.insert(address);
                    continue;
                }
                Some(Ok(outcome)) => outcome,
                Some(Err(fault)) => Outcome::Dead {
                    reason: fault.reason(),
                },
            };
            cache.learn(&address, &outcome);
            followed.outcomes.insert(address, outcome);
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
