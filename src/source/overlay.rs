//! Folders over each other: an author's files in place of the program's own.

use std::sync::Arc;

use super::find::Folder;
use crate::diagnostic::{Checked, Diagnostics, SourceFile};

/// Folders laid over each other: a file of a later one wins.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    layers: Vec<Folder>,
}

impl Overlay {
    /// From the lowest layer to the highest.
    pub fn new(layers: Vec<Folder>) -> Overlay {
        Overlay { layers }
    }

    /// The names of all layers, each once, in order.
    pub fn names(&self) -> Vec<&str> {
        let names: std::collections::BTreeSet<&str> =
            self.layers.iter().flat_map(Folder::names).collect();
        names.into_iter().collect()
    }

    /// The highest layer that has the file.
    pub fn folder_of(&self, name: &str) -> Option<&Folder> {
        self.layers.iter().rev().find(|f| f.bytes(name).is_some())
    }

    /// The bytes of the highest layer's file.
    pub fn bytes(&self, name: &str) -> Option<&Arc<Vec<u8>>> {
        self.folder_of(name)?.bytes(name)
    }

    /// The text of the highest layer's file.
    pub fn text(&self, name: &str, diagnostics: &Diagnostics) -> Option<Checked<Arc<SourceFile>>> {
        self.folder_of(name)?.text(name, diagnostics)
    }

    /// The folders, from the lowest to the highest.
    pub fn layers(&self) -> &[Folder] {
        &self.layers
    }
}
