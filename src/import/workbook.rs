//! Workbooks: XLSX and ODS, sheet by sheet. What they unpack to is measured before anything is read
//! into memory.

use std::io::{self, BufReader, Cursor, Read, Seek};
use std::sync::Arc;

use calamine::{Data, Ods, Reader, SheetType, SheetVisible, Xlsx};
use zip::ZipArchive;

use super::repeats;
use super::table::{Cell, Row, Table, tidy};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, SourceFile};
use crate::limits::Limit;
use crate::source::characters::unprintable;

/// What begins a file of the kind that workbooks are packed in.
pub(super) const PACKED: &[u8] = b"PK\x03\x04";
/// What begins workbooks of older programs, and those that ask for a password.
pub(super) const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// A value with its row and column.
type Placed = (u32, u32, String);
/// A sheet by its name.
type Sheet = (String, Vec<Placed>);

/// The sheets of a workbook, without hidden ones unless `wanted` names one.
pub(super) fn read(
    path: &str,
    bytes: &[u8],
    wanted: Option<&str>,
    d: &Diagnostics,
) -> Checked<Vec<Table>> {
    let broken = |why: String| {
        d.report(
            Diagnostic::error(format!("cannot read the workbook `{path}`: {why}"))
                .about(path)
                .hint("open it in a spreadsheet program and save it anew, or as CSV"),
        )
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(e.to_string()))?;
    let unpacked = match unpacked(&mut archive, d.limits().get(Limit::ImportSize)) {
        Ok(Some(kind)) => kind,
        Ok(None) => return Err(too_much(path, Limit::ImportSize, d)),
        Err(error) => return Err(broken(error.to_string())),
    };
    let cells = d.limits().count(Limit::ImportCells);
    let sheets = match unpacked {
        Kind::Ods => {
            let size = d.limits().count(Limit::ImportSize);
            let content = archive.by_name("content.xml");
            let content = content.map_err(|e| broken(e.to_string()))?;
            match repeats::fits(BufReader::new(content), cells, size) {
                Ok(true) => ods(bytes, wanted).map_err(broken)?,
                Ok(false) => return Err(too_much(path, Limit::ImportCells, d)),
                Err(error) => return Err(broken(error)),
            }
        }
        Kind::Xlsx => match xlsx(bytes, wanted, cells).map_err(broken)? {
            Some(sheets) => sheets,
            None => return Err(too_much(path, Limit::ImportCells, d)),
        },
    };
    let tables = sheets
        .into_iter()
        .map(|(name, cells)| table(path, name, cells));
    Ok(tables.filter(|table| !table.rows.is_empty()).collect())
}

fn too_much(path: &str, limit: Limit, d: &Diagnostics) -> crate::diagnostic::Reported {
    let what = match limit {
        Limit::ImportSize => "unpacks to too much",
        _ => "has too many cells",
    };
    let error = Diagnostic::error(format!("`{path}` {what}")).about(path);
    d.report(error.hint(d.limits().hint(limit)))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Xlsx,
    Ods,
}

/// Unpacks everything into nothing; `None` if it is more than `most` bytes, whatever the archive says
/// of its sizes.
fn unpacked<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    most: u64,
) -> Result<Option<Kind>, zip::result::ZipError> {
    let mut left = most;
    let mut kind = Kind::Xlsx;
    for i in 0..archive.len() {
        let entry = archive.by_index(i)?;
        if entry.name()? == "content.xml" {
            kind = Kind::Ods;
        }
        let counted = io::copy(&mut entry.take(left.saturating_add(1)), &mut io::sink())?;
        left = match left.checked_sub(counted) {
            Some(left) => left,
            None => return Ok(None),
        };
    }
    // calamine makes room for as many texts as this says.
    if let Ok(texts) = archive.by_name("xl/sharedStrings.xml") {
        let mut head = Vec::new();
        texts.take(4096).read_to_end(&mut head)?;
        let head = String::from_utf8_lossy(&head);
        let count = head.split("uniqueCount=").nth(1).unwrap_or_default();
        let digits = count.get(1..).unwrap_or_default();
        let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
        let count = digits.parse::<u64>().unwrap_or(u64::MAX);
        if !digits.is_empty() && count > most {
            return Ok(None);
        }
    }
    Ok(Some(kind))
}

fn is_wanted(name: &str, visible: SheetVisible, wanted: Option<&str>) -> bool {
    visible == SheetVisible::Visible || wanted == Some(name)
}

