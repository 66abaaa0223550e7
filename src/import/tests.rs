//! Names as files of others have them, matched to the members of the report in the checkout.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::path::Path;
use std::sync::LazyLock;

use super::names::Names;
use super::words::Words;
use crate::assets;
use crate::diagnostic::Diagnostics;
use crate::source::{Folder, Overlay, known};
use crate::survey::Survey;

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let d = Diagnostics::new();
    Words::read(&Overlay::new(vec![assets::templates()]), &d).unwrap()
});

static SURVEY: LazyLock<Survey> = LazyLock::new(|| {
    let d = Diagnostics::new();
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    Survey::read(&Folder::read(&content, &known::CONTENT, &d), &d).unwrap()
});

/// The code of the member that has the name.
fn found(names: &Names<'_>, text: &str) -> Option<&'static str> {
    let id = names.find(text)?;
    Some(SURVEY.members[id.0].code.as_str())
}

#[test]
fn every_member_is_found_by_each_of_its_names_however_they_are_written() {
    let names = Names::new(&SURVEY, &WORDS);
    let mut tried = 0;
    for member in &SURVEY.members {
        let own = SURVEY.languages.iter().flat_map(|lang| {
            let name = &member.name;
            [
                name[lang].clone(),
                member.forms.in_text(name, lang).to_owned(),
            ]
        });
        let codes = member.codes.iter().map(|(_, code)| code.clone());
        for code in codes.chain([member.code.clone(), member.code.to_lowercase()]) {
            let id = names.by_code(&code).unwrap();
            assert_eq!(SURVEY.members[id.0].code, member.code, "{code}");
        }
        for name in own.chain(member.aliases.clone()) {
            let mut reversed: Vec<&str> = name.split(' ').collect();
            reversed.reverse();
            for written in [
                name.clone(),
                format!("  {name} "),
                name.to_uppercase(),
                name.to_lowercase(),
                name.replace(' ', "\u{a0}"),
                name.replace(['-', '’', '\''], ""),
                name.replace(" and ", " & "),
                name.replace("Saint ", "St. "),
                format!("{name}*"),
                reversed.join(" "),
            ] {
                tried += 1;
                assert_eq!(
                    found(&names, &written),
                    Some(member.code.as_str()),
                    "{written}"
                );
            }
        }
    }
    assert!(tried > 4000, "{tried}");
}

/// Names as others write them, in a table of the tests: found, or better not found than wrongly.
#[test]
fn names_of_others_are_found_or_nobodys() {
    let names = Names::new(&SURVEY, &WORDS);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/import/names.tsv");
    let table = std::fs::read_to_string(path).unwrap();
    let rows: Vec<(&str, &str)> = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once('\t').unwrap())
        .collect();
    assert!(rows.len() > 100, "{}", rows.len());
    for (text, wanted) in rows {
        let near = wanted.strip_prefix('~');
        let code = Some(wanted).filter(|code| !code.is_empty() && near.is_none());
        assert_eq!(found(&names, text), code, "{text}");
        let suggested: Vec<&str> = names
            .near(text)
            .into_iter()
            .map(|id| SURVEY.members[id.0].code.as_str())
            .collect();
        assert!(
            near.is_none_or(|near| suggested.contains(&near)),
            "{text}: {suggested:?}"
        );
    }
    for text in ["", "…", "4"] {
        assert_eq!(found(&names, text), None, "{text}");
    }
    assert!(names.near("Total").is_empty());
}
