//! The charts' numbers as CSV, as a spreadsheet opens them.

use std::collections::BTreeMap;

use crate::common::{fixture, make, planted::Planted};
use crate::real::REAL;
use egov_report::site::Route;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// Every CSV of the real report.
fn tables() -> impl Iterator<Item = (&'static Route, Vec<Vec<String>>)> {
    let files = REAL.1.tree.iter();
    files
        .filter(|(route, _)| route.as_str().ends_with(".csv"))
        .map(|(route, file)| (route, rows(&file.bytes)))
}

fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

#[test]
fn every_column_has_a_head_and_no_number_has_noise() {
    let (mut files, mut numbers) = (0, 0);
    for (route, table) in tables() {
        files += 1;
        let width = table[0].len();
        assert!(
            table[0].iter().all(|head| !head.trim().is_empty()),
            "{route}: {:?}",
            table[0]
        );
        for row in &table[1..] {
            assert_eq!(row.len(), width, "{route}");
            for cell in row.iter().filter(|cell| is_number(cell)) {
                numbers += 1;
                let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
                assert!(
                    digits.trim_start_matches('0').len() <= 12,
                    "{route}: {cell}"
                );
                assert_ne!(cell, "-0", "{route}");
            }
        }
    }
    assert!(
        files > 900 && numbers > 10_000,
        "{files} files, {numbers} numbers"
    );
}

#[test]
fn no_cell_is_a_formula() {
    for (route, table) in tables() {
        for cell in table.iter().flatten().filter(|cell| !is_number(cell)) {
            assert!(
                !cell
                    .trim_start()
                    .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']),
                "{route}: {cell}"
            );
        }
    }
}

fn text_of(node: &Handle) -> String {
    match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => node.children.borrow().iter().map(text_of).collect(),
    }
}

/// Calls `act` with each element of this name below `node`.
fn each(node: &Handle, wanted: &str, act: &mut dyn FnMut(&Handle)) {
    if matches!(&node.data, NodeData::Element { name, .. } if &*name.local == wanted) {
        act(node);
    }
    for child in node.children.borrow().iter() {
        each(child, wanted, act);
    }
}

fn attribute(node: &Handle, wanted: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else {
        return None;
    };
    let attributes = attrs.borrow();
    let found = attributes.iter().find(|a| &*a.name.local == wanted)?;
    Some(found.value.to_string())
}

/// The tables beside the drawings, by the name of the chart's file.
fn shown(language: &str) -> BTreeMap<String, Vec<Vec<String>>> {
    let mut tables = BTreeMap::new();
    for (route, file) in REAL.1.tree.iter() {
        let of_language = route.as_str().starts_with(language) && route.file().ends_with(".html");
        if !of_language || !String::from_utf8_lossy(&file.bytes).contains(".csv\"") {
            continue;
        }
        let html = String::from_utf8_lossy(&file.bytes).into_owned();
        let dom = html5ever::parse_document(RcDom::default(), Default::default()).one(html);
        each(&dom.document, "figure", &mut |figure| {
            let mut name = None;
            each(figure, "a", &mut |link| {
                let href = attribute(link, "href").filter(|href| href.ends_with(".csv"));
                name = name
                    .take()
                    .or(href.and_then(|h| h.rsplit('/').next().map(str::to_owned)));
            });
            let Some(name) = name else { return };
            let mut table = Vec::new();
            each(figure, "tr", &mut |row| {
                let cells = row.children.borrow();
                let cells = cells
                    .iter()
                    .filter(|c| matches!(c.data, NodeData::Element { .. }));
                table.push(cells.map(text_of).collect::<Vec<String>>());
            });
            tables.insert(name, table);
        });
    }
    tables
}

/// The number that a cell of the page shows, and half of its last place.
fn read(shown: &str) -> Option<(f64, f64)> {
    let plain: String = shown
        .chars()
        .filter(|c| !matches!(c, ',' | '%' | '+'))
        .map(|c| if c == '−' { '-' } else { c })
        .collect();
    let value: f64 = plain.parse().ok()?;
    let decimals = plain.split_once('.').map_or(0, |(_, d)| d.len());
    Some((value, 0.5 * 0.1_f64.powi(i32::try_from(decimals).unwrap())))
}

#[test]
fn the_file_gives_the_table_that_the_page_shows() {
    let mut compared = 0;
    for language in ["zh/", "en/"] {
        let shown = shown(language);
        for (route, file) in tables().filter(|(route, _)| route.as_str().starts_with(language)) {
            let name = route.as_str().rsplit('/').next().unwrap();
            let Some(table) = shown.get(name) else {
                continue;
            };
            assert_eq!(table.len(), file.len(), "{route}");
            assert_eq!(table[0], file[0], "{route}");
            for (row, written) in table[1..].iter().zip(&file[1..]) {
                for (cell, written) in row.iter().zip(written) {
                    let Ok(number) = written.parse::<f64>() else {
                        assert!(
                            written.is_empty() || written == cell,
                            "{route}: {cell} {written}"
                        );
                        continue;
                    };
                    let (value, half) = read(cell).unwrap_or_else(|| panic!("{route}: {cell}"));
                    let fits = |number: f64| (number - value).abs() <= half + 1e-9;
                    assert!(
                        fits(number)
                            || (cell.ends_with('%') && fits(number * 100.0))
                            // A difference of percentages, in points.
                            || (cell.starts_with(['+', '−']) && fits(number * 100.0)),
                        "{route}: {cell} {written}"
                    );
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 10_000, "{compared}");
}

#[test]
fn names_that_a_spreadsheet_would_run() {
    let planted = Planted::of(&fixture());
    let members = planted.text("survey/members.yaml");
    let english = members.lines().find(|l| l.contains("ELL")).unwrap();
    let at = english.find("en: ").unwrap();
    let end = english[at..].find(['}', ',']).unwrap() + at;
    let changed = format!(
        "{}en: \"=HYPERLINK('x')\"{}",
        &english[..at],
        &english[end..]
    );
    planted.replace("survey/members.yaml", english, &changed);
    planted.write(
        "charts/towns.yaml",
        "kind: bars\ntitle: {zh: 港镇, en: Towns}\ndescription: {zh: 条形图。, en: A bar chart.}\nsource: almanac\ndata: {members: all}\n",
    );
    for language in ["en", "zh"] {
        let file = format!("commentary/overview.{language}.md");
        let before = planted.text(&file);
        planted.write(&file, &format!("{before}\n{{{{ chart(id=\"towns\") }}}}\n"));
    }
    let (_, site, said) = make(&planted.content());
    let site = site.unwrap_or_else(|| {
        panic!(
            "{}",
            said.iter().map(ToString::to_string).collect::<String>()
        )
    });
    let (_, file) = site
        .tree
        .iter()
        .find(|(r, _)| r.as_str() == "en/charts/towns.csv")
        .unwrap_or_else(|| {
            panic!(
                "{}",
                said.iter().map(ToString::to_string).collect::<String>()
            )
        });
    let text = String::from_utf8_lossy(&file.bytes);
    assert!(text.contains("'=HYPERLINK('x')"), "{text}");
    assert!(!text.lines().any(|line| line.starts_with('=')), "{text}");
}
