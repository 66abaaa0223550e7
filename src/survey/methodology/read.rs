//! Reading `methodology.yaml`.

use std::collections::HashMap;

use super::{Break, Component, Counted, Jump, Level, Methodology, Results, Ties};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, suggest};
use crate::schema::files::methodology as files;
use crate::source::{Node, NodePlace};
use crate::survey::recipe::{
    Aggregation, Decimals, Direction, Missing, Normalise, Weight, read_aggregation, read_direction,
    read_missing, read_normalise,
};
use crate::survey::{ComponentId, Year, once};

/// Columns of the data that are no component's; `rank` and `assessed` are refused before.
const OTHER_COLUMNS: [&str; 4] = ["member", "edition", "groups", "set_aside"];

/// Reads `methodology.yaml`.
pub fn read(root: &Node<'_>, d: &Diagnostics) -> Checked<Methodology> {
    let mut fields = root.fields(d, &files::RECORD)?;
    let mut tree = TreeReader::default();
    let index = fields.required("index", d, |n| tree.component(n, None, d));
    let stand_alone = fields.optional("stand-alone", |n| n.list(d, |n| tree.component(n, None, d)));
    let results = fields.optional("results", |n| {
        n.choice(
            d,
            &[
                ("published", Results::Published),
                ("computed", Results::Computed),
            ],
        )
    });
    let levels = fields.optional("levels", |n| read_levels(n, d));
    let ranks = fields.optional("ranks", |n| read_ranks(n, d));
    let counted = fields.optional("means", |n| {
        let mut fields = n.fields(d, &files::MEANS)?;
        let over = fields.required("over", d, |n| {
            n.choice(d, &[("assessed", Counted::Assessed), ("all", Counted::All)])
        });
        fields.finish(d);
        over
    });
    let relative = fields.optional("weights", |n| {
        n.choice(d, &[("shares", false), ("relative", true)])
    });
    let jump = fields.optional("jump", |n| n.number(d));
    let tolerance = fields.optional("replication", |n| {
        let mut fields = n.fields(d, &files::REPLICATION)?;
        let tolerance = fields.required("tolerance", d, |n| n.number(d));
        fields.finish(d);
        tolerance
    });
    let breaks = fields.optional("breaks", |n| {
        n.list(d, |n| read_break(n, &tree.components, d))
    });
    fields.finish(d);
    index?;
    stand_alone?;
    tree.share_jump(jump?);
    let (levels, threshold_in_upper) = levels?.unwrap_or((Vec::new(), true));
    let (ties, rank_decimals) = ranks?.unwrap_or((Ties::Competition, None));
    Ok(Methodology {
        components: tree.components,
        levels,
        threshold_in_upper,
        results: results?.unwrap_or(Results::Computed),
        ties,
        rank_decimals,
        counted: counted?.unwrap_or(Counted::Assessed),
        tolerance: tolerance?.unwrap_or(0.0),
        breaks: breaks?.unwrap_or_default(),
        relative: relative?.unwrap_or(false),
        weights_at: tree.weights_at,
        decimals_at: tree.decimals_at,
    })
}

#[derive(Default)]
struct TreeReader<'n> {
    components: Vec<Component>,
    weights_at: Vec<(ComponentId, NodePlace)>,
    decimals_at: Vec<(ComponentId, NodePlace)>,
    seen: HashMap<String, Node<'n>>,
    /// The columns of the data, and whose they are.
    columns: HashMap<String, String>,
}

impl<'n> TreeReader<'n> {
    /// Gives the components that have no `jump` of their own the methodology's, a share of what their
    /// values can span.
    fn share_jump(&mut self, share: Option<f64>) {
        for component in &mut self.components {
            let bounded = component.range.is_some()
                || matches!(component.normalise, Normalise::Goalposts { .. });
            let shared = || share.filter(|_| bounded).map(Jump::Share);
            component.jump = component.jump.or_else(shared);
        }
    }

