//! What a kind of page is: its name, address, template and place in the navigation. Each stands with
//! the view of its pages; `kinds.rs` lists them all.

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
    /// A kind of chart, for authors.
    ChartKind,
    /// A part of the manual.
    Handbook,
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

/// Where the bibliography stands.
pub const SOURCES: Segment = Segment::Fixed("sources");

/// Where the charts stand.
pub const CHARTS: Segment = Segment::Fixed("charts");

/// Where authors read how charts are declared.
pub const MANUAL: Segment = Segment::Fixed("manual");

/// Where authors read the manual.
pub const HANDBOOK: Segment = Segment::Fixed("handbook");

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
