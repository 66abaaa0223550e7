//! Values that an assessed member lacks: those without which a component has no value, because its rule
//! for missing values does not say what stands in for them; and published results that most others have.

use std::collections::BTreeSet;

use super::Finding;
use crate::index::Indices;
use crate::survey::recipe::Missing;
use crate::survey::{Component, ComponentId, EditionId, MemberId, Subject};

pub(super) fn find(indices: &Indices) -> Vec<Finding> {
    let survey = indices.survey();
    let members = |edition| survey.member_ids().map(move |member| (edition, member));
    let all = survey.edition_ids().flat_map(members);
    let inputs = all
        .filter(|(edition, member)| survey.editions[edition.0].entries[member.0].assessed)
        .flat_map(|(edition, member)| of(indices, edition, member));
    let results = survey
        .edition_ids()
        .flat_map(|edition| unpublished(indices, edition));
    inputs.chain(results).collect()
}

/// The assessed members that have no result of an index, or no rank, where most others have one.
fn unpublished(indices: &Indices, edition: EditionId) -> Vec<Finding> {
    let survey = indices.survey();
    let components = &survey.methodology.components;
    let entries = &survey.editions[edition.0].entries;
    let assessed: Vec<MemberId> = survey
        .member_ids()
        .filter(|member| entries[member.0].assessed)
        .collect();
    let of_others: BTreeSet<ComponentId> = components
        .iter()
        .flat_map(|c| c.parts.iter().copied())
        .collect();
    let whole = (0..components.len()).map(ComponentId);
    let whole = whole
        .filter(|id| !of_others.contains(id))
        .map(Subject::Component);
    let has = |value: Subject, member: &MemberId| match value {
        Subject::Rank => entries[member.0].rank.is_some(),
        Subject::Component(id) => entries[member.0].values[id.0].is_some(),
    };
    let mut found = Vec::new();
    for value in whole.chain([Subject::Rank]) {
        let (with, without): (Vec<MemberId>, Vec<MemberId>) =
            assessed.iter().partition(|member| has(value, member));
        if with.len() <= without.len() {
            continue;
        }
        let name = super::key(indices, value);
        found.extend(without.into_iter().map(|member| Finding {
            edition,
            member,
            value,
            message: format!(
                "`{}` has no `{name}` in {}, which {} others have",
                survey.members[member.0].code,
                survey.editions[edition.0].year,
                with.len()
            ),
            hint: "add it, or write `assessed: false`",
        }));
    }
    found
}

fn of(indices: &Indices, edition: EditionId, member: MemberId) -> Vec<Finding> {
    let survey = indices.survey();
    let entry = &survey.editions[edition.0].entries[member.0];
    let components = &survey.methodology.components;
    let is_gap =
        |part: &&ComponentId| components[part.0].is_leaf() && entry.values[part.0].is_none();
    let mut found = Vec::new();
    for whole in components {
        let gaps: Vec<ComponentId> = whole.parts.iter().filter(is_gap).copied().collect();
        if gaps.is_empty() || stands_in(whole, whole.parts.len() - gaps.len()) {
            continue;
        }
        found.extend(gaps.into_iter().map(|gap| Finding {
            edition,
            member,
            value: Subject::Component(gap),
            message: format!(
                "`{}` has no `{}` in {}, without which `{}` is not computed",
                survey.members[member.0].code,
                components[gap.0].id,
                survey.editions[edition.0].year,
                whole.id
            ),
            hint: "add the value, write `assessed: false`, or say in survey/methodology.yaml under \
                   `missing` what stands in for it",
        }));
    }
    found
}

/// Whether something stands in for values that are missing, if so many are left.
fn stands_in(whole: &Component, left: usize) -> bool {
    match whole.missing {
        Missing::None => false,
        Missing::Rescale { at_least } => left >= at_least,
        Missing::Score(_) => true,
    }
}
