//! Several files of the author's, written together: all of them or none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Disk, create, replace_text};

/// A file that is to be written.
#[derive(Clone, Debug)]
pub enum Change {
    /// One that is not there yet.
    New(PathBuf, String),
    /// One that is there, from what it holds to what it is to hold.
    Text(PathBuf, String, String),
}

impl Change {
    /// The file.
    pub fn path(&self) -> &Path {
        match self {
            Change::New(path, _) | Change::Text(path, ..) => path,
        }
    }
}

/// What was written, so that it can be taken back.
#[derive(Debug, Default)]
pub struct Written {
    folders: Vec<PathBuf>,
    changes: Vec<Change>,
}

/// Which file could not be written.
#[derive(Debug)]
pub struct NotWritten {
    /// Its path.
    pub path: PathBuf,
    /// Why.
    pub error: io::Error,
    /// Whether others could not be taken back: the next run does.
    pub is_half_done: bool,
}

/// Writes all files, those that are new with the folders in which they stand.
///
/// # Errors
/// The first that could not be written: everything is then as it was.
pub fn write_all(disk: &Disk, changes: Vec<Change>) -> Result<Written, NotWritten> {
    let mut written = Written::default();
    for change in changes {
        if let Err((path, error)) = written.write(disk, change) {
            written.undo();
            return Err(NotWritten {
                path,
                error,
                is_half_done: false,
            });
        }
    }
    Ok(written)
}

impl Written {
    /// Writes one more.
    ///
    /// # Errors
    /// If it could not be written; those before it stay until they are taken back.
    pub fn write(&mut self, disk: &Disk, change: Change) -> Result<(), (PathBuf, io::Error)> {
        let (path, done) = match &change {
            Change::New(path, text) => {
                let made = path.parent().map_or(Ok(()), |f| self.folder(disk, f));
                let made = made.and_then(|()| create(disk, path, text.as_bytes()));
                (path.clone(), made)
            }
            Change::Text(path, old, new) => (path.clone(), replace_text(disk, path, old, new)),
        };
        done.map_err(|error| (path, error))?;
        self.changes.push(change);
        Ok(())
    }

    /// Makes a folder with those above it, as far as they are not there.
    fn folder(&mut self, disk: &Disk, folder: &Path) -> io::Result<()> {
        if folder.as_os_str().is_empty() || folder.is_dir() {
            return Ok(());
        }
        if let Some(above) = folder.parent() {
            self.folder(disk, above)?;
        }
        match disk.make_folder(folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
            Err(error) => Err(error),
            Ok(()) => {
                self.folders.push(folder.to_owned());
                Ok(())
            }
        }
    }

    /// Takes everything back that nobody has changed since.
    pub fn undo(self) {
        for change in self.changes.into_iter().rev() {
            match change {
                Change::New(path, text) => {
                    if fs::read(&path).is_ok_and(|now| now == text.as_bytes()) {
                        let _ = fs::remove_file(path);
                    }
                }
                Change::Text(path, old, new) => {
                    let _ = replace_text(&Disk::default(), &path, &new, &old);
                }
            }
        }
        for folder in self.folders.into_iter().rev() {
            // One that holds something else stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;
    use crate::disk::faults::Faults;

    #[test]
    fn a_step_that_fails_leaves_nothing() {
        let mut at = 1;
        loop {
            let root = tempfile::tempdir().unwrap();
            let path = |name: &str| root.path().join(name);
            fs::write(path("a.yaml"), "a: [b]\r\n").unwrap();
            let changes = vec![
                Change::New(path("x/y/new.md"), "new".to_owned()),
                Change::Text(
                    path("a.yaml"),
                    "a: [b]\n".to_owned(),
                    "a: [b, c]\n".to_owned(),
                ),
                Change::New(path("x/z/new.md"), "newer".to_owned()),
            ];
            let faults = Faults::new(at, usize::MAX, 28, false);
            match write_all(&Disk { faults }, changes) {
                Ok(written) => {
                    assert_eq!(fs::read_to_string(path("a.yaml")).unwrap(), "a: [b, c]\r\n");
                    fs::write(path("x/mine"), "mine").unwrap();
                    written.undo();
                    assert!(path("x/mine").exists() && !path("x/y").exists());
                    break;
                }
                Err(_) => {
                    assert_eq!(fs::read_to_string(path("a.yaml")).unwrap(), "a: [b]\r\n");
                    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1, "step {at}");
                }
            }
            at += 1;
        }
        assert!(at > 8, "{at}");
    }

    #[test]
    fn what_is_there_is_not_replaced() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a");
        fs::write(&path, "mine").unwrap();
        let changes = vec![
            Change::New(root.path().join("b/c"), String::new()),
            Change::New(path.clone(), "new".to_owned()),
        ];
        let failed = write_all(&Disk::default(), changes).unwrap_err();
        assert_eq!(failed.path, path);
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        assert!(!root.path().join("b").exists());
    }
}
