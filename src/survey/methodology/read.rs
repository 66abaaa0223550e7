//! Reading `methodology.yaml`.

use std::collections::HashMap;

use super::{Break, Component, Counted, Level, Methodology, Results, Ties};
use crate::diagnostic::{Diagnostics, suggest};
use crate::source::{Node, Spot};
use crate::survey::recipe::{
    Direction, Missing, Normalise, Weight, read_aggregation, read_direction, read_missing,
    read_normalise,
};
use crate::survey::{ComponentId, Year, once};

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
