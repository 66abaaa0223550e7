//! `methodology.yaml`: the tree of components, levels, ranks, means, replication, breaks.

use std::collections::HashMap;

use super::recipe::{
    Aggregation, Direction, Missing, Normalise, Weight, read_aggregation, read_direction,
    read_missing, read_normalise,
};
use super::{ComponentId, Edition, Year, once};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, suggest};
use crate::lang::Bilingual;
use crate::source::{Node, Spot};

/// A node of the index tree, or an index that stands alone beside it.
#[derive(Clone, Debug)]
pub struct Component {
    /// Unique; as expressions, addresses and editions name it.
    pub id: String,
    /// Full name.
    pub name: Bilingual<String>,
    /// Abbreviation; the full name where none is given.
    pub short: Bilingual<String>,
    /// What it measures, in a sentence or two.
    pub description: Option<Bilingual<String>>,
    /// The unit of its values; none for an index.
    pub unit: Option<Bilingual<String>>,
    /// The values it can take, both ends included.
    pub range: Option<(f64, f64)>,
    /// Decimal places in tables.
    pub decimals: u8,
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

/// A class of members by the value of an index.
#[derive(Clone, Debug)]
pub struct Level {
    /// Unique.
    pub id: String,
    /// Its name.
    pub name: Bilingual<String>,
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
    pub note: Bilingual<String>,
    spot: Spot,
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
    weight_spots: Vec<(ComponentId, Spot)>,
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
    pub(super) fn check_years(&self, editions: &[Edition], diagnostics: &Diagnostics) {
        let known = |year: Year| editions.iter().any(|e| e.year == year);
        let years: Vec<String> = editions.iter().map(|e| e.year.to_string()).collect();
        let complain = |year: Year, place: Place| {
            diagnostics.push(
                Diagnostic::error(format!("there is no edition of {year}"))
                    .at(place)
                    .maybe_hint(suggest(&year.to_string(), years.iter().map(String::as_str))),
            );
        };
        for a_break in self.breaks.iter().filter(|b| !known(b.year)) {
            complain(a_break.year, a_break.spot.place());
        }
        for (id, spot) in &self.weight_spots {
            for year in self.components[id.0].weight.years().filter(|y| !known(*y)) {
                complain(year, spot.place());
            }
            // A weight of 0 for all parts would divide by zero.
            let Some(parent) = self.components[id.0].parent else {
                continue;
            };
            let parts = &self.components[parent.0].parts;
            for edition in editions {
                let sum: f64 = parts
                    .iter()
                    .map(|p| self.components[p.0].weight.in_year(edition.year))
                    .sum();
                if sum <= 0.0 {
                    diagnostics.push(
                        Diagnostic::error(format!(
                            "the weights of the parts of `{}` are all 0 in {}",
                            self.components[parent.0].id, edition.year
                        ))
                        .at(spot.place()),
                    );
                }
            }
        }
    }
}

/// Reads `methodology.yaml`.
pub fn read(root: &Node<'_>, d: &Diagnostics) -> Option<Methodology> {
    let mut fields = root.fields(d, "methodology.yaml")?;
    let mut tree = TreeReader::default();
    let index = fields
        .need("index", d)
        .and_then(|n| tree.component(&n, None, d));
    if let Some(node) = fields.get("stand-alone") {
        node.list(d, |n| tree.component(n, None, d));
    }
    let results = fields.get("results").map_or(Some(Results::Computed), |n| {
        n.choice(
            d,
            &[
                ("published", Results::Published),
                ("computed", Results::Computed),
            ],
        )
    });
    let levels = match fields.get("levels") {
        Some(node) => read_levels(&node, d),
        None => Some((Vec::new(), true)),
    };
    let ranks = match fields.get("ranks") {
        Some(node) => read_ranks(&node, d),
        None => Some((Ties::Competition, None)),
    };
    let counted = match fields.get("means") {
        Some(node) => node.fields(d, "means").and_then(|mut f| {
            let over = f.need("over", d).and_then(|n| {
                n.choice(d, &[("assessed", Counted::Assessed), ("all", Counted::All)])
            });
            f.finish(d);
            over
        }),
        None => Some(Counted::Assessed),
    };
    let tolerance = match fields.get("replication") {
        Some(node) => node.fields(d, "replication").and_then(|mut f| {
            let tolerance = f.need("tolerance", d).and_then(|n| n.number(d));
            f.finish(d);
            tolerance
        }),
        None => Some(0.0),
    };
    let breaks = match fields.get("breaks") {
        Some(node) => node.list(d, |n| read_break(n, &tree.components, d)),
        None => Some(Vec::new()),
    };
    fields.finish(d);
    index?;
    (!tree.failed).then_some(())?;
    let (levels, threshold_in_upper) = levels?;
    let (ties, rank_decimals) = ranks?;
    Some(Methodology {
        components: tree.components,
        levels,
        threshold_in_upper,
        results: results?,
        ties,
        rank_decimals,
        counted: counted?,
        tolerance: tolerance?,
        breaks: breaks?,
        weight_spots: tree.weight_spots,
    })
}

#[derive(Default)]
struct TreeReader<'n> {
    components: Vec<Component>,
    weight_spots: Vec<(ComponentId, Spot)>,
    seen: HashMap<String, Node<'n>>,
    failed: bool,
}

