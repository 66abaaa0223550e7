//! Tables in the forms in which others give them, made of the real report's newest edition.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use crate::common::checkout;
use crate::common::raw::{Raw, text};

/// The columns of the edition's values.
pub const VALUES: [&str; 6] = ["rank", "egdi", "osi", "tii", "hci", "epi"];

/// A row: the member's code, names, region, and the texts of its values.
pub struct Row {
    pub code: String,
    pub zh: String,
    pub en: String,
    pub region: String,
    pub values: BTreeMap<String, String>,
}

/// The texts of the values on the lines of the newest edition, to the letter.
pub fn rows() -> Vec<Row> {
    let raw = Raw::read();
    let path = checkout("content/survey/editions/2024.yaml");
    let edition = std::fs::read_to_string(path).unwrap();
    let mut lines = BTreeMap::new();
    for line in edition.lines().filter(|line| line.starts_with("  ")) {
        let (code, rest) = line.trim().split_once(": {").unwrap();
        let entries = rest.trim_end_matches('}').split(", ");
        let entries = entries.map(|entry| entry.split_once(": ").unwrap());
        let entries = entries.map(|(key, value)| (key.to_owned(), value.to_owned()));
        lines.insert(code.to_owned(), entries.collect::<BTreeMap<_, _>>());
    }
    let names: BTreeMap<&String, &String> = raw.areas.iter().map(|a| (&a.0, &a.2)).collect();
    let members = raw.members.iter().map(|member| Row {
        code: member.code.clone(),
        zh: member.zh.clone(),
        en: member.en.clone(),
        region: names[&member.areas[0]].clone(),
        values: lines[&member.code].clone(),
    });
    members.collect()
}

/// The values of an edition as numbers, by code and key.
pub fn numbers(edition: &str) -> BTreeMap<(String, String), f64> {
    let edition: serde_yaml::Value = serde_yaml::from_str(edition).unwrap();
    let mut numbers = BTreeMap::new();
    for (code, line) in edition["members"].as_mapping().unwrap() {
        for (key, value) in line.as_mapping().unwrap() {
            numbers.insert((text(code), text(key)), value.as_f64().unwrap());
        }
    }
    numbers
}

/// A table as cells.
pub type Cells = Vec<Vec<String>>;

/// With these columns, each by its name and what it holds.
pub fn wide(columns: &[(&str, &str)]) -> Cells {
    let head = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
    let row = |row: Row| {
        let cell = |what: &str| match what {
            "year" => "2024".to_owned(),
            "code" => row.code.clone(),
            "zh" => row.zh.clone(),
            "en" => row.en.clone(),
            "padded" if row.code == "GEO" => "Georgia (Country)".to_owned(),
            "padded" => format!("{} ", row.en),
            "region" => row.region.clone(),
            value => row.values[value].clone(),
        };
        columns.iter().map(|(_, what)| cell(what)).collect()
    };
    std::iter::once(head)
        .chain(rows().into_iter().map(row))
        .collect()
}

/// As a text with a delimiter.
pub fn delimited(cells: &Cells, delimiter: char, end: &str) -> String {
    let quote = |cell: &String| match cell.contains([delimiter, '"', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().map(quote).collect();
        cells.join(&delimiter.to_string()) + end
    };
    cells.iter().map(line).collect()
}

/// In UTF-16 with a mark.
pub fn utf16(text: &str, big: bool) -> Vec<u8> {
    let units = format!("\u{feff}{text}");
    let bytes = |unit: u16| {
        if big {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        }
    };
    units.encode_utf16().flat_map(bytes).collect()
}

/// As a workbook whose second sheet holds the table below two lines of a title, with numbers as
/// numbers.
pub fn xlsx(cells: &Cells) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let notes = book.add_worksheet().set_name("Read me").unwrap();
    notes.write(0, 0, "Source: the survey").unwrap();
    let sheet = book.add_worksheet().set_name("Data").unwrap();
    sheet.write(0, 0, "The index, all members").unwrap();
    for (r, row) in cells.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            let at = (r as u32 + 3, c as u16 + 1);
            match cell.parse::<f64>() {
                // As a formula leaves it: what is shown is the number, what is kept has noise.
                Ok(number) if number > 0.1 && number < 1.0 && c == 3 => {
                    let formula = rust_xlsxwriter::Formula::new(format!("={number}*3/3"));
                    let noise = format!("{:.17}", number * 3.0 / 3.0 + 1e-17);
                    sheet.write(at.0, at.1, formula.set_result(noise)).unwrap();
                }
                Ok(number) => drop(sheet.write(at.0, at.1, number).unwrap()),
                Err(_) => drop(sheet.write(at.0, at.1, cell.as_str()).unwrap()),
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// A file as office programs pack it.
pub fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The content of an ODS with these rows.
pub fn ods_of(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Sheet1">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let manifest = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    packed(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ])
}

/// As an ODS, with the empty cells and rows that office programs add.
pub fn ods(cells: &Cells) -> Vec<u8> {
    let mut rows = String::new();
    for row in cells {
        rows.push_str("<table:table-row>");
        for cell in row {
            let text = cell.replace('&', "&amp;").replace('<', "&lt;");
            match cell.parse::<f64>() {
                Ok(_) => rows.push_str(&format!(r#"<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>"#)),
                Err(_) => rows.push_str(&format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)),
            }
        }
        rows.push_str(
            r#"<table:table-cell table:number-columns-repeated="16000"/></table:table-row>"#,
        );
    }
    rows.push_str(r#"<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#);
    ods_of(&rows)
}
