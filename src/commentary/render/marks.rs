//! The program's own marks in a text under way: placeholders, joiners, sparklines. No author's text
//! holds them, but what an author writes may stand for one (`&#xe100;`): that is refused.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag};

use super::Setting;
use crate::commentary::bind::Bound;
use crate::commentary::cjk::MARKS;
use crate::diagnostic::Place;
use crate::source::find::unprintable_at;
use crate::source::known::unprintable;

fn mark_in(text: &str) -> Option<char> {
    text.chars().find(|c| unprintable(*c))
}

/// Refuses values of expressions that hold a mark.
pub(super) fn refuse_in_values(bound: &mut [Bound], setting: &Setting<'_>) {
    for b in bound {
        let mark = b.evaluated.as_ref().and_then(|e| mark_in(&e.text));
        if let Some(c) = mark {
            b.evaluated = None;
            let at = setting.body + b.span.start..setting.body + b.span.end;
            setting
                .diagnostics
                .push(unprintable_at(c, Place::new(setting.file, at)));
        }
    }
}

/// Refuses marks that the parser made of an author's references to characters. Those that stand in
/// `source` as they are were put there by the program.
pub(super) fn refuse_in_events(
    events: &mut [(Event<'_>, Range<usize>)],
    source: &str,
    origin: &dyn Fn(usize) -> usize,
    setting: &Setting<'_>,
) {
    let refuse = |text: &mut CowStr<'_>, range: &Range<usize>, own: bool| {
        if own && text.contains(MARKS) {
            *text = text.replace(MARKS, "").into();
        }
        let Some(c) = mark_in(text) else { return };
        let (start, end) = (origin(range.start), origin(range.end));
        let at = setting.body + start..setting.body + end;
        setting
            .diagnostics
            .push(unprintable_at(c, Place::new(setting.file, at)));
        *text = text.replace(unprintable, "\u{fffd}").into();
    };
    for (event, range) in events {
        match event {
            Event::Text(text) => match source.get(range.clone()) {
                Some(written) if written == text.as_ref() => {}
                written => refuse(text, range, written.is_some_and(|w| w.contains(MARKS))),
            },
            Event::Start(
                Tag::Link {
                    dest_url, title, ..
                }
                | Tag::Image {
                    dest_url, title, ..
                },
            ) => {
                // The definition of a link is not told from prose.
                refuse(dest_url, range, true);
                refuse(title, range, true);
            }
            Event::Start(Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Fenced(info))) => {
                refuse(info, range, false);
            }
            _ => {}
        }
    }
}
