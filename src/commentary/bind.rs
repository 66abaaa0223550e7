//! Expressions in a text: found, evaluated, and put back as what a reader sees.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::rewrite::Edit;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, SourceFile};
use crate::expression::{Engine, Evaluated, closing};
use crate::lang::Lang;

/// Stands for the n-th expression in the text that the Markdown parser reads: one private-use
/// character, which every rule takes for a letter.
const FIRST: u32 = 0xe100;
const LAST: u32 = 0xf8ff;

/// The character for an expression.
pub fn placeholder(index: usize) -> char {
    u32::try_from(index)
        .ok()
        .and_then(|i| char::from_u32(FIRST + i))
        .unwrap_or('\u{fffd}')
}

/// The expression for a character.
pub fn index_of(c: char) -> Option<usize> {
    let code = c as u32;
    (FIRST..=LAST)
        .contains(&code)
        .then(|| (code - FIRST) as usize)
}

/// An expression in a text.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The expression with its braces, in bytes of the text.
    pub span: Range<usize>,
    /// What it gave; `None` after an error, which has been reported.
    pub evaluated: Option<Evaluated>,
}

/// Finds `{{ … }}` outside `skip` and evaluates each. Errors go to `diagnostics`, with their place
/// in `file`, in which the text starts at `offset`.
pub fn bind(
    text: &str,
    file: &Arc<SourceFile>,
    offset: usize,
    skip: &[Range<usize>],
    lang: Lang,
    engine: &Engine,
    diagnostics: &Diagnostics,
) -> Vec<Bound> {
    let place = |span: Range<usize>| Place::new(file, offset + span.start..offset + span.end);
    let mut bound = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find("{{").map(|found| at + found) {
        if let Some(range) = skip.iter().find(|r| r.contains(&found)) {
            at = range.end.max(found + 2);
            continue;
        }
        let inner = found + 2;
        let closing = closing(&text[inner..]);
        at = inner + closing.next;
        let evaluated = if let Some(failure) = closing.failure {
            let start = if failure.span.is_empty() {
                found
            } else {
                inner
            };
            let span = start + failure.span.start..(start + failure.span.end).max(found + 2);
            let _ = engine.report(failure, place(span), diagnostics);
            None
        } else {
            let written = &text[inner..inner + closing.length];
            evaluate(written, lang, engine, diagnostics, &|span| {
                place(inner + span.start..inner + span.end)
            })
        };
        bound.push(Bound {
            span: found..at,
            evaluated,
        });
        if bound.len() > (LAST - FIRST) as usize {
            diagnostics
                .push(Diagnostic::error("one file has too many expressions").at(place(found..at)));
            break;
        }
    }
    statements(text, skip, &bound, diagnostics, &place);
    bound
}

/// Parses and evaluates what stands between braces; what is wrong is reported.
fn evaluate(
    written: &str,
    lang: Lang,
    engine: &Engine,
    diagnostics: &Diagnostics,
    place: &dyn Fn(Range<usize>) -> Place,
) -> Option<Evaluated> {
    match engine.evaluate_text(written, lang) {
        Ok(evaluated) => Some(evaluated),
        Err(failures) => {
            let _ = engine.report_all(failures, place, diagnostics);
            None
        }
    }
}

/// Reports statements, which only templates have.
fn statements(
    text: &str,
    skip: &[Range<usize>],
    bound: &[Bound],
    diagnostics: &Diagnostics,
    place: &dyn Fn(Range<usize>) -> Place,
) {
    for (found, _) in text.match_indices("{%") {
        let in_code = skip.iter().any(|r| r.contains(&found));
        if in_code || bound.iter().any(|b| b.span.contains(&found)) {
            continue;
        }
        diagnostics.push(
            Diagnostic::error("statements (`{% … %}`) belong into templates")
                .at(place(found..found + 2))
                .hint("commentary has expressions only: `{{ … }}`"),
        );
    }
}

/// The edits that put a placeholder in each expression's stead.
pub fn placeholders(bound: &[Bound]) -> Vec<Edit> {
    bound
        .iter()
        .enumerate()
        .map(|(i, b)| Edit {
            at: b.span.clone(),
            with: placeholder(i).to_string(),
        })
        .collect()
}

/// Stretches of a Markdown text that are not prose: code, HTML, and the addresses of links.
pub fn not_prose(text: &str, options: Options) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut links: Vec<(Range<usize>, usize)> = Vec::new();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Code(_) | Event::InlineHtml(_) | Event::Html(_) => ranges.push(range.clone()),
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => ranges.push(range.clone()),
            Event::Start(Tag::Link {
                link_type: LinkType::Autolink | LinkType::Email,
                ..
            }) => {
                ranges.push(range.clone());
                links.push((range, usize::MAX));
                continue;
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                links.push((range.clone(), range.start));
                continue;
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some((whole, text_end)) = links.pop()
                    && text_end < whole.end
                {
                    ranges.push(text_end..whole.end);
                }
                continue;
            }
            _ => {}
        }
        if let Some((whole, text_end)) = links.last_mut()
            && *text_end != usize::MAX
        {
            *text_end = (*text_end).max(range.end.min(whole.end));
        }
    }
    ranges.sort_by_key(|r| r.start);
    ranges
}
