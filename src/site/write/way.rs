//! Where a dead run's steps lead, as what stands in the folder tells.

use std::io;

use super::Error;
use super::apply::{Site, aside};
use super::journal::Step;
use super::look::Now;
use super::marker::Marker;
use super::plan::is_page;
use crate::disk::same_file;

/// Where a dead run's steps lead.
pub(super) enum Way {
    Forward,
    Back(Why),
    Nowhere,
}

/// Why a dead run's steps are taken back.
#[derive(Clone, Copy, Debug)]
pub(super) enum Why {
    /// Files of the old site had been restored since.
    Restored,
    /// Files of the new site were gone.
    Missing,
}

impl Site<'_> {
    /// Forward, if the new files are all there. Where one was put in place and the old one stands
    /// there again, somebody has restored the old site (as `git checkout` does): then back; so too
    /// where new files are gone and the old ones are not. Where nothing of either site is left,
    /// somebody has emptied the folder or put another site there.
    pub(super) fn way(&self, steps: &[Step]) -> io::Result<Way> {
        let had = steps.iter().any(|step| match step {
            Step::Put { old, .. } => old.is_some(),
            step => matches!(step, Step::Remove { .. }),
        });
        if (had && self.is_emptied(steps)?) || self.is_replaced(steps)? {
            return Ok(Way::Nowhere);
        }
        let (mut new_missing, mut old_missing) = (0, 0);
        for step in steps {
            if self.is_restored(step)? {
                return Ok(Way::Back(Why::Restored));
            }
            let (new, old) = self.missing(step)?;
            // Pages without their style are worse than any number of pages that are gone.
            let weight = match step.name() {
                Some(name) if !is_page(name) => steps.len(),
                _ => 1,
            };
            new_missing += usize::from(new) * weight;
            old_missing += usize::from(old) * weight;
        }
        Ok(match new_missing > old_missing {
            true => Way::Back(Why::Missing),
            false => Way::Forward,
        })
    }

    /// Whether nothing is left of either site.
    fn is_emptied(&self, steps: &[Step]) -> io::Result<bool> {
        let listed = match Marker::read(self.root) {
            Err(Error::Io(_, error)) => return Err(error),
            read => read.ok().flatten(),
        };
        let listed = listed.iter().flat_map(|list| list.files.keys());
        let named = steps.iter().filter_map(|step| match step {
            Step::Put { name, .. } | Step::Remove { name, .. } => Some(name),
            _ => None,
        });
        for name in named.chain(listed) {
            // Who empties a folder by `*` leaves what is hidden.
            let is_hidden = name.split('/').any(|part| part.starts_with('.'));
            if !is_hidden && self.at(name)? != Now::Nothing {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether the list is one of another site than these two: it was put here whole, and stays so.
    fn is_replaced(&self, steps: &[Step]) -> io::Result<bool> {
        for step in steps {
            if let Step::Put { name, .. } = step
                && Step::is_list(name)
                && let Now::File(hash) = self.at(name)?
                && !step.knows(&hash)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the step was done, and the old file stands at its place again.
    fn is_restored(&self, step: &Step) -> io::Result<bool> {
        let is = |found: Now, hash: &str| matches!(found, Now::File(h) if h == hash);
        match step {
            Step::Put {
                name,
                slot,
                new,
                old: Some(old),
            } => Ok(is(self.at(name)?, old) && !is(self.in_slot(slot)?, new)),
            Step::Remove { name, slot, old } => {
                let both = is(self.at(name)?, old) && is(self.in_slot(slot)?, old);
                // One file under two names is on its way.
                Ok(both && !same_file(&self.root.join(name), &self.work.slot(slot)))
            }
            _ => Ok(false),
        }
    }

    /// Whether the new and the old file of a step are nowhere, and nobody has put another at their
    /// place.
    fn missing(&self, step: &Step) -> io::Result<(bool, bool)> {
        let (name, slot) = match step {
            Step::Put { name, slot, .. } | Step::Remove { name, slot, .. } => (name, slot),
            _ => return Ok((false, false)),
        };
        let found = [
            self.at(name)?,
            self.in_slot(slot)?,
            self.in_slot(&aside(slot))?,
        ];
        match &found[0] {
            Now::File(hash) if !step.knows(hash) => return Ok((false, false)),
            Now::Odd => return Ok((false, false)),
            _ => {}
        }
        let is_missing = |hash: &String| !found.contains(&Now::File(hash.clone()));
        Ok(match step {
            Step::Put { new, old, .. } => (is_missing(new), old.as_ref().is_some_and(is_missing)),
            Step::Remove { old, .. } => (false, is_missing(old)),
            _ => (false, false),
        })
    }
}
