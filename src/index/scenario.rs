//! “What if”: an edition computed anew with other values of one member, or with other weights for all.

use std::collections::BTreeSet;

use super::aggregate::aggregate;
use super::compute::{Given, compute_edition, effective_parts};
use super::normalise::normalise;
use super::rank::Field;
use super::{Indices, Rank, oriented, rank};
use crate::lang::rounded;
use crate::survey::recipe::{Direction, Normalise};
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
            .flat_map(|component| {
                std::iter::successors(all[component.0].parent, |c| all[c.0].parent)
            })
            .collect()
    }
}

/// What a member's index is to reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Goal {
    /// So many ranks better.
    Ranks(usize),
    /// The level above its own.
    NextLevel,
}

/// So many members at most, where a change of one value changes the scores of all: then each trial
/// computes the whole edition.
const MOST_FOR_ALL: usize = 300;

/// So many halvings tell a value to any decimals that are written.
const HALVINGS: usize = 60;

impl Indices {
    /// The value nearest to the member's own, with so many decimals, with which it would reach a goal if
    /// nothing else changed. `None` where none in the component's bounds suffices, the goal does not
    /// exist, or it would take too long to find out.
    pub fn needed(
        &self,
        edition: EditionId,
        member: MemberId,
        component: ComponentId,
        goal: Goal,
        decimals: u8,
    ) -> Option<f64> {
        let survey = self.survey();
        let definition = &survey.methodology.components[component.0];
        let rests_on_all = !matches!(
            definition.normalise,
            Normalise::None | Normalise::Goalposts { .. }
        );
        if rests_on_all && survey.members.len() > MOST_FOR_ALL {
            return None;
        }
        let own = self.cell(edition, component, member).published?;
        let goal = self.target(edition, member, goal)?;
        let (low, high) = self.bounds(edition, component)?;
        let best = match definition.direction {
            Direction::Higher => high,
            Direction::Lower => low,
        };
        let trial = Scenario {
            edition,
            member,
            values: vec![(component, own)],
            weights: Vec::new(),
        };
        let others = self.others(edition, member);
        let suffices = |value: f64| {
            let mut trial = trial.clone();
            trial.values[0].1 = value;
            match rests_on_all {
                true => goal.is_reached(&self.suppose(&trial)),
                false => goal.is_reached(&self.suppose_alone(&trial, &others)),
            }
        };
        if !suffices(best) {
            return None;
        }
        let (mut short, mut enough) = (own, best);
        for _ in 0..HALVINGS {
            let middle = short.midpoint(enough);
            match suffices(middle) {
                true => enough = middle,
                false => short = middle,
            }
        }
        // The next that can be written, if it is still within the bounds.
        let step = 0.1_f64.powi(decimals.into());
        let near = rounded(enough, decimals);
        let beyond = rounded(near + if best > own { step } else { -step }, decimals);
        [near, beyond, best]
            .into_iter()
            .find(|value| suffices(*value))
    }

    /// What is asked for, in numbers.
    fn target(&self, edition: EditionId, member: MemberId, goal: Goal) -> Option<Target> {
        let cell = self.cell(edition, ComponentId::INDEX, member);
        match goal {
            Goal::Ranks(better) => {
                let rank = cell.rank?.0 - better as f64;
                (rank >= 1.0).then_some(Target::Rank(rank))
            }
            Goal::NextLevel => cell
                .level?
                .0
                .checked_sub(1)
                .map(|l| Target::Level(LevelId(l))),
        }
    }

    /// The least and greatest value of a component: its range, its goalposts, or what the edition has.
    fn bounds(&self, edition: EditionId, component: ComponentId) -> Option<(f64, f64)> {
        let definition = &self.survey().methodology.components[component.0];
        if let Some(range) = definition.range {
            return Some(range);
        }
        if let Normalise::Goalposts { min, max, .. } = definition.normalise {
            return Some((min, max));
        }
        let members = self.survey().member_ids();
        let values = members.filter_map(|m| self.cell(edition, component, m).published);
        let ends = |(low, high): (f64, f64), value: f64| (low.min(value), high.max(value));
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), ends);
        (low <= high).then_some((low, high))
    }

    /// The indices of all members but one.
    fn others(&self, edition: EditionId, member: MemberId) -> Field {
        let survey = self.survey();
        let methodology = &survey.methodology;
        let index = ComponentId::INDEX;
        let members = survey.member_ids().filter(|m| *m != member);
        let keys = members.map(|m| self.result(edition, index, m));
        let keys = keys.map(|result| result.map(|value| oriented(survey, index, value)));
        Field::new(keys, methodology.ties, methodology.rank_decimals)
    }

    /// As [`Indices::suppose`] where other values of a member change nobody else's scores.
    fn suppose_alone(&self, scenario: &Scenario, others: &Field) -> Outcome {
        let survey = self.survey();
        let methodology = &survey.methodology;
        let index = ComponentId::INDEX;
        let result = self.member(scenario.edition, scenario.member);
        let mut cells = result.cells.clone();
        for (component, value) in &scenario.values {
            let definition = &methodology.components[component.0];
            let cell = &mut cells[component.0];
            let score = normalise(
                &[Some(*value)],
                definition.normalise,
                definition.direction,
                definition.range,
            );
            (cell.published, cell.computed) = (Some(*value), Some(*value));
            cell.score = score[0];
        }
        let weights = Given::weights(survey, scenario.edition);
        let changed = scenario.values.iter().map(|(component, _)| *component);
        for component in self.above(changed).into_iter().rev() {
            let definition = &methodology.components[component.0];
            let parts = effective_parts(survey, &weights, component, &cells);
            let value = parts
                .zip(definition.aggregation)
                .map(|(parts, aggregation)| aggregate(&parts, aggregation));
            let scores = normalise(
                &[value],
                definition.normalise,
                definition.direction,
                definition.range,
            );
            let cell = &mut cells[component.0];
            cell.published = None;
            (cell.computed, cell.score, cell.result) = (scores[0], scores[0], scores[0]);
        }
        let own = cells[index.0].result.filter(|_| result.assessed);
        let level =
            own.and_then(|v| rank::level(v, &methodology.levels, methodology.threshold_in_upper));
        Outcome {
            rank: own.map(|value| others.rank_of_another(oriented(survey, index, value))),
            level,
            results: cells.iter().map(|cell| cell.result).collect(),
        }
    }
}

/// What is to be reached.
#[derive(Clone, Copy, Debug)]
enum Target {
    Rank(f64),
    Level(LevelId),
}

impl Target {
    fn is_reached(self, outcome: &Outcome) -> bool {
        match self {
            Target::Rank(rank) => outcome.rank.is_some_and(|own| own.0 <= rank),
            Target::Level(level) => outcome.level.is_some_and(|own| own <= level),
        }
    }
}
