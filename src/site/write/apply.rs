//! Carrying out the steps: forward, back if one fails, and forward again after a dead run.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rayon::prelude::*;

use super::Error;
use super::journal::{Step, Work};
use super::look::{Stamp, Stamps};
use super::marker::hash;
use super::plan::Plan;
use crate::disk::Disk;

/// How long superseded styles and scripts stay for readers who have just got an old page.
const GRACE: Duration = Duration::from_millis(500);

/// Where the steps are done.
struct Site<'s> {
    disk: &'s Disk,
    root: &'s Path,
    work: &'s Work,
}

/// Carries out a plan. If that fails, everything stands as it did before.
pub(super) fn apply(disk: &Disk, root: &Path, plan: &Plan<'_>) -> Result<(), Error> {
    let work = Work::make(disk, root).map_err(|e| Error::io(root, e))?;
    let site = Site {
        disk,
        root,
        work: &work,
    };
    let done = stage(&site, plan)
        .and_then(|files| Ok(work.commit(disk, files, &plan.steps)?))
        .and_then(|()| site.forward(&plan.steps, &plan.stamps));
    match done {
        // What cannot be cleared away now, the next run clears away.
        Ok(()) | Err(Failure::Undone(_)) => {
            let _ = work.clear(disk);
        }
        Err(Failure::Stuck(_)) => {}
    }
    Ok(done?)
}

/// Why the steps stopped.
enum Failure {
    /// All that was done is undone.
    Undone(Error),
    /// Going back failed too: the journal stays, and the next run goes forward.
    Stuck(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Undone(error)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Error {
        match failure {
            Failure::Undone(error) | Failure::Stuck(error) => error,
        }
    }
}

/// Writes the new files into the work folder.
fn stage(site: &Site<'_>, plan: &Plan<'_>) -> Result<Vec<PathBuf>, Failure> {
    let write = |(slot, bytes): &(String, std::borrow::Cow<'_, [u8]>)| {
        let path = site.work.slot(slot);
        match site.disk.write_new(&path, bytes) {
            Ok(()) => Ok(path),
            Err(error) => Err(Error::io(&path, error)),
        }
    };
    let staged: Result<Vec<PathBuf>, Error> = plan.staged.par_iter().map(write).collect();
    Ok(staged?)
}

impl Site<'_> {
    fn forward(&self, steps: &[Step], stamps: &Stamps) -> Result<(), Failure> {
        let mut done: Vec<&Step> = Vec::with_capacity(steps.len());
        for step in steps {
            match self.carry_out(step, stamps) {
                Ok(true) => done.push(step),
                Ok(false) => {}
                Err(error) => {
                    let back = done.into_iter().rev().try_for_each(|step| self.undo(step));
                    return Err(match back {
                        Ok(()) => Failure::Undone(error),
                        Err(_) => Failure::Stuck(Error::HalfDone(Box::new(error))),
                    });
                }
            }
        }
        Ok(())
    }

    /// `false` if there was nothing to do.
    fn carry_out(&self, step: &Step, stamps: &Stamps) -> Result<bool, Error> {
        let place = |name: &str, error| Error::io(&self.root.join(name), error);
        match step {
            Step::MakeFolder { name } => {
                let made = self.disk.make_folder(&self.root.join(name));
                made.map_err(|e| place(name, e))?;
            }
            Step::Put {
                name,
                slot,
                old: None,
                ..
            } => {
                let placed = self
                    .disk
                    .place(&self.work.slot(slot), &self.root.join(name));
                placed.map_err(|e| place(name, e))?;
            }
            Step::Put { name, slot, .. } => {
                self.exchange(name, slot).map_err(|e| place(name, e))?;
                if !was_meant(&self.work.slot(slot), stamps.get(name)) {
                    self.exchange(name, slot).map_err(|e| place(name, e))?;
                    return Err(place(name, changed_meanwhile()));
                }
            }
            Step::Remove { name, slot, .. } => {
                let (path, slot) = (self.root.join(name), self.work.slot(slot));
                self.disk.place(&path, &slot).map_err(|e| place(name, e))?;
                if !was_meant(&slot, stamps.get(name)) {
                    self.disk.place(&slot, &path).map_err(|e| place(name, e))?;
                    return Err(place(name, changed_meanwhile()));
                }
            }
            Step::Pause => self.disk.pause(GRACE),
            // What else stands in it keeps it.
            Step::RemoveFolder { name } => {
                return Ok(self.disk.remove_folder(&self.root.join(name)).is_ok());
            }
        }
        Ok(true)
    }

