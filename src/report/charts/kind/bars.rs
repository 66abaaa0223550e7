//! Bars, lying or standing, grouped or on top of each other.

use super::{Build, Kind, PLAIN};
use crate::chart::Kind as Drawn;
use crate::chart::spec::{Bars, Direction, Palette, Stacking};

pub(super) static BARS: Kind = Kind {
    name: "bars",
    keys: &["stack"],
    build: |b| Ok(bars(b, Direction::Horizontal)),
    ..PLAIN
};

pub(super) static COLUMNS: Kind = Kind {
    name: "columns",
    keys: &["stack"],
    build: |b| Ok(bars(b, Direction::Vertical)),
    ..PLAIN
};

fn bars(b: &Build<'_>, direction: Direction) -> Drawn {
    let stack = b.declaration.stack;
    Drawn::Bars(Bars {
        direction,
        stacking: stack.unwrap_or(Stacking::Grouped),
        palette: if stack.is_some() {
            Palette::Falling
        } else {
            Palette::Inks
        },
        sequence: b.years().is_some(),
        items: b.labels(),
        series: b.series(),
        format: b.format(),
    })
}