/// The sheets of an XLSX; `None` if they have more than `most` cells.
fn xlsx(bytes: &[u8], wanted: Option<&str>, most: usize) -> Result<Option<Vec<Sheet>>, String> {
    let say = |error: calamine::XlsxError| error.to_string();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(say)?;
    let sheets = book.sheets_metadata().to_vec();
    let mut left = most;
    let mut read = Vec::new();
    for sheet in sheets {
        if sheet.typ != SheetType::WorkSheet || !is_wanted(&sheet.name, sheet.visible, wanted) {
            continue;
        }
        let mut cells = Vec::new();
        let mut reader = book.worksheet_cells_reader(&sheet.name).map_err(say)?;
        while let Some(cell) = reader.next_cell().map_err(say)? {
            left = match left.checked_sub(1) {
                Some(left) => left,
                None => return Ok(None),
            };
            let (row, column) = cell.get_position();
            cells.push((row, column, text(&Data::from(cell.get_value().clone()))));
        }
        read.push((sheet.name, cells));
    }
    Ok(Some(read))
}

/// The sheets of an ODS.
fn ods(bytes: &[u8], wanted: Option<&str>) -> Result<Vec<Sheet>, String> {
    let say = |error: calamine::OdsError| error.to_string();
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(say)?;
    let sheets = book.sheets_metadata().to_vec();
    let mut read = Vec::new();
    for sheet in sheets {
        if !is_wanted(&sheet.name, sheet.visible, wanted) {
            continue;
        }
        let range = book.worksheet_range(&sheet.name).map_err(say)?;
        let (row, column) = range.start().unwrap_or_default();
        let at = |n: usize, from: u32| from.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        let cells = range.used_cells();
        let cells = cells.map(|(r, c, value)| (at(r, row), at(c, column), text(value)));
        read.push((sheet.name, cells.collect()));
    }
    Ok(read)
}

/// A value as a person sees it.
fn text(value: &Data) -> String {
    match value {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number_text(*number),
        Data::String(text) => tidy(text),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) | Data::DurationIso(text) => tidy(text),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

/// A number in the digits that were meant: without the noise of the computer's fractions, which
/// formulas leave in the sixteenth digit, and numbers of half the length in the eighth.
pub(super) fn number_text(number: f64) -> String {
    let half = number as f32;
    let shortest = number.to_string();
    if f64::from(half) == number && shortest.len() > 10 {
        return half.to_string();
    }
    let clean = format!("{number:.14e}").parse::<f64>();
    clean.map_or(shortest, |clean| clean.to_string())
}

/// The rows written out, so that each stands on the line of its number.
fn table(path: &str, sheet: String, mut cells: Vec<Placed>) -> Table {
    cells.sort_by_key(|(row, column, _)| (*row, *column));
    let mut text = String::new();
    let mut rows: Vec<Row> = Vec::new();
    let mut line = 0;
    for (row, column, value) in cells {
        let value: String = value.chars().filter(|c| !unprintable(*c)).collect();
        let value = tidy(&value);
        if value.is_empty() {
            continue;
        }
        let is_new = rows.is_empty() || row > line;
        if is_new {
            text.extend(std::iter::repeat_n('\n', (row - line) as usize));
            line = row;
            rows.push(Row::default());
        } else {
            text.push_str(" | ");
        }
        let start = text.len();
        text.push_str(&value);
        let Some(own) = rows.last_mut() else { continue };
        if is_new {
            own.span.start = start;
        }
        own.span.end = text.len();
        own.cells.push(Cell {
            column: column as usize,
            text: value,
            span: start..text.len(),
        });
    }
    Table {
        file: Arc::new(SourceFile {
            path: format!("{path} [{sheet}]"),
            text,
        }),
        sheet: Some(sheet),
        delimiter: None,
        rows,
        assumed: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_that_were_meant() {
        for (number, wanted) in [
            (0.6811, "0.6811"),
            (1.1 - 0.419, "0.681"),
            (0.1 + 0.2, "0.3"),
            (f64::from(0.6811_f32), "0.6811"),
            (2024.0, "2024"),
            (1.0 / 3.0, "0.333333333333333"),
            (0.5, "0.5"),
            (1e300, &1e300.to_string()),
        ] {
            assert_eq!(number_text(number), wanted);
        }
    }

    #[test]
    fn rows_stand_on_the_lines_of_their_numbers() {
        let cells = [(4, 1, "b"), (2, 0, "a"), (2, 3, "c")];
        let cells = cells.map(|(r, c, t)| (r, c, t.to_owned()));
        let table = table("x.xlsx", "S".to_owned(), cells.to_vec());
        assert_eq!(table.file.text, "\n\na | c\n\nb");
        let lines: Vec<usize> = table.rows.iter().map(|r| table.line(&r.span)).collect();
        assert_eq!(lines, [3, 5]);
        assert_eq!(table.rows[0].cell(3).map(|c| c.text.as_str()), Some("c"));
    }
}
