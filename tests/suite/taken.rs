//! What readers take along, read by other programs' readers: the workbook, the tables, references, the feed;
//! and the command that computes what would follow.

use std::io::{Cursor, Write};
use std::process::{Command, Output, Stdio};

use calamine::{Data, Reader, Xlsx};
use serde_json::{Value, json};

use crate::common::{fixture, make, planted::Planted, well};
use crate::real::REAL;
use egov_report::pipeline::Site;
use egov_report::site::Route;

fn bytes<'s>(site: &'s Site, route: &str) -> &'s [u8] {
    let file = site.tree.get(&Route::new(route));
    &file.unwrap_or_else(|| panic!("no {route}")).bytes
}

fn text(site: &Site, route: &str) -> String {
    String::from_utf8(bytes(site, route).to_vec()).unwrap()
}

fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    let records = reader.records();
    records
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn cell(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(value) => value.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_workbook_holds_the_tables_and_notes_in_each_language() {
    let site = &REAL.1;
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes(site, "data/panel.xlsx").to_vec())).unwrap();
    let names = book.sheet_names();
    assert_eq!(names.len(), 2 * 2 + 2, "{names:?}");
    for name in ["panel-wide", "panel-long"] {
        let sheet = book.worksheet_range(name).unwrap();
        let expected = records(bytes(site, &format!("data/{name}.csv")));
        assert_eq!(sheet.height(), expected.len());
        for (row, expected) in sheet.rows().zip(&expected) {
            let row: Vec<String> = row.iter().map(cell).collect();
            assert_eq!(row, *expected);
        }
    }
    let notes = book.worksheet_range(&names[0]).unwrap();
    assert!(notes.height() > 5);
    // The columns of both tables are explained, each once.
    let columns = book.worksheet_range(&names[1]).unwrap();
    let explained: Vec<String> = columns.rows().skip(1).map(|row| cell(&row[0])).collect();
    for name in ["panel-wide", "panel-long"] {
        for head in &records(bytes(site, &format!("data/{name}.csv")))[0] {
            assert_eq!(
                explained.iter().filter(|one| *one == head).count(),
                1,
                "{head}"
            );
        }
    }
}

#[test]
fn a_name_that_a_spreadsheet_would_run_is_a_text_everywhere() {
    let planted = Planted::of(&fixture());
    planted.replace("survey/members.yaml", "en: Ellsay", "en: \"=1+1\"");
    let (_, site) = well(&planted.content());
    for file in [
        "data/panel-wide.csv",
        "data/panel-long.csv",
        "data/members/ell.csv",
    ] {
        let table = records(bytes(&site, file));
        assert!(table.iter().flatten().any(|cell| cell == "'=1+1"), "{file}");
        assert!(table.iter().flatten().all(|cell| cell != "=1+1"), "{file}");
    }
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes(&site, "data/panel.xlsx").to_vec())).unwrap();
    let sheet = book.worksheet_range("panel-wide").unwrap();
    assert!(
        sheet
            .rows()
            .flatten()
            .any(|cell| *cell == Data::String("=1+1".to_owned()))
    );
    assert_eq!(
        book.worksheet_formula("panel-wide")
            .unwrap()
            .used_cells()
            .count(),
        0
    );
}

#[test]
fn the_same_report_gives_the_same_workbook() {
    let [first, second] = [0, 1].map(|_| well(&fixture()).1);
    for name in ["panel.xlsx", "panel-wide.parquet", "panel-long.parquet"] {
        let route = format!("data/{name}");
        assert_eq!(bytes(&first, &route), bytes(&second, &route), "{name}");
    }
}

#[test]
fn references_are_ris_from_beginning_to_end() {
    let site = &REAL.1;
    for lang in ["zh", "en"] {
        let text = text(site, &format!("{lang}/sources.ris"));
        let entries: Vec<&str> = text.split("ER  - \r\n").filter(|e| !e.is_empty()).collect();
        assert_eq!(entries.len(), REAL.0.indices.survey().sources.len());
        for entry in entries {
            assert!(entry.starts_with("TY  - "), "{entry}");
            for line in entry.split_terminator("\r\n") {
                let (tag, value) = line.split_once("  - ").expect(line);
                assert!(
                    tag.len() == 2 && !value.is_empty() && !value.contains('\n'),
                    "{line}"
                );
            }
            assert!(entry.contains("\r\nTI  - "), "{entry}");
        }
    }
}

