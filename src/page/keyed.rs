//! What cells of tables show, each with what its column sorts by: the value behind the text.

use std::cmp::Ordering;

use serde::Serialize;

use super::Maker;
use super::maker::Link;
use crate::index::Rank;
use crate::lang::{PerLanguage, rounded};
use crate::survey::{AreaId, ComponentId, EditionId, MemberId};

/// A text and the number that it stands for.
#[derive(Clone, Debug, Serialize)]
pub struct Keyed {
    /// What a reader sees.
    pub text: String,
    /// As scripts read numbers; none where there is no value.
    pub key: Option<String>,
}

/// A column of values of a component.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// The component's short name, and its page.
    #[serde(flatten)]
    pub component: Link,
    /// What addresses call the column, in all languages.
    pub id: String,
}

/// By so many decimals more than are shown do values differ before they count as different: what is
/// behind them is left by binary arithmetic.
const FINER: u8 = 8;

/// A number as scripts read it, not rounded as readers see it.
pub fn key(value: f64, decimals: u8) -> String {
    // Zero has no sign.
    (rounded(value, decimals.saturating_add(FINER)) + 0.0).to_string()
}

impl Maker<'_> {
    /// A value of a component with the decimals that tables show.
    pub fn keyed(&self, edition: EditionId, component: ComponentId, value: Option<f64>) -> Keyed {
        self.keyed_number(value, self.decimals(edition, component))
    }

    /// The score of a component, which is of the kind of what it enters.
    pub fn keyed_score(
        &self,
        edition: EditionId,
        component: ComponentId,
        score: Option<f64>,
    ) -> Keyed {
        let whole = self.survey().methodology.components[component.0].parent;
        self.keyed_number(score, self.decimals(edition, whole.unwrap_or(component)))
    }

    /// A number, or a dash.
    pub fn keyed_number(&self, value: Option<f64>, decimals: u8) -> Keyed {
        Keyed {
            text: self.number(value, decimals),
            key: value.map(|value| key(value, decimals)),
        }
    }

    /// A rank, or a dash.
    pub fn keyed_rank(&self, rank: Option<Rank>) -> Keyed {
        Keyed {
            text: self.rank(rank),
            key: rank.map(|rank| key(rank.0, 0)),
        }
    }

    /// The column of a component.
    pub fn column(&self, component: ComponentId) -> Column {
        Column {
            component: self.component(component),
            id: self.survey().methodology.components[component.0]
                .id
                .to_lowercase(),
        }
    }

    /// The place of each member among all, by [`MemberId`], in the language's order of names.
    pub fn name_places(&self) -> Vec<String> {
        let members = &self.survey().members;
        self.places(members.len(), |i| &members[MemberId(i).0].name)
    }

    /// The place of each area among all, by [`AreaId`], in the language's order of names.
    pub fn area_places(&self) -> Vec<String> {
        let areas = &self.survey().areas;
        self.places(areas.len(), |i| &areas[AreaId(i).0].name)
    }

    /// Names that the language does not tell apart share a place.
    fn places<'n>(
        &self,
        count: usize,
        name: impl Fn(usize) -> &'n PerLanguage<String>,
    ) -> Vec<String> {
        let compare =
            |a: usize, b: usize| self.lang.compare(&name(a)[self.lang], &name(b)[self.lang]);
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|a, b| compare(*a, *b));
        let mut places = vec![0_usize; count];
        for pair in order.windows(2) {
            let step = usize::from(compare(pair[0], pair[1]) != Ordering::Equal);
            places[pair[1]] = places[pair[0]] + step;
        }
        places.iter().map(ToString::to_string).collect()
    }
}
