//! `methodology.yaml`: the tree of components, levels, ranks, means, replication, breaks.

mod read;
mod weights;

use super::recipe::{Aggregation, Decimals, Direction, Missing, Normalise, Weight};
use super::{ComponentId, Year};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, suggest};
use crate::lang::PerLanguage;
use crate::source::NodePlace;

pub use read::read;

/// A node of the index tree, or an index that stands alone beside it.
#[derive(Clone, Debug)]
pub struct Component {
    /// Unique; as expressions, addresses and editions name it.
    pub id: String,
    /// Full name.
    pub name: PerLanguage<String>,
    /// Abbreviation; the full name where none is given.
    pub short: PerLanguage<String>,
    /// What it measures, in a sentence or two.
    pub description: Option<PerLanguage<String>>,
    /// The unit of its values; none for an index.
    pub unit: Option<PerLanguage<String>>,
    /// The values it can take, both ends included.
    pub range: Option<(f64, f64)>,
    /// Decimal places.
    pub decimals: Decimals,
    /// From value to score.
    pub normalise: Normalise,
    /// Which end is good.
    pub direction: Direction,
    /// Beside its siblings.
    pub weight: Weight,
    /// How it is made of its parts; `None` for a leaf.
    pub aggregation: Option<Aggregation>,
    /// Where parts have no value.
    pub missing: Missing,
    /// How far its value may move from one edition to the next before that is asked about.
    pub jump: Option<Jump>,
    /// The component of which it is a part.
    pub parent: Option<ComponentId>,
    /// Its parts.
    pub parts: Vec<ComponentId>,
}

impl Component {
    /// Whether its values are given, not made of parts.
    pub fn is_leaf(&self) -> bool {
        self.aggregation.is_none()
    }
}

/// How far a value may move from one edition to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Jump {
    /// In the component's own unit; above 0.
    Unit(f64),
    /// A share of its range, or of the way between its goalposts, which is its score.
    Share(f64),
}

/// A class of members by the value of an index.
#[derive(Clone, Debug)]
pub struct Level {
    /// Unique.
    pub id: String,
    /// Its name.
    pub name: PerLanguage<String>,
    /// The lower threshold, in the index's unit.
    pub from: f64,
}

/// Whose value ranks, levels, means and changes are made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Results {
    /// The published one.
    Published,
    /// The one computed here.
    Computed,
}

/// Which rank equal values get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// The better one, the next are skipped: 1, 2, 2, 4.
    Competition,
    /// The worse one: 1, 3, 3, 4.
    Modified,
    /// The better one, none skipped: 1, 2, 2, 3.
    Dense,
    /// Their mean: 1, 2.5, 2.5, 4.
    Mean,
}

/// Which members count in means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Those that were assessed.
    Assessed,
    /// All, those without a value as 0.
    All,
}

/// Where a series is not comparable with what came before.
#[derive(Clone, Debug)]
pub struct Break {
    /// The first edition after the break.
    pub year: Year,
    /// Whose series.
    pub components: Vec<ComponentId>,
    /// Why.
    pub note: PerLanguage<String>,
    declared_at: NodePlace,
}

/// How the index is made and read.
#[derive(Clone, Debug)]
pub struct Methodology {
    /// The index first, then its parts from top to bottom, then the stand-alone ones.
    pub components: Vec<Component>,
    /// Highest first; empty where the index has none.
    pub levels: Vec<Level>,
    /// Whether a value on a threshold is in the level above it.
    pub threshold_in_upper: bool,
    /// What results are made from.
    pub results: Results,
    /// Which rank equal values get.
    pub ties: Ties,
    /// Decimal places to which values are rounded before they are compared, if any.
    pub rank_decimals: Option<u8>,
    /// Which members count in means.
    pub counted: Counted,
    /// The largest difference at which computed and published agree.
    pub tolerance: f64,
    /// In the order of the file.
    pub breaks: Vec<Break>,
    /// Whether weights are proportions, not shares.
    relative: bool,
    weights_at: Vec<(ComponentId, NodePlace)>,
    decimals_at: Vec<(ComponentId, NodePlace)>,
}

impl Methodology {
    /// The component with an id.
    pub fn component(&self, id: &str) -> Option<ComponentId> {
        self.components
            .iter()
            .position(|c| c.id == id)
            .map(ComponentId)
    }

    /// All components.
    pub fn component_ids(&self) -> impl Iterator<Item = ComponentId> + use<> {
        (0..self.components.len()).map(ComponentId)
    }

    /// The level with an id.
    pub fn level(&self, id: &str) -> Option<super::LevelId> {
        self.levels
            .iter()
            .position(|l| l.id == id)
            .map(super::LevelId)
    }

    /// The index with everything it is made of, top to bottom.
    pub fn tree(&self) -> Vec<ComponentId> {
        self.component_ids()
            .filter(|id| self.root_of(*id) == ComponentId::INDEX)
            .collect()
    }

    /// The indices that stand alone.
    pub fn stand_alone(&self) -> Vec<ComponentId> {
        self.component_ids()
            .filter(|id| id.0 != 0 && self.components[id.0].parent.is_none())
            .collect()
    }

    /// The top of the tree in which a component is.
    pub fn root_of(&self, id: ComponentId) -> ComponentId {
        let mut id = id;
        while let Some(parent) = self.components[id.0].parent {
            id = parent;
        }
        id
    }

    /// How many components stand above one.
    pub fn depth(&self, id: ComponentId) -> usize {
        let parent = |id: &ComponentId| self.components[id.0].parent;
        std::iter::successors(parent(&id), parent).count()
    }

    /// The weight of a component among its siblings in a year, all of them summing to 1; 1 for one
    /// without siblings.
    pub fn share_of(&self, id: ComponentId, year: Year) -> f64 {
        let Some(parent) = self.components[id.0].parent else {
            return 1.0;
        };
        let of = |id: ComponentId| self.components[id.0].weight.in_year(year);
        let all: f64 = self.components[parent.0].parts.iter().map(|p| of(*p)).sum();
        if all > 0.0 { of(id) / all } else { 0.0 }
    }

    /// Weights and breaks must name years that have an edition.
    pub(super) fn check_years(&self, editions: &[Year], diagnostics: &Diagnostics) {
        let known = |year: Year| editions.contains(&year);
        let years: Vec<String> = editions.iter().map(Year::to_string).collect();
        let complain = |year: Year, place: Place| {
            diagnostics.push(
                Diagnostic::error(format!("there is no edition of {year}"))
                    .at(place)
                    .maybe_hint(suggest(&year.to_string(), years.iter().map(String::as_str))),
            );
        };
        for a_break in self.breaks.iter().filter(|b| !known(b.year)) {
            complain(a_break.year, a_break.declared_at.place());
        }
        for (id, declared_at) in &self.decimals_at {
            let years = self.components[id.0].decimals.years();
            years
                .filter(|y| !known(*y))
                .for_each(|year| complain(year, declared_at.place()));
        }
        for (id, declared_at) in &self.weights_at {
            for year in self.components[id.0].weight.years().filter(|y| !known(*y)) {
                complain(year, declared_at.place());
            }
        }
        self.check_weights(editions, diagnostics);
    }
}