#[test]
fn without_changes_there_is_no_feed() {
    let (_, site) = well(&fixture());
    assert!(site.tree.get(&Route::new("en/changes.atom")).is_none());
    assert!(!text(&site, "en/data/").contains("atom"));
}

#[test]
fn changes_are_told_the_newest_first_with_anchors_that_stay() {
    let planted = Planted::of(&fixture());
    let change = |date: &str, title: &str| {
        format!("- {{date: {date}, title: {{zh: {title}, en: {title}}}}}\n")
    };
    planted.write(
        "changes.yaml",
        &(change("2020-01-02", "One") + &change("2021-03-04", "Two")),
    );
    let (_, site) = well(&planted.content());
    let feed = text(&site, "en/changes.atom");
    assert!(feed.find("Two").unwrap() < feed.find("One").unwrap());
    assert!(feed.contains("#change-2021-03-04</id>"));
    // Another one of that day leaves the first one's address alone.
    planted.write(
        "changes.yaml",
        &(change("2021-03-04", "Three")
            + &change("2020-01-02", "One")
            + &change("2021-03-04", "Two")),
    );
    let (_, site) = well(&planted.content());
    let page = text(&site, "en/data/");
    let at = |anchor: &str| {
        page.find(&format!("id=\"{anchor}\""))
            .unwrap_or_else(|| panic!("{anchor}"))
    };
    let [two, three] = [at("change-2021-03-04"), at("change-2021-03-04-2")];
    assert!(page[two..].find("Two").unwrap() < 300 && page[three..].find("Three").unwrap() < 300);
    planted.write("changes.yaml", &change("2021-03", "One"));
    let (_, _, errors) = make(&planted.content());
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(
        errors[0].message.contains("`2021-03` is not a date"),
        "{errors:?}"
    );
}

#[test]
fn pages_lead_to_their_files_where_the_report_names_a_repository() {
    let planted = Planted::of(&fixture());
    let (_, site) = well(&planted.content());
    assert!(!text(&site, "en/towns/ell/").contains("class=\"mend\""));
    let report = planted.text("report.yaml");
    planted.write(
        "report.yaml",
        &format!("{report}\nrepository: https://gitlab.com/a/b\nbranch: next/one\n"),
    );
    let (_, site) = well(&planted.content());
    let page = text(&site, "en/towns/ell/");
    let edit = "https://gitlab.com/a/b/-/edit/next/one/content/survey/members.yaml";
    assert!(page.contains(edit), "{page}");
    assert!(page.contains("https://gitlab.com/a/b/-/issues/new?issue[title]="));
    assert!(text(&site, "zh/reading/overview/").contains("/commentary/overview.zh.md"));
}

