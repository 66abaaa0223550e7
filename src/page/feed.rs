//! The feed of what has changed, in each language.

use serde::Serialize;

use super::{Maker, data};
use crate::report::changes::Change;
use crate::site::Route;

#[derive(Debug, Serialize)]
struct Entry {
    id: String,
    title: String,
    text: Option<String>,
    updated: String,
    href: String,
}

/// What the template of the feed shows.
#[derive(Debug, Serialize)]
pub struct Feed {
    tag: &'static str,
    title: String,
    subtitle: String,
    /// The feed's own address, and that of the page that it is about.
    address: String,
    page: String,
    updated: String,
    authors: Vec<String>,
    licence: Option<String>,
    entries: Vec<Entry>,
}

/// What a change is called on the page of the data; of those of one day each has its own.
pub(super) fn anchor(changes: &[Change], at: usize) -> String {
    let day = changes[at].date;
    // The oldest of a day has no number, and keeps its anchor when others come.
    let older = changes[at + 1..]
        .iter()
        .filter(|other| other.date == day)
        .count();
    match older {
        0 => format!("change-{day}"),
        n => format!("change-{day}-{}", n + 1),
    }
}

/// The feed in the maker's language with its address; `None` where nothing is listed.
pub fn feed(maker: &Maker<'_>) -> Option<(Route, Feed)> {
    let config = maker.config;
    let changes = maker.contents.changes;
    let route = maker.addresses.feed(maker.lang);
    let absolute = |route: &Route| format!("{}{route}", config.base_url);
    let page = absolute(&maker.addresses.page(maker.lang, &data::KIND));
    let newest = changes.first()?;
    let time = |change: &Change| format!("{}T00:00:00Z", change.date);
    let entries = changes.iter().enumerate().map(|(at, change)| {
        let href = format!("{page}#{}", anchor(changes, at));
        Entry {
            id: href.clone(),
            title: match &change.version {
                Some(version) => format!("{} · {version}", change.title[maker.lang]),
                None => change.title[maker.lang].clone(),
            },
            text: change.text.as_ref().map(|text| text[maker.lang].clone()),
            updated: time(change),
            href,
        }
    });
    let authors = config.citation.authors.iter().map(|author| {
        let name = &author[maker.lang];
        match &name.given {
            Some(given) => format!("{given} {}", name.family),
            None => name.family.clone(),
        }
    });
    let mut authors: Vec<String> = authors.collect();
    if authors.is_empty() {
        // A feed names somebody.
        authors.push(config.title[maker.lang].clone());
    }
    let feed = Feed {
        tag: maker.lang.tag(),
        title: config.title[maker.lang].clone(),
        subtitle: config.description[maker.lang].clone(),
        address: absolute(&route),
        updated: time(newest),
        authors,
        licence: config
            .licence
            .as_ref()
            .map(|licence| licence.url.to_string()),
        entries: entries.collect(),
        page,
    };
    Some((route, feed))
}
