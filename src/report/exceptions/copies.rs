//! Results that are, for every member, those of the edition before: a column that was filled from the wrong
//! year; and editions of which all values are: a file that was copied. Single inputs may stay the same.

use std::collections::BTreeSet;

use super::Finding;
use crate::index::Indices;
use crate::survey::{ComponentId, EditionId, MemberId, Subject};

/// So many members have the same value as before only if it was copied.
const MANY: usize = 10;

pub(super) fn find(indices: &Indices) -> Vec<Finding> {
    let survey = indices.survey();
    let components = &survey.methodology.components;
    let inputs: BTreeSet<ComponentId> = components
        .iter()
        .flat_map(|c| c.parts.iter().copied())
        .collect();
    let editions: Vec<EditionId> = survey.edition_ids().collect();
    let mut found = Vec::new();
    for pair in editions.windows(2) {
        let (before, edition) = (pair[0], pair[1]);
        let has = |id: &ComponentId| {
            let mut entries = survey.editions[edition.0].entries.iter();
            entries.any(|entry| entry.values[id.0].is_some())
        };
        let there: Vec<ComponentId> = (0..components.len()).map(ComponentId).filter(has).collect();
        let copied = |id: &ComponentId| of(indices, before, edition, *id);
        let all: Vec<Finding> = there.iter().filter_map(copied).collect();
        let whole = all.len() == there.len();
        let is_told = |finding: &Finding| match finding.value {
            Subject::Component(id) => whole || !inputs.contains(&id),
            Subject::Rank => false,
        };
        found.extend(all.into_iter().filter(is_told));
    }
    found
}

fn of(
    indices: &Indices,
    before: EditionId,
    edition: EditionId,
    id: ComponentId,
) -> Option<Finding> {
    let survey = indices.survey();
    let value = |edition: EditionId, member: MemberId| {
        let entry = &survey.editions[edition.0].entries[member.0];
        entry.values[id.0].filter(|_| entry.assessed)
    };
    let both: Vec<(MemberId, bool)> = survey
        .member_ids()
        .filter_map(|m| Some((m, value(before, m)? == value(edition, m)?)))
        .collect();
    let (first, _) = *both.first()?;
    let differs = both.iter().any(|(_, same)| !same);
    // All alike says nothing: a component may be 0 or 1 for everybody.
    let varied = both
        .iter()
        .any(|(m, _)| value(edition, *m) != value(edition, first));
    if both.len() < MANY || differs || !varied {
        return None;
    }
    let [year, earlier] = [edition, before].map(|e| survey.editions[e.0].year);
    let name = &survey.methodology.components[id.0].id;
    Some(Finding {
        edition,
        member: first,
        value: Subject::Component(id),
        message: format!(
            "all {} values of `{name}` in {year} are those of {earlier}",
            both.len()
        ),
        hint: "put in those of the edition",
    })
}
