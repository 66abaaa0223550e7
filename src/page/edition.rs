//! The ranking table of an edition, and the same for the latest one.

use serde::Serialize;

use super::fact::Fact;
use super::keyed::{Column, Keyed};
use super::kind::{Menu, Of, PageKind, Segment};
use super::maker::{ChangeView, LevelView, Link, NONE};
use super::{Maker, Page, lists};
use crate::report::charts::Subject;
use crate::survey::{AreaKind, ComponentId, EditionId, LevelId, MemberId};
use rayon::prelude::*;

/// A line of the ranking.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    rank: Keyed,
    member: Link,
    /// In the order of all names.
    place: String,
    code: String,
    slug: String,
    focus: bool,
    region: Option<Link>,
    region_id: String,
    region_place: String,
    level: Option<LevelView>,
    value: Keyed,
    cells: Vec<CellView>,
    change: Option<ChangeView>,
    rank_change: Option<ChangeView>,
}

/// A value in a table, flagged if it is outside its range.
#[derive(Clone, Debug, Serialize)]
pub struct CellView {
    #[serde(flatten)]
    shown: Keyed,
    flag: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct LevelCount {
    level: Option<LevelView>,
    count: usize,
    share: String,
}

#[derive(Clone, Debug, Serialize)]
struct RegionRow {
    region: Link,
    id: String,
    /// Over how many members the mean is.
    assessed: String,
    mean: String,
    leader: Vec<Link>,
    counts: Vec<usize>,
}

/// What cannot be compared with the edition before.
#[derive(Debug, Serialize)]
struct EditionBreak {
    components: String,
    note: String,
}

#[derive(Debug, Serialize)]
struct View {
    year: String,
    index: Link,
    index_name: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    not_assessed: Vec<Row>,
    /// Members of today that were none then.
    not_yet: String,
    facts: Vec<Fact>,
    previous: Option<Link>,
    next: Option<Link>,
    editions: Vec<Link>,
    levels: Vec<LevelCount>,
    regions: Vec<RegionRow>,
    rule: String,
    breaks: Vec<EditionBreak>,
    flags: Vec<String>,
    source: String,
    note: Option<String>,
    published: bool,
}

/// The ranking of the latest edition, at an address that stays.
pub static RANKING: PageKind = PageKind {
    name: "ranking",
    of: Of::One,
    segment: Segment::Fixed("ranking"),
    template: "edition.html",
    menu: Menu::Main,
    parent: None,
    charts: Some(Subject::Edition),
};

/// The pages of editions.
pub static KIND: PageKind = PageKind {
    name: "edition",
    of: Of::Edition,
    segment: Segment::Setting("editions"),
    template: "edition.html",
    menu: Menu::None,
    parent: Some(&lists::EDITIONS),
    charts: Some(Subject::Edition),
};

pub(super) fn pages(maker: &Maker<'_>) -> Vec<Page> {
    let editions = maker.survey().editions.par_iter().enumerate();
    editions
        .map(|(i, edition)| {
            let route = maker.addresses.edition(maker.lang, edition);
            page(&maker.at(route), &KIND, EditionId(i))
        })
        .collect()
}

fn page(maker: &Maker<'_>, kind: &'static PageKind, edition: EditionId) -> Page {
    let year = maker.year(edition);
    let title = maker.fill(
        "ranking-title",
        &[("year", &year), ("index", maker.index_name())],
    );
    let mut page = maker.page(
        kind,
        // Not in the language's own digits.
        &maker.survey().editions[edition.0].year.to_string(),
        title,
        maker.fill("ranking-description", &[("year", &year)]),
        &view(maker, edition),
    );
    page.card = page
        .card
        .map(|card| card.with(maker, &maker.edition_facts(edition)));
    page
}

pub(super) fn latest(maker: &Maker<'_>) -> Page {
    let edition = maker.survey().latest();
    let mut page = page(maker, &RANKING, edition);
    let canonical = &maker.survey().editions[edition.0];
    page.canonical = Some(maker.addresses.edition(maker.lang, canonical));
    page.sort = Some(maker.word("latest-edition"));
    page.made_by = "the latest ranking".to_owned();
    page
}

/// The lines of a ranking: all members of a selection, the best first.
pub fn rows(maker: &Maker<'_>, edition: EditionId, members: &[MemberId]) -> Vec<Row> {
    members.iter().map(|m| row(maker, edition, *m)).collect()
}

fn row(maker: &Maker<'_>, edition: EditionId, member: MemberId) -> Row {
    let before = edition.0.checked_sub(1).map(EditionId);
    let indices = maker.indices;
    let index = ComponentId::INDEX;
    let cell = indices.cell(edition, index, member);
    let region = maker.region_of(member);
    let rank_before = before.and_then(|b| indices.cell(b, index, member).rank);
    let rank_change = maker.steps(cell.rank, rank_before);
    Row {
        rank: maker.keyed_rank(cell.rank),
        member: maker.member(member),
        place: maker.name_place(member),
        code: maker.survey().members[member.0].code.clone(),
        slug: maker.survey().members[member.0].slug(),
        focus: maker.focus == Some(member),
        region: region.map(|r| maker.area(r)),
        region_id: region.map_or_else(String::new, |r| maker.survey().areas[r.0].id.clone()),
        region_place: region.map_or_else(String::new, |r| maker.area_place(r)),
        level: maker.level(cell.level),
        value: maker.keyed(edition, index, cell.result),
        cells: maker
            .columns()
            .into_iter()
            .map(|c| cell_view(maker, edition, c, member))
            .collect(),
        change: before.and_then(|b| maker.index_change(b, edition, member)),
        rank_change,
    }
}

/// A component's value of a member; for members not assessed, what the data give all the same. There
/// 0 is how sources write that nothing was looked at, so it is shown as no value.
pub fn cell_view(
    maker: &Maker<'_>,
    edition: EditionId,
    component: ComponentId,
    member: MemberId,
) -> CellView {
    let cell = maker.indices.cell(edition, component, member);
    let flag = maker.survey().editions[edition.0]
        .flags
        .iter()
        .find(|f| f.member == member && f.component == component);
    CellView {
        shown: maker.keyed(
            edition,
            component,
            cell.result.or(cell
                .published
                .filter(|value| *value != 0.0 || cell.set_aside)),
        ),
        flag: flag.map(|f| f.note[maker.lang].clone()),
    }
}

fn view(maker: &Maker<'_>, edition: EditionId) -> View {
    let survey = maker.survey();
    let indices = maker.indices;
    let index = ComponentId::INDEX;
    let data = &survey.editions[edition.0];
    let ranked: Vec<MemberId> = ranked_by_name(maker, edition, None);
    let left_out: Vec<MemberId> = maker.by_name(
        survey
            .members_in(edition, None)
            .filter(|m| !indices.member(edition, *m).assessed)
            .collect(),
    );
    let not_yet: Vec<MemberId> = survey
        .member_ids()
        .filter(|m| !survey.is_member(*m, edition))
        .collect();
    let table = rows(maker, edition, &ranked);
    View {
        year: data.year.to_string(),
        index: maker.component(index),
        index_name: survey.methodology.components[0].name[maker.lang].clone(),
        columns: maker
            .columns()
            .into_iter()
            .map(|c| maker.column(c))
            .collect(),
        not_assessed: rows(maker, edition, &left_out),
        flags: flags(maker, edition, &table),
        rows: table,
        not_yet: maker.list_of(not_yet),
        facts: maker.edition_facts(edition),
        previous: edition
            .0
            .checked_sub(1)
            .map(|e| maker.edition(EditionId(e))),
        next: (edition.0 + 1 < survey.editions.len())
            .then(|| maker.edition(EditionId(edition.0 + 1))),
        editions: survey
            .edition_ids()
            .rev()
            .map(|e| maker.edition(e))
            .collect(),
        levels: level_counts(maker, edition),
        regions: region_rows(maker, edition),
        rule: maker.rule_of_means(),
        breaks: survey
            .methodology
            .breaks
            .iter()
            .filter(|b| b.year == data.year)
            .map(|b| EditionBreak {
                components: maker.shorts(&b.components),
                note: b.note[maker.lang].clone(),
            })
            .collect(),
        source: survey.sources[data.source.0].title[maker.lang].clone(),
        note: data.note.as_ref().map(|n| n[maker.lang].clone()),
        published: survey.methodology.results == crate::survey::methodology::Results::Published,
    }
}

/// What the marks of the table stand for.
fn flags(maker: &Maker<'_>, edition: EditionId, rows: &[Row]) -> Vec<String> {
    let survey = maker.survey();
    let data = &survey.editions[edition.0];
    let lines = data.flags.iter().map(|f| {
        let member = &survey.members[f.member.0].name[maker.lang];
        let component = &survey.methodology.components[f.component.0].short[maker.lang];
        let cell = maker.indices.cell(edition, f.component, f.member);
        let fillings = [
            ("member", member.as_str()),
            ("component", component.as_str()),
            ("value", &maker.value(edition, f.component, cell.published)),
            ("note", &f.note[maker.lang]),
        ];
        maker.fill("flag-line", &fillings)
    });
    let mut changes = rows.iter().filter_map(|row| row.change.as_ref());
    let of_changes = changes.find_map(|change| change.flag.clone());
    lines.chain(of_changes).collect()
}

/// Members with a result, best first; equals in the language's order of names.
pub fn ranked_by_name(
    maker: &Maker<'_>,
    edition: EditionId,
    area: Option<crate::survey::AreaId>,
) -> Vec<MemberId> {
    let survey = maker.survey();
    let ranking = maker.indices.ranking(edition, ComponentId::INDEX, area);
    let mut ranked: Vec<(MemberId, f64)> = ranking.to_vec();
    let place = |member| survey.place_of(maker.lang, member);
    // Sorted by the value already.
    ranked.sort_by(|a, b| {
        b.1.total_cmp(&a.1)
            .then_with(|| place(a.0).cmp(&place(b.0)))
    });
    ranked.into_iter().map(|(m, _)| m).collect()
}

fn level_counts(maker: &Maker<'_>, edition: EditionId) -> Vec<LevelCount> {
    let counts = maker
        .indices
        .level_counts(edition, ComponentId::INDEX, None);
    // Shares of the members assessed, so that they sum to all.
    let all = counts.iter().sum::<usize>().max(1);
    counts
        .into_iter()
        .enumerate()
        .map(|(i, count)| LevelCount {
            level: maker.level(Some(LevelId(i))),
            count,
            share: maker.lang.percent(count as f64 / all as f64, 0),
        })
        .collect()
}

fn region_rows(maker: &Maker<'_>, edition: EditionId) -> Vec<RegionRow> {
    let survey = maker.survey();
    let index = ComponentId::INDEX;
    let mut regions: Vec<_> = maker.indices.regions_by_mean(edition, index, None);
    // Regions without any assessed member stand at the end.
    for area in survey.areas_of(AreaKind::Region) {
        if !regions.iter().any(|(a, _)| *a == area) {
            regions.push((area, f64::NAN));
        }
    }
    regions
        .into_iter()
        .map(|(area, mean)| {
            let ranked = maker.indices.ranking(edition, index, Some(area));
            let best = ranked.first().map(|(_, value)| *value);
            RegionRow {
                region: maker.area(area),
                id: survey.areas[area.0].id.clone(),
                assessed: maker.assessed(edition, index, Some(area)),
                mean: if mean.is_nan() {
                    NONE.to_owned()
                } else {
                    maker.value(edition, index, Some(mean))
                },
                leader: ranked
                    .iter()
                    .take_while(|(_, value)| Some(*value) == best)
                    .map(|(m, _)| maker.member(*m))
                    .collect(),
                counts: maker.indices.level_counts(edition, index, Some(area)),
            }
        })
        .collect()
}
