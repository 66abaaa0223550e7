//! Faults of the report as a whole: its languages and addresses.

use super::{Planted, check, want};

#[test]
fn missing_language_of_a_text() {
    let planted = Planted::new().replace(
        "survey/members.yaml",
        "{zh: 科维尔, en: Corvell}",
        "{zh: 科维尔}",
    );
    check(
        &planted,
        &want(
            "the text in English (`en`) is missing",
            "survey/members.yaml",
            (4, 21),
            "add `en: …`",
        ),
    );
}

#[test]
fn missing_language_of_a_chapter() {
    let planted = Planted::new().remove("commentary/changes.zh.md");
    check(
        &planted,
        &want(
            "the chapter `changes` has no text in 中文 (`zh`)",
            "report.yaml",
            (13, 5),
            "commentary/changes.zh.md",
        ),
    );
}

#[test]
fn two_pages_with_one_address() {
    let planted = Planted::new().replace("report.yaml", "editions: years", "editions: towns");
    check(
        &planted,
        &want(
            "two kinds of pages have one address: `editions` and `members` would stand under `towns`",
            "report.yaml",
            (10, 36),
            "`routes`",
        ),
    );
}

#[test]
fn missing_string_in_one_language() {
    let planted = Planted::new().append("strings/en.yaml", b"my-word: mine\n");
    check(
        &planted,
        &want(
            "the string `my-word` is missing in 中文 (`zh`)",
            "strings/en.yaml",
            (3, 1),
            "strings/zh.yaml",
        ),
    );
}
