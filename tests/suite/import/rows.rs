//! Tables whose rows are not what they seem: members passed over, cells too many or too few, quotation
//! marks left open, numbers that can be read in two ways.

use super::mistakes::table;
use super::{Beside, Said};

const SOURCE: [&str; 2] = ["--source", "almanac"];

/// Nothing of the table is imported, and each of these is said.
#[track_caller]
fn refused(text: &str, more: &[&str], wanted: &[&str]) -> Said {
    let beside = Beside::new();
    let before = beside.files();
    let arguments: Vec<&str> = SOURCE.iter().chain(more).copied().collect();
    let said = beside.import("towns.csv", text.as_bytes(), &arguments);
    let said = said.refused(wanted).refused(&["nothing was imported"]);
    assert!(before == beside.files(), "something was written");
    said
}

#[track_caller]
fn edition(text: &str, more: &[&str]) -> (String, Said) {
    let beside = Beside::new();
    let arguments: Vec<&str> = SOURCE.iter().chain(more).copied().collect();
    let said = beside.import("towns.csv", text.as_bytes(), &arguments);
    let said = said.well();
    (beside.edition(2024), said)
}

#[test]
fn members_are_not_skipped() {
    for name in ["Corvell", "corvell", "COR", "CORVELL "] {
        refused(
            &table(),
            &["--skip", name],
            &[
                "would leave out the member `COR`",
                "remove rows of a member",
            ],
        );
    }
    let beside = Beside::new();
    let map =
        "member: Town\nyear: Year\ncomponents: {income: Income}\nskip: [All towns, corvell]\n";
    beside.report.write("survey/import/map.yaml", map);
    let wanted = [
        "map.yaml:4:19",
        "`skip` of `corvell` would leave out the member `COR`",
    ];
    beside
        .import("t.csv", table().as_bytes(), &SOURCE)
        .refused(&wanted);
    Said::of(&beside.report.run(&["check"])).refused(&wanted);
}

#[test]
fn two_rows_of_a_member() {
    let twice = table() + "Corvell,2024,1002,12,22,0.502\n";
    let said = refused(&twice, &[], &["towns.csv:14:1", "`COR` has two rows"]);
    assert!(
        said.err.contains("remove one of the rows in the table") && !said.err.contains("--skip"),
        "{}",
        said.err
    );
    assert!(!said.err.contains("have no row"), "{}", said.err);
    let alike = table() + "Republic of Corvell,2024,1002,12,22,0.502\n";
    refused(
        &alike,
        &[],
        &["`COR` has two rows", "--name \"Republic of Corvell=CODE\""],
    );
    // A name that is only like a member's can be settled as that of another.
    let other = table().replace("Dunmere,", "Republic of Corvell,");
    let (edition, _) = edition(&other, &["--name", "Republic of Corvell=DUN"]);
    assert!(edition.contains("DUN: {income: 1003"), "{edition}");
}

/// An unquoted sign between thousands moves all cells behind it.
#[test]
fn more_cells_than_columns() {
    for (from, to, line) in [("1002", "1,002", 4), ("0.511", "0.511,x", 13)] {
        let wide = table().replace(from, to);
        let said = refused(
            &wide,
            &[],
            &[
                &format!("towns.csv:{line}:1"),
                "this row has 7 cells, the names of columns are 6",
            ],
        );
        assert!(!said.err.contains("have no row"), "{}", said.err);
    }
    // Empty cells behind the last column are none.
    let (plain, _) = edition(&table(), &[]);
    let trailing = table().replace("0.502\n", "0.502,,,\n");
    assert_eq!(edition(&trailing, &[]).0, plain);
}

