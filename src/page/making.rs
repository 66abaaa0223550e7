//! How a component is made, in words, as a formula and with the numbers of a member.

use serde::Serialize;

use super::maker::Link;
use super::{Maker, formula, method};
use crate::survey::recipe::Normalise;
use crate::survey::{ComponentId, SourceId};

/// A part of a component.
#[derive(Debug, Serialize)]
struct Input {
    component: Link,
    name: String,
    weight: String,
    unit: Option<String>,
    /// How its value becomes what enters.
    text: String,
}

/// The formula with numbers.
#[derive(Debug, Serialize)]
struct Worked {
    member: Link,
    formula: String,
}

/// What a component is a part of.
#[derive(Debug, Serialize)]
struct Place {
    whole: Link,
    name: String,
    weight: String,
    formula: Option<String>,
}

/// How a component is made.
#[derive(Debug, Serialize)]
pub struct Making {
    sentences: Vec<String>,
    unit: Option<String>,
    /// HTML: from the values to the score, or from the parts to the whole.
    formula: Option<String>,
    worked: Option<Worked>,
    inputs: Vec<Input>,
    place: Option<Place>,
    stand_alone: bool,
    sources: Vec<Link>,
}

/// How a component is made.
pub(super) fn making(maker: &Maker<'_>, id: ComponentId) -> Making {
    let survey = maker.survey();
    let methodology = &survey.methodology;
    let component = &methodology.components[id.0];
    let latest = survey.latest();
    let year = survey.editions[latest.0].year;
    let weight = |id| maker.lang.percent(methodology.share_of(id, year), 1);
    let leader = maker.indices.ranking(latest, id, None).first().copied();
    let unit = |id: ComponentId| {
        let unit = methodology.components[id.0].unit.as_ref();
        unit.map(|unit| unit[maker.lang].clone())
    };
    Making {
        sentences: sentences(maker, id),
        unit: unit(id),
        formula: formula::of_parts(maker, id).or_else(|| formula::of_score(maker, id)),
        worked: leader.and_then(|(member, _)| {
            Some(Worked {
                formula: formula::worked(maker, id, member)?,
                member: maker.member(member),
            })
        }),
        inputs: component
            .parts
            .iter()
            .map(|part| Input {
                component: maker.component(*part),
                name: methodology.components[part.0].name[maker.lang].clone(),
                weight: weight(*part),
                unit: unit(*part),
                text: sentences(maker, *part).join(if maker.lang.spaced() { " " } else { "" }),
            })
            .collect(),
        place: component.parent.map(|whole| Place {
            whole: maker.component(whole),
            name: methodology.components[whole.0].name[maker.lang].clone(),
            weight: weight(id),
            formula: formula::of_parts(maker, whole),
        }),
        stand_alone: id != ComponentId::INDEX && component.parent.is_none(),
        sources: sources(maker),
    }
}

/// The rules of the methodology in sentences.
fn sentences(maker: &Maker<'_>, id: ComponentId) -> Vec<String> {
    let component = &maker.survey().methodology.components[id.0];
    let mut sentences = Vec::new();
    if component.is_leaf() && component.normalise == Normalise::None {
        sentences.push(maker.word("normalise-none"));
    }
    let parts = &maker.survey().methodology.components;
    let is_scored = |part: &ComponentId| parts[part.0].normalise != Normalise::None;
    if component.parts.iter().any(is_scored) {
        sentences.push(maker.word("parts-as-scores"));
    }
    sentences.extend(method::recipe(maker, id));
    if let Some((min, max)) = component.range {
        let decimals = |n: f64| if n.fract() == 0.0 { 0 } else { 2 };
        let [min, max] = [min, max].map(|n| maker.lang.number(n, decimals(n)));
        sentences.push(maker.fill("values-between", &[("min", &min), ("max", &max)]));
    }
    sentences
}

/// Where the values come from: the sources of the editions, each once, the newest first.
pub(super) fn sources(maker: &Maker<'_>) -> Vec<Link> {
    let survey = maker.survey();
    let mut ids: Vec<SourceId> = survey.editions.iter().rev().map(|e| e.source).collect();
    let mut seen = std::collections::BTreeSet::new();
    ids.retain(|id| seen.insert(id.0));
    let link = |id: &SourceId| {
        let source = &survey.sources[id.0];
        Link {
            name: source.title[maker.lang].clone(),
            href: maker.href(&maker.addresses.source(maker.lang, &source.id)),
        }
    };
    ids.iter().map(link).collect()
}
