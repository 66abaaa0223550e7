//! Tables with mistakes: each is said with its line, and nothing is written.

use super::{Beside, Said};
use crate::common::checkout;
use crate::common::planted::Planted;

/// The towns of the second report.
const TOWNS: [(&str, &str); 12] = [
    ("ALD", "Alderwick"),
    ("BRA", "Bramhaven"),
    ("COR", "Corvell"),
    ("DUN", "Dunmere"),
    ("ELL", "Ellsay"),
    ("FAR", "Farro"),
    ("GUL", "Gullstad"),
    ("HOL", "Holma"),
    ("IRI", "Irisport"),
    ("JUN", "Junco"),
    ("KES", "Kestrel Quay"),
    ("LAR", "Larkmouth"),
];

/// A table of all towns in a year that has no edition yet; the first town stands on line 2.
pub fn table() -> String {
    let mut table = "Town,Year,Income,Soot,Green space,Health\n".to_owned();
    for (at, (_, name)) in TOWNS.iter().enumerate() {
        table.push_str(&format!(
            "{name},2024,{},{},{},0.5{at:02}\n",
            1000 + at,
            10 + at,
            20 + at
        ));
    }
    table
}

const SOURCE: [&str; 2] = ["--source", "almanac"];

/// The table with changes; the report stays as it was.
#[track_caller]
fn refused(changes: &[(&str, &str)], more: &[&str], wanted: &[&str]) -> Said {
    let mut changed = table();
    for (from, to) in changes {
        assert!(changed.contains(from), "{from}");
        changed = changed.replacen(from, to, 1);
    }
    let beside = Beside::new();
    let before = beside.files();
    let mut arguments = SOURCE.to_vec();
    arguments.extend(more);
    let said = beside.import("towns.csv", changed.as_bytes(), &arguments);
    let said = said.refused(wanted).refused(&["nothing was imported"]);
    assert!(before == beside.files(), "something was written");
    said
}

#[test]
fn the_table_itself_is_well() {
    let beside = Beside::new();
    beside
        .import("towns.csv", table().as_bytes(), &SOURCE)
        .well();
    let edition = beside.edition(2024);
    assert!(
        edition.starts_with("# yaml-language-server: $schema="),
        "{edition}"
    );
    assert!(edition.contains("year: 2024\nsource: almanac\nmembers:\n  ALD: {income: 1000, soot: 10, green: 20, health: 0.500}\n"), "{edition}");
}

#[test]
fn values() {
    refused(
        &[(",11,", ",abc,")],
        &[],
        &["towns.csv:3:21", "`abc` is no number"],
    );
    refused(
        &[(",11,", ",60,")],
        &[],
        &[
            "towns.csv:3:21",
            "60 is beyond the goalposts of `soot`, 10 to 50",
        ],
    );
    refused(
        &[("0.502", "1.502")],
        &[],
        &[
            "towns.csv:4:",
            "1.502 is outside the range of `health`, 0 to 1",
        ],
    );
    refused(
        &[("0.502", "50.2%"), ("1001", "10%")],
        &[],
        &["towns.csv:3:", "`10%` may be kept or divided by 100"],
    );
    // All of them at once.
    let said = refused(
        &[(",11,", ",abc,"), (",12,", ",abc,"), ("0.504", "7")],
        &[],
        &[],
    );
    assert_eq!(said.err.matches("error: ").count(), 4, "{}", said.err);
}

#[test]
fn numbers_that_can_be_read_in_two_ways() {
    let table = "Town,Year,Income\nAlderwick,2024,\"1,234\"\n";
    let beside = Beside::new();
    let said = beside.import("t.csv", table.as_bytes(), &SOURCE);
    said.refused(&[
        "t.csv:2:",
        "`1,234` may be a fraction or part its thousands",
        "--decimal",
    ]);
    let more = [
        "--source",
        "almanac",
        "--missing",
        "not-assessed",
        "--decimal",
        "point",
    ];
    beside.import("t.csv", table.as_bytes(), &more).well();
    assert!(beside.edition(2024).contains("ALD: {income: 1234}"));
}

