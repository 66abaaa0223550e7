//! Which page stands where, and what authors call it in links.

use std::collections::{BTreeMap, BTreeSet};

use super::kind::{KINDS, Of, PageKind, Segment};
use super::{area, chapter, component, edition, gallery, member, source};
use crate::diagnostic::{Diagnostic, Diagnostics, suggest};
use crate::lang::Lang;
use crate::report::config::RouteSetting;
use crate::site::Route;
use crate::survey::{Area, AreaKind, Component, Edition, Member, Survey};
use crate::web::{self, Target};

fn kinds_of_links() -> String {
    let own: Vec<String> = links().map(|kind| format!("`{kind}:`")).collect();
    format!(
        "a link starts with `https://`, `http://` or `mailto:`, or names a thing of the report: {}",
        own.join(", ")
    )
}

/// What the links of a text may name, before a colon.
fn links() -> impl Iterator<Item = &'static str> {
    let kinds = KINDS.iter().filter(|k| k.of != Of::One);
    kinds.map(|k| k.name).chain([PAGE])
}

/// Knows the address of every page.
#[derive(Clone, Debug)]
pub struct Addresses {
    /// What the report's settings call a segment, by key.
    segments: BTreeMap<&'static str, String>,
    chapters: Vec<String>,
}

/// What is wrong with a link, and what to do.
pub type LinkFault = (String, Option<String>);

impl Addresses {
    /// The addresses of a report with these settings and chapters. A setting that no kind of page
    /// has, and two kinds whose pages could have one address, go to `d`; then pages stand
    /// where they stand by default, so that everything else can be checked.
    pub fn new(routes: &[RouteSetting], chapters: Vec<String>, d: &Diagnostics) -> Addresses {
        let mut sound = true;
        let by_default: BTreeMap<&'static str, String> =
            settings().map(|key| (key, key.to_owned())).collect();
        let mut segments = by_default.clone();
        for route in routes {
            match segments.get_mut(route.key.as_str()) {
                Some(segment) => segment.clone_from(&route.segment),
                None => {
                    sound = false;
                    d.push(
                        Diagnostic::error(format!("routes has no key `{}`", route.key))
                            .at(route.key_spot.place())
                            .maybe_hint(suggest(&route.key, settings())),
                    );
                }
            }
        }
        let mut addresses = Addresses { segments, chapters };
        sound &= addresses.are_distinct(routes, d);
        if !sound {
            addresses.segments = by_default;
        }
        addresses
    }

    /// Pages of two kinds under one segment could have one address.
    fn are_distinct(&self, routes: &[RouteSetting], d: &Diagnostics) -> bool {
        let mut first: BTreeMap<&str, Segment> = BTreeMap::new();
        let said = |segment: Segment| match segment {
            Segment::Setting(key) => routes.iter().find(|route| route.key == key),
            Segment::Home | Segment::Fixed(_) => None,
        };
        let name = |segment: Segment| match segment {
            Segment::Setting(key) => format!("`{key}`"),
            Segment::Home | Segment::Fixed(_) => "a page of its own".to_owned(),
        };
        // In the order of the file, what is not said there before it.
        let mut segments: Vec<Segment> = KINDS.iter().map(|kind| kind.segment).collect();
        let at = |segment: &Segment| match segment {
            Segment::Setting(key) => routes.iter().position(|route| route.key == *key),
            Segment::Home | Segment::Fixed(_) => None,
        };
        segments.sort_by_key(|segment| (at(segment), *segment));
        segments.dedup();
        let mut distinct = true;
        for segment in segments {
            let text = self.text(segment);
            let Some(other) = first.insert(text, segment) else {
                continue;
            };
            let (this, that) = (said(segment), said(other));
            // One of the two stands in the file: the names by default differ.
            let Some(at) = this.or(that) else { continue };
            let mut diagnostic = Diagnostic::error(format!(
                "two kinds of pages have one address: {} and {} would stand under `{text}`",
                name(segment),
                name(other),
            ))
            .at(at.spot.place())
            .hint("give one of them another name under `routes`");
            if let (Some(_), Some(that)) = (this, that) {
                diagnostic = diagnostic.related(that.spot.place(), "first here");
            }
            d.push(diagnostic);
            distinct = false;
        }
        distinct
    }

    fn text(&self, segment: Segment) -> &str {
        match segment {
            Segment::Home => "",
            Segment::Fixed(text) => text,
            Segment::Setting(key) => self.segments.get(key).map_or(key, String::as_str),
        }
    }

    /// The page of a kind that has one.
    pub fn page(&self, lang: Lang, kind: &PageKind) -> Route {
        match self.text(kind.segment) {
            "" => Route::new(lang.folder()),
            segment => Route::new(format!("{}{segment}/", lang.folder())),
        }
    }

    /// One of the pages of a kind that has many.
    fn one(&self, lang: Lang, kind: &PageKind, slug: &str) -> Route {
        Route::new(format!("{}{slug}/", self.page(lang, kind)))
    }

    /// A member's page.
    pub fn member(&self, lang: Lang, member: &Member) -> Route {
        self.one(lang, &member::KIND, &member.slug())
    }

    /// An edition's page.
    pub fn edition(&self, lang: Lang, edition: &Edition) -> Route {
        self.one(lang, &edition::KIND, &edition.year.to_string())
    }

    /// A region's, subregion's or group's page.
    pub fn area(&self, lang: Lang, area: &Area) -> Route {
        let kind = match area.kind {
            AreaKind::Region | AreaKind::Subregion => &area::REGION,
            AreaKind::Group => &area::GROUP,
        };
        self.one(lang, kind, &area.id.to_lowercase())
    }

