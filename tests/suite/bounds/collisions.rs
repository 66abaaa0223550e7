//! The program's own marks: whatever an author writes, nothing of another place is published.

use std::sync::{Arc, LazyLock};

use egov_report::commentary::{self, Fragment, Setting};
use egov_report::diagnostic::{Diagnostics, SourceFile};
use egov_report::pipeline::Report;
use egov_report::source::Folder;
use proptest::prelude::*;

use super::refused;
use crate::common::planted::Planted;
use crate::common::{fixture, well_read};

static REPORT: LazyLock<Report> = LazyLock::new(|| well_read(&fixture()));

/// What one expression writes, and nothing else may.
const OWN: &str = "QJXKQ";

/// The HTML of a text that holds an expression, if nothing is wrong with it.
fn rendered(body: &str) -> Option<String> {
    let d = Diagnostics::new();
    let text =
        format!("{body}\n\n## A {{#a}}\n\n{{{{ unbound(text=\"{OWN}\", reason=\"r\") }}}}\n");
    let files = [("commentary/x.en.md".to_owned(), text.into_bytes())];
    let folder = Folder::embedded("content", files);
    let file: Arc<SourceFile> = folder.text("commentary/x.en.md", &d)?.ok()?;
    let languages = REPORT.engine.knowledge().indices.survey().languages;
    let mut last = None;
    for lang in languages.iter() {
        let commentary = commentary::render(&Setting {
            file: &file,
            body: 0,
            lang,
            engine: &REPORT.engine,
            link: &|written| Ok(written.to_owned()),
            diagnostics: &d,
            raw_html: false,
        });
        if d.has_errors() {
            return None;
        }
        let fragments = commentary.fragments.iter().chain(&commentary.notes);
        let parts = fragments.map(|f| match f {
            Fragment::Html(html) => html.as_str(),
            other => panic!("nobody asked for {other:?}"),
        });
        let html = parts.collect::<String>();
        assert!(html.matches(OWN).count() <= 1, "{body:?}: {html}");
        let mark = |c: char| matches!(c, '\u{b}' | '\u{e000}'..='\u{f8ff}');
        assert!(!html.contains(mark), "{body:?}: {html}");
        last = Some(html);
    }
    last
}

/// Any character, the program's own more often, as it is or as a reference to it.
fn piece() -> impl Strategy<Value = String> {
    let mark = prop_oneof![
        Just('\u{e100}'),
        Just('\u{e101}'),
        Just('\u{e010}'),
        Just('\u{e011}'),
        Just('\u{b}'),
        Just('\u{1f}'),
        Just('\u{2060}'),
        Just('\u{fffd}'),
        proptest::char::range('\u{e000}', '\u{f8ff}'),
        any::<char>(),
    ];
    let written = |(c, how): (char, u8)| match how {
        0 => format!("&#x{:x};", u32::from(c)),
        1 => format!("&#{};", u32::from(c)),
        2 => format!("[{c}](a \"&#x{:x};\")", u32::from(c)),
        3 => format!("*{c}*。"),
        4 => format!("`{c}`"),
        5 => format!("\n\n## {c} {{#b}}\n\n"),
        6 => format!("\n\n[r]: a \"**{c}**。\"\n\n[r]"),
        _ => c.to_string(),
    };
    prop_oneof![
        (mark, 0_u8..12).prop_map(written),
        "[a-z 中。*\\[\\]()|>\n-]{1,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_another_place_is_published(parts in proptest::collection::vec(piece(), 0..12)) {
        rendered(&parts.concat());
    }
}

/// The check above sees something.
#[test]
fn an_honest_text_is_rendered() {
    let html = rendered("甲 &#x4e2d; *a*").unwrap();
    assert_eq!(html.matches(OWN).count(), 1);
    assert!(html.contains('中'));
}

#[test]
fn marks_are_refused_at_their_place() {
    for (body, place) in [
        ("a\u{e100}b", "overview.en.md:"),
        ("a&#xe100;b", "overview.en.md:"),
        ("a&#xe010;b", "overview.en.md:"),
        ("a&#11;b", "overview.en.md:"),
        ("[a](page:home \"&#57616;\")", "overview.en.md:"),
        ("\u{e011}home-trend\u{e011}", "overview.en.md:"),
    ] {
        let copy = Planted::of(&fixture());
        let file = "commentary/overview.en.md";
        let text = copy.text(file);
        copy.write(file, &format!("{text}\n{body}\n"));
        refused(&copy, &["cannot be used in a text", place], &["build"]);
    }
    for (from, to) in [("\"", "\\ue100\""), ("'", "\u{e100}'")] {
        let copy = Planted::of(&fixture());
        let rows = format!("- {{id: {from}a{to}}}\n");
        copy.write("claims.yaml", &rows);
        refused(
            &copy,
            &["U+E100 cannot be used", "claims.yaml:1:"],
            &["build"],
        );
    }
}
