//! The gallery: the charts of the report, by where they stand, each leading there.

use serde::Serialize;

use super::figure::with_texts;
use super::kind::{CHARTS, Menu, Of, PageKind};
use super::maker::Link;
use super::{Maker, Page};
use crate::chart::{Chart, Size, style};
use crate::report::Figure;
use crate::report::charts::{Drawing, Subject};
use crate::report::numbering::Numbered;
use crate::site::Route;
use crate::survey::{AreaKind, ComponentId};

/// The ending of the files in which the gallery's drawings stand.
pub(super) const SMALL: &str = "small.svg";

/// Charts that stand on one page.
struct Group<'r> {
    /// What they are listed under; a word where they are examples of charts of a kind of page.
    title: String,
    /// The page.
    route: Route,
    charts: Vec<(&'r Figure, Option<Numbered>)>,
}

#[derive(Debug, Serialize)]
struct Card {
    title: String,
    /// What it is called in its chapter: “Figure 3”.
    number: Option<String>,
    href: String,
    image: String,
    /// The drawing's size, in pixels.
    width: u32,
    height: u32,
}

#[derive(Debug, Serialize)]
struct Section {
    /// Its heading's anchor.
    id: String,
    page: Link,
    charts: Vec<Card>,
}

#[derive(Debug, Serialize)]
struct View {
    sections: Vec<Section>,
}

/// The charts of the report.
pub static KIND: PageKind = PageKind {
    name: "gallery",
    of: Of::One,
    segment: CHARTS,
    template: "gallery.html",
    menu: Menu::More,
    parent: None,
    charts: None,
};

/// Whether there is any chart to show.
pub(super) fn has_charts(maker: &Maker<'_>) -> bool {
    // Asked for by every page's menu.
    maker.contents.stands.keys().next().is_some()
}

/// The names of the charts that the gallery shows.
pub fn shown<'r>(maker: &Maker<'r>) -> impl Iterator<Item = &'r str> {
    groups(maker).flat_map(|group| {
        group
            .charts
            .into_iter()
            .map(|(figure, _)| figure.name.as_str())
    })
}

pub(super) fn page(maker: &Maker<'_>) -> Page {
    let sections = groups(maker).enumerate().map(|(at, group)| Section {
        id: format!("charts-{}", at + 1),
        charts: group
            .charts
            .iter()
            .map(|(figure, placed)| card(maker, &group.route, figure, *placed))
            .collect(),
        page: Link {
            href: maker.href(&group.route),
            name: group.title,
        },
    });
    let view = View {
        sections: sections.collect(),
    };
    maker.page(
        &KIND,
        "",
        maker.word("page-gallery"),
        maker.word("gallery-description"),
        &view,
    )
}

fn card(maker: &Maker<'_>, on: &Route, figure: &Figure, placed: Option<Numbered>) -> Card {
    let lang = maker.lang;
    let (ending, (width, height)) = picture(maker, figure);
    let file = maker.addresses.chart_file(lang, &figure.name, ending);
    Card {
        title: figure.title[lang].plain.clone(),
        number: placed.map(|placed| placed.called(maker.words, lang)),
        href: format!("{}#chart-{}", maker.href(on), figure.name),
        image: maker.href(&file),
        width,
        height,
    }
}

/// The charts by page: chapters as they are read, the home page, then a page of each kind whose pages
/// all have charts.
fn groups<'r>(maker: &Maker<'r>) -> impl Iterator<Item = Group<'r>> {
    let contents = maker.contents;
    let lang = maker.lang;
    let figure = |name: &str| contents.figures.iter().find(|figure| figure.name == name);
    let chapters = contents
        .chapters
        .iter()
        .enumerate()
        .map(move |(at, chapter)| {
            let mut charts: Vec<(&Figure, Option<Numbered>)> = contents
                .numbering
                .all()
                .filter(|(_, placed)| placed.chapter == at)
                .filter_map(|(name, placed)| Some((figure(name)?, Some(placed))))
                .collect();
            charts.sort_by_key(|(_, placed)| placed.map(|placed| placed.number));
            Group {
                title: chapter.files[lang].title.clone(),
                route: maker.addresses.chapter(lang, &chapter.slug),
                charts,
            }
        });
    let chapters: Vec<Group<'r>> = chapters.collect();
    let subjects = [
        Subject::Home,
        Subject::Edition,
        Subject::Component,
        Subject::Area,
        Subject::Member,
    ];
    let kinds = subjects
        .into_iter()
        .filter_map(|subject| of_subject(maker, subject));
    let kinds: Vec<Group<'r>> = kinds.collect();
    let all = chapters.into_iter().chain(kinds);
    all.filter(|group| !group.charts.is_empty())
}

