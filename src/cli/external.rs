//! `check --external`: links to other sites are followed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use super::Output;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::external::{self, Cache, Followed, Outcome};
use crate::pipeline::{Outside, Progress, Report, Site};

// Two structs of one name would be one group of arguments.
#[derive(Debug, clap::Args)]
#[group(id = "links")]
pub(super) struct Arguments {
    /// Follow links to other sites as well; dead ones are warnings.
    #[arg(long, conflicts_with = "words")]
    pub(super) external: bool,
    /// The file that keeps what became of links [default: `egov-report/links.json` in the user's
    /// folder for caches].
    #[arg(long, value_name = "FILE", requires = "external")]
    cache: Option<PathBuf>,
    /// For how long a link that was found is not followed again: `12h`, `7d`; 0 follows all.
    #[arg(long, value_name = "TIME", default_value = "7d", requires = "external")]
    max_age: Age,
    /// How many seconds a host has to answer.
    #[arg(long, value_name = "SECONDS", default_value_t = 20, requires = "external",
          value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: u64,
}

/// Nothing is followed.
impl Default for Arguments {
    fn default() -> Arguments {
        Arguments {
            external: false,
            cache: None,
            max_age: Age(Duration::ZERO),
            timeout: 20,
        }
    }
}

/// A time, written as a number with its unit.
#[derive(Clone, Copy, Debug)]
struct Age(Duration);

impl FromStr for Age {
    type Err = String;

    fn from_str(text: &str) -> Result<Age, String> {
        let unit_at = text.find(|c: char| !c.is_ascii_digit());
        let (number, unit) = text.split_at(unit_at.unwrap_or(text.len()));
        let seconds = match unit {
            "" if number == "0" => Some(1),
            "s" => Some(1),
            "m" => Some(60),
            "h" => Some(60 * 60),
            "d" => Some(24 * 60 * 60),
            "w" => Some(7 * 24 * 60 * 60),
            _ => None,
        };
        let number = number.parse::<u64>().ok();
        number
            .zip(seconds)
            .and_then(|(number, seconds)| number.checked_mul(seconds))
            .map(|seconds| Age(Duration::from_secs(seconds)))
            .ok_or_else(|| {
                "a number with its unit is needed, s, m, h, d or w, such as 12h or 7d".to_owned()
            })
    }
}

/// Follows the links of the finished site; what is wrong with them goes to `d`.
pub(super) fn run(own: &Arguments, report: &Report, site: &Site, output: &Output, d: &Diagnostics) {
    let links = report.outside(site);
    let addresses: BTreeSet<String> = links.iter().map(|l| l.address.clone()).collect();
    let mut cache = cache(own, output);
    output.stage("external", addresses.len());
    let timeout = Duration::from_secs(own.timeout);
    let followed = external::follow(&addresses, &mut cache, timeout, &|| output.step());
    if let Err(why) = cache.save() {
        output.note(&format!("what became of links is not kept: {why}"));
    }
    tell(&links, &followed, output);
    d.extend(warnings(&links, &followed));
}

fn cache(own: &Arguments, output: &Output) -> Cache {
    let Some(path) = own.cache.clone().or_else(Cache::default_path) else {
        return Cache::none();
    };
    Cache::open(&path, own.max_age.0).unwrap_or_else(|why| {
        output.note(&format!("links are followed without a cache: {why}"));
        Cache::none()
    })
}

fn warnings(links: &[Outside], followed: &Followed) -> Vec<Diagnostic> {
    let mut warnings: Vec<Diagnostic> = links
        .iter()
        .filter_map(|link| match followed.outcomes.get(&link.address)? {
            Outcome::Dead { reason } => Some(dead(link, reason)),
            _ => None,
        })
        .collect();
    if !followed.unreached.is_empty() {
        let count = followed.unreached.len();
        let message =
            format!("the network cannot be reached: {count} external link(s) not followed");
        let hint = "look whether this machine is connected; behind a proxy, name it in HTTPS_PROXY";
        warnings.push(Diagnostic::warning(message).hint(hint));
    }
    warnings
}

/// One message for each address, wherever it stands.
fn dead(link: &Outside, reason: &str) -> Diagnostic {
    let message = format!("the link `{}` is dead: it {reason}", link.address);
    let mut places = link.places.iter();
    let diagnostic = match places.next() {
        Some(first) => Diagnostic::warning(message).at(first.clone()),
        None => {
            let page = link.pages.first().map_or("", |page| page.as_str());
            Diagnostic::warning(format!("{message}, on /{page}"))
        }
    };
    let diagnostic = places.fold(diagnostic, |d, place| d.related(place.clone(), "and here"));
    diagnostic.hint("give the page's new address, or one of a copy in an archive of the web")
}

/// What is no fault, and a summary.
fn tell(links: &[Outside], followed: &Followed, output: &Output) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut lines = Vec::new();
    for link in links {
        let what = match followed.outcomes.get(&link.address) {
            None => continue,
            Some(Outcome::Found) => "found",
            Some(Outcome::Dead { .. }) => "dead",
            Some(Outcome::Moved { to }) => {
                lines.push(format!("  moved for good to {to}: {}", shown(link)));
                "moved"
            }
            Some(Outcome::Unsure { reason }) => {
                lines.push(format!("  {reason}: {}", shown(link)));
                "unsure"
            }
        };
        *counts.entry(what).or_default() += 1;
    }
    let count = |what| counts.get(what).copied().unwrap_or_default();
    output.say(&format!(
        "External links: {}; {} found, {} moved for good, {} undecided, {} dead, {} not \
         followed; {} known from before",
        links.len(),
        count("found"),
        count("moved"),
        count("unsure"),
        count("dead"),
        followed.unreached.len(),
        followed.known,
    ));
    lines.iter().for_each(|line| output.say(line));
}

/// The address with its first place.
fn shown(link: &Outside) -> String {
    let place = |place: &Place| {
        let (line, column) = place.line_column();
        format!(" ({}:{line}:{column})", place.file.path)
    };
    let place = link.places.first().map(place);
    format!("{}{}", link.address, place.unwrap_or_default())
}
