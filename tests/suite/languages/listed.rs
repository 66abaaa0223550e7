//! What is wrong with a list of languages is told at its place.

use egov_report::diagnostic::Diagnostic;

use crate::common::planted::Planted;
use crate::common::{checkout, make};

/// What is said of a report whose list of languages is this.
fn told(list: &str) -> Vec<Diagnostic> {
    let planted = Planted::of(&checkout("tests/fixtures/lighthouse/content"));
    planted.replace(
        "report.yaml",
        "languages: [en]",
        &format!("languages: {list}"),
    );
    make(&planted.content()).2
}

#[test]
fn slips_in_the_list_are_told_with_what_to_write() {
    for (list, message, hint) in [
        ("[english]", "`english` is no language", "`en`"),
        ("[zh_Hans]", "`zh_Hans` is no language", "`zh-Hans`"),
        ("[francais]", "`francais` is no language", "`fr`"),
        ("[Deutsch]", "`Deutsch` is no language", "`de`"),
        ("[xq]", "`xq` is no language", "name: …"),
        ("['?']", "`?` is no language", "BCP 47"),
        ("[]", "at least one language", "[en]"),
        ("[en, en]", "`en` is listed twice", "remove one"),
        ("en", "expected a list", "[en]"),
        (
            "[{tag: en, segment: En}]",
            "`En` cannot be a part of an address",
            "a–z",
        ),
        (
            "[{tag: en, segment: assets}]",
            "`assets` cannot be a part of an address",
            "",
        ),
        ("[{segment: en}]", "needs `tag`", "tag: …"),
        ("[{tag: en, segmnet: x}]", "has no key `segmnet`", "segment"),
        (
            "[{tag: en, citation-style: apaa}]",
            "unknown style of citation `apaa`",
            "apa",
        ),
        (
            "[{tag: en, segment: x}, {tag: fr, segment: x}]",
            "two languages have the segment `x`",
            "another",
        ),
    ] {
        let said = told(list);
        let found = said.iter().find(|d| d.message.contains(message));
        let found = found.unwrap_or_else(|| {
            let said: Vec<&str> = said.iter().map(|d| d.message.as_str()).collect();
            panic!("{list}: {message} is not among {said:?}")
        });
        let place = found.place.as_ref().unwrap();
        assert!(place.file.path.ends_with("report.yaml"), "{list}");
        assert_eq!(place.line_column().0, 3, "{list}");
        let told = found.hint.clone().unwrap_or_default();
        assert!(told.contains(hint), "{list}: {told}");
    }
}

#[test]
fn a_language_that_nobody_knows_can_be_named() {
    let said = told("[{tag: en, name: Harbour English}]");
    assert!(said.is_empty(), "{said:?}");
}
