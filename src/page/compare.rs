//! Members beside others: the page on which readers choose them, and for each member a page that needs
//! no script.

use rayon::prelude::*;
use serde::Serialize;

use super::kind::{COMPARE, Menu, Of, PageKind};
use super::maker::{ChangeView, Link};
use super::{Maker, Page, data};
use crate::site::Route;
use crate::survey::{ComponentId, EditionId, MemberId};

/// Where readers compare members of their choice.
pub static KIND: PageKind = PageKind {
    name: "compare",
    of: Of::One,
    segment: COMPARE,
    template: "compare.html",
    menu: Menu::More,
    parent: None,
    charts: None,
};

/// A member beside its region’s first and the whole.
pub static COMPARISON: PageKind = PageKind {
    name: "comparison",
    of: Of::Comparison,
    segment: COMPARE,
    template: "comparison.html",
    menu: Menu::None,
    parent: Some(&KIND),
    charts: None,
};

/// Where scripts find the data, from a page.
#[derive(Debug, Serialize)]
pub(super) struct DataPlaces {
    /// How the index is computed.
    model: String,
    /// The folders of members and editions.
    members: String,
    editions: String,
}

pub(super) fn data_places(maker: &Maker<'_>) -> DataPlaces {
    let href = |name: &str| maker.href(&Route::new(format!("{}{name}", data::FOLDER)));
    DataPlaces {
        model: href(data::MODEL),
        members: href("members/"),
        editions: href("editions/"),
    }
}

#[derive(Debug, Serialize)]
struct Choice {
    #[serde(flatten)]
    places: DataPlaces,
    /// Where the figures of the editions come from.
    sources: Vec<Link>,
    /// The pages that need no script.
    r#static: Vec<Link>,
}

pub(super) fn page(maker: &Maker<'_>) -> Page {
    let members = maker.by_name(maker.survey().member_ids().collect());
    let link = |member: MemberId| {
        let member = &maker.survey().members[member.0];
        Link {
            name: member.name[maker.lang].clone(),
            href: maker.href(&maker.addresses.comparison(maker.lang, member)),
        }
    };
    let view = Choice {
        places: data_places(maker),
        sources: super::making::sources(maker),
        r#static: members.into_iter().map(link).collect(),
    };
    let description = maker.word("compare-description");
    maker.page(&KIND, "", maker.word("page-compare"), description, &view)
}

#[derive(Debug, Serialize)]
struct Cell {
    value: String,
    rank: String,
}

#[derive(Debug, Serialize)]
struct ComponentRow {
    component: Link,
    name: String,
    depth: usize,
    member: Cell,
    first: Option<Cell>,
    whole: String,
    /// The member's distance from the mean of all.
    gap: Option<ChangeView>,
}

#[derive(Debug, Serialize)]
struct EditionRow {
    edition: Link,
    member: Cell,
    first: Option<Cell>,
    whole: String,
}

#[derive(Debug, Serialize)]
struct Comparison {
    name: String,
    member: Link,
    /// The first of its region; `None` where the member itself is.
    first: Option<Link>,
    region: Option<Link>,
    whole: String,
    year: String,
    index: Link,
    components: Vec<ComponentRow>,
    editions: Vec<EditionRow>,
    /// The same where readers choose.
    interactive: String,
}

pub(super) fn pages(maker: &Maker<'_>) -> Vec<Page> {
    let members = maker.survey().members.par_iter().enumerate();
    members
        .map(|(i, member)| {
            let route = maker.addresses.comparison(maker.lang, member);
            comparison(&maker.at(route), MemberId(i))
        })
        .collect()
}

/// The first of a member's region in an edition, unless that is the member.
pub(super) fn first_of_region(
    maker: &Maker<'_>,
    edition: EditionId,
    member: MemberId,
) -> Option<MemberId> {
    let region = maker.region_of(member)?;
    let ranking = maker
        .indices
        .ranking(edition, ComponentId::INDEX, Some(region));
    let (first, _) = ranking.first()?;
    (*first != member).then_some(*first)
}

