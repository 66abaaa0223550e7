//! Functions that give names, lists and marks.

use tera::Value;

use super::Output;
use super::numbers::{selection, since};
use crate::expression::fault::Fault;
use crate::expression::{Args, Placing};
use crate::lang::PerLanguage;
use crate::survey::{Forms, Member, MemberId};

type Result<T> = std::result::Result<T, Fault>;

pub(super) fn name(args: &Args<'_>) -> Result<Output> {
    let survey = args.survey();
    let lang = args.lang;
    let form = args.text("form");
    let short = form == Some("short");
    let given: Vec<&str> = args
        .given()
        .iter()
        .map(|(parameter, _)| parameter.name)
        .filter(|name| *name != "form" && *name != "item")
        .collect();
    let [of] = given.as_slice() else {
        return Err(Fault::new("`name` needs the one thing to name").hint(
            "write `member=`, `region=`, `group=`, `level=`, `component=`, `indicator=`, `source=` or \
             `edition=`",
        ));
    };
    let text = match *of {
        "member" => {
            let member = &survey.members[args.member()?.0];
            formed(&member.name, &member.forms, form, args)
        }
        "edition" => survey.editions[args.edition()?.0].year.to_string(),
        "component" => {
            let component = &survey.methodology.components[args.component().0];
            let names = if short {
                &component.short
            } else {
                &component.name
            };
            names[lang].clone()
        }
        "level" => {
            let level = args.level().map_or(0, |l| l.0);
            survey.methodology.levels[level].name[lang].clone()
        }
        "indicator" => {
            let indicator = args.indicator("indicator")?;
            args.item().map_or(&indicator.name, |item| &item.name)[lang].clone()
        }
        "source" => survey.sources[args.source()?.0].title[lang].clone(),
        other => {
            let Some(area) = args.area_named(other) else {
                return Err(Fault::new("`name` needs the one thing to name"));
            };
            let area = &survey.areas[area.0];
            if short {
                area.short[lang].clone()
            } else {
                formed(&area.name, &area.forms, form, args)
            }
        }
    };
    Ok(Output::text(text.clone(), text))
}

/// A name in the form that is asked for.
fn formed(
    name: &PerLanguage<String>,
    forms: &Forms,
    form: Option<&str>,
    args: &Args<'_>,
) -> String {
    let lang = args.lang;
    match form {
        Some("text") => forms.in_text(name, lang).to_owned(),
        Some("possessive") => args.knowledge().words.possessive(name, forms, lang),
        _ => name[lang].clone(),
    }
}

pub(super) fn level(args: &Args<'_>) -> Result<Output> {
    let (member, component, edition) = (args.member()?, args.component(), args.edition()?);
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
        .of("member"));
    };
    let level = &survey.methodology.levels[level.0];
    Ok(Output::text(
        level.id.clone(),
        level.name[args.lang].clone(),
    ))
}

/// Names as a list in the language's order, each as it stands inside a sentence.
fn listed(args: &Args<'_>, members: &[MemberId]) -> Output {
    let (survey, lang) = (args.survey(), args.lang);
    let mut members = members.to_vec();
    members.sort_by_key(|m| survey.place_of(lang, *m));
    let members: Vec<&Member> = members.iter().map(|m| &survey.members[m.0]).collect();
    let in_text = |m: &&Member| m.forms.in_text(&m.name, lang).to_owned();
    let names: Vec<String> = members.iter().map(in_text).collect();
    // The value is the same in both languages whatever their order.
    let mut codes: Vec<&str> = members.iter().map(|m| m.code.as_str()).collect();
    codes.sort_unstable();
    let codes: Vec<Value> = codes.into_iter().map(Value::from).collect();
    Output::text(codes, args.lang.list(&names))
}

pub(super) fn members(args: &Args<'_>) -> Result<Output> {
    let (members, ..) = selection(args)?;
    if members.is_empty() {
        return Err(Fault::new("no member satisfies these conditions").data());
    }
    Ok(listed(args, &members))
}

pub(super) fn member_at(args: &Args<'_>) -> Result<Output> {
    let wanted = args.need_number("rank")?;
    let (component, area, edition) = (args.component(), args.area_or_whole(), args.edition()?);
    let indices = &args.knowledge().indices;
    let rank = |member| indices.rank(edition, component, member, area);
    let members: Vec<MemberId> = match since(args)? {
        None => args
            .survey()
            .members_of(area)
            .filter(|m| rank(*m).is_some_and(|r| r.0 == wanted))
            .collect(),
        Some(since) => indices
            .ranked_by_change(since, edition, component, area)
            .into_iter()
            .filter(|(_, r)| r.0 == wanted)
            .map(|(m, _)| m)
            .collect(),
    };
    if members.is_empty() {
        return Err(Fault::new(format!("no member has the rank {wanted}"))
            .data()
            .hint("there are fewer members, or others share a better rank")
            .of("rank"));
    }
    args.note(args.knowledge().words.rank(args.lang, wanted));
    Ok(listed(args, &members))
}

