//! Values that an assessed member lacks, where without them a component has no value: its rule for
//! missing values does not say what stands in for them.

use super::Finding;
use crate::index::Indices;
use crate::survey::recipe::Missing;
use crate::survey::{Component, ComponentId, EditionId, MemberId, Subject};

pub(super) fn find(indices: &Indices) -> Vec<Finding> {
    let survey = indices.survey();
    let members = |edition| survey.member_ids().map(move |member| (edition, member));
    let all = survey.edition_ids().flat_map(members);
    all.filter(|(edition, member)| survey.editions[edition.0].entries[member.0].assessed)
        .flat_map(|(edition, member)| of(indices, edition, member))
        .collect()
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
