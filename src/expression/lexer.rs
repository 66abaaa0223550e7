//! The words of an expression, and where an expression in a text ends.
//!
//! Strings, numbers and signs are Tera's. Statements, comments and stray braces are no part of the
//! language: they are refused here, before anything is evaluated.

mod closing;

use std::borrow::Cow;
use std::ops::Range;

pub use closing::closing;

use super::Failure;

/// The longest expression, in bytes.
pub(super) const LONGEST: usize = 10_000;

/// The longest text between quotation marks, in bytes.
const LONGEST_TEXT: usize = 2_000;

/// A word or sign.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'t> {
    Name(&'t str),
    Text(Cow<'t, str>),
    Whole(i64),
    Decimal(f64),
    Sign(&'static str),
}

impl Token<'_> {
    /// How a message names it.
    pub(super) fn describe(&self) -> String {
        match self {
            Token::Name(name) => format!("`{name}`"),
            Token::Text(_) => "a text".to_owned(),
            Token::Whole(_) | Token::Decimal(_) => "a number".to_owned(),
            Token::Sign(sign) => format!("`{sign}`"),
        }
    }
}

/// What belongs to templates only, the longer before the shorter.
const FOREIGN: [&str; 6] = ["{{", "}}", "{%", "%}", "{#", "#}"];

/// The signs, the longer before the shorter.
const SIGNS: [&str; 25] = [
    "//", "**", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "<", ">", "=", "~", "|", ".", ",",
    ":", "(", ")", "[", "]", "{", "}",
];

/// The words that join expressions, after which another follows.
const JOINING: [&str; 8] = ["and", "or", "not", "in", "is", "if", "else", "for"];

/// Reads a text word by word.
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Lexer<'t> {
        Lexer { text, at: 0 }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Passes over white space. Whether a blank line was in it.
    fn skip(&mut self) -> bool {
        let rest = self.rest();
        let trimmed = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
        let space = &rest[..rest.len() - trimmed.len()];
        self.at += space.len();
        space.bytes().filter(|b| *b == b'\n').count() > 1
    }

    /// The next word with its place; `None` at the end.
    pub(super) fn token(&mut self) -> Option<Result<(Token<'t>, Range<usize>), Failure>> {
        self.skip();
        let start = self.at;
        let first = self.rest().chars().next()?;
        let token = match first {
            '"' | '\'' | '`' => self.string(first),
            '0'..='9' => self.number(),
            'a'..='z' | 'A'..='Z' | '_' => {
                let rest = self.rest();
                let end = rest
                    .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                    .unwrap_or(rest.len());
                self.at += end;
                Ok(Token::Name(&rest[..end]))
            }
            _ => self.sign(first),
        };
        Some(token.map(|token| (token, start..self.at)))
    }

    fn sign(&mut self, first: char) -> Result<Token<'t>, Failure> {
        let rest = self.rest();
        if let Some(foreign) = FOREIGN.into_iter().find(|f| rest.starts_with(f)) {
            let span = self.at..self.at + 2;
            self.at = span.end;
            return Err(match foreign {
                "{%" | "%}" => Failure::new("statements (`{% … %}`) belong into templates", span)
                    .hint("an expression gives one value"),
                "{#" | "#}" => Failure::new("comments (`{# … #}`) belong into templates", span)
                    .hint("leave it out"),
                "{{" | "}}" => {
                    Failure::new(format!("`{foreign}` cannot stand in an expression"), span).hint(
                        "where a file wants an expression it stands without braces; text that \
                         holds them goes between quotation marks",
                    )
                }
                _ => Failure::new(format!("`{foreign}` cannot stand in an expression"), span)
                    .hint("text that holds it goes between quotation marks"),
            });
        }
        match SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            Some(sign) => {
                self.at += sign.len();
                Ok(Token::Sign(sign))
            }
            None => {
                let span = self.at..self.at + first.len_utf8();
                self.at = span.end;
                let failure =
                    Failure::new(format!("`{first}` has no meaning in an expression"), span);
                Err(match first {
                    '“' | '”' | '‘' | '’' | '「' | '」' => {
                        failure.hint("write straight quotation marks: `\"…\"`")
                    }
                    '（' | '）' | '，' | '＝' | '｜' => {
                        failure.hint("write the half-width sign")
                    }
                    _ => failure.hint("text goes between quotation marks: `\"…\"`"),
                })
            }
        }
    }

    fn string(&mut self, quote: char) -> Result<Token<'t>, Failure> {
        let start = self.at;
        let inner = &self.text[start + 1..];
        let mut escaped = false;
        let mut escapes = false;
        let mut end = None;
        let mut newline = false;
        for (at, c) in inner.char_indices() {
            if at > LONGEST || (c == '\n' && newline) {
                break;
            }
            newline = c == '\n' || (newline && c.is_ascii_whitespace());
            if escaped {
                escaped = false;
            } else if c == '\\' {
                escaped = true;
                escapes = true;
            } else if c == quote {
                end = Some(at);
                break;
            }
        }
        // A mark that is so far away that an expression ends before it is no partner.
        let near = |end: &usize| *end <= LONGEST_TEXT || !inner[..*end].contains("}}");
        let Some(end) = end.filter(near) else {
            self.at = self.text.len();
            return Err(no_partner(start));
        };
        self.at = start + 1 + end + 1;
        if end > LONGEST_TEXT {
            return Err(Failure::long_text(start..self.at, LONGEST_TEXT));
        }
        let body = &inner[..end];
        if !escapes {
            return Ok(Token::Text(Cow::Borrowed(body)));
        }
        unescaped(body, start + 1).map(|text| Token::Text(Cow::Owned(text)))
    }

    fn number(&mut self) -> Result<Token<'t>, Failure> {
        let start = self.at;
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let digits = |from: usize| {
            let more = bytes.get(from..).unwrap_or_default();
            from + more.iter().take_while(|b| b.is_ascii_digit()).count()
        };
        let mut end = digits(0);
        let mut decimal = false;
        if bytes.get(end) == Some(&b'.') {
            decimal = true;
            end = digits(end + 1);
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let exponent = digits(end + 1 + sign);
            if exponent > end + 1 + sign {
                decimal = true;
                end = exponent;
            }
        }
        let tail = rest[end..]
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .map_or(rest.len(), |at| end + at);
        self.at = start + tail;
        let (written, span) = (&rest[..end], start..start + tail);
        if tail > end {
            return Err(
                Failure::new(format!("`{}` is not a number", &rest[..tail]), span)
                    .hint("text goes between quotation marks: `\"…\"`"),
            );
        }
        let large = || Failure::new("this number is too large", span.clone());
        if decimal {
            let value: f64 = written.parse().map_err(|_| large())?;
            return if value.is_finite() {
                Ok(Token::Decimal(value))
            } else {
                Err(large())
            };
        }
        written.parse().map(Token::Whole).map_err(|_| large())
    }
}

fn no_partner(at: usize) -> Failure {
    Failure::new("this quotation mark has no partner", at..at + 1)
        .hint("end the text with the same mark that begins it")
}

fn unescaped(body: &str, offset: usize) -> Result<String, Failure> {
    let mut text = String::with_capacity(body.len());
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        let after = chars.next().map(|(_, c)| c);
        text.push(match after {
            Some(c @ ('"' | '\'' | '/' | '\\')) => c,
            Some('n') => '\n',
            Some('t') => '\t',
            Some('r') => '\r',
            other => {
                let length = 1 + other.map_or(0, char::len_utf8);
                return Err(Failure::new(
                    "a backslash stands before `\"`, `'`, `/`, `\\`, `n`, `t` or `r` only",
                    offset + at..offset + at + length,
                )
                .hint("write `\\\\` for a backslash"));
            }
        });
    }
    Ok(text)
}
