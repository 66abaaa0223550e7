//! What a run is going to do, written down before it does it; and the work folder that holds it
//! with the new files. A later run finishes what stands in a journal, and clears away a work folder
//! that has none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::Error;
use super::look::read_within;
use super::marker::{MARKER, OWN, is_safe};
use crate::disk::{Disk, unforeseen};

const JOURNAL: &str = "journal";
const UNFINISHED: &str = "journal.part";
const VERSION: u32 = 3;
/// The largest journal that is read, in bytes.
const LARGEST: u64 = 256 << 20;

/// A step from the old site to the new one. Each can be repeated: what stands in the folder tells
/// whether it was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Step {
    MakeFolder {
        name: String,
    },
    /// The file `slot` of the work folder becomes `name`; what had that name goes to the slot.
    Put {
        name: String,
        slot: String,
        /// The hash of the file in the slot.
        new: String,
        /// The hash of what it replaces.
        old: Option<String>,
    },
    /// `name` goes to the slot.
    Remove {
        name: String,
        slot: String,
        old: String,
    },
    /// Who has just read a page has time to fetch what it names.
    Pause,
    /// If it is empty.
    RemoveFolder {
        name: String,
    },
}

#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    version: u32,
    /// The system's number of the work folder, and when it was made: a journal that came here in a
    /// copy (a cloned repository, a restored backup) has neither, says nothing about this folder, and
    /// might be planted. Some disks give out their numbers anew, others do not tell the time.
    folder: Option<u64>,
    made: Option<SystemTime>,
    steps: Vec<Step>,
}

/// A work folder inside the output folder, so that files reach their places by renaming.
#[derive(Debug)]
pub(super) struct Work {
    pub path: PathBuf,
}

impl Work {
    pub(super) fn make(disk: &Disk, folder: &Path) -> io::Result<Work> {
        let path = folder.join(format!("{OWN}-{:016x}", unforeseen()));
        disk.make_folder(&path)?;
        Ok(Work { path })
    }

