//! The same small line chart for each series.

use super::{Build, Kind, PLAIN};
use crate::chart::Kind as Drawn;
use crate::chart::spec::{Multiples, Panel, Role};
use crate::diagnostic::{Checked, Diagnostic, suggest};

pub(super) static KIND: Kind = Kind {
    name: "multiples",
    keys: &["axis", "breaks", "from-zero", "reference"],
    in_time: true,
    build: multiples,
    ..PLAIN
};

fn multiples(b: &Build<'_>) -> Checked<Drawn> {
    let declared = &b.declaration.series;
    let at = match &b.declaration.reference {
        None => None,
        Some(text) => {
            let at = declared.iter().position(|e| e.id == text.text);
            Some(at.ok_or_else(|| {
                let ids = declared.iter().map(|e| e.id.as_str());
                b.d.report(
                    Diagnostic::error(format!("no series of this chart is `{}`", text.text))
                        .at(text.spot.place())
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
    Ok(Drawn::Multiples(Multiples {
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
        from_zero: b.declaration.from_zero,
    }))
}
