//! The survey as typed values: members, areas, editions, methodology, indicators, sources.
//!
//! What was published and what was observed stand here; nothing is computed. Every reference is
//! resolved while the file's place is still known, so later rooms cannot meet an unknown member.

pub(crate) mod areas;
pub(crate) mod bibliography;
pub(crate) mod editions;
pub(crate) mod forms;
pub(crate) mod indicators;
pub(crate) mod members;
pub(crate) mod methodology;
mod order;
pub(crate) mod recipe;
pub(crate) mod which;

use std::collections::HashMap;

pub use areas::{Area, AreaKind};
pub use bibliography::Source;
pub use editions::{Edition, Exception, Flag, Observation, Subject};
pub use forms::Forms;
pub use indicators::{Amount, Indicator, Item, Unit};
pub use members::Member;
pub use methodology::{Break, Component, Level, Methodology};
pub use which::Which;

use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Reported, suggest};
use crate::lang::{Lang, Languages, PerLanguage};
use crate::source::{Folder, Node, Yaml};

/// The year that names an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(pub u16);

impl std::fmt::Display for Year {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! handle {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    };
}

handle!(
    /// A member's place in [`Survey::members`].
    MemberId
);
handle!(
    /// An area's place in [`Survey::areas`].
    AreaId
);
handle!(
    /// A component's place in [`Methodology::components`]; 0 is the index itself.
    ComponentId
);
handle!(
    /// A level's place in [`Methodology::levels`], highest first.
    LevelId
);
handle!(
    /// An edition's place in [`Survey::editions`], oldest first.
    EditionId
);
handle!(
    /// A source's place in [`Survey::sources`].
    SourceId
);

impl ComponentId {
    /// The index itself, the root of the tree.
    pub const INDEX: ComponentId = ComponentId(0);
}

/// Everything that the report's `survey/` folder says.
#[derive(Debug)]
pub struct Survey {
    /// The languages of its texts.
    pub languages: Languages,
    /// What the members are together: the world.
    pub whole: PerLanguage<String>,
    /// In the order of the file.
    pub members: Vec<Member>,
    /// Regions, each followed by its subregions, then groups of members.
    pub areas: Vec<Area>,
    /// How the index is made.
    pub methodology: Methodology,
    /// Oldest first.
    pub editions: Vec<Edition>,
    /// By id.
    pub indicators: Vec<Indicator>,
    /// In the order of the file.
    pub sources: Vec<Source>,
    /// Proof of what was reported where not all of it could be read: what cannot be found in it may
    /// be missing for that reason.
    pub incomplete: Option<Reported>,
    names: Names,
    order: order::Order,
}

#[derive(Debug, Default)]
struct Names {
    members: HashMap<String, MemberId>,
    areas: HashMap<String, AreaId>,
}

impl Survey {
    /// Reads the `survey/` folder of `content`. It is given up after an error that leaves no survey;
    /// after any other it is what could be read, so that one run shows the errors of later stages.
    pub fn read(content: &Folder, diagnostics: &Diagnostics) -> Checked<Survey> {
        let survey = Survey::begun(content, diagnostics)?;
        match survey.editions.is_empty() {
            true => Err(editions::none(content, diagnostics)),
            false => Ok(survey),
        }
    }

