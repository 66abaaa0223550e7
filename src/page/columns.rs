//! Which components tables show, and with how many decimals.

use super::Maker;
use crate::survey::{ComponentId, EditionId};

/// So many components have a column each in tables of members; of more, only the parts of the index.
const MOST_COLUMNS: usize = 8;

impl Maker<'_> {
    /// How many decimals of a component tables show, in an edition.
    pub fn decimals(&self, edition: EditionId, component: ComponentId) -> u8 {
        let survey = self.survey();
        let decimals = &survey.methodology.components[component.0].decimals;
        decimals.in_year(survey.editions[edition.0].year)
    }

    /// How many decimals a change between two editions has: those that both have.
    pub fn decimals_between(&self, component: ComponentId, editions: [EditionId; 2]) -> u8 {
        let [from, to] = editions.map(|edition| self.decimals(edition, component));
        from.min(to)
    }

    /// A value of a component in an edition with the decimals that tables show.
    pub fn value(&self, edition: EditionId, component: ComponentId, value: Option<f64>) -> String {
        self.number(value, self.decimals(edition, component))
    }

    /// The components that tables show beside the index: all of which it is made and the stand-alone
    /// ones, or where these are many its parts alone.
    pub fn columns(&self) -> Vec<ComponentId> {
        let mut columns = self.tree();
        if columns.len() > MOST_COLUMNS {
            columns = self.parts().to_vec();
            columns.extend(self.survey().methodology.stand_alone());
        }
        columns
    }

    /// All components but the index, each before its parts.
    pub fn tree(&self) -> Vec<ComponentId> {
        let ids = self.survey().methodology.component_ids();
        ids.filter(|id| *id != ComponentId::INDEX).collect()
    }

    /// How far down a component stands: 0 for a part of the index.
    pub fn depth(&self, id: ComponentId) -> usize {
        let parent = |id: ComponentId| self.survey().methodology.components[id.0].parent;
        let mut depth = 0;
        let mut above = parent(id);
        while let Some(whole) = above.filter(|whole| *whole != ComponentId::INDEX) {
            depth += 1;
            above = parent(whole);
        }
        depth
    }
}
