//! The real report's newest edition, from a table of each form.

use std::path::Path;
use std::sync::LazyLock;

use super::Said;
use super::tables::{self, Cells, delimited, numbers, utf16, wide};
use crate::common::checkout;
use crate::common::planted::Planted;

/// The columns of the tables as they were republished.
const REPUBLISHED: [(&str, &str); 9] = [
    ("Survey Year", "year"),
    ("Country", "padded"),
    ("Rank", "rank"),
    ("E_Index", "egdi"),
    ("E_Participation", "epi"),
    ("Online_Service", "osi"),
    ("Human_Capital", "hci"),
    ("Tele_Infra", "tii"),
    ("Region", "region"),
];

/// Those of the Data Center.
const DATA_CENTER: [(&str, &str); 8] = [
    ("Survey Year", "year"),
    ("Country Name", "en"),
    ("E-Government Rank", "rank"),
    ("E-Government Index", "egdi"),
    ("E-Participation Index", "epi"),
    ("Online Service Index", "osi"),
    ("Human Capital Index", "hci"),
    ("Telecommunication Infrastructure Index", "tii"),
];

/// The survey of the real report without the newest edition; an import asks for no more of it.
fn report() -> Planted {
    static BARE: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        crate::common::copy(&checkout("content/survey"), &folder.path().join("survey"));
        let settings = checkout("content/report.yaml");
        std::fs::copy(settings, folder.path().join("report.yaml")).unwrap();
        std::fs::remove_file(folder.path().join("survey/editions/2024.yaml")).unwrap();
        folder
    });
    Planted::of(BARE.path())
}

fn wanted() -> String {
    let path = checkout("content/survey/editions/2024.yaml");
    std::fs::read_to_string(path).unwrap()
}

/// Imports a table; the edition that it makes.
fn imported(name: &str, table: &[u8], more: &[&str]) -> (String, Said) {
    let report = report();
    let path = report.content().with_file_name(name);
    std::fs::write(&path, table).unwrap();
    let mut arguments = vec!["import", path.to_str().unwrap(), "--no-check"];
    arguments.extend(more);
    let said = Said::of(&report.run(&arguments)).well();
    assert!(said.err.is_empty(), "{}", said.err);
    (report.text("survey/editions/2024.yaml"), said)
}

/// The edition is the one of the checkout, to the letter.
fn gives_the_edition(name: &str, table: &[u8], more: &[&str]) -> Said {
    let (edition, said) = imported(name, table, more);
    assert!(edition == wanted(), "{name}: {said:?}\n{edition:.2000}");
    said
}

#[test]
fn as_republished() {
    let table = delimited(&wide(&REPUBLISHED), ',', "\r\n");
    assert!(table.contains("Georgia (Country)") && table.contains("Iraq ,"));
    let said = gives_the_edition("republished.csv", table.as_bytes(), &[]);
    assert!(said.out.contains("renamed.yaml"), "{}", said.out);
    assert!(
        said.out
            .contains("2024.yaml: new, 193 member(s), 965 values"),
        "{}",
        said.out
    );
}

#[test]
fn with_the_columns_in_another_order_and_one_more() {
    let mut columns = REPUBLISHED.to_vec();
    columns.reverse();
    columns.swap(1, 6);
    columns.insert(3, ("Comment", "code"));
    let table = delimited(&wide(&columns), ',', "\n");
    let said = gives_the_edition("shuffled.csv", table.as_bytes(), &[]);
    assert!(said.out.contains("not used: Comment\n"), "{}", said.out);
}

#[test]
fn as_the_data_center_has_it() {
    let table = delimited(&wide(&DATA_CENTER), ',', "\n");
    let said = gives_the_edition("data.csv", table.as_bytes(), &[]);
    assert!(said.out.contains("data-center.yaml"), "{}", said.out);
    // With a mark, and without one at the end of the last line.
    let marked = format!("\u{feff}{}", table.trim_end());
    gives_the_edition("marked.csv", marked.as_bytes(), &[]);
}

/// Headers by the names that the report has for its components.
#[test]
fn in_chinese() {
    let columns = [
        ("年份", "year"),
        ("国家", "zh"),
        ("排名", "rank"),
        ("电子政务发展指数", "egdi"),
        ("在线服务指数", "osi"),
        ("电信基础设施指数", "tii"),
        ("人力资本指数", "hci"),
        ("电子参与指数", "epi"),
    ];
    let table = delimited(&wide(&columns), ',', "\r\n");
    gives_the_edition("中文.csv", table.as_bytes(), &["--source", "un-kb"]);
    let (gb18030, _, lost) = encoding_rs::GB18030.encode(&table);
    assert!(!lost);
    let said = gives_the_edition("gb.csv", &gb18030, &["--source", "un-kb"]);
    assert!(said.out.contains("read as GB"), "{}", said.out);
    // The columns of another, the names in Chinese.
    let mut columns = REPUBLISHED;
    columns[1].1 = "zh";
    let table = delimited(&wide(&columns), ',', "\n");
    gives_the_edition("names.csv", table.as_bytes(), &[]);
}

