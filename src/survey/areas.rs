//! Regions, subregions and groups of members: the parts of the whole over which means are taken.

use std::collections::HashMap;

use super::{AreaId, Forms, Known, Source, SourceId, once, source_ref};
use crate::diagnostic::{Checked, Diagnostics};
use crate::lang::PerLanguage;
use crate::schema::files::survey as files;
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
    /// The name inside a sentence.
    pub forms: Forms,
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
    pub whole: PerLanguage<String>,
    /// All areas; a subregion stands after its region.
    pub areas: Vec<Area>,
}

/// Reads `regions.yaml`.
pub fn read(
    root: &Node<'_>,
    sources: Known<'_, Source>,
    diagnostics: &Diagnostics,
) -> Checked<Regions> {
    let mut fields = root.fields(diagnostics, &files::REGIONS_RECORD)?;
    let whole = fields.required("whole", diagnostics, |n| n.texts(diagnostics));
    let mut reader = Reader {
        areas: Vec::new(),
        seen: HashMap::new(),
        sources,
        diagnostics,
    };
    let regions = fields.required("regions", diagnostics, |n| {
        reader.list(n, AreaKind::Region, None)
    });
    let groups = fields.optional("groups", |n| reader.list(n, AreaKind::Group, None));
    let areas = reader.areas;
    fields.finish(diagnostics);
    regions?;
    groups?;
    Ok(Regions {
        whole: whole?,
        areas,
    })
}

struct Reader<'d, 'n> {
    areas: Vec<Area>,
    seen: HashMap<String, Node<'n>>,
    sources: Known<'d, Source>,
    diagnostics: &'d Diagnostics,
}

impl<'n> Reader<'_, 'n> {
    fn list(
        &mut self,
        node: &Node<'n>,
        kind: AreaKind,
        parent: Option<AreaId>,
    ) -> Checked<Vec<()>> {
        let d = self.diagnostics;
        node.list(d, |item| self.one(item, kind, parent))
    }

    fn one(&mut self, node: &Node<'n>, kind: AreaKind, parent: Option<AreaId>) -> Checked<()> {
        let d = self.diagnostics;
        let record = match kind {
            AreaKind::Region => &files::REGION,
            AreaKind::Subregion => &files::SUBREGION,
            AreaKind::Group => &files::GROUP,
        };
        let mut fields = node.fields(d, record)?;
        let id_node = fields.need("id", d);
        let id = id_node.clone().and_then(|n| n.id(d));
        let name = fields.required("name", d, |n| n.texts(d));
        let short = match fields.get("short") {
            Some(n) => n.texts(d),
            None => name.clone(),
        };
        let forms = Forms::read(&mut fields, node.languages(), d);
        let note = fields.optional("note", |n| n.texts(d));
        let source = fields.optional("source", |n| source_ref(n, self.sources, d));
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
            forms: forms?,
            short: short?,
            note: note.unwrap_or_default(),
            source: source.unwrap_or_default(),
            kind,
            parent,
        });
        if let Some(subregions) = subregions {
            self.list(&subregions, AreaKind::Subregion, Some(own))?;
        }
        first
    }
}
