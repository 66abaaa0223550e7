//! Over what a chart runs: a list of things, each with its name and the variables that it binds.

use std::collections::BTreeSet;

use crate::diagnostic::{Checked, Diagnostic, Diagnostics, suggest};
use crate::expression::{Thing, Variable};
use crate::lang::{Languages, PerLanguage};
use crate::report::wording::Text;
use crate::schema::{Record, files::chart::ENTRY};
use crate::source::{Node, NodePlace, Tree};
use crate::survey::{AreaKind, ComponentId, Indicator, LevelId, MemberId, Survey, Which, Year};

/// One thing on an axis.
#[derive(Clone, Debug)]
pub struct AxisEntry {
    /// Its id, for `highlight`.
    pub id: String,
    pub name: PerLanguage<String>,
    /// The name as written, where expressions stand in it.
    pub written: Option<PerLanguage<Text>>,
    /// A shorter name.
    pub short: Option<PerLanguage<String>>,
    /// The variables that it binds.
    pub variables: Vec<Variable>,
    /// The year, of an edition or year.
    pub year: Option<i32>,
    /// The member, of a member.
    pub member: Option<MemberId>,
    /// Its own expression, in place of the chart's.
    pub value: Option<(String, NodePlace)>,
}

impl AxisEntry {
    /// The one series of a chart that declares none.
    pub(super) fn unnamed(languages: Languages) -> AxisEntry {
        AxisEntry {
            variables: Vec::new(),
            ..AxisEntry::new("", PerLanguage::same(languages, String::new()), "")
        }
    }

    fn new(id: &str, name: PerLanguage<String>, variable: &'static str) -> AxisEntry {
        AxisEntry {
            id: id.to_owned(),
            name,
            written: None,
            short: None,
            variables: vec![Variable::new(variable, id)],
            year: None,
            member: None,
            value: None,
        }
    }

    fn of_thing(
        id: &str,
        name: PerLanguage<String>,
        variable: &'static str,
        thing: Thing,
    ) -> AxisEntry {
        AxisEntry {
            variables: vec![Variable::thing(variable, id, thing)],
            ..AxisEntry::new(id, name, variable)
        }
    }

    fn of_year(languages: Languages, year: Year, variable: &'static str) -> AxisEntry {
        let mut entry =
            AxisEntry::new("", PerLanguage::same(languages, year.to_string()), variable);
        entry.id = year.to_string();
        entry.variables = vec![Variable::new(variable, year.0)];
        entry.year = Some(i32::from(year.0));
        entry
    }
}

/// What an axis can run over.
pub(super) const DIMENSIONS: [&str; 9] = [
    "members",
    "regions",
    "groups",
    "levels",
    "components",
    "editions",
    "years",
    "indicator",
    "list",
];

/// Reads an axis: a mapping with one key, `{regions: all}`.
pub fn read(node: &Node<'_>, survey: &Survey, d: &Diagnostics) -> Checked<Vec<AxisEntry>> {
    let entries = node.entries(d)?;
    let [entry] = entries.as_slice() else {
        return Err(node.error_hint(
            d,
            "an axis runs over one thing",
            Some(
                "write `{regions: all}`, `{editions: [2016, 2018]}`, `{members: [CODE]}` …".into(),
            ),
        ));
    };
    of(entry, survey, d)
}

/// Reads an axis from the entry that names it: `regions: all`.
pub fn of(
    entry: &crate::source::node::Entry<'_>,
    survey: &Survey,
    d: &Diagnostics,
) -> Checked<Vec<AxisEntry>> {
    let value = &entry.value;
    let list = match entry.key {
        "members" => pick(value, d, "member", members(survey)),
        "regions" => pick(
            value,
            d,
            "region",
            areas(survey, AreaKind::Region, "region"),
        ),
        "groups" => pick(value, d, "group", areas(survey, AreaKind::Group, "group")),
        "levels" => pick(value, d, "level", levels(survey)),
        "components" => {
            // `all` leaves out the index, which can be named.
            let index = &survey.methodology.components[ComponentId::INDEX.0].id;
            let all = components(survey).filter(|e| !is_all(value) || e.id != *index);
            pick(value, d, "component", all)
        }
        "editions" => pick_editions(value, survey, d),
        "years" => value.list(d, |n| {
            let year = Year(n.whole(d)?);
            Ok(AxisEntry::of_year(survey.languages, year, "year"))
        }),
        "indicator" => items_of_named(value, survey, d),
        "list" => value.list(d, |n| free(n, &ENTRY, d)),
        other => Err(d.report(
            Diagnostic::error(format!("an axis cannot run over `{other}`"))
                .at(entry.key_at.place())
                .maybe_hint(suggest(other, DIMENSIONS)),
        )),
    }?;
    if list.is_empty() {
        return Err(value.error(d, "this selection is empty"));
    }
    Ok(list)
}

fn members(survey: &Survey) -> impl Iterator<Item = AxisEntry> {
    survey.member_ids().map(|m| {
        let member = &survey.members[m.0];
        let (code, name) = (&member.code, member.name.clone());
        let mut entry = AxisEntry::of_thing(code, name, "member", Thing::Member(m));
        entry.member = Some(m);
        entry.short = Some(PerLanguage::same(survey.languages, code.clone()));
        entry
    })
}

fn areas(
    survey: &Survey,
    kind: AreaKind,
    variable: &'static str,
) -> impl Iterator<Item = AxisEntry> {
    survey.areas_of(kind).map(move |a| {
        let area = &survey.areas[a.0];
        let mut entry = AxisEntry::of_thing(&area.id, area.name.clone(), variable, Thing::Area(a));
        entry.short = Some(area.short.clone());
        entry
    })
}

