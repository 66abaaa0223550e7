//! What dead runs left: finished, taken back, or cleared away. Whatever somebody has written since stays
//! at its place, or beside it where two stand for one name.

use std::io;
use std::path::{Path, PathBuf};

use super::Error;
use super::apply::{Site, aside};
use super::journal::{Step, Work};
use super::look::{Now, now};
use super::marker::Marker;
use crate::disk::Disk;

/// What was done about what dead runs had left.
#[derive(Debug, Default)]
pub(super) struct Recovery {
    /// A run had got so far that its site was finished.
    pub finished: bool,
    /// Files of the old site had been restored since: the others were restored as well.
    pub taken_back: bool,
    /// A run had not got so far: what it had written aside is gone.
    pub cleared: bool,
    /// Files that somebody has changed since, and that were left so.
    pub kept: Vec<String>,
}

impl Recovery {
    /// What was done, for the user; `None` if there was nothing to do.
    pub(super) fn words(&self, out: &Path) -> Option<String> {
        let out = out.display();
        let mut words = if self.finished {
            format!("finished the site in `{out}`, which an earlier run had left half written")
        } else if self.taken_back {
            format!(
                "took back what an earlier run had left half written in `{out}`, where files of the \
                 site before it had been restored"
            )
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
        Some(words)
    }
}

/// Finishes, takes back or clears away what dead runs left. The folder must be locked.
pub(super) fn recover(disk: &Disk, root: &Path) -> Result<Recovery, Error> {
    let mut recovery = Recovery::default();
    for work in Work::left_in(root).map_err(|e| Error::io(root, e))? {
        let site = Site {
            disk,
            root,
            work: &work,
        };
        let mut is_cleared = false;
        match work.steps()? {
            Some(steps) => site.settle(&steps, &mut recovery)?,
            None => is_cleared = true,
        }
        work.clear(disk).map_err(|e| Error::io(&work.path, e))?;
        recovery.cleared |= is_cleared && !work.path.exists();
    }
    Ok(recovery)
}

/// Where a dead run's steps lead.
enum Way {
    Forward,
    Back,
    Nowhere,
}

impl Site<'_> {
    fn settle(&self, steps: &[Step], recovery: &mut Recovery) -> Result<(), Error> {
        let mut kept = Vec::new();
        match self.way(steps) {
            Way::Forward => {
                for step in steps {
                    let done = self.finish(step).map_err(|e| self.at(step, e))?;
                    kept.extend((!done).then(|| step.name().unwrap_or_default().to_owned()));
                    // Before its folder goes.
                    kept.extend(self.rescue(step).map_err(|e| self.at(step, e))?);
                }
                recovery.finished = true;
            }
            Way::Back => {
                for step in steps.iter().rev() {
                    self.take_back(step).map_err(|e| self.at(step, e))?;
                }
                recovery.taken_back = true;
            }
            Way::Nowhere => recovery.cleared = true,
        }
        for step in steps {
            kept.extend(self.rescue(step).map_err(|e| self.at(step, e))?);
        }
        kept.sort();
        kept.dedup();
        recovery.kept.extend(kept);
        Ok(())
    }

    fn at(&self, step: &Step, error: io::Error) -> Error {
        Error::io(&self.root.join(step.name().unwrap_or_default()), error)
    }

    /// Forward, if the new files are all there. Where one was put in place and the old one stands
    /// there again, somebody has restored the old site (as `git checkout` does): then back. Where
    /// nothing of either site is left, somebody has emptied the folder or put another site there.
    fn way(&self, steps: &[Step]) -> Way {
        let stands = |name: &str| !matches!(now(self.root, name), Now::Nothing);
        let had = steps.iter().any(|step| match step {
            Step::Put { old, .. } => old.is_some(),
            step => matches!(step, Step::Remove { .. }),
        });
        // Who empties a folder by `*` leaves what is hidden.
        let is_hidden = |name: &str| name.split('/').any(|part| part.starts_with('.'));
        let named = |step: &Step| match step {
            Step::Put { name, .. } | Step::Remove { name, .. } if !is_hidden(name) => stands(name),
            _ => false,
        };
        if had && !steps.iter().any(named) {
            let listed = Marker::read(self.root).ok().flatten();
            let mut listed = listed.iter().flat_map(|list| list.files.keys());
            if !listed.any(|name| !is_hidden(name) && stands(name)) {
                return Way::Nowhere;
            }
        }
        // The list of another site than these two: it was put here whole, and stays so.
        let is_replaced = |step: &Step| match step {
            Step::Put { name, .. } if Step::is_list(name) => {
                matches!(now(self.root, name), Now::File(hash) if !step.knows(&hash))
            }
            _ => false,
        };
        if steps.iter().any(is_replaced) {
            return Way::Nowhere;
        }
        let is = |found: Now, hash: &str| matches!(found, Now::File(h) if h == hash);
        let restored = |step: &Step| match step {
            Step::Put {
                name,
                slot,
                new,
                old: Some(old),
            } => is(now(self.root, name), old) && !is(now(&self.work.path, slot), new),
            Step::Remove { name, slot, old } => {
                is(now(self.root, name), old) && is(now(&self.work.path, slot), old)
            }
            _ => false,
        };
        match steps.iter().any(restored) {
            true => Way::Back,
            false => Way::Forward,
        }
    }

