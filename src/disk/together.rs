//! Several files of the author's, changed together although the disk changes one at a time: all are
//! written beside their places, then a list of them is, and then each goes to its place. A run that
//! dies before the list stands has changed nothing; what one that died later began is finished from
//! the list by the next.

use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Disk;
use super::replace::{self, Staged};
use super::several::{Change, NotWritten};

/// The list of changes under way, in the folder in which they are.
const LIST: &str = ".egov-report-changes";

/// A change under way.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Entry {
    /// The file, below the folder.
    path: PathBuf,
    /// The name of the file that takes its place, which stands beside it.
    beside: String,
    /// What it held, by its hash; none of a new file.
    old: Option<String>,
    /// What it is to hold.
    new: String,
}

/// Changes files below `folder`, all of them or none, also if the program is killed.
///
/// # Errors
/// The first file that could not be written: everything is then as it was.
pub fn write_together(disk: &Disk, folder: &Path, changes: &[Change]) -> Result<(), NotWritten> {
    let mut entries = Vec::new();
    // Whoever finds them is told by their locks that this run lives.
    let mut locks = Vec::new();
    let staged = changes.iter().try_for_each(|change| {
        let (entry, lock) = stage(disk, folder, change).map_err(|error| NotWritten {
            path: change.path().to_owned(),
            error,
        })?;
        entries.push(entry);
        locks.push(lock);
        Ok(())
    });
    let listed = staged.and_then(|()| {
        list(disk, folder, &entries).map_err(|error| NotWritten {
            path: folder.join(LIST),
            error,
        })
    });
    let done = listed.and_then(|lock| {
        let placed = place_all(disk, folder, &entries);
        if placed.is_ok() {
            // What stands beside a file now is what it was.
            remove(disk, folder, &entries);
        }
        let _ = disk.remove(&folder.join(LIST));
        drop(lock);
        placed
    });
    if done.is_err() {
        remove(disk, folder, &entries);
    }
    done
}

/// Writes a file beside its place, and keeps it locked.
fn stage(disk: &Disk, folder: &Path, change: &Change) -> io::Result<(Entry, File)> {
    let path = change.path();
    let relative = path.strip_prefix(folder).map_err(io::Error::other)?;
    let (old, staged, new) = match change {
        Change::New(_, text) => {
            let parent = path.parent().ok_or(io::ErrorKind::IsADirectory)?;
            fs::create_dir_all(parent)?;
            if fs::symlink_metadata(path).is_ok() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            let bytes = text.as_bytes();
            (None, Staged::write(disk, parent, bytes)?, hash(bytes))
        }
        Change::Text(_, old, new) => {
            let raw = fs::read_to_string(path)?;
            let new = replace::replaced(&raw, old, new)?;
            let (staged, _) = Staged::instead(disk, path, new.as_bytes())?;
            (Some(hash(raw.as_bytes())), staged, hash(new.as_bytes()))
        }
    };
    let beside = staged.name();
    Ok((
        Entry {
            path: relative.to_owned(),
            beside,
            old,
            new,
        },
        staged.lock,
    ))
}

/// Writes the list, and keeps it locked: from here on the changes are made, whatever happens.
fn list(disk: &Disk, folder: &Path, entries: &[Entry]) -> io::Result<File> {
    let bytes = serde_json::to_vec_pretty(entries)?;
    let staged = Staged::write(disk, folder, &bytes)?;
    if let Err(error) = disk.place(&staged.path, &folder.join(LIST)) {
        let _ = disk.remove(&staged.path);
        return Err(error);
    }
    Ok(staged.lock)
}

/// Puts all files to their places; if one cannot be, those before it go back.
fn place_all(disk: &Disk, folder: &Path, entries: &[Entry]) -> Result<(), NotWritten> {
    for (at, entry) in entries.iter().enumerate() {
        if let Err(error) = entry.place(disk, folder) {
            for done in entries[..at].iter().rev() {
                let _ = done.back(disk, folder);
            }
            let path = folder.join(&entry.path);
            return Err(NotWritten { path, error });
        }
    }
    Ok(())
}

/// Removes what stands beside files.
fn remove(disk: &Disk, folder: &Path, entries: &[Entry]) {
    for beside in entries.iter().filter_map(|e| e.beside(folder).ok()) {
        let _ = disk.remove(&beside);
    }
}

