//! The data as a workbook: a sheet of notes in each language, the columns, the panel.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::table::{Table, Value};

/// A sheet.
#[derive(Debug)]
pub enum Sheet<'t> {
    /// Paragraphs, one below the other; the first is a title.
    Notes(String, Vec<String>),
    /// Rows of texts, the first with the heads.
    Texts(String, Vec<Vec<String>>),
    Table(String, &'t Table),
}

/// The day that the file bears: the same input gives the same bytes.
const DAY: (u16, u8, u8) = (2000, 1, 1);

/// The workbook with its sheets.
///
/// # Errors
/// What the format cannot hold: more rows or longer texts than it has room for.
pub fn workbook(title: &str, sheets: &[Sheet<'_>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let day = ExcelDateTime::from_ymd(DAY.0, DAY.1, DAY.2)?;
    book.set_properties(
        &DocProperties::new()
            .set_title(title)
            .set_creation_datetime(&day),
    );
    let head = Format::new().set_bold();
    for sheet in sheets {
        match sheet {
            Sheet::Notes(name, paragraphs) => {
                let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
                let page = book.add_worksheet().set_name(name)?;
                page.set_column_width(0, 100)?;
                for (row, text) in (0_u32..).zip(paragraphs) {
                    let format = if row == 0 { &head } else { &wrapped };
                    page.write_string_with_format(row, 0, text, format)?;
                }
            }
            Sheet::Texts(name, rows) => {
                let page = book.add_worksheet().set_name(name)?;
                for (row, texts) in (0_u32..).zip(rows) {
                    for (column, text) in (0_u16..).zip(texts) {
                        match row {
                            0 => page.write_string_with_format(row, column, text, &head)?,
                            _ => page.write_string(row, column, text)?,
                        };
                    }
                }
                page.set_freeze_panes(1, 0)?;
            }
            Sheet::Table(name, table) => {
                let page = book.add_worksheet().set_name(name)?;
                write_table(page, table, &head)?;
            }
        }
    }
    book.save_to_buffer()
}

/// Texts are written as texts, so no cell is run as a formula.
fn write_table(page: &mut Worksheet, table: &Table, head: &Format) -> Result<(), XlsxError> {
    for (column, described) in (0_u16..).zip(&table.columns) {
        page.write_string_with_format(0, column, &described.name, head)?;
    }
    for (row, values) in (1_u32..).zip(&table.rows) {
        for (column, value) in (0_u16..).zip(values) {
            match value {
                Value::Text(text) => page.write_string(row, column, text)?,
                Value::Number(number) => page.write_number(row, column, *number)?,
                Value::Whole(number) => page.write_number(row, column, *number as f64)?,
                Value::Bool(value) => page.write_boolean(row, column, *value)?,
                Value::Missing => continue,
            };
        }
    }
    page.set_freeze_panes(1, 0)?;
    let (rows, columns) = (table.rows.len(), table.columns.len());
    if let (Ok(last), Ok(columns)) = (u32::try_from(rows), u16::try_from(columns)) {
        page.autofilter(0, 0, last, columns.saturating_sub(1))?;
    }
    Ok(())
}
