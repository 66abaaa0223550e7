//! Functions that give numbers.

use super::Output;
use super::decimals::{fixed, signed};
use crate::expression::fault::Fault;
use crate::expression::{Args, Style};
use crate::index::summary;
use crate::survey::indicators::Item;
use crate::survey::recipe::Normalise;
use crate::survey::{AreaId, ComponentId, EditionId, MemberId, Unit};

type Result<T> = std::result::Result<T, Fault>;

/// Decimals of what is no value of a component.
const PLAIN: Style = Style::Fixed(2);

fn not_assessed(args: &Args<'_>, member: MemberId, edition: EditionId) -> Fault {
    let survey = args.survey();
    Fault::new(format!(
        "`{}` has no value in {}",
        survey.members[member.0].code, survey.editions[edition.0].year
    ))
    .data()
    .hint("the member was not assessed in that edition, or the value is not given")
    .of("member")
}

pub(super) fn value(args: &Args<'_>) -> Result<Output> {
    let (member, component, edition) = (args.member()?, args.component(), args.edition()?);
    let value = args.knowledge().indices.result(edition, component, member);
    value
        .map(|v| Output::number(v, fixed(args, component, edition)))
        .ok_or_else(|| not_assessed(args, member, edition))
}

/// The value as it was published, also where it does not count.
pub(super) fn published(args: &Args<'_>) -> Result<Output> {
    let (member, component, edition) = (args.member()?, args.component(), args.edition()?);
    let cell = args.knowledge().indices.cell(edition, component, member);
    cell.published
        .map(|v| Output::number(v, fixed(args, component, edition)))
        .ok_or_else(|| not_assessed(args, member, edition))
}

/// How many assessed members have a value that does not count.
pub(super) fn set_aside(args: &Args<'_>) -> Result<Output> {
    let (component, area, edition) = (args.component(), args.area_or_whole(), args.edition()?);
    let indices = &args.knowledge().indices;
    let count = args
        .survey()
        .members_of(area)
        .map(|m| indices.member(edition, m))
        .filter(|result| result.assessed && result.cells[component.0].set_aside)
        .count();
    Ok(Output::count(count))
}

pub(super) fn score(args: &Args<'_>) -> Result<Output> {
    let (member, component, edition) = (args.member()?, args.component(), args.edition()?);
    let cell = args.knowledge().indices.cell(edition, component, member);
    // A score is of the kind of what it enters.
    let of = &args.survey().methodology.components[component.0];
    let whole = match of.normalise {
        Normalise::None => component,
        _ => of.parent.unwrap_or(component),
    };
    cell.score
        .map(|v| Output::number(v, fixed(args, whole, edition)))
        .ok_or_else(|| not_assessed(args, member, edition))
}

pub(super) fn rank(args: &Args<'_>) -> Result<Output> {
    let (member, component, area, edition) = (
        args.member()?,
        args.component(),
        args.area(),
        args.edition()?,
    );
    let survey = args.survey();
    if !survey.belongs(member, area) {
        return Err(Fault::new(format!(
            "`{}` does not belong to `{}`",
            survey.members[member.0].code,
            area.map_or("", |a| survey.areas[a.0].id.as_str()),
        ))
        .of("among"));
    }
    let rank = args
        .knowledge()
        .indices
        .rank(edition, component, member, area);
    rank.map(|r| Output::number(r.0, Style::Ordinal))
        .ok_or_else(|| not_assessed(args, member, edition))
}

pub(super) fn change(args: &Args<'_>) -> Result<Output> {
    let (member, component) = (args.member()?, args.component());
    let (from, to) = (args.edition_named("from")?, args.edition_named("to")?);
    let indices = &args.knowledge().indices;
    for edition in [from, to] {
        if indices.result(edition, component, member).is_none() {
            return Err(not_assessed(args, member, edition));
        }
    }
    indices
        .change(from, to, component, member)
        .map(|v| Output::number(v, signed(args, component, from, to)))
        .ok_or_else(|| not_assessed(args, member, to))
}

pub(super) fn contribution(args: &Args<'_>) -> Result<Output> {
    let (member, component) = (args.member()?, args.component());
    let (from, to) = (args.edition_named("from")?, args.edition_named("to")?);
    let methodology = &args.survey().methodology;
    let Some(parent) = methodology.components[component.0].parent else {
        return Err(Fault::new("only a part of the index can contribute to it")
            .hint("name a `component` that has another above it"));
    };
    args.knowledge()
        .indices
        .contributions(from, to, parent, member)
        .and_then(|c| {
            let part = c.parts.iter().find(|(id, _)| *id == component)?;
            Some(Output::number(part.1, signed(args, parent, from, to)))
        })
        .ok_or_else(|| not_assessed(args, member, from))
}

