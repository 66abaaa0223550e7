//! Lines over editions, on a page or no higher than a word.

use super::{Build, Kind, PLAIN};
use crate::chart::Kind as Drawn;
use crate::chart::spec::Line;
use crate::diagnostic::Checked;
use crate::expression::Placing;

pub(super) static LINE: Kind = Kind {
    name: "line",
    keys: &["axis", "breaks", "from-zero"],
    in_time: true,
    build: line,
    ..PLAIN
};

/// Its numbers are those of a line.
pub(super) static SPARKLINE: Kind = Kind {
    name: "sparkline",
    in_time: true,
    placing: Placing::Word,
    build: line,
    ..PLAIN
};

fn line(b: &Build<'_>) -> Checked<Drawn> {
    Ok(Drawn::Line(Line {
        editions: b.need_years()?,
        series: b.series(),
        breaks: b.breaks(),
        format: b.format(),
        from_zero: b.declaration.from_zero,
        range: b.range(),
    }))
}
