//! HTML in a text: what is on a list goes through, everything else is left out with a warning, and
//! whatever is opened is closed where it was opened, so that no text can break its page.
//!
//! Ammonia does the same for whole fragments; it cannot say where in a file a fault stands, and
//! here HTML comes in pieces, with Markdown between them. Both rest on html5ever's tokens.

mod allowed;
mod inspect;
pub(super) mod structure;
mod tokens;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use self::allowed::ElementKind;
use self::tokens::{Piece, is_void, tokens};
use crate::html::escape;

/// Something to tell the author, with the stretch that it is about.
pub(super) type Note = (Range<usize>, String);

/// An element that is open.
#[derive(Debug)]
struct Open {
    name: String,
    at: Range<usize>,
    /// How many parts of Markdown it stands in.
    depth: usize,
}

/// An address in HTML: the element, and the address as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link<'l> {
    Text(&'l str),
    Image(&'l str),
}

/// The HTML of one text, as it is read.
#[derive(Debug, Default)]
pub(super) struct Raw {
    open: Vec<Open>,
    depth: usize,
    ids: BTreeSet<String>,
    /// How many elements and parts of Markdown may stand in each other.
    deepest: usize,
    /// The first element that stands deeper.
    pub(super) too_deep: Option<Range<usize>>,
    /// What was left out or mended.
    pub(super) notes: Vec<Note>,
    /// What an author has to mend.
    pub(super) errors: Vec<Note>,
}

/// A piece of HTML with the places of its lines.
pub(super) struct HtmlSource {
    text: String,
    /// Where stretches of the text start, and where they stand in the file's text.
    starts: Vec<(usize, usize)>,
}

impl HtmlSource {
    pub(super) fn new<'t>(lines: impl Iterator<Item = (&'t str, usize)>) -> HtmlSource {
        let mut source = HtmlSource {
            text: String::new(),
            starts: Vec::new(),
        };
        for (line, at) in lines {
            source.starts.push((source.text.len(), at));
            source.text.push_str(line);
        }
        source
    }

    fn place(&self, range: &Range<usize>) -> Range<usize> {
        let at = |offset: usize| {
            let line = self.starts.partition_point(|(start, _)| *start <= offset);
            let (start, place) = self.starts[line.saturating_sub(1)];
            place + (offset - start)
        };
        if self.starts.is_empty() {
            return 0..0;
        }
        let last = range.end.saturating_sub(1).max(range.start);
        at(range.start)..at(last) + (range.end - last)
    }
}

impl Raw {
    /// Before a text with headings of these ids.
    pub(super) fn new(ids: BTreeSet<String>, deepest: usize) -> Raw {
        Raw {
            ids,
            deepest,
            ..Raw::default()
        }
    }

    /// A part of Markdown (a list's item, a paragraph, emphasis) begins.
    pub(super) fn enter(&mut self) {
        self.depth += 1;
    }

    /// A part of Markdown ends: what was opened in it is closed. Gives the end tags.
    pub(super) fn leave(&mut self) -> String {
        let html = self.close_part();
        self.depth = self.depth.saturating_sub(1);
        html
    }

    /// Closes what is open in this part of Markdown.
    pub(super) fn close_part(&mut self) -> String {
        let from = self.first_here();
        self.close_from(from, true)
    }

    fn first_here(&self) -> usize {
        self.open.partition_point(|o| o.depth < self.depth)
    }

    /// Closes all from the one at `from` on; `told` says so of those that need an end.
    fn close_from(&mut self, from: usize, told: bool) -> String {
        let mut html = String::new();
        for open in self.open.drain(from..).rev() {
            html.push_str(&format!("</{}>", open.name));
            if told && !allowed::end_is_optional(&open.name) {
                let message = format!("`<{}>` is not closed where it was opened", open.name);
                self.notes.push((open.at, message));
            }
        }
        html
    }

