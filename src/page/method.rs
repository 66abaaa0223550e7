//! The methodology page: the index tree and its rules in words, made from `methodology.yaml`.

use serde::Serialize;

use super::kind::{Menu, Of, PageKind, Segment};
use super::maker::Link;
use super::{Maker, Page, verify};
use crate::survey::ComponentId;
use crate::survey::methodology::{Counted, Results, Ties};
use crate::survey::recipe::{Aggregation, Beyond, Direction, Missing, Normalise, Scale};

#[derive(Debug, Serialize)]
struct ComponentNode {
    component: Link,
    name: String,
    description: Option<String>,
    depth: usize,
    recipe: Vec<String>,
    stand_alone: bool,
}

#[derive(Debug, Serialize)]
struct WeightRow {
    component: Link,
    weights: Vec<String>,
}

#[derive(Debug, Serialize)]
struct LevelRow {
    name: String,
    /// 1 is the highest.
    place: usize,
    shade: usize,
    range: String,
}

#[derive(Debug, Serialize)]
struct BreakRow {
    edition: String,
    components: Vec<Link>,
    note: String,
}

#[derive(Debug, Serialize)]
struct View {
    nodes: Vec<ComponentNode>,
    years: Vec<String>,
    weights: Vec<WeightRow>,
    levels: Vec<LevelRow>,
    threshold: String,
    rules: Vec<String>,
    breaks: Vec<BreakRow>,
    replication: Link,
}

/// How the index is made.
pub static KIND: PageKind = PageKind {
    name: "methodology",
    of: Of::One,
    segment: Segment::Fixed("methodology"),
    template: "methodology.html",
    menu: Menu::Main,
    parent: None,
    charts: None,
};

/// The methodology page.
pub(super) fn page(maker: &Maker<'_>) -> Page {
    let survey = maker.survey();
    let methodology = &survey.methodology;
    let view = View {
        nodes: methodology
            .component_ids()
            .map(|id| {
                let component = &methodology.components[id.0];
                ComponentNode {
                    component: maker.component(id),
                    name: component.name[maker.lang].clone(),
                    description: component
                        .description
                        .as_ref()
                        .map(|d| d[maker.lang].clone()),
                    depth: methodology.depth(id),
                    recipe: recipe(maker, id),
                    stand_alone: id != ComponentId::INDEX && component.parent.is_none(),
                }
            })
            .collect(),
        years: survey.editions.iter().map(|e| e.year.to_string()).collect(),
        weights: methodology
            .component_ids()
            .filter(|id| methodology.components[id.0].parent.is_some())
            .map(|id| WeightRow {
                component: maker.component(id),
                weights: survey
                    .editions
                    .iter()
                    .map(|e| maker.lang.percent(methodology.share_of(id, e.year), 1))
                    .collect(),
            })
            .collect(),
        levels: levels(maker),
        threshold: maker.word(if methodology.threshold_in_upper {
            "threshold-upper"
        } else {
            "threshold-lower"
        }),
        rules: rules(maker),
        breaks: methodology
            .breaks
            .iter()
            .map(|b| BreakRow {
                edition: b.year.to_string(),
                components: b.components.iter().map(|c| maker.component(*c)).collect(),
                note: b.note[maker.lang].clone(),
            })
            .collect(),
        replication: maker.to_page(&verify::REPLICATION),
    };
    maker.page(
        &KIND,
        "",
        maker.word("page-methodology"),
        maker.fill("methodology-description", &[("index", maker.index_name())]),
        &view,
    )
}

fn levels(maker: &Maker<'_>) -> Vec<LevelRow> {
    let methodology = &maker.survey().methodology;
    let top = methodology.components[0].range.map(|r| r.1);
    let decimals = 2;
    methodology
        .levels
        .iter()
        .enumerate()
        .map(|(i, level)| {
            let upper = match i.checked_sub(1) {
                Some(above) => Some(methodology.levels[above].from),
                None => top,
            };
            let from = maker.lang.number(level.from, decimals);
            LevelRow {
                name: level.name[maker.lang].clone(),
                place: i + 1,
                shade: crate::chart::shade(
                    methodology.levels.len() - 1 - i,
                    methodology.levels.len(),
                ),
                range: match upper {
                    Some(upper) => format!("{from}–{}", maker.lang.number(upper, decimals)),
                    None => maker.fill("from-value", &[("value", &from)]),
                },
            }
        })
        .collect()
}

fn rules(maker: &Maker<'_>) -> Vec<String> {
    let methodology = &maker.survey().methodology;
    let mut keys = vec![
        match methodology.results {
            Results::Published => "rule-results-published",
            Results::Computed => "rule-results-computed",
        },
        match methodology.ties {
            Ties::Competition => "rule-ties-competition",
            Ties::Modified => "rule-ties-modified",
            Ties::Dense => "rule-ties-dense",
            Ties::Mean => "rule-ties-mean",
        },
        match methodology.counted {
            Counted::Assessed => "rule-means-assessed",
            Counted::All => "rule-means-all",
        },
    ];
    keys.push("rule-contributions");
    let mut rules: Vec<String> = keys.into_iter().map(|k| maker.word(k)).collect();
    if let Some(decimals) = methodology.rank_decimals {
        rules.push(maker.count("rule-rank-decimals", usize::from(decimals)));
    }
    rules
}

/// How a component is made, in sentences.
pub fn recipe(maker: &Maker<'_>, id: ComponentId) -> Vec<String> {
    let component = &maker.survey().methodology.components[id.0];
    let number = |value: f64| {
        maker
            .lang
            .number(value, if value.fract() == 0.0 { 0 } else { 2 })
    };
    let mut sentences = Vec::new();
    if let Some(aggregation) = component.aggregation {
        sentences.push(maker.word(match aggregation {
            Aggregation::Arithmetic => "aggregation-arithmetic",
            Aggregation::Geometric => "aggregation-geometric",
            Aggregation::Harmonic => "aggregation-harmonic",
        }));
        sentences.push(match component.missing {
            Missing::None => maker.word("missing-none"),
            Missing::Rescale { at_least } => maker.count("missing-rescale", at_least),
            Missing::Score(score) => maker.fill("missing-score", &[("value", &number(score))]),
        });
    }
    match component.normalise {
        Normalise::None => {}
        Normalise::MinMax => sentences.push(maker.word("normalise-min-max")),
        Normalise::ZScoreMinMax => sentences.push(maker.word("normalise-z-score")),
        Normalise::PercentRank => sentences.push(maker.word("normalise-percent-rank")),
        Normalise::Goalposts {
            min,
            max,
            scale,
            beyond,
        } => {
            let key = match scale {
                Scale::Linear => "normalise-goalposts",
                Scale::Log => "normalise-goalposts-log",
            };
            let ends = [("min", number(min)), ("max", number(max))];
            let ends = ends.each_ref().map(|(k, v)| (*k, v.as_str()));
            sentences.push(maker.fill(key, &ends));
            if beyond == Beyond::Cap {
                sentences.push(maker.word("goalposts-cap"));
            }
        }
    }
    if component.is_leaf() {
        sentences.push(maker.word(match component.direction {
            Direction::Higher => "direction-higher",
            Direction::Lower => "direction-lower",
        }));
    }
    sentences
}
