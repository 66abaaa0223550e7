//! The entry that a style makes of a source.

use hayagriva::citationberg::{FontStyle, LocaleCode};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild, ElemChildren,
};

use super::correct::{Run, complete, correct, has_han, restore};
use super::form;
use super::record::{colons, record};
use crate::lang::Lang;
use crate::survey::Source;
use crate::survey::bibliography::SourceKind;
use crate::web::of_doi;

/// An entry of a bibliography.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// For a page: escaped, titles marked as the style wants it, addresses as links.
    pub html: String,
    /// The same as plain text.
    pub text: String,
}

/// The entry of `source` for the pages of a language.
pub fn reference(source: &Source, lang: Lang) -> Reference {
    let record = record(source, lang);
    let mut runs = Vec::new();
    if let Some(style) = form::independent(form::style(lang)) {
        let terms = form::terms(lang, record.chinese);
        let code = || Some(LocaleCode(terms.to_owned()));
        // Each entry has its own driver: their terms are those of their own language.
        let mut driver = BibliographyDriver::new();
        let item = CitationItem::with_entry(&record.item);
        let locales = &form::LOCALES;
        driver.citation(CitationRequest::new(
            vec![item],
            style,
            code(),
            locales,
            None,
        ));
        let rendered = driver.finish(BibliographyRequest {
            style,
            locale: code(),
            locale_files: locales,
        });
        for item in rendered.bibliography.iter().flat_map(|b| &b.items) {
            collect(&item.content, &mut runs);
        }
    }
    if runs.is_empty() {
        runs.push(Run::plain(&source.title[lang]));
    }
    if let Some(doi) = &source.doi {
        // The processor takes a DOI for a part of an address as it is.
        let unencoded = format!("https://doi.org/{doi}");
        for run in &mut runs {
            run.href = run.href.take().map(|href| match href == unencoded {
                true => of_doi(doi),
                false => href,
            });
        }
    }
    restore(&mut runs, &own_capitals(source, lang));
    if form::is_gb(lang) {
        complete(&mut runs, &after_mark(source, lang));
    }
    correct(&mut runs, lang);
    Reference {
        html: runs.iter().map(Run::html).collect(),
        text: runs.iter().map(|r| r.text.as_str()).collect(),
    }
}

/// The texts whose capitals are not the style's to change.
fn own_capitals(source: &Source, lang: Lang) -> Vec<&str> {
    if form::is_gb(lang) {
        let names = source.authors.iter().chain(&source.editors);
        let names = names.map(|n| n[lang].family.as_str());
        return names.filter(|n| has_han(n)).collect();
    }
    let sites = source.container.iter();
    let sites = sites.filter(|_| source.kind == SourceKind::Webpage);
    sites.map(|c| c[lang].as_str()).collect()
}

/// What GB/T 7714 has behind the mark of the document's type and the style leaves out: the site in
/// which a page stands, and the version.
fn after_mark(source: &Source, lang: Lang) -> String {
    let mut text = String::new();
    if let (SourceKind::Webpage, Some(site)) = (source.kind, &source.container) {
        text = format!("//{}", colons(&site[lang]));
    }
    if let Some(version) = &source.version {
        let counter = if version.ends_with(|c: char| c.is_ascii_digit()) {
            "版"
        } else {
            ""
        };
        text = format!("{text}. {version}{counter}");
    }
    text
}

fn collect(children: &ElemChildren, runs: &mut Vec<Run>) {
    for child in &children.0 {
        match child {
            ElemChild::Elem(elem) => collect(&elem.children, runs),
            ElemChild::Text(t) => runs.push(Run {
                text: t.text.clone(),
                italic: t.formatting.font_style == FontStyle::Italic,
                href: None,
            }),
            ElemChild::Link { text, url } => runs.push(Run {
                text: text.text.clone(),
                italic: text.formatting.font_style == FontStyle::Italic,
                href: Some(url.clone()),
            }),
            ElemChild::Markup(text) => runs.push(Run::plain(text)),
            ElemChild::Transparent { .. } => {}
        }
    }
}
