//! Short texts with expressions: titles, takeaways, names. Parsed once, written out for each page.

use std::ops::Range;

use super::half;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::expression::{Engine, Expression, Variable, closing};
use crate::lang::Lang;

/// The functions that draw, or that write what is known when all chapters are.
const OF_CHAPTERS: [&str; 3] = ["chart", "sparkline", "figure"];

/// A short text with its expressions parsed.
#[derive(Clone, Debug)]
pub struct ShortText {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    /// An expression, and where it begins in the text.
    Expression(Expression, usize),
}

/// A short text with its expressions written out, without Markdown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoundText {
    /// For attributes and drawings.
    pub plain: String,
    /// With an element for each number.
    pub html: String,
    /// The expressions, however they were written.
    pub fingerprints: Vec<String>,
}

impl BoundText {
    /// Of a text without expressions.
    pub fn of(text: &str) -> BoundText {
        BoundText {
            plain: text.to_owned(),
            html: crate::html::escape(text),
            fingerprints: Vec::new(),
        }
    }
}

/// The stretches of a text that are expressions, with their braces.
pub fn expressions(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("{{").map(|start| at + start) {
        at = start + 2 + closing(&text[start + 2..]).next;
        found.push(start..at);
    }
    found
}

impl ShortText {
    /// Parses a text. `variables` are the names that its expressions may use; what is wrong is
    /// reported, with `place` giving the place of a stretch of the text, and left out.
    pub fn parse(
        text: &str,
        engine: &Engine,
        variables: &[&'static str],
        diagnostics: &Diagnostics,
        place: &dyn Fn(Range<usize>) -> Place,
    ) -> ShortText {
        let at = |start: usize, span: Range<usize>| place(start + span.start..start + span.end);
        let mut pieces = Vec::new();
        let mut next = 0;
        while let Some(start) = text[next..].find("{{").map(|start| next + start) {
            pieces.push(Piece::Text(text[next..start].to_owned()));
            let inner = start + 2;
            let closing = closing(&text[inner..]);
            next = inner + closing.next;
            if let Some(failure) = closing.failure {
                let from = if failure.span.is_empty() {
                    start
                } else {
                    inner
                };
                let place = at(from, failure.span.clone());
                let _ = engine.report(failure, place, diagnostics);
                continue;
            }
            match engine.parse(&text[inner..inner + closing.length], variables) {
                Ok(expression) => match expression.function() {
                    Some((function, span)) if OF_CHAPTERS.contains(&function) => diagnostics.push(
                        Diagnostic::error(format!(
                            "`{function}` stands in the text of a chapter only"
                        ))
                        .at(at(inner, span)),
                    ),
                    _ => pieces.push(Piece::Expression(expression, inner)),
                },
                Err(failures) => {
                    let _ = engine.report_all(failures, |span| at(inner, span), diagnostics);
                }
            }
        }
        pieces.push(Piece::Text(text[next..].to_owned()));
        let expressions = expressions(text);
        for span in half::opened(text, |at| {
            let next = expressions.partition_point(|e| e.end <= at);
            expressions.get(next).is_some_and(|e| e.start <= at)
        }) {
            diagnostics.push(half::fault().at(at(0, span)));
        }
        ShortText { pieces }
    }

    /// Writes the expressions out. What has no value is reported and left out.
    pub fn bind(
        &self,
        lang: Lang,
        engine: &Engine,
        variables: &[&[Variable]],
        diagnostics: &Diagnostics,
        place: &dyn Fn(Range<usize>) -> Place,
    ) -> BoundText {
        let mut bound = BoundText::default();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => {
                    bound.plain.push_str(text);
                    bound.html.push_str(&crate::html::escape(text));
                }
                Piece::Expression(expression, start) => {
                    match engine.evaluate(expression, lang, variables) {
                        Ok(evaluated) if evaluated.is_silent() => {
                            // Of the spaces around what writes nothing, one stays.
                            for text in [&mut bound.plain, &mut bound.html] {
                                text.truncate(text.trim_end_matches(' ').len());
                            }
                            bound.fingerprints.push(evaluated.fingerprint());
                        }
                        Ok(evaluated) => {
                            let html = super::html::bound(&evaluated, engine.knowledge(), lang);
                            bound.plain.push_str(&evaluated.text);
                            bound.html.push_str(&html);
                            bound.fingerprints.push(evaluated.fingerprint());
                        }
                        Err(failure) => {
                            let at = start + failure.span.start..start + failure.span.end;
                            let _ = engine.report(failure, place(at), diagnostics);
                        }
                    }
                }
            }
        }
        bound
    }
}