#[test]
fn in_utf_16() {
    let table = delimited(&wide(&REPUBLISHED), '\t', "\r\n");
    for big in [false, true] {
        gives_the_edition("utf16.txt", &utf16(&table, big), &[]);
        let unmarked = &utf16(&table, big)[2..];
        gives_the_edition("unmarked.txt", unmarked, &[]);
    }
}

#[test]
fn with_semicolons_and_decimal_commas() {
    let mut cells = wide(&REPUBLISHED);
    for row in cells.iter_mut().skip(1) {
        for cell in &mut row[3..8] {
            *cell = cell.replace('.', ",");
        }
    }
    for delimiter in [';', '\t', '|', ','] {
        let table = delimited(&cells, delimiter, "\n");
        gives_the_edition("komma.csv", table.as_bytes(), &[]);
    }
}

#[test]
fn with_line_breaks_and_quotation_marks_in_cells() {
    let mut cells = wide(&DATA_CENTER);
    cells[0][3] = "E-Government\nIndex".to_owned();
    cells[0].push("He said \"so\",\nand more".to_owned());
    for row in cells.iter_mut().skip(1) {
        row[1] = row[1].replacen(' ', "\n ", 1);
        row.push("a \"note\",\n\n; more".to_owned());
    }
    gives_the_edition("quoted.csv", delimited(&cells, ',', "\r\n").as_bytes(), &[]);
}

/// Numbers of a workbook have no zeros at their ends.
fn gives_the_numbers(name: &str, table: &[u8], more: &[&str]) -> Said {
    let (edition, said) = imported(name, table, more);
    assert_eq!(numbers(&edition), numbers(&wanted()), "{said:?}");
    let longest = edition.lines().map(str::len).max().unwrap();
    assert!(longest < 100, "a number has noise: {edition}");
    said
}

#[test]
fn as_workbooks() {
    let said = gives_the_numbers("book.xlsx", &tables::xlsx(&wide(&REPUBLISHED)), &[]);
    assert!(said.out.contains("sheet `Data`"), "{}", said.out);
    gives_the_numbers("book.ods", &tables::ods(&wide(&REPUBLISHED)), &[]);
}

/// A row for each value.
fn long() -> Cells {
    let names = |key: &str| DATA_CENTER.iter().find(|c| c.1 == key).unwrap().0;
    let head = ["ISO3", "Period", "Indicator", "Value"]
        .map(str::to_owned)
        .to_vec();
    let rows = tables::rows().into_iter().flat_map(|row| {
        tables::VALUES.map(|key| {
            let value = row.values[key].clone();
            vec![
                row.code.clone(),
                "2024".to_owned(),
                names(key).to_owned(),
                value,
            ]
        })
    });
    std::iter::once(head).chain(rows).collect()
}

#[test]
fn as_a_long_table_with_a_map() {
    let map = "member: ISO3
year: Period
variable: Indicator
value: Value
rank: E-Government Rank
components:
  egdi: E-Government Index
  osi: [Online Service Index, Web Measure Index]
  tii: Telecommunication Infrastructure Index
  hci: Human Capital Index
  epi: E-Participation Index
";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.yaml");
    std::fs::write(&path, map).unwrap();
    let table = delimited(&long(), ',', "\n");
    let more = ["--map", path.to_str().unwrap(), "--source", "un-kb"];
    gives_the_edition("long.csv", table.as_bytes(), &more);
}

/// A row for each member and variable, a column for each year, and the year's data alone asked for.
#[test]
fn with_a_column_for_each_year() {
    let head = [
        "Country Name",
        "Country Code",
        "Series Name",
        "2022 [YR2022]",
        "2024 [YR2024]",
    ];
    let head = head.map(str::to_owned).to_vec();
    let names = [
        "Rank",
        "EGDI",
        "Online Service Index",
        "TII",
        "人力资本指数",
        "E-Participation Index",
    ];
    let rows = tables::rows().into_iter().flat_map(|row| {
        let each = tables::VALUES.into_iter().zip(names);
        let each = each.map(|(key, name)| {
            let value = row.values[key].clone();
            vec![
                row.en.clone(),
                row.code.clone(),
                name.to_owned(),
                "0.5".to_owned(),
                value,
            ]
        });
        each.collect::<Vec<_>>()
    });
    let cells: Cells = std::iter::once(head).chain(rows).collect();
    let table = delimited(&cells, ',', "\n");
    let more = ["--source", "un-kb", "--edition", "2024"];
    gives_the_edition("years.csv", table.as_bytes(), &more);
}

/// The commands of the README are those that were tried.
#[test]
fn the_readme_names_the_command() {
    let readme = std::fs::read_to_string(checkout("README.md")).unwrap();
    assert!(readme.contains("import FILE --edition"), "README.md");
    assert!(Path::new(&checkout("content/survey/import/renamed.yaml")).is_file());
}
