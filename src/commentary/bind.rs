//! Expressions in a text: found, evaluated, and put back as what a reader sees.

use std::ops::Range;
use std::sync::Arc;

use tera::Value;

use super::rewrite::Edit;
use super::skip;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, SourceFile};
use crate::expression::{Engine, Evaluated};
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

/// Finds `{{ … }}` outside `skip` (see [`skip::not_prose`]) and evaluates each. Errors go to `diagnostics`, with their place
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
        let Some(length) = closing(&text[found + 2..]) else {
            diagnostics.push(
                Diagnostic::error("this expression has no end")
                    .at(place(found..found + 2))
                    .hint("end it with `}}`"),
            );
            break;
        };
        let inner = found + 2..found + 2 + length;
        at = inner.end + 2;
        let expression = &text[inner.clone()];
        let lead = expression.len() - expression.trim_start().len();
        let start = inner.start + lead;
        let evaluated = match engine.evaluate(expression.trim(), lang, &[]) {
            Ok(evaluated) => Some(evaluated),
            Err(failure) => {
                let at = place(start + failure.span.start..start + failure.span.end);
                let _ = engine.report(failure, at, diagnostics);
                None
            }
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
    if let Some(found) = text.find("{%")
        && !skip::around(skip, found).is_some()
    {
        diagnostics.push(
            Diagnostic::error("statements (`{% … %}`) belong into templates")
                .at(place(found..found + 2))
                .hint("commentary has expressions only: `{{ … }}`"),
        );
    }
    bound
}

/// Where `}}` stands, quotation marks respected.
fn closing(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '}') if text[at..].starts_with("}}") => return Some(at),
            _ => {}
        }
    }
    None
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

/// A short text (a title, a takeaway) with its expressions written out, without Markdown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoundText {
    /// For attributes and drawings.
    pub plain: String,
    /// With an element for each number.
    pub html: String,
    /// The expressions, however they were written.
    pub fingerprints: Vec<String>,
}

/// Evaluates the expressions in a short text. `place` gives the place of a stretch of it.
pub fn bind_text(
    text: &str,
    lang: Lang,
    engine: &Engine,
    variables: &[(&str, Value)],
    diagnostics: &Diagnostics,
    place: &dyn Fn(Range<usize>) -> Place,
) -> BoundText {
    let mut bound = BoundText::default();
    let mut at = 0;
    while let Some(found) = text[at..].find("{{").map(|found| at + found) {
        bound.plain.push_str(&text[at..found]);
        bound.html.push_str(&crate::html::escape(&text[at..found]));
        let Some(length) = closing(&text[found + 2..]) else {
            diagnostics.push(
                Diagnostic::error("this expression has no end")
                    .at(place(found..text.len()))
                    .hint("end it with `}}`"),
            );
            return bound;
        };
        let expression = &text[found + 2..found + 2 + length];
        let start = found + 2 + (expression.len() - expression.trim_start().len());
        at = found + 2 + length + 2;
        match engine.evaluate(expression.trim(), lang, variables) {
            Ok(evaluated) => {
                bound.plain.push_str(&evaluated.text);
                bound
                    .html
                    .push_str(&super::html::bound(&evaluated, engine.knowledge(), lang));
                bound.fingerprints.push(evaluated.fingerprint());
            }
            Err(failure) => {
                let at = place(start + failure.span.start..start + failure.span.end);
                let _ = engine.report(failure, at, diagnostics);
            }
        }
    }
    bound.plain.push_str(&text[at..]);
    bound.html.push_str(&crate::html::escape(&text[at..]));
    bound
}
