//! What has to change in the folder, and what forbids it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::Error;
use super::conflict::{Conflict, refusal};
use super::journal::Step;
use super::look::{
    Folders, Found, Stamps, files_below, hash, look, look_at, look_at_folders, parents,
};
use super::marker::{MARKER, Marker, is_safe};
use crate::site::SiteTree;

/// The steps to the new site.
#[derive(Debug, Default)]
pub(super) struct Plan<'t> {
    pub steps: Vec<Step>,
    /// The new files by their slots.
    pub staged: Vec<(String, Cow<'t, [u8]>)>,
    pub stamps: Stamps,
    /// Files of the site that are new or differ.
    pub changed: usize,
    /// Files that the site has no longer.
    pub removed: usize,
}

/// A file of the new site.
struct PlannedFile<'t> {
    name: String,
    bytes: &'t [u8],
    hash: String,
    found: Found,
}

/// Compares the site with the folder `root`, which must be locked.
///
/// # Errors
/// If something of the user's would be lost and `force` is not given.
pub(super) fn plan<'t>(
    tree: &'t SiteTree,
    root: &Path,
    shown: &Path,
    force: bool,
) -> Result<Plan<'t>, Error> {
    let marker = Marker::read(root)?;
    let has_list = marker.is_some();
    let listed = marker.map(|m| m.files).unwrap_or_default();
    let names = names(tree)?;
    let gone: Vec<&String> = listed.keys().filter(|n| !names.contains_key(*n)).collect();
    let folders = look_at_folders(root, names.keys().chain(gone.iter().copied()))?;
    let find = |name: &str, bytes| look(root, name, bytes, &folders);
    let files: Result<Vec<PlannedFile<'t>>, Error> = names
        .into_par_iter()
        .map(|(name, bytes)| {
            Ok(PlannedFile {
                hash: hash(bytes),
                found: find(&name, Some(bytes))?,
                name,
                bytes,
            })
        })
        .collect();
    let files = files?;
    let gone: Result<BTreeMap<String, Found>, Error> = gone
        .into_par_iter()
        .map(|name| Ok((name.clone(), find(name, None)?)))
        .collect();
    let gone = gone?;
    let mut conflicts = Vec::new();
    let first = in_the_way(root, &files, &gone, &mut conflicts);
    not_ours(&files, &gone, &listed, &mut conflicts);
    if let Some(refusal) = refusal(conflicts, shown, has_list, force) {
        return Err(Error::Refused(refusal));
    }
    let list = Marker::new(
        files
            .iter()
            .map(|f| (f.name.clone(), f.hash.clone()))
            .collect(),
    );
    let list = list.bytes()?;
    let mut plan = Plan::default();
    plan.remove(gone.iter().filter(|(name, _)| first.contains(*name)));
    plan.remove_folders(gone.keys().filter(|n| first.contains(*n)), &BTreeSet::new());
    let new_folders = parents(files.iter().map(|f| &f.name));
    plan.make_folders(&new_folders, &folders);
    // What pages need stands before they do.
    for page in [false, true] {
        plan.put(files.iter().filter(|f| is_page(&f.name) == page));
    }
    let found = look_at(&root.join(MARKER), Some(&list))?;
    plan.put_list(list, found);
    // And what old pages need goes after them.
    let rest = |page: bool| {
        gone.iter()
            .filter(move |(name, _)| is_page(name) == page)
            .filter(|(name, _)| !first.contains(*name))
    };
    plan.remove(rest(true));
    if rest(false).any(|(_, found)| matches!(found, Found::Other { .. })) {
        plan.steps.push(Step::Pause);
    }
    plan.remove(rest(false));
    plan.remove_folders(gone.keys().filter(|n| !first.contains(*n)), &new_folders);
    Ok(plan)
}

