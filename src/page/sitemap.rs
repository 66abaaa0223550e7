//! The list of all pages for search engines.

use serde::Serialize;

use super::Page;
use super::frame::{Alternate, alternates};
use crate::lang::{Lang, Languages};
use crate::site::Route;

#[derive(Serialize)]
struct SitemapEntry {
    href: String,
    alternates: Vec<Alternate>,
}

/// What a sitemap lists: every page but the one for what is not found, with its alternates.
#[derive(Serialize)]
pub struct Sitemap {
    entries: Vec<SitemapEntry>,
}

/// The sitemap of all pages that are their own canonical ones.
pub fn sitemap(
    pages: &[Page],
    languages: Languages,
    base_url: &str,
    counterpart: &dyn Fn(&Route, Lang) -> Route,
) -> Sitemap {
    let absolute = |route: &Route| format!("{base_url}{route}");
    Sitemap {
        entries: pages
            .iter()
            .filter(|p| p.route.as_str() != "404.html" && p.canonical.is_none())
            .map(|page| SitemapEntry {
                href: absolute(&page.route),
                alternates: alternates(&page.route, languages, &absolute, counterpart),
            })
            .collect(),
    }
}
