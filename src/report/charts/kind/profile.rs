//! One item against two others, component by component.

use super::keys::AXIS;
use super::{Build, ChartKind, PLAIN, plain};
use crate::chart::Graphic;
use crate::chart::spec::{Component, Profile};
use crate::diagnostic::Checked;

pub(super) static KIND: ChartKind = ChartKind {
    name: "profile",
    about: "components × three series: its own and two to compare with",
    keys: &[AXIS],
    series: Some(&["own", "first to compare with", "second to compare with"]),
    read: |_, _| plain(profile),
    ..PLAIN
};

fn profile(b: &Build<'_>) -> Checked<Graphic> {
    let series = b.series();
    let [own, first, second] = series.as_slice() else {
        return Err(b.wrong_series());
    };
    let components = b.labels().into_iter().enumerate();
    let components = components.map(|(i, label)| Component {
        label,
        value: own.values[i],
        references: [first.values[i], second.values[i]],
    });
    Ok(Graphic::Profile(Profile {
        name: own.name.clone(),
        references: [first.name.clone(), second.name.clone()],
        meanings: [first.meaning, second.meaning],
        components: components.collect(),
        format: b.format(),
        most: b.range().map(|r| r.1),
    }))
}
