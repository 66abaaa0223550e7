//! The members: who is surveyed.

use std::collections::HashMap;

use super::{Area, AreaId, AreaKind, Forms, Year, once};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, suggest};
use crate::lang::PerLanguage;
use crate::schema::files::survey::MEMBER;
use crate::source::{Node, NodePlace, node::Entry};

/// A member of the survey.
#[derive(Clone, Debug)]
pub struct Member {
    /// Unique; as expressions and addresses name it.
    pub code: String,
    /// The name in running text.
    pub name: PerLanguage<String>,
    /// The name inside a sentence.
    pub forms: Forms,
    /// The year in which it became a member; `None` if it was one before the first edition.
    pub since: Option<Year>,
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
    /// Where it is declared.
    pub declared_at: NodePlace,
}

impl Member {
    /// The code as addresses write it.
    pub fn slug(&self) -> String {
        self.code.to_lowercase()
    }
}

/// Reads `members.yaml`.
pub fn read(root: &Node<'_>, areas: &[Area], diagnostics: &Diagnostics) -> Checked<Vec<Member>> {
    let mut seen = HashMap::new();
    let mut tiles = HashMap::new();
    let mut codes = HashMap::new();
    let members = root.list(diagnostics, |node| {
        let member = read_one(node, areas, diagnostics, (&mut seen, &mut codes))?;
        if let Some(tile) = member.tile {
            let name = format!("{}, {}", tile.0, tile.1);
            once(&mut tiles, &name, node, "members on the tile", diagnostics)?;
        }
        Ok(member)
    })?;
    if members.is_empty() {
        return Err(root.error(diagnostics, "a survey needs at least one member"));
    }
    refuse_shared(root, &members, diagnostics);
    Ok(members)
}

/// Reports aliases that are names of other members: who looks for the name would find two.
fn refuse_shared(root: &Node<'_>, members: &[Member], d: &Diagnostics) {
    let mut named: HashMap<&str, usize> = HashMap::new();
    for (at, member) in members.iter().enumerate() {
        for (_, name) in member.name.iter() {
            named.entry(name).or_insert(at);
        }
    }
    for (at, member) in members.iter().enumerate() {
        for alias in &member.aliases {
            let other = named.get(alias.as_str()).filter(|other| **other != at);
            let Some(other) = other.map(|other| &members[*other]) else {
                continue;
            };
            let place =
                alias_place(root, at, alias, d).unwrap_or_else(|| member.declared_at.clone());
            d.push(
                Diagnostic::error(format!(
                    "the alias `{alias}` of `{}` is the name of `{}`",
                    member.code, other.code
                ))
                .at(place.place())
                .related(other.declared_at.place(), "whose name it is")
                .hint("a name is that of one member: remove the alias"),
            );
        }
    }
}

/// Where an alias of the member at a place of the list stands.
fn alias_place(root: &Node<'_>, at: usize, alias: &str, d: &Diagnostics) -> Option<NodePlace> {
    let items = root.items(d).ok()?;
    let entries = items.get(at)?.entries(d).ok()?;
    let own = entries.iter().find(|entry| entry.key == "aliases")?;
    let aliases = own.value.items(d).ok()?;
    let found = aliases
        .iter()
        .find(|node| node.text(d).is_ok_and(|text| text == alias))?;
    Some(found.node_place())
}

fn read_one<'n>(
    node: &Node<'n>,
    areas: &[Area],
    d: &Diagnostics,
    (seen, others): (
        &mut HashMap<String, Node<'n>>,
        &mut HashMap<String, Node<'n>>,
    ),
) -> Checked<Member> {
    let mut fields = node.fields(d, &MEMBER)?;
    let code_node = fields.need("code", d);
    let code = code_node.and_then(|node| {
        let code = node.id(d)?;
        // Two members with one address would be told again with each of their pages.
        once(seen, &code, &node, "members", d)?;
        Ok(code)
    });
    let name = fields.required("name", d, |n| n.texts(d));
    let forms = Forms::read(&mut fields, node.languages(), d);
    let since = fields.optional("since", |n| n.whole(d).map(Year));
    let aliases = fields.optional("aliases", |n| n.list(d, |n| n.text(d)));
    let codes = fields.optional("codes", |n| {
        let code = |e: &Entry<'_>| {
            let (system, code) = (e.key, e.value.text(d)?);
            // A code finds one member.
            let name = format!("{system}: {code}");
            once(others, &name, node, "members with the code", d)?;
            Ok((system.to_owned(), code))
        };
        let codes: Vec<Checked<(String, String)>> = n.entries(d)?.iter().map(code).collect();
        codes.into_iter().collect::<Checked<Vec<_>>>()
    });
    let region = fields.required("region", d, |n| {
        area_ref(n, areas, d, &[AreaKind::Region, AreaKind::Subregion])
    });
    let groups = fields.optional("groups", |n| {
        n.list(d, |n| area_ref(n, areas, d, &[AreaKind::Group]))
    });
    let at = fields.optional("at", |n| {
        let pair = pair(n, d, |n| n.number(d))?;
        let valid = (-90.0..=90.0).contains(&pair.0) && (-180.0..=180.0).contains(&pair.1);
        if !valid {
            return Err(n.error(d, "latitude is −90 to 90, longitude −180 to 180"));
        }
        Ok(pair)
    });
    let tile = fields.optional("tile", |n| pair(n, d, |n| n.whole(d)));
    fields.finish(d);
    let code = code?;
    let region = region?;
    let mut own = vec![region];
    own.extend(areas[region.0].parent);
    own.extend(groups?.unwrap_or_default());
    own.sort_unstable();
    own.dedup();
    Ok(Member {
        code,
        name: name?,
        forms: forms?,
        since: since?,
        aliases: aliases?.unwrap_or_default(),
        codes: codes?.unwrap_or_default(),
        areas: own,
        at: at.unwrap_or_default(),
        tile: tile.unwrap_or_default(),
        declared_at: node.node_place(),
    })
}

fn area_ref(
    node: &Node<'_>,
    areas: &[Area],
    d: &Diagnostics,
    kinds: &[AreaKind],
) -> Checked<AreaId> {
    let id = node.id(d)?;
    let found = areas
        .iter()
        .position(|a| a.id == id && kinds.contains(&a.kind));
    found.map(AreaId).ok_or_else(|| {
        let names = areas
            .iter()
            .filter(|a| kinds.contains(&a.kind))
            .map(|a| a.id.as_str());
        node.error_hint(
            d,
            format!("unknown region or group `{id}`"),
            suggest(&id, names),
        )
    })
}

fn pair<T: Copy>(
    node: &Node<'_>,
    d: &Diagnostics,
    read: impl FnMut(&Node<'_>) -> Checked<T>,
) -> Checked<(T, T)> {
    let list = node.list(d, read)?;
    match list.as_slice() {
        [a, b] => Ok((*a, *b)),
        _ => Err(node.error(d, format!("expected two numbers, found {}", list.len()))),
    }
}
