//! What each part contributed to a change.

use super::{Build, Kind, PLAIN};
use crate::chart::Kind as Drawn;
use crate::chart::spec::{Label, Step, Waterfall};
use crate::diagnostic::Checked;

pub(super) static KIND: Kind = Kind {
    name: "contribution",
    keys: &["start"],
    series: Some(&["the contributions"]),
    function: "contribution",
    build: contribution,
    ..PLAIN
};

fn contribution(b: &Build<'_>) -> Checked<Drawn> {
    let series = b.series();
    let [row] = series.as_slice() else {
        return Err(b.wrong_series());
    };
    let steps = b.labels().into_iter().zip(&row.values);
    let start = b.matrix.start.as_ref();
    let words = &b.engine.knowledge().words;
    Ok(Drawn::Waterfall(Waterfall {
        start: start.map(|(name, value)| (Label::new(name[b.lang].clone()), *value)),
        steps: steps
            .map(|(label, value)| Step {
                label,
                value: *value,
            })
            .collect(),
        end: Some(Label::new(words.get(b.lang, "total-change"))),
        format: b.format(),
    }))
}
