//! A member's page.

mod notes;

use serde::Serialize;

use super::edition::{CellView, cell_view};
use super::fact::Fact;
use super::kind::{Menu, Of, PageKind, Segment};
use super::maker::{BreakView, ChangeView, Elsewhere, LevelView, Link, NONE};
use super::what_if::{WhatIf, what_if};
use super::{Maker, Page, compare, lists};
use crate::index::Contributions;
use crate::report::charts::Subject;
use crate::survey::{AreaId, AreaKind, ComponentId, EditionId, MemberId};
use rayon::prelude::*;

#[derive(Debug, Serialize)]
struct EditionRow {
    edition: Link,
    /// Whether it was a member then.
    member: bool,
    assessed: bool,
    rank: String,
    of: usize,
    region_rank: String,
    value: String,
    level: Option<LevelView>,
    cells: Vec<CellView>,
    change: Option<ChangeView>,
    world_gap: Option<ChangeView>,
    region_gap: Option<ChangeView>,
}

#[derive(Debug, Serialize)]
struct ComponentRow {
    component: Link,
    /// How far below the index it stands, 0 for its parts.
    depth: usize,
    name: String,
    value: String,
    rank: String,
    world: String,
    region: String,
    leader: String,
    contribution_first: Option<ChangeView>,
    contribution_previous: Option<ChangeView>,
    share_first: String,
}

#[derive(Debug, Serialize)]
struct Neighbour {
    rank: String,
    member: Link,
    value: String,
    own: bool,
}

#[derive(Debug, Serialize)]
struct View {
    name: String,
    other_names: Vec<Elsewhere>,
    code: String,
    codes: Vec<(String, String)>,
    focus: bool,
    areas: Vec<Link>,
    region: Option<Link>,
    year: String,
    assessed: bool,
    index: Link,
    facts: Vec<Fact>,
    level: Option<LevelView>,
    columns: Vec<Link>,
    editions: Vec<EditionRow>,
    components: Vec<ComponentRow>,
    change_first: Option<ChangeView>,
    change_previous: Option<ChangeView>,
    weights_first: Option<ChangeView>,
    /// By what the published changes differ from the sums of the rows, where they look different.
    rest: Option<[Option<ChangeView>; 2]>,
    first_year: String,
    previous_year: String,
    neighbours: Vec<Neighbour>,
    breaks: Vec<BreakView>,
    flags: Vec<String>,
    what_if: Option<WhatIf>,
    /// Comparisons to begin with.
    comparisons: Vec<Link>,
    /// The one that needs no script.
    comparison: String,
    previous: Option<Link>,
    next: Option<Link>,
}

/// The pages of members.
pub static KIND: PageKind = PageKind {
    name: "member",
    of: Of::Member,
    segment: Segment::Setting("members"),
    template: "member.html",
    menu: Menu::None,
    parent: Some(&lists::MEMBERS),
    charts: Some(Subject::Member),
};

pub(super) fn pages(maker: &Maker<'_>) -> Vec<Page> {
    let members = maker.survey().members.par_iter().enumerate();
    members
        .map(|(i, member)| {
            let route = maker.addresses.member(maker.lang, member);
            page(&maker.at(route), MemberId(i))
        })
        .collect()
}

fn page(maker: &Maker<'_>, member: MemberId) -> Page {
    let survey = maker.survey();
    let data = &survey.members[member.0];
    let latest = survey.latest();
    let cell = maker.indices.cell(latest, ComponentId::INDEX, member);
    let name = &data.name[maker.lang];
    let description = match cell.rank {
        Some(rank) => maker.fill(
            "member-description",
            &[
                ("member", name),
                ("year", &maker.year(latest)),
                ("index", maker.index_name()),
                (
                    "value",
                    &maker.value(latest, ComponentId::INDEX, cell.result),
                ),
                ("rank", &maker.ordinal(Some(rank))),
            ],
        ),
        None => maker.fill(
            "member-description-none",
            &[("member", name), ("year", &maker.year(latest))],
        ),
    };
    let mut page = maker.page(
        &KIND,
        &data.slug(),
        name.clone(),
        description,
        &view(maker, member),
    );
    let region = maker.region_of(member);
    page.card = page
        .card
        .map(|card| card.with(maker, &maker.member_facts(member, region)));
    page.trail.extend(region.map(|r| maker.area(r)));
    page
}

