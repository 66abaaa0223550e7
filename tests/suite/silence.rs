//! Nothing that an author wrote is lost in silence: each key of each file of the small reports, and of
//! each front matter in every language, is set to a value of the wrong type, to absurd values of the right one, and
//! removed. Each change gives a diagnostic at that file and line, or another site.
//!
//! A sample by a fixed seed, unless `SILENCE=all`; `SILENCE_CONTENT` names another report.

mod changes;
mod defaults;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;

use crate::common::{checkout, copy, few_charts, in_three_languages};
use changes::{Change, REMOVED, changes};
use egov_report::diagnostic::{Diagnostic, Diagnostics, Place};
use egov_report::pipeline::{self, Inputs, Silent};
use egov_report::report::files::FILES;
use egov_report::schema::{Key, Need, Shape};

/// How many changes a run without `SILENCE=all` tries.
const SAMPLE: usize = 100;

/// When a change may pass that neither is told at its line nor makes another site.
enum Passes {
    /// Always.
    Always,
    /// If it is told at another place.
    ToldElsewhere,
    /// If it is removed and told at another place.
    GoneToldElsewhere,
    /// If it is a text, as the value that it replaces.
    Text,
    /// If it is removed.
    Removed,
    /// If it is removed, and its description says that the same holds without it.
    Default,
}

/// Such changes: the start of the file's name, the end of the path (or with
/// `*` a part of it), when, and the reason.
const EXCEPTIONS: [(&str, &str, Passes, &str); 11] = [
    (
        "survey/members.yaml",
        ".at",
        Passes::Always,
        "positions are kept for maps with outlines; no page shows them yet",
    ),
    (
        "commentary/",
        "",
        Passes::ToldElsewhere,
        "a record of a translation that does not fit is told at the section that it is about",
    ),
    (
        "",
        "id",
        Passes::ToldElsewhere,
        "who is renamed is told wherever the old name is still used",
    ),
    (
        "",
        "code",
        Passes::ToldElsewhere,
        "who is renamed is told wherever the old name is still used",
    ),
    (
        "",
        "year",
        Passes::ToldElsewhere,
        "an edition of another year is told wherever the old year is still named",
    ),
    (
        "report.yaml",
        "segment",
        Passes::ToldElsewhere,
        "a language of another key is told at each text that has the old one",
    ),
    (
        "",
        "",
        Passes::GoneToldElsewhere,
        "what is gone is told wherever it is still referred to",
    ),
    (
        "survey/indicators/",
        "*.values",
        Passes::Always,
        "an indicator stands where a text, a chart or a claim reads it, and there alone",
    ),
    (
        "",
        "",
        Passes::Default,
        "what is written out is what holds anyway",
    ),
    (
        "survey/methodology.yaml",
        "range",
        Passes::Removed,
        "a range only refuses values outside it, and there are none",
    ),
    (
        "strings/",
        "",
        Passes::Text,
        "a report need not have the pages, or the numbers, that say all of the words",
    ),
];

/// What a report comes to: the place of all that is said of it, and a hash of its site.
struct Outcome {
    /// File, line.
    said: Vec<(PathBuf, usize)>,
    /// What was said, for a failing test.
    words: Vec<String>,
    site: Option<u64>,
}

/// The lines that a diagnostic shows, with their files.
fn lines(one: &Diagnostic) -> Vec<(PathBuf, usize)> {
    let related = one.related.iter().map(|(place, _)| place);
    let places = one.place.iter().chain(related);
    let line = |place: &Place| (PathBuf::from(&place.file.path), place.line_column().0);
    places.map(line).collect()
}

fn outcome(content: &Path, site_too: impl Fn(&[(PathBuf, usize)]) -> bool) -> Outcome {
    let d = Diagnostics::new();
    let report = pipeline::read(&Inputs::beside(content), &d);
    let mut places = Vec::new();
    let mut words = Vec::new();
    let mut note = |list: Vec<Diagnostic>| {
        for one in list {
            places.extend(lines(&one));
            words.push(one.message.clone());
        }
    };
    note(d.into_sorted());
    let mut site = None;
    if let Ok(report) = report {
        note(report.stale.clone());
        for place in &report.loose {
            note(vec![Diagnostic::warning("loose").at(place.clone())]);
        }
        // Nothing more to find out where the change is told already.
        if site_too(&places) {
            let d = Diagnostics::new();
            if let Ok(built) = report.build(&Silent, &d) {
                let mut hasher = DefaultHasher::new();
                for (route, file) in built.tree.iter() {
                    route.as_str().hash(&mut hasher);
                    file.bytes.hash(&mut hasher);
                }
                site = Some(hasher.finish());
            }
            for one in d.into_sorted() {
                places.extend(lines(&one));
                words.push(one.message.clone());
            }
        }
    }
    Outcome {
        said: places,
        words,
        site,
    }
}

