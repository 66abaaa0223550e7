//! “What if”: an edition computed anew with other values of one member, or with other weights for all.

use std::collections::BTreeSet;

use super::compute::{Given, compute_edition};
use super::{Indices, Rank, oriented, rank};
use crate::survey::{ComponentId, EditionId, LevelId, MemberId};

/// What is supposed.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    pub edition: EditionId,
    pub member: MemberId,
    /// Values of the member's leaves of the index, in their units.
    pub values: Vec<(ComponentId, f64)>,
    /// Weights beside their siblings, ≥ 0; only proportions matter. They hold for every member.
    pub weights: Vec<(ComponentId, f64)>,
}

/// What would follow.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// By component: what counts of the member, `None` where there is nothing.
    pub results: Vec<Option<f64>>,
    /// The place of the member's index among all.
    pub rank: Option<Rank>,
    /// The level of its index.
    pub level: Option<LevelId>,
}

impl Indices {
    /// Computes an edition as supposed. What is supposed of a member takes the place of what was
    /// published of it, above the leaves too. The others keep their values; with other weights their
    /// indices are computed with these as well, else what counts of them stays what it is.
    pub fn suppose(&self, scenario: &Scenario) -> Outcome {
        let survey = self.survey();
        let methodology = &survey.methodology;
        let mut given = Given::of(survey, scenario.edition);
        for (component, weight) in &scenario.weights {
            given.weights[component.0] = *weight;
        }
        // What was published above a supposed value or weight no longer follows from the parts.
        let of_values = self.above(scenario.values.iter().map(|(component, _)| *component));
        let of_weights = self.above(scenario.weights.iter().map(|(component, _)| *component));
        for (i, entry) in given.entries.iter_mut().enumerate() {
            let is_own = i == scenario.member.0;
            for component in of_weights.iter().chain(of_values.iter().filter(|_| is_own)) {
                entry.values[component.0] = None;
            }
            for (component, value) in scenario.values.iter().filter(|_| is_own) {
                entry.values[component.0] = Some(*value);
            }
        }
        let computed = compute_edition(survey, scenario.edition, &given);
        let own = &computed[scenario.member.0].cells;
        let index = ComponentId::INDEX;
        let keys: Vec<Option<f64>> = computed
            .iter()
            .map(|member| member.cells[index.0].result)
            .map(|result| result.map(|value| oriented(survey, index, value)))
            .collect();
        let ranks = rank::ranks(&keys, methodology.ties, methodology.rank_decimals);
        Outcome {
            results: own.iter().map(|cell| cell.result).collect(),
            rank: ranks[scenario.member.0],
            level: own[index.0].level,
        }
    }

    /// The components that others enter, up to the index.
    fn above(&self, components: impl Iterator<Item = ComponentId>) -> BTreeSet<ComponentId> {
        let all = &self.survey().methodology.components;
        components
            .flat_map(|component| std::iter::successors(all[component.0].parent, |c| all[c.0].parent))
            .collect()
    }
}
