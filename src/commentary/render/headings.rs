//! Headings: their ids, and the sections that they start.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::super::bind;
use super::super::cjk::MARKS;
use super::super::model::{Heading, Section};
use super::super::raw::Raw;
use super::{Renderer, escape};

impl<'e, F: Fn(usize) -> usize> Renderer<'_, 'e, F> {
    pub(super) fn heading(
        &mut self,
        events: &[(Event<'e>, Range<usize>)],
        i: usize,
        level: HeadingLevel,
        id: Option<&str>,
        range: &Range<usize>,
    ) {
        self.in_heading = true;
        let mut text = String::new();
        for (event, _) in &events[i + 1..] {
            match event {
                Event::End(TagEnd::Heading(_)) => break,
                Event::Text(part) | Event::Code(part) => text.push_str(&self.plain(part)),
                _ => {}
            }
        }
        let id = id.unwrap_or_default().to_owned();
        let first = self.ids.insert(id.clone());
        if level == HeadingLevel::H1 {
            self.error(
                range,
                "a page has one title, and it stands in the front matter",
                Some("start sections with `##`".to_owned()),
            );
        }
        if id.is_empty() {
            let hint = "write `## … {#id}`, the same id in both languages";
            self.error(range, "this heading has no id", Some(hint.to_owned()));
        } else if !crate::source::node::is_id(&id) {
            let hint = "use letters a–z, digits and `-` only";
            self.error(
                range,
                format!("`{id}` cannot be an id"),
                Some(hint.to_owned()),
            );
        } else if !first {
            self.error(
                range,
                format!("the id `{id}` stands on this page twice"),
                None,
            );
        }
        let start = (self.origin)(range.start);
        let end = (self.origin)(range.end);
        let at = self.setting.body + start;
        self.section().source.end = at;
        let section = Section::new(id.clone(), self.setting, start..end);
        self.sections.push(section);
        self.headings.push(Heading {
            level: level as u8,
            id,
            text,
        });
        let mut start = events[i].0.clone();
        if let Event::Start(Tag::Heading { attrs, .. }) = &mut start
            && !self.setting.raw_html
        {
            for (name, _) in attrs.extract_if(.., |(name, _)| !Raw::attribute_is_allowed(name)) {
                let message = format!(
                    "the attribute `{name}` of a heading is not allowed in a text and is left out"
                );
                self.warn(range, message);
            }
        }
        self.out.push(start);
    }

    /// With a link to the section at its end.
    pub(super) fn end_heading(&mut self, event: &Event<'e>) {
        self.in_heading = false;
        let id = self.sections.last().map_or("", |s| s.id.as_str());
        if !id.is_empty() {
            let words = &self.setting.engine.knowledge().words;
            let label = words.get(self.setting.lang, "link-to-section");
            self.out.html(format!(
                " <a class=\"anchor\" href=\"#{id}\" aria-label=\"{}\">#</a>",
                escape(&label)
            ));
        }
        self.out.push(event.clone());
    }

    /// A text as it is read, without elements.
    fn plain(&self, text: &str) -> String {
        let mut plain = String::new();
        for c in text.chars().filter(|c| !MARKS.contains(c)) {
            match bind::index_of(c).and_then(|i| self.bound.get(i)) {
                Some(bound) => {
                    plain.push_str(bound.evaluated.as_ref().map_or("", |e| e.text.as_str()));
                }
                None => plain.push(c),
            }
        }
        plain
    }
}
