//! What a chart runs over, and where each of its values comes from: in full, as two axes and an
//! expression, or in short, as the things themselves.
//!
//! ```yaml
//! data: {component: health, members: [ELL, DUN], editions: all}
//! ```
//!
//! The short form becomes the call that the full form would write out.

use std::collections::HashSet;

use super::axis::{self, AxisEntry};
use super::cell::{CellCall, Fixed};
use super::kind::ChartKind;
use super::spec::{Cells, Subject};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, suggest};
use crate::limits::Limit;
use crate::report::wording::Text;
use crate::schema::files::chart::DATA;
use crate::source::Node;
use crate::source::node::{Entry as Field, Fields};
use crate::survey::Survey;

/// Items × series, and the expression for their values.
pub struct Data {
    /// What it runs over.
    pub items: Vec<AxisEntry>,
    /// The series; one without a name where none is declared.
    pub series: Vec<AxisEntry>,
    /// What gives each value, where entries have none of their own.
    pub value: Option<Cells>,
}

/// The axes of the short form.
const AXES: [&str; 7] = [
    "members",
    "regions",
    "groups",
    "levels",
    "components",
    "editions",
    "years",
];

/// What a value can be, beside what the kind of chart would show.
const SHOWS: [&str; 8] = [
    "value", "rank", "mean", "median", "lowest", "highest", "count", "share",
];

/// Reads `data`.
pub fn read(
    node: &Node<'_>,
    kind: &'static ChartKind,
    subject: Option<Subject>,
    survey: &Survey,
    d: &Diagnostics,
) -> Checked<Data> {
    let entries = node.entries(d)?;
    let mut fields = node.fields(d, &DATA)?;
    let items = fields.optional("items", |n| axis::read(n, survey, d));
    let value = fields.optional("value", |n| Ok(Cells::Written(Text::read(n, d)?)));
    let data = match items.transpose() {
        Some(items) => {
            let series = fields.optional("series", |n| axis::read(n, survey, d));
            fields.finish(d);
            Data {
                items: items?,
                series: series?.unwrap_or_else(|| vec![AxisEntry::unnamed(survey.languages)]),
                value: None,
            }
        }
        None => short(&entries, fields, kind, subject, survey, d)?,
    };
    check_cells(node, &data, subject, survey, d)?;
    let value = value?.or(data.value);
    let has_values = value.is_some()
        || data.items.iter().all(|e| e.value.is_some())
        || data.series.iter().all(|e| e.value.is_some());
    if !has_values {
        return Err(node.error_hint(
            d,
            "the data have no values",
            Some("add `value: <expression>` under `data`".to_owned()),
        ));
    }
    Ok(Data {
        items: data.items,
        series: data.series,
        value,
    })
}

/// How many times as many values as one chart a chart of pages may have on all of them.
const ON_PAGES: usize = 5;

/// Refuses more values than can be drawn, before any is computed.
fn check_cells(
    node: &Node<'_>,
    data: &Data,
    subject: Option<Subject>,
    survey: &Survey,
    d: &Diagnostics,
) -> Checked<()> {
    let most = d.limits().count(Limit::ChartCells);
    let (items, series) = (data.items.len(), data.series.len());
    let cells = items.saturating_mul(series);
    let pages = subject.map_or(1, |subject| subject.all(survey).len());
    let message = if cells > most {
        format!("this chart has too many values: {items} items × {series} series")
    } else if cells.saturating_mul(pages) > most.saturating_mul(ON_PAGES) {
        format!(
            "this chart has too many values: {items} items × {series} series × {pages} pages, \
             more than {ON_PAGES} times the limit for one"
        )
    } else {
        return Ok(());
    };
    let hint = format!("show fewer; {}", d.limits().hint(Limit::ChartCells));
    Err(node.error_hint(d, message, Some(hint)))
}

/// The axes that are named, in the order written.
fn axes(
    entries: &[Field<'_>],
    fields: &mut Fields<'_>,
    survey: &Survey,
    d: &Diagnostics,
) -> Checked<Vec<Axis>> {
    let mut axes = Vec::new();
    let mut complete = Ok(());
    for entry in entries {
        let Some(name) = AXES.into_iter().find(|name| *name == entry.key) else {
            continue;
        };
        fields.get(name);
        match axis::of(entry, survey, d) {
            Ok(list) => axes.push((name, list)),
            Err(told) => complete = Err(told),
        }
    }
    complete.map(|()| axes)
}

/// An axis of the short form by its name.
pub(super) type Axis = (&'static str, Vec<AxisEntry>);

fn short(
    entries: &[Field<'_>],
    mut fields: Fields<'_>,
    kind: &'static ChartKind,
    subject: Option<Subject>,
    survey: &Survey,
    d: &Diagnostics,
) -> Checked<Data> {
    let axes = axes(entries, &mut fields, survey, d);
    let node = fields.node().clone();
    let fixed = Fixed::read(&mut fields, survey, d);
    let show = fields.optional("show", |n| n.choice(d, &SHOWS.map(|s| (s, s))));
    let indicator = fields.optional("indicator", |n| {
        let id = n.id(d)?;
        let found = survey.indicators.iter().position(|i| i.id == id);
        found.ok_or_else(|| {
            n.error_of_survey(
                d,
                format!("unknown indicator `{id}`"),
                suggest(&id, survey.indicators.iter().map(|i| i.id.as_str())),
            )
        })
    });
    fields.finish(d);
    let (mut axes, fixed, show, indicator) = (axes?, fixed?, show?, indicator?);
    let cell = match indicator {
        Some(indicator) => CellCall::counted(indicator, &fixed, &mut axes, &node, survey, d)?,
        None => CellCall::of(kind, subject, show, &fixed, &axes, survey),
    };
    cell.check_used(entries, show, d)?;
    let wrong_number = || {
        let names = AXES.map(|name| format!("`{name}`")).join(", ");
        node.error_hint(
            d,
            "a chart's data run over one or two axes",
            Some(format!("name one or two of {names}, or `items`")),
        )
    };
    if axes.len() > 2 {
        return Err(wrong_number());
    }
    // Editions run along the items where the kind shows time, else along the series. The sort is
    // stable: what is not of time keeps the author's order.
    axes.sort_by_key(|(name, _)| kind.in_time != matches!(*name, "editions" | "years"));
    let mut lists = axes.into_iter().map(|(_, list)| list);
    Ok(Data {
        items: lists.next().ok_or_else(wrong_number)?,
        series: lists
            .next()
            .unwrap_or_else(|| vec![AxisEntry::unnamed(survey.languages)]),
        value: Some(Cells::Typed(cell.call(&node, d)?, node.node_place())),
    })
}

/// Reports ids in `highlight` that stand on no axis and name no variable of the page.
pub fn check_highlight(
    highlight: &[(String, Node<'_>)],
    data: &Data,
    subject: Option<Subject>,
    d: &Diagnostics,
) {
    let entries = data.items.iter().chain(&data.series);
    let known: Vec<&str> = entries
        .map(|e| e.id.as_str())
        .chain(subject.map_or(&[][..], Subject::variables).iter().copied())
        .filter(|id| !id.is_empty())
        .collect();
    let set: HashSet<&str> = known.iter().copied().collect();
    for (id, node) in highlight {
        if !set.contains(id.as_str()) {
            d.push(
                Diagnostic::error(format!("nothing in this chart has the id `{id}`"))
                    .at(node.place())
                    .maybe_hint(suggest(id, known.iter().copied())),
            );
        }
    }
}
