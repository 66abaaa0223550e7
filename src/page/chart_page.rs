//! A chart by itself: its own page, and the page that other sites show.

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::Serialize;

use super::card::PageCard;
use super::kind::{CHARTS, Menu, Of, PageKind};
use super::maker::Link;
use super::{Maker, Page, Stands, gallery};
use crate::report::Figure;
use crate::report::charts::Subject;
use crate::site::Route;
use crate::survey::{AreaId, ComponentId, EditionId, MemberId};

/// A chart's own page.
pub static KIND: PageKind = PageKind {
    name: "chart",
    of: Of::Chart,
    segment: CHARTS,
    template: "chart-page.html",
    menu: Menu::None,
    parent: Some(&gallery::KIND),
    charts: None,
};

/// The same for other sites.
pub static EMBEDDED: PageKind = PageKind {
    name: "embedded",
    of: Of::Embedded,
    segment: CHARTS,
    template: "embedded.html",
    menu: Menu::None,
    parent: None,
    charts: None,
};

#[derive(Debug, Serialize)]
struct View {
    id: String,
    /// The chart's own page.
    page: String,
    /// Its address and that of the page for other sites, in full.
    address: String,
    embedded: String,
    /// The script that other sites' pages take, in full.
    script: String,
    /// Where it stands in the report.
    place: Option<Link>,
    /// The report.
    home: String,
}

/// The charts that have pages: all but those that stand within lines, and the examples of the manual.
pub fn shown<'m>(maker: &Maker<'m>) -> Vec<&'m Figure> {
    let examples = maker.contents.examples.iter();
    let examples = examples.filter_map(|example| example.declaration.as_ref());
    let examples: BTreeSet<&str> = examples
        .map(|declaration| declaration.id.as_str())
        .collect();
    let figures = maker.contents.figures.iter();
    figures
        .filter(|figure| !figure.is_sparkline() && !examples.contains(figure.declared.as_str()))
        .collect()
}

pub(super) fn pages(maker: &Maker<'_>) -> Vec<Page> {
    let figures = shown(maker).into_par_iter();
    figures
        .map(|figure| {
            let route = maker.addresses.chart(maker.lang, &figure.name);
            page(&maker.at(route), &KIND, figure)
        })
        .collect()
}

pub(super) fn embedded(maker: &Maker<'_>) -> Vec<Page> {
    let figures = shown(maker).into_par_iter();
    figures
        .map(|figure| {
            let route = maker.addresses.embedded(maker.lang, &figure.name);
            Page {
                canonical: Some(maker.addresses.chart(maker.lang, &figure.name)),
                cited: Vec::new(),
                ..page(&maker.at(route), &EMBEDDED, figure)
            }
        })
        .collect()
}

fn page(maker: &Maker<'_>, kind: &'static PageKind, figure: &Figure) -> Page {
    let absolute = |route: &Route| format!("{}{route}", maker.config.base_url);
    let own = maker.addresses.chart(maker.lang, &figure.name);
    let view = View {
        id: figure.name.clone(),
        page: maker.href(&own),
        address: absolute(&own),
        embedded: absolute(&maker.addresses.embedded(maker.lang, &figure.name)),
        script: absolute(&Route::new("embed.js")),
        place: maker
            .contents
            .stands
            .get(figure.name.as_str())
            .and_then(|stands| place(maker, *stands, &figure.name)),
        home: maker.to_page(&super::home::KIND).href,
    };
    let chart = &figure.charts[maker.lang];
    let (title, description) = (chart.title.clone(), chart.description.clone());
    let mut page = maker.page(kind, "", title, description, &view);
    page.cited = super::cited::cited(maker, &[], &[figure]);
    if maker.contents.pictures {
        page.card = PageCard::of(kind, &[figure]);
    }
    page.made_by = format!("the page of the chart `{}` ({})", figure.name, maker.lang);
    page
}

/// The page on which a chart stands, at the chart.
fn place(maker: &Maker<'_>, stands: Stands<'_>, name: &str) -> Option<Link> {
    let page = match stands {
        Stands::Chapter(at) => {
            let chapter = &maker.contents.chapters[at];
            Link {
                name: chapter.files[maker.lang].title.clone(),
                href: maker.href(&maker.addresses.chapter(maker.lang, &chapter.slug)),
            }
        }
        Stands::Page(subject, slug) => maker.of_subject(subject, slug)?,
    };
    Some(Link {
        href: format!("{}#chart-{name}", page.href),
        ..page
    })
}

impl Maker<'_> {
    /// The page of a kind whose address ends with `slug`.
    fn of_subject(&self, subject: Subject, slug: &str) -> Option<Link> {
        let survey = self.survey();
        match subject {
            Subject::Home => Some(self.to_page(&super::home::KIND)),
            Subject::Member => {
                let found = survey.members.iter().position(|m| m.slug() == slug)?;
                Some(self.member(MemberId(found)))
            }
            Subject::Area => {
                let found = survey
                    .areas
                    .iter()
                    .position(|a| a.id.to_lowercase() == slug)?;
                Some(self.area(AreaId(found)))
            }
            Subject::Edition => {
                let mut years = survey.editions.iter().map(|e| e.year.to_string());
                Some(self.edition(EditionId(years.position(|year| year == slug)?)))
            }
            Subject::Component => {
                let mut ids = survey
                    .methodology
                    .components
                    .iter()
                    .map(|c| c.id.to_lowercase());
                Some(self.component(ComponentId(ids.position(|id| id == slug)?)))
            }
        }
    }
}