/// Files that the list does not have, or has otherwise.
fn not_ours(
    files: &[PlannedFile<'_>],
    gone: &BTreeMap<String, Found>,
    listed: &BTreeMap<String, String>,
    conflicts: &mut Vec<Conflict>,
) {
    for (name, found) in gone {
        if let Found::Other { hash, .. } = found
            && listed.get(name) != Some(hash)
        {
            conflicts.push(Conflict::changed(name));
        }
    }
    for file in files {
        match (&file.found, listed.get(&file.name)) {
            (Found::Other { hash, .. }, Some(known)) if hash == known => {}
            (Found::Other { .. }, Some(_)) => conflicts.push(Conflict::changed(&file.name)),
            (Found::Other { .. }, None) => conflicts.push(Conflict::foreign(&file.name)),
            _ => {}
        }
    }
}

/// The site's files by name, checked.
fn names(tree: &SiteTree) -> Result<BTreeMap<String, &[u8]>, Error> {
    let mut names = BTreeMap::new();
    for (route, file) in tree.iter() {
        let name = route.file();
        if !is_safe(&name) {
            return Err(Error::Refused(format!(
                "no file can have the name `{name}` ({})",
                file.made_by
            )));
        }
        if names.insert(name.clone(), file.bytes.as_slice()).is_some() {
            return Err(Error::Refused(format!("two files have the name `{name}`")));
        }
    }
    Ok(names)
}

pub(super) fn is_page(name: &str) -> bool {
    name.ends_with(".html")
}

/// Files of ours that must go first, since a folder of the new site takes the place of a file of
/// the old one, or the other way round. Whatever else is in the way is a conflict.
fn in_the_way(
    root: &Path,
    files: &[PlannedFile<'_>],
    gone: &BTreeMap<String, Found>,
    conflicts: &mut Vec<Conflict>,
) -> BTreeSet<String> {
    let mut first = BTreeSet::new();
    let mut blockers = BTreeSet::new();
    for file in files {
        match &file.found {
            Found::Blocked { by, what } => {
                if *what == "a file" && gone.contains_key(by) {
                    first.insert(by.clone());
                } else if blockers.insert(by.clone()) {
                    conflicts.push(Conflict::blocked(by, what));
                }
            }
            Found::Odd("a folder") => match files_below(root, &file.name) {
                Some(below) if below.iter().all(|name| gone.contains_key(name)) => {
                    first.extend(below);
                }
                _ => conflicts.push(Conflict::blocked(&file.name, "a folder")),
            },
            Found::Odd(what) => conflicts.push(Conflict::blocked(&file.name, what)),
            _ => {}
        }
    }
    for (name, found) in gone {
        match found {
            Found::Blocked { by, what } if *what != "a file" && blockers.insert(by.clone()) => {
                conflicts.push(Conflict::blocked(by, what));
            }
            Found::Odd(what) if *what != "a folder" => {
                conflicts.push(Conflict::blocked(name, what));
            }
            Found::Odd(what) if !first.iter().any(|f| f.starts_with(&format!("{name}/"))) => {
                conflicts.push(Conflict::blocked(name, what));
            }
            _ => {}
        }
    }
    first
}

impl<'t> Plan<'t> {
    fn slot(&self, ending: &str) -> String {
        format!("{}.{ending}", self.steps.len())
    }

    fn make_folders(&mut self, wanted: &BTreeSet<String>, folders: &Folders) {
        let missing = wanted
            .iter()
            .filter(|name| !matches!(folders.get(*name), Some(Found::Same)))
            .map(|name| Step::MakeFolder { name: name.clone() });
        self.steps.extend(missing);
    }

    fn put<'f>(&mut self, files: impl Iterator<Item = &'f PlannedFile<'t>> + Clone)
    where
        't: 'f,
    {
        let is_new =
            |file: &&PlannedFile<'_>| !matches!(file.found, Found::Same | Found::Other { .. });
        let replaced = |file: &&PlannedFile<'_>| matches!(file.found, Found::Other { .. });
        for file in files.clone().filter(is_new).chain(files.filter(replaced)) {
            self.changed += 1;
            let found = file.found.clone();
            self.step_of(
                &file.name,
                file.hash.clone(),
                Cow::Borrowed(file.bytes),
                found,
            );
        }
    }

    fn put_list(&mut self, list: Vec<u8>, found: Found) {
        if !matches!(found, Found::Same) {
            self.step_of(MARKER, hash(&list), Cow::Owned(list), found);
        }
    }

    fn step_of(&mut self, name: &str, new: String, bytes: Cow<'t, [u8]>, found: Found) {
        let slot = self.slot("new");
        let old = match found {
            Found::Other { hash, stamp } => {
                self.stamps.insert(name.to_owned(), stamp);
                Some(hash)
            }
            _ => None,
        };
        self.steps.push(Step::Put {
            name: name.to_owned(),
            slot: slot.clone(),
            new,
            old,
        });
        self.staged.push((slot, bytes));
    }

    fn remove<'f>(&mut self, files: impl Iterator<Item = (&'f String, &'f Found)>) {
        for (name, found) in files {
            if let Found::Other { hash, stamp } = found {
                self.removed += 1;
                self.stamps.insert(name.clone(), stamp.clone());
                self.steps.push(Step::Remove {
                    name: name.clone(),
                    slot: self.slot("old"),
                    old: hash.clone(),
                });
            }
        }
    }

    /// The folders that only removed files may have been in, the inner ones first.
    fn remove_folders<'f>(
        &mut self,
        gone: impl Iterator<Item = &'f String>,
        kept: &BTreeSet<String>,
    ) {
        let left = parents(gone).into_iter().rev();
        let left = left.filter(|name| !kept.contains(name));
        self.steps
            .extend(left.map(|name| Step::RemoveFolder { name }));
    }
}
