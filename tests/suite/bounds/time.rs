//! Markdown that takes time by its square where anything looks ahead for each part of it. Such a text
//! takes minutes then, and seconds otherwise.

use std::time::{Duration, Instant};

use super::told;
use crate::common::fixture;
use crate::common::planted::Planted;

/// Far above what each takes, also on a busy machine.
const TIME: Duration = Duration::from_secs(40);

fn checked(name: &str, body: &str, settings: &str) -> String {
    let copy = Planted::of(&fixture());
    let head = copy.text("commentary/overview.en.md");
    let front = &head[..head.find("\n---\n").unwrap() + 5];
    copy.write("commentary/overview.en.md", &format!("{front}\n{body}\n"));
    let report = copy.text("report.yaml");
    copy.write("report.yaml", &format!("{report}{settings}"));
    let start = Instant::now();
    let (text, code) = told(&copy.run(&["check"]));
    assert_eq!(code, Some(1), "{name}: {text:.2000}");
    assert!(start.elapsed() < TIME, "{name}: {:?}", start.elapsed());
    text
}

fn mebibyte(part: &str) -> String {
    part.repeat((1 << 20) / part.len() - 100)
}

#[test]
fn html_takes_time_by_its_length() {
    // The places by turns; EVERY=1 tries all.
    let every = std::env::var_os("EVERY").is_some();
    let parts = [
        ("<svg>", "`<svg>` is not allowed"),
        ("<div>\n", "nested too deeply"),
        ("<b>", "nested too deeply"),
        ("<script>a</script> ", "`<script>` is not allowed"),
        ("</b>", "`</b>` closes nothing"),
        ("<table>x</table>", ""),
    ];
    for (at, (part, wanted)) in parts.into_iter().enumerate() {
        let places = [("", ""), ("x ", ""), ("", "raw-html: allow\n")];
        let turn = |i: usize| every || i == 0 || i % 2 == at % 2;
        for (_, (before, settings)) in places.into_iter().enumerate().filter(|(i, _)| turn(*i)) {
            let name = format!("{before}{part}{settings}");
            let text = checked(&name, &format!("{before}{}", mebibyte(part)), settings);
            let told = text.contains(wanted) || !settings.is_empty() || !before.is_empty();
            assert!(told, "{name}: {text:.2000}");
        }
    }
}

#[test]
fn links_take_time_by_their_length() {
    for part in ["[a](foo:b) ", "![a](//e/x) ", "[a](#b) ", "{{ x }} "] {
        checked(part, &mebibyte(part), "");
    }
}

/// Elements count as levels where they are opened.
#[test]
fn html_counts_as_nesting() {
    for (body, settings) in [
        ("<div>".repeat(60) + &"</div>".repeat(60), ""),
        (format!("x {}y{}", "<b>".repeat(60), "</b>".repeat(60)), ""),
        (format!("> {}y{}", "<b>".repeat(49), "</b>".repeat(49)), ""),
        (
            "<div>".repeat(90) + &"</div>".repeat(90),
            "raw-html: allow\n",
        ),
    ] {
        let text = checked(&body, &body, settings);
        assert!(text.contains("nested too deeply"), "{body}: {text:.2000}");
        assert!(text.contains("--limit nesting="), "{text:.2000}");
    }
}
