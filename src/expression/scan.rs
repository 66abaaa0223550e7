//! Finding what is wrong with an expression, and where in it.

use std::ops::Range;

use tera::{Error, ErrorKind};

use super::Failure;
use super::functions::{FUNCTIONS, HINT_MARK};
use super::style::FILTERS;
use crate::diagnostic::suggest;

/// Filters of Tera that make sense in an expression.
const TERA_FILTERS: [&str; 6] = ["int", "float", "round", "length", "first", "last"];
const KEYWORDS: [&str; 9] = [
    "and", "or", "not", "in", "is", "true", "false", "if", "else",
];

/// Refuses functions, filters and variables that do not exist: Tera would name no place for them.
pub(super) fn check(expression: &str, variables: &[&str]) -> Result<(), Failure> {
    for token in tokens(expression) {
        let (kind, what, known): (_, _, Vec<&str>) = match token.kind {
            Kind::Function => (
                "function",
                token.text,
                FUNCTIONS.iter().map(|f| f.name).collect(),
            ),
            Kind::Filter => (
                "filter",
                token.text,
                FILTERS.iter().chain(&TERA_FILTERS).copied().collect(),
            ),
            Kind::Variable => {
                let known = variables.iter().chain(&KEYWORDS).copied().collect();
                ("name", token.text, known)
            }
            Kind::Argument => continue,
        };
        if !known.contains(&what) {
            let hint = if token.kind == Kind::Variable {
                Some(format!("write a text between quotation marks: \"{what}\""))
            } else {
                suggest(what, known)
            };
            return Err(Failure {
                message: format!("unknown {kind} `{what}`"),
                hint,
                span: token.span,
                data: false,
            });
        }
    }
    Ok(())
}

/// Tera's error as one of ours. `offset` is how far the expression stands inside Tera's source.
pub(super) fn failure(error: &Error, expression: &str, offset: usize) -> Failure {
    let (raw, span) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let at = report.span();
            let start = position(expression, at.start_line, at.start_col, offset);
            let end = position(expression, at.end_line, at.end_col, offset);
            (report.message().to_owned(), start..end.max(start))
        }
        other => (other.to_string(), 0..expression.len()),
    };
    let mut parts = raw.split(HINT_MARK);
    let message = parts.next().unwrap_or_default().trim().to_owned();
    let hint = parts.next().filter(|h| !h.is_empty()).map(str::to_owned);
    let culprit = parts.next().filter(|c| !c.is_empty());
    let data = parts.next() == Some("data");
    // Tera points at the call; the argument that is wrong is somewhere in it.
    let span = culprit
        .and_then(|culprit| {
            let from = span.start.min(expression.len());
            let found = expression.get(from..)?.find(culprit)?;
            Some(from + found..from + found + culprit.len())
        })
        .unwrap_or(span);
    let end = span.end.min(expression.len());
    Failure {
        message,
        hint,
        span: span.start.min(end)..end,
        data,
    }
}

/// Tera counts lines from 1 and columns in characters from 0.
fn position(expression: &str, line: usize, column: usize, offset: usize) -> usize {
    let before: usize = expression
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let column = if line <= 1 {
        column.saturating_sub(offset)
    } else {
        column
    };
    let rest = expression.get(before..).unwrap_or("");
    before
        + rest
            .char_indices()
            .nth(column)
            .map_or(rest.len(), |(at, _)| at)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Function,
    Filter,
    Argument,
    Variable,
}

#[derive(Debug)]
struct Token<'e> {
    kind: Kind,
    text: &'e str,
    span: Range<usize>,
}

/// The names in an expression, texts between quotation marks passed over.
fn tokens(expression: &str) -> Vec<Token<'_>> {
    let bytes = expression.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut after_pipe = false;
    let mut after_dot = false;
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'' | b'`') => {
                at += 1;
                while at < bytes.len() && bytes[at] != quote {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at += 1;
            }
            b'|' => {
                after_pipe = true;
                at += 1;
                continue;
            }
            byte if byte.is_ascii_alphabetic() || byte == b'_' => {
                let start = at;
                while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_') {
                    at += 1;
                }
                let rest = expression[at..].trim_start();
                let kind = if after_pipe {
                    Kind::Filter
                } else if rest.starts_with('(') {
                    Kind::Function
                } else if rest.starts_with('=') && !rest.starts_with("==") {
                    Kind::Argument
                } else {
                    Kind::Variable
                };
                if !after_dot {
                    tokens.push(Token {
                        kind,
                        text: &expression[start..at],
                        span: start..at,
                    });
                }
            }
            byte if byte.is_ascii_digit() => {
                while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'.') {
                    at += 1;
                }
            }
            byte => {
                after_dot = byte == b'.';
                at += 1;
                if byte.is_ascii_whitespace() {
                    continue;
                }
                after_pipe = false;
                continue;
            }
        }
        after_pipe = false;
        after_dot = false;
    }
    tokens
}
