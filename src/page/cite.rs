//! “Cite this page”: the page as a source of its own.

use serde::Serialize;

use super::{Maker, Page};
use crate::citation::{bibtex, chosen_style, ris};
use crate::lang::PerLanguage;
use crate::survey::Source;
use crate::survey::bibliography::SourceKind;
use crate::web::Address;

/// How to cite a page.
#[derive(Clone, Debug, Serialize)]
pub struct CiteView {
    /// What the form is called, if the report has chosen it for the language.
    pub form: Option<&'static str>,
    /// The citation in the form of the page's language.
    pub text: String,
    /// The same for BibTeX.
    pub bibtex: String,
    /// The same as RIS.
    pub ris: String,
}

/// How to cite `page`, whose absolute address is `url`; `None` for a page in no one language.
pub fn view(maker: &Maker<'_>, page: &Page, url: &str) -> Option<CiteView> {
    let lang = page.lang?;
    let config = maker.config;
    let citation = &config.citation;
    let report = &config.title[lang];
    // Addresses are unique, and stay as long as the page does.
    let site = crate::site::check::site_path(&config.base_url);
    let route = page.canonical.as_ref().unwrap_or(&page.route);
    let kind = match page.template == super::data::KIND.template {
        true => SourceKind::Dataset,
        false => SourceKind::Webpage,
    };
    let title = PerLanguage::same(lang.languages(), page.title.clone());
    let source = Source {
        authors: citation.authors.clone(),
        issued: citation.issued,
        version: citation.version.clone(),
        container: (page.title != *report).then(|| config.title.clone()),
        // Made of a checked address and a route.
        url: Address::parse(url).ok(),
        ..Source::new(bibtex::key(&format!("{site}-{route}")), kind, title)
    };
    Some(CiteView {
        form: chosen_style(lang),
        text: maker.contents.cited_pages[lang].text(&source, lang),
        bibtex: bibtex::entry(&source, lang),
        ris: ris::entry(&source, lang),
    })
}
