//! What surrounds the text of every page: its head, menus, trail and foot.

use serde::Serialize;

use super::chart_page::EMBEDDED;
use super::cite::CiteView;
use super::kind::{Menu, PageKind};
use super::kinds::in_menu;
use super::maker::Link;
use super::mend::{Mend, mend};
use super::structured::structured;
use super::{Maker, Page};
use crate::lang::{Lang, Languages};
use crate::report::Chapter;
use crate::site::Route;

#[derive(Serialize)]
pub(super) struct Alternate {
    tag: &'static str,
    href: String,
}

/// The same page in another language.
#[derive(Serialize)]
struct Other {
    tag: &'static str,
    dir: Option<&'static str>,
    name: &'static str,
    href: String,
}

#[derive(Serialize)]
struct NavItem {
    name: String,
    href: String,
    current: bool,
}

#[derive(Serialize)]
pub(super) struct Frame {
    title: String,
    site_title: String,
    short_title: String,
    description: String,
    canonical: String,
    alternates: Vec<Alternate>,
    others: Vec<Other>,
    /// This language, as the others are called in the list of all.
    endonym: &'static str,
    home: String,
    /// The list of all that has a name, where no script searches.
    search: String,
    root: String,
    nav: Vec<NavItem>,
    chapters: Vec<NavItem>,
    more: Vec<NavItem>,
    trail: Vec<Link>,
    notice: Option<String>,
    licence: Option<Link>,
    repository: Option<String>,
    /// When the report was issued, for paper.
    issued: Option<String>,
    /// The path at which the site stands.
    path: String,
    index: bool,
    cite: Option<CiteView>,
    /// JSON-LD.
    structured: Vec<String>,
    mend: Option<Mend>,
    /// The feed, where there is one.
    feed: Option<String>,
    /// The picture that stands beside a link to the page, in full.
    picture: Option<String>,
    /// The language as Open Graph writes it, and the others.
    locale: String,
    other_locales: Vec<String>,
}

/// The frame of a page.
pub(super) fn frame(
    page: &Page,
    maker: &Maker<'_>,
    chapters: &[Chapter],
    counterpart: &dyn Fn(&Route, Lang) -> Route,
) -> Frame {
    let config = maker.config;
    let lang = maker.lang;
    let absolute = |route: &Route| format!("{}{route}", config.base_url);
    let item = |kind: &'static PageKind| {
        let link = maker.to_page(kind);
        NavItem {
            name: link.name,
            href: link.href,
            current: page.part.is_some_and(|part| part.name == kind.name),
        }
    };
    // On another site no page stands around the chart.
    let is_whole = page.template != EMBEDDED.template;
    let menu = |menu: Menu| match is_whole {
        true => in_menu(menu, maker).into_iter().map(item).collect(),
        false => Vec::new(),
    };
    let canonical = absolute(page.canonical.as_ref().unwrap_or(&page.route));
    let site_title = config.title[lang].clone();
    // The page for what is not found stands for no page of its own.
    let alternates = if page.lang.is_some() || page.route.as_str().is_empty() {
        alternates(&page.route, lang.languages(), &absolute, counterpart)
    } else {
        Vec::new()
    };
    Frame {
        title: if page.title == site_title || page.lang.is_none() {
            page.title.clone()
        } else {
            maker.fill(
                "page-title",
                &[("page", &page.title), ("site", &config.short_title[lang])],
            )
        },
        site_title,
        short_title: config.short_title[lang].clone(),
        description: page.description.clone(),
        alternates,
        endonym: lang.endonym(),
        others: lang
            .others()
            .filter(|_| page.lang.is_some())
            .map(|other| Other {
                tag: other.tag(),
                dir: other.dir_within(Some(lang)),
                name: other.endonym(),
                href: maker.href(&counterpart(&page.route, other)),
            })
            .collect(),
        home: maker.to_page(&super::home::KIND).href,
        search: maker.to_page(&super::search::KIND).href,
        root: maker.href(&Route::new("")),
        nav: menu(Menu::Main),
        chapters: chapter_items(page, maker, chapters),
        more: menu(Menu::More),
        trail: page.trail.clone(),
        notice: config.data_notice.as_ref().map(|n| n[lang].clone()),
        licence: config.licence.as_ref().map(|l| Link {
            name: l.name[lang].clone(),
            href: l.url.to_string(),
        }),
        repository: config.repository.as_ref().map(ToString::to_string),
        issued: config.citation.issued.map(|date| date.to_string()),
        path: crate::site::check::site_path(&config.base_url),
        index: page.route.as_str() != "404.html",
        cite: is_whole
            .then(|| super::cite::view(maker, page, &canonical))
            .flatten(),
        structured: match is_whole {
            true => structured(maker, page, &canonical),
            false => Vec::new(),
        },
        mend: mend(maker, page, &absolute(&page.route)).filter(|_| is_whole),
        feed: (!maker.contents.changes.is_empty()).then(|| maker.href(&maker.addresses.feed(lang))),
        picture: page.picture.as_ref().map(&absolute),
        locale: lang.open_graph(),
        other_locales: lang.others().map(Lang::open_graph).collect(),
        canonical,
    }
}

/// The chapters, as the menu of a page lists them.
fn chapter_items(page: &Page, maker: &Maker<'_>, chapters: &[Chapter]) -> Vec<NavItem> {
    let lang = maker.lang;
    chapters
        .iter()
        .map(|c| {
            let route = maker.addresses.chapter(lang, &c.slug);
            NavItem {
                name: c.files[lang].short_title.clone(),
                href: maker.href(&route),
                current: route == page.route,
            }
        })
        .collect()
}

/// The same page in each language, none in a report that has one language; and for readers of no
/// other, the page in the default language. The landing page has no language: there they choose one.
pub(super) fn alternates(
    route: &Route,
    languages: Languages,
    absolute: &dyn Fn(&Route) -> String,
    counterpart: &dyn Fn(&Route, Lang) -> Route,
) -> Vec<Alternate> {
    if languages.count() == 1 {
        return Vec::new();
    }
    let otherwise = match route.as_str() {
        "" => route.clone(),
        _ => counterpart(route, languages.first()),
    };
    languages
        .iter()
        .map(|lang| Alternate {
            tag: lang.tag(),
            href: absolute(&counterpart(route, lang)),
        })
        .chain(std::iter::once(Alternate {
            tag: "x-default",
            href: absolute(&otherwise),
        }))
        .collect()
}