fn what_if(arguments: &[&str], lines: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_egov-report"));
    let content = fixture();
    command
        .arg("what-if")
        .args(arguments)
        .arg("--content")
        .arg(content);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(lines.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn answers(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn what_would_follow_is_computed_for_one_or_for_many() {
    let one = what_if(&["ELL", "--edition", "2021", "--value", "health=0.9"], "");
    assert!(one.status.success());
    let lines = "{\"member\": \"ELL\", \"edition\": 2021, \"values\": {\"health\": 0.9}}\n\
        {\"member\": \"ELL\", \"edition\": 2021}\n\
        {\"member\": \"ELL\", \"edition\": 2021, \"weights\": {\"income\": 0, \"surroundings\": 0}}\n";
    let many = answers(&what_if(&[], lines));
    assert_eq!(answers(&one), many[..1]);
    let (report, _) = well(&fixture());
    let survey = report.indices.survey();
    let (ell, latest) = (survey.member("ELL").unwrap(), survey.latest());
    let index = egov_report::survey::ComponentId::INDEX;
    // Nothing supposed is what is.
    let own = report.indices.cell(latest, index, ell);
    assert_eq!(many[1]["results"]["wellbeing"], json!(own.result.unwrap()));
    assert_eq!(many[1]["rank"], json!(own.rank.unwrap().0));
    // All the weight on one part makes the whole what that part is.
    let health = many[2]["results"]["health"].as_f64().unwrap();
    let whole = many[2]["results"]["wellbeing"].as_f64().unwrap();
    assert!((health - whole).abs() < 1e-12, "{health} {whole}");
}

#[test]
fn what_cannot_be_supposed_is_refused_in_words() {
    refused(&[
        (&["ELM"][..], "", "unknown member `ELM`; did you mean `ELL`"),
        (
            &["ELL", "--edition", "2022"][..],
            "",
            "there is no edition `2022`",
        ),
        (
            &["ELL", "--value", "helth=1"][..],
            "",
            "unknown component `helth`; did you mean `health`",
        ),
        (
            &["ELL", "--value", "wellbeing=0.5"][..],
            "",
            "is no leaf of the index",
        ),
        (
            &["ELL", "--value", "health=1.5"][..],
            "",
            "which goes from 0 to 1",
        ),
        (
            &["ELL", "--value", "health"][..],
            "",
            "is not COMPONENT=NUMBER",
        ),
        (&["ELL", "--weight", "wellbeing=1"][..], "", "has no weight"),
        (&["ELL", "--weight", "health=-1"][..], "", "is negative"),
        (
            &[][..],
            "{\"member\": \"ELL\", \"valeus\": {}}\n",
            "`valeus` is not known; did you mean `values`",
        ),
        (
            &[][..],
            "\n{\"member\": \"ELL\", \"edition\": 1900}\n",
            "line 2 of standard input: there is no edition `1900`",
        ),
        (&[][..], "not json\n", "`not json`"),
    ]);
}

#[test]
fn numbers_that_cannot_be_supposed_are_refused_in_words() {
    refused(&[
        (
            &["ELL", "--value", "health=0.5", "--value", "health=0.6"][..],
            "",
            "`health` is given twice",
        ),
        (
            &["ELL", "--value", "health=NaN"][..],
            "",
            "is not COMPONENT=NUMBER",
        ),
        (
            &["ELL", "--weight", "health=inf"][..],
            "",
            "is not COMPONENT=NUMBER",
        ),
        (&["ELL", "--weight", "health=1e308"][..], "", "is too large"),
        (
            &["ELL", "--value", "soot=51"][..],
            "",
            "51 is beyond the goalposts of `soot`, 10 and 50",
        ),
        (
            &["KES", "--edition", "2015", "--value", "health=0.5"][..],
            "",
            "nothing follows: `KES` has no result in 2015",
        ),
        (
            &[
                "ELL",
                "--weight",
                "income=0",
                "--weight",
                "surroundings=0",
                "--weight",
                "health=0",
            ][..],
            "",
            "those of all parts of a component are 0",
        ),
    ]);
}

#[test]
fn of_many_suppositions_some_may_lead_to_nothing() {
    let lines = "{\"member\": \"KES\", \"edition\": 2015, \"values\": {\"health\": 0.5}}\n\
                 {\"member\": \"ELL\"}\n";
    let output = what_if(&[], lines);
    assert!(output.status.success());
    let answers: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let [nothing, something] = &answers[..] else {
        panic!("{answers:?}")
    };
    let why = nothing["why"].as_str().unwrap();
    assert!(why.contains("`KES` has no result in 2015"), "{why}");
    assert!(nothing["rank"].is_null() && nothing["results"]["wellbeing"].is_null());
    assert!(something.get("why").is_none() && something["rank"].is_number());
}

/// Arguments, lines of standard input, what is said.
type Case<'c> = (&'c [&'c str], &'c str, &'c str);

fn refused(cases: &[Case<'_>]) {
    for (arguments, lines, said) in cases {
        let output = what_if(arguments, lines);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(said), "{told}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn published_values_are_the_sources_own() {
    let planted = Planted::of(&fixture());
    let file = "survey/editions/2018.yaml";
    let edition = planted.text(file);
    let at = edition.find("green: ").unwrap();
    let end = at + edition[at..].find([',', '}', '\n']).unwrap();
    let tiny = "0.000000000001234";
    planted.write(
        file,
        &format!("{}green: {tiny}{}", &edition[..at], &edition[end..]),
    );
    let (_, site, _) = make(&planted.content());
    let site = site.unwrap();
    for file in ["data/panel-long.csv", "data/panel-wide.csv"] {
        let table = records(bytes(&site, file));
        assert!(table.iter().flatten().any(|cell| cell == tiny), "{file}");
    }
}

#[test]
fn no_two_columns_are_called_the_same() {
    for id in ["soot-rank", "member", "set-aside"] {
        let planted = Planted::of(&fixture());
        planted.replace(
            "survey/methodology.yaml",
            "- id: green",
            &format!("- id: {id}"),
        );
        let run = planted.run(&["check"]);
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(1), "{said}");
        assert!(said.contains("choose another id"), "{said}");
        assert!(said.contains("methodology.yaml:"), "{said}");
    }
}
