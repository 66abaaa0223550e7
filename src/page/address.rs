//! Which page stands where, and what authors call it in links.

use std::collections::{BTreeMap, BTreeSet};

use super::kind::{CHARTS, HANDBOOK, MANUAL, Of, PageKind, SOURCES, Segment};
use crate::diagnostic::{Diagnostic, Diagnostics, suggest};
use crate::lang::Lang;
use crate::report::config::RouteSetting;
use crate::site::Route;
use crate::survey::{Area, Component, Edition, Member, Survey};
use crate::web::{self, Target};

/// Knows the address of every page.
#[derive(Clone, Debug)]
pub struct Addresses {
    kinds: Vec<&'static PageKind>,
    /// What the report's settings call a segment, by key.
    segments: BTreeMap<&'static str, String>,
    chapters: Vec<String>,
}

/// What is wrong with a link, and what to do.
pub type LinkFault = (String, Option<String>);

impl Addresses {
    /// The addresses of a report with these kinds of pages, settings and chapters. A setting that no kind of page
    /// has, and two kinds whose pages could have one address, go to `d`; then pages stand
    /// where they stand by default, so that everything else can be checked.
    pub fn new(
        kinds: impl Iterator<Item = &'static PageKind>,
        routes: &[RouteSetting],
        chapters: Vec<String>,
        d: &Diagnostics,
    ) -> Addresses {
        let kinds: Vec<&'static PageKind> = kinds.collect();
        let settings = || settings(kinds.iter().copied());
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
                            .at(route.key_at.place())
                            .maybe_hint(suggest(&route.key, settings())),
                    );
                }
            }
        }
        let mut addresses = Addresses {
            kinds,
            segments,
            chapters,
        };
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
        let mut segments: Vec<Segment> = self.kinds.iter().map(|kind| kind.segment).collect();
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
            .at(at.declared_at.place())
            .hint("give one of them another name under `routes`");
            if let (Some(_), Some(that)) = (this, that) {
                diagnostic = diagnostic.related(that.declared_at.place(), "first here");
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
        self.folder(lang, kind.segment)
    }

    fn folder(&self, lang: Lang, segment: Segment) -> Route {
        match self.text(segment) {
            "" => Route::new(lang.folder()),
            segment => Route::new(format!("{}{segment}/", lang.folder())),
        }
    }

    /// One of the pages of the kind that shows such things.
    fn one(&self, lang: Lang, shows: impl Fn(Of) -> bool, slug: &str) -> Route {
        // A kind that nobody has written is no segment of its own.
        let kind = self.kinds.iter().find(|kind| shows(kind.of));
        let segment = kind.map_or(Segment::Home, |kind| kind.segment);
        Route::new(format!("{}{slug}/", self.folder(lang, segment)))
    }

    /// A member's page.
    pub fn member(&self, lang: Lang, member: &Member) -> Route {
        self.one(lang, |of| of == Of::Member, &member.slug())
    }

    /// An edition's page.
    pub fn edition(&self, lang: Lang, edition: &Edition) -> Route {
        self.one(lang, |of| of == Of::Edition, &edition.year.to_string())
    }

    /// A region's, subregion's or group's page.
    pub fn area(&self, lang: Lang, area: &Area) -> Route {
        let shows = |of| matches!(of, Of::Area(kinds) if kinds.contains(&area.kind));
        self.one(lang, shows, &area.id.to_lowercase())
    }

    /// A component's page.
    pub fn component(&self, lang: Lang, component: &Component) -> Route {
        self.one(lang, |of| of == Of::Component, &component.id.to_lowercase())
    }

    /// A chapter's page.
    pub fn chapter(&self, lang: Lang, slug: &str) -> Route {
        self.one(lang, |of| of == Of::Chapter, &slug.to_lowercase())
    }

    /// A source's page.
    pub fn source(&self, lang: Lang, id: &str) -> Route {
        self.one(lang, |of| of == Of::Source, &id.to_lowercase())
    }

    /// The page of a kind of chart.
    pub fn chart_kind(&self, lang: Lang, name: &str) -> Route {
        self.one(lang, |of| of == Of::ChartKind, name)
    }

    /// The page of a part of the manual.
    pub fn handbook(&self, lang: Lang, slug: &str) -> Route {
        self.one(lang, |of| of == Of::Handbook, slug)
    }

    /// The page on which a member stands beside others.
    pub fn comparison(&self, lang: Lang, member: &Member) -> Route {
        self.one(lang, |of| of == Of::Comparison, &member.slug())
    }

    /// A chart's own page.
    pub fn chart(&self, lang: Lang, name: &str) -> Route {
        self.one(lang, |of| of == Of::Chart, name)
    }

    /// A chart's page for other sites.
    pub fn embedded(&self, lang: Lang, name: &str) -> Route {
        Route::new(format!("{}embed/", self.chart(lang, name)))
    }

    /// The bibliography as BibTeX.
    pub fn bibtex(&self, lang: Lang) -> Route {
        let name = self.text(SOURCES);
        Route::new(format!("{}{name}.bib", lang.folder()))
    }

    /// The bibliography as RIS.
    pub fn ris(&self, lang: Lang) -> Route {
        let name = self.text(SOURCES);
        Route::new(format!("{}{name}.ris", lang.folder()))
    }

    /// The feed of what has changed.
    pub fn feed(&self, lang: Lang) -> Route {
        Route::new(format!("{}changes.atom", lang.folder()))
    }

    /// A chart's file of a kind (`svg`, `csv`).
    pub fn chart_file(&self, lang: Lang, name: &str, ending: &str) -> Route {
        Route::new(format!("{}{name}.{ending}", self.folder(lang, CHARTS)))
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
        let (kind, rest) =
            match web::target(written).map_err(|m| (m, Some(self.kinds_of_links())))? {
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

    fn kinds_of_links(&self) -> String {
        let own: Vec<String> = self.links().map(|kind| format!("`{kind}:`")).collect();
        format!(
            "a link starts with `https://`, `http://` or `mailto:`, or names a thing of the report: {}",
            own.join(", ")
        )
    }

    /// The kinds of pages of which there are several, and that texts may lead to.
    fn many(&self) -> impl Iterator<Item = &'static PageKind> {
        let kinds = self.kinds.iter().copied();
        kinds.filter(|kind| kind.of.is_named())
    }

    /// What the links of a text may name, before a colon.
    fn links(&self) -> impl Iterator<Item = &'static str> {
        self.many().map(|k| k.name).chain([PAGE])
    }

    fn resolve(
        &self,
        kind: &str,
        id: &str,
        lang: Lang,
        survey: &Survey,
    ) -> Result<Route, LinkFault> {
        let (found, known) = match self.many().find(|k| k.name == kind) {
            Some(found) => (
                self.find(found, id, lang, survey),
                self.known(found, survey),
            ),
            None if kind == PAGE => {
                let of_readers =
                    |k: &&&PageKind| k.of == Of::One && ![MANUAL, HANDBOOK].contains(&k.segment);
                let pages = || self.kinds.iter().filter(of_readers);
                let page = pages().find(|k| k.name == id);
                let route = page.map(|page| self.page(lang, page));
                (route, pages().map(|k| k.name.to_owned()).collect())
            }
            None => {
                let near = suggest(kind, self.links().chain(["https", "http", "mailto"]));
                return Err((
                    format!("unknown kind of link `{kind}:`"),
                    Some(near.unwrap_or_else(|| self.kinds_of_links())),
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
            Of::One | Of::ChartKind | Of::Handbook => None,
            Of::Comparison | Of::Chart | Of::Embedded => None,
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
            Of::One | Of::ChartKind | Of::Handbook => Vec::new(),
            Of::Comparison | Of::Chart | Of::Embedded => Vec::new(),
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
pub fn settings(
    kinds: impl Iterator<Item = &'static PageKind>,
) -> impl Iterator<Item = &'static str> {
    let keys: BTreeSet<&'static str> = kinds
        .filter_map(|kind| match kind.segment {
            Segment::Setting(key) => Some(key),
            Segment::Home | Segment::Fixed(_) => None,
        })
        .collect();
    keys.into_iter()
}
