//! Two values of each item against each other.

use std::sync::Arc;

use super::keys::AXIS;
use super::{Build, ChartKind, Options, PLAIN};
use crate::chart::Graphic;
use crate::chart::spec::{Axis, Format, Guide, Num, Point, Scatter, Series};
use crate::diagnostic::{Checked, Diagnostics};
use crate::report::charts::axis::AxisEntry;
use crate::report::charts::read::{read_format, read_range};
use crate::schema::files::chart::FORMAT;
use crate::schema::{Key, NUMBER, Record, Shape};
use crate::source::node::Fields;
use crate::source::{Node, Tree};
use crate::survey::{AreaId, AreaKind};

pub(super) static KIND: ChartKind = ChartKind {
    name: "scatter",
    about: "points × two series",
    keys: &[AXIS, ACROSS, UP, GROUP_BY, GUIDE],
    series: Some(&["across", "up"]),
    read,
    ..PLAIN
};

const ACROSS: Key = Key::new(
    "across",
    Shape::Record(&AXIS_OPTIONS),
    "{axis: [0, 1]}",
    "The horizontal axis.",
)
.also(&["x"]);

const UP: Key = Key::new(
    "up",
    Shape::Record(&AXIS_OPTIONS),
    "{axis: [0, 1]}",
    "The vertical axis.",
)
.also(&["y"]);

const GROUP_BY: Key = Key::new(
    "group-by",
    Shape::Choice(&[("regions", "each region has its own ink and shape")]),
    "regions",
    "By what the points are told apart.",
)
.also(&["group", "colour"]);

const GUIDE: Key = Key::new(
    "guide",
    Shape::Either(&[
        Shape::Choice(&[
            ("identity", "where both values are equal"),
            ("none", "no line"),
        ]),
        Shape::List(&NUMBER, 2, 2),
    ]),
    "identity",
    "Lines that help to read it: where both are equal, or `[x, y]` for quadrants.",
)
.or("`none`");

/// `across` and `up`.
static AXIS_OPTIONS: Record = Record::new(
    "axis-options",
    "an axis of a scatter plot",
    &[
        Key::new(
            "format",
            Shape::Record(&FORMAT),
            "{style: percent, decimals: 1}",
            "How its values are written.",
        ),
        Key::new("axis", Shape::List(&NUMBER, 2, 2), "[0, 1]", "Its ends."),
    ],
);

#[derive(Debug)]
struct ScatterOptions {
    across: AxisOptions,
    up: AxisOptions,
    /// Whether the points are told apart by their regions.
    by_region: bool,
    guide: GuideLine,
}

/// What is declared of one of two axes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct AxisOptions {
    /// How its values are written.
    format: Option<Format>,
    /// Its ends.
    range: Option<(f64, f64)>,
}

/// The lines that help to read it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum GuideLine {
    None,
    /// Where both values are equal.
    Identity,
    /// Four quarters around a point.
    Quadrants(f64, f64),
}

fn read(fields: &mut Fields<'_>, d: &Diagnostics) -> Checked<Arc<dyn Options>> {
    let across = fields.optional("across", |n| read_axis(n, d));
    let up = fields.optional("up", |n| read_axis(n, d));
    let by_region = fields.optional("group-by", |n| n.choice(d, &[("regions", true)]));
    let guide = fields.optional("guide", |n| {
        if !matches!(n.tree(), Tree::List(_)) {
            return n.choice(
                d,
                &[("identity", GuideLine::Identity), ("none", GuideLine::None)],
            );
        }
        match n.list(d, |n| n.number(d))?.as_slice() {
            [x, y] => Ok(GuideLine::Quadrants(*x, *y)),
            _ => Err(n.error(d, "quadrants meet at one point: `[x, y]`")),
        }
    });
    Ok(Arc::new(ScatterOptions {
        across: across?.unwrap_or_default(),
        up: up?.unwrap_or_default(),
        by_region: by_region?.unwrap_or(false),
        guide: guide?.unwrap_or(GuideLine::None),
    }))
}

/// One of two axes.
fn read_axis(node: &Node<'_>, d: &Diagnostics) -> Checked<AxisOptions> {
    let mut fields = node.fields(d, &AXIS_OPTIONS)?;
    let format = fields.optional("format", |n| read_format(n, d));
    let range = fields.optional("axis", |n| read_range(n, d));
    fields.finish(d);
    Ok(AxisOptions {
        format: format?,
        range: range?,
    })
}

impl Options for ScatterOptions {
    fn build(&self, b: &Build<'_>) -> Checked<Graphic> {
        scatter(b, self)
    }
}

fn scatter(b: &Build<'_>, own: &ScatterOptions) -> Checked<Graphic> {
    let series = b.series();
    let [across, up] = series.as_slice() else {
        return Err(b.wrong_series());
    };
    let groups = if own.by_region {
        regions(b)?
    } else {
        Vec::new()
    };
    let survey = b.engine.knowledge().indices.survey();
    let group = |entry: &AxisEntry| {
        let areas = &survey.members.get(entry.member?.0)?.areas;
        groups.iter().position(|region| areas.contains(region))
    };
    let items = b.matrix.items.iter().zip(b.labels()).enumerate();
    Ok(Graphic::Scatter(Scatter {
        x: axis(b, across, &own.across),
        y: axis(b, up, &own.up),
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
        guide: guide(own.guide),
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
