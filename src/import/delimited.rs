//! Text files with a delimiter: the encoding, the delimiter, the records with their places.

use std::ops::Range;
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::table::{Cell, Row, Table, tidy};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place, SourceFile};
use crate::limits::Limit;
use crate::source::characters::{refused_at, unprintable};

/// The delimiters that are looked for, the likelier first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Records by which a delimiter is told.
const LOOKED_AT: usize = 50;
/// Lines after which a quotation mark counts as never closed.
const LONGEST: usize = 100;

/// How an author says that a file is written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Written {
    pub(super) encoding: Option<&'static Encoding>,
    pub(super) delimiter: Option<u8>,
}

/// Reads a text file; `path` is what messages show.
pub(super) fn read(path: &str, bytes: &[u8], written: Written, d: &Diagnostics) -> Checked<Table> {
    let (encoding, told) = encoding(bytes, written.encoding);
    // A byte order mark wins over what anybody says.
    let (text, actual, broken) = encoding.decode(bytes);
    let mut assumed = Vec::new();
    if !told && actual == encoding && encoding != UTF_8 {
        assumed.push(format!("read as {}", encoding.name()));
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let file = Arc::new(SourceFile {
        path: path.to_owned(),
        text,
    });
    let hint = "is it a table? For another encoding write `encoding: …` in the map of the columns";
    if let Some((at, c)) = file.text.char_indices().find(|(_, c)| unprintable(*c)) {
        let refused = refused_at(c, Place::new(&file, at..at + c.len_utf8()));
        return Err(d.report(shown_in_short(refused, &file).hint(hint)));
    }
    if broken {
        let at = file.text.find('\u{fffd}').unwrap_or_default();
        return Err(d.report(
            Diagnostic::error(format!("this is no text in {}", actual.name()))
                .at(Place::new(&file, at..at))
                .hint(hint),
        ));
    }
    let delimiter = written.delimiter.unwrap_or_else(|| sniff(&file.text));
    let rows = rows(&file, delimiter, d)?;
    Ok(Table {
        file,
        sheet: None,
        delimiter: Some(delimiter),
        rows,
        assumed,
    })
}

/// What is no text has no lines worth showing.
fn shown_in_short(refused: Diagnostic, file: &SourceFile) -> Diagnostic {
    match file.text.contains('\0') {
        true => Diagnostic::error(format!(
            "`{}` is neither a text file nor a workbook (.xlsx, .ods)",
            file.path
        ))
        .about(file.path.as_str()),
        false => refused,
    }
}

/// The encoding, and whether it is certain.
fn encoding(bytes: &[u8], told: Option<&'static Encoding>) -> (&'static Encoding, bool) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, true);
    }
    if let Some(told) = told {
        return (told, true);
    }
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |from: usize| {
        head.iter()
            .skip(from)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    // Digits and delimiters have a zero byte in UTF-16, whatever the letters are.
    if even + odd > head.len() / 20 {
        match (even * 10 < odd, odd * 10 < even) {
            (true, _) => return (UTF_16LE, false),
            (_, true) => return (UTF_16BE, false),
            _ => return (UTF_8, false),
        }
    }
    if std::str::from_utf8(bytes).is_ok() {
        return (UTF_8, true);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    (detector.guess(None, chardetng::Utf8Detection::Deny), false)
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// The delimiter by which the first records have the same number of cells, and most of them.
fn sniff(text: &str) -> u8 {
    let score = |delimiter: u8| {
        let records = reader(text, delimiter).into_records().take(LOOKED_AT);
        let widths: Vec<usize> = records.flatten().map(|r| r.len()).collect();
        let widest = widths.iter().copied().max().unwrap_or(1);
        let mode = (2..=widest.min(1000))
            .map(|width| (widths.iter().filter(|w| **w == width).count(), width))
            .max();
        // Alike records count more than many cells.
        mode.map_or((0, 0), |(alike, width)| (alike * 10 / widths.len(), width))
    };
    let mut best = (b',', (0, 0));
    for delimiter in DELIMITERS {
        let own = score(delimiter);
        if own > best.1 {
            best = (delimiter, own);
        }
    }
    best.0
}

fn rows(file: &Arc<SourceFile>, delimiter: u8, d: &Diagnostics) -> Checked<Vec<Row>> {
    let limits = d.limits();
    let mut rows = Vec::new();
    let mut left = limits.count(Limit::ImportCells);
    let mut reader = reader(&file.text, delimiter);
    let mut record = csv::StringRecord::new();
    loop {
        let start = usize::try_from(reader.position().byte()).unwrap_or_default();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(rows),
            Err(error) => {
                let place = Place::new(file, start..start);
                return Err(d.report(Diagnostic::error(error.to_string()).at(place)));
            }
        }
        let end = usize::try_from(reader.position().byte()).unwrap_or_default();
        let whole = file.text.get(start..end).unwrap_or_default();
        let blank = whole.len() - whole.trim_start_matches('\n').len();
        let (start, whole) = (start + blank, &whole[blank..]);
        if let Some(at) = unclosed(whole, delimiter) {
            let at = start + at;
            return Err(d.report(
                Diagnostic::error("this quotation mark is not closed")
                    .at(Place::new(file, at..at + 1))
                    .hint(
                        "close it behind the text of the cell; where the mark itself is meant, put the cell \
                         between marks and write it twice: `\"\"\"Old\"\" Town\"`",
                    ),
            ));
        }
        left = match left.checked_sub(record.len()) {
            Some(left) => left,
            None => {
                return Err(d.report(
                    Diagnostic::error(format!("`{}` has too many cells", file.path))
                        .about(file.path.as_str())
                        .hint(limits.hint(Limit::ImportCells)),
                ));
            }
        };
        let row = row(&record, start, whole);
        rows.extend(Some(row).filter(|row| !row.cells.is_empty()));
    }
}

/// Where a quotation opens that takes more than its cell: it ends with the file, after very many lines,
/// or on another line at a mark that opened a cell there.
fn unclosed(whole: &str, delimiter: u8) -> Option<usize> {
    let bytes = whole.as_bytes();
    let mut at = 0;
    let mut is_start = true;
    while at < bytes.len() {
        if !(is_start && bytes[at] == b'"') {
            is_start = bytes[at] == delimiter;
            at += 1;
            continue;
        }
        let open = at;
        at += 1;
        loop {
            match (bytes.get(at), bytes.get(at + 1)) {
                (None, _) => return Some(open),
                (Some(b'"'), Some(b'"')) => at += 2,
                (Some(b'"'), _) => break,
                _ => at += 1,
            }
        }
        at += 1;
        let lines = whole[open..at].matches('\n').count();
        let behind = whole[at..].trim_start_matches(' ').bytes().next();
        let is_end = behind.is_none_or(|b| b == delimiter || b == b'\n');
        if lines > LONGEST || (lines > 0 && !is_end) {
            return Some(open);
        }
        is_start = false;
    }
    None
}

/// The cells of a record with their places, which are found by what they hold, one after the other.
fn row(record: &csv::StringRecord, start: usize, whole: &str) -> Row {
    let mut from = 0;
    let mut cells = Vec::new();
    for (column, field) in record.iter().enumerate() {
        let text = tidy(field);
        if text.is_empty() {
            continue;
        }
        let quoted = field.trim().replace('"', "\"\"");
        let found = whole[from..]
            .find(field.trim())
            .map(|at| (at, field.trim().len()))
            .or_else(|| whole[from..].find(&quoted).map(|at| (at, quoted.len())));
        let span: Range<usize> = match found {
            Some((at, length)) => {
                let at = from + at;
                from = at + length;
                start + at..start + at + length
            }
            None => start..start + whole.trim_end().len(),
        };
        cells.push(Cell { column, text, span });
    }
    Row {
        cells,
        width: Some(record.len()),
        span: start..start + whole.trim_end().len(),
    }
}
