//! Bars, lying or standing, grouped or on top of each other.

use std::sync::Arc;

use super::{Build, ChartKind, Options, PLAIN};
use crate::chart::Graphic;
use crate::chart::spec::{Bars, Direction, Meaning, Palette, Stacking};
use crate::diagnostic::{Checked, Diagnostics};
use crate::schema::{Key, Shape};
use crate::source::node::Fields;

pub(super) static BARS: ChartKind = ChartKind {
    name: "bars",
    about: "horizontal bars: anything × series",
    keys: &[STACK],
    read: |fields, d| read(Direction::Horizontal, fields, d),
    ..PLAIN
};

pub(super) static COLUMNS: ChartKind = ChartKind {
    name: "columns",
    about: "vertical bars: anything × series",
    keys: &[STACK],
    read: |fields, d| read(Direction::Vertical, fields, d),
    ..PLAIN
};

const STACK: Key = Key::new(
    "stack",
    Shape::Choice(&[
        ("sum", "the series on top of each other"),
        ("share", "as shares of their sum"),
    ]),
    "share",
    "Whether the series stand on top of each other.",
)
.also(&["stacked"]);

#[derive(Debug)]
struct BarsOptions {
    direction: Direction,
    /// Bars on top of each other.
    stack: Option<Stacking>,
}

fn read(
    direction: Direction,
    fields: &mut Fields<'_>,
    d: &Diagnostics,
) -> Checked<Arc<dyn Options>> {
    let stack = fields.optional("stack", |n| {
        n.choice(
            d,
            &[("sum", Stacking::Stacked), ("share", Stacking::Shares)],
        )
    });
    Ok(Arc::new(BarsOptions {
        direction,
        stack: stack?,
    }))
}

impl Options for BarsOptions {
    fn build(&self, b: &Build<'_>) -> Checked<Graphic> {
        let series = b.series();
        let plain = series.iter().all(|s| s.meaning == Meaning::Other);
        Ok(Graphic::Bars(Bars {
            direction: self.direction,
            stacking: self.stack.unwrap_or(Stacking::Grouped),
            palette: if plain && self.stack.is_some() {
                Palette::Falling
            } else {
                Palette::Inks
            },
            sequence: b.years().is_some(),
            items: b.labels(),
            series,
            format: b.format(),
        }))
    }
}
