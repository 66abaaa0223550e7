//! The same small line chart for each series.

use std::sync::Arc;

use super::keys::{AXIS, BREAKS, FROM_ZERO};
use super::{Build, ChartKind, Options, PLAIN};
use crate::chart::Graphic;
use crate::chart::spec::{Multiples, Panel, Role};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, suggest};
use crate::report::wording::Text;
use crate::schema::{Key, Shape};
use crate::source::node::Fields;

pub(super) static KIND: ChartKind = ChartKind {
    name: "multiples",
    about: "a small line chart for each series: editions or years × series",
    keys: &[AXIS, BREAKS, FROM_ZERO, WITH],
    in_time: true,
    read,
    ..PLAIN
};

const WITH: Key = Key::new(
    "reference",
    Shape::Text,
    "world",
    "The id of the series that is drawn in every panel to compare with.",
);

#[derive(Debug)]
struct MultiplesOptions {
    /// Whether the value axis begins at 0.
    from_zero: bool,
    /// The id of the series that the others are compared with.
    reference: Option<Text>,
}

fn read(fields: &mut Fields<'_>, d: &Diagnostics) -> Checked<Arc<dyn Options>> {
    let from_zero = fields.optional("from-zero", |n| n.boolean(d));
    let reference = fields.optional("reference", |n| Text::read(n, d));
    Ok(Arc::new(MultiplesOptions {
        from_zero: from_zero?.unwrap_or(true),
        reference: reference?,
    }))
}

impl Options for MultiplesOptions {
    fn build(&self, b: &Build<'_>) -> Checked<Graphic> {
        multiples(b, self)
    }
}

fn multiples(b: &Build<'_>, own: &MultiplesOptions) -> Checked<Graphic> {
    let declared = &b.declaration.series;
    let at = match &own.reference {
        None => None,
        Some(text) => {
            let at = declared.iter().position(|e| e.id == text.text);
            Some(at.ok_or_else(|| {
                let ids = declared.iter().map(|e| e.id.as_str());
                b.d.report(
                    Diagnostic::error(format!("no series of this chart is `{}`", text.text))
                        .at(text.declared_at.place())
                        .maybe_hint(suggest(&text.text, ids)),
                )
            })?)
        }
    };
    let mut reference = at.map(|at| b.series().swap_remove(at));
    if let Some(series) = &mut reference {
        series.role = Role::Context;
    }
    let panels = declared.iter().zip(&b.matrix.values).enumerate();
    let panels = panels.filter(|(i, _)| Some(*i) != at);
    // A break is of the panel where it now stands.
    let mut breaks = b.breaks();
    if let Some(at) = at {
        for of in &mut breaks {
            of.series.retain(|k| *k != at);
            for k in of.series.iter_mut().filter(|k| **k > at) {
                *k -= 1;
            }
        }
        breaks.retain(|of| !of.series.is_empty());
    }
    Ok(Graphic::Multiples(Multiples {
        editions: b.need_years()?,
        panels: panels
            .map(|(_, (entry, values))| Panel {
                label: b.label(entry),
                values: values.clone(),
            })
            .collect(),
        breaks,
        reference,
        format: b.format(),
        range: b.range(),
        from_zero: own.from_zero,
    }))
}
