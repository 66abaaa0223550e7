//! How the index is computed, for programs: the methodology with the names of what it speaks of.
//! The pages' own scripts compute by it.

use serde_json::{Map, Value, json};

use crate::lang::PerLanguage;
use crate::survey::methodology::{Counted, Results, Ties};
use crate::survey::recipe::{Aggregation, Beyond, Direction, Missing, Normalise, Scale};
use crate::survey::{AreaKind, Component, Survey};

/// The description as JSON; numbers as the files have them.
pub fn model(survey: &Survey) -> String {
    let methodology = &survey.methodology;
    let model = json!({
        "index": methodology.components[0].id,
        "whole": texts(&survey.whole),
        "components": components(survey),
        "editions": editions(survey),
        "levels": levels(survey),
        "threshold-belongs-to": if methodology.threshold_in_upper { "upper" } else { "lower" },
        "results": match methodology.results {
            Results::Published => "published",
            Results::Computed => "computed",
        },
        "ties": match methodology.ties {
            Ties::Competition => "competition",
            Ties::Modified => "modified",
            Ties::Dense => "dense",
            Ties::Mean => "mean",
        },
        "rank-decimals": methodology.rank_decimals,
        "means-over": match methodology.counted {
            Counted::Assessed => "assessed",
            Counted::All => "all",
        },
        "breaks": breaks(survey),
        "areas": areas(survey),
        "members": members(survey),
    });
    format!("{model}\n")
}

/// The index first, then its parts from top to bottom.
fn components(survey: &Survey) -> Vec<Value> {
    let methodology = &survey.methodology;
    let id = |i: usize| methodology.components[i].id.as_str();
    let components = methodology.components.iter().map(|component| {
        json!({
            "id": component.id,
            "name": texts(&component.name),
            "short": texts(&component.short),
            "unit": component.unit.as_ref().map(texts),
            "range": component.range.map(|(low, high)| [low, high]),
            "parent": component.parent.map(|parent| id(parent.0)),
            "parts": component.parts.iter().map(|part| id(part.0)).collect::<Vec<_>>(),
            "normalise": normalise(component),
            "direction": match component.direction {
                Direction::Higher => "higher-is-better",
                Direction::Lower => "lower-is-better",
            },
            "aggregation": component.aggregation.map(|aggregation| match aggregation {
                Aggregation::Arithmetic => "arithmetic",
                Aggregation::Geometric => "geometric",
                Aggregation::Harmonic => "harmonic",
            }),
            "missing": match component.missing {
                Missing::None => json!("none"),
                Missing::Rescale { at_least } => json!({ "rescale-from": at_least }),
                Missing::Score(score) => json!({ "score": score }),
            },
        })
    });
    components.collect()
}

/// With their weights and decimals by component.
fn editions(survey: &Survey) -> Vec<Value> {
    let methodology = &survey.methodology;
    let editions = survey.editions.iter().map(|edition| {
        let year = edition.year;
        let by_component = |of: &dyn Fn(&Component) -> Value| -> Map<String, Value> {
            let all = methodology.components.iter();
            all.map(|component| (component.id.clone(), of(component)))
                .collect()
        };
        json!({
            "year": year.0,
            "weights": by_component(&|component| json!(component.weight.in_year(year))),
            "decimals": by_component(&|component| json!(component.decimals.in_year(year))),
        })
    });
    editions.collect()
}

/// The highest first.
fn levels(survey: &Survey) -> Vec<Value> {
    let methodology = &survey.methodology;
    let levels = methodology
        .levels
        .iter()
        .map(|level| json!({ "id": level.id, "name": texts(&level.name), "from": level.from }));
    levels.collect()
}

/// Regions, subregions and groups.
fn areas(survey: &Survey) -> Vec<Value> {
    let areas = survey.areas.iter().map(|area| {
        json!({
            "id": area.id,
            "name": texts(&area.name),
            "kind": match area.kind {
                AreaKind::Region => "region",
                AreaKind::Subregion => "subregion",
                AreaKind::Group => "group",
            },
        })
    });
    areas.collect()
}

/// Who is surveyed, and where each belongs.
fn members(survey: &Survey) -> Vec<Value> {
    let members = survey.members.iter().map(|member| {
        let areas = member
            .areas
            .iter()
            .map(|area| survey.areas[area.0].id.as_str());
        json!({
            "code": member.code,
            "slug": member.slug(),
            "name": texts(&member.name),
            "since": member.since.map(|year| year.0),
            "areas": areas.collect::<Vec<_>>(),
        })
    });
    members.collect()
}

/// Where series are not comparable with what came before.
fn breaks(survey: &Survey) -> Vec<Value> {
    let methodology = &survey.methodology;
    let id = |i: usize| methodology.components[i].id.as_str();
    let breaks = methodology.breaks.iter().map(|b| {
        json!({
            "edition": b.year.0,
            "components": b.components.iter().map(|c| id(c.0)).collect::<Vec<_>>(),
            "note": texts(&b.note),
        })
    });
    breaks.collect()
}

fn texts(texts: &PerLanguage<String>) -> Map<String, Value> {
    let texts = texts.iter();
    texts
        .map(|(lang, text)| (lang.tag().to_owned(), json!(text)))
        .collect()
}

fn normalise(component: &Component) -> Value {
    match component.normalise {
        Normalise::None => json!("none"),
        Normalise::MinMax => json!("min-max"),
        Normalise::ZScoreMinMax => json!("z-score-min-max"),
        Normalise::PercentRank => json!("percent-rank"),
        Normalise::Goalposts {
            min,
            max,
            scale,
            beyond,
        } => json!({
            "goalposts": {
                "min": min,
                "max": max,
                "scale": match scale { Scale::Linear => "linear", Scale::Log => "log" },
                "beyond": match beyond { Beyond::Cap => "cap", Beyond::Error => "error" },
            }
        }),
    }
}
