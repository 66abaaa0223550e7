//! Watching the author's folders.
//!
//! What counts is what the folders hold: they are looked through, and two looks are compared. The
//! system's own watching says when to look. It may miss something (a folder that is made with files
//! in it, a file system of the network, a limit), so now and then a look is taken without it.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant, SystemTime};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use walkdir::WalkDir;

use crate::source::known::ignored;
use crate::terminal::Output;

/// Editors write a file in several steps; a build starts when nothing has changed for so long.
const QUIET: Duration = Duration::from_millis(100);
/// The same while much is being saved: soon after a build.
const BUSY: Duration = Duration::from_millis(400);
/// How long after a build much is being saved.
const SOON: Duration = Duration::from_secs(2);
/// A steady stream of changes is built all the same after so long.
const LONGEST: Duration = Duration::from_millis(2500);
/// The least time between two looks.
const TOGETHER: Duration = Duration::from_millis(20);
/// How often the folders are looked through although the system says nothing.
const SURE: Duration = Duration::from_secs(2);
/// How often if the system cannot watch.
const POLL: Duration = Duration::from_millis(500);

/// What tells one version of a file from another without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Version {
    size: u64,
    modified: Option<SystemTime>,
    /// On Unix, the file's number and the time at which anything about it changed, which no program
    /// can set.
    unix: (u64, i64, i64),
}

impl Version {
    fn of(metadata: &Metadata) -> Version {
        Version {
            size: metadata.len(),
            modified: metadata.modified().ok(),
            unix: unix(metadata),
        }
    }
}

