//! The members: who is surveyed.

use std::collections::HashMap;

use super::{Area, AreaId, AreaKind, once};
use crate::diagnostic::{Diagnostics, suggest};
use crate::lang::PerLanguage;
use crate::source::Node;

/// A member of the survey.
#[derive(Clone, Debug)]
pub struct Member {
    /// Unique; as expressions and addresses name it.
    pub code: String,
    /// The name in running text.
    pub name: PerLanguage<String>,
    /// Other names under which sources list it.
    pub aliases: Vec<String>,
    /// Codes in other systems, by the system's name.
    pub codes: Vec<(String, String)>,
    /// Region, subregion (if any) and groups.
    pub areas: Vec<AreaId>,
    /// Latitude and longitude in degrees.
    pub at: Option<(f64, f64)>,
    /// Column and row on the grid of the tile map, from 0.
    pub tile: Option<(u16, u16)>,
}

impl Member {
    /// The code as addresses write it.
    pub fn slug(&self) -> String {
        self.code.to_lowercase()
    }
}

/// Reads `members.yaml`.
pub fn read(root: &Node<'_>, areas: &[Area], diagnostics: &Diagnostics) -> Option<Vec<Member>> {
    let mut seen = HashMap::new();
    let mut tiles = HashMap::new();
    let members = root.list(diagnostics, |node| {
        let member = read_one(node, areas, diagnostics, &mut seen)?;
        if let Some(tile) = member.tile {
            let name = format!("{}, {}", tile.0, tile.1);
            once(&mut tiles, &name, node, "members on the tile", diagnostics);
        }
        Some(member)
    })?;
    if members.is_empty() {
        root.error(diagnostics, "a survey needs at least one member");
        return None;
    }
    Some(members)
}

fn read_one<'n>(
    node: &Node<'n>,
    areas: &[Area],
    d: &Diagnostics,
    seen: &mut HashMap<String, Node<'n>>,
) -> Option<Member> {
    let mut fields = node.fields(d, "a member")?;
    let code_node = fields.need("code", d);
    let code = code_node.as_ref().and_then(|n| n.id(d));
    let first = match (&code, &code_node) {
        (Some(code), Some(node)) => once(seen, code, node, "members", d),
        _ => false,
    };
    let name = fields.need("name", d).and_then(|n| n.texts(d));
    let aliases = fields
        .get("aliases")
        .map_or(Some(Vec::new()), |n| n.list(d, |n| n.text(d)));
    let codes = fields.get("codes").map_or(Some(Vec::new()), |n| {
        let entries = n.entries(d)?;
        entries
            .iter()
            .map(|e| Some((e.key.to_owned(), e.value.text(d)?)))
            .collect()
    });
    let region = fields
        .need("region", d)
        .and_then(|n| area_ref(&n, areas, d, &[AreaKind::Region, AreaKind::Subregion]));
    let groups = fields.get("groups").map_or(Some(Vec::new()), |n| {
        n.list(d, |n| area_ref(n, areas, d, &[AreaKind::Group]))
    });
    let at = fields.get("at").map(|n| {
        let pair = pair(&n, d, |n| n.number(d))?;
        let valid = (-90.0..=90.0).contains(&pair.0) && (-180.0..=180.0).contains(&pair.1);
        if !valid {
            n.error(d, "latitude is −90 to 90, longitude −180 to 180");
        }
        valid.then_some(pair)
    });
    let tile = fields.get("tile").map(|n| pair(&n, d, |n| n.whole(d)));
    fields.finish(d);
    // Two members with one address would be told again with each of their pages.
    first.then_some(())?;
    let region = region?;
    let mut own = vec![region];
    own.extend(areas[region.0].parent);
    own.extend(groups?);
    own.sort_unstable();
    own.dedup();
    Some(Member {
        code: code?,
        name: name?,
        aliases: aliases?,
        codes: codes?,
        areas: own,
        at: at.flatten(),
        tile: tile.flatten(),
    })
}

fn area_ref(
    node: &Node<'_>,
    areas: &[Area],
    d: &Diagnostics,
    kinds: &[AreaKind],
) -> Option<AreaId> {
    let id = node.id(d)?;
    let found = areas
        .iter()
        .position(|a| a.id == id && kinds.contains(&a.kind));
    if found.is_none() {
        let names = areas
            .iter()
            .filter(|a| kinds.contains(&a.kind))
            .map(|a| a.id.as_str());
        node.error_hint(
            d,
            format!("unknown region or group `{id}`"),
            suggest(&id, names),
        );
    }
    found.map(AreaId)
}

fn pair<T: Copy>(
    node: &Node<'_>,
    d: &Diagnostics,
    read: impl FnMut(&Node<'_>) -> Option<T>,
) -> Option<(T, T)> {
    let list = node.list(d, read)?;
    match list.as_slice() {
        [a, b] => Some((*a, *b)),
        _ => {
            node.error(d, format!("expected two numbers, found {}", list.len()));
            None
        }
    }
}
