//! What readers search: the names of all that has a page, and the words of what is written. Both are files
//! that no page asks for before somebody searches.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::json;

use super::kind::{Menu, Of, SEARCH};
use super::maker::Link;
use super::{
    Maker, Page, PageKind, chapter, chart_page, component, data, gallery, kinds, method, verify,
};
use crate::lang::{Lang, PerLanguage, readings, variants};
use crate::site::{Route, SiteTree, sections};
use crate::survey::AreaId;

/// The folder of the files, from the site's root.
pub const FOLDER: &str = "search/";

/// Kinds of pages whose words are found.
const WRITTEN: [&PageKind; 5] = [
    &chapter::KIND,
    &method::KIND,
    &verify::CLAIMS,
    &component::KIND,
    &data::KIND,
];

/// Something with a name and a page.
#[derive(Debug, Serialize)]
struct Item {
    /// What it is: a place in the list of kinds.
    k: usize,
    /// What the page's language calls it.
    t: String,
    /// Its page, from the site's root.
    u: String,
    /// Other names, in all languages, and codes.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    o: BTreeSet<String>,
    /// How names are typed that are not written in letters.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    r: BTreeSet<String>,
}

/// The words for the kinds of things, in the order in which they are listed.
const KINDS: [&str; 9] = [
    "member",
    "area",
    "component",
    "edition",
    "chapter",
    "page",
    "chart",
    "indicator",
    "source",
];

/// Items as they are collected.
struct Items<'m> {
    maker: &'m Maker<'m>,
    /// The languages whose readers type readings.
    readers: Vec<Lang>,
    items: Vec<Item>,
}

/// The file of the names in the maker's language.
/// Variants of characters are those of the names and of `texts`.
pub fn names(maker: &Maker<'_>, texts: &str) -> (Route, String) {
    let languages = maker.survey().languages.iter();
    let mut items = Items {
        maker,
        readers: languages.filter(|l| l.has_readings()).collect(),
        items: Vec::new(),
    };
    items.of_survey();
    items.of_report();
    let Items { readers, items, .. } = items;
    let names = items.iter().flat_map(|item| item.o.iter().chain([&item.t]));
    let mut all: String = names.map(String::as_str).collect();
    all.push_str(texts);
    let kinds = KINDS
        .iter()
        .map(|kind| maker.word(&format!("found-{kind}")));
    let variants = match readers.is_empty() {
        true => BTreeMap::new(),
        false => variants(&all),
    };
    let file = json!({
        "kinds": kinds.collect::<Vec<_>>(),
        "read": maker.lang.has_readings(),
        "variants": variants,
        "items": items,
    });
    (route_of("names", maker), file.to_string())
}

impl Items<'_> {
    fn add(&mut self, kind: &str, title: &str, route: impl ToString, others: BTreeSet<String>) {
        self.items.push(Item {
            k: KINDS.iter().position(|k| *k == kind).unwrap_or_default(),
            t: title.to_owned(),
            u: route.to_string(),
            o: others.into_iter().filter(|other| other != title).collect(),
            r: BTreeSet::new(),
        });
    }

    /// Gives what was added last the readings of names.
    fn read<'n>(&mut self, names: impl Iterator<Item = &'n str>) {
        let read = match self.readers.is_empty() {
            true => BTreeSet::new(),
            false => names.flat_map(readings).collect(),
        };
        if let Some(item) = self.items.last_mut() {
            item.r = read;
        }
    }

    /// A name in the languages whose readers type readings.
    fn in_readers<'n>(&self, name: &'n PerLanguage<String>) -> Vec<&'n str> {
        self.readers.iter().map(|l| name[*l].as_str()).collect()
    }

    /// Members, areas, components, editions, indicators, sources.
    fn of_survey(&mut self) {
        let (maker, lang) = (self.maker, self.maker.lang);
        let survey = maker.survey();
        let all = |name: &PerLanguage<String>| -> Vec<String> {
            name.iter().map(|(_, name)| name.clone()).collect()
        };
        for id in maker.by_name(survey.member_ids().collect()) {
            let member = &survey.members[id.0];
            let codes = member.codes.iter().map(|(_, code)| code.clone());
            let others = all(&member.name).into_iter().chain(member.aliases.clone());
            let others = others.chain(codes).chain([member.code.clone()]).collect();
            let route = maker.addresses.member(lang, member);
            self.add("member", &member.name[lang], route, others);
            let own = self.in_readers(&member.name).into_iter();
            self.read(own.chain(member.aliases.iter().map(String::as_str)));
        }
        for area in &survey.areas {
            let others = all(&area.name)
                .into_iter()
                .chain(all(&area.short))
                .collect();
            self.add(
                "area",
                &area.name[lang],
                maker.addresses.area(lang, area),
                others,
            );
            self.read(self.in_readers(&area.name).into_iter());
        }
        for component in &survey.methodology.components {
            let others = all(&component.name)
                .into_iter()
                .chain(all(&component.short));
            let others = others.chain([component.id.clone()]).collect();
            let route = maker.addresses.component(lang, component);
            self.add("component", &component.name[lang], route, others);
            self.read(self.in_readers(&component.name).into_iter());
        }
        for edition in survey.editions.iter().rev() {
            let year = edition.year.to_string();
            let title = maker.fill("search-edition", &[("year", &year)]);
            let route = maker.addresses.edition(lang, edition);
            self.add("edition", &title, route, BTreeSet::from([year]));
        }
        let data = maker.addresses.page(lang, &data::KIND);
        for indicator in &survey.indicators {
            let route = format!("{data}#indicator-{}", indicator.id);
            let others = all(&indicator.name).into_iter().collect();
            self.add("indicator", &indicator.name[lang], route, others);
        }
        for source in &survey.sources {
            let route = maker.addresses.source(lang, &source.id);
            let others = all(&source.title).into_iter().collect();
            self.add("source", &source.title[lang], route, others);
        }
    }

    /// Chapters, pages of which there is one, charts.
    fn of_report(&mut self) {
        let (maker, lang) = (self.maker, self.maker.lang);
        for chapter in maker.contents.chapters {
            let file = &chapter.files[lang];
            let route = maker.addresses.chapter(lang, &chapter.slug);
            let others = BTreeSet::from([file.short_title.clone()]);
            self.add("chapter", &file.title, route, others);
        }
        for kind in kinds::of_menus(maker) {
            let title = maker.word(&format!("page-{}", kind.name));
            self.add(
                "page",
                &title,
                maker.addresses.page(lang, kind),
                BTreeSet::new(),
            );
        }
        let in_gallery: BTreeSet<&str> = gallery::shown(maker).collect();
        for figure in chart_page::shown(maker) {
            if in_gallery.contains(figure.name.as_str()) {
                let route = maker.addresses.chart(lang, &figure.name);
                self.add("chart", &figure.title[lang].plain, route, BTreeSet::new());
            }
        }
    }
}

