//! Sources: the whole bibliography, and a page for each.

use serde::Serialize;

use super::cited::{SourceView, view};
use super::kind::{Menu, Of, PageKind, SOURCES};
use super::maker::Link;
use super::{Contents, Maker, Page};
use crate::citation::{bibtex, ris};
use crate::lang::Lang;
use crate::survey::{SourceId, Survey};

#[derive(Debug, Serialize)]
struct Sources {
    sources: Vec<SourceView>,
    bibtex: String,
    ris: String,
}

/// The whole bibliography.
pub static LIST: PageKind = PageKind {
    name: "sources",
    of: Of::One,
    segment: SOURCES,
    template: "sources.html",
    menu: Menu::More,
    parent: None,
    charts: None,
};

/// The pages of sources.
pub static KIND: PageKind = PageKind {
    name: "source",
    of: Of::Source,
    segment: SOURCES,
    template: "source.html",
    menu: Menu::None,
    parent: Some(&LIST),
    charts: None,
};

/// The whole bibliography, by what the entries begin with.
pub(super) fn list(maker: &Maker<'_>) -> Page {
    let mut order: Vec<usize> = (0..maker.survey().sources.len()).collect();
    let text = |i: usize| maker.references[i].text.as_str();
    order.sort_by(|a, b| maker.lang.compare(text(*a), text(*b)));
    let view = Sources {
        sources: order
            .into_iter()
            .map(|i| view(maker, SourceId(i)))
            .collect(),
        bibtex: maker.href(&maker.addresses.bibtex(maker.lang)),
        ris: maker.href(&maker.addresses.ris(maker.lang)),
    };
    maker.page(
        &LIST,
        "",
        maker.word("page-sources"),
        maker.word("sources-description"),
        &view,
    )
}

#[derive(Debug, Serialize)]
struct One {
    source: SourceView,
    bibtex: String,
    chapters: Vec<Link>,
    editions: Vec<Link>,
    indicators: Vec<String>,
}

pub(super) fn pages(maker: &Maker<'_>) -> Vec<Page> {
    let sources = maker.survey().sources.iter().enumerate();
    let pages = sources.map(|(i, source)| {
        let route = maker.addresses.source(maker.lang, &source.id);
        page(&maker.at(route), SourceId(i))
    });
    pages.collect()
}

/// A source's own page: its entry, its BibTeX, and what rests on it.
fn page(maker: &Maker<'_>, id: SourceId) -> Page {
    let Contents {
        chapters, texts, ..
    } = maker.contents;
    let survey = maker.survey();
    let lang = maker.lang;
    let source = &survey.sources[id.0];
    let citing = chapters
        .iter()
        .zip(texts.iter())
        .filter_map(|(chapter, text)| {
            let cited = text[lang].sources.iter().find(|s| s.source == id)?;
            let route = maker.addresses.chapter(lang, &chapter.slug);
            let anchor = cited
                .marks
                .first()
                .map_or(String::new(), |m| format!("#cite-{m}"));
            Some(Link {
                name: chapter.files[lang].title.clone(),
                href: format!("{}{anchor}", maker.href(&route)),
            })
        });
    let view = One {
        source: view(maker, id),
        bibtex: bibtex::entry(source, lang),
        chapters: citing.collect(),
        editions: survey
            .edition_ids()
            .filter(|e| survey.editions[e.0].source == id)
            .map(|e| maker.edition(e))
            .collect(),
        indicators: survey
            .indicators
            .iter()
            .filter(|i| i.source == id)
            .map(|i| i.name[lang].clone())
            .collect(),
    };
    maker.page(
        &KIND,
        &source.id.to_lowercase(),
        source.title[lang].clone(),
        maker.references[id.0].text.clone(),
        &view,
    )
}

/// The whole bibliography as a BibTeX file.
pub fn bibliography(survey: &Survey, lang: Lang) -> String {
    let entries: Vec<String> = survey
        .sources
        .iter()
        .map(|source| bibtex::entry(source, lang))
        .collect();
    entries.join("\n")
}

/// The same as RIS.
pub fn ris(survey: &Survey, lang: Lang) -> String {
    let entries = survey.sources.iter();
    entries.map(|source| ris::entry(source, lang)).collect()
}
