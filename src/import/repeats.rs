//! How much the repetitions of an ODS stand for: a cell may stand for 16 384, and a row for a
//! million, in a few bytes.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Whether all sheets together have at most `cells` cells, as calamine lays them out (the widest row
/// times the rows down to the last that holds something), and at most `size` bytes in them.
pub(super) fn fits(content: impl BufRead, cells: usize, size: usize) -> Result<bool, String> {
    let mut reader = Reader::from_reader(content);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    let mut sheet = Sheet::default();
    let (mut all, mut bytes) = (0_usize, 0_usize);
    let mut buffer = Vec::new();
    loop {
        let event = reader.read_event_into(&mut buffer);
        match event.map_err(|e| e.to_string())? {
            Event::Start(e) => match e.name().as_ref() {
                "table:table" => sheet = Sheet::default(),
                "table:table-row" => sheet.row(repeated(&e, "table:number-rows-repeated")),
                "table:table-cell" | "table:covered-table-cell" => {
                    let times = repeated(&e, "table:number-columns-repeated");
                    let holds = e.attributes().flatten().any(|a| {
                        let key: &str = a.key.as_ref();
                        key.starts_with("office:") || key == "table:formula"
                    });
                    sheet.cell(times, holds, e.len());
                }
                _ => {}
            },
            Event::Text(text) => sheet.text(text.len()),
            Event::End(e) if e.name().as_ref() == "table:table-row" => sheet.end_row(),
            Event::End(e) if e.name().as_ref() == "table:table" => {
                all = all.saturating_add(sheet.rows.saturating_mul(sheet.width));
                bytes = bytes.saturating_add(sheet.bytes);
            }
            Event::Eof => return Ok(true),
            _ => {}
        }
        if all.max(sheet.rows.saturating_mul(sheet.width)) > cells
            || bytes.saturating_add(sheet.bytes) > size
        {
            return Ok(false);
        }
        buffer.clear();
    }
}

fn repeated(element: &BytesStart<'_>, name: &str) -> usize {
    let found = element
        .attributes()
        .flatten()
        .find(|a| a.key.as_ref() == name);
    let times = found.and_then(|a| a.value.trim().parse::<usize>().ok());
    times.unwrap_or(1)
}

/// What is known of a sheet so far.
#[derive(Debug, Default)]
struct Sheet {
    /// Down to the last row that holds something.
    rows: usize,
    /// To the last cell of any row that holds something.
    width: usize,
    bytes: usize,
    /// Rows behind `rows`, the present one among them.
    pending: usize,
    times: usize,
    /// Of the present row: cells, and those up to the last that holds something.
    cells: usize,
    held: usize,
    /// Of the present cell.
    cell_times: usize,
    holds: bool,
}

impl Sheet {
    fn row(&mut self, times: usize) {
        self.times = times;
        (self.cells, self.held, self.holds) = (0, 0, false);
    }

    fn cell(&mut self, times: usize, holds: bool, length: usize) {
        self.cells = self.cells.saturating_add(times);
        self.cell_times = times;
        self.holds = holds;
        if holds {
            self.held = self.cells;
            self.text(length);
        }
    }

    fn text(&mut self, length: usize) {
        if self.holds {
            let times = self.cell_times.saturating_mul(self.times.max(1));
            self.bytes = self.bytes.saturating_add(length.saturating_mul(times));
        }
    }

    fn end_row(&mut self) {
        self.pending = self.pending.saturating_add(self.times);
        if self.held > 0 {
            self.rows = self.rows.saturating_add(self.pending);
            self.pending = 0;
            self.width = self.width.max(self.held);
        }
        self.holds = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &str) -> String {
        format!("<x><table:table table:name=\"a\">{rows}</table:table></x>")
    }

    #[test]
    fn empty_repetitions_at_the_end_count_nothing_and_others_do() {
        let ends = r#"<table:table-row><table:table-cell office:value="1"/><table:table-cell table:number-columns-repeated="16383"/></table:table-row><table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
        assert_eq!(fits(sheet(ends).as_bytes(), 10, 10_000), Ok(true));
        let wide = r#"<table:table-row table:number-rows-repeated="1000"><table:table-cell office:value="1" table:number-columns-repeated="16384"/></table:table-row>"#;
        assert_eq!(
            fits(sheet(wide).as_bytes(), 1_000_000, usize::MAX),
            Ok(false)
        );
        let far = r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="16000"/><table:table-cell office:value="1"/></table:table-row>"#;
        assert_eq!(
            fits(sheet(far).as_bytes(), 1_000_000, usize::MAX),
            Ok(false)
        );
        let long = format!(
            r#"<table:table-row><table:table-cell office:value-type="string" table:number-columns-repeated="16000"><text:p>{}</text:p></table:table-cell></table:table-row>"#,
            "x".repeat(5000)
        );
        assert_eq!(
            fits(sheet(&long).as_bytes(), 1_000_000, 64 << 20),
            Ok(false)
        );
    }
}
