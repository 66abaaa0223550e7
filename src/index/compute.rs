//! From the survey to all its indices: from the leaves of the tree to its top, edition by edition.

use std::sync::Arc;

use super::aggregate::{Effective, Part, aggregate, effective};
use super::normalise::normalise;
use super::standing::Standings;
use super::{Cell, Indices, MemberResult, oriented, rank};
use crate::survey::methodology::Results;
use crate::survey::{ComponentId, EditionId, Observation, Survey};

impl Indices {
    /// Computes everything.
    pub fn compute(survey: &Arc<Survey>) -> Indices {
        let results = survey
            .edition_ids()
            .map(|edition| compute_edition(survey, edition, &Given::of(survey, edition)))
            .collect();
        Indices {
            survey: Arc::clone(survey),
            results,
            standings: Standings::of(survey),
        }
    }
}

/// From what an edition is computed.
#[derive(Clone, Debug)]
pub(super) struct Given {
    /// By member.
    pub(super) entries: Vec<Observation>,
    /// By component, beside its siblings.
    pub(super) weights: Vec<f64>,
}

impl Given {
    /// As the files say.
    pub(super) fn of(survey: &Survey, id: EditionId) -> Given {
        Given {
            entries: survey.editions[id.0].entries.clone(),
            weights: Given::weights(survey, id),
        }
    }

    /// The weights of an edition, by component.
    pub(super) fn weights(survey: &Survey, id: EditionId) -> Vec<f64> {
        let year = survey.editions[id.0].year;
        let components = survey.methodology.components.iter();
        components.map(|c| c.weight.in_year(year)).collect()
    }
}

/// The results of all members in an edition.
pub(super) fn compute_edition(survey: &Survey, id: EditionId, given: &Given) -> Vec<MemberResult> {
    let methodology = &survey.methodology;
    let edition = &survey.editions[id.0];
    let mut members: Vec<MemberResult> = given
        .entries
        .iter()
        .map(|entry| MemberResult {
            assessed: entry.assessed,
            cells: entry
                .values
                .iter()
                .map(|value| Cell {
                    published: *value,
                    ..Cell::default()
                })
                .collect(),
        })
        .collect();
    for flag in edition.flags.iter().filter(|flag| !flag.counts) {
        members[flag.member.0].cells[flag.component.0].set_aside = true;
    }
    // A component stands before its parts, so the reverse order goes from the leaves upwards.
    for component in (0..methodology.components.len()).rev().map(ComponentId) {
        let definition = &methodology.components[component.0];
        for member in members.iter_mut().filter(|m| m.assessed) {
            member.cells[component.0].computed = match definition.aggregation {
                None => member.cells[component.0].published,
                Some(aggregation) => {
                    effective_parts(survey, &given.weights, component, &member.cells)
                        .map(|parts| aggregate(&parts, aggregation))
                }
            };
        }
        let values: Vec<Option<f64>> = members
            .iter()
            .map(|m| m.cells[component.0].computed)
            .collect();
        let scores = normalise(
            &values,
            definition.normalise,
            definition.direction,
            definition.range,
        );
        for (member, score) in members.iter_mut().zip(scores) {
            let cell = &mut member.cells[component.0];
            if !definition.is_leaf() {
                // A normalised aggregate is the component's value.
                cell.computed = score;
            }
            cell.score = score;
            cell.result = match methodology.results {
                _ if !member.assessed || cell.set_aside => None,
                Results::Published => cell.published.or(cell.computed),
                Results::Computed => cell.computed,
            };
        }
    }
    for member in &mut members {
        member.assessed = member.cells[ComponentId::INDEX.0].result.is_some();
    }
    for component in methodology.component_ids() {
        rank_and_sort(survey, component, &mut members);
    }
    members
}

fn rank_and_sort(survey: &Survey, component: ComponentId, members: &mut [MemberResult]) {
    let methodology = &survey.methodology;
    let definition = &methodology.components[component.0];
    let like_index = definition.range == methodology.components[ComponentId::INDEX.0].range
        && definition.unit.is_none();
    let keys: Vec<Option<f64>> = members
        .iter()
        .map(|m| {
            m.cells[component.0]
                .result
                .map(|v| oriented(survey, component, v))
        })
        .collect();
    let ranks = rank::ranks(&keys, methodology.ties, methodology.rank_decimals);
    for (member, rank) in members.iter_mut().zip(ranks) {
        let cell = &mut member.cells[component.0];
        cell.rank = rank;
        cell.level = cell
            .result
            .filter(|_| like_index)
            .and_then(|v| rank::level(v, &methodology.levels, methodology.threshold_in_upper));
    }
}

/// The parts of a component as they count with weights, which are given by component.
pub(super) fn effective_parts(
    survey: &Survey,
    weights: &[f64],
    component: ComponentId,
    cells: &[Cell],
) -> Option<Vec<Effective>> {
    let methodology = &survey.methodology;
    let definition = &methodology.components[component.0];
    let parts: Vec<Part> = definition
        .parts
        .iter()
        .map(|part| Part {
            score: cells[part.0].score,
            weight: weights[part.0],
        })
        .collect();
    effective(&parts, definition.missing)
}