    fn undo(&self, step: &Step) -> io::Result<()> {
        match step {
            Step::MakeFolder { name } => self.disk.remove_folder(&self.root.join(name)),
            Step::Put {
                name,
                slot,
                old: None,
                ..
            } => {
                let slot = self.work.slot(slot);
                self.disk.place(&self.root.join(name), &slot)
            }
            Step::Put { name, slot, .. } => self.exchange(name, slot),
            Step::Remove { name, slot, .. } => {
                let slot = self.work.slot(slot);
                self.disk.place(&slot, &self.root.join(name))
            }
            Step::Pause => Ok(()),
            Step::RemoveFolder { name } => self.disk.make_folder(&self.root.join(name)),
        }
    }

    fn exchange(&self, name: &str, slot: &str) -> io::Result<()> {
        let slot = self.work.slot(slot);
        let aside = slot.with_extension("aside");
        self.disk.exchange(&slot, &self.root.join(name), &aside)
    }

    /// Does a step of a dead run, if it was not done. `false` if somebody has changed the file
    /// since: then it stays as it is.
    fn finish(&self, step: &Step) -> Result<bool, Error> {
        let (Step::Put { name, slot, .. } | Step::Remove { name, slot, .. }) = step else {
            if let Step::MakeFolder { name } = step
                && self.root.join(name).is_dir()
            {
                return Ok(true);
            }
            return self.carry_out(step, &Stamps::new()).map(|_| true);
        };
        let path = self.root.join(name);
        let place = |error| Error::io(&path, error);
        let (slot_path, Ok(now)) = (self.work.slot(slot), hash_of(self.root, name)) else {
            return Ok(false);
        };
        match step {
            Step::Put { new, .. } if now.as_ref() == Some(new) => return Ok(true),
            Step::Put { new, old, .. } => {
                let staged = fs::read(&slot_path).is_ok_and(|bytes| hash(&bytes) == *new);
                match &now {
                    _ if !staged => return Ok(false),
                    None => self.disk.place(&slot_path, &path),
                    now if now == old => self.exchange(name, slot),
                    Some(_) => return Ok(false),
                }
            }
            Step::Remove { old, .. } => match &now {
                None => Ok(()),
                Some(now) if now != old => return Ok(false),
                Some(_) => self.disk.remove(&path),
            },
            _ => Ok(()),
        }
        .map_err(place)?;
        Ok(true)
    }
}

/// What was done about what dead runs had left.
#[derive(Debug, Default)]
pub(super) struct Recovery {
    /// A run had got so far that its site was finished.
    pub finished: bool,
    /// A run had not: what it had written aside is gone.
    pub cleared: bool,
    /// Files that somebody has changed since, and that were left so.
    pub kept: Vec<String>,
}

/// Finishes or clears away what dead runs left. The folder must be locked.
pub(super) fn recover(disk: &Disk, root: &Path) -> Result<Recovery, Error> {
    let mut recovery = Recovery::default();
    for work in Work::left_in(root).map_err(|e| Error::io(root, e))? {
        let site = Site {
            disk,
            root,
            work: &work,
        };
        match work.steps()? {
            Some(steps) => {
                for step in &steps {
                    if let (false, Step::Put { name, .. } | Step::Remove { name, .. }) =
                        (site.finish(step)?, step)
                    {
                        recovery.kept.push(name.clone());
                    }
                }
                recovery.finished = true;
            }
            None => recovery.cleared = true,
        }
        work.clear(disk).map_err(|e| Error::io(&work.path, e))?;
        recovery.cleared &= !work.path.exists();
    }
    Ok(recovery)
}

/// The hash of a file in the folder; `None` if there is none.
///
/// # Errors
/// If a link leads there or something else stands there.
fn hash_of(root: &Path, name: &str) -> io::Result<Option<String>> {
    let mut path = root.to_owned();
    let mut parts = name.split('/').peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        let found = match fs::symlink_metadata(&path) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let as_expected = match parts.peek() {
            Some(_) => found.is_dir(),
            None => found.is_file(),
        };
        if !as_expected {
            return Err(io::ErrorKind::InvalidInput.into());
        }
    }
    fs::read(&path).map(|bytes| Some(hash(&bytes)))
}

/// Whether the file that was taken away is the one that the plan was made for.
fn was_meant(taken: &Path, planned: Option<&Stamp>) -> bool {
    let Some(planned) = planned else { return true };
    fs::symlink_metadata(taken).is_ok_and(|found| Stamp::of(&found) == *planned)
}

fn changed_meanwhile() -> io::Error {
    io::Error::other("somebody changed it while the site was being written; build again")
}
