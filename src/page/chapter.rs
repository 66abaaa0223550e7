//! A chapter's page.

use serde::Serialize;

use super::card::PageCard;
use super::kind::{Menu, Of, PageKind, Segment};
use super::maker::Link;
use super::{Contents, Maker, Page, cited};
use crate::commentary::Fragment;
use crate::report::numbering::Numbered;
use crate::report::{Chapter, Figure};

#[derive(Debug, Serialize)]
struct ContentsEntry {
    id: String,
    text: String,
    level: u8,
}

/// A piece of a text: one of the four is there.
#[derive(Debug, Default, Serialize)]
pub(super) struct Piece {
    pub(super) html: Option<String>,
    pub(super) chart: Option<String>,
    sparkline: Option<String>,
    /// Another chart, by its number.
    pub(super) reference: Option<Link>,
    /// What the chart is called: “Figure 3”.
    pub(super) number: Option<String>,
}

#[derive(Debug, Serialize)]
struct View {
    slug: String,
    description: String,
    contents: Vec<ContentsEntry>,
    pieces: Vec<Piece>,
    notes: Vec<Piece>,
    previous: Option<Link>,
    next: Option<Link>,
    chapters: Vec<Link>,
    number: usize,
}

/// The pages of chapters.
pub static KIND: PageKind = PageKind {
    name: "chapter",
    of: Of::Chapter,
    segment: Segment::Setting("chapters"),
    template: "chapter.html",
    menu: Menu::None,
    parent: None,
    charts: None,
};

pub(super) fn pages(maker: &Maker<'_>) -> Vec<Page> {
    let chapters = maker.contents.chapters.iter().enumerate();
    let pages = chapters.map(|(at, chapter)| {
        let route = maker.addresses.chapter(maker.lang, &chapter.slug);
        page(&maker.at(route), at)
    });
    pages.collect()
}

/// The page of the chapter at `at` among all.
fn page(maker: &Maker<'_>, at: usize) -> Page {
    let lang = maker.lang;
    let Contents {
        chapters, figures, ..
    } = maker.contents;
    let text = &maker.contents.texts[at][lang];
    let link = |chapter: &Chapter| Link {
        name: chapter.files[lang].short_title.clone(),
        href: maker.href(&maker.addresses.chapter(lang, &chapter.slug)),
    };
    let chapter = &chapters[at];
    let file = &chapter.files[lang];
    let view = View {
        slug: chapter.slug.clone(),
        description: file.description.clone(),
        contents: text
            .headings
            .iter()
            .filter(|h| h.level <= 3)
            .map(|h| ContentsEntry {
                id: h.id.clone(),
                text: h.text.clone(),
                level: h.level,
            })
            .collect(),
        pieces: pieces(maker, at, &text.fragments),
        notes: pieces(maker, at, &text.notes),
        previous: at.checked_sub(1).map(|i| link(&chapters[i])),
        next: chapters.get(at + 1).map(link),
        chapters: chapters.iter().map(link).collect(),
        number: at + 1,
    };
    let placed: Vec<&Figure> = text
        .fragments
        .iter()
        .filter_map(|fragment| match fragment {
            Fragment::Chart(id) => figures.iter().find(|f| f.name == *id),
            // A sparkline has no place to which its source could lead back.
            _ => None,
        })
        .collect();
    let mut page = maker.page(
        &KIND,
        &chapter.slug,
        file.title.clone(),
        file.description.clone(),
        &view,
    );
    page.cited = cited::cited(maker, &text.sources, &placed);
    if maker.contents.pictures {
        page.card = PageCard::of(&KIND, &placed);
    }
    page
}

/// The pieces of a text of the chapter at `at`.
pub(super) fn pieces(maker: &Maker<'_>, at: usize, fragments: &[Fragment]) -> Vec<Piece> {
    let called = |placed: Numbered| placed.called(maker.words, maker.lang);
    let piece = |fragment: &Fragment| {
        let mut piece = Piece::default();
        match fragment {
            Fragment::Html(html) => piece.html = Some(html.clone()),
            Fragment::Sparkline(id) => piece.sparkline = Some(id.clone()),
            Fragment::Chart(id) => {
                let placed = maker.contents.numbering.find(id, at);
                piece.number = placed.map(called);
                piece.chart = Some(id.clone());
            }
            Fragment::Reference(id) => {
                let placed = maker.contents.numbering.find(id, at);
                piece.reference = placed.map(|placed| {
                    let chapter = &maker.contents.chapters[placed.chapter];
                    let page = maker.addresses.chapter(maker.lang, &chapter.slug);
                    let before = match placed.chapter == at {
                        true => String::new(),
                        false => maker.href(&page),
                    };
                    Link {
                        name: called(placed),
                        href: format!("{before}#chart-{id}"),
                    }
                });
            }
        }
        piece
    };
    fragments.iter().map(piece).collect()
}
