//! Where an expression in a text ends.

use std::ops::Range;

use super::{JOINING, LONGEST, LONGEST_TEXT, Lexer, Token, no_partner};
use crate::expression::Failure;

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
        // The next expression begins, so this one was not ended. A `{{` can stand in no expression.
        if rest.starts_with("{{") && self.braces == 0 && self.suspect.is_none() {
            return Some(Closing {
                length: start,
                next: start,
                failure: Some(Failure::no_end(true, LONGEST)),
            });
        }
        // An apostrophe in prose: no text begins right behind a letter.
        let behind_letter = self.lexer.text[..start].ends_with(char::is_alphanumeric);
        if behind_letter && rest.starts_with(['\'', '"', '`']) && self.suspect.is_none() {
            return Some(Closing {
                length: start,
                next: start,
                failure: Some(Failure::no_end(true, LONGEST)),
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
        assert_eq!(message, "this expression has no end: its `}}` is missing");
        assert_eq!(rest, "the next paragraph }}");
        assert_eq!(
            said("").0,
            "this expression has no end: its `}}` is missing"
        );
        let long = format!(" \"{}\" }}}} and", "a".repeat(2001));
        let too_long = "this text in an expression is too long".to_owned();
        assert_eq!(said(&long), (too_long, " and"));
        assert_eq!(said(&long.replace("}} and", "中")).1, " 中");
        let long = format!(" {} }}}}", "1 + ".repeat(3000));
        assert!(said(&long).0.contains("too long"));
    }
}
