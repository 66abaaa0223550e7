//! Ranks over editions, with an axis or with names at both ends.

use super::{Build, Kind, PLAIN};
use crate::chart::Kind as Drawn;
use crate::chart::spec::Ranks;
use crate::diagnostic::Checked;

pub(super) static RANKS: Kind = Kind {
    name: "ranks",
    keys: &["breaks", "of"],
    in_time: true,
    function: "rank",
    build: |b| ranks(b, false),
    ..PLAIN
};

pub(super) static BUMP: Kind = Kind {
    name: "bump",
    keys: &["breaks"],
    in_time: true,
    function: "rank",
    build: |b| ranks(b, true),
    ..PLAIN
};

fn ranks(b: &Build<'_>, bump: bool) -> Checked<Drawn> {
    Ok(Drawn::Ranks(Ranks {
        editions: b.need_years()?,
        series: b.series(),
        breaks: b.breaks(),
        of: b.declaration.of,
        bump,
    }))
}
