//! Pages that lead to others: editions, members, regions, components.

use serde::Serialize;

use super::fact::Fact;
use super::keyed::Keyed;
use super::kind::{Menu, Of, PageKind, Segment};
use super::maker::{LevelView, Link};
use super::making::{Making, making};
use super::{Maker, Page};
use crate::survey::{AreaId, AreaKind, ComponentId, LevelId};

/// All editions.
pub static EDITIONS: PageKind = PageKind {
    name: "editions",
    of: Of::One,
    segment: Segment::Setting("editions"),
    template: "editions.html",
    menu: Menu::More,
    parent: None,
    charts: None,
};

/// All members.
pub static MEMBERS: PageKind = PageKind {
    name: "members",
    of: Of::One,
    segment: Segment::Setting("members"),
    template: "members.html",
    menu: Menu::Main,
    parent: None,
    charts: None,
};

/// Regions and groups.
pub static REGIONS: PageKind = PageKind {
    name: "regions",
    of: Of::One,
    segment: Segment::Setting("regions"),
    template: "regions.html",
    menu: Menu::Main,
    parent: None,
    charts: None,
};

/// All components.
pub static COMPONENTS: PageKind = PageKind {
    name: "components",
    of: Of::One,
    segment: Segment::Setting("components"),
    template: "components.html",
    menu: Menu::More,
    parent: None,
    charts: None,
};

