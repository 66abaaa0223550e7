//! Functions that give names, lists and marks.

use tera::Value;

use super::numbers::selection;
use super::{Fault, Given};
use crate::expression::Args;
use crate::expression::Style;
use crate::survey::MemberId;

type Result<T> = std::result::Result<T, Fault>;

pub(super) fn name(args: &Args<'_>) -> Result<Given> {
    let survey = args.survey();
    let lang = args.lang;
    let short = match args.text("form")? {
        None => false,
        Some("short") => true,
        Some(other) => {
            return Err(Fault::new(format!("unknown choice `{other}` of `form`"))
                .hint("only `short`")
                .culprit(other));
        }
    };
    let given: Vec<&str> = args
        .values()
        .iter()
        .map(|(k, _)| k.as_str())
        .filter(|k| *k != "form" && *k != "item")
        .collect();
    let [of] = given.as_slice() else {
        return Err(Fault::new("`name` needs the one thing to name")
            .hint("write `member=`, `region=`, `group=`, `level=`, `component=` or `indicator=`"));
    };
    let text = match *of {
        "member" => survey.members[args.member()?.0].name[lang].clone(),
        "component" => {
            let component = &survey.methodology.components[args.component()?.0];
            let names = if short {
                &component.short
            } else {
                &component.name
            };
            names[lang].clone()
        }
        "level" => {
            let level = args.level()?.map_or(0, |l| l.0);
            survey.methodology.levels[level].name[lang].clone()
        }
        "indicator" => {
            let indicator = args.indicator("indicator")?;
            match args.text("item")? {
                None => indicator.name[lang].clone(),
                Some(id) => {
                    let item = args.resolve("item", id, indicator.item(id), || {
                        indicator.items.iter().map(|i| i.id.as_str()).collect()
                    })?;
                    item.name[lang].clone()
                }
            }
        }
        "source" => survey.sources[args.source()?.0].title[lang].clone(),
        other => {
            let id = args.need_text(other)?;
            let area = args.resolve(other, id, survey.area(id), || {
                survey.areas.iter().map(|a| a.id.as_str()).collect()
            })?;
            let area = &survey.areas[area.0];
            let names = if short { &area.short } else { &area.name };
            names[lang].clone()
        }
    };
    Ok(Given::text(text.clone(), text))
}

pub(super) fn level(args: &Args<'_>) -> Result<Given> {
    let (member, component, edition) = (args.member()?, args.component()?, args.edition()?);
    let survey = args.survey();
    let level = args
        .knowledge()
        .indices
        .cell(edition, component, member)
        .level;
    let Some(level) = level else {
        return Err(Fault::new(format!(
            "`{}` has no level in {}",
            survey.members[member.0].code, survey.editions[edition.0].year
        ))
        .data()
        .culprit(&survey.members[member.0].code));
    };
    let level = &survey.methodology.levels[level.0];
    Ok(Given::text(level.id.clone(), level.name[args.lang].clone()))
}

/// Names as a list in the language's order.
fn listed(args: &Args<'_>, members: &[MemberId]) -> Given {
    let survey = args.survey();
    let mut named: Vec<(&str, &str)> = members
        .iter()
        .map(|m| {
            let member = &survey.members[m.0];
            (member.name[args.lang].as_str(), member.code.as_str())
        })
        .collect();
    named.sort_by(|a, b| args.lang.compare(a.0, b.0));
    let names: Vec<&str> = named.iter().map(|n| n.0).collect();
    // The value is the same in both languages whatever their order.
    let mut codes: Vec<&str> = named.iter().map(|n| n.1).collect();
    codes.sort_unstable();
    let codes: Vec<Value> = codes.into_iter().map(Value::from).collect();
    Given::text(codes, args.lang.list(&names))
}

pub(super) fn members(args: &Args<'_>) -> Result<Given> {
    let (members, ..) = selection(args)?;
    if members.is_empty() {
        return Err(Fault::new("no member satisfies these conditions").data());
    }
    Ok(listed(args, &members))
}

