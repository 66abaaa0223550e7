//! What a chart runs over, and where each of its values comes from: in full, as two axes and an
//! expression, or in short, as the things themselves.
//!
//! ```yaml
//! data: {component: health, members: [ELL, DUN], editions: all}
//! ```
//!
//! The short form writes the expression that the full form would have.

use super::axis::{self, Entry};
use super::read::text;
use super::spec::{Subject, Text};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, suggest};
use crate::source::Node;
use crate::source::node::{Entry as Field, Fields};
use crate::survey::{Indicator, Survey, Year};

/// Items × series, and the expression for their values.
pub struct Data {
    /// What it runs over.
    pub items: Vec<Entry>,
    /// The series; one without a name where none is declared.
    pub series: Vec<Entry>,
    /// The expression of each value, where entries have none of their own.
    pub value: Option<Text>,
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
    kind: &str,
    subject: Option<Subject>,
    survey: &Survey,
    d: &Diagnostics,
) -> Checked<Data> {
    let entries = node.entries(d)?;
    let mut fields = node.fields(d, "a chart's data")?;
    let items = fields.optional("items", |n| axis::read(n, survey, d));
    let value = fields.optional("value", |n| text(n, d));
    let data = match items.transpose() {
        Some(items) => {
            let series = fields.optional("series", |n| axis::read(n, survey, d));
            fields.finish(d);
            Data {
                items: items?,
                series: series?.unwrap_or_else(|| vec![Entry::unnamed(survey.languages)]),
                value: None,
            }
        }
        None => short(&entries, fields, kind, subject, survey, d)?,
    };
    let value = value?.or_else(|| data.value.clone());
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
    Ok(Data { value, ..data })
}

/// A reference to one thing of the survey, as an expression names it.
fn one(
    fields: &mut Fields<'_>,
    key: &'static str,
    known: Vec<&str>,
    d: &Diagnostics,
) -> Checked<Option<String>> {
    fields.optional(key, |node| {
        let id = node.text(d)?;
        if !known.contains(&id.as_str()) {
            return Err(node.error_hint(d, format!("unknown {key} `{id}`"), suggest(&id, known)));
        }
        Ok(format!("\"{id}\""))
    })
}

fn year(fields: &mut Fields<'_>, key: &'static str, d: &Diagnostics) -> Checked<Option<Year>> {
    fields.optional(key, |n| n.whole(d).map(Year))
}

