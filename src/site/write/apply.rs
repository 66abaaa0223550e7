//! Carrying out the steps: forward, and back if one fails.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rayon::prelude::*;

use super::Error;
use super::journal::{Step, Work};
use super::look::{Now, Stamp, Stamps, now};
use super::plan::{Plan, is_page};
use crate::disk::Disk;

/// How long superseded styles and scripts stay for readers who have just got an old page.
pub(super) const GRACE: Duration = Duration::from_millis(500);

/// Where the steps are done.
pub(super) struct Site<'s> {
    pub disk: &'s Disk,
    pub root: &'s Path,
    pub work: &'s Work,
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
        Ok(()) => match work.clear(disk) {
            // As long as there is a journal, the next run goes by it.
            Err(error) if work.has_journal() => Err(Error::NotCleared(work.path.clone(), error)),
            // What cannot be cleared away now, the next run clears away.
            _ => Ok(()),
        },
        Err(Failure::Undone(error)) => {
            // Without a journal nothing was taken away yet.
            let mut began = plan.steps.iter().filter(|_| work.has_journal());
            let kept = began.try_for_each(|s| site.rescue(s).map(|_| ()));
            match kept.and_then(|()| work.clear(disk)) {
                // As long as there is a journal, the next run goes by it.
                Err(_) if work.has_journal() => Err(Error::HalfDone(Box::new(error))),
                _ => Err(error),
            }
        }
        Err(Failure::Stuck(error)) => Err(Error::HalfDone(Box::new(error))),
    }
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
                Err(Failure::Stuck(error)) => return Err(Failure::Stuck(error)),
                Err(Failure::Undone(error)) => {
                    let back = self.rescue(step).and_then(|_| self.back(&done));
                    return Err(match back {
                        Ok(()) => Failure::Undone(error),
                        Err(_) => Failure::Stuck(error),
                    });
                }
            }
        }
        Ok(())
    }

    /// Does a step, or leaves everything as it is. `false` if there was nothing to do.
    fn carry_out(&self, step: &Step, stamps: &Stamps) -> Result<bool, Failure> {
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
                placed.map_err(|e| self.failed(step, place(name, e)))?;
            }
            Step::Put { name, slot, .. } => {
                self.exchange(name, slot)
                    .map_err(|e| self.failed(step, place(name, e)))?;
                if !self.was_meant(step, slot, stamps) {
                    return Err(self.give_back(name, self.exchange(name, slot)));
                }
            }
            Step::Remove { name, slot, .. } => {
                let (path, taken) = (self.root.join(name), self.work.slot(slot));
                self.disk.take(&path, &taken).map_err(|e| place(name, e))?;
                if !self.was_meant(step, slot, stamps) {
                    return Err(self.give_back(name, self.disk.place(&taken, &path)));
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

    /// A failure to put a file at its place: of two steps, only the first may have been done.
    fn failed(&self, step: &Step, error: Error) -> Failure {
        let Step::Put { name, new, .. } = step else {
            return Failure::Undone(error);
        };
        match self.at(name) {
            Ok(Now::File(hash)) if hash == *new => Failure::Stuck(error),
            Ok(_) => Failure::Undone(error),
            Err(_) => Failure::Stuck(error),
        }
    }

    /// Whether the file that was taken away is the one that the plan was made for: the same file or,
    /// where a disk could only copy it, the same bytes.
    fn was_meant(&self, step: &Step, slot: &str, stamps: &Stamps) -> bool {
        let Some(planned) = step.name().and_then(|name| stamps.get(name)) else {
            return true;
        };
        let taken = std::fs::symlink_metadata(self.work.slot(slot));
        taken.is_ok_and(|found| Stamp::of(&found) == *planned)
            || matches!(self.in_slot(slot), Ok(Now::File(hash)) if step.replaces(&hash))
    }

    /// A file was not the one that was meant. If it could not be `returned` to its place, it stays in
    /// the work folder with the journal, and whoever goes by that gives it back.
    fn give_back(&self, name: &str, returned: io::Result<()>) -> Failure {
        let changed =
            io::Error::other("somebody changed it while the site was being written; build again");
        let error = Error::io(&self.root.join(name), changed);
        match returned {
            Ok(()) => Failure::Undone(error),
            Err(_) => Failure::Stuck(error),
        }
    }

    /// Undoes steps, the last first.
    fn back(&self, done: &[&Step]) -> io::Result<()> {
        let mut pages = false;
        for step in done.iter().rev() {
            self.grace(step, &mut pages);
            self.undo(step)?;
            // Before its folder goes.
            self.rescue(step)?;
        }
        Ok(())
    }

    /// On the way back: who has just read a new page has time to fetch what it names before that
    /// goes. `pages` says whether new pages were there since the last such pause.
    pub(super) fn grace(&self, step: &Step, pages: &mut bool) {
        if let Step::Put { name, old, .. } = step {
            if *pages && old.is_none() && !is_page(name) {
                self.disk.pause(GRACE);
                *pages = false;
            }
            *pages |= is_page(name);
        }
    }

    /// What stands at a name of the site.
    pub(super) fn at(&self, name: &str) -> io::Result<Now> {
        now(self.disk, self.root, name)
    }

    /// What stands in a slot of the work folder.
    pub(super) fn in_slot(&self, slot: &str) -> io::Result<Now> {
        now(self.disk, &self.work.path, slot)
    }

    /// Undoes a step. What somebody has written since in place of the new file stays.
    pub(super) fn undo(&self, step: &Step) -> io::Result<()> {
        match step {
            Step::MakeFolder { name } => match self.disk.remove_folder(&self.root.join(name)) {
                // Somebody has put something there.
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
                done => done,
            },
            Step::Put {
                name,
                slot,
                new,
                old,
            } => {
                if !matches!(self.at(name)?, Now::File(hash) if hash == *new) {
                    return Ok(());
                }
                let (path, slot_path) = (self.root.join(name), self.work.slot(slot));
                match old {
                    None => self.disk.take(&path, &slot_path)?,
                    Some(_) => self.exchange(name, slot)?,
                }
                // Between looking and doing, too.
                match (self.in_slot(slot)?, old) {
                    (Now::File(hash), _) if hash == *new => Ok(()),
                    (_, None) => self.disk.place(&slot_path, &path),
                    (_, Some(_)) => self.exchange(name, slot),
                }
            }
            Step::Remove { name, slot, .. } => {
                let slot = self.work.slot(slot);
                self.disk.place(&slot, &self.root.join(name))
            }
            Step::Pause => Ok(()),
            Step::RemoveFolder { name } => self.disk.make_folder(&self.root.join(name)),
        }
    }

    /// Lets the file at `name` and the one in the slot change places.
    pub(super) fn exchange(&self, name: &str, slot: &str) -> io::Result<()> {
        let aside = self.work.slot(&aside(slot));
        self.disk
            .exchange(&self.work.slot(slot), &self.root.join(name), &aside)
    }
}

/// Where a file waits while it changes places in two steps.
pub(super) fn aside(slot: &str) -> String {
    let number = slot.split_once('.').map_or(slot, |(number, _)| number);
    format!("{number}.aside")
}
