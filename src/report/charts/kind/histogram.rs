//! How many values lie between round numbers, or between those that are declared.

use super::{Build, Kind, PLAIN};
use crate::chart::Kind as Drawn;
use crate::chart::spec::{Histogram, Num};
use crate::diagnostic::Checked;

pub(super) static KIND: Kind = Kind {
    name: "histogram",
    keys: &["edges", "references"],
    build: histogram,
    ..PLAIN
};

fn histogram(b: &Build<'_>) -> Checked<Drawn> {
    let values: Vec<Num> = b
        .matrix
        .values
        .iter()
        .flatten()
        .flatten()
        .copied()
        .collect();
    let edges: Vec<Num> = b
        .declaration
        .edges
        .iter()
        .copied()
        .filter_map(Num::new)
        .collect();
    if let (Some(first), Some(last)) = (edges.first(), edges.last()) {
        let outside = values.iter().filter(|v| *v < first || *v > last).count();
        if outside > 0 {
            return Err(b.refuse(format!(
                "{outside} values lie outside the `edges` of this histogram"
            )));
        }
    }
    Ok(Drawn::Histogram(Histogram {
        values,
        edges,
        format: b.format(),
        references: b.references(),
    }))
}
