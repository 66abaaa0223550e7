//! The numbers of a chart as a table: the page's table and the CSV come from the same data as
//! the drawing.

use super::kind;
use super::spec::{Chart, Format, Num};
use crate::lang::Lang;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A name or a class.
    Text(String),
    /// A number and how the page writes it.
    Number(Num, Format),
    /// No value.
    Missing,
}

impl Cell {
    pub(crate) fn number(value: Option<Num>, format: Format) -> Cell {
        value.map_or(Cell::Missing, |value| Cell::Number(value, format))
    }
}

/// The numbers of a chart: as many cells in each row as headers.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The language of its texts.
    pub lang: Lang,
    /// What is written where there is no value.
    pub missing: String,
    /// The heads of the columns; the first names what a row is about.
    pub headers: Vec<String>,
    /// The rows, in the drawing's order.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A cell as the page shows it.
    pub fn show(&self, cell: &Cell) -> String {
        match cell {
            Cell::Text(text) => text.clone(),
            Cell::Number(value, format) => format.write(self.lang, value.get()),
            Cell::Missing => self.missing.clone(),
        }
    }

    /// The table as CSV: UTF-8, lines ending in CR LF as RFC 4180 asks, numbers unrounded and
    /// without separators, an empty field where there is no value.
    pub fn csv(&self) -> String {
        let mut out = String::new();
        let headers = self.headers.iter().map(|header| quoted(header)).collect();
        push_line(&mut out, headers);
        for row in &self.rows {
            let fields = row.iter().map(|cell| match cell {
                Cell::Text(text) => quoted(text),
                Cell::Number(value, _) => value.get().to_string(),
                Cell::Missing => String::new(),
            });
            push_line(&mut out, fields.collect());
        }
        out
    }
}

fn push_line(out: &mut String, fields: Vec<String>) {
    out.push_str(&fields.join(","));
    out.push_str("\r\n");
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

impl Chart {
    /// The chart's numbers as a table.
    pub fn table(&self) -> Table {
        let (headers, rows) = kind::table(self);
        Table {
            lang: self.lang,
            missing: self.words.missing.clone(),
            headers,
            rows,
        }
    }
}
