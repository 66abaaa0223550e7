//! What dead runs left: finished, taken back, or cleared away. Whatever somebody has written since stays
//! at its place, or beside it where two stand for one name.

use std::io;
use std::path::{Path, PathBuf};

use super::apply::{GRACE, Site, aside};
use super::journal::{Step, Work};
use super::look::{Now, is_there};
use super::plan::is_page;
use super::way::{Way, Why};
use super::{Error, Recovered};
use crate::disk::Disk;

/// What was done about what dead runs had left.
#[derive(Debug, Default)]
pub(super) struct Recovery {
    /// A run had got so far that its site was finished.
    pub finished: bool,
    /// The old site was restored, and why.
    pub taken_back: Option<Why>,
    /// A run had not got so far: what it had written aside is gone.
    pub cleared: bool,
    /// Files that somebody has changed since, and that were left so.
    pub kept: Vec<String>,
}

impl Recovery {
    /// Whether somebody's page stays, which may need what both sites have beside their pages.
    fn has_kept_page(&self) -> bool {
        self.kept.iter().any(|name| is_page(name))
    }

    /// What was done; `None` if there was nothing to do.
    pub(super) fn told(&self, out: &Path) -> Option<Recovered> {
        let out = out.display();
        let mut words = if self.finished {
            format!("finished the site in `{out}`, which an earlier run had left half written")
        } else if let Some(why) = &self.taken_back {
            let why = match why {
                Why::Restored => "files of the site before it had been restored",
                Why::Missing => "files of its own were missing",
            };
            format!("took back what an earlier run had left half written in `{out}`, where {why}")
        } else if self.cleared {
            format!("cleared away what an earlier run had left unfinished in `{out}`")
        } else {
            return None;
        };
        if let Some(first) = self.kept.first() {
            let more = match self.kept.len() - 1 {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            words.push_str(&format!("; changed since, and left so: `{first}`{more}"));
        }
        Some(Recovered {
            words,
            has_kept: !self.kept.is_empty(),
        })
    }
}

/// Finishes, takes back or clears away what dead runs left. The folder must be locked.
pub(super) fn recover(disk: &Disk, root: &Path) -> Result<Recovery, Error> {
    let mut recovery = Recovery::default();
    for work in Work::left_in(root).map_err(|e| Error::io(root, e))? {
        if let Err(error) = recover_one(disk, root, &work, &mut recovery) {
            // What was given back before is told all the same.
            return Err(match recovery.told(root).filter(|told| told.has_kept) {
                Some(told) => Error::Refused(format!("{error}; {}", told.words)),
                None => error,
            });
        }
    }
    Ok(recovery)
}

fn recover_one(
    disk: &Disk,
    root: &Path,
    work: &Work,
    recovery: &mut Recovery,
) -> Result<(), Error> {
    let site = Site { disk, root, work };
    let mut is_cleared = false;
    match work.steps()? {
        Some(steps) => site.settle(&steps, recovery)?,
        None => is_cleared = true,
    }
    work.clear(disk).map_err(|e| Error::io(&work.path, e))?;
    recovery.cleared |= is_cleared && !work.path.exists();
    Ok(())
}

/// Whether a step is about what pages need.
fn is_no_page(step: &Step) -> bool {
    step.name().is_some_and(|name| !is_page(name))
}

impl Site<'_> {
    fn settle(&self, steps: &[Step], recovery: &mut Recovery) -> Result<(), Error> {
        let way = self.way(steps).map_err(|e| Error::io(&self.work.path, e))?;
        let settled = self.settle_all(steps, way, recovery);
        recovery.kept.sort();
        recovery.kept.dedup();
        settled
    }

