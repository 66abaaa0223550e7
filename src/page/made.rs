//! A page as the views make it.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use super::card::PageCard;
use super::cited::{self, SourceView};
use super::kind::Of;
use super::maker::Link;
use super::{Maker, PageKind, chart_page, mend};
use crate::lang::Lang;
use crate::site::Route;

/// A page, ready for its template.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its address.
    pub route: Route,
    /// Its language; `None` for a page in both.
    pub lang: Option<Lang>,
    /// The template's name.
    pub template: &'static str,
    /// The title.
    pub title: String,
    /// For search engines.
    pub description: String,
    /// What it is called in messages.
    pub made_by: String,
    /// The address that search engines should prefer, where another page shows the same.
    pub canonical: Option<Route>,
    /// The way to it from the home page.
    pub trail: Vec<Link>,
    /// The entry of the navigation to which it belongs: its own, or the page that leads to it.
    pub part: Option<&'static PageKind>,
    /// What it shows, in a word, where its title alone may not tell.
    pub sort: Option<String>,
    /// The file below the content from which it is made, if there is one.
    pub file: Option<String>,
    /// The charts that stand on every page of this kind.
    pub figures: Vec<String>,
    /// The sources that it cites, and those of its charts.
    pub cited: Vec<SourceView>,
    /// What its picture for sharing shows; `None` where it has none of its own.
    pub card: Option<PageCard>,
    /// That picture, where it was drawn, or the one that stands for it.
    pub picture: Option<Route>,
    /// What the template shows.
    pub view: Value,
}

impl Maker<'_> {
    /// A page of `kind` at this maker's address, with the charts of the kind. `slug` tells the
    /// pages of a kind apart; it is empty where there is one.
    pub fn page<V: Serialize>(
        &self,
        kind: &'static PageKind,
        slug: &str,
        title: String,
        description: String,
        view: &V,
    ) -> Page {
        let by_subject = &self.contents.by_subject;
        let figures = kind
            .charts
            .and_then(|subject| by_subject.get(&(subject, slug)));
        let figures = figures.map_or(&[][..], Vec::as_slice);
        Page {
            route: self.route.clone(),
            lang: Some(self.lang),
            template: kind.template,
            made_by: format!("the page “{title}” ({})", self.lang),
            title,
            description,
            canonical: None,
            trail: kind
                .parent
                .map(|parent| self.to_page(parent))
                .into_iter()
                .collect(),
            part: Some(kind.parent.unwrap_or(kind)),
            sort: sort(kind.of).map(|word| self.word(word)),
            file: mend::file(self, kind, slug),
            figures: figures.iter().map(|figure| figure.name.clone()).collect(),
            cited: cited::cited(self, &[], figures),
            card: match self.contents.pictures {
                true => PageCard::of(kind, figures),
                false => None,
            },
            picture: None,
            view: Value::from_serializable(view),
        }
    }
}

/// The word for what the pages of a kind show.
fn sort(of: Of) -> Option<&'static str> {
    Some(match of {
        // There is one; its title is its name.
        Of::One
        | Of::Area(_)
        | Of::ChartKind
        | Of::Handbook
        | Of::Comparison
        | Of::Chart
        | Of::Embedded => return None,
        Of::Member => "member",
        Of::Edition => "edition",
        Of::Component => "component",
        Of::Chapter => "chapters",
        Of::Source => "source",
    })
}

/// Tells pages apart that have one title in one language: first the one that repeats another's
/// content says what it shows, then each does, and where that does not suffice, by the address.
pub fn tell_apart(pages: &mut [Page]) {
    let repeats = |page: &Page| page.sort.clone().filter(|_| page.canonical.is_some());
    let of_sort = |page: &Page| page.sort.clone();
    let by_address = |page: &Page| {
        page.route
            .as_str()
            .split('/')
            .rev()
            .nth(1)
            .map(str::to_owned)
    };
    type Way<'w> = &'w dyn Fn(&Page) -> Option<String>;
    let ways: [Way<'_>; 3] = [&repeats, &of_sort, &by_address];
    for way in ways {
        let mut same: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (i, page) in pages.iter().enumerate() {
            // A page that other sites show is the same as the chart's own.
            let is_shown_elsewhere = page.template == chart_page::EMBEDDED.template;
            if let Some(lang) = page.lang.filter(|_| !is_shown_elsewhere) {
                let key = (lang.key(), page.title.clone());
                same.entry(key).or_default().push(i);
            }
        }
        for i in same.into_values().filter(|same| same.len() > 1).flatten() {
            if let Some(what) = way(&pages[i]) {
                pages[i].title = format!("{} · {what}", pages[i].title);
            }
        }
    }
}
