//! For authors: the manual. Made where it is asked for, since readers have no use for it.

use serde::Serialize;

use super::kind::{HANDBOOK, Menu, Of, PageKind};
use super::maker::Link;
use super::{Maker, Page, manual};
use crate::handbook::{self, Heading, Part};

/// A part in the list of all.
#[derive(Debug, Serialize)]
struct Entry {
    link: Link,
    about: &'static str,
}

#[derive(Debug, Serialize)]
struct ListView {
    /// The language in which the manual is written.
    language: &'static str,
    /// Whether that is not the page's.
    is_foreign: bool,
    parts: Vec<Entry>,
    /// The pages on charts.
    charts: Link,
}

#[derive(Debug, Serialize)]
struct PartView {
    language: &'static str,
    is_foreign: bool,
    html: &'static str,
    contents: &'static [Heading],
    previous: Option<Link>,
    next: Option<Link>,
}

/// The list of its parts.
pub static KIND: PageKind = PageKind {
    name: "handbook",
    of: Of::One,
    segment: HANDBOOK,
    template: "handbook.html",
    menu: Menu::More,
    parent: None,
    charts: None,
};

/// A part.
pub static PART: PageKind = PageKind {
    name: "handbook-part",
    of: Of::Handbook,
    segment: HANDBOOK,
    template: "handbook-part.html",
    menu: Menu::None,
    parent: Some(&KIND),
    charts: None,
};

pub(super) fn page(maker: &Maker<'_>) -> Page {
    let entry = |part: &'static Part| Entry {
        link: link(maker, part),
        about: &part.about,
    };
    let view = ListView {
        language: handbook::LANGUAGE,
        is_foreign: is_foreign(maker),
        parts: handbook::parts().iter().map(entry).collect(),
        charts: maker.to_page(&manual::KIND),
    };
    let [title, about] = ["page-handbook", "handbook-description"].map(|key| maker.word(key));
    maker.page(&KIND, "", title, about, &view)
}

pub(super) fn pages(maker: &Maker<'_>) -> Vec<Page> {
    let parts = handbook::parts();
    let at = |(i, part): (usize, &'static Part)| {
        let maker = maker.at(maker.addresses.handbook(maker.lang, &part.slug));
        let view = PartView {
            language: handbook::LANGUAGE,
            is_foreign: is_foreign(&maker),
            html: &part.html,
            contents: &part.headings,
            previous: i.checked_sub(1).map(|before| link(&maker, &parts[before])),
            next: parts.get(i + 1).map(|next| link(&maker, next)),
        };
        maker.page(
            &PART,
            &part.slug,
            part.title.clone(),
            part.plain.clone(),
            &view,
        )
    };
    parts.iter().enumerate().map(at).collect()
}

fn link(maker: &Maker<'_>, part: &Part) -> Link {
    Link {
        name: part.title.clone(),
        href: maker.href(&maker.addresses.handbook(maker.lang, &part.slug)),
    }
}

fn is_foreign(maker: &Maker<'_>) -> bool {
    let tag = maker.lang.tag();
    tag.split('-').next() != Some(handbook::LANGUAGE)
}