    fn component(
        &mut self,
        node: &Node<'n>,
        parent: Option<ComponentId>,
        d: &Diagnostics,
    ) -> Checked<ComponentId> {
        let mut fields = node.fields(d, &files::COMPONENT)?;
        let id = fields.required("id", d, |n| self.id(n, d));
        let name = fields.required("name", d, |n| n.texts(d));
        let short = match fields.get("short") {
            Some(n) => n.texts(d),
            None => name.clone(),
        };
        let description = fields.optional("description", |n| n.texts(d));
        let unit = fields.optional("unit", |n| n.texts(d));
        let range = fields.optional("range", |n| read_range(n, d));
        let decimals = fields.optional("decimals", |n| Ok((Decimals::read(n, d)?, n.node_place())));
        let normalise = fields.optional("normalise", |n| read_normalise(n, d));
        let direction = fields.optional("direction", |n| read_direction(n, d));
        let weight_node = fields.get("weight");
        let weight = weight_node
            .as_ref()
            .map_or(Ok(Weight::constant(1.0)), |n| Weight::read(n, d));
        let parts_node = fields.get("components");
        let own = fields.get("aggregation");
        let aggregation = match own {
            None if parts_node.is_some() => fields.unless_misspelt("aggregation", d),
            _ => Ok(()),
        };
        let aggregation =
            aggregation.and_then(|()| read_own_aggregation(own, parts_node.as_ref(), d));
        let missing = fields.optional("missing", |n| read_missing(n, d));
        let jump = fields.optional("jump", |n| n.number(d).map(Jump::Unit));
        fields.finish(d);
        let normalise = normalise?.unwrap_or(Normalise::None);
        let direction = direction?.unwrap_or(Direction::Higher);
        if direction == Direction::Lower && normalise == Normalise::None && range == Ok(None) {
            return Err(node.error_hint(
                d,
                "a value that is not normalised can be turned round only inside its range",
                Some("add `range: [lowest, highest]`".to_owned()),
            ));
        }
        let own = ComponentId(self.components.len());
        if let Some(node) = &weight_node {
            self.weights_at.push((own, node.node_place()));
        }
        let decimals = decimals?.map(|(decimals, declared_at)| {
            self.decimals_at.push((own, declared_at));
            decimals
        });
        self.components.push(Component {
            id: id?,
            name: name?,
            short: short?,
            description: description.unwrap_or_default(),
            unit: unit.unwrap_or_default(),
            range: range.unwrap_or_default(),
            decimals: decimals.unwrap_or_else(|| Decimals::constant(2)),
            normalise,
            direction,
            weight: weight?,
            aggregation: aggregation?,
            missing: missing?.unwrap_or(Missing::None),
            jump: jump?,
            parent,
            parts: Vec::new(),
        });
        if let Some(parts) = parts_node {
            self.components[own.0].parts = self.parts(&parts, own, d)?;
        }
        Ok(own)
    }

    fn id(&mut self, node: &Node<'n>, d: &Diagnostics) -> Checked<String> {
        let id = node.id(d)?;
        if matches!(id.as_str(), "rank" | "assessed") {
            return Err(node.error(d, format!("`{id}` has a meaning of its own in editions")));
        }
        once(&mut self.seen, &id, node, "components", d)?;
        self.columns(&id, node, d)?;
        Ok(id)
    }

    /// The data that readers take away have columns of each component, and others: no two are called
    /// the same.
    fn columns(&mut self, id: &str, node: &Node<'n>, d: &Diagnostics) -> Checked<()> {
        let name = id.replace('-', "_");
        if OTHER_COLUMNS.contains(&name.as_str()) {
            let message = format!("`{id}` is what another column of the data is called");
            return Err(node.error_hint(d, message, Some("choose another id".to_owned())));
        }
        for ending in ["", "_computed", "_rank", "_level"] {
            let column = format!("{name}{ending}");
            if let Some(other) = self.columns.insert(column.clone(), id.to_owned()) {
                let message = format!(
                    "`{other}` and `{id}` would both have the column `{column}` in the data"
                );
                return Err(node.error_hint(d, message, Some("choose another id".to_owned())));
            }
        }
        Ok(())
    }