    /// A component's page.
    pub fn component(&self, lang: Lang, component: &Component) -> Route {
        self.one(lang, &component::KIND, &component.id.to_lowercase())
    }

    /// A chapter's page.
    pub fn chapter(&self, lang: Lang, slug: &str) -> Route {
        self.one(lang, &chapter::KIND, &slug.to_lowercase())
    }

    /// A source's page.
    pub fn source(&self, lang: Lang, id: &str) -> Route {
        self.one(lang, &source::KIND, &id.to_lowercase())
    }

    /// The bibliography as BibTeX.
    pub fn bibtex(&self, lang: Lang) -> Route {
        let name = self.text(source::LIST.segment);
        Route::new(format!("{}{name}.bib", lang.folder()))
    }

    /// A chart's file of a kind (`svg`, `csv`).
    pub fn chart_file(&self, lang: Lang, name: &str, ending: &str) -> Route {
        Route::new(format!(
            "{}{name}.{ending}",
            self.page(lang, &gallery::KIND)
        ))
    }

    /// From a link as authors write it (`member:CODE`, `chapter:slug#data`, `#data`,
    /// `https://…`) to one for the page `from`.
    ///
    /// # Errors
    /// If it leads nowhere.
    pub fn link(
        &self,
        written: &str,
        lang: Lang,
        from: &Route,
        survey: &Survey,
    ) -> Result<String, LinkFault> {
        let (kind, rest) = match web::target(written).map_err(|m| (m, Some(kinds_of_links())))? {
            Target::Web(address) => return Ok(address.to_string()),
            Target::Mail(address) => return Ok(address),
            // A path inside the site: the check of the whole site follows it.
            Target::Inside => return Ok(written.to_owned()),
            Target::Own(kind, rest) => (kind, rest),
        };
        let (id, anchor) = match rest.split_once('#') {
            Some((id, anchor)) => (id, Some(anchor)),
            None => (rest, None),
        };
        let route = self.resolve(kind, id, lang, survey)?;
        let link = route.from(from);
        Ok(match anchor {
            Some(anchor) => format!("{link}#{anchor}"),
            None => link,
        })
    }

    fn resolve(
        &self,
        kind: &str,
        id: &str,
        lang: Lang,
        survey: &Survey,
    ) -> Result<Route, LinkFault> {
        let kinds = || KINDS.iter().filter(|k| k.of != Of::One);
        let (found, known) = match kinds().find(|k| k.name == kind) {
            Some(found) => (
                self.find(found, id, lang, survey),
                self.known(found, survey),
            ),
            None if kind == PAGE => {
                let pages = || KINDS.iter().filter(|k| k.of == Of::One);
                let page = pages().find(|k| k.name == id);
                let route = page.map(|page| self.page(lang, page));
                (route, pages().map(|k| k.name.to_owned()).collect())
            }
            None => {
                let near = suggest(kind, links());
                return Err((
                    format!("unknown kind of link `{kind}:`"),
                    Some(near.unwrap_or_else(kinds_of_links)),
                ));
            }
        };
        found.ok_or_else(|| {
            (
                format!("the link `{kind}:{id}` leads nowhere"),
                suggest(id, known.iter().map(String::as_str)),
            )
        })
    }

    /// The page of a kind for what authors call `id`.
    fn find(&self, kind: &PageKind, id: &str, lang: Lang, survey: &Survey) -> Option<Route> {
        let methodology = &survey.methodology;
        match kind.of {
            Of::One => None,
            Of::Member => {
                let member = survey.member(id)?;
                Some(self.member(lang, &survey.members[member.0]))
            }
            // A region that is linked as a group is found all the same.
            Of::Area(_) => {
                let area = survey.area(id)?;
                Some(self.area(lang, &survey.areas[area.0]))
            }
            Of::Component => {
                let component = methodology.component(id)?;
                Some(self.component(lang, &methodology.components[component.0]))
            }
            Of::Edition => {
                let mut editions = survey.editions.iter();
                let edition = editions.find(|e| e.year.to_string() == id)?;
                Some(self.edition(lang, edition))
            }
            Of::Source => survey.source(id).map(|_| self.source(lang, id)),
            Of::Chapter => {
                let chapter = self.chapters.iter().find(|c| *c == id)?;
                Some(self.chapter(lang, chapter))
            }
        }
    }

    /// What authors can call the pages of a kind.
    fn known(&self, kind: &PageKind, survey: &Survey) -> Vec<String> {
        match kind.of {
            Of::One => Vec::new(),
            Of::Member => survey.members.iter().map(|m| m.code.clone()).collect(),
            Of::Area(_) => survey.areas.iter().map(|a| a.id.clone()).collect(),
            Of::Component => {
                let components = survey.methodology.components.iter();
                components.map(|c| c.id.clone()).collect()
            }
            Of::Edition => survey.editions.iter().map(|e| e.year.to_string()).collect(),
            Of::Source => survey.sources.iter().map(|s| s.id.clone()).collect(),
            Of::Chapter => self.chapters.clone(),
        }
    }
}

/// The links to pages of which there is one.
const PAGE: &str = "page";

/// The keys of `routes` in `report.yaml`.
pub fn settings() -> impl Iterator<Item = &'static str> {
    let keys: BTreeSet<&'static str> = KINDS
        .iter()
        .filter_map(|kind| match kind.segment {
            Segment::Setting(key) => Some(key),
            Segment::Home | Segment::Fixed(_) => None,
        })
        .collect();
    keys.into_iter()
}
