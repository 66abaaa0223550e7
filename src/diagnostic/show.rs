//! Diagnostics as a terminal or a log shows them, with the lines that they are about.

use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Place, Severity, escaped};

impl Diagnostic {
    /// The diagnostic with its lines of source, for a terminal (`colour`) or a log.
    pub fn render(&self, colour: bool) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(escaped(&self.message)));
        if let Some(place) = &self.place {
            let (here, elsewhere): (Vec<_>, Vec<_>) = self
                .related
                .iter()
                .partition(|(other, _)| Arc::ptr_eq(&other.file, &place.file));
            let marked = std::iter::once(place).chain(here.iter().map(|(p, _)| p));
            let lines = Lines::around(marked.map(visible), &place.file.text);
            let mut snippet = lines
                .snippet(place)
                .annotation(AnnotationKind::Primary.span(lines.within(place)));
            for (other, words) in &here {
                snippet = snippet.annotation(
                    AnnotationKind::Context
                        .span(lines.within(other))
                        .label(escaped(words)),
                );
            }
            group = group.element(snippet);
            for (other, words) in &elsewhere {
                let lines = Lines::around(std::iter::once(visible(other)), &other.file.text);
                group = group.element(
                    lines.snippet(other).annotation(
                        AnnotationKind::Context
                            .span(lines.within(other))
                            .label(escaped(words)),
                    ),
                );
            }
        }
        if let Some(hint) = &self.hint {
            group = group.element(Level::HELP.message(escaped(hint)));
        }
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        renderer.render(&[group])
    }
}

/// The lines of a file that a message shows; the rest need not be looked at for each message.
struct Lines {
    at: Range<usize>,
    first: usize,
}

impl Lines {
    fn around(spans: impl Iterator<Item = Range<usize>>, text: &str) -> Lines {
        let whole = spans.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end));
        let whole = whole.unwrap_or(0..0);
        let start = text[..whole.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[whole.end..]
            .find('\n')
            .map_or(text.len(), |at| whole.end + at + 1);
        Lines {
            first: text[..start].bytes().filter(|b| *b == b'\n').count() + 1,
            at: start..end,
        }
    }

    fn snippet<'p>(&self, place: &'p Place) -> Snippet<'p, Annotation<'p>> {
        Snippet::source(&place.file.text[self.at.clone()])
            .line_start(self.first)
            .path(escaped(&place.file.path))
    }

    fn within(&self, place: &Place) -> Range<usize> {
        let span = visible(place);
        span.start - self.at.start..span.end - self.at.start
    }
}

/// The span to underline: on one line, and never empty.
fn visible(place: &Place) -> Range<usize> {
    let text = &place.file.text;
    let span = place.span.clone();
    let line_end = text[span.start..]
        .find('\n')
        .map_or(text.len(), |at| span.start + at);
    let end = span.end.min(line_end);
    if end > span.start {
        return span.start..end;
    }
    let width = text[span.start..].chars().next().map_or(0, char::len_utf8);
    span.start..(span.start + width)
}
