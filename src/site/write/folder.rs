//! The output folder itself: where it really is, that it is apart from what is read, and that one
//! run at a time writes in it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Component, Path, PathBuf};

use super::Error;
use crate::disk::Disk;

/// What locks where folders cannot be locked.
const LOCK: &str = ".egov-report.lock";

/// The output folder, locked as long as this lives.
#[derive(Debug)]
pub(super) struct Folder {
    /// Without links.
    pub path: PathBuf,
    /// The folders that had to be made for it, the outermost first.
    made: Vec<PathBuf>,
    lock: Option<File>,
    /// Whether a file had to be made for the lock.
    made_lock: bool,
}

impl Folder {
    /// Opens the folder, makes it if it is not there, and locks it.
    pub(super) fn open(disk: &Disk, out: &Path) -> Result<Folder, Error> {
        let place = |error| Error::io(out, error);
        let path = resolve(out).map_err(place)?;
        // Opening what is no folder could wait for ever.
        if fs::metadata(&path).is_ok_and(|found| !found.is_dir()) {
            return Err(place(io::ErrorKind::NotADirectory.into()));
        }
        // The folder may go between opening and locking, if another run made it and gave up.
        for _ in 0..8 {
            let mut folder = Folder {
                path: path.clone(),
                made: Vec::new(),
                lock: None,
                made_lock: false,
            };
            let opened = folder.make(disk).and_then(|()| folder.lock(out));
            match opened {
                Ok(true) => return Ok(folder),
                Ok(false) => {}
                Err(error) => {
                    folder.discard();
                    return Err(error);
                }
            }
        }
        Err(Error::Busy(out.to_owned()))
    }

    fn make(&mut self, disk: &Disk) -> Result<(), Error> {
        let missing: Vec<PathBuf> = self
            .path
            .ancestors()
            .take_while(|folder| fs::symlink_metadata(folder).is_err())
            .map(Path::to_owned)
            .collect();
        for folder in missing.into_iter().rev() {
            match disk.make_folder(&folder) {
                Ok(()) => self.made.push(folder),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Error::io(&folder, error)),
            }
        }
        Ok(())
    }

    /// `false` if the folder has gone meanwhile.
    fn lock(&mut self, out: &Path) -> Result<bool, Error> {
        let had_lock = fs::symlink_metadata(self.path.join(LOCK)).is_ok();
        let file = match open_and_try(&self.path) {
            Ok(file) => file,
            Err(TryLockError::WouldBlock) => return Err(Error::Busy(out.to_owned())),
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(false);
            }
            Err(TryLockError::Error(error)) => {
                self.made_lock = !had_lock;
                return Err(Error::io(&self.path, error));
            }
        };
        let same = is_still(&file, &self.path);
        self.made_lock = !had_lock && file.metadata().is_ok_and(|found| found.is_file());
        self.lock = Some(file);
        Ok(same)
    }

    /// The folder is in use: it stays.
    pub(super) fn keep(&mut self) {
        self.made.clear();
        self.made_lock = false;
    }

    /// Removes what had to be made, as far as it is empty.
    pub(super) fn discard(&mut self) {
        if self.made_lock {
            let _ = fs::remove_file(self.path.join(LOCK));
        }
        while let Some(folder) = self.made.pop() {
            if fs::remove_dir(&folder).is_err() {
                self.made.clear();
            }
        }
    }
}

/// Locks the folder's own handle, so that nothing is left behind; a file in it where the system or
/// the disk has no locks on folders.
fn open_and_try(folder: &Path) -> Result<File, TryLockError> {
    if cfg!(unix) {
        let file = File::open(folder).map_err(TryLockError::Error)?;
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => return Err(TryLockError::WouldBlock),
            Err(TryLockError::Error(_)) => {}
        }
    }
    let file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(folder.join(LOCK))
        .map_err(TryLockError::Error)?;
    file.try_lock()?;
    Ok(file)
}

