//! The whole site in memory, in the order of its addresses.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::Route;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its content.
    pub bytes: Vec<u8>,
    /// What made it, for messages.
    pub made_by: String,
}

/// All files by their address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteTree {
    files: BTreeMap<Route, File>,
    /// The addresses by what they are where capitals do not count.
    folded: BTreeMap<String, Route>,
}

impl SiteTree {
    /// Adds a file. Two files with one address are an error.
    pub fn insert(
        &mut self,
        route: Route,
        bytes: impl Into<Vec<u8>>,
        made_by: impl Into<String>,
        d: &Diagnostics,
    ) {
        let made_by = made_by.into();
        let folded = self.folded.entry(route.as_str().to_lowercase());
        let first = folded.or_insert_with(|| route.clone());
        if *first != route {
            let other = self.files.get(first).map_or("", |f| f.made_by.as_str());
            d.push(
                Diagnostic::error(format!(
                    "`/{first}` and `/{route}` differ in capitals only: {other} and {made_by}"
                ))
                .hint("many systems take them for one file: rename one"),
            );
            return;
        }
        match self.files.entry(route) {
            Entry::Vacant(entry) => {
                entry.insert(File {
                    bytes: bytes.into(),
                    made_by,
                });
            }
            Entry::Occupied(entry) => d.push(
                Diagnostic::error(format!(
                    "two pages have one address, `/{}`: {} and {made_by}",
                    entry.key(),
                    entry.get().made_by
                ))
                .hint("change a code, an id, a slug, or `routes` in report.yaml"),
            ),
        }
    }

    /// The files in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Route, &File)> {
        self.files.iter()
    }

    /// The files in order, to be changed.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (&Route, &mut File)> {
        self.files.iter_mut()
    }

    /// A file by its address.
    pub fn get(&self, route: &Route) -> Option<&File> {
        self.files.get(route)
    }

    /// Whether there is such a file.
    pub fn contains(&self, route: &Route) -> bool {
        self.files.contains_key(route)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// How many of the files are pages.
    pub fn pages(&self) -> usize {
        self.files.keys().filter(|route| route.is_page()).count()
    }
}
