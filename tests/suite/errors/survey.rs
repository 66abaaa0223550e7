//! Faults of the survey: members, editions, sources.

use super::{E18, Planted, check, says, unknown_member, want};

#[test]
fn unknown_member_in_an_edition() {
    check(
        &unknown_member(),
        &want("unknown member `ELLE`", E18, (10, 3), "did you mean `ELL`?"),
    );
}

#[test]
fn id_too_long_for_a_file() {
    let id = "a".repeat(101);
    let planted = Planted::new().replace(
        "survey/regions.yaml",
        "id: reed-delta",
        &format!("id: {id}"),
    );
    check(
        &planted,
        &want(
            "`aaaaaaaaaaaaaaaaaaaa…` is too long for an id: it has 101 characters",
            "survey/regions.yaml",
            (14, 9),
            "at most 100",
        ),
    );
}

#[test]
fn value_out_of_range() {
    let planted = Planted::new().replace(E18, "health: 0.686", "health: 6.86");
    check(
        &planted,
        &want(
            "6.86 is outside the range of `health`, 0 to 1",
            E18,
            (9, 53),
            "flagged",
        ),
    );
}

#[test]
fn value_beyond_a_goalpost() {
    let planted = Planted::new().replace(E18, "soot: 40", "soot: 60");
    check(
        &planted,
        &want(
            "60 is beyond the goalposts of `soot`, 10 to 50",
            E18,
            (8, 29),
            "flagged",
        ),
    );
}

#[test]
fn two_codes_that_differ_in_case_only() {
    let planted = Planted::new().append(
        "survey/members.yaml",
        "- {code: ald, name: {zh: 小奥, en: Little Alder}, region: reed-delta}\n".as_bytes(),
    );
    check(
        &planted,
        &want(
            "there are two members `ald`",
            "survey/members.yaml",
            (14, 10),
            "",
        ),
    );
}

#[test]
fn faults_of_sources() {
    const FILE: &str = "survey/sources.yaml";
    for (from, to, message, at, hint) in [
        (
            "issued: 2021",
            "issued: 2021-13",
            "`2021-13` is not a date",
            (6, 11),
            "2026-11",
        ),
        (
            "issued: 2021",
            "issued: 2021\n  accessed: 2021-02",
            "is not a date",
            (7, 13),
            "2026-11-01",
        ),
        (
            "type: dataset",
            "type: datasett",
            "datasett",
            (3, 9),
            "dataset",
        ),
        (
            "issued: 2021",
            "issued: 2021\n  doi: ten",
            "`ten` is not a DOI",
            (7, 8),
            "10.1000/182",
        ),
        (
            "url: https",
            "url: htps",
            "an address starts with",
            (7, 8),
            "",
        ),
        (
            "issued: 2021",
            "issued: 2021\n  isued: 2021",
            "isued",
            (7, 3),
            "issued",
        ),
    ] {
        let planted = Planted::new().replace(FILE, from, to);
        let said = planted.said();
        let all: String = said.iter().map(|d| format!("{d}\n")).collect();
        assert!(
            says(&said, &want(message, FILE, at, hint)),
            "{message}:\n{all}"
        );
    }
}
