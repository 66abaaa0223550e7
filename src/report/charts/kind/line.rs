//! Lines over editions, on a page or no higher than a word.

use std::sync::Arc;

use super::keys::{AXIS, BREAKS, FROM_ZERO};
use super::{Build, ChartKind, Options, PLAIN};
use crate::chart::Graphic;
use crate::chart::spec::Line;
use crate::diagnostic::{Checked, Diagnostics};
use crate::expression::Placing;
use crate::source::node::Fields;

pub(super) static LINE: ChartKind = ChartKind {
    name: "line",
    about: "lines over time: editions or years × series",
    keys: &[AXIS, BREAKS, FROM_ZERO],
    in_time: true,
    read,
    ..PLAIN
};

/// Its numbers are those of a line.
pub(super) static SPARKLINE: ChartKind = ChartKind {
    name: "sparkline",
    about: "a line no higher than a word: editions × one series; placed inside a text with `{{ sparkline(id=\"…\") }}`",
    in_time: true,
    placing: Placing::Word,
    read: |_, _| Ok(Arc::new(LineOptions { from_zero: true })),
    ..PLAIN
};

#[derive(Debug)]
struct LineOptions {
    /// Whether the value axis begins at 0.
    from_zero: bool,
}

fn read(fields: &mut Fields<'_>, d: &Diagnostics) -> Checked<Arc<dyn Options>> {
    let from_zero = fields.optional("from-zero", |n| n.boolean(d))?;
    Ok(Arc::new(LineOptions {
        from_zero: from_zero.unwrap_or(true),
    }))
}

impl Options for LineOptions {
    fn build(&self, b: &Build<'_>) -> Checked<Graphic> {
        Ok(Graphic::Line(Line {
            editions: b.need_years()?,
            series: b.series(),
            breaks: b.breaks(),
            format: b.format(),
            from_zero: self.from_zero,
            range: b.range(),
        }))
    }
}
