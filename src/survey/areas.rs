//! Regions, subregions and groups of members: the parts of the whole over which means are taken.

use std::collections::HashMap;

use super::{AreaId, Source, SourceId, once, source_ref};
use crate::diagnostic::Diagnostics;
use crate::lang::PerLanguage;
use crate::source::Node;

/// What an area is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaKind {
    /// A region; regions do not overlap and together are the whole.
    Region,
    /// A part of a region.
    Subregion,
    /// A group of members by another trait; groups may overlap.
    Group,
}

/// A part of the whole.
#[derive(Clone, Debug)]
pub struct Area {
    /// Unique among all areas.
    pub id: String,
    /// Full name.
    pub name: PerLanguage<String>,
    /// Short name; the full one where none is given.
    pub short: PerLanguage<String>,
    /// What a reader must know of it.
    pub note: Option<PerLanguage<String>>,
    /// Where the list of members comes from.
    pub source: Option<SourceId>,
    /// What it is.
    pub kind: AreaKind,
    /// The region of a subregion.
    pub parent: Option<AreaId>,
}

/// The file `regions.yaml`.
#[derive(Debug)]
pub struct Regions {
    /// The whole.
    pub whole: PerLanguage<String>,
    /// All areas; a subregion stands after its region.
    pub areas: Vec<Area>,
}

/// Reads `regions.yaml`.
pub fn read(
    root: &Node<'_>,
    sources: Option<&[Source]>,
    diagnostics: &Diagnostics,
) -> Option<Regions> {
    let mut fields = root.fields(diagnostics, "regions.yaml")?;
    let whole = fields
        .need("whole", diagnostics)
        .and_then(|n| n.texts(diagnostics));
    let mut reader = Reader {
        areas: Vec::new(),
        seen: HashMap::new(),
        sources,
        diagnostics,
        failed: false,
    };
    if let Some(node) = fields.need("regions", diagnostics) {
        reader.list(&node, AreaKind::Region, None);
    }
    if let Some(node) = fields.get("groups") {
        reader.list(&node, AreaKind::Group, None);
    }
    let (areas, failed) = (reader.areas, reader.failed);
    fields.finish(diagnostics);
    (!failed).then_some(())?;
    Some(Regions {
        whole: whole?,
        areas,
    })
}

struct Reader<'d, 'n> {
    areas: Vec<Area>,
    seen: HashMap<String, Node<'n>>,
    sources: Option<&'d [Source]>,
    diagnostics: &'d Diagnostics,
    failed: bool,
}

impl<'n> Reader<'_, 'n> {
    fn list(&mut self, node: &Node<'n>, kind: AreaKind, parent: Option<AreaId>) {
        let Some(items) = node.items(self.diagnostics) else {
            self.failed = true;
            return;
        };
        for item in items {
            self.failed |= self.one(&item, kind, parent).is_none();
        }
    }

    fn one(&mut self, node: &Node<'n>, kind: AreaKind, parent: Option<AreaId>) -> Option<()> {
        let d = self.diagnostics;
        let what = match kind {
            AreaKind::Region => "a region",
            AreaKind::Subregion => "a subregion",
            AreaKind::Group => "a group",
        };
        let mut fields = node.fields(d, what)?;
        let id_node = fields.need("id", d);
        let id = id_node.as_ref().and_then(|n| n.id(d));
        let name = fields.need("name", d).and_then(|n| n.texts(d));
        let short = match fields.get("short") {
            Some(n) => n.texts(d),
            None => name.clone(),
        };
        let note = fields.get("note").map(|n| n.texts(d));
        let source = fields
            .get("source")
            .map(|n| source_ref(&n, self.sources, d));
        let subregions = match kind {
            AreaKind::Region => fields.get("subregions"),
            AreaKind::Subregion | AreaKind::Group => None,
        };
        fields.finish(d);
        let id = id?;
        let first = once(&mut self.seen, &id, &id_node?, "areas", d);
        let own = AreaId(self.areas.len());
        self.areas.push(Area {
            id,
            name: name?,
            short: short?,
            note: note.flatten(),
            source: source.flatten(),
            kind,
            parent,
        });
        if let Some(subregions) = subregions {
            self.list(&subregions, AreaKind::Subregion, Some(own));
        }
        first.then_some(())
    }
}