/// Whether the locked folder is the one that stands at `path` now; so too the file in it that stands
/// for it where folders have no locks, which a run that gives up removes.
#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let Ok(locked) = file.metadata() else {
        return false;
    };
    let now = match locked.is_dir() {
        true => fs::metadata(path),
        false => fs::symlink_metadata(path.join(LOCK)),
    };
    now.is_ok_and(|now| (locked.dev(), locked.ino()) == (now.dev(), now.ino()))
}

#[cfg(not(unix))]
fn is_still(_: &File, path: &Path) -> bool {
    path.is_dir()
}

/// The path without links and `..`, also of what is not there yet.
///
/// # Errors
/// Those of the system, and a link that leads nowhere.
pub fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut real = match path.is_absolute() {
        true => PathBuf::new(),
        false => fs::canonicalize(std::env::current_dir()?)?,
    };
    for component in path.components() {
        match component {
            Component::Prefix(_) | Component::RootDir => real.push(component),
            Component::CurDir => {}
            Component::ParentDir => {
                real.pop();
            }
            Component::Normal(name) => {
                real.push(name);
                if fs::symlink_metadata(&real).is_ok() {
                    real = fs::canonicalize(&real).map_err(|error| match error.kind() {
                        io::ErrorKind::NotFound => io::Error::new(
                            error.kind(),
                            format!("`{}` is a link that leads nowhere", real.display()),
                        ),
                        _ => error,
                    })?;
                }
            }
        }
    }
    Ok(real)
}

/// Why `out` cannot be the output folder: it is, holds, or stands in one of the folders that are
/// read, given with what each is called. `None` if it is apart from all.
pub fn overlap(out: &Path, read: &[(&str, &Path)]) -> Option<String> {
    let real_out = resolve(out).ok()?;
    let advice = "name another folder with --out";
    for (name, folder) in read {
        let Ok(real) = resolve(folder) else { continue };
        let (out, folder) = (out.display(), folder.display());
        if same(&real_out, &real) {
            return Some(format!(
                "the site would be written over the {name}, `{folder}`; {advice}"
            ));
        }
        if real_out.ancestors().any(|above| same(above, &real)) {
            return Some(format!(
                "`{out}`, where the site would go, is inside the {name}, `{folder}`; {advice}"
            ));
        }
        if is_below_under_another_name(&real_out, &real) {
            return Some(format!(
                "`{out}`, where the site would go, is a folder of the {name}, `{folder}`, under \
                 another name; {advice}"
            ));
        }
        if real.ancestors().any(|above| same(above, &real_out)) {
            return Some(format!(
                "`{out}`, where the site would go, holds the {name}, `{folder}`; {advice}"
            ));
        }
    }
    None
}

/// Whether `out`, or a folder above it, is one of those in `folder` under another name, as by a bind
/// mount.
fn is_below_under_another_name(out: &Path, folder: &Path) -> bool {
    let above: Vec<&Path> = out.ancestors().filter(|above| above.is_dir()).collect();
    cfg!(unix)
        && walkdir::WalkDir::new(folder)
            .min_depth(1)
            .into_iter()
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_dir())
            .any(|entry| above.iter().any(|above| same(entry.path(), above)))
}

/// Whether two paths are one folder; also under two names, as in a bind mount.
fn same(a: &Path, b: &Path) -> bool {
    if a == b {
        return true;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if let (Ok(a), Ok(b)) = (fs::metadata(a), fs::metadata(b)) {
            return (a.dev(), a.ino()) == (b.dev(), b.ino());
        }
    }
    false
}

#[cfg(all(test, unix))]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    /// Between opening and locking, a run that gave up may have removed the file, and another run
    /// made a new one.
    #[test]
    fn a_lock_on_a_file_that_is_gone_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(LOCK);
        let locked = File::create(&path).unwrap();
        assert!(is_still(&locked, folder.path()));
        fs::remove_file(&path).unwrap();
        assert!(!is_still(&locked, folder.path()));
        File::create(&path).unwrap();
        assert!(!is_still(&locked, folder.path()));
        assert!(is_still(&File::open(folder.path()).unwrap(), folder.path()));
    }
}
