//! Members that an edition calls not assessed, though it has what makes a result of them: nobody counts
//! these values. Where results are published, inputs alone are no result.

use super::Finding;
use crate::index::Indices;
use crate::survey::methodology::Results;
use crate::survey::{ComponentId, EditionId, MemberId, Subject};

pub(super) fn find(indices: &Indices) -> Vec<Finding> {
    let survey = indices.survey();
    let members = |edition| survey.member_ids().map(move |member| (edition, member));
    let all = survey.edition_ids().flat_map(members);
    all.filter_map(|(edition, member)| of(indices, edition, member))
        .collect()
}

fn of(indices: &Indices, edition: EditionId, member: MemberId) -> Option<Finding> {
    let survey = indices.survey();
    let entry = &survey.editions[edition.0].entries[member.0];
    if entry.assessed {
        return None;
    }
    let first = match survey.methodology.results {
        Results::Published => entry.values[ComponentId::INDEX.0].map(|_| ComponentId::INDEX),
        Results::Computed => {
            let found = entry.values.iter().position(Option::is_some);
            found.map(ComponentId)
        }
    };
    first.map(|id| Finding {
        edition,
        member,
        value: Subject::Component(id),
        message: format!(
            "`{}` is `assessed: false` in {} and has a value of `{}`, which nobody counts",
            survey.members[member.0].code,
            survey.editions[edition.0].year,
            survey.methodology.components[id.0].id
        ),
        hint: "remove one of the two",
    })
}
