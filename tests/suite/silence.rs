//! Nothing that an author wrote is lost in silence: each key of each file of the small reports, and of
//! each front matter in every language, is set to a value of the wrong type, to absurd values of the right one, and
//! removed. Each change gives a diagnostic at that file and line, or another site.
//!
//! A sample by a fixed seed, unless `SILENCE=all`; `SILENCE_CONTENT` names another report.

mod changes;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;

use crate::common::{checkout, copy, in_three_languages};
use changes::{Change, changes};
use egov_report::diagnostic::Diagnostics;
use egov_report::pipeline::{self, Places, Silent};

/// How many changes a run without `SILENCE=all` tries.
const SAMPLE: usize = 160;

/// When a change may pass that neither is told at its line nor makes another site.
enum Passes {
    /// Always.
    Always,
    /// If it is told at another place.
    ToldElsewhere,
    /// If it is a text, as the value that it replaces.
    Text,
}

/// Such changes: the start of the file's name, the end of the path, and the reason.
const EXCEPTIONS: [(&str, &str, Passes, &str); 7] = [
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

fn outcome(content: &Path, site_too: impl Fn(&[(PathBuf, usize)]) -> bool) -> Outcome {
    let d = Diagnostics::new();
    let report = pipeline::read(&Places::beside(content), &d);
    let mut places = Vec::new();
    let mut words = Vec::new();
    let mut note = |list: Vec<egov_report::diagnostic::Diagnostic>| {
        for one in list {
            if let Some(place) = &one.place {
                places.push((PathBuf::from(&place.file.path), place.line_column().0));
            }
            words.push(one.message.clone());
        }
    };
    note(d.into_sorted());
    let mut site = None;
    if let Ok(report) = report {
        note(report.stale.clone());
        for place in &report.loose {
            note(vec![
                egov_report::diagnostic::Diagnostic::warning("loose").at(place.clone()),
            ]);
        }
        // Nothing more to find out where the change is told already.
        drop(note);
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
                if let Some(place) = &one.place {
                    places.push((PathBuf::from(&place.file.path), place.line_column().0));
                }
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
        copy(content, &folder.path().join("content"));
        Bench { folder }
    }

    /// Why the change is lost, if it is.
    fn lost(&self, change: &Change, before: Option<u64>) -> Option<String> {
        let content = self.folder.path().join("content");
        let path = content.join(&change.file);
        let old = std::fs::read(&path).unwrap();
        std::fs::write(&path, &change.text).unwrap();
        let told = |said: &[(PathBuf, usize)]| {
            let here = |(file, line): &(PathBuf, usize)| {
                file.ends_with(&change.file) && change.lines.contains(line)
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

fn passes(change: &Change, outcome: &Outcome) -> bool {
    let quiet = outcome.words.is_empty();
    EXCEPTIONS.iter().any(|(file, path, when, _)| {
        let same = change.file.starts_with(file) && change.path.ends_with(path);
        same && match when {
            Passes::Always => true,
            Passes::ToldElsewhere => !quiet,
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
