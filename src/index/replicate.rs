//! Do the published results follow from the published inputs? Edition by edition, member by member.

use super::{Indices, Rank};
use crate::survey::{ComponentId, EditionId, MemberId};

/// A value that does not agree.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueDifference {
    /// Whose.
    pub member: MemberId,
    /// Which: the index, or another component that has parts.
    pub component: ComponentId,
    /// As published.
    pub published: f64,
    /// As computed from the published parts.
    pub computed: f64,
}

/// A rank that does not agree.
#[derive(Clone, Debug, PartialEq)]
pub struct RankDifference {
    /// Whose.
    pub member: MemberId,
    /// As published.
    pub published: u32,
    /// From the value that counts; `None` if the member has none.
    pub computed: Option<Rank>,
    /// Members with the same value but another published rank.
    pub tied_with: Vec<MemberId>,
}

/// One edition compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Replication {
    /// Which.
    pub edition: EditionId,
    /// How many members have a published value and were assessed.
    pub compared: usize,
    /// How many of them agree within the tolerance.
    pub agreeing: usize,
    /// The largest difference of all that were compared.
    pub largest_error: f64,
    /// Those that do not agree, the largest difference first; also published values of the components
    /// below the index and beside it, which the counts above leave out.
    pub values: Vec<ValueDifference>,
    /// How many published ranks of assessed members were compared.
    pub ranks_compared: usize,
    /// Those that do not agree, by published rank.
    pub ranks: Vec<RankDifference>,
    /// Members not assessed.
    pub not_assessed: Vec<MemberId>,
    /// Values kept as published although something is wrong with them.
    pub flagged: Vec<(MemberId, ComponentId, f64)>,
}

impl Indices {
    /// Compares every edition. Empty for a survey that has nothing published.
    pub fn replicate(&self) -> Vec<Replication> {
        self.survey()
            .edition_ids()
            .map(|edition| self.replicate_edition(edition))
            .collect()
    }

    fn replicate_edition(&self, edition: EditionId) -> Replication {
        let survey = self.survey();
        let index = ComponentId::INDEX;
        let mut replication = Replication {
            edition,
            compared: 0,
            agreeing: 0,
            largest_error: 0.0,
            values: Vec::new(),
            ranks_compared: 0,
            ranks: Vec::new(),
            not_assessed: Vec::new(),
            flagged: Vec::new(),
        };
        for member in survey.members_in(edition, None) {
            let result = self.member(edition, member);
            let entry = &survey.editions[edition.0].entries[member.0];
            if !result.assessed {
                replication.not_assessed.push(member);
                continue;
            }
            let cell = &result.cells[index.0];
            if let (Some(published), Some(computed)) = (cell.published, cell.computed) {
                replication.compared += 1;
                let error = (published - computed).abs();
                replication.largest_error = replication.largest_error.max(error);
                replication.agreeing += usize::from(self.agree(published, computed));
            }
            replication
                .values
                .extend(self.value_differences(edition, member));
            if let Some(published) = entry.rank {
                replication.ranks_compared += 1;
                if cell.rank.and_then(Rank::whole) != Some(published) {
                    replication.ranks.push(RankDifference {
                        member,
                        published,
                        computed: cell.rank,
                        tied_with: self.tied_with(edition, member),
                    });
                }
            }
        }
        for flag in &survey.editions[edition.0].flags {
            if let Some(value) = self.cell(edition, flag.component, flag.member).published {
                replication
                    .flagged
                    .push((flag.member, flag.component, value));
            }
        }
        replication.values.sort_by(|a, b| {
            (b.published - b.computed)
                .abs()
                .total_cmp(&(a.published - a.computed).abs())
        });
        replication.ranks.sort_by_key(|r| r.published);
        replication
    }

    /// Whether a published and a computed value agree.
    fn agree(&self, published: f64, computed: f64) -> bool {
        // Half a unit of the sixteenth digit must not decide.
        (published - computed).abs() <= self.survey().methodology.tolerance + 1e-12
    }

    /// The published values of a member that its parts do not give.
    fn value_differences(&self, edition: EditionId, member: MemberId) -> Vec<ValueDifference> {
        let components = &self.survey().methodology.components;
        let made = components.iter().enumerate().filter(|(_, c)| !c.is_leaf());
        made.filter_map(|(at, _)| {
            let component = ComponentId(at);
            let cell = self.cell(edition, component, member);
            let (published, computed) = (cell.published?, cell.computed?);
            (!self.agree(published, computed)).then_some(ValueDifference {
                member,
                component,
                published,
                computed,
            })
        })
        .collect()
    }

    /// Members with exactly the same result.
    fn tied_with(&self, edition: EditionId, member: MemberId) -> Vec<MemberId> {
        let value = self.result(edition, ComponentId::INDEX, member);
        self.survey()
            .member_ids()
            .filter(|m| *m != member && self.result(edition, ComponentId::INDEX, *m) == value)
            .collect()
    }
}
