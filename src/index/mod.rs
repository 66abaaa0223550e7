//! The indices: everything computed from the survey. Pure arithmetic; knows no files and no pages.

pub(crate) mod aggregate;
pub(crate) mod compute;
pub(crate) mod normalise;
pub(crate) mod rank;
pub(crate) mod replicate;
pub(crate) mod scenario;
mod standing;
pub(crate) mod summary;

use std::sync::Arc;

pub use aggregate::Effective;
pub use rank::Rank;

use crate::survey::methodology::Counted;
use crate::survey::recipe::Direction;
use crate::survey::{AreaId, ComponentId, EditionId, LevelId, MemberId, Survey};

/// What is known of one component of one member in one edition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Published: for a leaf the observed value, for any other the published one.
    pub published: Option<f64>,
    /// Computed here: for a leaf the observed value, for any other the aggregate of its parts.
    /// Only for members that were assessed.
    pub computed: Option<f64>,
    /// The computed value normalised, with its direction: what enters the component above.
    pub score: Option<f64>,
    /// What ranks, levels, means and changes are made from; `None` if not assessed.
    pub result: Option<f64>,
    /// Among all members.
    pub rank: Option<Rank>,
    /// Published, and flagged as one that does not count: it enters what is made of it, and no mean,
    /// rank, change or level of its own.
    pub set_aside: bool,
    /// For components measured like the index.
    pub level: Option<LevelId>,
}

/// A member's results in one edition.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberResult {
    /// Whether the member was assessed.
    pub assessed: bool,
    /// By component.
    pub cells: Vec<Cell>,
}

/// What the parts of a component brought to its change.
#[derive(Clone, Debug, PartialEq)]
pub struct Contributions {
    /// By part of the component, in its order.
    pub parts: Vec<(ComponentId, f64)>,
    /// By the change of weights between the two editions.
    pub weights: f64,
    /// The change of the computed value; the sum of the above.
    pub total: f64,
}

impl Contributions {
    /// A part's share of the change, 0 to 1. `None` where some term runs against the whole: then what
    /// each brought is no share of anything.
    pub fn share(&self, part: ComponentId) -> Option<f64> {
        let terms = self.parts.iter().map(|(_, term)| *term);
        let mut terms = terms.chain(std::iter::once(self.weights));
        let with_all = terms.all(|term| term * self.total >= 0.0 || term.abs() < 1e-6);
        let (_, own) = self.parts.iter().find(|(id, _)| *id == part)?;
        (with_all && self.total.abs() > 1e-6).then(|| own / self.total)
    }
}

/// Everything computed, with the survey that it was computed from.
#[derive(Debug)]
pub struct Indices {
    survey: Arc<Survey>,
    /// By edition, by member.
    results: Vec<Vec<MemberResult>>,
    standings: standing::Standings,
}

impl Indices {
    /// The survey.
    pub fn survey(&self) -> &Arc<Survey> {
        &self.survey
    }

    /// One member in one edition.
    pub fn member(&self, edition: EditionId, member: MemberId) -> &MemberResult {
        &self.results[edition.0][member.0]
    }

    /// One component of one member in one edition.
    pub fn cell(&self, edition: EditionId, component: ComponentId, member: MemberId) -> &Cell {
        &self.results[edition.0][member.0].cells[component.0]
    }

    /// The value that counts; `None` if not assessed or not given.
    pub fn result(
        &self,
        edition: EditionId,
        component: ComponentId,
        member: MemberId,
    ) -> Option<f64> {
        self.cell(edition, component, member).result
    }

    /// The rank among all members, or among those of an area.
    pub fn rank(
        &self,
        edition: EditionId,
        component: ComponentId,
        member: MemberId,
        area: Option<AreaId>,
    ) -> Option<Rank> {
        let Some(area) = area else {
            return self.cell(edition, component, member).rank;
        };
        let at = self.survey.place_in(area, member)?;
        self.standing(edition, component, Some(area)).ranks[at]
    }

