//! HTML under way: events for the writer, cut into fragments by what is drawn later.
//!
//! Where sparklines and the author's own HTML stand is kept beside the text, never in it: whatever an
//! author writes can neither stand for one nor move one.

use std::cell::RefCell;
use std::fmt;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::super::cjk::MARKS;
use super::super::model::Fragment;
use super::super::raw::structure;

/// Before a raised mark, which must not begin a line: the word joiner.
pub(super) const KEPT: char = '\u{2060}';

/// HTML under way; charts cut it into fragments.
#[derive(Default)]
pub(super) struct Output<'e> {
    pub(super) fragments: Vec<Fragment>,
    /// What has been written since the last fragment, and what stands where in it.
    html: String,
    found: Vec<(usize, Found)>,
    /// What is to be written next.
    parts: Vec<Part<'e>>,
    in_image: bool,
    /// From the first piece of an author's HTML on: what is written.
    checked: Option<String>,
    /// Where in it the pieces begin, and their numbers.
    pieces: Vec<(usize, usize)>,
}

/// How many parts wait before they are written: a large text has millions.
const WAITING: usize = 4096;

enum Part<'e> {
    Event(Event<'e>),
    /// A piece of the author's HTML, and its number.
    Piece(Event<'e>, usize),
    /// What is put in when all texts are known.
    Later(Fragment),
}

/// What stands at a place of the HTML.
enum Found {
    Piece(usize),
    Later(Fragment),
}

impl<'e> Output<'e> {
    pub(super) fn push(&mut self, event: Event<'e>) {
        match &event {
            Event::Start(Tag::Image { .. }) => self.in_image = true,
            Event::End(TagEnd::Image) => self.in_image = false,
            _ => {}
        }
        self.part(Part::Event(match event {
            // Joiners stand in texts only.
            Event::Text(text) if text.contains(MARKS) => {
                Event::Text(text.replace(MARKS, "").into())
            }
            other => other,
        }));
    }

    pub(super) fn html(&mut self, html: impl Into<CowStr<'e>>) {
        self.part(Part::Event(Event::InlineHtml(html.into())));
    }

    pub(super) fn block(&mut self, html: impl Into<CowStr<'e>>) {
        self.part(Part::Event(Event::Html(html.into())));
    }

    /// The piece `number` of an author's HTML.
    pub(super) fn raw(&mut self, event: Event<'e>, number: usize) {
        self.checked.get_or_insert_default();
        self.part(Part::Piece(event, number));
    }

    /// What is put inside the text when all texts are known.
    pub(super) fn later(&mut self, fragment: Fragment) {
        self.part(Part::Later(fragment));
    }

    fn part(&mut self, part: Part<'e>) {
        self.parts.push(part);
        // The text of an image is written in one.
        if self.parts.len() >= WAITING && !self.in_image {
            self.write();
        }
    }

    fn write(&mut self) {
        let from = self.html.len();
        let (html, found) = written(self.parts.drain(..));
        let found = found.into_iter().map(|(at, what)| (from + at, what));
        self.found.extend(found);
        self.html.push_str(&html);
    }

    /// A drawing between the texts.
    pub(super) fn chart(&mut self, id: String) {
        self.flush();
        if let Some(checked) = &mut self.checked {
            checked.push_str("<figure></figure>");
        }
        self.fragments.push(Fragment::Chart(id));
    }

    pub(super) fn flush(&mut self) {
        self.write();
        let (html, found) = (
            std::mem::take(&mut self.html),
            std::mem::take(&mut self.found),
        );
        if let Some(checked) = &mut self.checked {
            let from = checked.len();
            let pieces = found.iter().filter_map(|(at, what)| match what {
                Found::Piece(number) => Some((from + at, *number)),
                Found::Later(_) => None,
            });
            self.pieces.extend(pieces);
            checked.push_str(&html);
        }
        let mut rest = html.as_str();
        for (at, what) in found {
            let Found::Later(fragment) = what else {
                continue;
            };
            let (before, behind) = rest.split_at(at - (html.len() - rest.len()));
            self.fragments.push(Fragment::Html(before.to_owned()));
            self.fragments.push(fragment);
            rest = behind;
        }
        if rest.len() < html.len() || !rest.trim().is_empty() {
            self.fragments.push(Fragment::Html(rest.to_owned()));
        }
    }

    /// Where a browser reads what has been written otherwise than it is meant: the number of the
    /// piece and what is wrong. Begins anew.
    pub(super) fn misread(&mut self, deepest: usize) -> Option<(usize, String)> {
        let pieces = std::mem::take(&mut self.pieces);
        structure::misread(&self.checked.take()?, &pieces, deepest)
    }
}

/// The HTML of events, and where in it the marked ones begin.
fn written<'e>(parts: impl Iterator<Item = Part<'e>>) -> (String, Vec<(usize, Found)>) {
    let html = Shared::default();
    let mut found = Vec::new();
    // The writer asks for the next event when it has written the one before.
    let events = parts.filter_map(|part| {
        let (event, what) = match part {
            Part::Event(event) => return Some(event),
            Part::Piece(event, number) => (Some(event), Found::Piece(number)),
            Part::Later(fragment) => (None, Found::Later(fragment)),
        };
        found.push((html.0.borrow().len(), what));
        event
    });
    // Writing to a text cannot fail.
    let _ = pulldown_cmark::html::write_html_fmt(&html, events);
    (html.0.into_inner(), found)
}

/// A text that is written and looked at in turns.
#[derive(Default)]
struct Shared(RefCell<String>);

impl fmt::Write for &Shared {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.borrow_mut().push_str(text);
        Ok(())
    }
}
