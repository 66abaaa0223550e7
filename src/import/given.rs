//! What a file says, member by member and year by year, with the places.

use std::collections::BTreeMap;
use std::ops::Range;

use super::number::Number;
use crate::survey::{ComponentId, MemberId, Year};

/// What a file says of a member in a year.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    pub(super) rank: Option<u32>,
    pub(super) values: BTreeMap<ComponentId, Number>,
    /// Whether it says that the member was not assessed.
    pub(super) not_assessed: bool,
    /// Its row, and those of ranks and values.
    pub(super) row: Range<usize>,
    /// The name that its row has.
    pub(super) named: String,
    pub(super) at: BTreeMap<Slot, Range<usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    Rank,
    Component(ComponentId),
}

impl Given {
    /// Where the rank stands.
    pub(super) fn rank_at(&self) -> &Range<usize> {
        self.at.get(&Slot::Rank).unwrap_or(&self.row)
    }
}

/// By year and member.
pub(super) type ByYear = BTreeMap<Year, BTreeMap<MemberId, Given>>;

/// What an author settled.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// Names with their members.
    pub(super) names: Vec<(String, MemberId)>,
    /// Names of rows that are no member.
    pub(super) skip: Vec<String>,
    /// The year of the rows, or the only year that counts.
    pub(super) edition: Option<Year>,
}
