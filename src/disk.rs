//! File operations that change the disk, each a step that happens or does not, so that who calls
//! can go back or be repeated. Tests make any of them fail.

#[cfg(test)]
pub(crate) mod faults;
mod replace;
mod several;
mod together;

use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use replace::{create, replace, replace_text};
pub use several::{Change, NotWritten, Written, write_all};
pub use together::{Finished, finish, write_together};

/// So many files are flushed one by one; more go to the disk with all that waits for it.
#[cfg(any(target_os = "linux", target_os = "android"))]
const ONE_BY_ONE: usize = 4;

/// The disk. In tests it can be told to fail.
#[derive(Debug, Default)]
pub struct Disk {
    #[cfg(test)]
    pub(crate) faults: faults::Faults,
}

/// A name's part that nobody can foresee.
pub fn unforeseen() -> u64 {
    RandomState::new().build_hasher().finish()
}

impl Disk {
    /// Passed before each step.
    #[cfg_attr(
        not(test),
        expect(
            clippy::unused_self,
            clippy::unnecessary_wraps,
            reason = "tests fail here"
        )
    )]
    fn step(&self) -> io::Result<()> {
        #[cfg(test)]
        self.faults.step()?;
        Ok(())
    }

    /// Passed before each look at what stands there now.
    #[cfg_attr(
        not(test),
        expect(
            clippy::unused_self,
            clippy::unnecessary_wraps,
            reason = "tests fail here"
        )
    )]
    pub(crate) fn look(&self) -> io::Result<()> {
        #[cfg(test)]
        self.faults.look()?;
        Ok(())
    }

    /// Makes a folder that is not there yet.
    ///
    /// # Errors
    /// Those of the system; also if something stands there.
    pub fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::create_dir(path)
    }

    /// Removes an empty folder.
    ///
    /// # Errors
    /// Those of the system; also if it is not empty.
    pub fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_dir(path)
    }

    /// Removes a file.
    ///
    /// # Errors
    /// Those of the system.
    pub fn remove(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_file(path)
    }

    /// Writes a file that is not there yet. A failure may leave a part of it.
    ///
    /// # Errors
    /// Those of the system; also if something stands there.
    pub fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.write_locked(path, bytes).map(drop)
    }

    /// As [`Disk::write_new`]; as long as the file that it gives lives, it is locked, where the disk
    /// has locks.
    fn write_locked(&self, path: &Path, bytes: &[u8]) -> io::Result<File> {
        self.step()?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        let _ = file.try_lock();
        let half = bytes.len() / 2;
        file.write_all(&bytes[..half])?;
        self.step()?;
        file.write_all(&bytes[half..])?;
        Ok(file)
    }

    /// Brings files of one folder, and the folder's names, from memory to the disk itself.
    ///
    /// # Errors
    /// Those of the system: some disks tell only here that they are full or failing.
    pub fn flush(&self, folder: &Path, files: &[PathBuf]) -> io::Result<()> {
        self.step()?;
        if cfg!(test) {
            // Thousands of failing runs; the tests of the program itself flush.
            return Ok(());
        }
        #[cfg(any(target_os = "linux", target_os = "android"))]
        if files.len() > ONE_BY_ONE {
            match rustix::fs::syncfs(File::open(folder)?) {
                Err(rustix::io::Errno::NOSYS | rustix::io::Errno::INVAL) => {}
                done => return Ok(done?),
            }
        }
        for file in files {
            // Windows flushes only what is open for writing.
            OpenOptions::new().write(true).open(file)?.sync_all()?;
        }
        if cfg!(unix) {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    }

    /// Gives a file, whose name is the program's own, another that must be free and that anybody may
    /// use.
    ///
    /// # Errors
    /// Those of the system; also if something has that name. Where it takes two steps and the way
    /// back fails as well, the file has both names.
    pub fn place(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        if let Some(done) = self.renamed_to_free(from, to) {
            return done;
        }
        // A second name is never given over another file.
        match self.link(from, to) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
            // No links, as on some disks and for folders.
            Err(_) => {}
            Ok(()) => {
                let removed = self.step().and_then(|()| fs::remove_file(from));
                // Not what somebody has put there since.
                if removed.is_err() && same_file(from, to) {
                    let _ = self.step().and_then(|()| fs::remove_file(to));
                }
                return removed;
            }
        }
        rename_to_free(from, to)
    }

    /// Gives a file, whose name anybody may use, another that must be free and is the program's own:
    /// whatever has the name at that moment is taken.
    ///
    /// # Errors
    /// Those of the system; also if something has that name.
    pub fn take(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        if let Some(done) = self.renamed_to_free(from, to) {
            return done;
        }
        rename_to_free(from, to)
    }

    /// Renames in one step that replaces nothing; `None` where the system or the disk has no such step.
    fn renamed_to_free(&self, from: &Path, to: &Path) -> Option<io::Result<()>> {
        if self.knows_flags() {
            #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
            match renamed(from, to, rustix::fs::RenameFlags::NOREPLACE) {
                Err(error) if unknown(&error) => {}
                done => return Some(done),
            }
        }
        let _ = (from, to);
        None
    }

    /// Lets two files change their names, in one step where the system has it. Elsewhere `to` is
    /// replaced in one step, and takes the name `from` in another. `aside` is a name for that; what a
    /// dead run left there is another name, or a copy, of `to`.
    ///
    /// # Errors
    /// Those of the system; both files then have the names that they had, unless it takes two steps, and
    /// the second fails and going back as well: then `from` is missing, and `aside` is what `to` was.
    pub fn exchange(&self, from: &Path, to: &Path, aside: &Path) -> io::Result<()> {
        self.step()?;
        if self.knows_flags() {
            #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
            match renamed(from, to, rustix::fs::RenameFlags::EXCHANGE) {
                Err(error) if unknown(&error) => {}
                done => return done,
            }
        }
        // Never written into: it may be another name of the very file at `to`.
        match fs::remove_file(aside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => self.step()?,
        }
        if self.link(to, aside).is_err()
            && let Err(error) = fs::copy(to, aside)
        {
            let _ = fs::remove_file(aside);
            return Err(error);
        }
        let replaced = self.step().and_then(|()| fs::rename(from, to));
        if let Err(error) = replaced {
            let _ = fs::remove_file(aside);
            return Err(error);
        }
        let named = self.step().and_then(|()| fs::rename(aside, from));
        if named.is_err() {
            // Back: `to` is never missing.
            let _ = self
                .link(to, from)
                .or_else(|_| fs::copy(to, from).map(drop))
                .and_then(|()| fs::rename(aside, to));
        }
        named
    }

    /// Gives a file another name; a file that has it is replaced in one step.
    ///
    /// # Errors
    /// Those of the system.
    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)
    }

    /// Waits.
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "tests count it"))]
    pub fn pause(&self, time: Duration) {
        #[cfg(test)]
        self.faults.pause();
        if cfg!(not(test)) {
            std::thread::sleep(time);
        }
    }

    /// Gives a file a second name, where the disk has that.
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "tests change it"))]
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        #[cfg(test)]
        if self.faults.linkless {
            return Err(io::ErrorKind::Unsupported.into());
        }
        fs::hard_link(from, to)
    }

    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "tests change it"))]
    fn knows_flags(&self) -> bool {
        #[cfg(test)]
        if self.faults.plain {
            return false;
        }
        true
    }
}

fn rename_to_free(from: &Path, to: &Path) -> io::Result<()> {
    match fs::symlink_metadata(to) {
        Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(from, to),
        Err(error) => Err(error),
    }
}

/// Whether two names are those of one file, as far as the system tells.
pub fn same_file(a: &Path, b: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if let (Ok(a), Ok(b)) = (fs::symlink_metadata(a), fs::symlink_metadata(b)) {
            return (a.dev(), a.ino()) == (b.dev(), b.ino());
        }
    }
    #[cfg(not(unix))]
    let _ = (a, b);
    false
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn renamed(from: &Path, to: &Path, flags: rustix::fs::RenameFlags) -> io::Result<()> {
    use rustix::fs::{CWD, renameat_with};
    Ok(renameat_with(CWD, from, CWD, to, flags)?)
}

/// Whether the system, or this kind of disk, does not have the operation at all.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn unknown(error: &io::Error) -> bool {
    use rustix::io::Errno;
    [Errno::NOSYS, Errno::INVAL, Errno::NOTSUP]
        .iter()
        .any(|e| error.raw_os_error() == Some(e.raw_os_error()))
}