    /// Does a step of a dead run, if it was not done. `false` if somebody has changed the file
    /// since: then it stays as it is.
    fn finish(&self, step: &Step) -> io::Result<bool> {
        match step {
            Step::MakeFolder { name } => {
                if matches!(now(self.root, name), Now::Nothing) && self.has_parent(name) {
                    self.disk.make_folder(&self.root.join(name))?;
                }
            }
            Step::Put {
                name,
                slot,
                new,
                old,
            } => {
                let there = now(self.root, name);
                if matches!(&there, Now::File(hash) if hash == new) {
                    return Ok(true);
                }
                let staged = matches!(now(&self.work.path, slot), Now::File(hash) if hash == *new);
                match there {
                    _ if !staged => return Ok(false),
                    Now::Nothing if self.has_parent(name) => {
                        let slot = self.work.slot(slot);
                        self.disk.place(&slot, &self.root.join(name))?;
                    }
                    Now::File(hash) if Some(&hash) == old.as_ref() => self.exchange(name, slot)?,
                    _ => return Ok(false),
                }
            }
            Step::Remove { name, slot, old } => match now(self.root, name) {
                Now::File(hash) if hash == *old => {
                    let slot = self.work.slot(slot);
                    self.disk.place(&self.root.join(name), &slot)?;
                }
                Now::File(_) => return Ok(false),
                Now::Nothing | Now::Odd => {}
            },
            Step::Pause => {}
            Step::RemoveFolder { name } => {
                if matches!(now(self.root, name), Now::Odd) && self.is_folder(name) {
                    // What else stands in it keeps it.
                    let _ = self.disk.remove_folder(&self.root.join(name));
                }
            }
        }
        Ok(true)
    }

    /// Undoes a step of a dead run, as far as it was done and nobody has changed its file since.
    fn take_back(&self, step: &Step) -> io::Result<()> {
        match step {
            Step::Put { slot, old, .. } => {
                // The slot holds the old file, or the one aside does, or it stands again already.
                let (slot, aside) = (self.work.slot(slot), self.work.slot(&aside(slot)));
                if aside.exists() && !slot.exists() {
                    self.disk.place(&aside, &slot)?;
                }
                // A new file goes to its slot, which is free; a replaced one is in it.
                match old.is_some() == slot.exists() {
                    true => self.undo(step),
                    false => Ok(()),
                }
            }
            Step::Remove { name, slot, .. } => {
                let slot = self.work.slot(slot);
                let is_free = matches!(now(self.root, name), Now::Nothing);
                match is_free && slot.exists() && self.has_parent(name) {
                    true => self.disk.place(&slot, &self.root.join(name)),
                    false => Ok(()),
                }
            }
            Step::MakeFolder { name } if self.is_folder(name) => self.undo(step),
            Step::RemoveFolder { name }
                if matches!(now(self.root, name), Now::Nothing) && self.has_parent(name) =>
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
            let is_file = match now(&self.work.path, &slot) {
                Now::File(hash) if !step.knows(&hash) => true,
                // A folder or a link that somebody put in place of a page.
                Now::Odd => false,
                _ => continue,
            };
            let path = self.work.slot(&slot);
            match now(self.root, name) {
                Now::Nothing if self.has_parent(name) => {
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
        let name = match self.has_parent(name) {
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
    fn has_parent(&self, name: &str) -> bool {
        name.rsplit_once('/')
            .is_none_or(|(above, _)| self.is_folder(above))
    }

    fn is_folder(&self, name: &str) -> bool {
        let mut path = PathBuf::from(self.root);
        name.split('/').all(|part| {
            path.push(part);
            std::fs::symlink_metadata(&path).is_ok_and(|found| found.is_dir())
        })
    }
}
