//! Swarms of dots, a row for each series.

use std::cmp::Ordering;

use super::keys::{AXIS, REFERENCES};
use super::{Build, ChartKind, PLAIN, plain};
use crate::chart::Graphic;
use crate::chart::spec::{Dot, Label, Strip, Swarm};

pub(super) static KIND: ChartKind = ChartKind {
    name: "strip",
    about: "dots × rows; those in `highlight` are named",
    keys: &[AXIS, REFERENCES],
    read: |_, _| plain(|b| Ok(strip(b))),
    ..PLAIN
};

fn strip(b: &Build<'_>) -> Graphic {
    // There is room above a swarm for names of any length.
    let labels: Vec<Label> = b.labels().into_iter().map(Label::without_short).collect();
    let rows = b.series().into_iter().map(|row| {
        let dots = labels.iter().zip(row.values).map(|(label, value)| Dot {
            label: label.clone(),
            value,
        });
        let mut dots: Vec<Dot> = dots.collect();
        // A distribution is read from its upper end, in the table too.
        dots.sort_by(|a, b| b.value.partial_cmp(&a.value).unwrap_or(Ordering::Equal));
        Swarm {
            label: Label::new(row.name),
            dots,
        }
    });
    Graphic::Strip(Strip {
        rows: rows.collect(),
        format: b.format(),
        range: b.range(),
        references: b.references(),
    })
}