/// The edition since which changes are meant, instead of values.
pub(super) fn since(args: &Args<'_>) -> Result<Option<EditionId>> {
    match args.get("since") {
        Some(_) => args.edition_named("since").map(Some),
        None => Ok(None),
    }
}

fn over(args: &Args<'_>, f: fn(&[f64]) -> Option<f64>) -> Result<Output> {
    let (component, area, edition) = (args.component(), args.area_or_whole(), args.edition()?);
    let counted = args.counted();
    let indices = &args.knowledge().indices;
    let values = match since(args)? {
        None => indices.values(edition, component, area, counted),
        Some(_) if counted.is_some() => {
            return Err(Fault::new("a change is of members that have both values")
                .hint("leave `missing` or `since` out")
                .of("missing"));
        }
        Some(since) => {
            let members = args.survey().members_of(area);
            members
                .filter_map(|m| indices.change(since, edition, component, m))
                .collect()
        }
    };
    let style = match since(args)? {
        Some(since) => signed(args, component, since, edition),
        None => fixed(args, component, edition),
    };
    f(&values)
        .map(|v| Output::number(v, style))
        .ok_or_else(|| Fault::new("no member of this selection has a value").data())
}

pub(super) fn mean(args: &Args<'_>) -> Result<Output> {
    over(args, summary::mean)
}

pub(super) fn median(args: &Args<'_>) -> Result<Output> {
    over(args, summary::median)
}

pub(super) fn lowest(args: &Args<'_>) -> Result<Output> {
    over(args, summary::lowest)
}

pub(super) fn highest(args: &Args<'_>) -> Result<Output> {
    over(args, summary::highest)
}

/// The assessed members that satisfy all conditions, the edition and the area.
pub(super) fn selection(
    args: &Args<'_>,
) -> Result<(Vec<MemberId>, EditionId, ComponentId, Option<AreaId>)> {
    let (component, area, level) = (args.component(), args.area_or_whole(), args.level());
    let edition = args.edition()?;
    let since = since(args)?;
    let (above, below) = (args.number("above"), args.number("below"));
    let lang = args.lang;
    if let Some(above) = above {
        args.note(format!("> {}", lang.number(above, 2)));
    }
    if let Some(below) = below {
        args.note(format!("< {}", lang.number(below, 2)));
    }
    let indices = &args.knowledge().indices;
    let members = args
        .survey()
        .members_of(area)
        .filter(|m| {
            let cell = indices.cell(edition, component, *m);
            let value = match since {
                None => cell.result,
                Some(since) => indices.change(since, edition, component, *m),
            };
            value.is_some_and(|v| {
                above.is_none_or(|above| v > above) && below.is_none_or(|below| v < below)
            }) && level.is_none_or(|level| cell.level == Some(level))
        })
        .collect();
    Ok((members, edition, component, area))
}

pub(super) fn count(args: &Args<'_>) -> Result<Output> {
    Ok(Output::count(selection(args)?.0.len()))
}

pub(super) fn share(args: &Args<'_>) -> Result<Output> {
    let (members, edition, _, area) = selection(args)?;
    let all = match args.text("of") {
        Some("assessed") => args.knowledge().indices.assessed(edition, area),
        _ => args.survey().members_in(edition, area).count(),
    };
    if all == 0 {
        return Err(Fault::new("no member belongs to this selection"));
    }
    Ok(Output::number(
        members.len() as f64 / all as f64,
        Style::Percent(0),
    ))
}

pub(super) fn total(args: &Args<'_>) -> Result<Output> {
    let area = args.area_or_whole();
    let survey = args.survey();
    let edition = match args.get("edition") {
        Some(_) => args.edition()?,
        None => survey.latest(),
    };
    Ok(Output::count(survey.members_in(edition, area).count()))
}

pub(super) fn same_level(args: &Args<'_>) -> Result<Output> {
    let (component, area, edition) = (args.component(), args.area_or_whole(), args.edition()?);
    let same = args
        .knowledge()
        .indices
        .same_level(edition, component, area);
    Ok(Output::count(same))
}

/// The year of an edition, to compare and to calculate with.
pub(super) fn year(args: &Args<'_>) -> Result<Output> {
    let edition = args.edition()?;
    let year = args.survey().editions[edition.0].year.0;
    Ok(Output::number(f64::from(year), Style::Year))
}

