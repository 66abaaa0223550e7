//! The kinds of chart, a file each: the type that holds its data, its drawing, its table.

mod bars;
mod ink;
mod line;

pub use bars::{Bars, Direction, Palette, Stacking};
pub use line::{Break, Line};

use super::paper::Paper;
use super::spec::{Chart, DrawError, Series, Size};
use super::table::Cell;

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Bars, grouped or stacked.
    Bars(Bars),
    /// Lines over editions.
    Line(Line),
}

/// Heads and rows of a table.
type Rows = (Vec<String>, Vec<Vec<Cell>>);

pub(super) fn draw(chart: &Chart, size: Size) -> Result<Paper, DrawError> {
    let paper = Paper::new(chart.lang, size);
    match &chart.kind {
        Kind::Bars(bars) => bars.draw(chart, &paper)?,
        Kind::Line(line) => line.draw(&paper)?,
    }
    Ok(paper)
}

/// Checks that each series has a value (or `None`) per item, and that there is any at all.
fn check_series(series: &[Series], items: usize) -> Result<(), DrawError> {
    if let Some(ragged) = series.iter().find(|s| s.values.len() != items) {
        return Err(DrawError::Ragged(ragged.name.clone()));
    }
    if series.iter().all(|s| s.values.iter().all(Option::is_none)) {
        return Err(DrawError::Empty);
    }
    Ok(())
}

/// `name: value`, as the pointer shows a datum.
fn datum(names: &[&str], value: &str) -> String {
    let names: Vec<&str> = names.iter().copied().filter(|n| !n.is_empty()).collect();
    format!("{}: {value}", names.join(", "))
}
