//! A page as the views make it.

use serde::Serialize;
use tera::Value;

use super::cited::{self, SourceView};
use super::maker::Link;
use super::{Maker, PageKind};
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
    pub cited: Vec<SourceView>,
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
            figures: figures.iter().map(|figure| figure.name.clone()).collect(),
            cited: cited::cited(self, &[], figures),
            view: Value::from_serializable(view),
        }
    }
}