/// A copy of the report, in which one change after the other is tried.
struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn of(content: &Path) -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("content");
        copy(content, &own);
        few_charts(&own);
        Bench { folder }
    }

    /// Why the change is lost, if it is.
    fn lost(&self, change: &Change, before: Option<u64>) -> Option<String> {
        let content = self.folder.path().join("content");
        let path = content.join(&change.file);
        let old = std::fs::read(&path).unwrap();
        std::fs::write(&path, &change.text).unwrap();
        let told = |said: &[(PathBuf, usize)]| {
            // What is gone has no line: it is told at what is left of its file.
            let gone = change.new == REMOVED;
            let here = |(file, line): &(PathBuf, usize)| {
                file.ends_with(&change.file) && (gone || change.lines.contains(line))
            };
            said.iter().any(here)
        };
        let outcome = outcome(&content, |said| !told(said));
        std::fs::write(&path, old).unwrap();
        let differs = outcome.site.is_some() && outcome.site != before;
        if told(&outcome.said) || differs || passes(change, &outcome) {
            return None;
        }
        Some(format!(
            "{}:{}: {} {} → {}; said: {:?} at {:?}",
            change.file,
            change.lines.last().unwrap(),
            change.path,
            change.old,
            change.new,
            outcome.words,
            outcome.said
        ))
    }
}

fn rank(change: &Change) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&change.file, &change.path, &change.new).hash(&mut hasher);
    hasher.finish()
}

/// Whether a key of this name is described with this default.
fn is_default(change: &Change) -> bool {
    fn below(shape: &Shape, key: &str, old: &str, seen: &mut Vec<&'static str>) -> bool {
        match shape {
            Shape::Record(record) => {
                if seen.contains(&record.name) {
                    return false;
                }
                seen.push(record.name);
                let same = |k: &Key| match k.need {
                    Need::Default(default) => k.name == key && default.trim_matches('`') == old,
                    _ => false,
                };
                record
                    .keys
                    .iter()
                    .any(|k| same(k) || below(&k.shape, key, old, seen))
            }
            Shape::List(items, ..) => below(items, key, old, seen),
            Shape::Either(shapes) => shapes.iter().any(|s| below(s, key, old, seen)),
            _ => false,
        }
    }
    let key = change.path.rsplit('.').next().unwrap();
    FILES
        .iter()
        .any(|file| below(&file.shape, key, &change.old, &mut Vec::new()))
}

fn passes(change: &Change, outcome: &Outcome) -> bool {
    let quiet = outcome.words.is_empty();
    EXCEPTIONS.iter().any(|(file, path, when, _)| {
        let below = path.strip_prefix('*');
        let of_path = below.map_or_else(
            || change.path.ends_with(path),
            |part| change.path.contains(part),
        );
        change.file.starts_with(file)
            && of_path
            && match when {
                Passes::Always => true,
                Passes::ToldElsewhere => !quiet,
                Passes::GoneToldElsewhere => !quiet && change.new == REMOVED,
                Passes::Removed => change.new == REMOVED,
                Passes::Default => change.new == REMOVED && is_default(change),
                Passes::Text => quiet && !change.new.starts_with(['[', '{', '(']),
            }
    })
}

#[test]
fn no_change_passes_in_silence() {
    match std::env::var("SILENCE_CONTENT") {
        Ok(content) => try_changes(&checkout(&content)),
        Err(_) => {
            try_changes(&in_three_languages());
            try_changes(&checkout("tests/fixtures/lighthouse/content"));
        }
    }
}

fn try_changes(content: &Path) {
    let before = outcome(content, |_| true);
    assert!(before.words.is_empty(), "{:?}", before.words);
    let (keys, mut all) = changes(content);
    let found = all.len();
    let limit = match std::env::var("SILENCE").as_deref() {
        Ok("all") => usize::MAX,
        Ok(number) => number.parse().unwrap(),
        Err(_) => SAMPLE,
    };
    all.sort_by_key(rank);
    all.truncate(limit);
    let idle: Mutex<Vec<Bench>> = Mutex::new(Vec::new());
    let mut lost: Vec<String> = all
        .par_iter()
        .filter_map(|change| {
            let bench = idle.lock().unwrap().pop();
            let bench = bench.unwrap_or_else(|| Bench::of(content));
            let lost = bench.lost(change, before.site);
            idle.lock().unwrap().push(bench);
            lost
        })
        .collect();
    lost.sort();
    let mut by_file: BTreeMap<&str, usize> = BTreeMap::new();
    for change in &all {
        *by_file.entry(&change.file).or_default() += 1;
    }
    println!(
        "{keys} keys, {found} changes, {} tried, {} silent; {} files",
        all.len(),
        lost.len(),
        by_file.len()
    );
    assert!(lost.is_empty(), "{} lost:\n{}", lost.len(), lost.join("\n"));
}
