//! What an import writes: editions that are there keep what is theirs, and what was settled is
//! remembered.

use super::mistakes::table;
use super::tables::{delimited, utf16};
use super::{Beside, Said};

const SOURCE: [&str; 2] = ["--source", "almanac"];

#[test]
fn an_edition_that_is_there_keeps_comments_order_and_style() {
    let beside = Beside::new();
    let edition = "# yaml-language-server: $schema=../../../../../../schemas/edition.json
year: 2021  # the last
source: almanac
# The towns, the largest first.
members:
  LAR: {income: 10000, soot: 30, green: 60, health: 0.5}   # as measured
  BRA:
    # in crowns
    income: 1000000 # much
    soot: 20
    health: 0.5
  ALD: {health: 0.6561, income: 1000000,
    soot: 10.0}
  COR: { income: 1000 , soot: 30, green: 60, health: 0.50 }
  DUN: {income: 1000, soot: 40, green: 40, health: 0.25}
  ELL: {income: 10000, soot: 10, green: 100, health: 0.25}
  FAR: {income: 1000, soot: 30, green: 60, health: 0.2}
  GUL: {income: 1000000, soot: 20, green: 60, health: 0.65536}
  HOL: {income: 100000, soot: 30, green: 100, health: 0.75}
  IRI: {income: 1000, soot: 30, green: 20, health: 0.25}
  JUN: {income: 10000, soot: 50, green: 60, health: 1}
  KES: {assessed: false} # closed
";
    beside.report.write("survey/editions/2021.yaml", edition);
    let table = "Town,Income,Soot,Green space,Health,Rank
Larkmouth,10000,30,60,0.51,
Bramhaven,1000000,25,40,0.50,3
Alderwick,999999.50,10,100,0.6561,
Corvell,1000,30,60,0.5,
";
    let more = ["--edition", "2021"];
    let said = beside.import("t.csv", table.as_bytes(), &more).well();
    let wanted = edition
        .replace("health: 0.5}   # as", "health: 0.51}   # as")
        .replace("    # in crowns\n", "    rank: 3\n    # in crowns\n")
        .replace("    soot: 20\n", "    soot: 25\n    green: 40\n")
        .replace(
            "income: 1000000,\n    soot: 10.0}",
            "income: 999999.50,\n    soot: 10.0, green: 100}",
        );
    let new = beside.edition(2021);
    // The rank may stand above or below the comment.
    let new = new.replace(
        "    # in crowns\n    rank: 3\n",
        "    rank: 3\n    # in crowns\n",
    );
    assert_eq!(new, wanted, "{said:?}");
    for line in [
        "6 value(s) change",
        "LAR health: 0.5 → 0.51",
        "ALD green: (none) → 100",
        "8 member(s) have no row of 2021",
    ] {
        assert!(said.out.contains(line), "{line}: {}", said.out);
    }
    // Once more, and there is nothing to do.
    let said = beside.import("t.csv", table.as_bytes(), &more).well();
    assert!(
        said.out.contains("nothing changes") && said.out.contains("nothing was written"),
        "{said:?}"
    );
    assert_eq!(beside.edition(2021), beside.edition(2021));
}

#[test]
fn line_ends_of_an_edition_stay() {
    let beside = Beside::new();
    let edition = format!("\u{feff}{}", beside.edition(2021).replace('\n', "\r\n"));
    beside.report.write("survey/editions/2021.yaml", &edition);
    beside
        .import(
            "t.csv",
            b"Town,Health\nEllsay,0.26\n",
            &["--edition", "2021"],
        )
        .well();
    let wanted = edition.replace("green: 100, health: 0.25}", "green: 100, health: 0.26}");
    assert!(wanted != edition);
    assert_eq!(beside.edition(2021), wanted);
}

#[test]
fn nothing_is_written_for_a_dry_run() {
    let beside = Beside::new();
    let before = beside.files();
    let more = ["--source", "almanac", "--dry-run"];
    let said = beside.import("t.csv", table().as_bytes(), &more).well();
    assert!(
        said.out.contains("2024.yaml: new, 12 member(s), 48 values"),
        "{}",
        said.out
    );
    assert!(said.out.contains("nothing was written"), "{}", said.out);
    assert!(before == beside.files());
}