fn view(maker: &Maker<'_>, member: MemberId) -> View {
    let survey = maker.survey();
    let indices = maker.indices;
    let index = ComponentId::INDEX;
    let data = &survey.members[member.0];
    let latest = survey.latest();
    let region = maker.region_of(member);
    let cell = indices.cell(latest, index, member);
    let first = indices
        .first_assessed(index, member)
        .filter(|f| *f != latest);
    let previous = latest.0.checked_sub(1).map(EditionId);
    let contributions = |from: Option<EditionId>| {
        from.and_then(|from| indices.contributions(from, latest, index, member))
    };
    let (since_first, since_previous) = (contributions(first), contributions(previous));
    let since = [(first, &since_first), (previous, &since_previous)];
    let order = maker.by_name(survey.member_ids().collect());
    let at = order.iter().position(|m| *m == member).unwrap_or(0);
    let beside = |at: Option<usize>| at.and_then(|i| order.get(i)).map(|m| maker.member(*m));
    View {
        name: data.name[maker.lang].clone(),
        other_names: maker.elsewhere(&data.name),
        code: data.code.clone(),
        codes: data.codes.clone(),
        focus: maker.focus == Some(member),
        areas: data
            .areas
            .iter()
            .filter(|a| survey.areas[a.0].kind != AreaKind::Region)
            .map(|a| maker.area(*a))
            .collect(),
        region: region.map(|r| maker.area(r)),
        year: maker.year(latest),
        assessed: cell.result.is_some(),
        index: maker.component(index),
        facts: maker.member_facts(member, region),
        level: maker.level(cell.level),
        columns: maker
            .columns()
            .into_iter()
            .map(|c| maker.component(c))
            .collect(),
        editions: survey
            .edition_ids()
            .rev()
            .map(|e| edition_row(maker, e, member, region))
            .collect(),
        components: maker
            .tree()
            .into_iter()
            .map(|c| component_row(maker, c, member, since))
            .collect(),
        rest: notes::rest(maker, member, since),
        change_first: notes::total(maker, member, first, &since_first),
        change_previous: notes::total(maker, member, previous, &since_previous),
        weights_first: since_first
            .as_ref()
            .filter(|c| c.weights.abs() > 1e-6)
            .and_then(|c| maker.change(index, [first?, latest], Some(c.weights))),
        first_year: first.map_or_else(String::new, |e| maker.year(e)),
        previous_year: previous.map_or_else(String::new, |e| maker.year(e)),
        neighbours: neighbours(maker, latest, member),
        breaks: breaks(maker),
        flags: notes::notes(maker, member),
        what_if: what_if(maker, latest, member),
        comparisons: compare::ready(maker, latest, member),
        comparison: maker.href(&maker.addresses.comparison(maker.lang, data)),
        previous: beside(at.checked_sub(1)),
        next: beside(Some(at + 1)),
    }
}

/// A component in the latest edition. `since` tells what the changes since the first edition and
/// since the one before are made of.
fn component_row(
    maker: &Maker<'_>,
    id: ComponentId,
    member: MemberId,
    since: [(Option<EditionId>, &Option<Contributions>); 2],
) -> ComponentRow {
    let survey = maker.survey();
    let indices = maker.indices;
    let latest = survey.latest();
    let region = maker.region_of(member);
    let brought = |(from, since): (Option<EditionId>, &Option<Contributions>)| {
        let since = since.as_ref()?;
        let (_, part) = since.parts.iter().find(|(part, _)| *part == id)?;
        maker.change(ComponentId::INDEX, [from?, latest], Some(*part))
    };
    let [first, previous] = since.map(brought);
    let share = since[0].1.as_ref().and_then(|since| since.share(id));
    ComponentRow {
        component: maker.component(id),
        depth: maker.depth(id),
        name: survey.methodology.components[id.0].name[maker.lang].clone(),
        value: maker.value(latest, id, indices.result(latest, id, member)),
        rank: maker.rank(indices.cell(latest, id, member).rank),
        world: maker.value(latest, id, indices.mean(latest, id, None)),
        region: maker.value(
            latest,
            id,
            region.and_then(|r| indices.mean(latest, id, Some(r))),
        ),
        leader: maker.value(latest, id, indices.highest(latest, id, None)),
        contribution_first: first,
        contribution_previous: previous,
        share_first: share.map_or_else(|| NONE.to_owned(), |share| maker.lang.percent(share, 0)),
    }
}

/// The breaks of the index and of its parts, in order of years, each once.
fn breaks(maker: &Maker<'_>) -> Vec<BreakView> {
    let survey = maker.survey();
    let mut breaks: Vec<_> = survey.methodology.breaks.iter().collect();
    breaks.sort_by_key(|b| b.year);
    breaks
        .into_iter()
        .map(|b| BreakView {
            year: b.year.to_string(),
            note: b.note[maker.lang].clone(),
        })
        .collect()
}

fn edition_row(
    maker: &Maker<'_>,
    edition: EditionId,
    member: MemberId,
    region: Option<AreaId>,
) -> EditionRow {
    let indices = maker.indices;
    let index = ComponentId::INDEX;
    let cell = indices.cell(edition, index, member);
    let gap = |mean: Option<f64>| {
        maker.change(
            index,
            [edition, edition],
            cell.result.zip(mean).map(|(value, mean)| value - mean),
        )
    };
    EditionRow {
        edition: maker.edition(edition),
        member: maker.survey().is_member(member, edition),
        assessed: cell.result.is_some(),
        rank: maker.rank(cell.rank),
        of: indices.assessed(edition, None),
        region_rank: maker.rank(region.and_then(|r| indices.rank(edition, index, member, Some(r)))),
        value: maker.value(edition, index, cell.result),
        level: maker.level(cell.level),
        cells: maker
            .columns()
            .into_iter()
            .map(|c| cell_view(maker, edition, c, member))
            .collect(),
        change: edition
            .0
            .checked_sub(1)
            .map(EditionId)
            .and_then(|b| maker.index_change(b, edition, member)),
        world_gap: gap(indices.mean(edition, index, None)),
        region_gap: gap(region.and_then(|r| indices.mean(edition, index, Some(r)))),
    }
}

/// The members ranked just before and after.
fn neighbours(maker: &Maker<'_>, edition: EditionId, member: MemberId) -> Vec<Neighbour> {
    let ranked = super::edition::ranked_by_name(maker, edition, None);
    let Some(at) = ranked.iter().position(|m| *m == member) else {
        return Vec::new();
    };
    let start = at.saturating_sub(3);
    ranked[start..(at + 4).min(ranked.len())]
        .iter()
        .map(|m| {
            let cell = maker.indices.cell(edition, ComponentId::INDEX, *m);
            Neighbour {
                rank: maker.rank(cell.rank),
                member: maker.member(*m),
                value: maker.value(edition, ComponentId::INDEX, cell.result),
                own: *m == member,
            }
        })
        .collect()
}