impl<'n> TreeReader<'n> {
    fn component(
        &mut self,
        node: &Node<'n>,
        parent: Option<ComponentId>,
        d: &Diagnostics,
    ) -> Option<ComponentId> {
        let read = self.read(node, parent, d);
        self.failed |= read.is_none();
        read
    }

    fn read(
        &mut self,
        node: &Node<'n>,
        parent: Option<ComponentId>,
        d: &Diagnostics,
    ) -> Option<ComponentId> {
        let mut fields = node.fields(d, "a component")?;
        let id_node = fields.need("id", d);
        let id = id_node.as_ref().and_then(|n| n.id(d));
        if let (Some(id), Some(node)) = (&id, &id_node) {
            if matches!(id.as_str(), "rank" | "assessed") {
                node.error(d, format!("`{id}` has a meaning of its own in editions"));
            }
            once(&mut self.seen, id, node, "components", d);
        }
        let name = fields.need("name", d).and_then(|n| n.texts(d));
        let short = match fields.get("short") {
            Some(n) => n.texts(d),
            None => name.clone(),
        };
        let description = fields.get("description").map(|n| n.texts(d));
        let unit = fields.get("unit").map(|n| n.texts(d));
        let range = fields.get("range").map(|n| {
            let ends = n.list(d, |n| n.number(d))?;
            match ends.as_slice() {
                [low, high] if low < high => Some((*low, *high)),
                _ => {
                    n.error(d, "a range is its lowest and highest value: `[0, 1]`");
                    None
                }
            }
        });
        let decimals = fields.get("decimals").map_or(Some(2), |n| n.whole(d));
        let normalise = fields
            .get("normalise")
            .map_or(Some(Normalise::None), |n| read_normalise(&n, d));
        let direction = fields
            .get("direction")
            .map_or(Some(Direction::Higher), |n| read_direction(&n, d));
        let weight_node = fields.get("weight");
        let weight = weight_node
            .as_ref()
            .map_or(Some(Weight::constant(1.0)), |n| Weight::read(n, d));
        let parts_node = fields.get("components");
        let aggregation = match (&parts_node, fields.get("aggregation")) {
            (Some(_), Some(n)) => read_aggregation(&n, d).map(Some),
            (Some(n), None) => {
                n.error_hint(
                    d,
                    "a component with parts needs an `aggregation`",
                    Some("`arithmetic`, `geometric` or `harmonic`".to_owned()),
                );
                None
            }
            (None, Some(n)) => {
                n.error(d, "an aggregation needs `components` to aggregate");
                None
            }
            (None, None) => Some(None),
        };
        let missing = fields
            .get("missing")
            .map_or(Some(Missing::None), |n| read_missing(&n, d));
        fields.finish(d);
        let direction_needs_range = direction == Some(Direction::Lower)
            && normalise == Some(Normalise::None)
            && range.is_none();
        if direction_needs_range {
            node.error_hint(
                d,
                "a value that is not normalised can be turned round only inside its range",
                Some("add `range: [lowest, highest]`".to_owned()),
            );
        }
        let own = ComponentId(self.components.len());
        if let Some(node) = &weight_node {
            self.weight_spots.push((own, node.spot()));
        }
        self.components.push(Component {
            id: id?,
            name: name?,
            short: short?,
            description: description.flatten(),
            unit: unit.flatten(),
            range: range.flatten(),
            decimals: decimals?,
            normalise: normalise?,
            direction: direction?,
            weight: weight?,
            aggregation: aggregation?,
            missing: missing?,
            parent,
            parts: Vec::new(),
        });
        if let Some(parts_node) = parts_node {
            let parts: Vec<_> = parts_node
                .items(d)?
                .iter()
                .filter_map(|n| self.component(n, Some(own), d))
                .collect();
            if parts.is_empty() {
                parts_node.error(d, "a component is made of at least one part");
                return None;
            }
            self.components[own.0].parts = parts;
        }
        Some(own)
    }
}