    fn settle_all(&self, steps: &[Step], way: Way, recovery: &mut Recovery) -> Result<(), Error> {
        match way {
            Way::Forward => {
                for step in steps {
                    // What waits in the slot makes room for what is removed.
                    if matches!(step, Step::Remove { .. }) {
                        self.give_back_from(step, recovery)?;
                    }
                    let is_needed = recovery.has_kept_page() && is_no_page(step);
                    if !(is_needed && matches!(step, Step::Remove { .. })) {
                        let done = self.finish(step).map_err(|e| self.within(step, e))?;
                        let name = || step.name().unwrap_or_default().to_owned();
                        recovery.kept.extend((!done).then(name));
                    }
                    // Before its folder goes.
                    self.give_back_from(step, recovery)?;
                }
                recovery.finished = true;
            }
            Way::Back(why) => {
                let mut pages = false;
                for step in steps.iter().rev() {
                    self.grace(step, &mut pages);
                    let is_needed = recovery.has_kept_page() && is_no_page(step);
                    if !(is_needed && matches!(step, Step::Put { old: None, .. })) {
                        let there = self.take_back(step).map_err(|e| self.within(step, e))?;
                        recovery.kept.extend(there);
                    }
                    // Before its folder goes.
                    self.give_back_from(step, recovery)?;
                }
                recovery.taken_back = Some(why);
            }
            Way::Nowhere => recovery.cleared = true,
        }
        for step in steps {
            self.give_back_from(step, recovery)?;
        }
        Ok(())
    }

    fn give_back_from(&self, step: &Step, recovery: &mut Recovery) -> Result<(), Error> {
        let kept = self.rescue(step).map_err(|e| self.within(step, e))?;
        recovery.kept.extend(kept);
        Ok(())
    }

    fn within(&self, step: &Step, error: io::Error) -> Error {
        Error::io(&self.root.join(step.name().unwrap_or_default()), error)
    }

    /// Does a step of a dead run, if it was not done. `false` if somebody has changed the file
    /// since: then it stays as it is.
    fn finish(&self, step: &Step) -> io::Result<bool> {
        match step {
            Step::MakeFolder { name } => {
                if self.at(name)? == Now::Nothing && self.has_parent(name)? {
                    self.disk.make_folder(&self.root.join(name))?;
                }
            }
            Step::Put {
                name,
                slot,
                new,
                old,
            } => {
                let there = self.at(name)?;
                if matches!(&there, Now::File(hash) if hash == new) {
                    return Ok(true);
                }
                let staged = matches!(self.in_slot(slot)?, Now::File(hash) if hash == *new);
                match there {
                    _ if !staged => return Ok(false),
                    Now::Nothing if self.has_parent(name)? => {
                        let slot = self.work.slot(slot);
                        self.disk.place(&slot, &self.root.join(name))?;
                    }
                    Now::File(hash) if Some(&hash) == old.as_ref() => self.exchange(name, slot)?,
                    _ => return Ok(false),
                }
            }
            Step::Remove { name, slot, old } => match self.at(name)? {
                Now::File(hash) if hash == *old => {
                    let (path, taken) = (self.root.join(name), self.work.slot(slot));
                    // One file under two names, or its copy.
                    if is_there(self.disk, &taken)? {
                        self.disk.remove(&taken)?;
                    }
                    self.disk.take(&path, &taken)?;
                }
                Now::File(_) => return Ok(false),
                Now::Nothing | Now::Odd => {}
            },
            Step::Pause => self.disk.pause(GRACE),
            Step::RemoveFolder { name } => {
                if self.at(name)? == Now::Odd && self.is_folder(name)? {
                    // What else stands in it keeps it.
                    let _ = self.disk.remove_folder(&self.root.join(name));
                }
            }
        }
        Ok(true)
    }

    /// Undoes a step of a dead run, as far as it was done and nobody has changed its file since. Gives
    /// the name of a file that somebody has.
    fn take_back(&self, step: &Step) -> io::Result<Option<String>> {
        if let Step::Put { name, .. } = step
            && matches!(self.at(name)?, Now::File(hash) if !step.knows(&hash))
        {
            return Ok(Some(name.clone()));
        }
        self.take_back_known(step).map(|()| None)
    }

