//! From low to high, with the middle marked.

use super::{Build, ChartKind, PLAIN, plain};
use crate::chart::Graphic;
use crate::chart::spec::{Interval, Intervals};
use crate::diagnostic::Checked;

pub(super) static KIND: ChartKind = ChartKind {
    name: "intervals",
    about: "anything × three series: low, middle, high",
    series: Some(&["low", "middle", "high"]),
    read: |_, _| plain(intervals),
    ..PLAIN
};

fn intervals(b: &Build<'_>) -> Checked<Graphic> {
    let series = b.series();
    let [low, middle, high] = series.as_slice() else {
        return Err(b.wrong_series());
    };
    let items = b.labels().into_iter().enumerate();
    let items = items.map(|(i, label)| Interval {
        label,
        low: low.values[i],
        middle: middle.values[i],
        high: high.values[i],
    });
    Ok(Graphic::Intervals(Intervals {
        items: items.collect(),
        format: b.format(),
    }))
}
