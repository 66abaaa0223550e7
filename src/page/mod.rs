//! Pages: a typed view for each kind, in each language. What they show is computed elsewhere.

pub(crate) mod address;
pub(crate) mod area;
mod bounded;
pub(crate) mod chapter;
pub(crate) mod cite;
pub(crate) mod component;
pub(crate) mod edition;
pub mod figure;
mod frame;
mod functions;
pub(crate) mod gallery;
pub(crate) mod home;
pub(crate) mod kind;
pub(crate) mod lists;
pub(crate) mod maker;
pub(crate) mod member;
pub(crate) mod method;
pub mod render;
pub(crate) mod sitemap;
pub mod source;
pub(crate) mod verify;

pub use address::Addresses;
pub use kind::{KINDS, PageKind};
pub use maker::{Contents, Link, Maker};

use tera::Value;

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
    /// The charts that stand on every page of this kind.
    pub figures: Vec<String>,
    /// The sources that it cites, and those of its charts.
    pub cited: Vec<source::SourceView>,
    /// What the template shows.
    pub view: Value,
}