    fn parts(
        &mut self,
        node: &Node<'n>,
        whole: ComponentId,
        d: &Diagnostics,
    ) -> Checked<Vec<ComponentId>> {
        let parts = node.list(d, |n| self.component(n, Some(whole), d))?;
        if parts.is_empty() {
            return Err(node.error_hint(
                d,
                "a component is made of at least one part",
                Some("list its parts, or leave `components` and `aggregation` out".to_owned()),
            ));
        }
        Ok(parts)
    }
}

fn read_range(node: &Node<'_>, d: &Diagnostics) -> Checked<(f64, f64)> {
    match node.list(d, |n| n.number(d))?.as_slice() {
        [low, high] if low < high => Ok((*low, *high)),
        _ => Err(node.error(d, "a range is its lowest and highest value: `[0, 1]`")),
    }
}

/// How a component's parts are aggregated: it has both, or neither.
fn read_own_aggregation(
    own: Option<Node<'_>>,
    parts: Option<&Node<'_>>,
    d: &Diagnostics,
) -> Checked<Option<Aggregation>> {
    match (parts, own) {
        (Some(_), Some(n)) => read_aggregation(&n, d).map(Some),
        (Some(n), None) => Err(n.error_hint(
            d,
            "a component with parts needs an `aggregation`",
            Some("`arithmetic`, `geometric` or `harmonic`".to_owned()),
        )),
        (None, Some(n)) => Err(n.error(d, "an aggregation needs `components` to aggregate")),
        (None, None) => Ok(None),
    }
}

fn read_levels(node: &Node<'_>, d: &Diagnostics) -> Checked<(Vec<Level>, bool)> {
    let mut fields = node.fields(d, &files::LEVELS)?;
    let upper = fields.required("threshold-belongs-to", d, |n| {
        n.choice(d, &[("upper", true), ("lower", false)])
    });
    let mut seen = HashMap::new();
    let list = fields.required("list", d, |n| {
        n.list(d, |n| {
            let mut fields = n.fields(d, &files::LEVEL)?;
            let id = fields.required("id", d, |n| {
                let id = n.id(d)?;
                once(&mut seen, &id, n, "levels", d)?;
                Ok(id)
            });
            let name = fields.required("name", d, |n| n.texts(d));
            let from = fields.required("from", d, |n| Ok((n.number(d)?, n.clone())));
            fields.finish(d);
            let (from, node) = from?;
            let level = Level {
                id: id?,
                name: name?,
                from,
            };
            Ok((level, node))
        })
    });
    fields.finish(d);
    let list = list?;
    let falls = |pair: &&[(Level, Node<'_>)]| pair[0].0.from > pair[1].0.from;
    if let Some([(_, above), (_, below)]) = list.windows(2).find(|pair| !falls(pair)) {
        return Err(d.report(
            Diagnostic::error("levels stand from the highest to the lowest")
                .at(below.place())
                .related(above.place(), "not above the next")
                .hint("sort them by `from`"),
        ));
    }
    let levels = list.into_iter().map(|(level, _)| level).collect();
    Ok((levels, upper?))
}

fn read_ranks(node: &Node<'_>, d: &Diagnostics) -> Checked<(Ties, Option<u8>)> {
    let mut fields = node.fields(d, &files::RANKS)?;
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
    let decimals = fields.optional("decimals", |n| n.whole(d));
    fields.finish(d);
    Ok((ties?, decimals?))
}

fn read_break(node: &Node<'_>, components: &[Component], d: &Diagnostics) -> Checked<Break> {
    let mut fields = node.fields(d, &files::BREAK)?;
    let year_node = fields.need("edition", d);
    let year = year_node.clone().and_then(|n| n.whole(d)).map(Year);
    let ids = fields.required("components", d, |n| {
        n.list(d, |n| {
            let id = n.id(d)?;
            let found = components.iter().position(|c| c.id == id);
            found.map(ComponentId).ok_or_else(|| {
                let hint = suggest(&id, components.iter().map(|c| c.id.as_str()));
                let message = format!("unknown component `{id}`");
                n.error_of_survey(d, message, hint)
            })
        })
    });
    let note = fields.required("note", d, |n| n.texts(d));
    fields.finish(d);
    Ok(Break {
        year: year?,
        components: ids?,
        note: note?,
        declared_at: year_node?.node_place(),
    })
}