#[cfg(unix)]
fn unix(metadata: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn unix(_: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

/// All files of the report.
type Look = BTreeMap<PathBuf, Version>;

/// The folders of a report, and what they held when they were last looked through.
pub(super) struct Watch {
    folders: Vec<PathBuf>,
    seen: Look,
    since: Instant,
    native: Option<(RecommendedWatcher, Receiver<()>)>,
    /// Whether it was said that the system cannot watch.
    said: bool,
}

impl Watch {
    /// Of folders that need not be there yet.
    pub(super) fn new(folders: Vec<PathBuf>) -> Watch {
        Watch {
            folders,
            seen: Look::new(),
            since: Instant::now(),
            native: None,
            said: false,
        }
    }

    /// To be called before a build: what changes from now on is a change. Folders that were made,
    /// moved or made again since the last time are watched as they are now.
    pub(super) fn renew(&mut self, output: &Output) {
        match native(&self.folders) {
            Ok(watcher) => {
                self.native = Some(watcher);
                self.said = false;
            }
            Err(error) => {
                self.native = None;
                if !self.said {
                    output.fail(&format!(
                        "the system cannot watch the folders ({error}); they are looked through \
                         every {} ms instead",
                        POLL.as_millis()
                    ));
                }
                self.said = true;
            }
        }
        self.seen = look(&self.folders);
    }

    /// Waits for changes since [`Watch::renew`], and then until they pause; gives the files.
    pub(super) fn changed(&mut self) -> Vec<PathBuf> {
        self.since = Instant::now();
        loop {
            let now = self.until_other();
            let now = settled(&self.folders, now, self.since.elapsed() < SOON);
            let changed = differences(&self.seen, &now);
            // What was changed and put back leaves nothing to do.
            if !changed.is_empty() {
                return changed;
            }
        }
    }

    fn until_other(&self) -> Look {
        loop {
            let now = look(&self.folders);
            if now != self.seen {
                return now;
            }
            match &self.native {
                Some((_, events)) => {
                    let _ = events.recv_timeout(SURE);
                    // Much that happens beside the folders is looked at once.
                    std::thread::sleep(TOGETHER);
                    while events.try_recv().is_ok() {}
                }
                None => std::thread::sleep(POLL),
            }
        }
    }
}

/// What the folders hold when nothing has changed for a while, or when that does not happen.
fn settled(folders: &[PathBuf], mut last: Look, busy: bool) -> Look {
    let start = Instant::now();
    let pause = if busy { BUSY } else { QUIET };
    loop {
        std::thread::sleep(pause);
        let now = look(folders);
        if now == last || start.elapsed() >= LONGEST {
            return now;
        }
        last = now;
    }
}

fn differences(before: &Look, now: &Look) -> Vec<PathBuf> {
    let gone = before.keys().filter(|path| !now.contains_key(*path));
    let other = now
        .iter()
        .filter(|(path, version)| before.get(*path) != Some(version))
        .map(|(path, _)| path);
    gone.chain(other).cloned().collect()
}

/// All files that a build could read. A folder that is a link is looked into only if it is the
/// report's own.
fn look(folders: &[PathBuf]) -> Look {
    let mut look = Look::new();
    for folder in folders {
        let files = WalkDir::new(folder)
            .follow_root_links(true)
            .into_iter()
            .filter_entry(|e| e.depth() == 0 || !ignored(&e.file_name().to_string_lossy()))
            .filter_map(Result::ok)
            .filter(|entry| !entry.file_type().is_dir());
        for file in files {
            // Of a link, what it leads to.
            if let Ok(metadata) = std::fs::metadata(file.path()) {
                look.insert(file.into_path(), Version::of(&metadata));
            }
        }
    }
    look
}

/// Watches the folders with all below them, and what they stand in, by the system's own means.
fn native(folders: &[PathBuf]) -> notify::Result<(RecommendedWatcher, Receiver<()>)> {
    let (happened, events) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Looking itself is an event. An error may hide one.
        let only_read = event.is_ok_and(|e| matches!(e.kind, EventKind::Access(_)));
        if !only_read {
            // Nobody listens when the watcher has just been replaced.
            let _ = happened.send(());
        }
    })?;
    for folder in folders {
        let real = folder.canonicalize().ok().filter(|real| real.is_dir());
        if let Some(real) = &real {
            watcher.watch(real, RecursiveMode::Recursive)?;
        }
        // Where a folder is made, renamed, or made again: beside it, and beside what it links to.
        for beside in [Some(folder.as_path()), real.as_deref()]
            .into_iter()
            .flatten()
        {
            let parent = match beside.parent() {
                Some(parent) if parent == Path::new("") => Path::new("."),
                Some(parent) => parent,
                None => continue,
            };
            if parent.is_dir() {
                watcher.watch(parent, RecursiveMode::NonRecursive)?;
            }
        }
    }
    Ok((watcher, events))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail so")]
    use std::fs;

    use super::*;

    #[test]
    fn what_a_build_would_read_is_compared() {
        let place = tempfile::tempdir().unwrap();
        let content = place.path().join("content");
        let folders = [content.clone(), place.path().join("templates")];
        assert_eq!(look(&folders), Look::new());
        fs::create_dir_all(content.join("charts")).unwrap();
        fs::write(content.join("charts/a.yaml"), "a").unwrap();
        let first = look(&folders);
        assert_eq!(first.len(), 1);

        // What editors and the preview itself leave beside and inside is not read.
        for name in [".a.yaml.swp", "a.yaml~", "#a.yaml#", ".git"] {
            fs::write(content.join("charts").join(name), "x").unwrap();
        }
        fs::create_dir(place.path().join("site")).unwrap();
        fs::write(place.path().join("site/index.html"), "x").unwrap();
        assert_eq!(look(&folders), first);

        // Saved by renaming, with the same size.
        fs::write(place.path().join("new"), "b").unwrap();
        fs::rename(place.path().join("new"), content.join("charts/a.yaml")).unwrap();
        let second = look(&folders);
        assert_eq!(
            differences(&first, &second),
            [content.join("charts/a.yaml")]
        );

        fs::create_dir(place.path().join("templates")).unwrap();
        fs::write(place.path().join("templates/x.html"), "x").unwrap();
        fs::remove_dir_all(&content).unwrap();
        assert_eq!(differences(&second, &look(&folders)).len(), 2);
    }

    #[test]
    fn changes_are_seen_where_the_system_cannot_watch() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("a.yaml");
        let mut watch = Watch::new(vec![place.path().to_owned()]);
        assert!(watch.native.is_none());
        let save = file.clone();
        let saving = std::thread::spawn(move || fs::write(save, "a").unwrap());
        assert_eq!(watch.changed(), [file]);
        saving.join().unwrap();
    }
}
