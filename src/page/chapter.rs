//! A chapter's page.

use serde::Serialize;

use super::kind::{Menu, Of, PageKind, Segment};
use super::maker::Link;
use super::{Contents, Maker, Page, cited};
use crate::commentary::Fragment;
use crate::report::{Chapter, Figure};

#[derive(Debug, Serialize)]
struct ContentsEntry {
    id: String,
    text: String,
    level: u8,
}

/// A piece of the body: one of the three is there.
#[derive(Debug, Default, Serialize)]
struct Piece {
    html: Option<String>,
    chart: Option<String>,
    sparkline: Option<String>,
}

#[derive(Debug, Serialize)]
struct View {
    slug: String,
    description: String,
    contents: Vec<ContentsEntry>,
    pieces: Vec<Piece>,
    notes: String,
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
        pieces: text
            .fragments
            .iter()
            .map(|f| match f {
                Fragment::Html(html) => Piece {
                    html: Some(html.clone()),
                    ..Piece::default()
                },
                Fragment::Chart(id) => Piece {
                    chart: Some(id.clone()),
                    ..Piece::default()
                },
                Fragment::Sparkline(id) => Piece {
                    sparkline: Some(id.clone()),
                    ..Piece::default()
                },
            })
            .collect(),
        notes: text.notes.clone(),
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
            Fragment::Html(_) | Fragment::Sparkline(_) => None,
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
    page
}
