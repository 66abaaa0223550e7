//! The page of a component of the index, or of an index that stands alone.

use serde::Serialize;

use super::fact::Fact;
use super::keyed::Keyed;
use super::kind::{Menu, Of, PageKind, Segment};
use super::maker::{BreakView, ChangeView, Link};
use super::making::{Making, making};
use super::{Maker, Page, lists};
use crate::index::summary;
use crate::report::charts::Subject;
use crate::survey::{AreaKind, ComponentId};

#[derive(Debug, Serialize)]
struct EditionRow {
    edition: Link,
    assessed: String,
    weight: Option<String>,
    mean: String,
    median: String,
    lowest: String,
    highest: String,
    leader: Vec<Link>,
    regions: Vec<String>,
}

#[derive(Debug, Serialize)]
struct RankRow {
    rank: Keyed,
    rank_change: Option<ChangeView>,
    member: Link,
    place: String,
    focus: bool,
    value: Keyed,
    change: Option<ChangeView>,
    score: Option<Keyed>,
}

#[derive(Debug, Serialize)]
struct View {
    name: String,
    short: Option<String>,
    description: Option<String>,
    facts: Vec<Fact>,
    making: Making,
    parent: Option<Link>,
    year: String,
    regions: Vec<Link>,
    editions: Vec<EditionRow>,
    ranking: Vec<RankRow>,
    scored: bool,
    rule: String,
    previous_year: String,
    comparable: bool,
    breaks: Vec<BreakView>,
}

/// The pages of components.
pub static KIND: PageKind = PageKind {
    name: "component",
    of: Of::Component,
    segment: Segment::Setting("components"),
    template: "component.html",
    menu: Menu::None,
    parent: Some(&lists::COMPONENTS),
    charts: Some(Subject::Component),
};

pub(super) fn pages(maker: &Maker<'_>) -> Vec<Page> {
    let components = &maker.survey().methodology.components;
    let pages = components.iter().enumerate().map(|(i, component)| {
        let route = maker.addresses.component(maker.lang, component);
        page(&maker.at(route), ComponentId(i))
    });
    pages.collect()
}

fn page(maker: &Maker<'_>, id: ComponentId) -> Page {
    let component = &maker.survey().methodology.components[id.0];
    let name = &component.name[maker.lang];
    let short = &component.short[maker.lang];
    // A short name that is a part of the whole one tells nothing more.
    let title = if name.contains(short.as_str()) {
        name.clone()
    } else {
        maker.fill("name-and-short", &[("name", name), ("short", short)])
    };
    let description = component.description.as_ref().map_or_else(
        || maker.fill("component-description", &[("name", name)]),
        |d| d[maker.lang].clone(),
    );
    let mut page = maker.page(
        &KIND,
        &component.id.to_lowercase(),
        title,
        description,
        &view(maker, id),
    );
    page.card = page.card.map(|card| card.with(maker, &facts(maker, id)));
    page
}

fn view(maker: &Maker<'_>, id: ComponentId) -> View {
    let survey = maker.survey();
    let indices = maker.indices;
    let methodology = &survey.methodology;
    let component = &methodology.components[id.0];
    let latest = survey.latest();
    let before = maker.before(latest);
    let regions: Vec<_> = survey.areas_of(AreaKind::Region).collect();
    let scored =
        component.is_leaf() && component.normalise != crate::survey::recipe::Normalise::None;
    View {
        name: component.name[maker.lang].clone(),
        short: Some(component.short[maker.lang].clone())
            .filter(|short| !component.name[maker.lang].contains(short.as_str())),
        description: component
            .description
            .as_ref()
            .map(|d| d[maker.lang].clone()),
        facts: facts(maker, id),
        making: making(maker, id),
        parent: component.parent.map(|p| maker.component(p)),
        year: maker.year(latest),
        regions: regions.iter().map(|r| maker.area(*r)).collect(),
        editions: survey
            .edition_ids()
            .rev()
            .map(|e| {
                let values = indices.values(e, id, None, None);
                let ranking = indices.ranking(e, id, None);
                let best = ranking.first().map(|(_, v)| *v);
                EditionRow {
                    edition: maker.edition(e),
                    assessed: maker.assessed(e, id, None),
                    weight: component.parent.map(|_| {
                        maker
                            .lang
                            .percent(methodology.share_of(id, survey.editions[e.0].year), 1)
                    }),
                    mean: maker.value(e, id, summary::mean(&values)),
                    median: maker.value(e, id, summary::median(&values)),
                    lowest: maker.value(e, id, summary::lowest(&values)),
                    highest: maker.value(e, id, summary::highest(&values)),
                    leader: ranking
                        .iter()
                        .take_while(|(_, v)| Some(*v) == best)
                        .map(|(m, _)| maker.member(*m))
                        .collect(),
                    regions: regions
                        .iter()
                        .map(|r| maker.value(e, id, indices.mean(e, id, Some(*r))))
                        .collect(),
                }
            })
            .collect(),
        ranking: indices
            .ranking(latest, id, None)
            .iter()
            .map(|&(m, value)| {
                let cell = indices.cell(latest, id, m);
                RankRow {
                    rank: maker.keyed_rank(cell.rank),
                    rank_change: before
                        .and_then(|e| maker.steps(cell.rank, indices.cell(e, id, m).rank)),
                    change: before.and_then(|e| {
                        maker.change(id, [e, latest], indices.change(e, latest, id, m))
                    }),
                    member: maker.member(m),
                    place: maker.name_place(m),
                    focus: maker.focus == Some(m),
                    value: maker.keyed(latest, id, Some(value)),
                    score: scored.then(|| maker.keyed_score(latest, id, cell.score)),
                }
            })
            .collect(),
        scored,
        rule: maker.rule_of_means(),
        previous_year: before.map_or_else(String::new, |e| maker.year(e)),
        comparable: before.is_some_and(|e| !maker.is_broken(id, e, latest)),
        breaks: maker.breaks(id),
    }
}

/// Who leads, the mean, what it counts for, and the member in focus.
fn facts(maker: &Maker<'_>, id: ComponentId) -> Vec<Fact> {
    let latest = maker.survey().latest();
    let mut facts = short_facts(maker, id);
    facts.extend(maker.focus_fact(latest, id));
    if facts.len() < 4 {
        facts.push(maker.median_fact(latest, id));
    }
    facts
}

/// The first of them, for the list of all components.
pub(super) fn short_facts(maker: &Maker<'_>, id: ComponentId) -> Vec<Fact> {
    let methodology = &maker.survey().methodology;
    let latest = maker.survey().latest();
    let mut facts: Vec<Fact> = maker.leader_fact(latest, id, None).into_iter().collect();
    facts.push(maker.mean_fact(maker.word("world"), latest, id, None));
    if let Some(parent) = methodology.components[id.0].parent {
        let year = maker.survey().editions[latest.0].year;
        let whole = &*maker.component(parent).name;
        facts.push(Fact {
            name: maker.fill("weight-in", &[("index", whole)]),
            value: maker.lang.percent(methodology.share_of(id, year), 1),
            notes: vec![maker.fill("in-year", &[("year", &maker.year(latest))])],
            ..Fact::default()
        });
    }
    facts
}
