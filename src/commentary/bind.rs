//! Expressions in a text: found, evaluated, and put back as what a reader sees.

use std::ops::Range;
use std::sync::Arc;

use super::rewrite::Edit;
use super::{half, skip};
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

/// Finds `{{ … }}` outside `skip` (see `skip::not_prose`) and evaluates each. Errors go to `diagnostics`, with their place
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
        if let Some(range) = skip::around(skip, found) {
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
    let is_taken = |at| skip::around(skip, at).is_some() || in_expression(&bound, at);
    for span in half::opened(text, is_taken) {
        diagnostics.push(half::fault().at(place(span)));
    }
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
        let in_code = skip::around(skip, found).is_some();
        if in_code || in_expression(bound, found) {
            continue;
        }
        diagnostics.push(
            Diagnostic::error("statements (`{% … %}`) belong into templates")
                .at(place(found..found + 2))
                .hint("commentary has expressions only: `{{ … }}`"),
        );
    }
}

/// Whether a byte stands in one of the expressions, which are in order.
fn in_expression(bound: &[Bound], at: usize) -> bool {
    let next = bound.partition_point(|b| b.span.end <= at);
    bound.get(next).is_some_and(|b| b.span.start <= at)
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
