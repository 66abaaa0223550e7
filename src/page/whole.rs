//! The whole report on one page, for printing and for reading without a network.

use std::collections::BTreeSet;

use serde::Serialize;

use super::chapter::{Piece, pieces};
use super::cited::{self, SourceView};
use super::kind::{Menu, Of, PageKind, Segment};
use super::maker::Link;
use super::{Maker, Page};
use crate::commentary::Fragment;
use crate::report::Figure;
use crate::site::Route;

#[derive(Debug, Serialize)]
struct Part {
    id: String,
    title: String,
    description: String,
    /// The headings of its sections.
    headings: Vec<Link>,
    pieces: Vec<Piece>,
    notes: Vec<Piece>,
    cited: Vec<SourceView>,
}

#[derive(Debug, Serialize)]
struct View {
    parts: Vec<Part>,
    version: Option<String>,
    authors: String,
}

/// All chapters on a page.
pub static KIND: PageKind = PageKind {
    name: "whole",
    of: Of::One,
    segment: Segment::Fixed("whole"),
    template: "whole.html",
    menu: Menu::More,
    parent: None,
    charts: None,
};

pub(super) fn page(maker: &Maker<'_>) -> Page {
    let config = maker.config;
    let mut placed = BTreeSet::new();
    let parts = (0..maker.contents.chapters.len()).map(|at| part(maker, at, &mut placed));
    let parts = parts.collect();
    let authors = config.citation.authors.iter().map(|author| {
        let name = &author[maker.lang];
        match (&name.given, maker.lang.spaced()) {
            (Some(given), true) => format!("{given} {}", name.family),
            (Some(given), false) => format!("{}{given}", name.family),
            (None, _) => name.family.clone(),
        }
    });
    let authors: Vec<String> = authors.collect();
    let view = View {
        parts,
        version: config.citation.version.clone(),
        authors: maker.lang.list(&authors),
    };
    let description = config.description[maker.lang].clone();
    maker.page(&KIND, "", maker.word("page-whole"), description, &view)
}

/// The chapter at `at`. A chart that an earlier one has is named there only.
fn part<'m>(maker: &Maker<'m>, at: usize, placed: &mut BTreeSet<&'m str>) -> Part {
    let lang = maker.lang;
    let contents = maker.contents;
    let (chapter, text) = (&contents.chapters[at], &contents.texts[at][lang]);
    let own = maker.addresses.chapter(lang, &chapter.slug);
    let moved = Moved {
        maker,
        slug: &chapter.slug,
        title: &chapter.files[lang].short_title,
        own,
    };
    let mut repeated = BTreeSet::new();
    for fragment in &text.fragments {
        if let Fragment::Chart(id) = fragment
            && !placed.insert(id)
        {
            repeated.insert(id.as_str());
        }
    }
    let set = |fragments: &[Fragment]| {
        let mut pieces = pieces(maker, at, fragments);
        for piece in &mut pieces {
            if let Some(html) = &mut piece.html {
                *html = moved.html(html);
            }
            if let Some(id) = piece.chart.take_if(|id| repeated.contains(id.as_str())) {
                piece.reference = Some(Link {
                    name: piece.number.take().unwrap_or_else(|| id.clone()),
                    href: format!("#chart-{id}"),
                });
            }
            if let Some(link) = &mut piece.reference {
                // Charts keep their anchors.
                let anchor = link.href.find('#').unwrap_or_default();
                link.href = link.href.split_off(anchor);
            }
        }
        pieces
    };
    let figures: Vec<&Figure> = Vec::new();
    let mut cited = cited::cited(maker, &text.sources, &figures);
    for source in &mut cited {
        source.move_to(&chapter.slug);
    }
    Part {
        id: chapter.slug.clone(),
        title: chapter.files[lang].title.clone(),
        description: chapter.files[lang].description.clone(),
        headings: text
            .headings
            .iter()
            .filter(|heading| heading.level == 2)
            .map(|heading| Link {
                name: heading.text.clone(),
                href: format!("#{}--{}", chapter.slug, heading.id),
            })
            .collect(),
        pieces: set(&text.fragments),
        notes: set(&text.notes),
        cited,
    }
}

/// A chapter's HTML on this page: its anchors with its name before them, its links from here.
struct Moved<'m> {
    maker: &'m Maker<'m>,
    slug: &'m str,
    title: &'m str,
    /// The chapter's own page.
    own: Route,
}

/// Attributes whose values are ids of the same page.
const IDS: [&str; 5] = [
    "id",
    "for",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
];

impl Moved<'_> {
    fn html(&self, html: &str) -> String {
        let mut out = String::with_capacity(html.len() + html.len() / 8);
        let mut rest = html;
        // In a text a quotation mark behind `=` is no attribute: it stands outside of tags.
        while let Some(open) = rest.find('<') {
            let (text, tag) = rest.split_at(open);
            out.push_str(text);
            let end = end_of_tag(tag);
            self.tag(&tag[..end], &mut out);
            rest = &tag[end..];
        }
        out.push_str(rest);
        out
    }

    fn tag(&self, tag: &str, out: &mut String) {
        // Tables of two chapters have one name.
        let is_region = tag.contains(" role=\"region\"");
        let mut rest = tag;
        while let Some(at) = rest.find("=\"") {
            let (before, value) = rest.split_at(at + 2);
            out.push_str(before);
            let name = before[..at]
                .rsplit(char::is_whitespace)
                .next()
                .unwrap_or_default();
            let end = value.find('"').unwrap_or(value.len());
            out.push_str(&self.value(name, &value[..end]));
            if is_region && name == "aria-label" {
                out.push_str(&format!(" · {}", crate::html::escape(self.title)));
            }
            rest = &value[end..];
            // Past the closing mark.
            if let Some(after) = rest.strip_prefix('"') {
                out.push('"');
                rest = after;
            }
        }
        out.push_str(rest);
    }

    fn value(&self, name: &str, value: &str) -> String {
        if IDS.contains(&name) {
            let ids = value.split(' ').map(|id| format!("{}--{id}", self.slug));
            return ids.collect::<Vec<_>>().join(" ");
        }
        match name {
            "href" | "src" => self.link(value),
            _ => value.to_owned(),
        }
    }

    fn link(&self, link: &str) -> String {
        if let Some(anchor) = link.strip_prefix('#') {
            return match (anchor.starts_with("chart-"), anchor.strip_prefix("source-")) {
                (true, _) => link.to_owned(),
                (false, Some(source)) => format!("#source-{}--{source}", self.slug),
                (false, None) => format!("#{}--{anchor}", self.slug),
            };
        }
        if link.contains(':') || link.starts_with('/') {
            return link.to_owned();
        }
        let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
        let Some(to) = crate::site::check::resolve(&self.own, target) else {
            return link.to_owned();
        };
        let chapters = self.maker.contents.chapters.iter();
        let mut others =
            chapters.map(|c| (c, self.maker.addresses.chapter(self.maker.lang, &c.slug)));
        if let Some((chapter, _)) = others.find(|(_, route)| *route == to) {
            return match anchor {
                "" => format!("#{}", chapter.slug),
                anchor => format!("#{}--{anchor}", chapter.slug),
            };
        }
        let link = self.maker.href(&to);
        match anchor {
            "" => link,
            anchor => format!("{link}#{anchor}"),
        }
    }
}

/// Behind the tag with which a text begins.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (i, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return i + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    tag.len()
}
