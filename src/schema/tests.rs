//! That the descriptions and the readers know the same keys, and that the descriptions hold.

#![expect(clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::{Record, Shape};
use crate::report::charts::KINDS;
use crate::report::files::FILES;

/// What the readers of this test program have asked for: records with their keys.
static ASKED: Mutex<BTreeSet<(&'static str, &'static str)>> = Mutex::new(BTreeSet::new());

/// A reader asks for a key.
pub(crate) fn note(record: &'static Record, key: &'static str) {
    let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
    asked.insert((record.name, key));
}

fn records() -> BTreeMap<&'static str, &'static Record> {
    fn below(shape: &'static Shape, found: &mut BTreeMap<&'static str, &'static Record>) {
        match shape {
            Shape::Record(record) => {
                if let Some(known) = found.insert(record.name, record) {
                    assert!(
                        std::ptr::eq(known, *record),
                        "two records `{}`",
                        record.name
                    );
                    return;
                }
                for key in record.keys {
                    below(&key.shape, found);
                }
                if let Some(others) = &record.others {
                    below(&others.shape, found);
                }
            }
            Shape::List(items, ..) => below(items, found),
            Shape::Either(shapes) => shapes.iter().for_each(|s| below(s, found)),
            _ => {}
        }
    }
    let mut found = BTreeMap::new();
    for file in FILES.iter() {
        below(&file.shape, &mut found);
    }
    found
}

/// Reads the small report with what it lacks: each kind of mapping stands somewhere.
fn read_everything() {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/wellbeing/content");
    let folder = tempfile::tempdir().expect("a folder");
    let content = folder.path().join("content");
    for entry in walkdir::WalkDir::new(&from) {
        let entry = entry.expect("it can be read");
        let to = content.join(entry.path().strip_prefix(&from).expect("it is inside"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(to).expect("it can be made");
        } else {
            std::fs::copy(entry.path(), to).expect("it can be copied");
        }
    }
    let add = |name: &str, text: &str| {
        let path = content.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        let old = std::fs::read_to_string(&path).unwrap_or_default();
        std::fs::write(path, old + text).expect("it can be written");
    };
    add(
        "report.yaml",
        "citation: {author: {family: Lamp, given: L.}}\n",
    );
    add(
        "claims.yaml",
        "- {id: parted, section: overview#levels, parts: [{id: one}]}\n",
    );
    add("quotations.yaml", "- {}\n");
    add("changes.yaml", "- {}\n");
    add("survey/editions/2015.yaml", "flagged: [{}]\n");
    add(
        "survey/methodology.yaml",
        "replication: {tolerance: 0}\nstand-alone: [{id: alone, name: {zh: 甲, en: Alone, fr: Seul}, weight: {default: 1, 2015: 1}}]\n",
    );
    add(
        "survey/import/map.yaml",
        "member: a\ncomponents: {income: {column: b}}\n",
    );
    add(
        "survey/indicators/range.yaml",
        "id: range\nunit: number\nvalues: {2015: {low: 1}}\n",
    );
    add(
        "survey/indicators/lines.yaml",
        "id: lines\nname: {zh: 甲, en: A, fr: A}\nunit: number\nsource: almanac\nitems: [{values: {2015: 1}}]\n",
    );
    add(
        "strings/en.yaml",
        "mine: {one: '{n}', other: '{n}'}\nnth: {ordinal: {other: '{n}'}}\n",
    );
    add(
        "charts/mine.yaml",
        "kind: strip\nformat: {}\nreferences: [{}]\ndata: {items: {list: [{}]}}\n",
    );
    for kind in KINDS {
        add(
            &format!("charts/{}.yaml", kind.name),
            &format!("kind: {}\nacross: {{}}\n", kind.name),
        );
    }
    add(
        "charts/short.yaml",
        "kind: bars\ndata: {groups: all, years: [2015]}\n",
    );
    let path = content.join("report.yaml");
    let settings = std::fs::read_to_string(&path).expect("it can be read");
    let listed = settings.replace("- changes\n", "- {slug: changes}\n");
    std::fs::write(path, listed).expect("it can be written");
    let d = crate::diagnostic::Diagnostics::new();
    // The pages for authors have examples of all kinds of charts.
    let inputs = crate::pipeline::Inputs {
        manual: true,
        ..crate::pipeline::Inputs::beside(content)
    };
    let read = crate::pipeline::read(&inputs, &d);
    assert!(read.is_ok() || d.has_errors());
}

#[test]
fn every_key_that_is_described_is_read() {
    read_everything();
    let asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
    // An axis has one key, which says over what it runs; the kinds of pages know the routes, and the
    // languages the plural forms.
    let elsewhere = [
        super::files::chart::AXIS.name,
        super::files::report::ROUTES.name,
        super::files::strings::FORMS.name,
    ];
    let unread: Vec<String> = records()
        .values()
        .filter(|record| !elsewhere.contains(&record.name))
        .flat_map(|record| record.keys.iter().map(move |key| (record.name, key.name)))
        .filter(|known| !asked.contains(known))
        .map(|(record, key)| format!("{record}: {key}"))
        .collect();
    assert!(unread.is_empty(), "described and not read: {unread:?}");
}

/// Each example is YAML that its own description allows, and says something.
#[test]
fn examples_are_what_they_describe() {
    let yaml = |text: &str| -> serde_yaml::Value {
        serde_yaml::from_str(text).unwrap_or_else(|e| panic!("`{text}`: {e}"))
    };
    for (name, record) in records() {
        let mut names = BTreeSet::new();
        for key in record.keys {
            assert!(names.insert(key.name), "{name}: two keys `{}`", key.name);
            assert!(key.about.ends_with(['.', ')']), "{name}: {}", key.about);
            assert!(!yaml(key.example).is_null(), "{name}: {}", key.name);
            for other in key.also {
                assert!(
                    record.key(other).is_none(),
                    "{name}: `{other}` is a key of its own"
                );
            }
        }
        if let Some(others) = &record.others {
            let example = yaml(others.example);
            assert!(example.is_mapping(), "{name}: {}", others.example);
        }
    }
}

/// Lists that a reader keeps for itself.
#[test]
fn readers_know_the_same_names() {
    use super::files::report;
    let names = |record: &'static Record| record.keys.iter().map(|key| key.name);
    let routes: BTreeSet<&str> = names(&report::ROUTES).collect();
    assert_eq!(
        routes,
        crate::page::address::settings(crate::page::kinds()).collect()
    );
}
