//! Several files of the author's, changed together although the disk changes one at a time: all are
//! written beside their places, then a list of them is, and then each goes to its place. A run that
//! dies before the list stands has changed nothing; what one that died later began is finished, or
//! taken back, from the list by the next.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::replace;
use super::several::{Change, NotWritten};
use super::{Disk, unforeseen};

/// The list of changes under way, in the folder in which they are.
const LIST: &str = ".egov-report-changes";
/// The longest list that is read, in bytes.
const LONGEST: u64 = 1 << 20;
/// The names of files beside their places. Others do not take them for what a dead run left.
const BEFORE: &str = ".egov-report-";
const AFTER: &str = ".new";

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

/// How far a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The file is as it was, and what it is to hold stands beside it.
    Waits,
    /// The file holds what it is to hold.
    Made,
    /// Somebody has changed the file, or what was to take its place is gone.
    Other,
}

/// The one run that changes files together in a folder.
struct Turn {
    /// None on disks without locks.
    _lock: Option<File>,
}

impl Turn {
    /// `None` if it is another run's.
    fn take(folder: &Path) -> Option<Turn> {
        let Ok(file) = File::open(folder) else {
            return Some(Turn { _lock: None });
        };
        match file.try_lock() {
            Ok(()) => Some(Turn { _lock: Some(file) }),
            Err(TryLockError::WouldBlock) => None,
            Err(TryLockError::Error(_)) => Some(Turn { _lock: None }),
        }
    }
}

/// Changes files below `folder`, all of them or none, also if the program is killed.
///
/// # Errors
/// The first file that could not be written: everything is then as it was, or, where that is said, will
/// be settled by [`finish`].
pub fn write_together(disk: &Disk, folder: &Path, changes: &[Change]) -> Result<(), NotWritten> {
    let list_path = folder.join(LIST);
    let failed = |path: &Path, error| NotWritten {
        path: path.to_owned(),
        error,
        is_half_done: false,
    };
    let busy = || io::Error::other("another run is changing the report; run this again");
    let _turn = Turn::take(folder).ok_or_else(|| failed(folder, busy()))?;
    if fs::symlink_metadata(&list_path).is_ok() {
        return Err(failed(&list_path, busy()));
    }
    let mut entries = Vec::new();
    let done = changes.iter().try_for_each(|change| {
        let staged = stage(disk, folder, change, &entries);
        entries.push(staged.map_err(|error| failed(change.path(), error))?);
        Ok(())
    });
    let done = done.and_then(|()| {
        list(disk, folder, &entries).map_err(|error| failed(&list_path, error))?;
        let placed = place_all(disk, folder, &entries);
        // Where it is half done the list stays, and what it names.
        if !matches!(&placed, Err(error) if error.is_half_done) {
            entries.iter().for_each(|entry| entry.tidy(disk, folder));
            let _ = disk.remove(&list_path);
        }
        placed
    });
    // What was staged in vain.
    if done.is_err() && fs::symlink_metadata(&list_path).is_err() {
        entries.iter().for_each(|entry| entry.tidy(disk, folder));
    }
    done
}

/// Writes a file beside its place.
fn stage(disk: &Disk, folder: &Path, change: &Change, own: &[Entry]) -> io::Result<Entry> {
    let path = change.path();
    let relative = path.strip_prefix(folder).map_err(io::Error::other)?;
    let (target, bytes, old) = match change {
        Change::New(_, text) => {
            let parent = path.parent().ok_or(io::ErrorKind::IsADirectory)?;
            fs::create_dir_all(parent)?;
            if fs::symlink_metadata(path).is_ok() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            (path.to_owned(), text.clone(), None)
        }
        Change::Text(_, old, new) => {
            let raw = fs::read_to_string(path)?;
            let new = replace::replaced(&raw, old, new)?;
            (fs::canonicalize(path)?, new, Some(raw))
        }
    };
    let around = target.parent().ok_or(io::ErrorKind::IsADirectory)?;
    remove_left(around, own);
    let name = unforeseen_name();
    let beside = around.join(&name);
    let written = disk.write_new(&beside, bytes.as_bytes()).and_then(|()| {
        if old.is_some() {
            // Renaming asks for the folder only; who may not write the file must not replace it.
            fs::OpenOptions::new().write(true).open(&target)?;
            replace::keep_rights(&beside, &fs::metadata(&target)?)?;
        }
        disk.flush(around, std::slice::from_ref(&beside))
    });
    if let Err(error) = written {
        let _ = disk.remove(&beside);
        return Err(error);
    }
    Ok(Entry {
        path: relative.to_owned(),
        beside: name,
        old: old.map(|raw| hash(raw.as_bytes())),
        new: hash(bytes.as_bytes()),
    })
}