/// Where a file of the maker's language stands.
fn route_of(what: &str, maker: &Maker<'_>) -> Route {
    Route::new(format!("{FOLDER}{what}.{}.json", maker.lang.key()))
}

/// The file of the words in the maker's language: those of the pages of the kinds that are written.
pub fn texts(maker: &Maker<'_>, pages: &[Page], tree: &SiteTree) -> (Route, String) {
    let is_written = |page: &&Page| {
        page.lang == Some(maker.lang)
            && page.canonical.is_none()
            && WRITTEN.iter().any(|kind| kind.template == page.template)
    };
    let written = pages.iter().filter(is_written);
    let texts = written.filter_map(|page| {
        let html = String::from_utf8_lossy(&tree.get(&page.route)?.bytes);
        let sections = sections(&html).into_iter();
        let sections: Vec<_> = sections.map(|s| json!([s.id, s.heading, s.text])).collect();
        Some(json!({ "t": page.title, "u": page.route.as_str(), "s": sections }))
    });
    let texts: Vec<_> = texts.collect();
    (route_of("texts", maker), json!(texts).to_string())
}

/// A kind of things with all of them, for readers without script.
#[derive(Debug, Serialize)]
struct Listed {
    id: &'static str,
    title: String,
    links: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct View {
    groups: Vec<Listed>,
}

/// The list of all that has a name.
pub static KIND: PageKind = PageKind {
    name: "index",
    of: Of::One,
    segment: SEARCH,
    template: "index.html",
    menu: Menu::More,
    parent: None,
    charts: None,
};

/// All members, areas, charts and sections of chapters, each in the language's order.
pub(super) fn page(maker: &Maker<'_>) -> Page {
    let lang = maker.lang;
    let survey = maker.survey();
    let mut areas: Vec<AreaId> = survey.area_ids().collect();
    areas.sort_by_key(|area| survey.place_of_area(lang, *area));
    let in_gallery: BTreeSet<&str> = gallery::shown(maker).collect();
    let charts = chart_page::shown(maker).into_iter();
    let charts = charts.filter(|figure| in_gallery.contains(figure.name.as_str()));
    let mut charts: Vec<Link> = charts
        .map(|figure| Link {
            name: figure.title[lang].plain.clone(),
            href: maker.href(&maker.addresses.chart(lang, &figure.name)),
        })
        .collect();
    let chapters = maker.contents.chapters.iter().zip(maker.contents.texts);
    let mut sections: Vec<Link> = chapters
        .flat_map(|(chapter, text)| {
            let page = maker.href(&maker.addresses.chapter(lang, &chapter.slug));
            let headings = text[lang]
                .headings
                .iter()
                .filter(|heading| heading.level <= 3);
            let title = &chapter.files[lang].short_title;
            headings.map(move |heading| Link {
                name: format!("{} · {title}", heading.text),
                href: format!("{page}#{}", heading.id),
            })
        })
        .collect();
    for links in [&mut charts, &mut sections] {
        links.sort_by(|a, b| lang.compare(&a.name, &b.name));
    }
    let members = maker.by_name(survey.member_ids().collect());
    let group = |id, word: &str, links| Listed {
        id,
        title: maker.word(word),
        links,
    };
    let groups = [
        group(
            "members",
            "page-members",
            members.into_iter().map(|m| maker.member(m)).collect(),
        ),
        group(
            "areas",
            "page-regions",
            areas.into_iter().map(|a| maker.area(a)).collect(),
        ),
        group("charts", "page-gallery", charts),
        group("sections", "chapters", sections),
    ];
    let groups = groups.into_iter().filter(|group| !group.links.is_empty());
    let view = View {
        groups: groups.collect(),
    };
    maker.page(
        &KIND,
        "",
        maker.word("page-index"),
        maker.word("index-description"),
        &view,
    )
}