    /// HTML that stands on lines of its own.
    pub(super) fn block(
        &mut self,
        source: &HtmlSource,
        link: &mut dyn FnMut(Link<'_>, &Range<usize>) -> Option<String>,
    ) -> String {
        let mut html = self.pieces(source, true, link);
        // What holds no paragraphs cannot go on in the Markdown behind it.
        let here = self.first_here();
        let phrase = self.open[here..]
            .iter()
            .position(|o| allowed::holds_phrases_only(&o.name));
        if let Some(phrase) = phrase {
            html.push_str(&self.close_from(here + phrase, true));
        }
        html
    }

    /// A tag in running text.
    pub(super) fn inline(
        &mut self,
        source: &HtmlSource,
        link: &mut dyn FnMut(Link<'_>, &Range<usize>) -> Option<String>,
    ) -> String {
        self.pieces(source, false, link)
    }

    /// The name of the element that the tag `html` starts, if nothing in it is for readers.
    pub(super) fn hides(html: &str) -> Option<String> {
        let name = tag_name(html.strip_prefix('<')?);
        (allowed::kind(&name) == ElementKind::Whole).then_some(name)
    }

    /// The name of the element that the tag `html` ends.
    pub(super) fn ended(html: &str) -> Option<String> {
        html.strip_prefix("</").map(tag_name)
    }

    /// Whether a heading, say, may have an attribute.
    pub(super) fn attribute_is_allowed(name: &str) -> bool {
        allowed::has("", &name.to_ascii_lowercase())
    }

    fn pieces(
        &mut self,
        source: &HtmlSource,
        block: bool,
        link: &mut dyn FnMut(Link<'_>, &Range<usize>) -> Option<String>,
    ) -> String {
        let pieces = tokens(&source.text);
        let ends = ends(&pieces);
        let mut html = String::new();
        let mut i = 0;
        while let Some((piece, range)) = pieces.get(i).filter(|_| self.too_deep.is_none()) {
            i += 1;
            let at = source.place(range);
            match piece {
                Piece::Text(text) => {
                    if let Some(found) = text.find("{{").filter(|_| block) {
                        let start = at.start + found.min(at.len());
                        self.note(start..start, "an expression inside HTML is not computed: put an empty line before its line");
                    }
                    html.push_str(&escape(text));
                }
                // What an author notes for authors is not published.
                Piece::Comment => self.comment(&source.text[range.clone()], &at),
                Piece::Unfinished => {
                    self.note(
                        at,
                        "this HTML has no end; it is left out up to where it ends",
                    );
                }
                Piece::Start {
                    name, attributes, ..
                } => match self.refusal(name, block) {
                    Some(message) => {
                        self.note(at, message);
                        if let Some(end) = ends.get(&i).filter(|_| block) {
                            i = *end;
                        }
                    }
                    None => html.push_str(&self.start(name, attributes, at, link)),
                },
                Piece::End(name) => html.push_str(&self.end(name, at)),
            }
        }
        html
    }

    fn note(&mut self, at: Range<usize>, message: impl Into<String>) {
        self.notes.push((at, message.into()));
    }

    /// Why an element cannot stand here.
    fn refusal(&self, name: &str, block: bool) -> Option<String> {
        match allowed::kind(name) {
            ElementKind::Block if !block => Some(format!(
                "`<{name}>` cannot stand inside a paragraph and is left out: start it on a line of its own, after an empty line"
            )),
            ElementKind::Whole => Some(format!(
                "`<{name}>` is not allowed in a text and is left out with all that it holds"
            )),
            ElementKind::Tag => Some(format!(
                "`<{name}>` is not allowed in a text and is left out"
            )),
            ElementKind::Phrase if name == "a" && self.open.iter().any(|o| o.name == "a") => {
                Some("`<a>` stands inside another link and is left out".to_owned())
            }
            ElementKind::Phrase | ElementKind::Block => None,
        }
    }

    fn start(
        &mut self,
        name: &str,
        attributes: &[(String, String)],
        at: Range<usize>,
        link: &mut dyn FnMut(Link<'_>, &Range<usize>) -> Option<String>,
    ) -> String {
        let mut html = String::new();
        while let Some(last) = self.open.last()
            && last.depth == self.depth
            && allowed::ends(&last.name, name)
        {
            let last = self.open.len() - 1;
            html.push_str(&self.close_from(last, false));
        }
        html.push_str(&format!("<{name}"));
        for (attribute, value) in attributes {
            let kept = match attribute.as_str() {
                a if !allowed::has(name, a) => {
                    let hint = if a == "style" {
                        ": give it a class, and that its style in `assets/`"
                    } else {
                        ""
                    };
                    self.note(
                        at.clone(),
                        format!("the attribute `{a}` of `<{name}>` is not allowed in a text and is left out{hint}"),
                    );
                    None
                }
                "id" => self.id(value, &at),
                "href" => link(Link::Text(value), &at),
                "src" => link(Link::Image(value), &at),
                _ => Some(value.clone()),
            };
            if let Some(value) = kept {
                html.push_str(&format!(" {attribute}=\"{}\"", escape(&value)));
                if attribute == "href" && value.contains("://") {
                    html.push_str(" rel=\"external\"");
                }
            }
        }
        html.push('>');
        if !is_void(name) {
            if self.open.len() + self.depth >= self.deepest {
                self.too_deep.get_or_insert(at.clone());
            }
            self.open.push(Open {
                name: name.to_owned(),
                at,
                depth: self.depth,
            });
        }
        html
    }

    fn id(&mut self, id: &str, at: &Range<usize>) -> Option<String> {
        let wrong = if !crate::source::node::is_id(id) {
            "can have letters a–z, digits and `-` only"
        } else if allowed::is_reserved(id) {
            "is one of the page's own"
        } else if !self.ids.insert(id.to_owned()) {
            "stands on this page twice"
        } else {
            return Some(id.to_owned());
        };
        self.note(
            at.clone(),
            format!("the id `{id}` {wrong}, and is left out"),
        );
        None
    }

    fn end(&mut self, name: &str, at: Range<usize>) -> String {
        let here = self.first_here();
        match self.open[here..].iter().rposition(|o| o.name == name) {
            Some(found) => {
                let inner = self.close_from(here + found + 1, true);
                inner + &self.close_from(here + found, false)
            }
            None if matches!(
                allowed::kind(name),
                ElementKind::Phrase | ElementKind::Block
            ) && is_void(name) =>
            {
                String::new()
            }
            None => {
                self.note(
                    at,
                    format!("`</{name}>` closes nothing that is open here and is left out"),
                );
                String::new()
            }
        }
    }
}

/// The name at the beginning of what stands in a tag, as the parser of Markdown tells tags.
fn tag_name(inside: &str) -> String {
    let end = inside
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .unwrap_or(inside.len());
    inside[..end].to_ascii_lowercase()
}

/// By the number of the piece behind the start of an element that is left out with all that it
/// holds: that of the piece behind its end.
fn ends(pieces: &[(Piece, Range<usize>)]) -> BTreeMap<usize, usize> {
    let mut ends = BTreeMap::new();
    let mut open: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, (piece, _)) in pieces.iter().enumerate() {
        match piece {
            Piece::Start {
                name,
                closes_itself,
                ..
            } if allowed::kind(name) == ElementKind::Whole && !is_void(name) => {
                // Of these elements only drawings can close themselves.
                if !(*closes_itself && matches!(name.as_str(), "svg" | "math")) {
                    open.entry(name).or_default().push(i + 1);
                }
            }
            Piece::End(name) => {
                if let Some(start) = open.get_mut(name.as_str()).and_then(Vec::pop) {
                    ends.insert(start, i + 1);
                }
            }
            // Without an end, an element goes as far as the HTML does.
            Piece::Unfinished => {
                let starts = std::mem::take(&mut open).into_values().flatten();
                ends.extend(starts.map(|start| (start, i)));
            }
            Piece::Start { .. } | Piece::Text(_) | Piece::Comment => {}
        }
    }
    let to_the_end = |name: &str| {
        matches!(
            name,
            "script" | "style" | "iframe" | "textarea" | "title" | "xmp" | "plaintext" | "noscript"
        )
    };
    for (_, starts) in open.into_iter().filter(|(name, _)| to_the_end(name)) {
        ends.extend(starts.into_iter().map(|start| (start, pieces.len())));
    }
    ends
}