fn levels(survey: &Survey) -> impl Iterator<Item = AxisEntry> {
    let levels = survey.methodology.levels.iter().enumerate();
    levels.map(|(i, level)| {
        let thing = Thing::Level(LevelId(i));
        AxisEntry::of_thing(&level.id, level.name.clone(), "level", thing)
    })
}

fn components(survey: &Survey) -> impl Iterator<Item = AxisEntry> {
    survey.methodology.component_ids().map(|c| {
        let component = &survey.methodology.components[c.0];
        let (id, name) = (&component.id, component.name.clone());
        let mut entry = AxisEntry::of_thing(id, name, "component", Thing::Component(c));
        entry.short = Some(component.short.clone());
        entry
    })
}

fn editions(survey: &Survey) -> impl Iterator<Item = AxisEntry> {
    survey.edition_ids().map(|e| {
        let year = survey.editions[e.0].year;
        let mut entry = AxisEntry::of_year(survey.languages, year, "edition");
        entry.variables = vec![Variable::thing("edition", year.0, Thing::Edition(e))];
        entry
    })
}

/// Editions by their years, or by their place in the series. One that is named twice in two ways
/// stands once.
fn pick_editions(node: &Node<'_>, survey: &Survey, d: &Diagnostics) -> Checked<Vec<AxisEntry>> {
    let by_place = |n: &Node<'_>| match n.tree() {
        Tree::Text(word) => Which::of_word(word),
        _ => None,
    };
    let all: Vec<AxisEntry> = editions(survey).collect();
    if is_all(node) {
        return Ok(all);
    }
    let mut named: Vec<String> = Vec::new();
    let list = node.list(d, |n| {
        let (id, which) = match by_place(n) {
            Some(which) => {
                let found = which.find(survey, None);
                let found = found.map_err(|message| n.error(d, message))?;
                (survey.editions[found.0].year.to_string(), true)
            }
            None => (n.text(d)?, false),
        };
        let Some(found) = all.iter().find(|e| e.id == id) else {
            let hint = match id.parse().map(Year) {
                Ok(year) => Some(survey.near_editions(year)),
                Err(_) => suggest(&id, all.iter().map(|e| e.id.as_str()).chain(Which::WORDS)),
            };
            return Err(n.error_of_survey(d, format!("unknown edition `{id}`"), hint));
        };
        let again = which && named.contains(&id);
        named.push(id);
        Ok((!again).then(|| found.clone()))
    })?;
    Ok(list.into_iter().flatten().collect())
}

/// The items of the indicator that a node names.
fn items_of_named(node: &Node<'_>, survey: &Survey, d: &Diagnostics) -> Checked<Vec<AxisEntry>> {
    let id = node.id(d)?;
    let found = survey.indicators.iter().position(|i| i.id == id);
    let indicator = found.ok_or_else(|| {
        node.error_of_survey(
            d,
            format!("unknown indicator `{id}`"),
            suggest(&id, survey.indicators.iter().map(|i| i.id.as_str())),
        )
    })?;
    Ok(items_of(&survey.indicators[indicator], indicator))
}

/// The items of an indicator.
pub(super) fn items_of(indicator: &Indicator, place: usize) -> Vec<AxisEntry> {
    let items = indicator.items.iter().enumerate();
    let entry = |(at, item): (usize, &crate::survey::indicators::Item)| {
        let thing = Thing::Item(place, at);
        AxisEntry::of_thing(&item.id, item.name.clone(), "item", thing)
    };
    items.map(entry).collect()
}

/// The years for which an indicator has a value.
pub(super) fn years_of(indicator: &Indicator) -> Vec<AxisEntry> {
    let own = indicator.values.keys();
    let years: BTreeSet<Year> = indicator
        .items
        .iter()
        .flat_map(|i| i.values.keys())
        .chain(own)
        .copied()
        .collect();
    let entry = |year: Year| AxisEntry::of_year(indicator.name.languages(), year, "year");
    years.into_iter().map(entry).collect()
}

fn is_all(node: &Node<'_>) -> bool {
    *node.tree() == Tree::Text("all".to_owned())
}

/// All of them, or those named, in the order named.
fn pick(
    node: &Node<'_>,
    d: &Diagnostics,
    what: &str,
    all: impl Iterator<Item = AxisEntry>,
) -> Checked<Vec<AxisEntry>> {
    let all: Vec<AxisEntry> = all.collect();
    if is_all(node) {
        return Ok(all);
    }
    node.list(d, |n| {
        let id = n.text(d)?;
        let found = all.iter().find(|e| e.id == id);
        found.cloned().ok_or_else(|| {
            n.error_hint(
                d,
                format!("unknown {what} `{id}`"),
                suggest(&id, all.iter().map(|e| e.id.as_str())),
            )
        })
    })
}

/// An entry of a free list: a name, and an expression of its own if the chart has none.
pub(super) fn free(
    node: &Node<'_>,
    record: &'static Record,
    d: &Diagnostics,
) -> Checked<AxisEntry> {
    let mut fields = node.fields(d, record)?;
    let id = fields.optional("id", |n| n.id(d));
    let name = fields.required("name", d, |n| Text::read_all(n, d));
    let value = fields.optional("value", |n| Ok((n.text(d)?, n.node_place())));
    fields.finish(d);
    let written = name?;
    let name = written.map(|_, name| name.text.clone());
    let mut entry = AxisEntry::new(&id?.unwrap_or_default(), name, "entry");
    let has_expression = written.iter().any(|(_, name)| name.text.contains("{{"));
    entry.written = has_expression.then_some(written);
    entry.value = value?;
    Ok(entry)
}
