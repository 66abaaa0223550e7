//! The words of a language that is not built in.

use egov_report::diagnostic::Diagnostic;

use crate::common::planted::Planted;
use crate::common::{in_three_languages, make};

#[test]
fn missing_words_are_told_together() {
    let planted = Planted::of(&in_three_languages());
    planted.remove("strings/fr.yaml");
    let (.., said) = make(&planted.content());
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].message.contains("no words in Français (`fr`)"));
    assert!(said[0].message.contains("`page-home`") && said[0].message.contains("`skip`"));
    assert!(said[0].hint.as_ref().unwrap().contains("check --words fr"));
    let planted = Planted::of(&in_three_languages());
    planted.replace("strings/fr.yaml", "page-home: Accueil\n", "");
    planted.replace("strings/fr.yaml", "skip: Aller au contenu\n", "");
    let (.., said) = make(&planted.content());
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].message.contains("`page-home`, `skip`"),
        "{}",
        said[0].message
    );
    assert!(
        said[0]
            .place
            .as_ref()
            .unwrap()
            .file
            .path
            .ends_with("fr.yaml")
    );
}

#[test]
fn all_texts_that_a_new_language_lacks_are_told_in_one_run() {
    let planted = Planted::of(&in_three_languages());
    planted.replace("report.yaml", ", fr]", ", pl]");
    planted.remove("commentary/overview.fr.md");
    planted.remove("commentary/changes.fr.md");
    let mut texts = 0;
    for entry in walkdir::WalkDir::new(planted.content()) {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|e| e == "yaml") && !path.ends_with("strings/fr.yaml") {
            let text = std::fs::read_to_string(&path).unwrap();
            texts += text.matches(" fr: ").count() + text.matches("{fr: ").count();
        }
    }
    let (.., said) = make(&planted.content());
    let missing: Vec<_> = said
        .iter()
        .filter(|d| d.message.contains("(`pl`) is missing"))
        .collect();
    assert_eq!(missing.len(), texts);
    for file in [
        "report",
        "claims",
        "members",
        "methodology",
        "regions",
        "sources",
        "2021",
    ] {
        let told = |d: &&&Diagnostic| {
            let place = d.place.as_ref().unwrap();
            place.file.path.ends_with(&format!("{file}.yaml"))
        };
        assert!(missing.iter().any(|d| told(&d)), "{file}");
    }
    let no_chapter = |d: &&Diagnostic| d.message.contains("has no text in Polski");
    assert_eq!(said.iter().filter(no_chapter).count(), 2);
    // What follows from a missing text is not told.
    let others: Vec<&str> = said
        .iter()
        .map(|d| d.message.as_str())
        .filter(|m| !m.contains("`pl`") && !m.contains("`fr` is no language"))
        .collect();
    assert_eq!(others, Vec::<&str>::new());
}

#[test]
fn a_plural_form_that_the_language_needs_is_missed() {
    let planted = Planted::of(&in_three_languages());
    planted.replace("strings/fr.yaml", "many: \"{n} de membres\", ", "");
    let (.., said) = make(&planted.content());
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0]
            .message
            .contains("the plural form `many` is missing")
    );
    assert!(
        said[0]
            .hint
            .as_ref()
            .unwrap()
            .contains("`one`, `many`, `other`")
    );
}

#[test]
fn the_file_to_fill_in_is_complete_and_keeps_what_is_there() {
    let planted = Planted::of(&in_three_languages());
    let before = planted.text("strings/fr.yaml");
    planted.write("strings/fr.yaml", "page-home: \"Chez nous\"\n");
    let output = planted.run(&["check", "--words", "fr"]);
    let sheet = String::from_utf8(output.stdout).unwrap();
    assert!(sheet.contains("page-home: \"Chez nous\""));
    assert!(sheet.contains("skip: \"\""));
    assert!(
        sheet.contains("{one: \"\", many: \"\", other: \"\"}"),
        "French has three forms"
    );
    assert!(
        sheet.contains("# one (0, 1), many (1000000), other (2, 3, 4, 5, …)")
            || sheet.contains("many (1000000)")
    );
    for line in before
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
    {
        let key = line.split(':').next().unwrap();
        assert!(sheet.contains(&format!("\n{key}: ")), "{key}");
    }
    // A language that the report has not yet.
    let output = planted.run(&["check", "--words", "pl"]);
    let sheet = String::from_utf8(output.stdout).unwrap();
    assert!(sheet.contains("Polski (pl)"), "{}", &sheet[..200]);
    assert!(sheet.contains("{one: \"\", few: \"\", many: \"\", other: \"\"}"));
    let output = planted.run(&["check", "--words", "klingonese"]);
    assert_eq!(output.status.code(), Some(2));
}
