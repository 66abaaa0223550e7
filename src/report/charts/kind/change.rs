//! Two values of each item: as two dots that are joined, or as a line from one date to the other.

use super::{Build, ChartKind, PLAIN, plain};
use crate::chart::Graphic;
use crate::chart::spec::{Change, Pair};
use crate::diagnostic::Checked;

pub(super) static DUMBBELL: ChartKind = ChartKind {
    name: "dumbbell",
    about: "two dots for each item: anything × two series",
    series: Some(&["from", "to"]),
    read: |_, _| plain(|b| change(b).map(Graphic::Dumbbell)),
    ..PLAIN
};

pub(super) static SLOPE: ChartKind = ChartKind {
    name: "slope",
    about: "a line for each item from one value to another: anything × two series",
    series: Some(&["from", "to"]),
    read: |_, _| plain(|b| change(b).map(Graphic::Slope)),
    ..PLAIN
};

fn change(b: &Build<'_>) -> Checked<Change> {
    let series = b.series();
    let [from, to] = series.as_slice() else {
        return Err(b.wrong_series());
    };
    let items = b.labels().into_iter().enumerate().map(|(i, label)| Pair {
        label,
        from: from.values[i],
        to: to.values[i],
    });
    Ok(Change {
        from: from.name.clone(),
        to: to.name.clone(),
        items: items.collect(),
        format: b.format(),
    })
}