fn read_levels(node: &Node<'_>, d: &Diagnostics) -> Option<(Vec<Level>, bool)> {
    let mut fields = node.fields(d, "levels")?;
    let upper = fields
        .need("threshold-belongs-to", d)
        .and_then(|n| n.choice(d, &[("upper", true), ("lower", false)]));
    let mut seen = HashMap::new();
    let list = fields.need("list", d).and_then(|n| {
        n.list(d, |n| {
            let mut fields = n.fields(d, "a level")?;
            let id_node = fields.need("id", d);
            let id = id_node.as_ref().and_then(|n| n.id(d));
            if let (Some(id), Some(node)) = (&id, id_node) {
                once(&mut seen, id, &node, "levels", d);
            }
            let name = fields.need("name", d).and_then(|n| n.texts(d));
            let from = fields.need("from", d).and_then(|n| n.number(d));
            fields.finish(d);
            Some(Level {
                id: id?,
                name: name?,
                from: from?,
            })
        })
    });
    fields.finish(d);
    let list = list?;
    if list.windows(2).any(|pair| pair[0].from <= pair[1].from) {
        node.error_hint(
            d,
            "levels stand from the highest to the lowest",
            Some("sort them by `from`".to_owned()),
        );
        return None;
    }
    Some((list, upper?))
}

fn read_ranks(node: &Node<'_>, d: &Diagnostics) -> Option<(Ties, Option<u8>)> {
    let mut fields = node.fields(d, "ranks")?;
    let ties = fields.need("ties", d).and_then(|n| {
        n.choice(
            d,
            &[
                ("competition", Ties::Competition),
                ("modified", Ties::Modified),
                ("dense", Ties::Dense),
                ("mean", Ties::Mean),
            ],
        )
    });
    let decimals = fields.get("decimals").map(|n| n.whole(d));
    fields.finish(d);
    match decimals {
        Some(decimals) => Some((ties?, Some(decimals?))),
        None => Some((ties?, None)),
    }
}

fn read_break(node: &Node<'_>, components: &[Component], d: &Diagnostics) -> Option<Break> {
    let mut fields = node.fields(d, "a break")?;
    let year_node = fields.need("edition", d);
    let year = year_node.as_ref().and_then(|n| n.whole(d)).map(Year);
    let ids = fields.need("components", d).and_then(|n| {
        n.list(d, |n| {
            let id = n.id(d)?;
            let found = components.iter().position(|c| c.id == id);
            if found.is_none() {
                n.error_hint(
                    d,
                    format!("unknown component `{id}`"),
                    suggest(&id, components.iter().map(|c| c.id.as_str())),
                );
            }
            found.map(ComponentId)
        })
    });
    let note = fields.need("note", d).and_then(|n| n.texts(d));
    fields.finish(d);
    Some(Break {
        year: year?,
        components: ids?,
        note: note?,
        spot: year_node?.spot(),
    })
}