#[test]
fn names() {
    let said = refused(
        &[("Corvell", "Corvel"), ("Farro", "Farroe Town")],
        &[],
        &[
            "towns.csv:4:1",
            "no member has the name `Corvel`",
            "did you mean `COR` (Corvell)?",
            "--name \"Corvel=COR\"",
        ],
    );
    assert!(said.err.contains("towns.csv:7:1"), "{}", said.err);
    refused(
        &[("Corvell,", ",")],
        &[],
        &["towns.csv:4:", "this row has values and no name"],
    );
    refused(
        &[("Farro,", "Corvell,")],
        &[],
        &["towns.csv:7:", "`COR` has two rows", "the first"],
    );
    refused(
        &[],
        &["--name", "Corvell"],
        &["`--name Corvell` names no member"],
    );
    refused(
        &[],
        &["--name", "Corvel=COX"],
        &["there is no member `COX`", "`COR`"],
    );
    refused(
        &[],
        &["--name", "Corvell=DUN"],
        &["`Corvell` is a name of `COR` already"],
    );
}

#[test]
fn codes_and_names_that_differ() {
    let with_codes = |text: String| {
        let mut lines = text.lines();
        let mut new = format!("Code,{}\n", lines.next().unwrap());
        for (line, (code, _)) in lines.zip(TOWNS) {
            new.push_str(&format!("{},{line}\n", code.to_lowercase()));
        }
        new
    };
    let beside = Beside::new();
    let wrong = with_codes(table()).replace("cor,", "dun,");
    let said = beside.import("t.csv", wrong.as_bytes(), &SOURCE);
    said.refused(&[
        "t.csv:4:5",
        "the code of this row is that of `DUN`, its name that of `COR`",
    ]);
    beside
        .import("t.csv", with_codes(table()).as_bytes(), &SOURCE)
        .well();
}

#[test]
fn years() {
    refused(
        &[("Corvell,2024", "Corvell,20x4")],
        &[],
        &["towns.csv:4:9", "`20x4` is no year"],
    );
    refused(
        &[("Corvell,2024", "Corvell,")],
        &[],
        &["towns.csv:4:", "this row has no year"],
    );
    refused(
        &[],
        &["--edition", "2030"],
        &["has no row of 2030", "it has 2024"],
    );
    refused(
        &[("Year", "Remark")],
        &[],
        &["towns.csv:1:1", "no column says of which year", "--edition"],
    );
}

#[test]
fn members_without_a_row() {
    let said = refused(&[("Corvell,2024,1002,12,22,0.502\n", "")], &[], &[]);
    assert!(
        said.err.contains("1 member(s) have no row of 2024: COR"),
        "{}",
        said.err
    );
    refused(
        &[("1002,12,22,0.502", ",,,")],
        &[],
        &["towns.csv:4:", "`COR` has a row without any value"],
    );
    let beside = Beside::new();
    let fewer = table()
        .replace("Corvell,2024,1002,12,22,0.502\n", "")
        .replace("1003,13,23,0.503", "..,n/a,-,");
    let more = ["--source", "almanac", "--missing", "not-assessed"];
    let said = beside.import("t.csv", fewer.as_bytes(), &more).well();
    assert!(
        said.err
            .contains("warning: 1 member(s) have no row of 2024: COR"),
        "{}",
        said.err
    );
    let edition = beside.edition(2024);
    assert!(
        edition.contains("  COR: {assessed: false}\n  DUN: {assessed: false}\n"),
        "{edition}"
    );
}

#[test]
fn columns() {
    refused(
        &[("Health", "Soot")],
        &[],
        &["towns.csv:1:", "two columns fit: `Soot` and `Soot`"],
    );
    refused(
        &[("Town", "Where")],
        &[],
        &[
            "towns.csv:1:1",
            "cannot tell what the columns",
            "survey/import/NAME.yaml",
        ],
    );
    let beside = Beside::new();
    let said = beside.import("t.csv", table().as_bytes(), &["--source", "almanach"]);
    said.refused(&["unknown source `almanach`", "did you mean `almanac`?"]);
    let said = beside.import("t.csv", table().as_bytes(), &[]);
    said.refused(&[
        "a new edition names the source of its figures",
        "--source",
        "`almanac`",
    ]);
}