pub(super) fn order(args: &Args<'_>) -> Result<Output> {
    let (component, edition, counted) = (args.component(), args.edition()?, args.counted());
    args.read(|r| r.all_members = true);
    let survey = args.survey();
    let regions = args
        .knowledge()
        .indices
        .regions_by_mean(edition, component, counted);
    let names: Vec<&str> = regions
        .iter()
        .map(|(id, _)| {
            let area = &survey.areas[id.0];
            area.forms.in_text(&area.name, args.lang)
        })
        .collect();
    let ids: Vec<Value> = regions
        .iter()
        .map(|(id, _)| Value::from(survey.areas[id.0].id.as_str()))
        .collect();
    Ok(Output::text(ids, args.lang.list(&names)))
}

pub(super) fn claim(args: &Args<'_>) -> Result<Output> {
    let id = args.need_text("id")?;
    let claims = &args.knowledge().claims;
    let Some(said) = claims.get(id) else {
        return Err(Fault::new(format!("unknown claim `{id}`")).of("id"));
    };
    args.read(|r| {
        r.claims.insert(id.to_owned());
    });
    if let Some(words) = &said.words {
        return Ok(Output::text(id, words[args.lang].clone()));
    }
    if said.value.is_number() {
        return Ok(Output {
            value: said.value.clone(),
            text: None,
            style: said.style(),
        });
    }
    let text = crate::expression::style::plain(&said.value, args.lang);
    Ok(Output::text(said.value.clone(), text))
}

/// The words that are quoted, in the language's quotation marks.
pub(super) fn quote(args: &Args<'_>) -> Result<Output> {
    let id = args.need_text("id")?;
    let Some(quotation) = args.knowledge().quotations.get(id) else {
        return Err(Fault::new(format!("unknown quotation `{id}`")).of("id"));
    };
    args.add_source(quotation.source);
    args.read(|r| {
        r.quotations.insert(id.to_owned());
    });
    let text = &quotation.text[args.lang];
    let words = &args.knowledge().words;
    Ok(Output::text(id, words.quoted(args.lang, text)))
}

pub(super) fn unbound(args: &Args<'_>) -> Result<Output> {
    let text = args.need_text("text")?.to_owned();
    args.need_text("reason")?;
    Ok(Output::text(text.clone(), text))
}

pub(super) fn cite(args: &Args<'_>) -> Result<Output> {
    let source = args.source()?;
    args.add_source(source);
    let id = args.survey().sources[source.0].id.clone();
    Ok(Output::text(id, String::new()))
}

pub(super) fn chart(args: &Args<'_>) -> Result<Output> {
    let (id, placing) = declared(args)?;
    if placing == Some(Placing::Word) {
        return Err(
            Fault::new(format!("`{id}` is a sparkline and stands in a text"))
                .hint(format!("write `sparkline(id=\"{id}\")`"))
                .of("id"),
        );
    }
    Ok(Output::text(id.to_owned(), String::new()))
}

/// A drawing no higher than a word.
pub(super) fn sparkline(args: &Args<'_>) -> Result<Output> {
    let (id, placing) = declared(args)?;
    if placing == Some(Placing::Block) {
        return Err(Fault::new(format!("`{id}` is no sparkline"))
            .hint(format!(
                "write `chart(id=\"{id}\")`, alone in its paragraph"
            ))
            .of("id"));
    }
    Ok(Output::text(id.to_owned(), String::new()))
}

/// The number of a chart among those of all chapters, which is known when these are.
pub(super) fn figure(args: &Args<'_>) -> Result<Output> {
    let (id, placing) = declared(args)?;
    if placing == Some(Placing::Word) {
        return Err(Fault::new(format!("`{id}` is a sparkline, which has no number")).of("id"));
    }
    Ok(Output::text(id.to_owned(), String::new()))
}

/// The id of a chart, and where it stands if its file could be read.
fn declared<'a>(args: &'a Args<'_>) -> Result<(&'a str, Option<Placing>)> {
    let id = args.need_text("id")?;
    args.read(|r| {
        r.charts.insert(id.to_owned());
    });
    Ok((id, args.knowledge().charts.get(id).copied().flatten()))
}