/// Pearson's r of two components over the members that have both: of their values in an edition, or
/// of their changes between two.
pub(super) fn correlation(args: &Args<'_>) -> Result<Output> {
    let (of, with) = (args.component_named("of")?, args.component_named("with")?);
    let area = args.area_or_whole();
    let both = ["from", "to"].map(|name| args.get(name).is_some());
    let ends = match (args.get("edition").is_some(), both) {
        (true, [false, false]) => (None, args.edition()?),
        (false, [true, true]) => (Some(args.edition_named("from")?), args.edition_named("to")?),
        _ => {
            return Err(Fault::new(
                "`correlation` is of an `edition`, or of the change `from` one `to` another",
            )
            .hint("write `edition=…`, or `from=…, to=…`"));
        }
    };
    let pairs = args.knowledge().indices.pairs(of, with, ends, area);
    summary::correlation(&pairs)
        .map(|r| Output::number(r, PLAIN))
        .ok_or_else(|| {
            Fault::new("fewer than three members have both values, or one of them never varies")
                .data()
        })
}

pub(super) fn editions(args: &Args<'_>) -> Result<Output> {
    let editions = &args.survey().editions;
    let (from, to) = (args.year("from"), args.year("to"));
    let count = editions
        .iter()
        .filter(|e| from.is_none_or(|y| e.year >= y) && to.is_none_or(|y| e.year <= y))
        .count();
    Ok(Output::count(count))
}

pub(super) fn indicator(args: &Args<'_>) -> Result<Output> {
    let indicator = args.indicator("id")?;
    let year = args.need_year("year")?;
    let values = match args.item() {
        Some(item) => {
            args.note(&item.name[args.lang]);
            &item.values
        }
        None if indicator.items.is_empty() => &indicator.values,
        None => {
            let ids: Vec<String> = indicator
                .items
                .iter()
                .map(|i| format!("`{}`", i.id))
                .collect();
            return Err(Fault::new(format!("`{}` needs an `item`", indicator.id))
                .hint(format!("one of {}", ids.join(", "))));
        }
    };
    args.note(year.to_string());
    let Some(amount) = values.get(&year) else {
        let years: Vec<String> = values.keys().map(ToString::to_string).collect();
        return Err(
            Fault::new(format!("`{}` has no value in {year}", indicator.id))
                .data()
                .hint(format!("there are values of {}", years.join(", ")))
                .of("year"),
        );
    };
    let value = match args.text("bound") {
        Some("low") => amount.low,
        Some(_) => amount.high,
        None => amount.exact(),
    };
    let decimals = indicator.decimals;
    let style = match indicator.unit {
        Unit::Percent => Style::PercentNumber(decimals),
        Unit::Members | Unit::Per100 | Unit::Number => Style::Fixed(decimals),
    };
    value
        .map(|v| Output::number(v, style))
        .ok_or_else(|| match args.text("bound") {
            Some(bound) => Fault::new(format!("`{}` has no {bound} bound in {year}", indicator.id))
                .data()
                .of("bound"),
            None => Fault::new(format!("`{}` is a range in {year}", indicator.id))
                .hint("add `bound=\"low\"` or `bound=\"high\"`"),
        })
}

pub(super) fn items(args: &Args<'_>) -> Result<Output> {
    let indicator = args.indicator("id")?;
    let year = args.need_year("year")?;
    let (above, below) = (args.number("above"), args.number("below"));
    args.note(year.to_string());
    let known = |item: &Item| item.values.contains_key(&year);
    if !indicator.items.iter().any(known) {
        return Err(
            Fault::new(format!("`{}` has no items in {year}", indicator.id))
                .data()
                .of("year"),
        );
    }
    let count = indicator
        .items
        .iter()
        .filter_map(|item| item.values.get(&year)?.exact())
        .filter(|v| above.is_none_or(|above| *v > above) && below.is_none_or(|below| *v < below))
        .count();
    Ok(Output::count(count))
}

pub(super) fn growth(args: &Args<'_>) -> Result<Output> {
    let (from, to) = (args.need_number("from")?, args.need_number("to")?);
    if from == 0.0 {
        return Err(Fault::new("nothing grows from 0").data());
    }
    Ok(Output::number(to / from - 1.0, Style::Percent(0)))
}

pub(super) fn ratio(args: &Args<'_>) -> Result<Output> {
    let (of, to) = (args.need_number("of")?, args.need_number("to")?);
    if to == 0.0 {
        return Err(Fault::new("a ratio to 0 has no value").data());
    }
    Ok(Output::number(of / to, Style::Fixed(1)))
}

pub(super) fn span(args: &Args<'_>) -> Result<Output> {
    let (from, to) = (args.need_year("from")?, args.need_year("to")?);
    if to < from {
        return Err(Fault::new("`from` must be before `to`").of("from"));
    }
    Ok(Output::count(usize::from(to.0 - from.0)))
}
