//! What is fuzzed, and what must hold whatever is read. Used by the fuzzing program and, with
//! seeded random changes, by the tests of the crate.

mod files;
mod pages;
mod texts;

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use egov_report::diagnostic::{Diagnostic, Diagnostics, SourceFile};
use egov_report::pipeline::{self, Inputs, Report};
use egov_report::source::{Folder, Node, Tree};

/// Something that reads what strangers write.
pub struct Target {
    /// What `FUZZ_TARGET` calls it.
    pub name: &'static str,
    /// Reads `data` and panics where something does not hold.
    pub run: fn(&[u8]),
    /// Texts to start from.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All targets.
pub const TARGETS: [Target; 8] = [
    Target {
        name: "yaml",
        run: files::yaml,
        seeds: files::yaml_seeds,
    },
    Target {
        name: "content",
        run: files::content,
        seeds: files::content_seeds,
    },
    Target {
        name: "front",
        run: files::front,
        seeds: files::markdown_seeds,
    },
    Target {
        name: "commentary",
        run: texts::commentary,
        seeds: texts::commentary_seeds,
    },
    Target {
        name: "expressions",
        run: texts::expressions,
        seeds: texts::expression_seeds,
    },
    Target {
        name: "charts",
        run: pages::charts,
        seeds: pages::chart_seeds,
    },
    Target {
        name: "templates",
        run: pages::templates,
        seeds: pages::template_seeds,
    },
    Target {
        name: "addresses",
        run: texts::addresses,
        seeds: texts::address_seeds,
    },
];

/// The checkout, whichever of the two crates is running.
fn checkout() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let above = own.parent().unwrap_or(own);
    let found = [own, above]
        .into_iter()
        .find(|folder| folder.join("tests/fixtures").is_dir());
    found.unwrap_or(own).to_owned()
}

fn fixture() -> PathBuf {
    checkout().join("tests/fixtures/wellbeing/content")
}

/// A small report that is well, for whatever is read beside it.
static REPORT: LazyLock<Report> = LazyLock::new(|| {
    let d = Diagnostics::new();
    // The examples for authors are the seeds of charts.
    let inputs = Inputs {
        manual: true,
        ..Inputs::beside(fixture())
    };
    pipeline::read(&inputs, &d).expect("the fixture can be read")
});

/// Its files.
static FILES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let d = Diagnostics::new();
    let folder = Folder::read(&fixture(), &egov_report::source::known::CONTENT, &d);
    folder
        .names()
        .filter_map(|name| Some((name.to_owned(), folder.bytes(name)?.to_vec())))
        .collect()
});

fn file(path: &str, text: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile {
        path: path.to_owned(),
        text: text.to_owned(),
    })
}

/// Every message can be printed, and its place is inside its file.
fn printed(d: Diagnostics) {
    for diagnostic in d.into_sorted().iter().take(20) {
        let places = diagnostic
            .place
            .iter()
            .chain(diagnostic.related.iter().map(|(p, _)| p));
        for place in places {
            assert!(
                place.file.text.get(place.span.clone()).is_some(),
                "{diagnostic:?}"
            );
        }
        assert!(!Diagnostic::render(diagnostic, false).is_empty());
    }
}

fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

/// Every node has a place inside the file.
fn visit(node: &Node<'_>, left: &mut usize) {
    if *left == 0 {
        return;
    }
    *left -= 1;
    let quiet = Diagnostics::new();
    let place = node.place();
    assert!(place.file.text.get(place.span.clone()).is_some());
    match node.tree() {
        Tree::List(_) => {
            for item in node.items(&quiet).unwrap_or_default() {
                visit(&item, left);
            }
        }
        Tree::Map(_) => {
            for entry in node.entries(&quiet).unwrap_or_default() {
                let place = entry.key_at.place();
                assert!(place.file.text.get(place.span.clone()).is_some());
                visit(&entry.value, left);
            }
        }
        Tree::Text(text) => {
            let whole = 0..text.len();
            let place = node.node_place().place_within(text, whole);
            assert!(place.file.text.get(place.span.clone()).is_some());
        }
        _ => {}
    }
}

/// The fixture's files whose names end so.
fn of(ending: &str) -> Vec<Vec<u8>> {
    let files = FILES.iter().filter(|(name, _)| name.ends_with(ending));
    files.map(|(_, bytes)| bytes.clone()).collect()
}