    /// As [`Survey::read`]; but it may have no edition yet, so nothing may ask for the latest.
    pub fn begun(content: &Folder, diagnostics: &Diagnostics) -> Checked<Survey> {
        let sources = with_file(content, "survey/sources.yaml", diagnostics, |root| {
            bibliography::read(root, diagnostics)
        });
        let regions = with_file(content, "survey/regions.yaml", diagnostics, |root| {
            areas::read(root, known(&sources), diagnostics)
        });
        let members = with_file(content, "survey/members.yaml", diagnostics, |root| {
            let regions = regions.as_ref().map_err(|told| *told)?;
            members::read(root, &regions.areas, diagnostics)
        });
        let methodology = with_file(content, "survey/methodology.yaml", diagnostics, |root| {
            methodology::read(root, diagnostics)
        });
        let indicators = regions.as_ref().map_or_else(
            |_| Vec::new(),
            |regions| indicators::read_all(content, &regions.areas, known(&sources), diagnostics),
        );
        let (regions, members, methodology) = (regions?, members?, methodology?);
        let names = Names {
            members: index_by(&members, |m| &m.code, MemberId),
            areas: index_by(&regions.areas, |a| &a.id, AreaId),
        };
        let editions = editions::read_all(
            content,
            &members,
            &names.members,
            &methodology,
            known(&sources),
            diagnostics,
        );
        let years: Vec<Year> = editions.iter().map(|e| e.year).collect();
        // Of a survey without editions, their years say nothing.
        if !years.is_empty() {
            methodology.check_years(&years, diagnostics);
        }
        // A source that could not be read leaves editions without one.
        let sources = sources?;
        Ok(Survey {
            order: order::Order::of(content.languages, &members, &regions.areas),
            languages: content.languages,
            whole: regions.whole,
            members,
            areas: regions.areas,
            methodology,
            editions,
            indicators,
            sources,
            incomplete: diagnostics.reported(),
            names,
        })
    }

    /// The member with a code.
    pub fn member(&self, code: &str) -> Option<MemberId> {
        self.names.members.get(code).copied()
    }

    /// The area with an id.
    pub fn area(&self, id: &str) -> Option<AreaId> {
        self.names.areas.get(id).copied()
    }

    /// The edition of a year.
    pub fn edition(&self, year: Year) -> Option<EditionId> {
        self.editions
            .binary_search_by_key(&year, |e| e.year)
            .ok()
            .map(EditionId)
    }

    /// The member that is called so in one of the languages, or has this alias.
    pub fn member_named(&self, name: &str) -> Option<&Member> {
        let named = |m: &&Member| {
            m.name.iter().any(|(_, own)| own == name) || m.aliases.iter().any(|own| own == name)
        };
        self.members.iter().find(named)
    }

    /// The years of the editions around one that has none, in words.
    pub fn near_editions(&self, year: Year) -> String {
        let before = self.editions.iter().rev().find(|e| e.year < year);
        let after = self.editions.iter().find(|e| e.year > year);
        let around = [before, after].into_iter().flatten();
        let around: Vec<String> = around.map(|e| format!("`{}`", e.year)).collect();
        match around.as_slice() {
            [first, second] => format!("the nearest are {first} and {second}"),
            _ => format!("the nearest is {}", around.concat()),
        }
    }

    /// The newest edition.
    pub fn latest(&self) -> EditionId {
        // `editions::read_all` refuses a survey without editions.
        EditionId(self.editions.len() - 1)
    }

    /// All editions, oldest first.
    pub fn edition_ids(&self) -> impl DoubleEndedIterator<Item = EditionId> + use<> {
        (0..self.editions.len()).map(EditionId)
    }

    /// All members in the order of the file.
    pub fn member_ids(&self) -> impl Iterator<Item = MemberId> + use<> {
        (0..self.members.len()).map(MemberId)
    }

    /// All areas.
    pub fn area_ids(&self) -> impl Iterator<Item = AreaId> + use<> {
        (0..self.areas.len()).map(AreaId)
    }

