//! What became of links when they were followed before.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::Outcome;
use crate::disk::{self, Disk};

/// The form of the file.
const VERSION: u32 = 1;

/// A dead link may be mended soon.
const AGE_OF_FAILURES: Duration = Duration::from_secs(60 * 60);

/// What is older is forgotten.
const FORGOTTEN: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// Larger files are none of this program's.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The outcomes of before, by address.
#[derive(Debug)]
pub struct Cache {
    path: Option<PathBuf>,
    age: Duration,
    now: u64,
    links: BTreeMap<String, Entry>,
    learned: bool,
}

/// The file, in JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    version: u32,
    links: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    /// Seconds since 1970.
    checked: u64,
    #[serde(flatten)]
    outcome: Outcome,
}

impl Cache {
    /// One that knows nothing and keeps nothing.
    pub fn none() -> Cache {
        Cache {
            path: None,
            age: Duration::ZERO,
            now: now(),
            links: BTreeMap::new(),
            learned: false,
        }
    }

    /// The cache in a file, which need not be there. What leads somewhere is believed for `age`, what
    /// does not for an hour at most.
    ///
    /// # Errors
    /// If the file cannot be read, or is no cache: it is then left alone.
    pub fn open(path: &Path, age: Duration) -> Result<Cache, String> {
        let links = read(path)?;
        Ok(Cache {
            path: Some(path.to_owned()),
            age,
            links,
            ..Cache::none()
        })
    }

    /// What became of a link, if that was not too long ago.
    pub(super) fn get(&self, address: &str) -> Option<&Outcome> {
        let entry = self.links.get(address)?;
        let age = match entry.outcome {
            Outcome::Found | Outcome::Moved { .. } => self.age,
            Outcome::Unsure { .. } | Outcome::Dead { .. } => self.age.min(AGE_OF_FAILURES),
        };
        // A time to come is that of a wrong clock.
        let passed = self.now.checked_sub(entry.checked)?;
        (passed < age.as_secs()).then_some(&entry.outcome)
    }

    pub(super) fn learn(&mut self, address: &str, outcome: &Outcome) {
        self.learned = true;
        let entry = Entry {
            checked: self.now,
            outcome: outcome.clone(),
        };
        self.links.insert(address.to_owned(), entry);
    }

    /// Writes what was learned, together with what another run has written meanwhile.
    ///
    /// # Errors
    /// In one sentence, why it could not be written.
    pub fn save(self) -> Result<(), String> {
        let Some(path) = self.path.filter(|_| self.learned) else {
            return Ok(());
        };
        let mut links = read(&path)?;
        for (address, entry) in self.links {
            match links.get(&address) {
                Some(other) if other.checked > entry.checked => {}
                _ => drop(links.insert(address, entry)),
            }
        }
        links.retain(|_, entry| {
            let passed = self.now.saturating_sub(entry.checked);
            passed < FORGOTTEN.as_secs()
        });
        let stored = Stored {
            version: VERSION,
            links,
        };
        let failed = |why: String| format!("cannot write `{}`: {why}", path.display());
        let mut text = serde_json::to_string_pretty(&stored).map_err(|e| failed(e.to_string()))?;
        text.push('\n');
        let disk = Disk::default();
        let written = match disk::create(&disk, &path, text.as_bytes()) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                disk::replace(&disk, &path, text.as_bytes())
            }
            written => written,
        };
        written.map_err(|e| failed(e.to_string()))
    }

    /// Where the cache is if nobody says so: in the user's folder for such files.
    pub fn default_path() -> Option<PathBuf> {
        let of = |name| {
            let folder = std::env::var_os(name).map(PathBuf::from);
            folder.filter(|folder| folder.is_absolute())
        };
        let folder = if cfg!(windows) {
            of("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            of("XDG_CACHE_HOME").or_else(|| Some(of("HOME")?.join("Library/Caches")))
        } else {
            of("XDG_CACHE_HOME").or_else(|| Some(of("HOME")?.join(".cache")))
        };
        Some(folder?.join("egov-report/links.json"))
    }
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

fn read(path: &Path) -> Result<BTreeMap<String, Entry>, String> {
    let shown = path.display();
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Ok(found) if !found.is_file() || found.len() > LARGEST => {
            return Err(format!("`{shown}` is no cache of links"));
        }
        _ => {}
    }
    let bytes = fs::read(path).map_err(|e| format!("cannot read `{shown}`: {e}"))?;
    match serde_json::from_slice::<Stored>(&bytes) {
        Ok(stored) if stored.version == VERSION => Ok(stored.links),
        Ok(_) => Err(format!("`{shown}` is the cache of another version")),
        Err(_) => Err(format!("`{shown}` is no cache of links")),
    }
}
