//! The words of an expression, and where an expression in a text ends.
//!
//! Strings, numbers and signs are Tera's. Statements, comments and stray braces are no part of the
//! language: they are refused here, before anything is evaluated.

use std::borrow::Cow;
use std::ops::Range;

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

/// Where an expression in a text ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
    /// How long the expression is, in bytes.
    pub length: usize,
    /// From where on the text goes on.
    pub next: usize,
    /// What is wrong, if it has no proper end.
    pub failure: Option<Failure>,
}

/// Finds the `}}` that ends the expression with which `text` begins, just behind its `{{`. An
/// expression does not reach beyond its paragraph.
pub fn closing(text: &str) -> Closing {
    let mut search = Search {
        lexer: Lexer::new(text),
        suspect: None,
        braces: 0,
        after_text: false,
    };
    loop {
        if let Some(closing) = search.step() {
            return closing;
        }
    }
}

/// The search for the end of an expression.
struct Search<'t> {
    lexer: Lexer<'t>,
    /// A text that holds `}}`: if what follows makes no sense, its quotation mark has no partner.
    suspect: Option<usize>,
    /// How many braces are open.
    braces: usize,
    /// Whether the last word was a text.
    after_text: bool,
}

impl Search<'_> {
    /// Reads the next word. `None` while the expression goes on.
    fn step(&mut self) -> Option<Closing> {
        let blank = self.lexer.skip();
        let start = self.lexer.at;
        let rest = self.lexer.rest();
        if rest.starts_with("}}") && self.braces == 0 {
            return Some(Closing {
                length: start,
                next: start + 2,
                failure: None,
            });
        }
        if blank || rest.is_empty() || start > LONGEST {
            let reached = blank || rest.is_empty();
            return Some(match self.suspect {
                Some(suspect) => self.broken(suspect),
                None => Closing {
                    length: start,
                    next: start,
                    failure: Some(Failure::no_end(reached, LONGEST)),
                },
            });
        }
        match self.lexer.token()? {
            Ok((token, span)) => self.word(&token, span),
            Err(failure) => {
                self.after_text = false;
                self.unreadable(failure, start)
            }
        }
    }

    fn word(&mut self, token: &Token<'_>, span: Range<usize>) -> Option<Closing> {
        let is_text = matches!(token, Token::Text(_));
        let goes_on = is_text || matches!(token, Token::Name(name) if !JOINING.contains(name));
        if let Some(suspect) = self.suspect
            && self.after_text
            && goes_on
        {
            return Some(self.broken(suspect));
        }
        self.after_text = is_text;
        match token {
            Token::Text(_) if self.suspect.is_none() => {
                let holds_end = self.lexer.text[span.clone()].contains("}}");
                self.suspect = holds_end.then_some(span.start);
            }
            Token::Sign("{") => self.braces += 1,
            Token::Sign("}") if self.braces == 0 => {
                return Some(Closing {
                    length: span.start,
                    next: span.end,
                    failure: Some(
                        Failure::new("a second `}` is missing", span)
                            .hint("an expression ends with `}}`"),
                    ),
                });
            }
            Token::Sign("}") => self.braces -= 1,
            _ => {}
        }
        None
    }

    /// At what is no word, and begins at `start`: the end, if no word can follow it.
    fn unreadable(&self, failure: Failure, start: usize) -> Option<Closing> {
        let (text, at) = (self.lexer.text, self.lexer.at);
        if at > start + LONGEST_TEXT && at < text.len() {
            // Nothing else need be said of it.
            let end = text[at..].find("}}").map(|end| at + end);
            let (length, next) = end.map_or((at, at), |end| (end, end + 2));
            return Some(Closing {
                length,
                next,
                failure: Some(failure),
            });
        }
        let is_open = at == text.len() && text[start..].starts_with(['"', '\'', '`']);
        is_open.then(|| self.broken(self.suspect.unwrap_or(start)))
    }

    /// The end where the quotation mark at `start` has no partner.
    fn broken(&self, start: usize) -> Closing {
        let text = self.lexer.text;
        let inside = text[start..].find("}}").map_or(text.len(), |at| start + at);
        Closing {
            length: inside,
            next: (inside + 2).min(text.len()),
            failure: Some(no_partner(start)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(text: &str) -> &str {
        let closing = closing(text);
        assert_eq!(closing.failure, None, "{text}");
        &text[..closing.length]
    }

    fn said(text: &str) -> (String, &str) {
        let closing = closing(text);
        let Some(failure) = closing.failure else {
            unreachable!("{text}")
        };
        (failure.message, &text[closing.next..])
    }

    #[test]
    fn an_expression_ends_at_its_own_braces() {
        assert_eq!(inside(" total() }} and {{ more }}"), " total() ");
        assert_eq!(inside("unbound(text=\"}}\") }}"), "unbound(text=\"}}\") ");
        assert_eq!(inside(r#""a\"}}" }} b"#), r#""a\"}}" "#);
        assert_eq!(inside(" a\n + b }}"), " a\n + b ");
    }

    #[test]
    fn a_half_written_one_is_named_and_what_follows_is_read() {
        let (message, rest) = said(" total() } and {{ more }}");
        assert_eq!(message, "a second `}` is missing");
        assert_eq!(rest, " and {{ more }}");
        let (message, rest) = said(" name(member=\"ELL) }} and {{ name(member=\"BRY\") }}");
        assert_eq!(message, "this quotation mark has no partner");
        assert_eq!(rest, " and {{ name(member=\"BRY\") }}");
        let (message, rest) = said(" total() and\n\nthe next paragraph }}");
        assert_eq!(message, "this expression has no end");
        assert_eq!(rest, "the next paragraph }}");
        assert_eq!(said("").0, "this expression has no end");
        let long = format!(" \"{}\" }}}} and", "a".repeat(2001));
        let too_long = "this text in an expression is too long".to_owned();
        assert_eq!(said(&long), (too_long, " and"));
        assert_eq!(said(&long.replace("}} and", "中")).1, " 中");
        let long = format!(" {} }}}}", "1 + ".repeat(3000));
        assert!(said(&long).0.contains("too long"));
    }
}
