//! The numbers of a chart as a table: the page's table and the CSV come from the same data as
//! the drawing.

use super::spec::{Format, Num};
use crate::lang::{Lang, harmless, without_noise};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum TableCell {
    /// A name or a class.
    Text(String),
    /// A number and how the page writes it.
    Number(Num, Format),
    /// No value.
    Missing,
}

impl TableCell {
    pub(crate) fn number(value: Option<Num>, format: Format) -> TableCell {
        value
            .and_then(clean)
            .map_or(TableCell::Missing, |value| TableCell::Number(value, format))
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
    pub rows: Vec<Vec<TableCell>>,
}

impl Table {
    /// A cell as the page shows it.
    pub fn show(&self, cell: &TableCell) -> String {
        match cell {
            TableCell::Text(text) => text.clone(),
            TableCell::Number(value, format) => format.write(self.lang, value.get()),
            TableCell::Missing => self.missing.clone(),
        }
    }

    /// The table as CSV: UTF-8, lines ending in CR LF as RFC 4180 asks, numbers unrounded and
    /// without separators, an empty field where there is no value. A text that a spreadsheet would
    /// run as a formula begins with an apostrophe.
    pub fn csv(&self) -> String {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(Vec::new());
        let field = |cell: &TableCell| match cell {
            TableCell::Text(text) => harmless(text),
            TableCell::Number(value, _) => value.get().to_string(),
            TableCell::Missing => String::new(),
        };
        // Writing to memory cannot fail, nor can rows of any length be wrong.
        let _ = writer.write_record(self.headers.iter().map(|header| harmless(header)));
        for row in &self.rows {
            let _ = writer.write_record(row.iter().map(field));
        }
        let bytes = writer.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

/// As [`without_noise`].
fn clean(value: Num) -> Option<Num> {
    Num::new(without_noise(value.get()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_a_spreadsheet_would_run() {
        for text in [
            "=1+1",
            "+1 year",
            "-x",
            "@SUM(A1)",
            "\t=1",
            "\rx",
            "\nx",
            "  =1",
            "\u{3000}＝1",
            "\u{feff}=1",
            "\u{a0}=1",
            "＋1",
            "－x",
            "＠x",
            "-1+cmd|' /C calc'!A0",
            "--1",
        ] {
            assert_eq!(harmless(text), format!("'{text}"), "{text:?}");
        }
        for text in [
            "", "a=b", "−x", "'=1", "-0.5", "+1", "-12", "3-4", "（+）", "–",
        ] {
            assert_eq!(harmless(text), text, "{text:?}");
        }
    }

    #[test]
    fn numbers_have_no_noise() {
        for (value, written) in [
            (-0.006_100_000_000_000_031, "-0.0061"),
            (0.1 + 0.2 - 0.3, "0"),
            (-0.0, "0"),
            (-0.5, "-0.5"),
            (2.0 / 3.0, "0.6666666667"),
            (1_400_000_000.0, "1400000000"),
            (123_456_789_012_345.0, "123456789012345"),
            (123_456_789_012.345, "123456789000"),
            (0.000_012_345_678_9, "0.0000123457"),
        ] {
            let cell = TableCell::number(Num::new(value), Format::Plain);
            let TableCell::Number(number, _) = cell else {
                unreachable!("{value} is a number");
            };
            assert_eq!(number.get().to_string(), written);
        }
    }

    #[test]
    fn quoting() {
        let table = Table {
            lang: crate::lang::testing::en(),
            missing: "–".to_owned(),
            headers: vec!["a,b".to_owned(), "=c".to_owned()],
            rows: vec![
                vec![TableCell::Text("x\"y\nz".to_owned()), TableCell::Missing],
                vec![
                    TableCell::Text("-1".to_owned()),
                    TableCell::number(Num::new(-0.5), Format::Plain),
                ],
            ],
        };
        assert_eq!(table.csv(), "\"a,b\",'=c\r\n\"x\"\"y\nz\",\r\n-1,-0.5\r\n");
    }
}
