//! Which page stands where, and what authors call it in links.

use crate::diagnostic::suggest;
use crate::lang::Lang;
use crate::report::config::Segments;
use crate::site::Route;
use crate::survey::{Area, AreaKind, Component, Edition, Member, Survey};
use crate::web::{self, Target};

/// The pages that every report has, by the name that links use, with the segment of the address.
/// An empty segment is the home page; `None` is named by the report's settings.
const PAGES: [(&str, Option<&str>); 11] = [
    ("home", Some("")),
    ("ranking", Some("ranking")),
    ("editions", None),
    ("members", None),
    ("regions", None),
    ("components", None),
    ("methodology", Some("methodology")),
    ("replication", Some("replication")),
    ("claims", Some("claims")),
    ("gallery", Some("charts")),
    ("sources", Some("sources")),
];

/// What the links of a text may name, before a colon.
const KINDS: [&str; 8] = [
    "member",
    "region",
    "group",
    "component",
    "edition",
    "chapter",
    "source",
    "page",
];

fn kinds_of_links() -> String {
    let own: Vec<String> = KINDS.iter().map(|kind| format!("`{kind}:`")).collect();
    format!(
        "a link starts with `https://`, `http://` or `mailto:`, or names a thing of the report: {}",
        own.join(", ")
    )
}

/// Knows the address of every page.
#[derive(Clone, Debug)]
pub struct Addresses {
    segments: Segments,
    chapters: Vec<String>,
}

/// What is wrong with a link, and what to do.
pub type LinkFault = (String, Option<String>);

impl Addresses {
    /// The addresses of a report with these chapters.
    pub fn new(segments: Segments, chapters: Vec<String>) -> Addresses {
        Addresses { segments, chapters }
    }

    /// A page of its own kind, by the name that links use.
    pub fn page(&self, lang: Lang, name: &str) -> Option<Route> {
        let (_, segment) = PAGES.iter().find(|(n, _)| *n == name)?;
        let segment = match segment {
            Some(segment) => *segment,
            None => match name {
                "editions" => &self.segments.editions,
                "members" => &self.segments.members,
                "regions" => &self.segments.regions,
                _ => &self.segments.components,
            },
        };
        Some(if segment.is_empty() {
            Route::new(format!("{lang}/"))
        } else {
            Route::new(format!("{lang}/{segment}/"))
        })
    }

    fn below(lang: Lang, segment: &str, name: &str) -> Route {
        Route::new(format!("{lang}/{segment}/{name}/"))
    }

    /// A member's page.
    pub fn member(&self, lang: Lang, member: &Member) -> Route {
        Self::below(lang, &self.segments.members, &member.slug())
    }

    /// An edition's page.
    pub fn edition(&self, lang: Lang, edition: &Edition) -> Route {
        Self::below(lang, &self.segments.editions, &edition.year.to_string())
    }

    /// A region's, subregion's or group's page.
    pub fn area(&self, lang: Lang, area: &Area) -> Route {
        let segment = match area.kind {
            AreaKind::Region | AreaKind::Subregion => &self.segments.regions,
            AreaKind::Group => &self.segments.groups,
        };
        Self::below(lang, segment, &area.id.to_lowercase())
    }

    /// A component's page.
    pub fn component(&self, lang: Lang, component: &Component) -> Route {
        Self::below(
            lang,
            &self.segments.components,
            &component.id.to_lowercase(),
        )
    }

    /// A chapter's page.
    pub fn chapter(&self, lang: Lang, slug: &str) -> Route {
        Self::below(lang, &self.segments.chapters, &slug.to_lowercase())
    }

    /// A source's page.
    pub fn source(&self, lang: Lang, id: &str) -> Route {
        Self::below(lang, "sources", &id.to_lowercase())
    }

    /// The bibliography as BibTeX.
    pub fn bibtex(&self, lang: Lang) -> Route {
        Route::new(format!("{lang}/sources.bib"))
    }

    /// A chart's file of a kind (`svg`, `csv`).
    pub fn chart_file(&self, lang: Lang, name: &str, ending: &str) -> Route {
        Route::new(format!("{lang}/charts/{name}.{ending}"))
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
        let methodology = &survey.methodology;
        let (found, known): (Option<Route>, Vec<String>) = match kind {
            "page" => (
                self.page(lang, id),
                PAGES.iter().map(|(name, _)| (*name).to_owned()).collect(),
            ),
            "member" => (
                survey
                    .member(id)
                    .map(|m| self.member(lang, &survey.members[m.0])),
                survey.members.iter().map(|m| m.code.clone()).collect(),
            ),
            "region" | "group" => (
                survey.area(id).map(|a| self.area(lang, &survey.areas[a.0])),
                survey.areas.iter().map(|a| a.id.clone()).collect(),
            ),
            "component" => (
                methodology
                    .component(id)
                    .map(|c| self.component(lang, &methodology.components[c.0])),
                methodology
                    .components
                    .iter()
                    .map(|c| c.id.clone())
                    .collect(),
            ),
            "edition" => (
                survey
                    .editions
                    .iter()
                    .find(|e| e.year.to_string() == id)
                    .map(|e| self.edition(lang, e)),
                survey.editions.iter().map(|e| e.year.to_string()).collect(),
            ),
            "source" => (
                survey.source(id).map(|_| self.source(lang, id)),
                survey.sources.iter().map(|s| s.id.clone()).collect(),
            ),
            "chapter" => (
                self.chapters
                    .iter()
                    .find(|c| *c == id)
                    .map(|c| self.chapter(lang, c)),
                self.chapters.clone(),
            ),
            other => {
                let near = suggest(other, KINDS);
                return Err((
                    format!("unknown kind of link `{other}:`"),
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
}
