//! Line breaks of the source: which of them is a space.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::super::bind;
use super::super::cjk::{MARKS, break_vanishes};
use super::Renderer;
use crate::lang::characters::selector;

/// How many events that show nothing are looked through for the character beside a line break.
const UNSEEN: usize = 64;

impl<'e, F: Fn(usize) -> usize> Renderer<'_, 'e, F> {
    /// Whether nothing is shown for the line break at `i`.
    pub(super) fn vanishes(&self, events: &[(Event<'e>, Range<usize>)], i: usize) -> bool {
        let before = events[..i].iter().rev().take(UNSEEN);
        let before = before.map(|(e, _)| self.edge(e, true));
        let after = events[i + 1..].iter().take(UNSEEN);
        let after = after.map(|(e, _)| self.edge(e, false));
        break_vanishes(
            before.flatten().next().flatten(),
            after.flatten().next().flatten(),
            !self.setting.lang.spaced(),
        )
    }

    /// The character at an event's edge: the last one (`end`) or the first. `None` for events that
    /// show nothing, so that one looks through inline tags; `Some(None)` at the edge of a block.
    fn edge(&self, event: &Event<'_>, end: bool) -> Option<Option<char>> {
        let of = |text: &str| {
            let mut shown = text
                .chars()
                .filter(|c| !MARKS.contains(c) && selector(*c).is_none());
            if end { shown.next_back() } else { shown.next() }
        };
        match event {
            Event::Text(text) => {
                let c = of(text)?;
                let Some(index) = bind::index_of(c) else {
                    return Some(Some(c));
                };
                let evaluated = self.bound.get(index)?.evaluated.as_ref();
                // A citation mark shows nothing that has an edge.
                let text = evaluated.map_or("", |e| e.text.as_str());
                of(text).map(Some)
            }
            Event::Code(text) => of(text).map(Some),
            Event::Start(
                Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Link { .. }
                | Tag::Image { .. },
            )
            | Event::End(
                TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image,
            )
            | Event::FootnoteReference(_)
            | Event::InlineHtml(_) => None,
            _ => Some(None),
        }
    }
}