    /// Those that dead runs left.
    pub(super) fn left_in(folder: &Path) -> io::Result<Vec<Work>> {
        let mut left = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let is_work = entry.file_name().to_str().is_some_and(|name| {
                let number = name.strip_prefix(OWN).and_then(|n| n.strip_prefix('-'));
                let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
                number.is_some_and(|n| n.len() == 16 && n.bytes().all(hex))
            });
            // Of an entry, not of where a link leads.
            if is_work && entry.file_type()?.is_dir() {
                left.push(Work { path: entry.path() });
            }
        }
        left.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(left)
    }

    pub(super) fn slot(&self, slot: &str) -> PathBuf {
        self.path.join(slot)
    }

    /// Writes the journal down for good, with the files that it speaks of: from here on the new
    /// site is the one that counts.
    pub(super) fn commit(
        &self,
        disk: &Disk,
        mut files: Vec<PathBuf>,
        steps: &[Step],
    ) -> Result<(), Error> {
        let journal = Journal {
            version: VERSION,
            folder: number(&self.path),
            made: made(&self.path),
            steps: steps.to_vec(),
        };
        let bytes = serde_json::to_vec(&journal)
            .map_err(|e| Error::Refused(format!("the journal cannot be written: {e}")))?;
        let unfinished = self.path.join(UNFINISHED);
        files.push(unfinished.clone());
        disk.write_new(&unfinished, &bytes)
            .and_then(|()| disk.flush(&self.path, &files))
            .and_then(|()| disk.place(&unfinished, &self.path.join(JOURNAL)))
            .and_then(|()| disk.flush(&self.path, &[]))
            .map_err(|e| Error::io(&self.path, e))
    }

    /// The steps of the journal; `None` if the run came to its end before it had one.
    pub(super) fn steps(&self) -> Result<Option<Vec<Step>>, Error> {
        let path = self.path.join(JOURNAL);
        let wrong = |why: &str| {
            Error::Refused(format!(
                "`{}` says how to finish what an earlier run began, and cannot be gone by: {why}; \
                 the files beside it have numbers for names: take from them what you need, remove \
                 `{}`, and build again",
                path.display(),
                self.path.display()
            ))
        };
        let bytes = match read_within(&path, LARGEST) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Err(wrong("it is no file of a size that it could have")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io(&path, error)),
        };
        let journal: Journal = serde_json::from_slice(&bytes).map_err(|e| wrong(&e.to_string()))?;
        if journal.version != VERSION {
            return Err(wrong("another version of the program wrote it"));
        }
        if !journal.steps.iter().all(Step::is_safe) {
            return Err(wrong("it names something outside of the folder"));
        }
        let is_of_here = (journal.folder.is_some() && journal.folder == number(&self.path))
            || (journal.made.is_some() && journal.made == made(&self.path));
        match is_of_here {
            true => Ok(Some(journal.steps)),
            false => Err(wrong("it was copied here from elsewhere")),
        }
    }

    /// Whether there is a journal by which the next run would go.
    pub(super) fn has_journal(&self) -> bool {
        let found = fs::symlink_metadata(self.path.join(JOURNAL));
        // What cannot be told may be there.
        !found.is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
    }

    /// Removes the work folder: the journal last, so that what it says is done wholly. What no
    /// run makes there stays, and keeps the folder; a folder that holds such things and no journal is
    /// somebody's own, and left alone.
    pub(super) fn clear(&self, disk: &Disk) -> io::Result<()> {
        let mut own = Vec::new();
        let mut has_others = false;
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            let name = entry.file_name();
            let known = name.to_str().is_some_and(|n| n == UNFINISHED || is_slot(n));
            match known && entry.file_type()?.is_file() {
                true => own.push(entry.path()),
                false => has_others |= name.to_str() != Some(JOURNAL),
            }
        }
        if has_others && !self.has_journal() {
            return Ok(());
        }
        for path in own {
            disk.remove(&path)?;
        }
        match disk.remove(&self.path.join(JOURNAL)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        match disk.remove_folder(&self.path) {
            // Somebody has put something there.
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
            done => done,
        }
    }
}

/// Of the folder itself, as long as it stands on one disk.
fn number(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        fs::symlink_metadata(folder).ok().map(|found| found.ino())
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

/// When the folder was made, where the disk tells.
fn made(folder: &Path) -> Option<SystemTime> {
    fs::symlink_metadata(folder).ok()?.created().ok()
}

impl Step {
    /// The file or folder in the output folder.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Step::MakeFolder { name }
            | Step::Put { name, .. }
            | Step::Remove { name, .. }
            | Step::RemoveFolder { name } => Some(name),
            Step::Pause => None,
        }
    }

    /// Whether a file of this hash is of the site, before or after the step.
    pub(super) fn knows(&self, hash: &str) -> bool {
        match self {
            Step::Put { new, old, .. } => hash == new || old.as_deref() == Some(hash),
            Step::Remove { old, .. } => hash == old,
            _ => false,
        }
    }

    /// Whether a file of this hash is what the step takes away.
    pub(super) fn replaces(&self, hash: &str) -> bool {
        match self {
            Step::Put { old, .. } => old.as_deref() == Some(hash),
            Step::Remove { old, .. } => hash == old,
            _ => false,
        }
    }

    pub(super) fn is_list(name: &str) -> bool {
        name == MARKER
    }

    fn is_safe(&self) -> bool {
        match self {
            Step::MakeFolder { name } | Step::RemoveFolder { name } => is_safe(name),
            Step::Put { name, slot, .. } | Step::Remove { name, slot, .. } => {
                (is_safe(name) || name == MARKER) && is_slot(slot)
            }
            Step::Pause => true,
        }
    }
}

fn is_slot(name: &str) -> bool {
    let name = name.strip_suffix("-aside").unwrap_or(name);
    let number = ["new", "old", "aside"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending)?.strip_suffix('.'));
    number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}
