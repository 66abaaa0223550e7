//! What all views need: the language, the page's own address, names, numbers and links.

use std::sync::Arc;

use serde::Serialize;

use super::{Addresses, Contents, PageKind};
use crate::citation::Reference;
use crate::index::{Indices, Rank};
use crate::lang::{Lang, PerLanguage};
use crate::report::Config;
use crate::site::Route;
use crate::survey::{AreaId, AreaKind, ComponentId, EditionId, LevelId, MemberId, Survey};
use crate::words::{Filling, Words};

/// A link with its text.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// What a reader sees.
    pub name: String,
    /// Relative to the page.
    pub href: String,
}

/// A level with its place in the order, for colours.
#[derive(Clone, Debug, Serialize)]
pub struct LevelView {
    pub id: String,
    pub name: String,
    /// 1 is the highest.
    pub place: usize,
    /// Its shade, as charts have it.
    pub shade: usize,
}

/// A change with its sign.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeView {
    /// Signed.
    pub text: String,
    /// `up`, `down` or `same`.
    pub way: &'static str,
    /// What its column sorts by.
    pub key: String,
    /// What must be said of it.
    pub flag: Option<String>,
}

/// Serves the views of one page.
#[derive(Clone, Debug)]
pub struct Maker<'m> {
    /// The report's settings.
    pub config: &'m Config,
    /// Everything computed.
    pub indices: &'m Indices,
    /// The words of the templates.
    pub words: &'m Words,
    /// The addresses of all pages.
    pub addresses: &'m Addresses,
    /// The member that the report is about.
    pub focus: Option<MemberId>,
    /// The entries of the bibliography in the page's language, by [`SourceId`](crate::survey::SourceId).
    pub references: Arc<[Reference]>,
    /// What the report says.
    pub contents: &'m Contents<'m>,
    /// The page's language.
    pub lang: Lang,
    /// The page's address.
    pub route: Route,
}

/// A name in another language than the page's.
#[derive(Clone, Debug, Serialize)]
pub struct Elsewhere {
    /// The language.
    pub tag: &'static str,
    /// The direction of its text, where it is not the page's.
    pub dir: Option<&'static str>,
    /// What the page's language calls it.
    pub language: String,
    /// The name in it.
    pub name: String,
}

/// What stands for a value that is not there.
pub const NONE: &str = "–";