impl Entry {
    /// The file itself, behind whatever links lead there.
    fn target(&self, folder: &Path) -> io::Result<PathBuf> {
        let path = folder.join(&self.path);
        match self.old {
            Some(_) => fs::canonicalize(path),
            None => Ok(path),
        }
    }

    fn beside(&self, folder: &Path) -> io::Result<PathBuf> {
        Ok(self.target(folder)?.with_file_name(&self.beside))
    }

    fn place(&self, disk: &Disk, folder: &Path) -> io::Result<()> {
        let (target, beside) = (self.target(folder)?, self.beside(folder)?);
        let Some(old) = &self.old else {
            return disk.place(&beside, &target);
        };
        if hash_of(&target).as_ref() != Some(old) {
            return Err(io::Error::other("it was changed meanwhile; run this again"));
        }
        disk.exchange(&beside, &target, &aside(&target))
    }

    fn back(&self, disk: &Disk, folder: &Path) -> io::Result<()> {
        let (target, beside) = (self.target(folder)?, self.beside(folder)?);
        if hash_of(&target).as_ref() != Some(&self.new) {
            // Somebody's own by now.
            return Ok(());
        }
        match self.old {
            Some(_) => disk.exchange(&beside, &target, &aside(&target)),
            None => disk.take(&target, &beside),
        }
    }

    /// Whether the change is made; none if it cannot be made any more, because somebody changed the
    /// file or what was to take its place.
    fn is_made(&self, folder: &Path) -> Option<bool> {
        let target = self.target(folder).ok()?;
        let now = hash_of(&target);
        if now.as_ref() == Some(&self.new) {
            return Some(true);
        }
        let is_free = now == self.old && (now.is_some() || fs::symlink_metadata(&target).is_err());
        let is_whole = hash_of(&self.beside(folder).ok()?).as_ref() == Some(&self.new);
        (is_free && is_whole).then_some(false)
    }

    /// Whether only paths below the folder, and names that the program gives, stand in it.
    fn is_sound(&self) -> bool {
        let is_plain = |part| matches!(part, Component::Normal(_));
        self.path.components().all(is_plain) && replace::is_beside(&self.beside)
    }
}

/// A name beside a file for a moment.
fn aside(target: &Path) -> PathBuf {
    target.with_file_name(replace::unforeseen_name())
}

/// What a dead run began, finished.
#[derive(Debug, Default)]
pub struct Finished {
    /// The files that are as that run was to leave them.
    pub new: Vec<PathBuf>,
    /// Those that somebody has changed since, and that stay as they are.
    pub left: Vec<PathBuf>,
}

/// Finishes what a run that died began below `folder`; `None` if nothing is begun, or another run
/// is at it.
///
/// # Errors
/// What cannot be finished, in words.
pub fn finish(disk: &Disk, folder: &Path) -> Result<Option<Finished>, String> {
    let path = folder.join(LIST);
    let failed = |error: io::Error| {
        format!(
            "cannot finish the changes that `{}` lists: {error}",
            path.display()
        )
    };
    let lock = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    if lock.try_lock().is_err() {
        return Ok(None);
    }
    let foreign = || {
        format!(
            "`{}` is not as the program writes it; remove it",
            path.display()
        )
    };
    let bytes = fs::read(&path).map_err(failed)?;
    let entries: Vec<Entry> = serde_json::from_slice(&bytes).map_err(|_| foreign())?;
    if !entries.iter().all(Entry::is_sound) {
        return Err(foreign());
    }
    let mut finished = Finished::default();
    for entry in &entries {
        let shown = folder.join(&entry.path);
        match entry.is_made(folder) {
            Some(is_made) => {
                if !is_made {
                    entry.place(disk, folder).map_err(failed)?;
                }
                finished.new.push(shown);
            }
            None => finished.left.push(shown),
        }
    }
    remove(disk, folder, &entries);
    disk.remove(&path).map_err(failed)?;
    Ok(Some(finished))
}

