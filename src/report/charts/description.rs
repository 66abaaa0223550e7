//! The description of `charts/<id>.yaml`: what all kinds have in common, and the keys of each.

use std::sync::LazyLock;

use super::kind::KINDS;
use crate::schema::files::chart::COMMON;
use crate::schema::{FileDescription, Key, Record, Shape};

/// `charts/<id>.yaml`.
pub static CHART: LazyLock<FileDescription> = LazyLock::new(|| FileDescription {
    name: "chart",
    path: "charts/*.yaml",
    about: "A chart, placed with `{{ chart(id=\"<id>\") }}` alone in its paragraph; the file’s name is its id.",
    shape: Shape::Record(&RECORD),
});

/// A chart.
pub static RECORD: LazyLock<Record> =
    LazyLock::new(|| Record::new("chart", "a chart", lasting(keys())));

/// Made once, and wanted as long as the program runs, as all other descriptions are.
fn lasting<T>(made: Vec<T>) -> &'static [T] {
    Box::leak(made.into_boxed_slice())
}

/// The kind, the keys of every kind, and those of some, each once with the kinds that know it.
fn keys() -> Vec<Key> {
    let kinds = lasting(KINDS.map(|kind| (kind.name, kind.about)).into());
    let kind = Key::needed("kind", Shape::Choice(kinds), "dumbbell", "What is drawn.");
    let mut keys = vec![kind.also(&["type"])];
    keys.extend(COMMON);
    for key in KINDS.iter().flat_map(|kind| kind.keys) {
        if keys.iter().all(|known| known.name != key.name) {
            let knows = |kind: &&&_| knows(kind, key);
            let kinds = KINDS.iter().filter(knows).map(|kind| kind.name);
            keys.push(key.only(lasting(kinds.collect())));
        }
    }
    keys
}

fn knows(kind: &super::ChartKind, key: &Key) -> bool {
    kind.keys.iter().any(|own| own.name == key.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key that two kinds know is the same key.
    #[test]
    fn a_name_of_a_key_means_one_thing() {
        for own in KINDS.iter().flat_map(|kind| kind.keys) {
            let shown = RECORD.key(own.name).map(|key| key.about);
            assert_eq!(shown, Some(own.about), "{}", own.name);
            assert!(COMMON.iter().all(|common| common.name != own.name));
        }
    }
}
