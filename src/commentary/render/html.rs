//! The author's own HTML among the Markdown.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::super::raw::{Link, Raw, Source};
use super::Renderer;
use crate::diagnostic::Diagnostic;

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
        if let Some((piece, message)) = self.out.misread()
            && let Some(range) = self.pieces.get(piece)
        {
            let error = Diagnostic::error(message).at(self.place(range)).hint(
                "close each element where it was opened, inside the same paragraph, list or cell",
            );
            self.setting.diagnostics.push(error);
        }
    }

    fn close_html(&mut self, html: String) {
        if !html.is_empty() {
            self.out.html(html);
        }
        let notes = std::mem::take(&mut self.raw.notes);
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
        if self.setting.raw_html {
            let html: String = lines.map(|(line, _)| line).collect();
            let number = self.piece(&events[i].1);
            self.out.raw(Event::Html(html.into()), number);
            return;
        }
        // The block itself is no part of Markdown.
        self.skip_to += 1;
        let _ = self.raw.leave();
        let source = Source::new(lines);
        let html = self.with_links(|raw, link| raw.block(&source, link));
        let number = self.piece(&events[i].1);
        self.out.raw(Event::Html(html.into()), number);
        self.close_html(String::new());
    }

    /// A tag in running text.
    pub(super) fn html_inline(&mut self, events: &Events<'e>, i: usize, html: &str) {
        let range = &events[i].1;
        if self.setting.raw_html {
            let number = self.piece(range);
            self.out
                .raw(Event::InlineHtml(html.to_owned().into()), number);
            return;
        }
        if self.in_image {
            self.warn(range, "the text of an image has no HTML; it is left out");
            return;
        }
        let source = Source::new(std::iter::once((html, range.start)));
        let written = self.with_links(|raw, link| raw.inline(&source, link));
        if let Some(name) = Raw::hides(html)
            && let Some(end) = end_of(events, i, &name)
        {
            self.skip_to = end + 1;
        }
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

/// Where the element that begins at `i` ends in the same part of Markdown.
fn end_of(events: &Events<'_>, i: usize, name: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, (event, _)) in events.iter().enumerate().skip(i + 1) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.checked_sub(1)?,
            Event::InlineHtml(html) if depth == 0 && Raw::is_end(html, name) => return Some(at),
            _ => {}
        }
    }
    None
}
