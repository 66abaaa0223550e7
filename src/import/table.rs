//! A table as it stands in a file: rows of cells, each with its place in a text that can be shown.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Place, SourceFile};

/// A cell that holds something.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// The column, from 0.
    pub(super) column: usize,
    /// What it holds, with single blanks and none at its ends.
    pub(super) text: String,
    /// Where it stands in the text of the table.
    pub(super) span: Range<usize>,
}

/// A row; empty cells are left out.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// By column.
    pub(super) cells: Vec<Cell>,
    /// Where it stands.
    pub(super) span: Range<usize>,
    /// How many cells were written, empty ones too; in a workbook none is.
    pub(super) width: Option<usize>,
}

/// A table, or a sheet of a workbook.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// The file; of a sheet, its rows written out, so that their numbers are the lines'.
    pub(super) file: Arc<SourceFile>,
    /// The sheet's name.
    pub(super) sheet: Option<String>,
    /// Those that are not empty.
    pub(super) rows: Vec<Row>,
    /// What parts its cells, if it is a text.
    pub(super) delimiter: Option<u8>,
    /// What was assumed in reading it.
    pub(super) assumed: Vec<String>,
}

impl Row {
    /// The cell of a column, if it holds something.
    pub(super) fn cell(&self, column: usize) -> Option<&Cell> {
        let found = self.cells.binary_search_by_key(&column, |cell| cell.column);
        found.ok().map(|at| &self.cells[at])
    }
}

impl Table {
    /// The place of a row or cell.
    pub(super) fn place(&self, span: &Range<usize>) -> Place {
        Place::new(&self.file, span.clone())
    }

    /// The line of a row or cell, from 1.
    pub(super) fn line(&self, span: &Range<usize>) -> usize {
        self.place(span).line_column().0
    }
}

/// A text with single blanks between words: cells are padded, and broken over lines.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