    fn take_back_known(&self, step: &Step) -> io::Result<()> {
        match step {
            Step::Put {
                name,
                slot: slot_name,
                new,
                old,
            } => {
                // The slot holds the old file, or the one aside does, or it stands again already.
                let (slot, aside) = (self.work.slot(slot_name), self.work.slot(&aside(slot_name)));
                let mut in_slot = is_there(self.disk, &slot)?;
                if !in_slot && is_there(self.disk, &aside)? {
                    self.disk.place(&aside, &slot)?;
                    in_slot = true;
                }
                let is_new = |found: Now| found == Now::File(new.clone());
                if old.is_none()
                    && in_slot
                    && is_new(self.at(name)?)
                    && is_new(self.in_slot(slot_name)?)
                {
                    // One file under two names: it was on its way.
                    self.disk.remove(&slot)?;
                    in_slot = false;
                }
                // A new file goes to its slot, which is free; a replaced one is in it.
                match old.is_some() == in_slot {
                    true => self.undo(step),
                    false => Ok(()),
                }
            }
            Step::Remove { name, slot, .. } => {
                let slot = self.work.slot(slot);
                let is_free = self.at(name)? == Now::Nothing;
                match is_free && is_there(self.disk, &slot)? && self.has_parent(name)? {
                    true => self.disk.place(&slot, &self.root.join(name)),
                    false => Ok(()),
                }
            }
            Step::MakeFolder { name } if self.is_folder(name)? => self.undo(step),
            Step::RemoveFolder { name }
                if self.at(name)? == Now::Nothing && self.has_parent(name)? =>
            {
                self.undo(step)
            }
            Step::MakeFolder { .. } | Step::RemoveFolder { .. } | Step::Pause => Ok(()),
        }
    }

    /// What somebody wrote in place of a file just before the run took that away: back to its place
    /// or, where that holds something of somebody's already, beside it. Gives the names.
    pub(super) fn rescue(&self, step: &Step) -> io::Result<Vec<String>> {
        let mut kept = Vec::new();
        let (Step::Put { name, slot, .. } | Step::Remove { name, slot, .. }) = step else {
            return Ok(kept);
        };
        for slot in [slot.clone(), aside(slot)] {
            let in_slot = self.in_slot(&slot)?;
            let is_file = match &in_slot {
                Now::File(hash) if !step.knows(hash) => true,
                // A folder or a link that somebody put in place of a page.
                Now::Odd => false,
                _ => continue,
            };
            let path = self.work.slot(&slot);
            match self.at(name)? {
                // It stands at its place as well.
                there if is_file && there == in_slot => continue,
                Now::Nothing if self.has_parent(name)? => {
                    self.disk.place(&path, &self.root.join(name))?;
                }
                Now::File(hash) if is_file && step.knows(&hash) => {
                    let aside = self.work.slot(&format!("{slot}-aside"));
                    self.disk.exchange(&path, &self.root.join(name), &aside)?;
                }
                _ => {
                    kept.push(self.put_beside(name, &path)?);
                    continue;
                }
            }
            kept.push(name.clone());
        }
        Ok(kept)
    }

    fn put_beside(&self, name: &str, from: &Path) -> io::Result<String> {
        let name = match self.has_parent(name)? {
            true => name,
            // Its folder has gone.
            false => name.rsplit('/').next().unwrap_or(name),
        };
        for n in 1.. {
            // A name may have no room for more.
            let beside = match name.rsplit('/').next().map_or(0, str::len) {
                0..=200 => format!("{name}.changed-{n}"),
                _ => format!("changed-{n}"),
            };
            match self.disk.place(from, &self.root.join(&beside)) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                done => return done.map(|()| beside),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Whether a file can stand at `name`: the folder for it is there, and no link leads to it.
    fn has_parent(&self, name: &str) -> io::Result<bool> {
        match name.rsplit_once('/') {
            Some((above, _)) => self.is_folder(above),
            None => Ok(true),
        }
    }

    fn is_folder(&self, name: &str) -> io::Result<bool> {
        self.disk.look()?;
        let mut path = PathBuf::from(self.root);
        for part in name.split('/') {
            path.push(part);
            match std::fs::symlink_metadata(&path) {
                Ok(found) if found.is_dir() => {}
                Ok(_) => return Ok(false),
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }
}
