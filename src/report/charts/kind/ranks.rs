//! Ranks over editions, with an axis or with names at both ends.

use std::sync::Arc;

use super::keys::BREAKS;
use super::{Build, ChartKind, Options, PLAIN};
use crate::chart::Graphic;
use crate::chart::spec::Ranks;
use crate::diagnostic::{Checked, Diagnostics};
use crate::schema::{Key, Shape};
use crate::source::node::Fields;

pub(super) static RANKS: ChartKind = ChartKind {
    name: "ranks",
    about: "ranks over time, 1 on top: editions × series",
    keys: &[BREAKS, OF],
    in_time: true,
    function: "rank",
    read,
    ..PLAIN
};

pub(super) static BUMP: ChartKind = ChartKind {
    name: "bump",
    about: "as `ranks`, but the place of each among the others shown",
    keys: &[BREAKS],
    in_time: true,
    function: "rank",
    read: |_, _| {
        Ok(Arc::new(RanksOptions {
            bump: true,
            of: None,
        }))
    },
    ..PLAIN
};

const OF: Key = Key::new(
    "of",
    Shape::Whole(1, 100_000),
    "193",
    "How many are ranked: the axis ends there.",
);

#[derive(Debug)]
struct RanksOptions {
    bump: bool,
    /// How many are ranked.
    of: Option<u32>,
}

fn read(fields: &mut Fields<'_>, d: &Diagnostics) -> Checked<Arc<dyn Options>> {
    let of = fields.optional("of", |n| n.whole::<u32>(d))?;
    Ok(Arc::new(RanksOptions { bump: false, of }))
}

impl Options for RanksOptions {
    fn build(&self, b: &Build<'_>) -> Checked<Graphic> {
        Ok(Graphic::Ranks(Ranks {
            editions: b.need_years()?,
            series: b.series(),
            breaks: b.breaks(),
            of: self.of,
            bump: self.bump,
        }))
    }
}