    /// Members of an area (or all) with their ranks by the change between two editions, 1 for the
    /// greatest rise. Changes that differ in noise alone are equal.
    pub fn ranked_by_change(
        &self,
        from: EditionId,
        to: EditionId,
        component: ComponentId,
        area: Option<AreaId>,
    ) -> Vec<(MemberId, Rank)> {
        let members: Vec<MemberId> = self.survey.members_of(area).collect();
        let change = |m: &MemberId| {
            let change = self.change(from, to, component, *m)?;
            Some(oriented(&self.survey, component, change))
        };
        let keys: Vec<Option<f64>> = members.iter().map(change).collect();
        let ranks = rank::ranks(&keys, self.survey.methodology.ties, Some(9));
        let ranked = members.into_iter().zip(ranks);
        ranked.filter_map(|(m, rank)| Some((m, rank?))).collect()
    }

    /// Members of an area (or all) that have a result, best first; equals in the file's order.
    pub fn ranking(
        &self,
        edition: EditionId,
        component: ComponentId,
        area: Option<AreaId>,
    ) -> &[(MemberId, f64)] {
        &self.standing(edition, component, area).ranking
    }

    /// The values over which means of an area are taken. `counted` overrides the methodology:
    /// with [`Counted::All`] every member counts, with what the data give, and as 0 where they
    /// give nothing.
    pub fn values(
        &self,
        edition: EditionId,
        component: ComponentId,
        area: Option<AreaId>,
        counted: Option<Counted>,
    ) -> Vec<f64> {
        let counted = counted.unwrap_or(self.survey.methodology.counted);
        self.survey
            .members_in(edition, area)
            .filter_map(|m| {
                let cell = self.cell(edition, component, m);
                match counted {
                    Counted::Assessed => cell.result,
                    Counted::All if cell.set_aside => Some(0.0),
                    Counted::All => Some(cell.result.or(cell.published).unwrap_or(0.0)),
                }
            })
            .collect()
    }

    /// The change of a member's result between two editions.
    pub fn change(
        &self,
        from: EditionId,
        to: EditionId,
        component: ComponentId,
        member: MemberId,
    ) -> Option<f64> {
        Some(self.result(to, component, member)? - self.result(from, component, member)?)
    }

    /// The parts of a component as they entered it.
    pub fn effective(
        &self,
        edition: EditionId,
        component: ComponentId,
        member: MemberId,
    ) -> Option<Vec<Effective>> {
        let result = self.member(edition, member);
        if !result.assessed {
            return None;
        }
        let weights = compute::Given::weights(&self.survey, edition);
        compute::effective_parts(&self.survey, &weights, component, &result.cells)
    }

    /// What each part brought to the change of a component between two editions; see
    /// [`aggregate::contributions`]. `None` as well where a part's value does not count.
    pub fn contributions(
        &self,
        from: EditionId,
        to: EditionId,
        component: ComponentId,
        member: MemberId,
    ) -> Option<Contributions> {
        let definition = &self.survey.methodology.components[component.0];
        let set_aside = |edition, part: &ComponentId| self.cell(edition, *part, member).set_aside;
        if definition
            .parts
            .iter()
            .any(|p| set_aside(from, p) || set_aside(to, p))
        {
            return None;
        }
        let before = self.effective(from, component, member)?;
        let after = self.effective(to, component, member)?;
        let (parts, weights) = aggregate::contributions(&before, &after, definition.aggregation?)?;
        let total = parts.iter().sum::<f64>() + weights;
        Some(Contributions {
            parts: definition.parts.iter().copied().zip(parts).collect(),
            weights,
            total,
        })
    }

    /// Whether a member's index counts a value that is set aside.
    pub fn rests_on_missing(&self, edition: EditionId, member: MemberId) -> bool {
        let result = self.member(edition, member);
        let components = self.survey.methodology.components.iter();
        let mut parts = components
            .zip(&result.cells)
            .filter(|(c, _)| c.parent.is_some());
        result.assessed && parts.any(|(_, cell)| cell.set_aside)
    }

    /// The first edition in which a member has a result.
    pub fn first_assessed(&self, component: ComponentId, member: MemberId) -> Option<EditionId> {
        self.survey
            .edition_ids()
            .find(|e| self.result(*e, component, member).is_some())
    }

    /// How many members were assessed.
    pub fn assessed(&self, edition: EditionId, area: Option<AreaId>) -> usize {
        self.survey
            .members_of(area)
            .filter(|m| self.member(edition, *m).assessed)
            .count()
    }
}

/// `value` so that higher is better.
fn oriented(survey: &Survey, component: ComponentId, value: f64) -> f64 {
    let component = &survey.methodology.components[component.0];
    if component.is_leaf() && component.direction == Direction::Lower {
        -value
    } else {
        value
    }
}
