//! HTML under way: events for the writer, cut into fragments by what is drawn later.

use pulldown_cmark::{CowStr, Event};

use super::super::cjk::MARKS;
use super::super::model::Fragment;
use super::super::raw::structure;

/// Around the id of a sparkline in HTML under way: a character that no author writes, so that the
/// text around it stays one stream for the writer.
pub(super) const SPARKLINE: char = '\u{e011}';

/// Before a raised mark, which must not begin a line: the word joiner.
pub(super) const KEPT: char = '\u{2060}';

/// HTML under way; charts cut it into fragments.
#[derive(Default)]
pub(super) struct Output<'e> {
    pub(super) fragments: Vec<Fragment>,
    events: Vec<Event<'e>>,
    /// Which of the events are an author's HTML, and the number of the piece.
    raw: Vec<(usize, usize)>,
    /// From the first piece of an author's HTML on: what is written, with a mark before each.
    marked: Option<String>,
}

impl<'e> Output<'e> {
    pub(super) fn push(&mut self, event: Event<'e>) {
        self.events.push(event);
    }

    pub(super) fn html(&mut self, html: impl Into<CowStr<'e>>) {
        self.events.push(Event::InlineHtml(html.into()));
    }

    pub(super) fn block(&mut self, html: impl Into<CowStr<'e>>) {
        self.events.push(Event::Html(html.into()));
    }

    /// The piece `number` of an author's HTML.
    pub(super) fn raw(&mut self, event: Event<'e>, number: usize) {
        self.raw.push((self.events.len(), number));
        self.events.push(event);
        self.marked.get_or_insert_default();
    }

    /// A drawing between the texts.
    pub(super) fn chart(&mut self, id: String) {
        self.flush();
        if let Some(marked) = &mut self.marked {
            marked.push_str("<figure></figure>");
        }
        self.fragments.push(Fragment::Chart(id));
    }

    pub(super) fn flush(&mut self) {
        if let Some(marked) = &mut self.marked {
            let mut events = self.events.clone();
            for (at, number) in self.raw.drain(..) {
                if let Event::Html(html) | Event::InlineHtml(html) = &mut events[at] {
                    *html = format!("{}{html}", structure::mark(number)).into();
                }
            }
            pulldown_cmark::html::push_html(marked, events.into_iter());
        }
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, self.events.drain(..));
        let html = html.replace(MARKS, "");
        if html.trim().is_empty() {
            return;
        }
        // Every second part is the id of a sparkline.
        for (i, part) in html.split(SPARKLINE).enumerate() {
            self.fragments.push(if i % 2 == 1 {
                Fragment::Sparkline(part.to_owned())
            } else {
                Fragment::Html(part.to_owned())
            });
        }
    }

    /// Where a browser reads what has been written otherwise than it is meant: the number of the
    /// piece and what is wrong. Begins anew.
    pub(super) fn misread(&mut self) -> Option<(usize, String)> {
        structure::misread(&self.marked.take()?)
    }
}
