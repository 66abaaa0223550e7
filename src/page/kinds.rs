//! All kinds of pages, and how those of each are made. Addresses, links, the navigation, the names of
//! templates and the charts of a page are derived from this list.
//!
//! A new kind is a file with its [`PageKind`] and its view, its template, its words, and a line here.

use rayon::prelude::*;

use super::kind::{HANDBOOK, MANUAL, Menu, PageKind};
use super::{
    Maker, Page, area, chapter, chart_page, compare, component, data, edition, gallery, handbook,
    home, lists, manual, member, method, search, whole,
};
use super::{source, verify};

/// A kind of page with what makes its pages.
#[derive(Debug)]
struct Pages {
    /// What kind they are.
    kind: &'static PageKind,
    /// Whether the report has any.
    exist: fn(&Maker<'_>) -> bool,
    make: Make,
}

#[derive(Debug)]
enum Make {
    /// The maker is that of the page.
    One(fn(&Maker<'_>) -> Page),
    /// Each in the maker's language.
    Many(fn(&Maker<'_>) -> Vec<Page>),
}

impl Pages {
    const fn one(kind: &'static PageKind, make: fn(&Maker<'_>) -> Page) -> Pages {
        Pages {
            kind,
            exist: |_| true,
            make: Make::One(make),
        }
    }

    const fn many(kind: &'static PageKind, make: fn(&Maker<'_>) -> Vec<Page>) -> Pages {
        Pages {
            kind,
            exist: |_| true,
            make: Make::Many(make),
        }
    }

    /// All pages of the kind in the maker's language, if the report has any.
    fn make(&self, maker: &Maker<'_>) -> Vec<Page> {
        match self.make {
            _ if !(self.exist)(maker) => Vec::new(),
            Make::One(make) => vec![make(&maker.at_page(self.kind))],
            Make::Many(make) => make(maker),
        }
    }
}

/// All kinds; those of the menus in the order in which they stand there.
static KINDS: [Pages; 29] = [
    Pages::one(&home::KIND, home::page),
    Pages::one(&edition::RANKING, edition::latest),
    Pages::one(&lists::MEMBERS, lists::members),
    Pages::one(&lists::REGIONS, lists::regions),
    Pages::one(&method::KIND, method::page),
    Pages::one(&lists::EDITIONS, lists::editions),
    Pages::one(&lists::COMPONENTS, lists::components),
    Pages::one(&verify::REPLICATION, verify::replication),
    Pages {
        exist: |maker| !maker.contents.claims.is_empty(),
        ..Pages::one(&verify::CLAIMS, verify::claims)
    },
    Pages::one(&compare::KIND, compare::page),
    Pages::one(&data::KIND, data::page),
    Pages {
        exist: |maker| !maker.contents.chapters.is_empty(),
        ..Pages::one(&whole::KIND, whole::page)
    },
    Pages::one(&source::LIST, source::list),
    Pages::one(&search::KIND, search::page),
    Pages {
        exist: |maker| gallery::has_charts(maker),
        ..Pages::one(&gallery::KIND, gallery::page)
    },
    Pages {
        exist: |maker| maker.contents.manual,
        ..Pages::one(&handbook::KIND, handbook::page)
    },
    Pages {
        exist: |maker| maker.contents.manual,
        ..Pages::many(&handbook::PART, handbook::pages)
    },
    Pages {
        exist: |maker| maker.contents.manual,
        ..Pages::one(&manual::KIND, manual::page)
    },
    Pages {
        exist: |maker| maker.contents.manual,
        ..Pages::many(&manual::CHART_KIND, manual::pages)
    },
    Pages::many(&edition::KIND, edition::pages),
    Pages::many(&member::KIND, member::pages),
    Pages::many(&area::REGION, area::regions),
    Pages::many(&area::GROUP, area::groups),
    Pages::many(&component::KIND, component::pages),
    Pages::many(&source::KIND, source::pages),
    Pages::many(&chapter::KIND, chapter::pages),
    Pages::many(&compare::COMPARISON, compare::pages),
    Pages::many(&chart_page::KIND, chart_page::pages),
    Pages::many(&chart_page::EMBEDDED, chart_page::embedded),
];

/// All kinds of pages.
pub fn kinds() -> impl Iterator<Item = &'static PageKind> {
    KINDS.iter().map(|pages| pages.kind)
}

/// What a menu leads to in this report.
pub(super) fn in_menu(menu: Menu, maker: &Maker<'_>) -> Vec<&'static PageKind> {
    let pages = KINDS.iter().filter(|pages| pages.kind.menu == menu);
    let pages = pages.filter(|pages| (pages.exist)(maker));
    pages.map(|pages| pages.kind).collect()
}

/// What the menus lead to in this report.
pub(super) fn of_menus(maker: &Maker<'_>) -> Vec<&'static PageKind> {
    let menus = [Menu::Main, Menu::More].into_iter();
    let kinds = menus.flat_map(|menu| in_menu(menu, maker));
    // Those for authors are not among what readers look for.
    kinds
        .filter(|kind| ![MANUAL, HANDBOOK].contains(&kind.segment))
        .collect()
}

/// All pages of kinds, in the maker's language.
pub fn pages(maker: &Maker<'_>) -> Vec<Page> {
    let pages = KINDS.par_iter();
    pages.flat_map_iter(|pages| pages.make(maker)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::kind::Of;
    use super::*;

    #[test]
    fn kinds_have_names_of_their_own_and_templates_that_are_there() {
        let names: BTreeSet<&str> = kinds().map(|kind| kind.name).collect();
        assert_eq!(names.len(), KINDS.len());
        let templates = crate::assets::templates();
        for kind in kinds() {
            assert!(templates.bytes(kind.template).is_some(), "{}", kind.name);
        }
    }

    #[test]
    fn what_the_menus_show_is_one_page() {
        for kind in kinds().filter(|kind| kind.menu != Menu::None) {
            assert_eq!(kind.of, Of::One, "{}", kind.name);
        }
    }
}
