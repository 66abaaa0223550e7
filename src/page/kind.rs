//! The kinds of pages. Each is one descriptor, which stands with its view; addresses, links, the
//! navigation, the names of templates and the charts of a page are derived from it.
//!
//! A new kind is a file with a descriptor, its template, its words, and a line in [`KINDS`].

use super::{Maker, Page, area, chapter, component, edition, gallery, home, lists, member, method};
use super::{source, verify};
use crate::report::charts::Subject;
use crate::survey::AreaKind;

/// A kind of page.
#[derive(Debug)]
pub struct PageKind {
    /// What links (`page:NAME` where there is one page, `NAME:id` otherwise), words (`page-NAME`)
    /// and messages call it.
    pub name: &'static str,
    /// What each page of it shows.
    pub of: Of,
    /// The part of the address after the language.
    pub segment: Segment,
    /// The template.
    pub template: &'static str,
    /// Where the navigation of every page has it.
    pub menu: Menu,
    /// The page that leads to those of this kind.
    pub parent: Option<&'static PageKind>,
    /// The charts that stand on every page of it.
    pub charts: Option<Subject>,
    /// Whether the report has it.
    pub exists: fn(&Maker<'_>) -> bool,
    /// All its pages in the maker's language.
    pub pages: fn(&Maker<'_>) -> Vec<Page>,
}

/// What each page of a kind shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// There is one page.
    One,
    Member,
    Edition,
    /// An area of one of these kinds.
    Area(&'static [AreaKind]),
    Component,
    Chapter,
    Source,
}

/// The first segment of an address after the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Segment {
    /// None: the home page.
    Home,
    /// Always this.
    Fixed(&'static str),
    /// What `routes` in `report.yaml` says under this key; the key itself by default.
    Setting(&'static str),
}

/// A place in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// Not there.
    None,
    /// Beside the report's name.
    Main,
    /// In the list of all other pages.
    More,
}

/// All kinds; those of the menus in the order in which they stand there.
pub static KINDS: [&PageKind; 18] = [
    &home::KIND,
    &edition::RANKING,
    &lists::MEMBERS,
    &lists::REGIONS,
    &method::KIND,
    &lists::EDITIONS,
    &lists::COMPONENTS,
    &verify::REPLICATION,
    &verify::CLAIMS,
    &source::LIST,
    &gallery::KIND,
    &edition::KIND,
    &member::KIND,
    &area::REGION,
    &area::GROUP,
    &component::KIND,
    &source::KIND,
    &chapter::KIND,
];

/// For kinds that every report has.
pub fn always(_: &Maker<'_>) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn kinds_have_names_of_their_own_and_templates_that_are_there() {
        let names: BTreeSet<&str> = KINDS.iter().map(|kind| kind.name).collect();
        assert_eq!(names.len(), KINDS.len());
        let templates = crate::assets::templates();
        for kind in KINDS {
            assert!(templates.bytes(kind.template).is_some(), "{}", kind.name);
        }
    }

    #[test]
    fn what_the_menus_show_is_one_page() {
        for kind in KINDS.iter().filter(|kind| kind.menu != Menu::None) {
            assert_eq!(kind.of, Of::One, "{}", kind.name);
        }
    }
}
