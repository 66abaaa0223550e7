//! The start tags of finished pages with their attributes, and nothing else of HTML. Every build
//! reads every page for its links, so this does the least that finds the tags a browser finds: the
//! states of the standard's tokenizer in which tags begin and end
//! (<https://html.spec.whatwg.org/multipage/parsing.html#tokenization>). A test compares it with a
//! whole tokenizer.

use std::borrow::Cow;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// An attribute: its name in small letters, and its value.
pub(super) type Attribute<'h> = (Cow<'h, str>, Cow<'h, str>);

/// Gives each start tag to `found`: its name in small letters, and its attributes, of which there is
/// one for each name.
pub(super) fn each<'h>(html: &'h str, mut found: impl FnMut(&str, &[Attribute<'h>])) {
    let mut reader = Reader { html, at: 0 };
    let mut attributes = Vec::new();
    while let Some(start) = reader.next_tag() {
        attributes.clear();
        let Some(name) = reader.tag(&mut attributes) else {
            return;
        };
        if start == Kind::Start {
            found(&name, &attributes);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Start,
    End,
}

struct Reader<'h> {
    html: &'h str,
    at: usize,
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c' | b' ')
}

/// The text in small letters, as names of tags and attributes are.
fn lower(text: &str) -> Cow<'_, str> {
    let odd = |b: &u8| b.is_ascii_uppercase() || *b == 0;
    match text.as_bytes().iter().any(odd) {
        true => Cow::Owned(text.to_ascii_lowercase().replace('\0', "\u{fffd}")),
        false => Cow::Borrowed(text),
    }
}

impl<'h> Reader<'h> {
    fn byte(&self) -> Option<u8> {
        self.html.as_bytes().get(self.at).copied()
    }

    /// Past the next `end`, or to the end of the text.
    fn past(&mut self, end: &str) {
        let rest = &self.html[self.at..];
        self.at = rest
            .find(end)
            .map_or(self.html.len(), |i| self.at + i + end.len());
    }

    /// To the name of the next tag.
    fn next_tag(&mut self) -> Option<Kind> {
        loop {
            let rest = self.html.as_bytes().get(self.at..)?;
            self.at += rest.iter().position(|b| *b == b'<')? + 1;
            let rest = &self.html.as_bytes()[self.at..];
            match rest {
                [b'a'..=b'z' | b'A'..=b'Z', ..] => return Some(Kind::Start),
                [b'/', b'a'..=b'z' | b'A'..=b'Z', ..] => {
                    self.at += 1;
                    return Some(Kind::End);
                }
                [b'!', b'-', b'-', ..] => {
                    self.at += 3;
                    self.comment();
                }
                // Also a doctype, and what is taken for a comment.
                [b'!' | b'?', ..] | [b'/', _, ..] => self.past(">"),
                _ => {}
            }
        }
    }

    /// Behind the comment whose text begins here.
    fn comment(&mut self) {
        let rest = &self.html[self.at..];
        if let Some(short) = [">", "->"].into_iter().find(|end| rest.starts_with(end)) {
            self.at += short.len();
            return;
        }
        let ends = ["-->", "--!>"].into_iter();
        let first = ends
            .filter_map(|end| Some((rest.find(end)?, end.len())))
            .min();
        self.at = first.map_or(self.html.len(), |(i, length)| self.at + i + length);
    }

    /// Reads a tag from its name to its `>`. `None` if it does not end.
    fn tag(&mut self, attributes: &mut Vec<Attribute<'h>>) -> Option<Cow<'h, str>> {
        let name = self.until(|b| is_blank(b) || b == b'/' || b == b'>');
        loop {
            match self.byte()? {
                b'>' => {
                    self.at += 1;
                    return Some(lower(name));
                }
                b if is_blank(b) || b == b'/' => self.at += 1,
                _ => {
                    let (name, value) = self.attribute()?;
                    let name = lower(name);
                    if attributes.iter().all(|(other, _)| *other != name) {
                        attributes.push((name, value));
                    }
                }
            }
        }
    }

    fn until(&mut self, ends: impl Fn(u8) -> bool) -> &'h str {
        let start = self.at;
        let rest = &self.html.as_bytes()[start..];
        self.at = rest
            .iter()
            .position(|b| ends(*b))
            .map_or(self.html.len(), |i| start + i);
        &self.html[start..self.at]
    }

    /// An attribute, of which at least one character is there.
    fn attribute(&mut self) -> Option<(&'h str, Cow<'h, str>)> {
        let start = self.at;
        // A `=` at the beginning belongs to the name.
        self.at += self.html[start..].chars().next()?.len_utf8();
        self.until(|b| is_blank(b) || matches!(b, b'/' | b'>' | b'='));
        let name = &self.html[start..self.at];
        self.until(|b| !is_blank(b));
        if self.byte()? != b'=' {
            return Some((name, Cow::Borrowed("")));
        }
        self.at += 1;
        self.until(|b| !is_blank(b));
        let start = self.at;
        let value = match self.byte()? {
            b'>' => "",
            quote @ (b'"' | b'\'') => {
                self.at += 1;
                let value = self.until(|b| b == quote);
                self.byte()?;
                self.at += 1;
                value
            }
            _ => self.until(|b| is_blank(b) || b == b'>'),
        };
        let written = &self.html[start..self.at];
        let plain = |b: &u8| !matches!(b, b'&' | b'\r' | 0);
        let value = match value.as_bytes().iter().all(plain) {
            true => Cow::Borrowed(value),
            false => Cow::Owned(resolved(written)),
        };
        Some((name, value))
    }
}

/// The value of an attribute as it is written, with its quotation marks if it has any, after
/// references to characters have been resolved.
fn resolved(written: &str) -> String {
    struct One(std::cell::RefCell<String>);
    impl TokenSink for One {
        type Handle = ();
        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            if let Token::TagToken(tag) = token
                && let Some(attribute) = tag.attrs.first()
            {
                *self.0.borrow_mut() = attribute.value.to_string();
            }
            TokenSinkResult::Continue
        }
    }
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(format!("<a b={written} >")));
    let tokenizer = Tokenizer::new(One(String::new().into()), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use html5ever::tokenizer::TagKind;
    use proptest::prelude::*;

    use super::*;

    type Tag = (String, Vec<(String, String)>);

    fn ours(html: &str) -> Vec<Tag> {
        let mut tags = Vec::new();
        each(html, |name, attributes| {
            let attributes = attributes
                .iter()
                .map(|(n, v)| (n.to_string(), v.to_string()));
            tags.push((name.to_owned(), attributes.collect()));
        });
        tags
    }

    /// The same by a tokenizer of the whole language.
    fn theirs(html: &str) -> Vec<Tag> {
        #[derive(Default)]
        struct All(RefCell<Vec<Tag>>);
        impl TokenSink for All {
            type Handle = ();
            fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
                if let Token::TagToken(tag) = token
                    && tag.kind == TagKind::StartTag
                {
                    let attributes = tag.attrs.iter();
                    let attributes =
                        attributes.map(|a| (a.name.local.to_string(), a.value.to_string()));
                    self.0
                        .borrow_mut()
                        .push((tag.name.to_string(), attributes.collect()));
                }
                TokenSinkResult::Continue
            }
        }
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let tokenizer = Tokenizer::new(All::default(), TokenizerOpts::default());
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        tokenizer.sink.0.into_inner()
    }

    #[test]
    fn tags_are_found_as_browsers_find_them() {
        for html in [
            "<!doctype html><A HREF='x&amp;y' href=z ID=a/b>t</a ><br/><p/id=x>",
            "<!-- <a href=x> --><a href=1><!--><a href=2><!---><a href=3><!-- --!><a href=4><!-- -- > -->",
            "<a b = c d=\"e>f\" g='h'i j=>",
            "<a =b==c / / d><1><a<b c=<d></ x><?php <a?><![CDATA[<a>]]>",
            "a < b <a href=x&copy=1&notit;&#x41;&#0; e=\"&quot;\r\n\">",
            "<a href=\"never ends",
            "<a href",
            "<b c='d'",
            "<中 href=x><a 中=文 f=“x”>",
        ] {
            assert_eq!(ours(html), theirs(html), "{html}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn whatever_is_written_is_read_as_a_whole_tokenizer_does(
            parts in proptest::collection::vec(
                proptest::sample::select(vec![
                    "<", ">", "/", "=", "\"", "'", "!", "-", "--", "<!--", "-->", "?", "a", "Id", "href", " ",
                    "\n", "\r", "\t", "\0", "\u{c}", "&", "&amp;", "&#65;", "&lt", ";", "中", "<a ", "</a", "x=y", "]]>",
                ]),
                0..40,
            )
        ) {
            let html = parts.concat();
            prop_assert_eq!(ours(&html), theirs(&html), "{:?}", html);
        }
    }
}
