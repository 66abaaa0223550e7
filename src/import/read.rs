//! The file that is imported: what kind it is, and its tables.

use std::path::Path;

use super::delimited::{self, Written};
use super::table::Table;
use super::workbook;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics};
use crate::limits::Limit;
use crate::source::read::{Taken, take};

/// Reads the tables of a file: one of a text file, one for each sheet of a workbook.
pub(super) fn tables(
    path: &Path,
    written: Written,
    sheet: Option<&str>,
    d: &Diagnostics,
) -> Checked<Vec<Table>> {
    let shown = path.display().to_string();
    let refuse =
        |message: String, hint: String| Err(d.report(Diagnostic::error(message).hint(hint)));
    let bytes = match take(path, d.limits().get(Limit::ImportSize)) {
        Ok(Taken::Bytes(bytes)) => bytes,
        Ok(Taken::TooLarge) => {
            let hint = d.limits().hint(Limit::ImportSize);
            return refuse(format!("`{shown}` is too large"), hint);
        }
        Ok(Taken::Special) => {
            let hint = "name a file: .csv, .tsv, .xlsx or .ods".to_owned();
            return refuse(format!("`{shown}` is not a file"), hint);
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let hint = "look at its name and folder; a path is read from the folder in which the command runs";
            return refuse(format!("there is no file `{shown}`"), hint.to_owned());
        }
        Err(error) => {
            let hint = "name the file to import".to_owned();
            return refuse(format!("cannot read `{shown}`: {error}"), hint);
        }
    };
    if bytes.starts_with(workbook::COMPOUND) {
        let message =
            format!("`{shown}` is a workbook of an older kind, or needs a password to be opened");
        return refuse(
            message,
            "save it as .xlsx without a password, or as CSV".to_owned(),
        );
    }
    if bytes.starts_with(workbook::PACKED) {
        return workbook::read(&shown, &bytes, sheet, d);
    }
    delimited::read(&shown, &bytes, written, d).map(|table| vec![table])
}
