//! What a member's page says beside its tables: what does not follow from the published values, and
//! what is left of a change behind the sum of its parts.

use crate::index::Contributions;
use crate::lang::rounded;
use crate::page::Maker;
use crate::page::maker::ChangeView;
use crate::survey::{ComponentId, EditionId, MemberId};

/// The change of the index to the latest edition, as everywhere on the page, where it is known what it
/// is made of.
pub(super) fn total(
    maker: &Maker<'_>,
    member: MemberId,
    from: Option<EditionId>,
    made_of: &Option<Contributions>,
) -> Option<ChangeView> {
    made_of.as_ref()?;
    let (from, latest) = (from?, maker.survey().latest());
    let index = ComponentId::INDEX;
    let change = maker.indices.change(from, latest, index, member);
    maker.change(index, [from, latest], change)
}

/// What is left of the changes behind the sums of the components: published values are rounded.
pub(super) fn rest(
    maker: &Maker<'_>,
    member: MemberId,
    since: [(Option<EditionId>, &Option<Contributions>); 2],
) -> Option<[Option<ChangeView>; 2]> {
    let index = ComponentId::INDEX;
    let latest = maker.survey().latest();
    let rests = since.map(|(from, made_of)| {
        let from = from?;
        let decimals = maker.decimals_between(index, [from, latest]);
        let change = maker.indices.change(from, latest, index, member)?;
        let sum = made_of.as_ref()?.total;
        let rest = rounded(change, decimals) - rounded(sum, decimals);
        (rest.abs() > 1e-9).then_some((from, rest))
    });
    let is_shown = rests.iter().any(Option::is_some);
    let shown = |(from, rest)| maker.change(index, [from, latest], Some(rest));
    is_shown.then(|| rests.map(|rest| rest.and_then(shown)))
}

/// The notes on the member in all editions: flagged values, and what does not follow from the
/// published values.
pub(super) fn notes(maker: &Maker<'_>, member: MemberId) -> Vec<String> {
    let survey = maker.survey();
    let index = ComponentId::INDEX;
    let mut notes = Vec::new();
    for replication in maker.contents.replication {
        let edition = &survey.editions[replication.edition.0];
        let year = edition.year.to_string();
        let mut note = |text: &str| {
            notes.push(maker.fill("year-note", &[("year", &year), ("note", text)]));
        };
        for flag in edition.flags.iter().filter(|flag| flag.member == member) {
            note(&flag.note[maker.lang]);
        }
        if let Some(value) = replication.values.iter().find(|v| v.member == member) {
            let published = maker.value(replication.edition, index, Some(value.published));
            let computed = maker.value(replication.edition, index, Some(value.computed));
            let texts = [("published", &*published), ("computed", &*computed)];
            note(&maker.fill("note-value-differs", &texts));
        }
        if let Some(rank) = replication.ranks.iter().find(|r| r.member == member) {
            let published = maker.words.rank(maker.lang, f64::from(rank.published));
            let computed = maker.ordinal(rank.computed);
            let mut texts = vec![("published", &*published), ("computed", &*computed)];
            let tied = maker.list_of(rank.tied_with.clone());
            note(&if tied.is_empty() {
                maker.fill("note-rank-differs", &texts)
            } else {
                texts.push(("members", &*tied));
                maker.fill("note-rank-differs-tied", &texts)
            });
        }
    }
    let editions = survey.edition_ids();
    let rests = |edition| maker.indices.rests_on_missing(edition, member);
    if editions.into_iter().any(rests) {
        notes.push(maker.word("change-rests-on-missing"));
    }
    notes
}
