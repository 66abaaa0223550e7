//! The entries of a mapping, and what their description says of them.

use super::super::node_place::NodePlace;
use super::super::tree::Tree;
use super::Node;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, choose, nearest};
use crate::schema::{Record, listed};

/// An entry of a mapping.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The key as text.
    pub key: &'a str,
    /// Where the key stands.
    pub key_at: NodePlace,
    pub value: Node<'a>,
}

/// The fields of a mapping; [`Fields::finish`] reports those that nobody asked for.
#[derive(Debug)]
pub struct Fields<'a> {
    entries: Vec<(Entry<'a>, bool)>,
    node: Node<'a>,
    record: &'static Record,
}

impl<'a> Fields<'a> {
    pub(super) fn new(
        entries: Vec<Entry<'a>>,
        node: Node<'a>,
        record: &'static Record,
    ) -> Fields<'a> {
        Fields {
            entries: entries.into_iter().map(|entry| (entry, false)).collect(),
            node,
            record,
        }
    }

    /// The field's value, if it is there and not null.
    pub fn get(&mut self, key: &'static str) -> Option<Node<'a>> {
        debug_assert!(
            self.record.key(key).is_some(),
            "{} is read with a key `{key}` that is not described",
            self.record.what
        );
        #[cfg(test)]
        crate::schema::tests::note(self.record, key);
        let (entry, used) = self.entries.iter_mut().find(|(e, _)| e.key == key)?;
        *used = true;
        (*entry.value.tree != Tree::Null).then(|| entry.value.clone())
    }

    /// As [`Fields::get`]; missing is an error.
    pub fn need(&mut self, key: &'static str, diagnostics: &Diagnostics) -> Checked<Node<'a>> {
        if let Some(found) = self.get(key) {
            return Ok(found);
        }
        self.unless_misspelt(key, diagnostics)?;
        let shape = self.record.key(key).map(|key| &key.shape);
        let wanted = shape.map_or_else(String::new, |s| format!(": {}", s.words()));
        Err(self.node.error_hint(
            diagnostics,
            format!("{} needs `{key}`", self.record.what),
            Some(format!("add `{key}: …`{wanted}")),
        ))
    }

    /// A misspelt key is one mistake, not one that is unknown and one that is missing: `key` is not
    /// to be missed where one stands that may be meant for it.
    ///
    /// # Errors
    /// One does; that was reported.
    pub fn unless_misspelt(&mut self, key: &str, diagnostics: &Diagnostics) -> Checked<()> {
        let Some(at) = self.misspelt(key) else {
            return Ok(());
        };
        self.entries[at].1 = true;
        Err(diagnostics.report(self.unknown(&self.entries[at].0)))
    }

    /// The entry that nobody knows and that may be meant for `key`.
    fn misspelt(&self, key: &str) -> Option<usize> {
        if self.record.others.is_some() {
            return None;
        }
        let names = || self.record.keys.iter().map(|key| key.name);
        let meant = |entry: &Entry<'_>| match self.record.meant(entry.key) {
            Some(key) => Some(key.name),
            None => self
                .without_colon(entry)
                .or_else(|| nearest(entry.key, names())),
        };
        self.entries.iter().position(|(entry, used)| {
            !used && self.record.key(entry.key).is_none() && meant(entry) == Some(key)
        })
    }

    /// The key with which an entry begins that is no pair: `{year 2024}`.
    fn without_colon(&self, entry: &Entry<'_>) -> Option<&'static str> {
        let (key, rest) = entry.key.split_once(' ')?;
        let is_empty = *entry.value.tree == Tree::Null && !rest.trim().is_empty();
        let key = self.record.key(key).filter(|_| is_empty)?;
        Some(key.name)
    }

    /// What says that nobody knows a key.
    fn unknown(&self, entry: &Entry<'_>) -> Diagnostic {
        let names = self.record.keys.iter().map(|key| key.name);
        if let Some(key) = self.without_colon(entry) {
            let value = entry.key[key.len()..].trim();
            return Diagnostic::error(format!("there is no `:` after `{key}`"))
                .at(entry.key_at.place())
                .hint(format!("write `{key}: {value}`"));
        }
        // By what it means before by how it is written.
        let hint = match self.record.meant(entry.key) {
            Some(key) => format!("did you mean `{}`?", key.name),
            None => {
                let all = format!("it has {}", listed(names.clone()).replace(" or ", " and "));
                choose(entry.key, names, &all)
            }
        };
        Diagnostic::error(format!("{} has no key `{}`", self.record.what, entry.key))
            .at(entry.key_at.place())
            .hint(hint)
    }

    /// Reads the field if it is there.
    pub fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&Node<'a>) -> Checked<T>,
    ) -> Checked<Option<T>> {
        self.get(key).map(|node| read(&node)).transpose()
    }

    /// Reads the field, which must be there.
    pub fn required<T>(
        &mut self,
        key: &'static str,
        diagnostics: &Diagnostics,
        read: impl FnOnce(&Node<'a>) -> Checked<T>,
    ) -> Checked<T> {
        self.need(key, diagnostics).and_then(|node| read(&node))
    }

    /// The entries that no `get` or `need` has taken yet; taking them counts as asking.
    pub fn rest(&mut self) -> Vec<Entry<'a>> {
        self.entries
            .iter_mut()
            .filter(|(_, used)| !*used)
            .map(|(entry, used)| {
                *used = true;
                entry.clone()
            })
            .collect()
    }

    /// Leaves an entry to whoever else reports it.
    pub fn pass_over(&mut self, key: &str) {
        for (entry, used) in &mut self.entries {
            *used |= entry.key == key;
        }
    }

    /// The mapping itself.
    pub fn node(&self) -> &Node<'a> {
        &self.node
    }

    /// Reports the keys that are not known here.
    pub fn finish(self, diagnostics: &Diagnostics) {
        for (entry, _) in self.entries.iter().filter(|(_, used)| !used) {
            diagnostics.push(self.unknown(entry));
        }
    }
}
