//! Faults of commentary: links, anchors, expressions.

use super::{Planted, check, want};

fn in_overview(from: &str, to: &str) -> Planted {
    Planted::new()
        .replace("commentary/overview.zh.md", from, to)
        .replace("commentary/overview.en.md", from, to)
}

#[test]
fn broken_link() {
    let planted = in_overview("(member:ELL)", "(member:ELX)");
    check(
        &planted,
        &want(
            "the link `member:ELX` leads nowhere",
            "overview.zh.md",
            (20, 3),
            "did you mean `ELL`?",
        ),
    );
}

#[test]
fn unknown_kind_of_link() {
    let planted = in_overview("(region:amber", "(regoin:amber");
    check(
        &planted,
        &want(
            "unknown kind of link `regoin:`",
            "overview.en.md",
            (22, 5),
            "did you mean `region`?",
        ),
    );
}

#[test]
fn broken_relative_link() {
    let planted = in_overview("(member:ELL)", "(../nowhere/)");
    check(
        &planted,
        &want(
            "the link `../nowhere/` leads nowhere",
            "overview.en.md",
            (17, 3),
            "member:CODE",
        ),
    );
}

#[test]
fn broken_anchor() {
    let planted = in_overview("changes#ellsay", "changes#elsay");
    check(
        &planted,
        &want(
            "the chapter `changes` has no heading `#elsay`",
            "overview.en.md",
            (22, 168),
            "did you mean `ellsay`?",
        ),
    );
}

/// One fault is told once in each file, not again by the check of the finished site.
#[test]
fn a_broken_anchor_is_told_once() {
    let said = in_overview("changes#ellsay", "changes#elsay").said();
    assert_eq!(
        said.len(),
        2,
        "{}",
        said.iter().map(|d| format!("{d}\n")).collect::<String>()
    );
}

/// The column counts characters: the Chinese before it counts one each.
#[test]
fn unknown_function_on_a_chinese_line() {
    let planted = in_overview("mean(edition=2018) ", "maen(edition=2018) ");
    check(
        &planted,
        &want(
            "unknown function `maen`",
            "overview.zh.md",
            (11, 109),
            "did you mean `mean`",
        ),
    );
}

#[test]
fn unknown_argument() {
    let planted = in_overview("count(edition=2018, level", "count(edition=2018, levle");
    check(
        &planted,
        &want(
            "`count` has no argument `levle`",
            "overview.zh.md",
            (11, 35),
            "did you mean `level`?",
        ),
    );
}

#[test]
fn unknown_member_in_commentary() {
    let planted = in_overview("rank(member=\"ELL\"", "rank(member=\"ELK\"");
    check(
        &planted,
        &want(
            "unknown member `ELK`",
            "overview.zh.md",
            (20, 80),
            "did you mean `ELL`?",
        ),
    );
}