/// Removes what runs left that died before their list stood. It is this run's turn, and there is no list.
fn remove_left(folder: &Path, own: &[Entry]) {
    let all = fs::read_dir(folder).into_iter().flatten();
    for entry in all.filter_map(Result::ok) {
        let name = entry.file_name();
        let is_left = |name: &str| is_beside(name) && own.iter().all(|e| e.beside != name);
        if name.to_str().is_some_and(is_left) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn unforeseen_name() -> String {
    format!("{BEFORE}{:016x}{AFTER}", unforeseen())
}

fn is_beside(name: &str) -> bool {
    let number = name
        .strip_prefix(BEFORE)
        .and_then(|rest| rest.strip_suffix(AFTER));
    number.is_some_and(|n| n.len() == 16 && n.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Writes the list: from here on the changes are made, whatever happens.
fn list(disk: &Disk, folder: &Path, entries: &[Entry]) -> io::Result<()> {
    let bytes = serde_json::to_vec_pretty(entries)?;
    replace::create(disk, &folder.join(LIST), &bytes)
}

/// Puts all files to their places; if one cannot be, those before it go back.
fn place_all(disk: &Disk, folder: &Path, entries: &[Entry]) -> Result<(), NotWritten> {
    for (at, entry) in entries.iter().enumerate() {
        let Err(error) = entry.place(disk, folder) else {
            continue;
        };
        // The one that failed may have come half the way.
        let mut begun = entries[..=at].iter().rev();
        return Err(NotWritten {
            path: folder.join(&entry.path),
            error,
            is_half_done: !begun.all(|entry| entry.back(disk, folder).is_ok()),
        });
    }
    Ok(())
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

    /// The file, and what stands beside it.
    fn both(&self, folder: &Path) -> io::Result<(PathBuf, PathBuf)> {
        let target = self.target(folder)?;
        let beside = target.with_file_name(&self.beside);
        Ok((target, beside))
    }

    fn state(&self, folder: &Path) -> io::Result<State> {
        let (target, beside) = match self.both(folder) {
            // The file is gone.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Other),
            both => both?,
        };
        let now = hash_of(&target)?;
        if now.as_ref() == Some(&self.new) {
            return Ok(State::Made);
        }
        let waits = now == self.old && hash_of(&beside)?.as_ref() == Some(&self.new);
        Ok(if waits { State::Waits } else { State::Other })
    }

    fn place(&self, disk: &Disk, folder: &Path) -> io::Result<()> {
        let changed = || io::Error::other("it was changed meanwhile; run this again");
        if self.state(folder)? != State::Waits {
            return Err(changed());
        }
        let (target, beside) = self.both(folder)?;
        if self.old.is_none() {
            return disk.place(&beside, &target);
        }
        disk.exchange(&beside, &target, &aside(&target))?;
        match hash_of(&beside)? == self.old {
            true => Ok(()),
            // Saved between the look and the exchange: given back.
            false => {
                disk.exchange(&beside, &target, &aside(&target))?;
                Err(changed())
            }
        }
    }

    /// Whether the file's old text is still there.
    fn can_go_back(&self, folder: &Path) -> bool {
        let beside = self.both(folder).and_then(|(_, beside)| hash_of(&beside));
        self.old.is_none() || beside.is_ok_and(|now| now == self.old)
    }

    /// Takes the change back, if it was made.
    ///
    /// # Errors
    /// If it could not be, or the file's old text is not there any more.
    fn back(&self, disk: &Disk, folder: &Path) -> io::Result<()> {
        if self.state(folder)? != State::Made {
            return Ok(());
        }
        let (target, beside) = self.both(folder)?;
        match &self.old {
            None => disk.take(&target, &beside),
            Some(old) if hash_of(&beside)?.as_ref() == Some(old) => {
                disk.exchange(&beside, &target, &aside(&target))
            }
            Some(_) => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// Removes what stands beside the file, if it is its text from before or the one that it was to hold.
    fn tidy(&self, disk: &Disk, folder: &Path) {
        let Ok((_, beside)) = self.both(folder) else {
            return;
        };
        let is_known = |hash: &String| Some(hash) == self.old.as_ref() || *hash == self.new;
        if hash_of(&beside).is_ok_and(|now| now.as_ref().is_some_and(is_known)) {
            let _ = disk.remove(&beside);
        }
    }

    /// Whether only paths below the folder, and names that the program gives, stand in it.
    fn is_sound(&self) -> bool {
        let is_plain = |part| matches!(part, Component::Normal(_));
        let mut parts = self.path.components();
        parts.next().is_some_and(is_plain) && parts.all(is_plain) && is_beside(&self.beside)
    }
}

/// A name beside a file for a moment.
fn aside(target: &Path) -> PathBuf {
    target.with_file_name(unforeseen_name())
}

/// What became of what a dead run began.
#[derive(Debug, Default)]
pub struct Finished {
    /// The files that are as that run was to leave them: all of them, or none.
    pub new: Vec<PathBuf>,
    /// Those that somebody has changed since: they stay, and the others are as they were.
    pub left: Vec<PathBuf>,
}

/// Finishes what a run that died began below `folder`, or takes it back where somebody has changed one
/// of its files since; `None` if nothing is begun, or another run is at it.
///
/// # Errors
/// What cannot be finished, in words.
pub fn finish(disk: &Disk, folder: &Path) -> Result<Option<Finished>, String> {
    let path = folder.join(LIST);
    let shown = path.display();
    let failed =
        |error: io::Error| format!("cannot finish the changes that `{shown}` lists: {error}");
    if fs::symlink_metadata(&path).is_err() {
        return Ok(None);
    }
    let Some(_turn) = Turn::take(folder) else {
        return Ok(None);
    };
    let foreign = || format!("`{shown}` is not as the program writes it; remove it");
    let entries: Vec<Entry> = match fs::symlink_metadata(&path) {
        // The run whose it was has just ended.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Ok(found) if found.is_file() && found.len() <= LONGEST => {
            let bytes = fs::read(&path).map_err(failed)?;
            serde_json::from_slice(&bytes).map_err(|_| foreign())?
        }
        Ok(_) => return Err(foreign()),
        Err(error) => return Err(failed(error)),
    };
    if !entries.iter().all(Entry::is_sound) {
        return Err(foreign());
    }
    let mut finished = Finished::default();
    let states: io::Result<Vec<State>> = entries.iter().map(|e| e.state(folder)).collect();
    let states = states.map_err(failed)?;
    let of = |wanted: State| {
        let all = entries.iter().zip(&states);
        all.filter(move |(_, state)| **state == wanted)
            .map(|(entry, _)| entry)
    };
    let paths = |entries: &mut dyn Iterator<Item = &Entry>| -> Vec<PathBuf> {
        entries.map(|entry| folder.join(&entry.path)).collect()
    };
    match of(State::Other).next().is_some() {
        true => {
            finished.left = paths(&mut of(State::Other));
            // Old texts go when all files are at their places: then there is nothing to take back.
            let mut made = of(State::Made);
            if made.all(|entry| entry.can_go_back(folder)) {
                for entry in of(State::Made) {
                    entry.back(disk, folder).map_err(failed)?;
                }
            }
        }
        false => {
            for entry in of(State::Waits) {
                entry.place(disk, folder).map_err(failed)?;
            }
            finished.new = paths(&mut entries.iter());
        }
    }
    disk.remove(&path).map_err(failed)?;
    entries.iter().for_each(|entry| entry.tidy(disk, folder));
    Ok(Some(finished))
}

/// The hash of what a file holds; `None` if there is none.
fn hash_of(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(hash(&bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests;