#[test]
fn settled_names_are_remembered() {
    let beside = Beside::new();
    let named = table()
        .replace("Corvell", "Town of \"Corvel\"")
        .replace("Farro", "Farroe")
        .replace("Larkmouth,", "All towns,2024,1,20,3,0.4\nLarkmouth,");
    let named = named.replace("Town of \"Corvel\"", "\"Town of \"\"Corvel\"\"\"");
    beside.report.write("survey/import/own.yaml", "# ours\nmember: Town\nyear: Year\ncomponents: {income: Income, soot: Soot, green: Green space, health: Health}\n");
    let more = [
        "--source",
        "almanac",
        "--name",
        "Town of \"Corvel\"=COR",
        "--name",
        "farroe=FAR",
        "--skip",
        "All Towns",
        "--skip",
        "Nowhere",
    ];
    let said = beside.import("t.csv", named.as_bytes(), &more).well();
    assert!(
        said.err.contains("no row has the name `Nowhere`"),
        "{}",
        said.err
    );
    let members = beside.report.text("survey/members.yaml");
    assert!(members.contains("name: {zh: 科维尔, en: Corvell, fr: Corvell}, aliases: [\"Town of \\\"Corvel\\\"\"], region: lower-amber}"), "{members}");
    assert!(
        members.contains("fr: Farro}, aliases: [Farroe], region"),
        "{members}"
    );
    let map = beside.report.text("survey/import/own.yaml");
    assert!(
        map.starts_with("# ours\n") && map.ends_with("\nskip: [All towns]\n"),
        "{map}"
    );
    assert!(beside.edition(2024).contains("COR: {income: 1002"));
    // From now on they are known.
    beside.report.remove("survey/editions/2024.yaml");
    beside.import("t.csv", named.as_bytes(), &SOURCE).well();
    assert!(beside.edition(2024).contains("FAR: {income: 1005"));
    assert_eq!(beside.report.text("survey/members.yaml"), members);
}

#[test]
fn aliases_are_added_to_those_that_are_there() {
    let beside = Beside::new();
    let members = beside.report.text("survey/members.yaml");
    let members = members
        .replace("region: lower-amber}\n- {code: DUN", "aliases: [Old Corvell, \"C, ]\"], region: lower-amber} # c\n- {code: DUN")
        .replace("- {code: ELL, name: {zh: 埃尔塞, en: Ellsay, fr: Ellsay}, region: inner-slate}", "- code: ELL\n  name: {zh: 埃尔塞, en: Ellsay, fr: Ellsay}  # the capital\n  region: inner-slate");
    beside.report.write("survey/members.yaml", &members);
    let named = table()
        .replace("Corvell", "Corvelle")
        .replace("Ellsay", "Elsay Isle");
    let more = [
        "--source",
        "almanac",
        "--name",
        "Corvelle=COR",
        "--name",
        "Elsay Isle=ELL",
    ];
    beside.import("t.csv", named.as_bytes(), &more).well();
    let wanted = members.replace("\"C, ]\"]", "\"C, ]\", Corvelle]").replace(
        "# the capital\n",
        "# the capital\n  aliases: [Elsay Isle]\n",
    );
    assert_eq!(beside.report.text("survey/members.yaml"), wanted);
}

/// The second file cannot be written: the first is put back.
#[test]
fn a_failure_leaves_everything_as_it_was() {
    let beside = Beside::new();
    // What is in the way is not read, since it is no file.
    std::fs::create_dir(beside.report.content().join("survey/editions/2024.yaml")).unwrap();
    let before = beside.files();
    let named = table().replace("Corvell", "Corvelle");
    let more = ["--source", "almanac", "--name", "Corvelle=COR"];
    let said = beside.import("t.csv", named.as_bytes(), &more);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(
        said.err.contains("cannot write") && said.err.contains("everything is as it was"),
        "{said:?}"
    );
    assert!(before == beside.files());
}

/// Several years in one file, some with an edition.
#[test]
fn all_years_of_a_file() {
    let beside = Beside::new();
    let both = table()
        + &table()
            .lines()
            .skip(1)
            .map(|line| line.replace(",2024,", ",2021,") + "\n")
            .collect::<String>();
    let said = beside.import("t.csv", both.as_bytes(), &SOURCE).well();
    assert!(
        said.out.contains("2024.yaml: new") && said.out.contains("2021.yaml: 4"),
        "{}",
        said.out
    );
    let one = Beside::new();
    let before = one.edition(2021);
    one.import(
        "t.csv",
        both.as_bytes(),
        &["--source", "almanac", "--edition", "2024"],
    )
    .well();
    assert_eq!(one.edition(2021), before);
}