/// The axes that are named, in the order written.
fn axes(
    entries: &[Field<'_>],
    fields: &mut Fields<'_>,
    survey: &Survey,
    d: &Diagnostics,
) -> Checked<Vec<(&'static str, Vec<Entry>)>> {
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

fn short(
    entries: &[Field<'_>],
    mut fields: Fields<'_>,
    kind: &str,
    subject: Option<Subject>,
    survey: &Survey,
    d: &Diagnostics,
) -> Checked<Data> {
    let mut axes = axes(entries, &mut fields, survey, d)?;
    let node = fields.node().clone();
    let component_ids = survey.methodology.components.iter().map(|c| c.id.as_str());
    let area_ids: Vec<&str> = survey.areas.iter().map(|a| a.id.as_str()).collect();
    let fixed = Fixed {
        member: one(
            &mut fields,
            "member",
            survey.members.iter().map(|m| m.code.as_str()).collect(),
            d,
        )?,
        among: one(&mut fields, "among", area_ids, d)?,
        level: one(
            &mut fields,
            "level",
            survey
                .methodology
                .levels
                .iter()
                .map(|l| l.id.as_str())
                .collect(),
            d,
        )?,
        component: one(&mut fields, "component", component_ids.collect(), d)?,
        edition: year(&mut fields, "edition", d)?.or(year(&mut fields, "year", d)?),
        from: year(&mut fields, "from", d)?,
        to: year(&mut fields, "to", d)?,
    };
    let show = fields.optional("show", |n| n.choice(d, &SHOWS.map(|s| (s, s))))?;
    let indicator = fields.optional("indicator", |n| {
        let id = n.id(d)?;
        survey.indicator(&id).ok_or_else(|| {
            n.error_hint(
                d,
                format!("unknown indicator `{id}`"),
                suggest(&id, survey.indicators.iter().map(|i| i.id.as_str())),
            )
        })
    })?;
    fields.finish(d);
    let expression = match indicator {
        Some(indicator) => counted(indicator, &fixed, &mut axes),
        None => fixed.expression(kind, subject, show, &axes, survey),
    };
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
    let in_time = matches!(kind, "line" | "ranks" | "bump" | "multiples" | "sparkline");
    axes.sort_by_key(|(name, _)| in_time != matches!(*name, "editions" | "years"));
    let mut lists = axes.into_iter().map(|(_, list)| list);
    Ok(Data {
        items: lists.next().ok_or_else(wrong_number)?,
        series: lists
            .next()
            .unwrap_or_else(|| vec![Entry::unnamed(survey.languages)]),
        value: Some(Text {
            text: expression,
            spot: node.spot(),
        }),
    })
}

/// What does not vary within the chart, as expressions write it.
struct Fixed {
    member: Option<String>,
    among: Option<String>,
    level: Option<String>,
    component: Option<String>,
    edition: Option<Year>,
    from: Option<Year>,
    to: Option<Year>,
}

impl Fixed {
    /// The expression that a chart of this kind shows of these axes.
    fn expression(
        &self,
        kind: &str,
        subject: Option<Subject>,
        show: Option<&'static str>,
        axes: &[(&'static str, Vec<Entry>)],
        survey: &Survey,
    ) -> String {
        let over = |name: &str| axes.iter().any(|(axis, _)| *axis == name);
        let from_axis = |axis: &str, variable: &str| over(axis).then(|| variable.to_owned());
        let of_subject =
            |on: Subject, variable: &str| (subject == Some(on)).then(|| variable.to_owned());
        let member = from_axis("members", "member")
            .or_else(|| self.member.clone())
            .or_else(|| of_subject(Subject::Member, "member"));
        let among = from_axis("regions", "region")
            .or_else(|| from_axis("groups", "group"))
            .or_else(|| self.among.clone())
            .or_else(|| of_subject(Subject::Area, "area"));
        let level = from_axis("levels", "level").or_else(|| self.level.clone());
        let component = from_axis("components", "component")
            .or_else(|| self.component.clone())
            .or_else(|| of_subject(Subject::Component, "component"));
        let edition = from_axis("editions", "edition")
            .or_else(|| self.edition.map(|y| y.to_string()))
            .or_else(|| of_subject(Subject::Edition, "edition"))
            .unwrap_or_else(|| survey.editions[survey.latest().0].year.to_string());
        // A contribution is of a member: the ends of the change are the survey's where not given.
        let ends = (kind == "contribution" && show.is_none()).then(|| {
            let first = survey.editions.first().map(|e| e.year);
            let from = self.from.or(first).unwrap_or(Year(0));
            let to = self.to.map_or(edition.clone(), |y| y.to_string());
            (from, to)
        });
        let function = match (&member, &level, show) {
            (.., Some(show)) => show,
            (Some(_), ..) if ends.is_some() => "contribution",
            (Some(_), ..) if matches!(kind, "ranks" | "bump") => "rank",
            (Some(_), ..) => "value",
            (None, Some(_), _) => "count",
            (None, None, _) => "mean",
        };
        let mut arguments: Vec<String> = Vec::new();
        let mut give = |name: &str, value: Option<String>| {
            arguments.extend(value.map(|value| format!("{name}={value}")));
        };
        let of_member = matches!(function, "value" | "rank" | "contribution");
        give("member", member.filter(|_| of_member));
        // A member's own value does not depend on whom it stands among.
        let takes_area = !matches!(function, "value" | "contribution");
        let by_axis = over("regions") || over("groups") || self.among.is_some();
        let among = among.filter(|_| takes_area && (by_axis || !of_member));
        give("among", among);
        give("level", level.filter(|_| !of_member));
        match &ends {
            Some((from, to)) if function == "contribution" => {
                give("from", Some(from.to_string()));
                give("to", Some(to.clone()));
            }
            _ => give("edition", Some(edition)),
        }
        give("component", component);
        format!("{function}({})", arguments.join(", "))
    }
}

/// An indicator brings its own items and years; a region's axis picks the items of those regions.
fn counted(
    indicator: &Indicator,
    fixed: &Fixed,
    axes: &mut Vec<(&'static str, Vec<Entry>)>,
) -> String {
    let mut named = Vec::new();
    let items = axis::items_of(indicator);
    if !items.is_empty() {
        let picked = axes
            .iter()
            .position(|(name, _)| matches!(*name, "regions" | "groups"));
        let items = match picked {
            Some(at) => {
                let (_, areas) = axes.remove(at);
                let of_area = |area: &Entry| items.iter().find(|item| item.id == area.id).cloned();
                areas.iter().filter_map(of_area).collect()
            }
            None => items,
        };
        axes.insert(0, ("items", items));
        named.push(", item=item".to_owned());
    }
    let by_year = axes
        .iter()
        .find(|(name, _)| matches!(*name, "years" | "editions"))
        .map(|(name, _)| name.trim_end_matches('s').to_owned());
    let year = match (by_year, fixed.edition) {
        (Some(variable), _) => variable,
        (None, Some(year)) => year.to_string(),
        (None, None) => {
            axes.push(("years", axis::years_of(indicator)));
            "year".to_owned()
        }
    };
    format!(
        "indicator(id=\"{}\"{}, year={year})",
        indicator.id,
        named.concat()
    )
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
    for (id, node) in highlight {
        if !known.contains(&id.as_str()) {
            d.push(
                Diagnostic::error(format!("nothing in this chart has the id `{id}`"))
                    .at(node.place())
                    .maybe_hint(suggest(id, known.iter().copied())),
            );
        }
    }
}
