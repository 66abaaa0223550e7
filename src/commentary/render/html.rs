//! The author's own HTML among the Markdown.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::super::raw::structure::TOO_DEEP;
use super::super::raw::{HtmlSource, Link, Raw};
use super::Renderer;
use crate::limits::Limit;

type Events<'e> = [(Event<'e>, Range<usize>)];

impl<'e, F: Fn(usize) -> usize> Renderer<'_, 'e, F> {
    /// Where parts of Markdown begin and end, what was opened in them is closed in them.
    pub(super) fn follow_html(&mut self, event: &Event<'e>) {
        if self.setting.raw_html {
            return;
        }
        match event {
            Event::End(TagEnd::HtmlBlock) => {}
            Event::Start(_) => self.raw.enter(),
            Event::End(_) => {
                let html = self.raw.leave();
                self.close_html(html);
            }
            _ => {}
        }
    }

    /// The text, or a note in it, is at its end.
    pub(super) fn end_of_html(&mut self) {
        let html = self.raw.close_part();
        self.close_html(html);
        self.out.flush();
        if self.raw.too_deep.is_some() {
            return;
        }
        let limits = self.setting.diagnostics.limits();
        let deepest = limits.count(Limit::Nesting);
        if let Some((piece, message)) = self.out.misread(deepest) {
            let hint = if message == TOO_DEEP {
                limits.hint(Limit::Nesting)
            } else {
                "close each element where it was opened, inside the same paragraph, list or cell"
                    .to_owned()
            };
            let range = self.pieces.get(piece).cloned().unwrap_or(0..0);
            self.error(&range, message, Some(hint));
        }
    }

    fn close_html(&mut self, html: String) {
        if !html.is_empty() {
            self.out.html(html);
        }
        for (range, message) in std::mem::take(&mut self.raw.errors) {
            self.error(&range, message, None);
        }
        let notes = std::mem::take(&mut self.raw.notes);
        if self.raw.too_deep.is_some() {
            // One thing to mend is enough to be told of such a text.
            return;
        }
        for (range, message) in notes {
            self.warn(&range, message);
        }
    }

    /// HTML on lines of its own, which the parser gives line by line.
    pub(super) fn html_block(&mut self, events: &Events<'e>, i: usize) {
        let lines = events[i + 1..]
            .iter()
            .map_while(|(event, range)| match event {
                Event::Html(html) => Some((html.as_ref(), range.start)),
                _ => None,
            });
        self.skip_to = i + 1 + lines.clone().count();
        let source = HtmlSource::new(lines);
        let html = if self.setting.raw_html {
            self.raw.through(&source)
        } else {
            // The block itself is no part of Markdown.
            self.skip_to += 1;
            let _ = self.raw.leave();
            self.with_links(|raw, link| raw.block(&source, link))
        };
        let number = self.piece(&events[i].1);
        self.out.raw(Event::Html(html.into()), number);
        self.close_html(String::new());
    }

    /// A tag in running text.
    pub(super) fn html_inline(&mut self, events: &Events<'e>, i: usize, html: &str) {
        let range = &events[i].1;
        if self.in_image {
            self.warn(range, "the text of an image has no HTML; it is left out");
            return;
        }
        let source = HtmlSource::new(std::iter::once((html, range.start)));
        let written = if self.setting.raw_html {
            self.raw.through(&source)
        } else {
            if let Some(end) = self.hidden.get(&i) {
                self.skip_to = end + 1;
            }
            self.with_links(|raw, link| raw.inline(&source, link))
        };
        let number = self.piece(range);
        self.out.raw(Event::InlineHtml(written.into()), number);
        self.close_html(String::new());
    }

    fn piece(&mut self, range: &Range<usize>) -> usize {
        self.pieces.push(range.clone());
        self.pieces.len() - 1
    }

    /// Lends the HTML's state and a way to resolve its addresses.
    fn with_links<T>(
        &mut self,
        act: impl FnOnce(&mut Raw, &mut dyn FnMut(Link<'_>, &Range<usize>) -> Option<String>) -> T,
    ) -> T {
        let mut raw = std::mem::take(&mut self.raw);
        let done = act(&mut raw, &mut |link, range| match link {
            Link::Text(written) => self.resolve(written, range),
            Link::Image(written) => self.image(written, range),
        });
        self.raw = raw;
        done
    }
}

/// The tags in running text whose elements are left out with all that they hold, each with its end
/// in the same part of Markdown.
pub(super) fn hidden(events: &Events<'_>) -> BTreeMap<usize, usize> {
    let mut found = BTreeMap::new();
    // From the end to the beginning: the next end of each name, for each part that is open.
    let mut parts: Vec<BTreeMap<String, usize>> = vec![BTreeMap::new()];
    for (i, (event, _)) in events.iter().enumerate().rev() {
        match event {
            Event::End(_) => parts.push(BTreeMap::new()),
            Event::Start(_) => {
                parts.pop();
            }
            Event::InlineHtml(html) => {
                let Some(next) = parts.last_mut() else {
                    continue;
                };
                if let Some(name) = Raw::ended(html) {
                    next.insert(name, i);
                } else if let Some(end) = Raw::hides(html).and_then(|name| next.get(&name)) {
                    found.insert(i, *end);
                }
            }
            _ => {}
        }
    }
    found
}
