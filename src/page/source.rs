//! Sources: the list at a page's end, the whole bibliography, and a page for each.

use serde::Serialize;

use super::kind::{Menu, Of, PageKind, Segment, always};
use super::maker::Link;
use super::{Contents, Maker, Page};
use crate::citation::bibtex;
use crate::commentary::Cited;
use crate::lang::Lang;
use crate::report::Figure;
use crate::survey::{SourceId, Survey};

/// An entry of the bibliography, as a page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView {
    id: String,
    /// The entry in the form of the page's language.
    html: String,
    note: Option<String>,
    /// The source's page.
    page: Link,
    /// The places on this page that rest on it.
    backs: Vec<Link>,
}

/// A source for a page.
fn view(maker: &Maker<'_>, id: SourceId) -> SourceView {
    let source = &maker.survey().sources[id.0];
    SourceView {
        id: source.id.clone(),
        html: maker.references[id.0].html.clone(),
        note: source.note.as_ref().map(|n| n[maker.lang].clone()),
        page: Link {
            name: source.title[maker.lang].clone(),
            href: maker.href(&maker.addresses.source(maker.lang, &source.id)),
        },
        backs: Vec::new(),
    }
}

/// The sources at a page's end: those cited, numbered in the order of their first citation, then
/// those of the charts that the text does not cite.
pub fn cited(maker: &Maker<'_>, cited: &[Cited], figures: &[&Figure]) -> Vec<SourceView> {
    let back = |word: &str, href: String| Link {
        name: maker.word(word),
        href,
    };
    let mut order: Vec<SourceId> = Vec::new();
    let mut views: Vec<SourceView> = Vec::new();
    for one in cited {
        order.push(one.source);
        let mut view = view(maker, one.source);
        let marks = one.marks.iter();
        view.backs = marks
            .map(|mark| back("back-to-text", format!("#cite-{mark}")))
            .collect();
        views.push(view);
    }
    for figure in figures {
        for &id in &figure.sources {
            let at = order.iter().position(|s| *s == id).unwrap_or_else(|| {
                order.push(id);
                views.push(view(maker, id));
                order.len() - 1
            });
            let href = format!("#chart-{}", figure.name);
            if views[at].backs.iter().all(|b| b.href != href) {
                views[at].backs.push(back("back-to-chart", href));
            }
        }
    }
    views
}

#[derive(Debug, Serialize)]
struct Sources {
    sources: Vec<SourceView>,
    bibtex: String,
}

/// The whole bibliography.
pub static LIST: PageKind = PageKind {
    name: "sources",
    of: Of::One,
    segment: SEGMENT,
    template: "sources.html",
    menu: Menu::More,
    parent: None,
    charts: None,
    exists: always,
    pages: |maker| vec![list(&maker.at_page(&LIST))],
};

/// The pages of sources.
pub static KIND: PageKind = PageKind {
    name: "source",
    of: Of::Source,
    segment: SEGMENT,
    template: "source.html",
    menu: Menu::None,
    parent: Some(&LIST),
    charts: None,
    exists: always,
    pages,
};

const SEGMENT: Segment = Segment::Fixed("sources");

/// The whole bibliography, by what the entries begin with.
fn list(maker: &Maker<'_>) -> Page {
    let mut order: Vec<usize> = (0..maker.survey().sources.len()).collect();
    let text = |i: usize| maker.references[i].text.as_str();
    order.sort_by(|a, b| maker.lang.compare(text(*a), text(*b)));
    let view = Sources {
        sources: order
            .into_iter()
            .map(|i| view(maker, SourceId(i)))
            .collect(),
        bibtex: maker.href(&maker.addresses.bibtex(maker.lang)),
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

fn pages(maker: &Maker<'_>) -> Vec<Page> {
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
