//! The page of a region, subregion or group.

use rayon::prelude::*;
use serde::Serialize;

use super::edition::{Row, ranked_by_name, rows};
use super::fact::Fact;
use super::keyed::Column;
use super::kind::{Menu, Of, PageKind, Segment};
use super::maker::{LevelView, Link};
use super::{Maker, Page, lists};
use crate::index::Rank;
use crate::report::charts::Subject;
use crate::survey::{AreaId, AreaKind, ComponentId, EditionId, LevelId};

#[derive(Debug, Serialize)]
struct EditionRow {
    edition: Link,
    assessed: String,
    mean: String,
    world: String,
    cells: Vec<String>,
    counts: Vec<usize>,
    leader: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct Part {
    area: Link,
    assessed: String,
    mean: String,
}

#[derive(Debug, Serialize)]
struct View {
    name: String,
    note: Option<String>,
    year: String,
    index: Link,
    whole: String,
    rule: String,
    facts: Vec<Fact>,
    columns: Vec<Column>,
    levels: Vec<LevelView>,
    editions: Vec<EditionRow>,
    parts: Vec<Part>,
    rows: Vec<Row>,
    not_assessed: Vec<Row>,
    source: Option<String>,
    /// What must be known of the editions' means.
    flags: Vec<String>,
}

/// The pages of regions and subregions.
pub static REGION: PageKind = PageKind {
    name: "region",
    of: Of::Area(&[AreaKind::Region, AreaKind::Subregion]),
    segment: Segment::Setting("regions"),
    template: "area.html",
    menu: Menu::None,
    parent: Some(&lists::REGIONS),
    charts: Some(Subject::Area),
};

/// The pages of groups of members.
pub static GROUP: PageKind = PageKind {
    name: "group",
    of: Of::Area(&[AreaKind::Group]),
    segment: Segment::Setting("groups"),
    template: "area.html",
    menu: Menu::None,
    parent: Some(&lists::REGIONS),
    charts: Some(Subject::Area),
};

pub(super) fn regions(maker: &Maker<'_>) -> Vec<Page> {
    pages(maker, &REGION)
}

pub(super) fn groups(maker: &Maker<'_>) -> Vec<Page> {
    pages(maker, &GROUP)
}

fn pages(maker: &Maker<'_>, kind: &'static PageKind) -> Vec<Page> {
    let survey = maker.survey();
    let of_kind: Vec<AreaId> = (0..survey.areas.len())
        .map(AreaId)
        .filter(|id| matches!(kind.of, Of::Area(kinds) if kinds.contains(&survey.areas[id.0].kind)))
        .collect();
    of_kind
        .into_par_iter()
        .map(|id| {
            let route = maker.addresses.area(maker.lang, &survey.areas[id.0]);
            page(&maker.at(route), kind, id)
        })
        .collect()
}

fn page(maker: &Maker<'_>, kind: &'static PageKind, id: AreaId) -> Page {
    let survey = maker.survey();
    let area = &survey.areas[id.0];
    let name = &area.name[maker.lang];
    let mut page = maker.page(
        kind,
        &area.id.to_lowercase(),
        name.clone(),
        maker.fill(
            "area-description",
            &[("area", name), ("index", maker.index_name())],
        ),
        &view(maker, id),
    );
    page.sort = Some(maker.word(match area.kind {
        AreaKind::Region => "region",
        AreaKind::Subregion => "subregion",
        AreaKind::Group => "group",
    }));
    page.trail.extend(area.parent.map(|p| maker.area(p)));
    page.card = page.card.map(|card| card.with(maker, &facts(maker, id)));
    page
}

fn view(maker: &Maker<'_>, id: AreaId) -> View {
    let survey = maker.survey();
    let indices = maker.indices;
    let index = ComponentId::INDEX;
    let area = &survey.areas[id.0];
    let latest = survey.latest();
    let ranked = ranked_by_name(maker, latest, Some(id));
    let left_out: Vec<_> = maker.by_name(
        survey
            .members_of(Some(id))
            .filter(|m| !indices.member(latest, *m).assessed)
            .collect(),
    );
    View {
        name: area.name[maker.lang].clone(),
        note: area.note.as_ref().map(|n| n[maker.lang].clone()),
        year: maker.year(latest),
        index: maker.component(index),
        whole: survey.whole[maker.lang].clone(),
        rule: maker.rule_of_means(),
        facts: facts(maker, id),
        columns: maker
            .columns()
            .into_iter()
            .map(|c| maker.column(c))
            .collect(),
        levels: (0..survey.methodology.levels.len())
            .filter_map(|l| maker.level(Some(LevelId(l))))
            .collect(),
        editions: survey
            .edition_ids()
            .rev()
            .map(|edition| edition_row(maker, id, edition))
            .collect(),
        parts: parts(maker, id),
        rows: rows(maker, latest, &ranked),
        not_assessed: rows(maker, latest, &left_out),
        flags: flags(maker, id),
        source: area
            .source
            .map(|s| survey.sources[s.0].title[maker.lang].clone()),
    }
}

/// In which editions the index of whom counts a value that stands for a missing one.
fn flags(maker: &Maker<'_>, id: AreaId) -> Vec<String> {
    let survey = maker.survey();
    let note = |edition: EditionId| {
        let members = survey.members_of(Some(id));
        let members: Vec<_> = members
            .filter(|m| maker.indices.rests_on_missing(edition, *m))
            .collect();
        (!members.is_empty()).then(|| {
            let texts = [
                ("year", &*maker.year(edition)),
                ("members", &*maker.list_of(members)),
            ];
            maker.fill("index-rests-on-missing", &texts)
        })
    };
    survey.edition_ids().filter_map(note).collect()
}

/// The mean and its place among those of its like, who leads, and how many are on the highest level.
fn facts(maker: &Maker<'_>, id: AreaId) -> Vec<Fact> {
    let survey = maker.survey();
    let indices = maker.indices;
    let index = ComponentId::INDEX;
    let latest = survey.latest();
    let name = maker.fill("mean-of", &[("index", maker.index_name())]);
    let mut mean = maker.mean_fact(name, latest, index, Some(id));
    let world = indices.mean(latest, index, None);
    mean.notes.push(maker.fill(
        "whole-mean",
        &[
            ("whole", &survey.whole[maker.lang]),
            ("value", &maker.value(latest, index, world)),
        ],
    ));
    let mut facts = vec![mean];
    facts.extend(place(maker, id));
    facts.extend(maker.leader_fact(latest, index, Some(id)));
    facts.extend(maker.top_level_fact(latest, Some(id)));
    facts
}

/// Its place by mean among the areas of its kind. Groups share members, so they have none: they are
/// compared with the whole.
fn place(maker: &Maker<'_>, id: AreaId) -> Option<Fact> {
    let survey = maker.survey();
    let index = ComponentId::INDEX;
    let latest = survey.latest();
    let kind = survey.areas[id.0].kind;
    let mean = |edition, area| maker.indices.mean(edition, index, area);
    let (name, of) = match kind {
        AreaKind::Region => ("place-among-regions", "of-regions"),
        AreaKind::Subregion => ("place-among-subregions", "of-subregions"),
        AreaKind::Group => {
            let gap = mean(latest, Some(id))? - mean(latest, None)?;
            let decimals = maker.decimals(latest, index);
            return Some(Fact {
                name: maker.word("against-world"),
                value: maker.lang.signed(gap, decimals),
                ..Fact::default()
            });
        }
    };
    mean(latest, Some(id))?;
    let means = |edition| {
        let areas = survey.areas_of(kind);
        areas.filter_map(move |area| mean(edition, Some(area)))
    };
    let rank = |edition| {
        let own = mean(edition, Some(id))?;
        Some(Rank(
            means(edition).filter(|m| *m > own).count() as f64 + 1.0,
        ))
    };
    let note = maker.count(of, means(latest).count());
    Some(maker.rank_fact(maker.word(name), latest, rank, note))
}

fn edition_row(maker: &Maker<'_>, id: AreaId, edition: EditionId) -> EditionRow {
    let indices = maker.indices;
    let index = ComponentId::INDEX;
    let ranked = indices.ranking(edition, index, Some(id));
    let best = ranked.first().map(|(_, v)| *v);
    EditionRow {
        edition: maker.edition(edition),
        assessed: maker.assessed(edition, index, Some(id)),
        mean: maker.value(edition, index, indices.mean(edition, index, Some(id))),
        world: maker.value(edition, index, indices.mean(edition, index, None)),
        cells: maker
            .columns()
            .into_iter()
            .map(|c| maker.value(edition, c, indices.mean(edition, c, Some(id))))
            .collect(),
        counts: indices.level_counts(edition, index, Some(id)),
        leader: ranked
            .iter()
            .take_while(|(_, v)| Some(*v) == best)
            .map(|(m, _)| maker.member(*m))
            .collect(),
    }
}

/// The areas directly below.
fn parts(maker: &Maker<'_>, id: AreaId) -> Vec<Part> {
    let survey = maker.survey();
    let index = ComponentId::INDEX;
    survey
        .area_ids()
        .filter(|a| survey.areas[a.0].parent == Some(id))
        .map(|a| Part {
            area: maker.area(a),
            assessed: maker.assessed(survey.latest(), index, Some(a)),
            mean: maker.value(
                survey.latest(),
                index,
                maker.indices.mean(survey.latest(), index, Some(a)),
            ),
        })
        .collect()
}