/// The charts of the page that stands for all pages with such a subject: the one that has most of
/// them; of those with as many, the focus, the latest edition, the index or the first.
fn of_subject<'r>(maker: &Maker<'r>, subject: Subject) -> Option<Group<'r>> {
    let survey = maker.survey();
    let lang = maker.lang;
    let first = match subject {
        Subject::Member => maker.focus.map(|m| survey.members[m.0].slug()),
        Subject::Edition => Some(survey.editions[survey.latest().0].year.to_string()),
        Subject::Component => {
            let index = &survey.methodology.components[ComponentId::INDEX.0];
            Some(index.id.to_lowercase())
        }
        Subject::Area => maker.focus.and_then(|m| {
            let mut areas = survey.members[m.0].areas.iter().map(|a| &survey.areas[a.0]);
            let region = areas.find(|area| area.kind == AreaKind::Region)?;
            Some(region.id.to_lowercase())
        }),
        Subject::Home => None,
    };
    let pages = maker
        .contents
        .by_subject
        .iter()
        .filter(|((of, _), _)| *of == subject);
    let (slug, figures) = pages
        .map(|((_, slug), figures)| (*slug, figures))
        .rev()
        .max_by_key(|(slug, figures)| (figures.len(), first.as_deref() == Some(*slug)))?;
    let (name, route) = match subject {
        Subject::Home => {
            let home = maker.addresses.page(lang, &super::home::KIND);
            return Some(Group {
                title: maker.word("page-home"),
                route: home,
                charts: figures.iter().map(|figure| (*figure, None)).collect(),
            });
        }
        Subject::Member => {
            let member = survey.members.iter().find(|m| m.slug() == slug)?;
            (
                member.name[lang].clone(),
                maker.addresses.member(lang, member),
            )
        }
        Subject::Area => {
            let area = survey.areas.iter().find(|a| a.id.to_lowercase() == slug)?;
            (area.name[lang].clone(), maker.addresses.area(lang, area))
        }
        Subject::Edition => {
            let edition = survey
                .editions
                .iter()
                .find(|e| e.year.to_string() == slug)?;
            (slug.to_owned(), maker.addresses.edition(lang, edition))
        }
        Subject::Component => {
            let mut components = survey.methodology.components.iter();
            let component = components.find(|c| c.id.to_lowercase() == slug)?;
            (
                component.name[lang].clone(),
                maker.addresses.component(lang, component),
            )
        }
    };
    let list = maker.word(match subject {
        Subject::Member => "page-members",
        Subject::Area => "page-regions",
        Subject::Edition => "page-editions",
        _ => "page-components",
    });
    Some(Group {
        title: format!("{list}{}{name}", maker.word("colon")),
        route,
        charts: figures.iter().map(|figure| (*figure, None)).collect(),
    })
}

/// How many times as high as wide the picture of a card may be.
const TALLEST: u32 = 2;

/// The ending of the file of a card's picture, and its width and height in pixels: the narrow drawing,
/// which can be read at this size, unless it is a long strip.
fn picture(maker: &Maker<'_>, figure: &Figure) -> (&'static str, (u32, u32)) {
    let lang = maker.lang;
    let (width, height) = size(&small(&figure.charts[lang]));
    match &figure.drawings[lang] {
        Drawing::Page { file, .. } if height > TALLEST * width => {
            let whole = with_texts(file, figure, lang, maker.words, maker.survey());
            ("svg", size(&whole))
        }
        _ => (SMALL, (width, height)),
    }
}

/// The narrow drawing of a chart by itself. That it can be drawn was seen when its figure was.
pub(super) fn small(chart: &Chart) -> String {
    let drawn = chart.draw(Size::Narrow).unwrap_or_default();
    style::standalone(&drawn)
}

/// The width and height of a drawing, from its `viewBox`.
fn size(svg: &str) -> (u32, u32) {
    let sides = || {
        let of_box = svg.split_once("viewBox=\"")?.1.split_once('"')?.0;
        let mut sides = of_box.split(' ').skip(2).map(str::parse::<f64>);
        let side = |side: f64| side.round().clamp(1.0, 1e6) as u32;
        Some((side(sides.next()?.ok()?), side(sides.next()?.ok()?)))
    };
    sides().unwrap_or((1, 1))
}