#[test]
fn fewer_cells_than_columns() {
    let notes = "\nSource: Almanac\n,,,,,\n* Estimate.\n";
    let (_, said) = edition(&(table() + notes), &[]);
    assert!(!said.err.contains("ends early"), "{}", said.err);
    let cut = table().replace("Corvell,2024,1002,12,22,0.502", "Corvell,2024,1002,12");
    let (edition, said) = edition(&cut, &[]);
    assert!(
        said.err
            .contains("warning: this row ends early: it has no cell for `Green space`, `Health`")
            && said.err.contains("towns.csv:4:1"),
        "{}",
        said.err
    );
    assert!(
        edition.contains("COR: {income: 1002, soot: 12}"),
        "{edition}"
    );
}

#[test]
fn quotation_marks_that_are_not_closed() {
    let open = "this quotation mark is not closed";
    // To the end of the file, and to the next mark.
    refused(
        &table().replace("Corvell", "\"Corvell"),
        &[],
        &["towns.csv:4:1", open],
    );
    let quoted = table()
        .replace("Corvell", "\"Corvell")
        .replace("Kestrel Quay", "\"Kestrel Quay\"");
    refused(&quoted, &[], &["towns.csv:4:1", open]);
    let (edition, _) = edition(&table().replace("Kestrel Quay", "\"Kestrel\nQuay\""), &[]);
    assert!(edition.contains("KES: {income: 1010"), "{edition}");
}

fn towns(delimiter: char, cells: &[(&str, &str)]) -> String {
    let mut text = format!("Town{delimiter}Year");
    for (name, _) in cells {
        text.push_str(&format!("{delimiter}{name}"));
    }
    for (at, line) in table().lines().skip(1).enumerate() {
        let town = line.split(',').next().unwrap();
        text.push_str(&format!("\n{town}{delimiter}2024"));
        for (_, form) in cells {
            text.push_str(&format!(
                "{delimiter}{}",
                form.replace("NN", &format!("{:02}", at + 10))
            ));
        }
    }
    text + "\n"
}

/// Where a point may part thousands, it is asked for; where only one reading can be, that is taken.
#[test]
fn points_that_may_part_thousands() {
    let asked = ["may be a fraction or part its thousands", "--decimal"];
    for delimiter in [';', ','] {
        let text = towns(delimiter, &[("Income", "1.2NN")]);
        refused(
            &text,
            &[],
            &[&asked[..], &["towns.csv:2:16", "`1.210`"]].concat(),
        );
        let (edition, _) = edition(&text, &["--decimal", "comma"]);
        assert!(edition.contains("ALD: {income: 1210}"), "{edition}");
    }
    for (delimiter, cells, wanted) in [
        // A comma elsewhere, a point elsewhere.
        (
            ';',
            vec![("Income", "1.2NN"), ("Health", "0,5NN")],
            "income: 1210, health: 0.510",
        ),
        (
            ',',
            vec![("Income", "1.2NN"), ("Health", "0.5NN")],
            "income: 1.210, health: 0.510",
        ),
        // Soot is 10 to 50, so thousands cannot be meant, there or beside it.
        (';', vec![("Soot", "12.3NN")], "soot: 12.310"),
        (
            ';',
            vec![("Soot", "12.3NN"), ("Income", "1.2NN")],
            "income: 1.210, soot: 12.310",
        ),
        // Three digits and others, and none.
        (';', vec![("Income", "1.NN")], "income: 1.10"),
        (';', vec![("Income", "1.0NN.000")], "income: 1010000"),
        (';', vec![("Income", "10NN")], "income: 1010"),
    ] {
        let (edition, _) = edition(&towns(delimiter, &cells), &[]);
        assert!(
            edition.contains(&format!("ALD: {{{wanted}}}")),
            "{wanted}: {edition}"
        );
    }
}