/// Ranks are compared with those that the values give: of two that changed their places each is told.
#[test]
fn ranks_that_do_not_follow() {
    let beside = Beside::new();
    // The last town has the best values.
    let ranks = [11, 12, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map(|rank: u8| rank.to_string());
    let ranks = std::iter::once("Rank".to_owned()).chain(ranks);
    let ranked: String = table()
        .lines()
        .zip(ranks)
        .map(|(line, rank)| format!("{rank},{line}\n"))
        .collect();
    let said = beside.import("t.csv", ranked.as_bytes(), &SOURCE).well();
    for (line, wanted) in [
        (
            2,
            "the rank 11 of `ALD` does not follow from the values, which give 12",
        ),
        (
            3,
            "the rank 12 of `BRA` does not follow from the values, which give 11",
        ),
    ] {
        assert!(
            said.err.contains(&format!("warning: {wanted}")),
            "{}",
            said.err
        );
        assert!(
            said.err.contains(&format!("t.csv:{line}:1")),
            "{}",
            said.err
        );
    }
    assert_eq!(
        said.err.matches("does not follow").count(),
        2,
        "{}",
        said.err
    );
    let edition = beside.edition(2024);
    assert!(edition.contains("ALD: {rank: 11, income"), "{edition}");
}

/// A map with mistakes is named with its line, by `check` too.
#[test]
fn maps() {
    for (map, wanted) in [
        (
            "member: Town\ncomponents: {incom: X}\n",
            vec!["map.yaml:2:14", "unknown component `incom`", "`income`"],
        ),
        (
            "member: Town\ncomponents: {income: X}\nsources: [a]\n",
            vec!["map.yaml:3:1", "has no key `sources`", "`source`"],
        ),
        (
            "components: {income: X}\n",
            vec!["map.yaml:1:1", "needs `member` or `code`"],
        ),
        (
            "member: Town\ncomponents: {}\n",
            vec!["map.yaml:2:13", "no column of a component"],
        ),
        (
            "member: Town\ncomponents: {income: X}\nsource: none\n",
            vec!["map.yaml:3:9", "unknown source `none`"],
        ),
        (
            "member: Town\ncomponents: {income: X}\ndecimal: dot\n",
            vec!["map.yaml:3:10", "`point` or `comma`"],
        ),
        (
            "member: Town\ncomponents: {income: X}\nencoding: klingon\n",
            vec!["map.yaml:3:11", "unknown encoding"],
        ),
        (
            "member: Town\ncomponents: {income: X}\nvalue: V\n",
            vec!["map.yaml:1:1", "`value` stands together with `variable`"],
        ),
        (
            "member: Town\ncomponents: {income: {factor: 2}}\n",
            vec!["map.yaml:2:22", "needs `column`"],
        ),
    ] {
        let beside = Beside::new();
        beside.report.write("survey/import/map.yaml", map);
        beside
            .import("t.csv", table().as_bytes(), &SOURCE)
            .refused(&wanted);
        let checked = Said::of(&beside.report.run(&["check"]));
        checked.refused(&wanted);
    }
}

/// What a map names and a table has not.
#[test]
fn maps_that_do_not_fit() {
    let beside = Beside::new();
    let map = "member: Town\nyear: Year\ncomponents:\n  income: Income\n  soot: [Smoke, Smog]\n";
    beside.report.write("survey/import/map.yaml", map);
    let more = ["--source", "almanac", "--map", "map"];
    let said = beside.import("t.csv", table().as_bytes(), &more);
    said.refused(&[
        "map.yaml:5:9",
        "has no column `Smoke` or `Smog`",
        "`Soot`, `Green space`",
    ]);
    let said = beside.import("t.csv", table().as_bytes(), &["--map", "mop"]);
    said.refused(&["there is no map `mop`"]);
    // Two that fit.
    let map = "member: Town\nyear: Year\ncomponents: {income: Income}\n";
    beside.report.write("survey/import/map.yaml", map);
    beside.report.write("survey/import/other.yaml", map);
    let said = beside.import("t.csv", table().as_bytes(), &SOURCE);
    said.refused(&["2 maps fit the columns", "--map", "map.yaml", "other.yaml"]);
}

/// Mistakes in the report itself are told, and nothing is written.
#[test]
fn a_report_with_mistakes() {
    let beside = Beside::new();
    beside
        .report
        .replace("survey/editions/2018.yaml", "0.729", "7.29");
    let said = beside.import("t.csv", table().as_bytes(), &SOURCE);
    said.refused(&[
        "2018.yaml:5:",
        "7.29 is outside the range",
        "nothing was imported",
    ]);
    assert!(
        !beside
            .report
            .content()
            .join("survey/editions/2024.yaml")
            .exists()
    );
}

/// The first edition of a report is imported too.
#[test]
fn a_report_without_editions() {
    let report = Planted::of(&checkout("tests/fixtures/wellbeing/content"));
    for year in [2015, 2018, 2021] {
        report.remove(&format!("survey/editions/{year}.yaml"));
    }
    let beside = Beside { report };
    // The weights and a break name editions that are to come.
    let years = table().replace(",2024,", ",2021,");
    let said = beside.import("t.csv", years.as_bytes(), &SOURCE).well();
    assert!(
        beside
            .edition(2021)
            .contains("ALD: {income: 1000, soot: 10"),
        "{said:?}"
    );
}
