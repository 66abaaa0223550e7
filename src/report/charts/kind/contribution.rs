//! What each part contributed to a change.

use super::{Build, ChartKind, PLAIN, plain};
use crate::chart::Graphic;
use crate::chart::spec::{Label, Step, Waterfall};
use crate::diagnostic::Checked;
use crate::schema::files::chart::REFERENCE;
use crate::schema::{Key, Shape};

pub(super) static KIND: ChartKind = ChartKind {
    name: "contribution",
    about: "parts × one series",
    keys: &[START],
    series: Some(&["the contributions"]),
    function: "contribution",
    read: |_, _| plain(contribution),
    ..PLAIN
};

const START: Key = Key::new(
    "start",
    Shape::Record(&REFERENCE),
    "{name: {zh: 2016年, en: '2016'}, value: 'value(member=\"ELL\", edition=2016)'}",
    "The value from which the contributions start.",
);

fn contribution(b: &Build<'_>) -> Checked<Graphic> {
    let series = b.series();
    let [row] = series.as_slice() else {
        return Err(b.wrong_series());
    };
    let steps = b.labels().into_iter().zip(&row.values);
    let start = b.matrix.start.as_ref();
    let words = &b.engine.knowledge().words;
    Ok(Graphic::Waterfall(Waterfall {
        start: start.map(|(name, value)| (Label::new(name[b.lang].clone()), *value)),
        steps: steps
            .map(|(label, value)| Step {
                label,
                value: *value,
            })
            .collect(),
        end: Some(Label::new(words.get(b.lang, "sum-of-contributions"))),
        format: b.format(),
    }))
}