/// The words of another language of the report, its decimal commas, and percent signs.
#[test]
fn a_table_in_french() {
    let beside = Beside::new();
    let names = [
        "Alderwick",
        "Bramhaven",
        "Corvell",
        "Dunmere",
        "Ellsay",
        "Farro",
        "Gullstad",
        "Holma",
        "Irisport",
        "Junco",
        "Quai Kestrel",
        "Larkmouth",
    ];
    let mut cells = vec![
        ["Ville", "Année", "Revenu", "Suie", "Espaces verts", "Santé"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for (at, name) in names.iter().enumerate() {
        let row = [
            name.to_string(),
            "2024".into(),
            format!("1 {at:03},5"),
            "20".into(),
            "30,25".into(),
            format!("{},5 %", 40 + at),
        ];
        cells.push(row.to_vec());
    }
    beside
        .import(
            "t.csv",
            &utf16(&delimited(&cells, ';', "\r\n"), false),
            &SOURCE,
        )
        .well();
    let edition = beside.edition(2024);
    assert!(
        edition.contains("  KES: {income: 1010.5, soot: 20, green: 30.25, health: 0.505}\n"),
        "{edition}"
    );
}

/// A factor, other marks for no value, a sheet's rows above the names of columns, columns that are
/// known and not used.
#[test]
fn what_a_map_says() {
    let beside = Beside::new();
    let map = "member: [Place, Town]
edition: 2024
source: almanac
skip-rows: 2
missing: [x]
decimal: comma
ignore: [Note]
skip: [Total]
components:
  income: {column: 'Income, thousands', factor: 1000}
  soot: Soot
  green: Green
  health: {column: Health, factor: 0.01}
";
    beside.report.write("survey/import/map.yaml", map);
    let mut text =
        "Income, Town\nOf all;;\nTown;Income, thousands;Soot;Green;Health;Note\n".to_owned();
    for (at, line) in table().lines().skip(1).enumerate() {
        let town = line.split(',').next().unwrap();
        let green = if at == 0 { "x" } else { "30" };
        text.push_str(
            &format!("{town};1,5;20;{green};5{at:02},25;n\n")
                .replace(";5", ";")
                .replace(";00,", ";1,"),
        );
    }
    text.push_str("Total;1;1;1;1;n\n");
    let said = beside.import("t.csv", text.as_bytes(), &[]).well();
    assert!(!said.out.contains("not used"), "{}", said.out);
    let edition = beside.edition(2024);
    assert!(
        edition.contains("  ALD: {income: 1500, soot: 20, health: 0.0125}\n"),
        "{edition}"
    );
    assert!(
        edition.contains("  LAR: {income: 1500, soot: 20, green: 30, health: 0.1125}\n"),
        "{edition}"
    );
}

/// At the end the report is checked: what the new edition left behind is said.
#[test]
fn the_report_is_checked_afterwards() {
    let beside = Beside::new();
    let path = beside.report.content().with_file_name("t.csv");
    std::fs::write(&path, table()).unwrap();
    let run = beside
        .report
        .run(&["import", path.to_str().unwrap(), "--source", "almanac"]);
    let said = Said::of(&run);
    assert!(
        said.out.contains("2024.yaml: new") && said.out.contains("as `check` sees it"),
        "{said:?}"
    );
    assert!(beside.edition(2024).contains("ALD"));
    // The check's own exit code counts.
    let check = Said::of(&beside.report.run(&["check"]));
    assert_eq!(said.code, check.code);
    assert!(
        said.err.contains(&check.err),
        "{}\n---\n{}",
        said.err,
        check.err
    );
}

#[test]
fn an_edition_with_aliases_of_yaml_is_refused_in_words() {
    let beside = Beside::new();
    let edition = beside.edition(2021);
    let edition = edition
        .replace(
            "  ALD: {income: 1000000,",
            "  ALD: {income: &large 1000000,",
        )
        .replace("  BRA: {income: 1000000,", "  BRA: {income: *large,");
    assert!(edition.contains("*large"));
    beside.report.write("survey/editions/2021.yaml", &edition);
    let before = beside.files();
    for (town, income) in [("Alderwick", 999), ("Bramhaven", 999)] {
        let table = format!("Town,Year,Income\n{town},2021,{income}\n");
        let said = beside.import("t.csv", table.as_bytes(), &["--edition", "2021"]);
        said.refused(&["2021.yaml` cannot be changed as it is written", "`*name`"]);
    }
    // Lines without them are changed as in any file.
    assert_eq!(before, beside.files());
    let table = b"Town,Year,Income\nCorvell,2021,1001\n";
    beside.import("t.csv", table, &["--edition", "2021"]).well();
    let wanted = edition.replace("COR: {income: 1000,", "COR: {income: 1001,");
    assert_eq!(beside.edition(2021), wanted);
}
