//! Two values of each item against each other.

use super::{Build, Kind, PLAIN};
use crate::chart::Kind as Drawn;
use crate::chart::spec::{Axis, Guide, Num, Point, Scatter, Series};
use crate::diagnostic::Checked;
use crate::report::charts::axis::Entry;
use crate::report::charts::spec::{AxisOptions, GuideLine};
use crate::survey::{AreaId, AreaKind};

pub(super) static KIND: Kind = Kind {
    name: "scatter",
    keys: &["axis", "across", "up", "group-by", "guide"],
    series: Some(&["across", "up"]),
    build: scatter,
    ..PLAIN
};

fn scatter(b: &Build<'_>) -> Checked<Drawn> {
    let series = b.series();
    let [across, up] = series.as_slice() else {
        return Err(b.wrong_series());
    };
    let groups = if b.declaration.by_region {
        regions(b)?
    } else {
        Vec::new()
    };
    let survey = b.engine.knowledge().indices.survey();
    let group = |entry: &Entry| {
        let areas = &survey.members.get(entry.member?.0)?.areas;
        groups.iter().position(|region| areas.contains(region))
    };
    let items = b.matrix.items.iter().zip(b.labels()).enumerate();
    Ok(Drawn::Scatter(Scatter {
        x: axis(b, across, &b.declaration.across),
        y: axis(b, up, &b.declaration.up),
        points: items
            .map(|(i, (entry, label))| Point {
                label: label.without_short(),
                x: across.values[i],
                y: up.values[i],
                group: group(entry),
            })
            .collect(),
        groups: groups
            .iter()
            .map(|a| survey.areas[a.0].name[b.lang].clone())
            .collect(),
        guide: guide(b.declaration.guide),
    }))
}

/// The regions of the members that are drawn.
fn regions(b: &Build<'_>) -> Checked<Vec<AreaId>> {
    let survey = b.engine.knowledge().indices.survey();
    let Some(members) = b
        .matrix
        .items
        .iter()
        .map(|e| e.member)
        .collect::<Option<Vec<_>>>()
    else {
        return Err(b.refuse("only members can be grouped by region: `members: all`"));
    };
    let of = |region: &AreaId| {
        let mut areas = members.iter().map(|m| &survey.members[m.0].areas);
        areas.any(|areas| areas.contains(region))
    };
    Ok(survey.areas_of(AreaKind::Region).filter(of).collect())
}

/// An axis with its own format and range, or those of the chart.
fn axis(b: &Build<'_>, series: &Series, own: &AxisOptions) -> Axis {
    let range = own
        .range
        .and_then(|(low, high)| Some((Num::new(low)?, Num::new(high)?)));
    Axis {
        name: series.name.clone(),
        format: own.format.unwrap_or_else(|| b.format()),
        range: range.or_else(|| b.range()),
    }
}

fn guide(guide: GuideLine) -> Guide {
    match guide {
        GuideLine::None => Guide::None,
        GuideLine::Identity => Guide::Identity,
        GuideLine::Quadrants(x, y) => match (Num::new(x), Num::new(y)) {
            (Some(x), Some(y)) => Guide::Quadrants { x, y },
            _ => Guide::None,
        },
    }
}
