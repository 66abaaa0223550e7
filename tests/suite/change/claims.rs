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

#[test]
fn every_claim_stands_on_the_page_in_both_languages_in_its_group() {
    let file = std::fs::read_to_string(checkout("content/claims.yaml")).unwrap();
    let list: serde_yaml::Value = serde_yaml::from_str(&file).unwrap();
    let list = list.as_sequence().unwrap();
    assert!(list.len() > 100, "{}", list.len());
    for lang in both() {
        let html = text(&BEFORE.1, &format!("{lang}/claims/"));
        for claim in list {
            let id = claim["id"].as_str().unwrap();
            let key = verdict(&BEFORE.0, id).key();
            assert_eq!(group_of(&html, id).as_deref(), Some(key), "{lang} {id}");
            let row = pieces(&html, &format!("id=\"claim-{id}\""), "</tr>")[0];
            let words = claim["text"][lang.key()].as_str().unwrap();
            let row = row.replace("&#x27;", "&#39;");
            assert!(row.contains(&escaped(words)), "{lang} {id}: {row}");
            let why = claim["why"][lang.key()]
                .as_str()
                .filter(|_| key == "differs");
            assert!(
                why.is_none_or(|w| row.contains(&escaped(w))),
                "{lang} {id}: {row}"
            );
            // A count of the source cannot be confirmed from the members' data.
            let counted = claim["expression"].as_str().unwrap().contains("indicator(");
            assert_eq!(key == "restated", counted && key != "differs", "{id}");
        }
        // Each of the article's six figures that the data do not bear out.
        for id in [
            "low-share-2016",
            "order-2008",
            "order-2020",
            "low-count-2018",
            "low-outside-africa-2018",
            "low-not-ldc-2018",
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
        assert_eq!(total, list.len(), "the tally of the groups");
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
