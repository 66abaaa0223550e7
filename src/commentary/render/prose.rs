//! The text as a reader reads it, paragraph by paragraph, for what its sentences claim.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Renderer;
use crate::diagnostic::Place;

impl<F: Fn(usize) -> usize> Renderer<'_, '_, F> {
    /// What is between the words, and where they end.
    pub(super) fn follow_prose(&mut self, event: &Event<'_>) {
        match event {
            Event::SoftBreak | Event::HardBreak if self.setting.lang.spaced() => {
                self.prose.gap(" ")
            }
            Event::Code(_) => self.prose.gap("\u{fffc}"),
            Event::Start(tag) if !is_inline(tag) => self.end_of_prose(),
            Event::End(tag) if !is_end_inline(*tag) => self.end_of_prose(),
            _ => {}
        }
    }

    pub(super) fn end_of_prose(&mut self) {
        let words = &self.setting.engine.knowledge().words;
        let phrases = words.phrases(self.setting.lang);
        let mut prose = std::mem::take(&mut self.prose);
        let place = |span: Range<usize>| -> Place { self.place(&span) };
        let found = prose.take(phrases, place);
        self.statements.extend(&found);
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    is_end_inline(tag.to_end())
}

fn is_end_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}