#[derive(Debug, Serialize)]
struct EditionRow {
    edition: Link,
    assessed: String,
    mean: String,
    counts: Vec<usize>,
    leader: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct Editions {
    rows: Vec<EditionRow>,
    levels: Vec<LevelView>,
    index: Link,
}

/// All editions.
pub(super) fn editions(maker: &Maker<'_>) -> Page {
    let survey = maker.survey();
    let indices = maker.indices;
    let index = ComponentId::INDEX;
    let view = Editions {
        rows: survey
            .edition_ids()
            .rev()
            .map(|e| {
                let ranking = indices.ranking(e, index, None);
                let best = ranking.first().map(|(_, v)| *v);
                EditionRow {
                    edition: maker.edition(e),
                    assessed: maker.assessed(e, index, None),
                    mean: maker.value(e, index, indices.mean(e, index, None)),
                    counts: indices.level_counts(e, index, None),
                    leader: ranking
                        .iter()
                        .take_while(|(_, v)| Some(*v) == best)
                        .map(|(m, _)| maker.member(*m))
                        .collect(),
                }
            })
            .collect(),
        levels: (0..survey.methodology.levels.len())
            .filter_map(|l| maker.level(Some(LevelId(l))))
            .collect(),
        index: maker.component(index),
    };
    maker.page(
        &EDITIONS,
        "",
        maker.word("page-editions"),
        maker.count("editions-description", survey.editions.len()),
        &view,
    )
}

#[derive(Debug, Serialize)]
struct MemberRow {
    member: Link,
    code: String,
    slug: String,
    place: String,
    region: String,
    region_place: String,
    rank: Keyed,
    value: Keyed,
    level: Option<LevelView>,
    focus: bool,
}

#[derive(Debug, Serialize)]
struct Members {
    rows: Vec<MemberRow>,
    year: String,
    index: Link,
}

/// All members by name.
pub(super) fn members(maker: &Maker<'_>) -> Page {
    let survey = maker.survey();
    let latest = survey.latest();
    let view = Members {
        rows: maker
            .by_name(survey.member_ids().collect())
            .into_iter()
            .map(|m| {
                let member = &survey.members[m.0];
                let cell = maker.indices.cell(latest, ComponentId::INDEX, m);
                let region = maker.region_of(m);
                MemberRow {
                    member: maker.member(m),
                    code: member.code.clone(),
                    slug: member.slug(),
                    place: maker.name_place(m),
                    region: region
                        .map_or_else(String::new, |r| survey.areas[r.0].name[maker.lang].clone()),
                    region_place: region.map_or_else(String::new, |r| maker.area_place(r)),
                    rank: maker.keyed_rank(cell.rank),
                    value: maker.keyed(latest, ComponentId::INDEX, cell.result),
                    level: maker.level(cell.level),
                    focus: maker.focus == Some(m),
                }
            })
            .collect(),
        year: maker.year(latest),
        index: maker.component(ComponentId::INDEX),
    };
    maker.page(
        &MEMBERS,
        "",
        maker.word("page-members"),
        maker.count("members-description", survey.members.len()),
        &view,
    )
}

#[derive(Debug, Serialize)]
struct AreaRow {
    area: Link,
    slug: String,
    note: Option<String>,
    assessed: String,
    mean: String,
    counts: Vec<usize>,
    parts: Vec<AreaRow>,
}

#[derive(Debug, Serialize)]
struct Regions {
    regions: Vec<AreaRow>,
    groups: Vec<AreaRow>,
    levels: Vec<LevelView>,
    rule: String,
    year: String,
    index: Link,
}

/// All regions and groups.
pub(super) fn regions(maker: &Maker<'_>) -> Page {
    let survey = maker.survey();
    let view = Regions {
        regions: survey
            .areas_of(AreaKind::Region)
            .map(|a| area_row(maker, a))
            .collect(),
        groups: survey
            .areas_of(AreaKind::Group)
            .map(|a| area_row(maker, a))
            .collect(),
        levels: (0..survey.methodology.levels.len())
            .filter_map(|l| maker.level(Some(LevelId(l))))
            .collect(),
        rule: maker.rule_of_means(),
        year: maker.year(survey.latest()),
        index: maker.component(ComponentId::INDEX),
    };
    maker.page(
        &REGIONS,
        "",
        maker.word("page-regions"),
        maker.word("regions-description"),
        &view,
    )
}

fn area_row(maker: &Maker<'_>, id: AreaId) -> AreaRow {
    let survey = maker.survey();
    let latest = survey.latest();
    let index = ComponentId::INDEX;
    AreaRow {
        area: maker.area(id),
        slug: survey.areas[id.0].id.to_lowercase(),
        note: survey.areas[id.0]
            .note
            .as_ref()
            .map(|n| n[maker.lang].clone()),
        assessed: maker.assessed(latest, index, Some(id)),
        mean: maker.value(latest, index, maker.indices.mean(latest, index, Some(id))),
        counts: maker.indices.level_counts(latest, index, Some(id)),
        parts: survey
            .area_ids()
            .filter(|a| survey.areas[a.0].parent == Some(id))
            .map(|a| area_row(maker, a))
            .collect(),
    }
}

#[derive(Debug, Serialize)]
struct ComponentRow {
    component: Link,
    name: String,
    description: Option<String>,
    depth: usize,
    facts: Vec<Fact>,
    making: Making,
}

#[derive(Debug, Serialize)]
struct Components {
    rows: Vec<ComponentRow>,
    year: String,
}

/// The index and everything it is made of.
pub(super) fn components(maker: &Maker<'_>) -> Page {
    let survey = maker.survey();
    let methodology = &survey.methodology;
    let latest = survey.latest();
    let view = Components {
        rows: methodology
            .component_ids()
            .map(|id| {
                let component = &methodology.components[id.0];
                ComponentRow {
                    component: maker.component(id),
                    name: component.name[maker.lang].clone(),
                    description: component
                        .description
                        .as_ref()
                        .map(|d| d[maker.lang].clone()),
                    depth: methodology.depth(id),
                    facts: super::component::short_facts(maker, id),
                    making: making(maker, id),
                }
            })
            .collect(),
        year: maker.year(latest),
    };
    maker.page(
        &COMPONENTS,
        "",
        maker.word("page-components"),
        maker.fill("components-description", &[("index", maker.index_name())]),
        &view,
    )
}
