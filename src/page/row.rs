//! How the charts of a page stand beside each other on wide screens.

use serde::Serialize;

/// How much of a row a chart has.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Row {
    /// All of it, with its words beside the drawing.
    Whole,
    /// Half of it.
    Half,
}

/// A chart among those of a page.
#[derive(Clone, Debug, Serialize)]
pub struct InRow {
    id: String,
    row: Row,
}

/// Charts by their ids in their rows. A half without a neighbour becomes a whole here and not by the
/// style sheet, which would see the last one change while a page comes in.
pub(super) fn arranged(charts: impl Iterator<Item = (String, Row)>) -> Vec<InRow> {
    let mut rows: Vec<InRow> = charts.map(|(id, row)| InRow { id, row }).collect();
    let halves = rows.iter_mut().filter(|shown| shown.row == Row::Half);
    let halves: Vec<_> = halves.collect();
    if halves.len() % 2 == 1
        && let Some(last) = halves.into_iter().next_back()
    {
        last.row = Row::Whole;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::Row::{Half, Whole};
    use super::*;

    #[test]
    fn a_half_without_a_neighbour_is_a_whole() {
        for (given, wanted) in [
            (vec![], vec![]),
            (vec![Half], vec![Whole]),
            (vec![Half, Whole, Half], vec![Half, Whole, Half]),
            (
                vec![Half, Half, Half, Whole],
                vec![Half, Half, Whole, Whole],
            ),
        ] {
            let rows = arranged(given.into_iter().map(|row| (String::new(), row)));
            let rows: Vec<Row> = rows.into_iter().map(|shown| shown.row).collect();
            assert_eq!(rows, wanted);
        }
    }
}