fn hash_of(path: &Path) -> Option<String> {
    Some(hash(&fs::read(path).ok()?))
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::collections::BTreeMap;

    use super::*;
    use crate::disk::faults::Faults;

    fn files(folder: &Path) -> BTreeMap<String, String> {
        let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
        let read = |path: PathBuf| fs::read_to_string(path).unwrap();
        entries
            .map(|e| (e.file_name().into_string().unwrap(), read(e.path())))
            .collect()
    }

    fn begun() -> (tempfile::TempDir, Vec<Change>) {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a.yaml"), "a: 1\n").unwrap();
        fs::write(path("b.yaml"), "b: 1\r\n").unwrap();
        let changes = vec![
            Change::Text(path("a.yaml"), "a: 1\n".to_owned(), "a: 2\n".to_owned()),
            Change::New(path("c.yaml"), "c: 2\n".to_owned()),
            Change::Text(path("b.yaml"), "b: 1\n".to_owned(), "b: 2\n".to_owned()),
        ];
        (folder, changes)
    }

    fn all_new(now: &BTreeMap<String, String>) -> bool {
        let texts: Vec<_> = now.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        texts
            == [
                ("a.yaml", "a: 2\n"),
                ("b.yaml", "b: 2\r\n"),
                ("c.yaml", "c: 2\n"),
            ]
    }

    /// Whatever step fails, all files are as they were; where every step from one on fails, as for a
    /// program that died, the next run leaves all old or all new, and dying itself changes nothing in
    /// that.
    #[test]
    fn all_files_are_old_or_all_are_new() {
        for (dies, plain) in [(false, false), (false, true), (true, false), (true, true)] {
            let [mut at, mut ends] = [1, 0];
            loop {
                let (folder, changes) = begun();
                let old = files(folder.path());
                let steps = if dies { usize::MAX } else { 1 };
                let disk = Disk {
                    faults: Faults::new(at, steps, 28, plain),
                };
                let done = write_together(&disk, folder.path(), &changes);
                if dies {
                    for again in 1..8 {
                        let faults = Faults::new(again, usize::MAX, 28, plain);
                        let _ = finish(&Disk { faults }, folder.path());
                    }
                    finish(&Disk::default(), folder.path()).unwrap();
                    let mut now = files(folder.path());
                    now.retain(|name, _| !replace::is_beside(name));
                    assert!(now == old || all_new(&now), "step {at}: {now:?}");
                    ends += usize::from(done.is_err() && all_new(&now));
                } else if done.is_err() {
                    assert_eq!(files(folder.path()), old, "step {at}");
                }
                if disk.faults.passed() < at {
                    assert!(done.is_ok() && all_new(&files(folder.path())));
                    break;
                }
                at += 1;
            }
            assert!(at > 15 && (ends > 0) == dies, "{at} {ends}");
        }
    }

    #[test]
    fn what_somebody_changed_meanwhile_stays() {
        let (folder, changes) = begun();
        let path = |name: &str| folder.path().join(name);
        let staged = |change| stage(&Disk::default(), folder.path(), change).unwrap();
        let (entries, locks): (Vec<_>, Vec<_>) = changes.iter().map(staged).unzip();
        drop(list(&Disk::default(), folder.path(), &entries).unwrap());
        drop(locks);
        fs::write(path("b.yaml"), "mine\n").unwrap();
        let finished = finish(&Disk::default(), folder.path()).unwrap().unwrap();
        assert_eq!(finished.new, [path("a.yaml"), path("c.yaml")]);
        assert_eq!(finished.left, [path("b.yaml")]);
        let now = files(folder.path());
        assert_eq!(now.len(), 3, "{now:?}");
        assert_eq!(now["b.yaml"], "mine\n");
        assert!(finish(&Disk::default(), folder.path()).unwrap().is_none());
    }

    #[test]
    fn a_list_of_somebody_else_moves_nothing() {
        let (folder, _) = begun();
        let list = folder.path().join(LIST);
        let old = files(folder.path());
        for text in [
            "",
            "[1]",
            r#"[{"path": "../a", "beside": ".egov-report-0123456789abcdef.tmp", "old": null, "new": ""}]"#,
            r#"[{"path": "c", "beside": "a.yaml", "old": null, "new": ""}]"#,
            r#"[{"path": "/c", "beside": ".egov-report-0123456789abcdef.tmp", "old": null, "new": ""}]"#,
        ] {
            fs::write(&list, text).unwrap();
            let said = finish(&Disk::default(), folder.path()).unwrap_err();
            assert!(said.contains("remove it"), "{said}");
            fs::remove_file(&list).unwrap();
            assert_eq!(files(folder.path()), old);
        }
    }
}
