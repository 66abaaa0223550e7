//! The page of the claims, and what the program says of the real report.

use crate::common::both;

use super::{BEFORE, pieces, text, verdict};
use crate::common::checkout;

/// The group in which the page of the claims lists one.
pub fn group_of(html: &str, id: &str) -> Option<String> {
    let parts = html.split("<section class=\"verdict verdict-").skip(1);
    let row = format!("id=\"claim-{id}\"");
    let mut found = parts.filter(|part| part.contains(&row));
    let part = found.next()?;
    assert!(
        found.next().is_none() && part.matches(&row).count() == 1,
        "{id} stands twice"
    );
    part.split('"').next().map(str::to_owned)
}

fn escaped(text: &str) -> String {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

/// The tests of a claim: its parts, or itself.
fn tests_of(claim: &serde_yaml::Value) -> Vec<&serde_yaml::Value> {
    match claim["parts"].as_sequence() {
        Some(parts) => parts.iter().collect(),
        None => vec![claim],
    }
}

/// What a text says between its expressions.
fn words(text: &serde_yaml::Value) -> Vec<String> {
    let text = text.as_str().unwrap_or_default();
    let pieces = text.split("{{").map(|piece| match piece.split_once("}}") {
        Some((_, behind)) => behind,
        None => piece,
    });
    pieces
        .map(|piece| escaped(piece.trim()))
        .filter(|piece| piece.chars().count() > 3)
        .collect()
}

#[test]
fn every_claim_stands_on_the_page_in_both_languages_in_its_group() {
    let file = std::fs::read_to_string(checkout("content/claims.yaml")).unwrap();
    let list: serde_yaml::Value = serde_yaml::from_str(&file).unwrap();
    let list = list.as_sequence().unwrap();
    let tests: Vec<_> = list.iter().flat_map(tests_of).collect();
    assert!(list.len() > 40 && tests.len() > 120, "{}", tests.len());
    for lang in both() {
        let html = text(&BEFORE.1, &format!("{lang}/claims/"));
        for claim in list {
            for test in tests_of(claim) {
                let id = test["id"].as_str().unwrap();
                let verdict = verdict(&BEFORE.0, id);
                let key = verdict.key();
                assert_eq!(group_of(&html, id).as_deref(), Some(key), "{lang} {id}");
                let part = format!("id=\"claim-{id}\"");
                let row = pieces(&html, &part, "</tbody>")[0].replace("&#x27;", "&#39;");
                let own = if claim["parts"].is_null() {
                    row.as_str()
                } else {
                    row.split("</tr>").next().unwrap()
                };
                for piece in words(&test["text"][lang.key()]) {
                    assert!(own.contains(&piece), "{lang} {id}: {piece} in {own}");
                }
                for piece in words(&test["why"][lang.key()]) {
                    assert!(own.contains(&piece), "{lang} {id}: {piece}");
                }
                // A count that only the source gives is not recomputed, and what is said in words
                // stands there in words.
                let bare = test["expression"].as_str().unwrap();
                let bare = bare.starts_with("indicator(") && bare.matches('(').count() == 1;
                assert_eq!(key == "restated", bare, "{id}");
                let cells = pieces(own, "<td class=\"num\"", "</td>");
                let recomputed = cells[1].split_once('>').unwrap().1;
                assert_eq!(recomputed.trim().is_empty(), bare, "{id}: {recomputed}");
                if let Some(said) = test["says"][lang.key()].as_str() {
                    assert!(cells[0].contains(&escaped(said)), "{id}: {}", cells[0]);
                }
            }
        }
        // What the article says and the data do not bear out.
        for id in [
            "low-share-2016",
            "low-count-2018",
            "low-africa-2018",
            "low-ldc-2018",
            "osi-growth",
            "same-level-2018",
            "fixed-broadband-growth-low",
            "fixed-broadband-growth-high",
        ] {
            assert_eq!(
                group_of(&html, id).as_deref(),
                Some("differs"),
                "{lang} {id}"
            );
        }
        let total: usize = pieces(&html, "<strong>", "</strong>")
            .iter()
            .map(|n| n.parse::<usize>().unwrap_or(0))
            .sum();
        assert_eq!(total, tests.len(), "the tally of the groups");
    }
}

/// What the program says of the real report.
#[test]
fn check_finds_no_loose_number_and_nothing_stale() {
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_egov-report"))
        .args(["check", "--strict", "--content"])
        .arg(checkout("content"))
        .output()
        .unwrap();
    let (out, err) = (
        String::from_utf8(run.stdout).unwrap(),
        String::from_utf8(run.stderr).unwrap(),
    );
    assert_eq!(run.status.code(), Some(0), "{err}");
    for line in ["0 error(s), 0 warning(s)", "  0 stale section(s)"] {
        assert!(out.lines().any(|l| l == line), "{line} in\n{out}");
    }
    for lang in both() {
        let start = format!("  {lang}: ");
        let line = out.lines().find(|l| l.starts_with(&start)).unwrap();
        assert!(line.ends_with(", 0 loose"), "{line}");
        let bound = line
            .split(", ")
            .find_map(|part| part.strip_suffix(" bound numbers"));
        assert!(bound.unwrap().parse::<usize>().unwrap() >= 150, "{line}");
    }
    assert!(
        !err.contains("other language") && !err.contains("another order"),
        "{err}"
    );
}
