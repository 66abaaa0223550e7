//! The charts of pages for which a report declares none: the files in `templates/page-charts/`, made
//! like the examples of the gallery. They are of the survey's own shape: what it has not (a second
//! edition, regions, places on the tile map …) they do not ask for.

use std::collections::BTreeSet;

use super::examples::{StandIn, made, stand_ins};
use super::spec::{Declaration, Subject};
use super::{Figure, prepare, resolve};
use crate::diagnostic::Diagnostics;
use crate::expression::{Engine, Knowledge, Placing, Thing, Variable};
use crate::index::Indices;
use crate::source::Overlay;
use crate::survey::recipe::Normalise;
use crate::survey::{AreaKind, ComponentId, Survey};

/// The folder of these charts, among the templates.
const FOLDER: &str = "page-charts/";

/// The charts of all kinds of pages on which none of `declared` stands, in their order on a page.
pub fn all(
    templates: &Overlay,
    knowledge: &Knowledge,
    declared: &[Declaration],
) -> Vec<Declaration> {
    let on_page = |d: &&Declaration| d.kind.placing == Placing::Block;
    let own: BTreeSet<Subject> = declared
        .iter()
        .filter(on_page)
        .filter_map(|d| d.subject)
        .collect();
    let mut known = stand_ins(&knowledge.indices, None);
    known.extend(of_shape(&knowledge.indices));
    let names = templates.names().into_iter();
    let names = names.filter(|n| n.starts_with(FOLDER) && n.ends_with(".yaml"));
    names
        .filter_map(|name| {
            let stem = name.strip_prefix(FOLDER)?.strip_suffix(".yaml")?;
            // The number is its place on the page.
            let parts = stem.split('-').filter(|part| part.parse::<u8>().is_err());
            let id = format!("default-{}", parts.collect::<Vec<_>>().join("-"));
            made(templates, name, &id, knowledge, &known)?.declaration
        })
        .filter(|d| d.subject.is_some_and(|subject| !own.contains(&subject)))
        .collect()
}

/// What these charts run over, each where there is enough of it to compare.
fn of_shape(indices: &Indices) -> Vec<StandIn> {
    let survey: &Survey = indices.survey();
    let methodology = &survey.methodology;
    let mut found: Vec<StandIn> = vec![("last", "latest".to_owned())];
    let mut all = |name: &'static str, is_there: bool| {
        found.extend(is_there.then(|| (name, "all".to_owned())));
    };
    all("editions", survey.editions.len() > 1);
    all("regions", survey.areas_of(AreaKind::Region).count() > 1);
    all("tiled", survey.members.iter().any(|m| m.tile.is_some()));
    all("levels", !methodology.levels.is_empty());
    if !methodology.levels.is_empty() {
        found.push(("classes", "levels".to_owned()));
    }
    if let [first, _, ..] = survey.editions.as_slice() {
        found.push(("earliest", first.year.to_string()));
    }
    let within = |id: &ComponentId| {
        let mut above = methodology.components[id.0].parent;
        while let Some(parent) = above.filter(|p| *p != ComponentId::INDEX) {
            above = methodology.components[parent.0].parent;
        }
        above.is_some()
    };
    let ids: Vec<ComponentId> = methodology.component_ids().filter(within).collect();
    let mut list = |name: &'static str, picked: &dyn Fn(ComponentId) -> bool| {
        let picked = ids.iter().filter(|id| picked(**id));
        let picked: Vec<&str> = picked
            .map(|id| methodology.components[id.0].id.as_str())
            .collect();
        if picked.len() > 1 {
            found.push((name, format!("[{}]", picked.join(", "))));
        }
    };
    list("scored", &|_| true);
    list("several", &|id| {
        methodology.components[id.0].parent == Some(ComponentId::INDEX)
    });
    // Values that are scores already have one scale.
    list("comparable", &|id| {
        methodology.components[id.0].normalise == Normalise::None
    });
    let sources: BTreeSet<&str> = survey
        .editions
        .iter()
        .map(|e| survey.sources[e.source.0].id.as_str())
        .collect();
    let sources: Vec<&str> = sources.into_iter().collect();
    found.push(("sources", format!("[{}]", sources.join(", "))));
    found
}

/// A chart for each page of its kind that has data for it, with the page's suffix.
pub fn figures(declaration: &Declaration, engine: &Engine) -> Vec<(String, Figure)> {
    let Some(subject) = declaration.subject else {
        return Vec::new();
    };
    // A takeaway that the data of a page do not allow is left out there, and the chart stays.
    let bare = Declaration {
        takeaway: None,
        ..declaration.clone()
    };
    let quiet = Diagnostics::new;
    let prepared = [declaration, &bare].map(|d| prepare(d, engine, &quiet()).ok());
    let survey = engine.knowledge().indices.survey();
    let one = |suffix: &str, variables: &[Variable]| {
        prepared.iter().flatten().find_map(|prepared| {
            let d = quiet();
            let figure = resolve(prepared, Some((suffix, variables)), engine, &d);
            let mut figure = figure.ok().filter(|_| !d.has_errors()).flatten()?;
            if let Some(Thing::Edition(edition)) = variables.first().and_then(|v| v.thing) {
                figure.sources = vec![survey.editions[edition.0].source];
            }
            Some(figure)
        })
    };
    let pages = subject.all(survey).into_iter();
    pages
        .filter_map(|(suffix, variables)| Some((suffix.clone(), one(&suffix, &variables)?)))
        .collect()
}
