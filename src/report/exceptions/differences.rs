//! Published values and ranks that the methodology does not reproduce.

use super::Finding;
use crate::index::Indices;
use crate::index::rank::{self, Rank};
use crate::index::replicate::Replication;
use crate::lang::rounded;
use crate::survey::methodology::Results;
use crate::survey::{ComponentId, EditionId, MemberId, Subject};

pub(super) fn values(indices: &Indices, replication: &[Replication]) -> Vec<Finding> {
    let survey = indices.survey();
    let of = |r: &Replication| {
        let edition = r.edition;
        let year = survey.editions[edition.0].year;
        let all = r.values.iter().map(move |v| {
            let component = &survey.methodology.components[v.component.0];
            let decimals = usize::from(component.decimals.in_year(year));
            Finding {
                edition,
                member: v.member,
                value: Subject::Component(v.component),
                message: format!(
                    "`{}` of `{}` is published as {:.decimals$} in {year}; its components give {:.decimals$}",
                    component.id, survey.members[v.member.0].code, v.published, v.computed
                ),
                hint: "mend the value or its components",
            }
        });
        all.collect::<Vec<_>>()
    };
    replication.iter().flat_map(of).collect()
}

/// Ranks that do not follow from the values. One wrong value moves the ranks of all that it passes, so
/// a member in doubt stands with the other of its two values, the computed for the published.
pub(super) fn ranks(
    indices: &Indices,
    replication: &[Replication],
    in_doubt: impl Fn(EditionId, MemberId) -> bool,
) -> Vec<Finding> {
    let survey = indices.survey();
    let methodology = &survey.methodology;
    let mut found = Vec::new();
    for r in replication.iter().filter(|r| !r.ranks.is_empty()) {
        let edition = &survey.editions[r.edition.0];
        let key = |member: MemberId| {
            let cell = indices.cell(r.edition, ComponentId::INDEX, member);
            let other = match methodology.results {
                Results::Published => cell.computed,
                Results::Computed => cell.published,
            };
            let decimals = methodology.components[ComponentId::INDEX.0]
                .decimals
                .in_year(edition.year);
            match in_doubt(r.edition, member) {
                true => cell
                    .result
                    .map(|own| other.map_or(own, |v| rounded(v, decimals))),
                false => cell.result,
            }
        };
        let keys: Vec<Option<f64>> = survey.member_ids().map(key).collect();
        let ranks = rank::ranks(&keys, methodology.ties, methodology.rank_decimals);
        let differing = r.ranks.iter().filter(|difference| {
            ranks[difference.member.0].and_then(Rank::whole) != Some(difference.published)
        });
        found.extend(differing.map(|difference| Finding {
            edition: r.edition,
            member: difference.member,
            value: Subject::Rank,
            message: format!(
                "`{}` is published as rank {} in {}; its value gives {}",
                survey.members[difference.member.0].code,
                difference.published,
                edition.year,
                ranks[difference.member.0].map_or_else(|| "none".to_owned(), |r| r.0.to_string())
            ),
            hint: "mend the rank or the value",
        }));
    }
    found
}
