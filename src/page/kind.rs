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
    /// A member beside others.
    Comparison,
    /// A chart by itself.
    Chart,
    /// The same to be shown on other sites.
    Embedded,
}

impl Of {
    /// Whether texts can lead to one of several such pages, by what authors call the thing.
    pub fn is_named(self) -> bool {
        match self {
            Of::Member | Of::Edition | Of::Area(_) | Of::Component | Of::Chapter | Of::Source => {
                true
            }
            Of::One | Of::ChartKind | Of::Handbook => false,
            Of::Comparison | Of::Chart | Of::Embedded => false,
        }
    }
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

/// Where members are compared.
pub const COMPARE: Segment = Segment::Fixed("compare");

/// Where all that has a name is listed.
pub const SEARCH: Segment = Segment::Fixed("index");

/// Where the data are to be taken.
pub const DATA: Segment = Segment::Fixed("data");

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