    /// The areas of one kind, in the order of the file.
    pub fn areas_of(&self, kind: AreaKind) -> impl Iterator<Item = AreaId> + '_ {
        self.area_ids()
            .filter(move |id| self.areas[id.0].kind == kind)
    }

    /// Whether a member belongs to an area; everyone belongs to the whole (`None`).
    pub fn belongs(&self, member: MemberId, area: Option<AreaId>) -> bool {
        area.is_none_or(|area| self.members[member.0].areas.contains(&area))
    }

    /// The members of an area, or all of them.
    pub fn members_of(&self, area: Option<AreaId>) -> impl Iterator<Item = MemberId> + '_ {
        let of_area = area.map(|area| self.order.members(area));
        let all = match of_area {
            None => self.members.len(),
            Some(_) => 0,
        };
        let of_area = of_area.unwrap_or_default().iter().copied();
        of_area.chain((0..all).map(MemberId))
    }

    /// A member's place among those of an area, in the order of the file.
    pub fn place_in(&self, area: AreaId, member: MemberId) -> Option<usize> {
        self.order.members(area).binary_search(&member).ok()
    }

    /// A member's place in the language's order of names; names that it does not tell apart share one.
    pub fn place_of(&self, lang: Lang, member: MemberId) -> usize {
        self.order.member(lang, member)
    }

    /// An area's place in the language's order of names.
    pub fn place_of_area(&self, lang: Lang, area: AreaId) -> usize {
        self.order.area(lang, area)
    }

    /// Whether a member was one when an edition was made.
    pub fn is_member(&self, member: MemberId, edition: EditionId) -> bool {
        let year = self.editions[edition.0].year;
        self.members[member.0]
            .since
            .is_none_or(|since| since <= year)
    }

    /// The members of an area, or all of them, that were members when an edition was made.
    pub fn members_in(
        &self,
        edition: EditionId,
        area: Option<AreaId>,
    ) -> impl Iterator<Item = MemberId> + '_ {
        self.members_of(area)
            .filter(move |m| self.is_member(*m, edition))
    }

    /// The indicator with an id.
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators
            .binary_search_by(|i| i.id.as_str().cmp(id))
            .ok()
            .map(|at| &self.indicators[at])
    }

    /// The source with an id.
    pub fn source(&self, id: &str) -> Option<SourceId> {
        self.sources.iter().position(|s| s.id == id).map(SourceId)
    }
}

fn index_by<T, H>(
    items: &[T],
    key: impl Fn(&T) -> &String,
    handle: impl Fn(usize) -> H,
) -> HashMap<String, H> {
    items
        .iter()
        .enumerate()
        .map(|(i, item)| (key(item).clone(), handle(i)))
        .collect()
}

fn with_file<T>(
    content: &Folder,
    name: &str,
    diagnostics: &Diagnostics,
    read: impl FnOnce(&Node<'_>) -> Checked<T>,
) -> Checked<T> {
    let file = content.need_text(name, diagnostics)?;
    let yaml = Yaml::parse(&file, content.languages, diagnostics)?;
    read(&Node::root(&yaml))
}

/// Reports an id that is used a second time; `what` names the thing. Addresses are in lower case, so
/// ids must differ in more than case.
fn once<'n>(
    seen: &mut HashMap<String, Node<'n>>,
    id: &str,
    node: &Node<'n>,
    what: &str,
    diagnostics: &Diagnostics,
) -> Checked<()> {
    let key = id.to_lowercase();
    if let Some(first) = seen.get(&key) {
        return Err(diagnostics.report(
            Diagnostic::error(format!("there are two {what} `{id}`"))
                .at(node.place())
                .related(first.place(), "first here")
                .hint("give one of them another id, or remove it"),
        ));
    }
    seen.insert(key, node.clone());
    Ok(())
}

/// Resolves the id of a source. Where the bibliography itself could not be read, nothing is said.
fn source_ref(
    node: &Node<'_>,
    sources: Known<'_, Source>,
    diagnostics: &Diagnostics,
) -> Checked<SourceId> {
    let id = node.id(diagnostics)?;
    let sources = sources?;
    let found = sources.iter().position(|s| s.id == id).map(SourceId);
    found.ok_or_else(|| {
        node.error_hint(
            diagnostics,
            format!("unknown source `{id}`"),
            suggest(&id, sources.iter().map(|s| s.id.as_str()))
                .or_else(|| Some("add it to survey/sources.yaml".to_owned())),
        )
    })
}

/// What can be referred to, if it could be read.
type Known<'k, T> = Checked<&'k [T]>;

/// As [`Known`].
fn known<T>(read: &Checked<Vec<T>>) -> Known<'_, T> {
    read.as_deref().map_err(|told| *told)
}
