//! What cells of tables show, each with what its column sorts by: the value behind the text.

use serde::Serialize;

use super::Maker;
use super::maker::Link;
use crate::index::Rank;
use crate::lang::rounded;
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

    /// A member's place among all in the language's order of names.
    pub fn name_place(&self, member: MemberId) -> String {
        self.survey().place_of(self.lang, member).to_string()
    }

    /// An area's place among all in the language's order of names.
    pub fn area_place(&self, area: AreaId) -> String {
        self.survey().place_of_area(self.lang, area).to_string()
    }
}