impl<'m> Maker<'m> {
    /// The survey.
    pub fn survey(&self) -> &'m Survey {
        self.indices.survey()
    }

    /// The same maker for another page.
    pub fn at(&self, route: Route) -> Maker<'m> {
        Maker {
            route,
            ..self.clone()
        }
    }

    /// The same maker for the page of a kind that has one.
    pub fn at_page(&self, kind: &PageKind) -> Maker<'m> {
        self.at(self.addresses.page(self.lang, kind))
    }

    /// A word.
    pub fn word(&self, key: &str) -> String {
        self.words.get(self.lang, key)
    }

    /// A word with texts filled in.
    pub fn fill(&self, key: &str, texts: &[(&str, &str)]) -> String {
        let fillings: Vec<(&str, Filling)> = texts
            .iter()
            .map(|(name, text)| (*name, Filling::Text((*text).to_owned())))
            .collect();
        self.words
            .fill(self.lang, key, &fillings)
            .unwrap_or_else(|_| key.to_owned())
    }

    /// A word with a count.
    pub fn count(&self, key: &str, n: usize) -> String {
        self.words
            .fill(self.lang, key, &[("n", Filling::Number(n as f64))])
            .unwrap_or_else(|_| key.to_owned())
    }

    /// A number, or a dash.
    pub fn number(&self, value: Option<f64>, decimals: u8) -> String {
        value.map_or_else(|| NONE.to_owned(), |v| self.lang.number(v, decimals))
    }

    /// A rank in a table: a bare number, or a dash.
    pub fn rank(&self, rank: Option<Rank>) -> String {
        rank.map_or_else(
            || NONE.to_owned(),
            |r| self.lang.number(r.0, u8::from(r.whole().is_none())),
        )
    }

    /// A rank in running text.
    pub fn ordinal(&self, rank: Option<Rank>) -> String {
        rank.map_or_else(|| NONE.to_owned(), |r| self.words.rank(self.lang, r.0))
    }

    /// A change between two editions with its sign and way.
    pub fn change(
        &self,
        component: ComponentId,
        editions: [EditionId; 2],
        change: Option<f64>,
    ) -> Option<ChangeView> {
        let decimals = self.decimals_between(component, editions);
        change.map(|c| {
            let rounded = crate::lang::rounded(c, decimals);
            ChangeView {
                text: self.lang.signed(c, decimals),
                way: if rounded > 0.0 {
                    "up"
                } else if rounded < 0.0 {
                    "down"
                } else {
                    "same"
                },
                key: super::keyed::key(c, decimals),
                flag: None,
            }
        })
    }

    /// The change of a member's index between two editions, flagged where the index of one counts a
    /// value that stands for a missing one.
    pub fn index_change(
        &self,
        from: EditionId,
        to: EditionId,
        member: MemberId,
    ) -> Option<ChangeView> {
        let index = ComponentId::INDEX;
        let change = self.indices.change(from, to, index, member);
        let change = self.change(index, [from, to], change)?;
        let counted = [from, to].map(|edition| self.indices.rests_on_missing(edition, member));
        let flag = counted.contains(&true);
        Some(ChangeView {
            flag: flag.then(|| self.word("change-rests-on-missing")),
            ..change
        })
    }

    /// A level with its name.
    pub fn level(&self, level: Option<LevelId>) -> Option<LevelView> {
        level.map(|id| {
            let levels = &self.survey().methodology.levels;
            let level = &levels[id.0];
            LevelView {
                shade: crate::chart::shade(levels.len() - 1 - id.0, levels.len()),
                id: level.id.clone(),
                name: level.name[self.lang].clone(),
                place: id.0 + 1,
            }
        })
    }

    /// A link from this page.
    pub fn href(&self, to: &Route) -> String {
        to.from(&self.route)
    }

    /// A member's name with the link to its page.
    pub fn member(&self, id: MemberId) -> Link {
        let member = &self.survey().members[id.0];
        Link {
            name: member.name[self.lang].clone(),
            href: self.href(&self.addresses.member(self.lang, member)),
        }
    }

    /// An area's name with the link to its page.
    pub fn area(&self, id: AreaId) -> Link {
        let area = &self.survey().areas[id.0];
        Link {
            name: area.name[self.lang].clone(),
            href: self.href(&self.addresses.area(self.lang, area)),
        }
    }

    /// An edition's year with the link to its page.
    pub fn edition(&self, id: EditionId) -> Link {
        let edition = &self.survey().editions[id.0];
        Link {
            name: self.lang.plain(f64::from(edition.year.0), 0),
            href: self.href(&self.addresses.edition(self.lang, edition)),
        }
    }

    /// A component's short name with the link to its page.
    pub fn component(&self, id: ComponentId) -> Link {
        let component = &self.survey().methodology.components[id.0];
        Link {
            name: component.short[self.lang].clone(),
            href: self.href(&self.addresses.component(self.lang, component)),
        }
    }

    /// A page of its own kind with the word for it.
    pub fn to_page(&self, kind: &PageKind) -> Link {
        Link {
            name: self.word(&format!("page-{}", kind.name)),
            href: self.href(&self.addresses.page(self.lang, kind)),
        }
    }

    /// A name in all languages but the page's.
    pub fn elsewhere(&self, name: &PerLanguage<String>) -> Vec<Elsewhere> {
        let others = self.lang.others();
        others
            .map(|lang| Elsewhere {
                tag: lang.tag(),
                dir: lang.dir_within(Some(self.lang)),
                language: lang.name_in(self.lang),
                name: name[lang].clone(),
            })
            .collect()
    }

    /// The region of a member.
    pub fn region_of(&self, id: MemberId) -> Option<AreaId> {
        let survey = self.survey();
        survey.members[id.0]
            .areas
            .iter()
            .copied()
            .find(|a| survey.areas[a.0].kind == AreaKind::Region)
    }

    /// The names of members as a list in a sentence.
    pub fn list_of(&self, members: Vec<MemberId>) -> String {
        let in_text = |id: MemberId| {
            let member = &self.survey().members[id.0];
            member.forms.in_text(&member.name, self.lang).to_owned()
        };
        let names: Vec<String> = self.by_name(members).into_iter().map(in_text).collect();
        match names.as_slice() {
            [] => String::new(),
            names => self.lang.list(names),
        }
    }

    /// Members by name in the language's order.
    pub fn by_name(&self, mut members: Vec<MemberId>) -> Vec<MemberId> {
        let survey = self.survey();
        members.sort_by_key(|m| survey.place_of(self.lang, *m));
        members
    }

    /// The components directly below the index.
    pub fn parts(&self) -> &'m [ComponentId] {
        &self.survey().methodology.components[ComponentId::INDEX.0].parts
    }

    /// The short names of components as a list in a sentence.
    pub fn shorts(&self, components: &[ComponentId]) -> String {
        let name =
            |id: &ComponentId| self.survey().methodology.components[id.0].short[self.lang].clone();
        let names: Vec<String> = components.iter().map(name).collect();
        self.lang.list(&names)
    }

    /// Over whom means and counts are, in a sentence.
    pub fn rule_of_means(&self) -> String {
        use crate::survey::methodology::Counted;
        self.word(match self.survey().methodology.counted {
            Counted::Assessed => "rule-means-assessed",
            Counted::All => "rule-means-all",
        })
    }

    /// The year of an edition as text.
    pub fn year(&self, id: EditionId) -> String {
        let year = self.survey().editions[id.0].year;
        self.lang.plain(f64::from(year.0), 0)
    }

    /// The report's short name for the index.
    pub fn index_name(&self) -> &'m str {
        &self.survey().methodology.components[ComponentId::INDEX.0].short[self.lang]
    }

    /// What breaks the series of a component between two editions, both ends' years compared.
    pub fn breaks(&self, component: ComponentId) -> Vec<BreakView> {
        self.survey()
            .methodology
            .breaks
            .iter()
            .filter(|b| b.components.contains(&component))
            .map(|b| BreakView {
                year: self.lang.plain(f64::from(b.year.0), 0),
                note: b.note[self.lang].clone(),
            })
            .collect()
    }
}

/// A break in a series.
#[derive(Clone, Debug, Serialize)]
pub struct BreakView {
    /// The first year after it.
    pub year: String,
    /// Why.
    pub note: String,
}
