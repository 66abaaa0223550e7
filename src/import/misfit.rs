//! Why the columns of a table are not those of a map, in words.

use super::fold;
use super::map::{Header, Map};
use super::table::Table;
use crate::diagnostic::Diagnostic;

/// Why a map does not fit.
#[derive(Clone, Debug)]
pub(super) enum Misfit {
    /// Columns that the table has not.
    Missing(Vec<Header>),
    /// Two columns for one thing, by their spans in the table.
    Twice([usize; 2]),
}

/// So many names are listed.
const LISTED: usize = 30;

/// The first of many names, and how many more there are.
pub(super) fn some(names: &[String]) -> String {
    let shown = names[..names.len().min(LISTED)].join(", ");
    match names.len().checked_sub(LISTED) {
        Some(more @ 1..) => format!("{shown} and {more} more"),
        _ => shown,
    }
}

impl Misfit {
    /// What is wrong, of a map that was asked for.
    pub(super) fn diagnostics(&self, table: &Table, at: usize, map: &Map) -> Vec<Diagnostic> {
        let row = &table.rows[at];
        let all: Vec<String> = row.cells.iter().map(|c| format!("`{}`", c.text)).collect();
        let has = format!("the columns are {}", some(&all));
        match self {
            Misfit::Missing(missing) => {
                let one = |header: &Header| {
                    let names: Vec<&str> = header.names.iter().map(String::as_str).collect();
                    let error = Diagnostic::error(format!(
                        "`{}` has no column {}",
                        table.file.path,
                        crate::schema::listed(names)
                    ))
                    .about(table.file.path.as_str());
                    let error = match &header.place {
                        Some(place) => error.at(place.place()),
                        None => error,
                    };
                    error
                        .related(table.place(&row.span), "its columns")
                        .hint(has.clone())
                };
                missing.iter().map(one).collect()
            }
            Misfit::Twice(columns) => {
                let spans: Vec<_> = columns.iter().filter_map(|c| row.cell(*c)).collect();
                let [first, .., second] = spans.as_slice() else {
                    return Vec::new();
                };
                let message = match first.column == second.column {
                    true => format!("the column `{}` is asked for two things", first.text),
                    false => {
                        format!("two columns fit: `{}` and `{}`", first.text, second.text)
                    }
                };
                let one_name = fold::key(&first.text) == fold::key(&second.text);
                let hint = match map.root {
                    _ if one_name && first.column != second.column => {
                        "they have one name, so no map can tell them apart: rename or remove one of them in the table"
                    }
                    Some(_) => "say in the map which of them is meant",
                    None => "write a map that says which is meant: survey/import/NAME.yaml",
                };
                vec![
                    Diagnostic::error(message)
                        .at(table.place(&second.span))
                        .related(table.place(&first.span), "the other")
                        .hint(hint),
                ]
            }
        }
    }
}
