//! “What if” on a member's page: where the script finds the data, and what needs none of it.

use serde::Serialize;

use super::Maker;
use super::compare::{DataPlaces, data_places};
use super::maker::NONE;
use crate::index::scenario::Goal;
use crate::survey::{ComponentId, EditionId, MemberId};

/// So many ranks are asked for.
const RANKS: usize = 10;

/// What a rise of a component alone would have been worth.
#[derive(Debug, Serialize)]
struct Rise {
    name: String,
    href: String,
    value: String,
    /// By how much the value would have had to change for ten ranks, and to what; `None` where nothing
    /// within its bounds would have sufficed.
    ten: Option<String>,
    ten_value: String,
    /// The same for the next level.
    level: Option<String>,
    level_value: String,
}

#[derive(Debug, Serialize)]
pub(super) struct WhatIf {
    #[serde(flatten)]
    places: DataPlaces,
    code: String,
    year: String,
    rises: Vec<Rise>,
    /// Whether the member is among the first ten, so that there are no ten ranks to gain.
    is_top: bool,
    /// Whether there is a level above its own.
    has_next: bool,
}

/// `None` of a member that was not assessed.
pub(super) fn what_if(maker: &Maker<'_>, edition: EditionId, member: MemberId) -> Option<WhatIf> {
    let indices = maker.indices;
    let survey = maker.survey();
    let index = ComponentId::INDEX;
    let own = indices.cell(edition, index, member);
    let rank = own.rank?;
    let rise = |id: ComponentId| {
        let component = &survey.methodology.components[id.0];
        let value = indices.cell(edition, id, member).published?;
        let decimals = component.decimals.in_year(survey.editions[edition.0].year);
        let needed = |goal| {
            let needed = indices.needed(edition, member, id, goal, decimals)?;
            let change = maker.change(id, [edition, edition], Some(needed - value))?;
            Some((change.text, maker.value(edition, id, Some(needed))))
        };
        let [ten, level] = [Goal::Ranks(RANKS), Goal::NextLevel].map(needed);
        let parts = |needed: Option<(String, String)>| match needed {
            Some((change, value)) => (Some(change), value),
            None => (None, NONE.to_owned()),
        };
        let ((ten, ten_value), (level, level_value)) = (parts(ten), parts(level));
        Some(Rise {
            name: component.name[maker.lang].clone(),
            href: maker.component(id).href,
            value: maker.value(edition, id, Some(value)),
            ten,
            ten_value,
            level,
            level_value,
        })
    };
    let leaves = maker.tree().into_iter();
    let leaves = leaves.filter(|id| survey.methodology.components[id.0].is_leaf());
    let of_index = leaves.filter(|id| is_of_index(maker, *id));
    Some(WhatIf {
        places: data_places(maker),
        code: survey.members[member.0].code.clone(),
        year: maker.year(edition),
        rises: of_index.filter_map(rise).collect(),
        is_top: rank.0 <= RANKS as f64,
        has_next: own.level.is_some_and(|level| level.0 > 0),
    })
}

/// Whether a component enters the index.
fn is_of_index(maker: &Maker<'_>, id: ComponentId) -> bool {
    let components = &maker.survey().methodology.components;
    std::iter::successors(Some(id), |id| components[id.0].parent).last() == Some(ComponentId::INDEX)
}