pub(super) fn member_at(args: &Args<'_>) -> Result<Given> {
    let wanted = args.need_number("rank")?;
    let (component, area, edition) = (args.component()?, args.area_or_whole()?, args.edition()?);
    let indices = &args.knowledge().indices;
    let members: Vec<MemberId> = args
        .survey()
        .members_of(area)
        .filter(|m| {
            indices
                .rank(edition, component, *m, area)
                .is_some_and(|r| r.0 == wanted)
        })
        .collect();
    if members.is_empty() {
        return Err(Fault::new(format!("no member has the rank {wanted}"))
            .data()
            .hint("there are fewer members, or others share a better rank")
            .culprit(&wanted.to_string()));
    }
    args.note(args.knowledge().words.rank(args.lang, wanted));
    Ok(listed(args, &members))
}

pub(super) fn order(args: &Args<'_>) -> Result<Given> {
    let of = args.need_text("of")?;
    if of != "regions" {
        return Err(Fault::new(format!("cannot put `{of}` in order"))
            .hint("only `regions`")
            .culprit(of));
    }
    let (component, edition, counted) = (args.component()?, args.edition()?, args.counted()?);
    let survey = args.survey();
    let regions = args
        .knowledge()
        .indices
        .regions_by_mean(edition, component, counted);
    let names: Vec<&str> = regions
        .iter()
        .map(|(id, _)| survey.areas[id.0].name[args.lang].as_str())
        .collect();
    let ids: Vec<Value> = regions
        .iter()
        .map(|(id, _)| Value::from(survey.areas[id.0].id.as_str()))
        .collect();
    Ok(Given::text(ids, args.lang.list(&names)))
}

pub(super) fn claim(args: &Args<'_>) -> Result<Given> {
    let id = args.need_text("id")?;
    let claims = &args.knowledge().claims;
    let said = args.resolve("claim", id, claims.get(id), || {
        claims.keys().map(String::as_str).collect()
    })?;
    if said.value.is_number() {
        let style = if said.percent {
            Style::PercentNumber(said.decimals)
        } else {
            Style::Fixed(said.decimals)
        };
        return Ok(Given {
            value: said.value.clone(),
            text: None,
            style,
        });
    }
    Ok(Given::text(said.value.clone(), said.value.to_string()))
}

pub(super) fn unbound(args: &Args<'_>) -> Result<Given> {
    let text = args.need_text("text")?.to_owned();
    args.need_text("reason")?;
    Ok(Given::text(text.clone(), text))
}

pub(super) fn cite(args: &Args<'_>) -> Result<Given> {
    let source = args.source()?;
    args.add_source(source);
    if let Some(page) = args.get("page")
        && !page.is_string()
        && !page.is_number()
    {
        return Err(Fault::new("`page` must be a text or a number"));
    }
    let id = args.survey().sources[source.0].id.clone();
    Ok(Given::text(id, String::new()))
}

pub(super) fn chart(args: &Args<'_>) -> Result<Given> {
    let (id, kind) = declared(args)?;
    if kind == Some("sparkline") {
        return Err(
            Fault::new(format!("`{id}` is a sparkline and stands in a text"))
                .hint(format!("write `sparkline(id=\"{id}\")`"))
                .culprit(id),
        );
    }
    Ok(Given::text(id.to_owned(), String::new()))
}

/// A drawing no higher than a word.
pub(super) fn sparkline(args: &Args<'_>) -> Result<Given> {
    let (id, kind) = declared(args)?;
    if kind.is_some_and(|kind| kind != "sparkline") {
        return Err(Fault::new(format!("`{id}` is no sparkline"))
            .hint(format!(
                "write `chart(id=\"{id}\")`, alone in its paragraph"
            ))
            .culprit(id));
    }
    Ok(Given::text(id.to_owned(), String::new()))
}

/// The id of a chart, and its kind where its file could be read.
fn declared<'a>(args: &'a Args<'_>) -> Result<(&'a str, Option<&'a str>)> {
    let id = args.need_text("id")?;
    let charts = &args.knowledge().charts;
    let kind = args.resolve("chart", id, charts.get(id), || {
        charts.keys().map(String::as_str).collect()
    })?;
    Ok((id, kind.as_deref()))
}
