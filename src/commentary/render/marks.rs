//! The program's own marks in a text under way: placeholders and joiners. No author's text holds
//! them: as they are they are refused with the file, references to them (`&#xe100;`) here, before
//! any mark is put in. What the parser then finds of them is the program's, and says that an
//! expression stands where none can.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};

use super::Setting;
use crate::commentary::bind::{self, Bound};
use crate::commentary::rewrite::{Edit, Rewritten};
use crate::commentary::skip;
use crate::diagnostic::{Diagnostic, Place};
use crate::source::characters::{fault, references, refused_at, unpaired, unprintable};

/// Refuses values of expressions that hold a mark.
pub(super) fn refuse_in_values(bound: &mut [Bound], setting: &Setting<'_>) {
    for b in bound {
        let evaluated = b.evaluated.as_ref();
        if let Some(message) = evaluated.and_then(|e| fault(&e.text)) {
            b.evaluated = None;
            let at = setting.body + b.span.start..setting.body + b.span.end;
            setting
                .diagnostics
                .push(Diagnostic::error(message).at(Place::new(setting.file, at)));
        }
    }
}

/// Refuses references to characters that no text may hold, outside `code`, where they are shown as
/// they are. Gives what puts another character there.
pub(super) fn refuse_references(
    text: &Rewritten,
    code: &[Range<usize>],
    setting: &Setting<'_>,
) -> Vec<Edit> {
    let found: Vec<(Range<usize>, char)> = references(&text.text)
        .filter(|(at, c)| {
            let isolate = matches!(c, '\u{2066}'..='\u{2069}');
            (unprintable(*c) || isolate) && skip::around(code, at.start).is_none()
        })
        .collect();
    let mut refused: BTreeSet<usize> = found
        .iter()
        .filter(|(_, c)| unprintable(*c))
        .map(|(at, _)| at.start)
        .collect();
    // Isolates have their partner on the same line.
    let mut line = 0;
    let isolates = found.iter().flat_map(|(at, c)| {
        let breaks = text.text[std::mem::replace(&mut line, at.end)..at.start].contains('\n');
        let end = breaks.then_some((at.start, '\n'));
        end.into_iter().chain([(at.start, *c)])
    });
    refused.extend(unpaired(isolates).into_iter().map(|(at, _)| at));
    let refused = found
        .into_iter()
        .filter(|(at, _)| refused.contains(&at.start));
    refused
        .map(|(at, c)| {
            let (start, end) = (text.origin(at.start), text.origin(at.end));
            let place = setting.body + start..setting.body + end;
            let place = Place::new(setting.file, place);
            setting.diagnostics.push(refused_at(c, place));
            Edit {
                at,
                with: char::REPLACEMENT_CHARACTER.to_string(),
            }
        })
        .collect()
}

/// Takes the marks out of the parser's events where they mean nothing.
pub(super) struct Cleaner<'c, 's> {
    pub(super) setting: &'c Setting<'s>,
    pub(super) bound: &'c [Bound],
    /// The text that the parser reads.
    pub(super) source: &'c str,
    /// Expressions about which something was said.
    told: BTreeSet<usize>,
    in_code: bool,
}

impl<'c, 's> Cleaner<'c, 's> {
    pub(super) fn new(setting: &'c Setting<'s>, bound: &'c [Bound], source: &'c str) -> Self {
        Cleaner {
            setting,
            bound,
            source,
            told: BTreeSet::new(),
            in_code: false,
        }
    }

    /// A definition of an address that links name.
    pub(super) fn definition(&mut self, address: &str, title: Option<&str>) {
        self.clean(&mut CowStr::from(address), "the address of a link");
        self.clean(
            &mut CowStr::from(title.unwrap_or_default()),
            "the title of a link",
        );
    }

    pub(super) fn event(&mut self, event: &mut Event<'_>, range: &Range<usize>) {
        match event {
            Event::Text(text) if self.in_code => self.clean(text, "code"),
            // Where a text differs from what stands there, the parser wrote it.
            Event::Text(text) if self.source.get(range.clone()) != Some(text.as_ref()) => {
                self.clean(text, "a reference to a character");
            }
            Event::Code(text) => self.clean(text, "code"),
            Event::Html(html) | Event::InlineHtml(html) => self.clean(html, "HTML"),
            Event::FootnoteReference(label) | Event::Start(Tag::FootnoteDefinition(label)) => {
                self.clean(label, "the label of a note");
            }
            Event::Start(Tag::Link {
                dest_url, title, ..
            }) => {
                self.clean(dest_url, "the address of a link");
                self.clean(title, "the title of a link");
            }
            Event::Start(Tag::Image {
                dest_url, title, ..
            }) => {
                self.clean(dest_url, "the address of an image");
                self.clean(title, "the title of an image");
            }
            Event::Start(Tag::Heading {
                id, classes, attrs, ..
            }) => {
                let values = attrs
                    .iter_mut()
                    .flat_map(|(key, value)| std::iter::once(key).chain(value));
                for text in id.iter_mut().chain(classes).chain(values) {
                    self.clean(text, "the id of a heading");
                }
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                self.in_code = true;
                if let CodeBlockKind::Fenced(language) = kind {
                    self.clean(language, "the language of code");
                }
            }
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            _ => {}
        }
    }

    fn clean(&mut self, text: &mut CowStr<'_>, what: &str) {
        if !text.contains(unprintable) {
            return;
        }
        for c in text.chars() {
            let Some(index) = bind::index_of(c) else {
                continue;
            };
            let Some(bound) = self.bound.get(index).filter(|_| self.told.insert(index)) else {
                continue;
            };
            let at = self.setting.body + bound.span.start..self.setting.body + bound.span.end;
            self.setting.diagnostics.push(
                Diagnostic::error(format!("no expression can stand in {what}"))
                    .at(Place::new(self.setting.file, at))
                    .hint("write here what it gives"),
            );
        }
        *text = text.replace(unprintable, "").into();
    }
}
