//! The list of sources at a page's end.

use serde::Serialize;

use super::Maker;
use super::maker::Link;
use crate::commentary::Cited;
use crate::report::Figure;
use crate::survey::SourceId;

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

impl SourceView {
    /// Its anchors with the name of a chapter before them, on a page of several.
    pub(super) fn move_to(&mut self, slug: &str) {
        self.id = format!("{slug}--{}", self.id);
        for back in &mut self.backs {
            back.href = back.href.replacen('#', &format!("#{slug}--"), 1);
        }
    }
}

/// A source for a page.
pub(super) fn view(maker: &Maker<'_>, id: SourceId) -> SourceView {
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
