//! How many values lie between round numbers, or between those that are declared.

use std::sync::Arc;

use super::keys::REFERENCES;
use super::{Build, ChartKind, Options, PLAIN};
use crate::chart::Graphic;
use crate::chart::spec::{Histogram, Num};
use crate::diagnostic::{Checked, Diagnostics};
use crate::report::charts::read::rising;
use crate::schema::{Key, NUMBER, Shape};
use crate::source::node::Fields;

pub(super) static KIND: ChartKind = ChartKind {
    name: "histogram",
    about: "how values are spread: values × one series",
    keys: &[EDGES, REFERENCES],
    read,
    ..PLAIN
};

const EDGES: Key = Key::new(
    "edges",
    Shape::List(&NUMBER, 2, MOST_EDGES),
    "[0, 0.25, 0.5, 1]",
    "Where the bins begin and end, rising.",
)
.also(&["bins"]);

const MOST_EDGES: usize = 50;

#[derive(Debug)]
struct HistogramOptions {
    /// Where the bins begin and end, rising; empty where round numbers do.
    edges: Vec<f64>,
}

fn read(fields: &mut Fields<'_>, d: &Diagnostics) -> Checked<Arc<dyn Options>> {
    let edges = fields.optional("edges", |n| {
        let edges = n.list(d, |n| n.number(d))?;
        if edges.len() < 2 || !rising(&edges) || edges.len() > MOST_EDGES {
            let message = format!("edges are 2 to {MOST_EDGES} numbers, rising");
            return Err(n.error(d, message));
        }
        Ok(edges)
    });
    Ok(Arc::new(HistogramOptions {
        edges: edges?.unwrap_or_default(),
    }))
}

impl Options for HistogramOptions {
    fn build(&self, b: &Build<'_>) -> Checked<Graphic> {
        histogram(b, &self.edges)
    }
}

fn histogram(b: &Build<'_>, edges: &[f64]) -> Checked<Graphic> {
    let values: Vec<Num> = b
        .matrix
        .values
        .iter()
        .flatten()
        .flatten()
        .copied()
        .collect();
    let edges: Vec<Num> = edges.iter().copied().filter_map(Num::new).collect();
    if let (Some(first), Some(last)) = (edges.first(), edges.last()) {
        let outside = values.iter().filter(|v| *v < first || *v > last).count();
        if outside > 0 {
            return Err(b.refuse(format!(
                "{outside} values lie outside the `edges` of this histogram"
            )));
        }
    }
    Ok(Graphic::Histogram(Histogram {
        values,
        edges,
        format: b.format(),
        references: b.references(),
    }))
}
