//! HTML cut into tokens as a browser cuts it, each with its stretch of the text.

use std::cell::RefCell;
use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
    states::{Rawtext, Rcdata, ScriptData},
};

/// What a reader of HTML sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// `<name a="b">`
    Start {
        name: String,
        attributes: Vec<(String, String)>,
        closes_itself: bool,
    },
    /// `</name>`
    End(String),
    /// Characters, with references resolved.
    Text(String),
    /// `<!-- … -->`, and whatever else is read as a comment.
    Comment,
    /// What has no end: a tag or comment at the end of the text.
    Unfinished,
}

/// Elements that have neither content nor end.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

#[derive(Default)]
struct Sink {
    found: RefCell<Vec<Piece>>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut found = self.found.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let name = tag.name.to_string();
                let next = content_of(&name);
                found.push(Piece::Start {
                    name,
                    attributes: tag
                        .attrs
                        .iter()
                        .map(|a| (a.name.local.to_string(), a.value.to_string()))
                        .collect(),
                    closes_itself: tag.self_closing,
                });
                return next;
            }
            Token::TagToken(tag) => found.push(Piece::End(tag.name.to_string())),
            Token::CharacterTokens(text) => {
                if let Some(Piece::Text(before)) = found.last_mut() {
                    before.push_str(&text);
                } else {
                    found.push(Piece::Text(text.to_string()));
                }
            }
            Token::CommentToken(_) | Token::DoctypeToken(_) => found.push(Piece::Comment),
            Token::NullCharacterToken | Token::EOFToken | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

/// How a browser reads what stands in an element.
fn content_of(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => {
            TokenSinkResult::RawData(Rawtext)
        }
        "title" | "textarea" => TokenSinkResult::RawData(Rcdata),
        "plaintext" => TokenSinkResult::Plaintext,
        _ => TokenSinkResult::Continue,
    }
}

/// The tokens of `html` in order. The text goes to the tokenizer in stretches that end where a token
/// can begin or end, so that what comes out after one ends there.
pub(super) fn tokens(html: &str) -> Vec<(Piece, Range<usize>)> {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut tokens: Vec<(Piece, Range<usize>)> = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while at < html.len() {
        let next = match html[at..].find(['<', '>']) {
            // A bracket is a stretch of its own.
            Some(found) => at + found.max(1),
            None => html.len(),
        };
        input.push_back(StrTendril::from_slice(&html[at..next]));
        let _ = tokenizer.feed(&input);
        take(&tokenizer.sink, next, &mut from, &mut tokens);
        at = next;
    }
    let reached = from;
    tokenizer.end();
    // The tokenizer closes a comment that has no end and drops a tag that has none.
    let comment = matches!(tokenizer.sink.found.borrow().last(), Some(Piece::Comment));
    tokenizer
        .sink
        .found
        .borrow_mut()
        .retain(|p| *p != Piece::Comment);
    let text_left = !tokenizer.sink.found.borrow().is_empty();
    take(&tokenizer.sink, html.len(), &mut from, &mut tokens);
    if comment || (!text_left && html[reached..].starts_with('<')) {
        tokens.push((Piece::Unfinished, reached..html.len()));
    }
    tokens
}

fn take(sink: &Sink, to: usize, from: &mut usize, tokens: &mut Vec<(Piece, Range<usize>)>) {
    for piece in sink.found.borrow_mut().drain(..) {
        match (tokens.last_mut(), piece) {
            (Some((Piece::Text(before), range)), Piece::Text(more)) => {
                before.push_str(&more);
                range.end = to;
            }
            (_, piece) => tokens.push((piece, *from..to)),
        }
        *from = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_knows_its_stretch() {
        let html = "a &amp; b<!-- x --><P\n title='<\"&lt;'>c</p ><br/><script>'</p>'</script>";
        let shown: Vec<(String, &str)> = tokens(html)
            .into_iter()
            .map(|(piece, range)| {
                let what = match piece {
                    Piece::Start {
                        name, attributes, ..
                    } => format!("+{name}{attributes:?}"),
                    Piece::End(name) => format!("-{name}"),
                    Piece::Text(text) => text,
                    Piece::Comment => "!".to_owned(),
                    Piece::Unfinished => "?".to_owned(),
                };
                (what, &html[range])
            })
            .collect();
        let expected = [
            ("a & b", "a &amp; b"),
            ("!", "<!-- x -->"),
            ("+p[(\"title\", \"<\\\"<\")]", "<P\n title='<\"&lt;'>"),
            ("c", "c"),
            ("-p", "</p >"),
            ("+br[]", "<br/>"),
            ("+script[]", "<script>"),
            ("'</p>'", "'</p>'"),
            ("-script", "</script>"),
        ];
        let shown: Vec<(&str, &str)> = shown.iter().map(|(a, b)| (a.as_str(), *b)).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_has_no_end_is_told() {
        for open in ["x<p title='a", "<!-- a", "x<scrip", "</p"] {
            let last = tokens(open).pop().map(|t| t.0);
            assert_eq!(last, Some(Piece::Unfinished), "{open}");
        }
        for whole in ["x", "<p>", "a < b", "<!-- a -->", "&amp"] {
            assert!(
                !tokens(whole).iter().any(|t| t.0 == Piece::Unfinished),
                "{whole}"
            );
        }
    }
}
