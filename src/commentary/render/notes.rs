//! Notes: numbered by first reference, rendered behind the text.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::super::skip;
use super::{Fragment, KEPT, Renderer, Section, escape};

/// The section that holds the notes' values, links and citations; no heading can have this id.
const NOTES: &str = "[notes]";

/// Notes: their definitions by label, and the order in which they are referred to.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) definitions: BTreeMap<String, Range<usize>>,
    pub(super) referred: BTreeSet<String>,
    order: Vec<String>,
    /// The number of each note, and how often it was referred to.
    references: BTreeMap<String, (usize, usize)>,
}

impl Notes {
    pub(super) fn collect(&mut self, events: &[(Event<'_>, Range<usize>)]) {
        let mut open = None;
        for (i, (event, _)) in events.iter().enumerate() {
            match event {
                Event::FootnoteReference(label) => {
                    self.referred.insert(label.to_string());
                }
                Event::Start(Tag::FootnoteDefinition(label)) => open = Some((label.to_string(), i)),
                Event::End(TagEnd::FootnoteDefinition) => {
                    if let Some((label, start)) = open.take() {
                        self.definitions.insert(label, start + 1..i);
                    }
                }
                _ => {}
            }
        }
    }
}

/// References to notes that no line defines: the parser takes them for text. `skip` is code.
pub(super) fn undefined(source: &str, skip: &[Range<usize>]) -> Vec<Range<usize>> {
    let written = source.match_indices("[^").filter_map(|(start, _)| {
        let label = &source[start + 2..];
        let length = label.find([']', '[', '\n'])?;
        let is_label = length > 0 && label[length..].starts_with(']');
        let escaped = source[..start].ends_with('\\');
        (is_label && !escaped && skip::around(skip, start).is_none())
            .then(|| start..start + 2 + length + 1)
    });
    let written: Vec<Range<usize>> = written.collect();
    let defines = |range: &Range<usize>| source[range.end..].starts_with(':');
    let label = |range: &Range<usize>| source[range.clone()].to_lowercase();
    let defined: BTreeSet<String> = written.iter().filter(|r| defines(r)).map(label).collect();
    let open = |range: &Range<usize>| !defined.contains(&label(range));
    written.into_iter().filter(open).collect()
}

impl<'e, F: Fn(usize) -> usize> Renderer<'_, 'e, F> {
    pub(super) fn note_reference(&mut self, label: &str, range: &Range<usize>) {
        if !self.notes.definitions.contains_key(label) {
            self.error(range, format!("the note `{label}` is not defined"), None);
            return;
        }
        if self.in_image {
            let hint = "put it behind the image".to_owned();
            self.error(range, "the text of an image has no notes", Some(hint));
            return;
        }
        let place = self.place(range);
        self.section().notes.push((label.to_owned(), place));
        let notes = &mut self.notes;
        let next = notes.order.len() + 1;
        let entry = notes.references.entry(label.to_owned());
        let (number, times) = entry.or_insert((next, 0));
        *times += 1;
        let (number, times) = (*number, *times);
        if times == 1 {
            notes.order.push(label.to_owned());
        }
        let id = reference_id(number, times);
        self.out.html(format!(
            "{KEPT}<sup class=\"note-ref\"><a href=\"#note-{number}\" id=\"{id}\">{number}</a></sup>"
        ));
    }

    pub(super) fn render_notes(&mut self, events: &[(Event<'e>, Range<usize>)]) -> Vec<Fragment> {
        if self.notes.order.is_empty() {
            return Vec::new();
        }
        let body = std::mem::take(&mut self.out.fragments);
        let section = Section::new(NOTES.to_owned(), self.setting, 0..0);
        self.sections.push(section);
        let mut notes = Vec::new();
        let mut number = 0;
        while let Some(label) = self.notes.order.get(number).cloned() {
            number += 1;
            let Some(range) = self.notes.definitions.get(&label).cloned() else {
                continue;
            };
            self.skip_to = range.start;
            for i in range.clone() {
                self.event(&events[..range.end], i);
            }
            self.end_of_html();
            let parts = std::mem::take(&mut self.out.fragments);
            self.note(number, &label, parts, &mut notes);
        }
        self.out.fragments = body;
        notes
    }

    /// A note with the way back to the text.
    fn note(&self, number: usize, label: &str, parts: Vec<Fragment>, notes: &mut Vec<Fragment>) {
        let words = &self.setting.engine.knowledge().words;
        let back = escape(&words.get(self.setting.lang, "back-to-text"));
        let times = self
            .notes
            .references
            .get(label)
            .map_or(1, |(_, times)| *times);
        let links: String = (1..=times)
            .map(|time| {
                let id = reference_id(number, time);
                format!(" <a class=\"back\" href=\"#{id}\" aria-label=\"{back}\">↩</a>")
            })
            .collect();
        notes.push(Fragment::Html(format!("<li id=\"note-{number}\">")));
        notes.extend(parts);
        // A paragraph ends with what a writer of HTML has written.
        let end = match notes.last_mut() {
            Some(Fragment::Html(last)) => {
                last.truncate(last.trim_end().len());
                let open = last.strip_suffix("</p>").map(str::len);
                last.truncate(open.unwrap_or(last.len()));
                if open.is_some() { "</p>" } else { "" }
            }
            _ => "",
        };
        notes.push(Fragment::Html(format!("{links}{end}</li>\n")));
    }
}

fn reference_id(number: usize, times: usize) -> String {
    if times == 1 {
        format!("note-ref-{number}")
    } else {
        format!("note-ref-{number}-{times}")
    }
}
