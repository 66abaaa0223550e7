//! The home page of each language, the landing page in both, and the page for what is not found.

use serde::Serialize;

use super::fact::Fact;
use super::kind::{Menu, Of, PageKind, Segment};
use super::maker::Link;
use super::{Maker, Page, edition, lists, method, search};
use crate::lang::PerLanguage;
use crate::report::charts::Subject;
use crate::site::Route;
use crate::survey::{ComponentId, EditionId};

/// The home page.
pub static KIND: PageKind = PageKind {
    name: "home",
    of: Of::One,
    segment: Segment::Home,
    template: "home.html",
    menu: Menu::None,
    parent: None,
    charts: Some(Subject::Home),
};

#[derive(Debug, Serialize)]
struct ChapterLink {
    link: Link,
    description: String,
}

#[derive(Debug, Serialize)]
struct Ranked {
    rank: String,
    member: Link,
    value: String,
    focus: bool,
}

#[derive(Debug, Serialize)]
struct View {
    lead: String,
    year: String,
    facts: Vec<Fact>,
    chapters: Vec<ChapterLink>,
    leaders: Vec<Ranked>,
    focus: Option<Ranked>,
    movers: Vec<Ranked>,
    previous_year: String,
    ranking: Link,
    editions: Link,
    members: Link,
    regions: Link,
    methodology: Link,
}

/// The home page of a language.
pub(super) fn page(maker: &Maker<'_>) -> Page {
    let survey = maker.survey();
    let indices = maker.indices;
    let index = ComponentId::INDEX;
    let latest = survey.latest();
    let ranked = |m| {
        let cell = indices.cell(latest, index, m);
        Ranked {
            rank: maker.rank(cell.rank),
            member: maker.member(m),
            value: maker.value(latest, index, cell.result),
            focus: maker.focus == Some(m),
        }
    };
    let previous = latest.0.checked_sub(1).map(EditionId);
    let mut movers: Vec<_> = survey
        .member_ids()
        .filter_map(|m| Some((m, indices.change(previous?, latest, index, m)?)))
        .collect();
    movers.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut leaders = super::edition::ranked_by_name(maker, latest, None);
    leaders.truncate(10);
    let view = View {
        lead: maker.config.description[maker.lang].clone(),
        year: maker.year(latest),
        facts: maker.edition_facts(latest),
        chapters: maker
            .contents
            .chapters
            .iter()
            .map(|chapter| {
                let file = &chapter.files[maker.lang];
                ChapterLink {
                    link: Link {
                        name: file.title.clone(),
                        href: maker.href(&maker.addresses.chapter(maker.lang, &chapter.slug)),
                    },
                    description: file.description.clone(),
                }
            })
            .collect(),
        leaders: leaders.iter().copied().map(ranked).collect(),
        // Once, where it is among them.
        focus: maker.focus.filter(|m| !leaders.contains(m)).map(ranked),
        movers: movers
            .iter()
            .take(5)
            .map(|(m, change)| Ranked {
                value: maker
                    .change(index, [previous.unwrap_or(latest), latest], Some(*change))
                    .map_or_else(String::new, |c| c.text),
                ..ranked(*m)
            })
            .collect(),
        previous_year: previous.map_or_else(String::new, |e| maker.year(e)),
        ranking: maker.to_page(&edition::RANKING),
        editions: maker.to_page(&lists::EDITIONS),
        members: maker.to_page(&lists::MEMBERS),
        regions: maker.to_page(&lists::REGIONS),
        methodology: maker.to_page(&method::KIND),
    };
    let mut page = maker.page(
        &KIND,
        "",
        maker.config.title[maker.lang].clone(),
        maker.config.description[maker.lang].clone(),
        &view,
    );
    page.card = page.card.map(|card| card.with(maker, &view.facts));
    page
}

#[derive(Debug, Serialize)]
struct Entrance {
    tag: &'static str,
    title: String,
    description: String,
    enter: String,
    href: String,
    links: Vec<Link>,
    dir: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Entrances {
    entrances: Vec<Entrance>,
}

fn entrances(makers: &PerLanguage<Maker<'_>>, at: &Route, title: &str, text: &str) -> Entrances {
    Entrances {
        entrances: makers
            .iter()
            .map(|(lang, maker)| {
                let maker = maker.at(at.clone());
                let home = Route::new(lang.folder());
                let several = makers.languages().count() > 1;
                Entrance {
                    tag: lang.tag(),
                    title: match title {
                        "" => maker.config.title[lang].clone(),
                        key => maker.word(key),
                    },
                    description: match text {
                        "" => maker.config.description[lang].clone(),
                        key => maker.word(key),
                    },
                    enter: maker.word(if several { "enter" } else { "page-home" }),
                    href: maker.href(&home),
                    links: [
                        &edition::RANKING,
                        &lists::MEMBERS,
                        &lists::REGIONS,
                        &search::KIND,
                    ]
                    .map(|kind| maker.to_page(kind))
                    .to_vec(),
                    dir: lang.dir_within(Some(makers.languages().first())),
                }
            })
            .collect(),
    }
}

/// The landing page: all languages, no script, no redirect.
pub fn landing(makers: &PerLanguage<Maker<'_>>) -> Page {
    let route = Route::new("");
    let config = makers[makers.languages().first()].config;
    let titles: Vec<&str> = config.title.iter().map(|(_, t)| t.as_str()).collect();
    let texts: Vec<&str> = config.description.iter().map(|(_, t)| t.as_str()).collect();
    Page {
        view: tera::Value::from_serializable(&entrances(makers, &route, "", "")),
        route,
        lang: None,
        template: "landing.html",
        title: titles.join(" · "),
        description: texts.join(" "),
        made_by: "the landing page".to_owned(),
        canonical: None,
        trail: Vec::new(),
        part: None,
        sort: None,
        file: None,
        figures: Vec::new(),
        cited: Vec::new(),
        card: None,
        picture: None,
    }
}

/// The page for what is not found. A host serves it at any depth, so its links are absolute.
pub fn not_found(makers: &PerLanguage<Maker<'_>>) -> Page {
    let route = Route::new("404.html");
    let titles: Vec<String> = makers.iter().map(|(_, m)| m.word("not-found")).collect();
    Page {
        view: tera::Value::from_serializable(&entrances(
            makers,
            &route,
            "not-found",
            "not-found-text",
        )),
        route,
        lang: None,
        template: "404.html",
        title: titles.join(" · "),
        description: String::new(),
        made_by: "the page for what is not found".to_owned(),
        canonical: None,
        trail: Vec::new(),
        part: None,
        sort: None,
        file: None,
        figures: Vec::new(),
        cited: Vec::new(),
        card: None,
        picture: None,
    }
}
