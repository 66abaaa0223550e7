//! What stands in the folder now. No link is followed.

use std::collections::{BTreeSet, HashMap};
use std::fs::{self, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::Error;
use crate::disk::Disk;

/// The files that are replaced or removed, as they were when the plan was made.
pub(super) type Stamps = HashMap<String, Stamp>;

/// Tells a file from one that was written since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    /// The system's number of the file, where it has one.
    number: u64,
}

impl Stamp {
    pub(super) fn of(found: &Metadata) -> Stamp {
        Stamp {
            size: if found.is_file() {
                found.len()
            } else {
                u64::MAX
            },
            modified: found.modified().ok(),
            number: number(found),
        }
    }
}

fn number(found: &Metadata) -> u64 {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        found.ino()
    }
    #[cfg(not(unix))]
    {
        let _ = found;
        0
    }
}

/// What stands at a name, while steps are carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Now {
    Nothing,
    /// A file with its hash.
    File(String),
    /// Anything else; also where a link is on the way.
    Odd,
}

/// Looks at a name in a folder. No link is followed. Below a file there is nothing.
///
/// # Errors
/// If the system does not tell.
pub(super) fn now(disk: &Disk, root: &Path, name: &str) -> io::Result<Now> {
    disk.look()?;
    let mut path = root.to_owned();
    let mut parts = name.split('/').peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        match (fs::symlink_metadata(&path), parts.peek()) {
            (Err(error), _) if error.kind() == io::ErrorKind::NotFound => return Ok(Now::Nothing),
            (Err(error), _) => return Err(error),
            (Ok(found), Some(_)) if found.is_dir() => {}
            (Ok(found), Some(_)) if found.is_file() => return Ok(Now::Nothing),
            (Ok(found), None) if found.is_file() => {}
            (Ok(_), _) => return Ok(Now::Odd),
        }
    }
    match fs::read(&path) {
        Ok(bytes) => Ok(Now::File(hash(&bytes))),
        // It went just now.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Now::Nothing),
        Err(error) => Err(error),
    }
}

/// Whether something has this name, be it a link that leads nowhere.
///
/// # Errors
/// If the system does not tell.
pub(super) fn is_there(disk: &Disk, path: &Path) -> io::Result<bool> {
    disk.look()?;
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// A file's bytes; `None` if there are more than `most`, or it is no file.
pub(super) fn read_within(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    let found = fs::symlink_metadata(path)?;
    if !found.is_file() || found.len() > most {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    fs::File::open(path)?
        .take(most + 1)
        .read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// What stands at a name.
#[derive(Clone, Debug)]
pub(super) enum Found {
    Nothing,
    /// The very bytes that the site has.
    Same,
    Other {
        hash: String,
        stamp: Stamp,
    },
    /// Not a file.
    Odd(&'static str),
    /// Something on the way is not a folder.
    Blocked {
        by: String,
        what: &'static str,
    },
}

/// All folders above the names, the outer ones first.
pub(super) fn parents<'n>(names: impl Iterator<Item = &'n String>) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    for name in names {
        for (at, _) in name.match_indices('/').rev() {
            if !folders.insert(name[..at].to_owned()) {
                break;
            }
        }
    }
    folders
}

/// What stands where folders are wanted: `Same` is a folder.
pub(super) type Folders = HashMap<String, Found>;

pub(super) fn look_at_folders<'n>(
    root: &Path,
    names: impl Iterator<Item = &'n String>,
) -> Result<Folders, Error> {
    let mut folders = Folders::new();
    for name in parents(names) {
        let above = name
            .rsplit_once('/')
            .and_then(|(above, _)| folders.get(above));
        let found = match above {
            Some(found @ (Found::Nothing | Found::Blocked { .. })) => found.clone(),
            _ => match look_at(&root.join(&name), None)? {
                Found::Odd("a folder") => Found::Same,
                Found::Nothing => Found::Nothing,
                Found::Odd(what) => Found::Blocked {
                    by: name.clone(),
                    what,
                },
                _ => Found::Blocked {
                    by: name.clone(),
                    what: "a file",
                },
            },
        };
        folders.insert(name, found);
    }
    Ok(folders)
}

pub(super) fn look(
    root: &Path,
    name: &str,
    bytes: Option<&[u8]>,
    folders: &Folders,
) -> Result<Found, Error> {
    match name
        .rsplit_once('/')
        .and_then(|(above, _)| folders.get(above))
    {
        Some(found @ (Found::Nothing | Found::Blocked { .. })) => Ok(found.clone()),
        _ => look_at(&root.join(name), bytes),
    }
}

pub(super) fn look_at(path: &Path, bytes: Option<&[u8]>) -> Result<Found, Error> {
    let place = |error| Error::io(path, error);
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(place(error)),
    };
    if found.is_dir() {
        return Ok(Found::Odd("a folder"));
    } else if found.is_symlink() {
        return Ok(Found::Odd("a link"));
    } else if !found.is_file() {
        return Ok(Found::Odd("no ordinary file"));
    }
    let there = fs::read(path).map_err(place)?;
    Ok(match bytes {
        Some(bytes) if bytes == there => Found::Same,
        _ => Found::Other {
            hash: hash(&there),
            stamp: Stamp::of(&found),
        },
    })
}

/// The files in a folder with all below; `None` if they cannot be told, or a folder is empty.
pub(super) fn files_below(root: &Path, name: &str) -> Option<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root.join(name)).ok()? {
        let entry = entry.ok()?;
        let below = format!("{name}/{}", entry.file_name().to_str()?);
        match entry.file_type().ok()?.is_dir() {
            true => files.extend(files_below(root, &below)?),
            false => files.push(below),
        }
    }
    (!files.is_empty()).then_some(files)
}

/// The SHA-256 in hexadecimal digits.
pub(super) fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|b| format!("{b:02x}")).collect()
}