fn comparison(maker: &Maker<'_>, member: MemberId) -> Page {
    let survey = maker.survey();
    let indices = maker.indices;
    let index = ComponentId::INDEX;
    let latest = survey.latest();
    let data = &survey.members[member.0];
    let name = &data.name[maker.lang];
    let first = first_of_region(maker, latest, member);
    let cell = |edition, component, member| {
        let cell = indices.cell(edition, component, member);
        Cell {
            value: maker.value(edition, component, cell.result),
            rank: maker.rank(cell.rank),
        }
    };
    let row = |id: ComponentId| {
        let mean = indices.mean(latest, id, None);
        let gap = indices
            .result(latest, id, member)
            .zip(mean)
            .map(|(own, mean)| own - mean);
        ComponentRow {
            component: maker.component(id),
            name: survey.methodology.components[id.0].name[maker.lang].clone(),
            depth: maker.depth(id),
            member: cell(latest, id, member),
            first: first.map(|first| cell(latest, id, first)),
            whole: maker.value(latest, id, mean),
            gap: maker.change(id, [latest, latest], gap),
        }
    };
    let edition_row = |edition| EditionRow {
        edition: maker.edition(edition),
        member: cell(edition, index, member),
        first: first.map(|first| cell(edition, index, first)),
        whole: maker.value(edition, index, indices.mean(edition, index, None)),
    };
    let view = Comparison {
        name: name.clone(),
        member: maker.member(member),
        first: first.map(|first| maker.member(first)),
        region: maker.region_of(member).map(|region| maker.area(region)),
        whole: survey.whole[maker.lang].clone(),
        year: maker.year(latest),
        index: maker.component(index),
        components: maker.tree().into_iter().map(row).collect(),
        editions: survey.edition_ids().rev().map(edition_row).collect(),
        interactive: chosen(maker, [member].into_iter().chain(first)),
    };
    let whole = &survey.whole[maker.lang];
    let description = match first {
        Some(first) => maker.fill(
            "comparison-description",
            &[
                ("member", name),
                ("first", &survey.members[first.0].name[maker.lang]),
                ("whole", whole),
            ],
        ),
        None => maker.fill(
            "comparison-description-whole",
            &[("member", name), ("whole", whole)],
        ),
    };
    let title = maker.fill("comparison-title", &[("member", name)]);
    maker.page(&COMPARISON, &data.slug(), title, description, &view)
}

/// The address at which members are compared by script.
pub(super) fn chosen(maker: &Maker<'_>, members: impl Iterator<Item = MemberId>) -> String {
    let codes = members.map(|member| maker.survey().members[member.0].code.as_str());
    let page = maker.href(&maker.addresses.page(maker.lang, &KIND));
    format!("{page}?m={}", codes.collect::<Vec<_>>().join(","))
}

/// Comparisons to begin with: a member and those ranked beside it, its region’s first, and those whose
/// parts are most like its own.
pub(super) fn ready(maker: &Maker<'_>, edition: EditionId, member: MemberId) -> Vec<Link> {
    let survey = maker.survey();
    let indices = maker.indices;
    let index = ComponentId::INDEX;
    let ranked = indices.ranking(edition, index, None);
    let Some(at) = ranked.iter().position(|(m, _)| *m == member) else {
        return Vec::new();
    };
    let beside = [at.checked_sub(1), Some(at), Some(at + 1)]
        .into_iter()
        .flatten();
    let beside: Vec<MemberId> = beside.filter_map(|i| Some(ranked.get(i)?.0)).collect();
    let mut ready = vec![Link {
        name: maker.word("ready-neighbours"),
        href: chosen(maker, own_first(member, beside)),
    }];
    ready.extend(first_of_region(maker, edition, member).map(|first| Link {
        name: maker.fill(
            "ready-first",
            &[("member", &*survey.members[first.0].name[maker.lang])],
        ),
        href: chosen(maker, [member, first].into_iter()),
    }));
    let peers = peers(maker, edition, member);
    if !peers.is_empty() {
        ready.push(Link {
            name: maker.word("ready-peers"),
            href: chosen(maker, own_first(member, peers)),
        });
    }
    ready
}

fn own_first(member: MemberId, others: Vec<MemberId>) -> impl Iterator<Item = MemberId> {
    let others = others.into_iter().filter(move |other| *other != member);
    std::iter::once(member).chain(others)
}

/// So many members are most like one.
const PEERS: usize = 3;

/// Those whose scores of the index’s parts are nearest, by the sum of the squares of what they differ in.
fn peers(maker: &Maker<'_>, edition: EditionId, member: MemberId) -> Vec<MemberId> {
    let indices = maker.indices;
    let parts = maker.parts();
    let scores = |m: MemberId| -> Option<Vec<f64>> {
        let score = |part: &ComponentId| indices.cell(edition, *part, m).score;
        parts.iter().map(score).collect()
    };
    let Some(own) = scores(member).filter(|own| !own.is_empty()) else {
        return Vec::new();
    };
    let distance = |m: MemberId| {
        let squares = scores(m)?
            .into_iter()
            .zip(&own)
            .map(|(a, b)| (a - b).powi(2));
        Some(squares.sum::<f64>())
    };
    let others = maker.survey().member_ids().filter(|m| *m != member);
    let others = others.filter(|m| indices.member(edition, *m).assessed);
    let mut others: Vec<(f64, MemberId)> = others.filter_map(|m| Some((distance(m)?, m))).collect();
    let nearest =
        |a: &(f64, MemberId), b: &(f64, MemberId)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
    if others.len() > PEERS {
        others.select_nth_unstable_by(PEERS, nearest);
        others.truncate(PEERS);
    }
    others.sort_by(nearest);
    others.into_iter().map(|(_, m)| m).collect()
}