/// What a row's own mistakes bring about is not told again; what else is wrong is told with them.
#[test]
fn all_that_is_wrong_in_one_run() {
    let text = table()
        .replace("1002", "abc")
        .replace("Farro,", "Farroe,")
        .replace("Larkmouth,2024,1011,21,31,0.511\n", "");
    let beside = Beside::new();
    let said = beside.import("towns.csv", text.as_bytes(), &[]).refused(&[
        "`abc` is no number",
        "no member has the name `Farroe`",
        "1 member(s) have no row of 2024: LAR",
        "a new edition names the source",
    ]);
    assert_eq!(said.err.matches("error: ").count(), 5, "{}", said.err);
    // With a row that may be anybody's, nobody is said to have none.
    let said = refused(&text.replace("Corvell,", ","), &[], &["no name"]);
    assert!(!said.err.contains("have no row"), "{}", said.err);
}

/// Values of a member whom its edition calls not assessed: said by the import, and by every check.
#[test]
fn values_of_a_member_not_assessed() {
    let beside = Beside::new();
    let text = "Town,Health\nKestrel Quay,0.5\n";
    let said = beside.import("t.csv", text.as_bytes(), &["--edition", "2015"]);
    let said = said.well();
    let told = "`KES` is `assessed: false` in 2015";
    assert!(said.err.contains(told), "{}", said.err);
    let check = Said::of(&beside.report.run(&["check", "--strict"]));
    check.refused(&[
        "`KES` is `assessed: false` in 2015 and has a value of `health`",
        "2015.yaml:15:",
        "remove one of the two",
    ]);
}

#[test]
fn columns_that_nobody_knows() {
    let long = "District,Year,Indicator,Value\nAlderwick,2024,Income,1000\n";
    refused(
        long,
        &[],
        &[
            "towns.csv:1:1",
            "none is known to be that of the members",
            "nothing is known of `District`",
            "survey/import/NAME.yaml: `member: District`, `year: Year`, `variable: Indicator`, `value: Value`",
        ],
    );
    refused(
        "Town,Year,Pay\nAlderwick,2024,1000\n",
        &[],
        &[
            "none is known to be that of a component",
            "nothing is known of `Pay`",
            "`components: {ID: Pay}`, `member: Town`",
        ],
    );
    refused(
        &table().replacen("Health", "Soot", 1),
        &[],
        &[
            "two columns fit: `Soot` and `Soot`",
            "rename or remove one of them in the table",
        ],
    );
}

#[test]
fn a_file_that_is_not_there() {
    let beside = Beside::new();
    let path = beside.report.content().join("nofile.csv");
    let run = beside.report.run(&["import", path.to_str().unwrap()]);
    Said::of(&run).refused(&["there is no file", "nofile.csv"]);
}

/// Many wrong ranks have one cause as a rule.
#[test]
fn many_wrong_ranks_are_one_warning() {
    let ranks = 1..=12;
    let ranks = std::iter::once("Rank".to_owned()).chain(ranks.map(|rank: u8| rank.to_string()));
    let lines = table();
    let ranked = lines.lines().zip(ranks);
    let ranked: String = ranked
        .map(|(line, rank)| format!("{line},{rank}\n"))
        .collect();
    let (_, said) = edition(&ranked, &[]);
    assert_eq!(said.err.matches("warning: ").count(), 1, "{}", said.err);
    assert!(
        said.err
            .contains("12 ranks of 2024 do not follow from the values")
            && said.err.contains("ALD 1 → 12"),
        "{}",
        said.err
    );
}

/// Two members that answer to one name.
#[test]
fn an_alias_that_is_the_name_of_another() {
    let beside = Beside::new();
    let members = beside.report.text("survey/members.yaml");
    let line = members
        .lines()
        .position(|line| line.contains("code: COR"))
        .unwrap()
        + 1;
    let changed = members.replacen("{code: COR,", "{code: COR, aliases: [Dunmere],", 1);
    assert!(changed != members, "{members}");
    beside.report.write("survey/members.yaml", &changed);
    Said::of(&beside.report.run(&["check"])).refused(&[
        "the alias `Dunmere` of `COR` is the name of `DUN`",
        &format!("members.yaml:{line}:"),
    ]);
}
