//! Characters that no text may hold, in every field of the author's files and however they are
//! written: refused at their place, and never in the site.

use egov_report::diagnostic::{Diagnostic, Severity};
use proptest::prelude::*;
use serde_yaml::Value;

use crate::common::planted::Planted;
use crate::common::{fixture, make};

const CHART: &str = "kind: line\ntitle: {zh: 甲, en: A}\ntakeaway: {zh: 乙, en: B}\n\
    description: {zh: 丙, en: C}\nsource: almanac\n\
    data: {members: [ELL], editions: all}\n";

/// Where the character goes.
const HERE: &str = "QJXK";

const FILES: [&str; 12] = [
    "report.yaml",
    "claims.yaml",
    "strings/zh.yaml",
    "strings/en.yaml",
    "survey/members.yaml",
    "survey/regions.yaml",
    "survey/methodology.yaml",
    "survey/sources.yaml",
    "survey/editions/2018.yaml",
    "survey/indicators/ferries.yaml",
    "survey/indicators/lamps.yaml",
    "charts/x.yaml",
];

/// Puts [`HERE`] into the text with the number `left`, of keys and values alike.
fn put(value: &mut Value, left: &mut usize, at: usize) -> bool {
    let mut into = |text: &mut String| {
        if *left > 0 {
            *left -= 1;
            return false;
        }
        let middle = text
            .char_indices()
            .map(|(i, _)| i)
            .nth(at)
            .unwrap_or(text.len());
        text.insert_str(middle, HERE);
        true
    };
    match value {
        Value::String(text) => into(text),
        Value::Sequence(items) => items.iter_mut().any(|item| put(item, left, at)),
        Value::Mapping(map) => {
            let old = std::mem::take(map);
            let mut done = false;
            for (mut key, mut value) in old {
                done = done || put(&mut key, left, at) || put(&mut value, left, at);
                map.insert(key, value);
            }
            done
        }
        _ => false,
    }
}

/// A character as YAML can write it between double quotation marks.
fn written(c: char, how: u8) -> String {
    let code = u32::from(c);
    match how {
        0 if code < 0x100 => format!("\\x{code:02x}"),
        0 | 1 if code < 0x1_0000 => format!("\\u{code:04X}"),
        0..=2 => format!("\\U{code:08x}"),
        _ => c.to_string(),
    }
}

fn refused() -> impl Strategy<Value = char> {
    prop_oneof![
        Just('\u{e000}'),
        Just('\u{e010}'),
        Just('\u{e011}'),
        proptest::char::range('\u{e100}', '\u{e102}'),
        proptest::char::range('\u{e000}', '\u{f8ff}'),
        proptest::char::range('\u{1}', '\u{8}'),
        Just('\u{1b}'),
        proptest::char::range('\u{7f}', '\u{9f}'),
        proptest::char::range('\u{fdd0}', '\u{fdef}'),
        (0_u32..17).prop_map(|plane| char::from_u32(plane * 0x1_0000 + 0xfffe).unwrap()),
        proptest::char::range('\u{f0000}', '\u{10fffd}'),
        proptest::char::range('\u{202a}', '\u{202e}'),
        proptest::char::range('\u{2066}', '\u{2069}'),
    ]
}

/// The report with `text` at a place of a file, in flow style on one line.
fn planted(file: &str, number: usize, at: usize, text: &str) -> Option<Planted> {
    let copy = Planted::of(&fixture());
    copy.write("charts/x.yaml", CHART);
    let mut value: Value = serde_yaml::from_str(&copy.text(file)).unwrap();
    let mut left = number;
    if !put(&mut value, &mut left, at) {
        return None;
    }
    let json = serde_json::to_string(&value).unwrap();
    copy.write(file, &json.replace(HERE, text));
    Some(copy)
}

fn all(said: &[Diagnostic]) -> String {
    said.iter().map(Diagnostic::to_string).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_field_holds_what_no_text_may_hold(
        file in 0..FILES.len(),
        number in 0_usize..120,
        at in 0_usize..12,
        c in refused(),
        how in 0_u8..4,
    ) {
        let Some(copy) = planted(FILES[file], number, at, &written(c, how)) else {
            return Ok(());
        };
        let (_, _, said) = make(&copy.content());
        let code = format!("U+{:04X}", u32::from(c));
        let told = said.iter().any(|d| {
            d.severity == Severity::Error
                && d.message.contains(&code)
                && d.place.as_ref().is_some_and(|p| p.file.path.ends_with(FILES[file]))
        });
        // The parser of YAML has its own words for some.
        let read = said.iter().any(|d| d.place.is_some() && d.message.contains("not valid YAML"));
        prop_assert!(told || read, "{code} in {}: {}", FILES[file], all(&said));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 25, failure_persistence: None, ..ProptestConfig::default() })]

    /// References mean nothing in YAML: they are shown as they are, or the field takes none.
    #[test]
    fn references_are_texts_in_every_field(
        file in 0..FILES.len(),
        number in 0_usize..120,
        at in 0_usize..12,
        c in refused(),
        decimal in any::<bool>(),
    ) {
        let code = u32::from(c);
        let text = if decimal { format!("&#{code};") } else { format!("&#x{code:x};") };
        let Some(copy) = planted(FILES[file], number, at, &text) else {
            return Ok(());
        };
        let (_, site, said) = make(&copy.content());
        let Some(site) = site.filter(|_| !said.iter().any(|d| d.severity == Severity::Error)) else {
            return Ok(());
        };
        for (route, page) in site.tree.iter().filter(|(r, _)| r.file().ends_with(".html")) {
            let page = String::from_utf8_lossy(&page.bytes);
            prop_assert!(!page.contains(c), "{text} in {} on {}", FILES[file], route.as_str());
            prop_assert!(!page.contains(&text), "{text} in {} on {}", FILES[file], route.as_str());
        }
    }
}

#[test]
fn front_matter_is_such_a_file_too() {
    for (text, wanted) in [
        ("\"a\\ue011b\"", "U+E011"),
        ("\"a\\U000f0000b\"", "U+F0000"),
        ("\"a\\x85b\"", "U+0085"),
        ("\"a\\N b\"", "U+0085"),
        ("\"a\\u202eb\"", "U+202E"),
        ("\"a\\u2067b\"", "the isolate U+2067 has no partner"),
    ] {
        let copy = Planted::of(&fixture());
        let file = "commentary/overview.en.md";
        copy.replace(
            file,
            "title: The towns at a glance",
            &format!("title: {text}"),
        );
        super::refused(&copy, &[wanted, "overview.en.md:2:"], &["build"]);
    }
}

/// Arabic and Hebrew need marks of direction; those in pairs disguise nothing.
#[test]
fn marks_of_direction_in_pairs_are_well() {
    let copy = Planted::of(&fixture());
    for lang in ["zh", "en"] {
        let file = format!("commentary/overview.{lang}.md");
        let text = copy.text(&file);
        let words = "\u{2067}\u{627}\u{200f}\u{2069} &#x2067;\u{627}&#x2069; &#x200f;";
        copy.write(&file, &format!("{text}\n{words}\n"));
    }
    let (text, code) = super::told(&copy.run(&["build"]));
    assert_eq!(code, Some(0), "{text}");
}
