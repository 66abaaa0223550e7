//! One Markdown text to HTML fragments, with everything that a checker wants to know about it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{BlockQuoteKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::bind::{self, Bound};
use super::cjk::{self, JOINER};
use super::html::{bound as bound_html, escape};
use super::loose::loose_numbers;
use super::rewrite::Rewritten;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, SourceFile};
use crate::expression::Engine;
use crate::lang::Lang;
use crate::survey::SourceId;

/// A piece of a page's body.
#[derive(Clone, Debug, PartialEq)]
pub enum Fragment {
    /// Ready HTML.
    Html(String),
    /// A chart, by its id, drawn later.
    Chart(String),
}

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// The anchor, the same in both languages.
    pub id: String,
    /// Without markup.
    pub text: String,
}

/// What stands between a heading and the next.
#[derive(Clone, Debug)]
pub struct Section {
    /// The heading's anchor; empty before the first heading.
    pub id: String,
    /// Where the heading stands.
    pub place: Place,
    /// The Markdown, in bytes of the file.
    pub source: Range<usize>,
    /// The expressions, however they were written, with their places.
    pub values: Vec<(String, Place)>,
    /// The charts by id.
    pub charts: Vec<(String, Place)>,
    /// The notes by label.
    pub notes: Vec<(String, Place)>,
    /// The sources by id.
    pub citations: Vec<(String, Place)>,
    /// The addresses as they are written.
    pub links: Vec<(String, Place)>,
}

/// A rendered text.
#[derive(Clone, Debug)]
pub struct Commentary {
    /// The body in order.
    pub fragments: Vec<Fragment>,
    /// The notes at its end, as HTML list items; empty without notes.
    pub notes: String,
    /// The sources in the order of their first citation.
    pub sources: Vec<SourceId>,
    /// For the table of contents.
    pub headings: Vec<Heading>,
    /// For comparing the pair.
    pub sections: Vec<Section>,
    /// How many numbers expressions wrote.
    pub bound: usize,
    /// Numbers that no expression wrote.
    pub loose: Vec<Place>,
}

/// The address for the page, or what is wrong with the link and what to do.
pub type Linked = Result<String, (String, Option<String>)>;

/// Where a text stands and what serves it.
pub struct Setting<'s> {
    /// The file.
    pub file: &'s Arc<SourceFile>,
    /// Where the Markdown starts in it.
    pub body: usize,
    /// The page's language.
    pub lang: Lang,
    /// Evaluates the expressions.
    pub engine: &'s Engine,
    /// From an address as written to one for the page, or what is wrong with it.
    pub link: &'s dyn Fn(&str) -> Linked,
    /// Where what is wrong goes.
    pub diagnostics: &'s Diagnostics,
}

fn options(lang: Lang) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    if !lang.is_cjk() {
        options |= Options::ENABLE_SMART_PUNCTUATION;
    }
    options
}

/// Renders a text.
pub fn render(setting: &Setting<'_>) -> Commentary {
    let source = &setting.file.text[setting.body..];
    let options = options(setting.lang);
    let bound = bind::bind(
        source,
        setting.file,
        setting.body,
        &bind::not_prose(source, options),
        setting.lang,
        setting.engine,
        setting.diagnostics,
    );
    let with_placeholders = Rewritten::apply(source, &bind::placeholders(&bound));
    let skip = bind::not_prose(&with_placeholders.text, options);
    let joined = Rewritten::apply(
        &with_placeholders.text,
        &cjk::joiners(&with_placeholders.text, &skip),
    );
    let events = merged(Parser::new_ext(&joined.text, options).into_offset_iter());
    let mut renderer = Renderer {
        setting,
        bound: &bound,
        origin: |at| with_placeholders.origin(joined.origin(at)),
        out: Output::default(),
        sections: vec![Section::new(String::new(), setting, 0..0)],
        headings: Vec::new(),
        sources: Vec::new(),
        citations: 0,
        notes: Notes::default(),
        loose: Vec::new(),
        numbers: 0,
        in_code: false,
        in_heading: false,
    };
    renderer.notes.collect(&events);
    renderer.run(&events);
    renderer.end_sections(source.len());
    let notes = renderer.render_notes(&events);
    renderer.finish(notes)
}

/// The parser cuts texts at every character that might have meant something; put together again,
/// they can be checked as they are read.
fn merged<'e>(
    events: impl Iterator<Item = (Event<'e>, Range<usize>)>,
) -> Vec<(Event<'e>, Range<usize>)> {
    let mut merged: Vec<(Event<'e>, Range<usize>)> = Vec::new();
    for (event, range) in events {
        if let (Some((Event::Text(before), at)), Event::Text(text)) = (merged.last_mut(), &event)
            && at.end == range.start
            && before.len() == at.len()
            && text.len() == range.len()
        {
            *before = format!("{before}{text}").into();
            at.end = range.end;
            continue;
        }
        merged.push((event, range));
    }
    merged
}

impl Section {
    fn new(id: String, setting: &Setting<'_>, heading: Range<usize>) -> Section {
        let at = setting.body + heading.start;
        Section {
            id,
            place: Place::new(setting.file, at..setting.body + heading.end),
            source: at..at,
            values: Vec::new(),
            charts: Vec::new(),
            notes: Vec::new(),
            citations: Vec::new(),
            links: Vec::new(),
        }
    }
}

/// HTML under way; charts cut it into fragments.
#[derive(Default)]
struct Output<'e> {
    fragments: Vec<Fragment>,
    events: Vec<Event<'e>>,
}

impl<'e> Output<'e> {
    fn push(&mut self, event: Event<'e>) {
        self.events.push(event);
    }

    fn html(&mut self, html: impl Into<CowStr<'e>>) {
        self.events.push(Event::InlineHtml(html.into()));
    }

    fn block(&mut self, html: impl Into<CowStr<'e>>) {
        self.events.push(Event::Html(html.into()));
    }

    fn flush(&mut self) {
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, self.events.drain(..));
        let html = html.replace(JOINER, "");
        if !html.trim().is_empty() {
            self.fragments.push(Fragment::Html(html));
        }
    }
}

/// Notes: their definitions by label, and the order in which they are referred to.
#[derive(Default)]
struct Notes {
    definitions: BTreeMap<String, Range<usize>>,
    order: Vec<String>,
    references: BTreeMap<String, usize>,
}

impl Notes {
    fn collect(&mut self, events: &[(Event<'_>, Range<usize>)]) {
        let mut open = None;
        for (i, (event, _)) in events.iter().enumerate() {
            match event {
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

struct Renderer<'s, 'e, F> {
    setting: &'s Setting<'s>,
    bound: &'s [Bound],
    origin: F,
    out: Output<'e>,
    sections: Vec<Section>,
    headings: Vec<Heading>,
    sources: Vec<SourceId>,
    citations: usize,
    notes: Notes,
    loose: Vec<Place>,
    numbers: usize,
    in_code: bool,
    in_heading: bool,
}

impl<'e, F: Fn(usize) -> usize> Renderer<'_, 'e, F> {
    fn place(&self, range: &Range<usize>) -> Place {
        let (start, end) = ((self.origin)(range.start), (self.origin)(range.end));
        let body = self.setting.body;
        Place::new(self.setting.file, body + start..body + end)
    }

    fn error(&self, range: &Range<usize>, message: impl Into<String>, hint: Option<String>) {
        self.setting.diagnostics.push(
            Diagnostic::error(message)
                .at(self.place(range))
                .maybe_hint(hint),
        );
    }

    fn section(&mut self) -> &mut Section {
        // There is always the one before the first heading.
        let last = self.sections.len() - 1;
        &mut self.sections[last]
    }

    fn run(&mut self, events: &[(Event<'e>, Range<usize>)]) {
        let mut i = 0;
        while i < events.len() {
            if let (Event::Start(Tag::FootnoteDefinition(label)), range) = &events[i] {
                let length = self
                    .notes
                    .definitions
                    .get(label.as_ref())
                    .map_or(0, |r| r.len());
                let referred = events
                    .iter()
                    .any(|(e, _)| matches!(e, Event::FootnoteReference(other) if other == label));
                if !referred {
                    self.error(range, format!("nothing refers to the note `{label}`"), None);
                }
                i += length + 2;
                continue;
            }
            if let Some(length) = self.chart_paragraph(&events[i..]) {
                i += length;
                continue;
            }
            self.event(events, i);
            i += 1;
        }
        self.out.flush();
    }

    /// A paragraph that holds nothing but a chart.
    fn chart_paragraph(&mut self, events: &[(Event<'e>, Range<usize>)]) -> Option<usize> {
        let [
            (Event::Start(Tag::Paragraph), _),
            (Event::Text(text), range),
            (Event::End(TagEnd::Paragraph), _),
            ..,
        ] = events
        else {
            return None;
        };
        let mut chars = text.trim().chars();
        let (Some(c), None) = (chars.next(), chars.next()) else {
            return None;
        };
        let call = self.placed(c, "chart")?;
        self.out.flush();
        let place = self.place(range);
        self.section().charts.push((call.clone(), place));
        self.out.fragments.push(Fragment::Chart(call));
        Some(3)
    }

    /// The id that a `chart` or `cite` expression gave.
    fn placed(&self, c: char, function: &str) -> Option<String> {
        let evaluated = self.bound.get(bind::index_of(c)?)?.evaluated.as_ref()?;
        let [call] = evaluated.calls.as_slice() else {
            return None;
        };
        (call.function == function).then(|| evaluated.value.to_string())
    }

    fn event(&mut self, events: &[(Event<'e>, Range<usize>)], i: usize) {
        let (event, range) = &events[i];
        match event {
            Event::Text(text) if self.in_code => self.out.push(Event::Text(text.clone())),
            Event::Text(text) => self.text(text, range),
            Event::SoftBreak => {
                let before = events[..i]
                    .iter()
                    .rev()
                    .find_map(|(e, _)| self.edge(e, true));
                let after = events[i + 1..]
                    .iter()
                    .find_map(|(e, _)| self.edge(e, false));
                let cjk = self.setting.lang.is_cjk();
                if !cjk::break_vanishes(before.flatten(), after.flatten(), cjk) {
                    self.out.push(Event::SoftBreak);
                }
            }
            Event::Start(Tag::CodeBlock(_)) => {
                self.in_code = true;
                self.out.push(event.clone());
            }
            Event::End(TagEnd::CodeBlock) => {
                self.in_code = false;
                self.out.push(event.clone());
            }
            Event::Start(Tag::Heading { level, id, .. }) => {
                self.heading(events, i, *level, id.as_deref(), range);
            }
            Event::End(TagEnd::Heading(_)) => {
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
            Event::Start(Tag::Link {
                dest_url, title, ..
            }) => self.link(dest_url, title, range),
            Event::End(TagEnd::Link) => self.out.html("</a>"),
            Event::Start(Tag::Image { dest_url, .. }) => {
                let href = self.resolve(dest_url, range);
                let mut tag = event.clone();
                if let (Event::Start(Tag::Image { dest_url, .. }), Some(href)) = (&mut tag, href) {
                    *dest_url = href.into();
                }
                self.out.push(tag);
            }
            Event::Start(Tag::BlockQuote(Some(kind))) => {
                let name = match kind {
                    BlockQuoteKind::Note => "note",
                    BlockQuoteKind::Tip => "tip",
                    BlockQuoteKind::Important => "important",
                    BlockQuoteKind::Warning => "warning",
                    BlockQuoteKind::Caution => "caution",
                };
                let words = &self.setting.engine.knowledge().words;
                let title = words.get(self.setting.lang, &format!("alert-{name}"));
                self.out.block(format!(
                    "<div class=\"alert alert-{name}\" role=\"note\">\n<p class=\"alert-title\">{}</p>\n",
                    escape(&title)
                ));
            }
            Event::End(TagEnd::BlockQuote(Some(_))) => self.out.block("</div>\n"),
            Event::Start(Tag::Table(_)) => {
                let words = &self.setting.engine.knowledge().words;
                let label = escape(&words.get(self.setting.lang, "table"));
                self.out.block(format!(
                    "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\">"
                ));
                self.out.push(event.clone());
            }
            Event::End(TagEnd::Table) => {
                self.out.push(event.clone());
                self.out.block("</div>\n");
            }
            Event::FootnoteReference(label) => self.note_reference(label, range),
            _ => self.out.push(event.clone()),
        }
    }

    /// The character at an event's edge: the last one (`end`) or the first. `None` for events that
    /// show nothing, so that one looks through inline tags; `Some(None)` at the edge of a block.
    fn edge(&self, event: &Event<'_>, end: bool) -> Option<Option<char>> {
        let of = |text: &str| {
            let mut shown = text.chars().filter(|c| *c != JOINER);
            if end { shown.next_back() } else { shown.next() }
        };
        match event {
            Event::Text(text) => {
                let c = of(text)?;
                let Some(index) = bind::index_of(c) else {
                    return Some(Some(c));
                };
                let evaluated = self.bound.get(index)?.evaluated.as_ref();
                // A citation mark shows nothing that has an edge.
                let text = evaluated.map_or("", |e| e.text.as_str());
                of(text).map(Some)
            }
            Event::Code(text) => of(text).map(Some),
            Event::Start(
                Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Link { .. }
                | Tag::Image { .. },
            )
            | Event::End(
                TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image,
            )
            | Event::FootnoteReference(_)
            | Event::InlineHtml(_) => None,
            _ => Some(None),
        }
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        self.lint(text, range);
        let mut plain = 0;
        for (at, c) in text.char_indices() {
            let Some(index) = bind::index_of(c) else {
                continue;
            };
            self.out
                .push(Event::Text(text[plain..at].to_owned().into()));
            plain = at + c.len_utf8();
            let span = range.start + at..range.start + at + c.len_utf8();
            self.placeholder(index, c, &span);
        }
        self.out.push(Event::Text(text[plain..].to_owned().into()));
    }

    fn placeholder(&mut self, index: usize, c: char, span: &Range<usize>) {
        let Some(evaluated) = self.bound.get(index).and_then(|b| b.evaluated.as_ref()) else {
            return;
        };
        let place = self.place(span);
        if self.placed(c, "chart").is_some() {
            self.error(
                span,
                "a chart stands alone in its paragraph",
                Some("put an empty line before and after it".to_owned()),
            );
            return;
        }
        if let Some(id) = self.placed(c, "cite") {
            let page = evaluated.calls.first().and_then(|c| c.argument("page"));
            let html = self.citation(&id, page);
            self.section().citations.push((id, place));
            self.out.html(html);
            return;
        }
        let knowledge = self.setting.engine.knowledge();
        let html = bound_html(evaluated, knowledge, self.setting.lang);
        self.numbers += usize::from(html.starts_with("<data"));
        let fingerprint = evaluated.fingerprint();
        self.section().values.push((fingerprint, place));
        self.out.html(html);
    }

    fn citation(&mut self, id: &str, page: Option<&str>) -> String {
        let knowledge = self.setting.engine.knowledge();
        let survey = knowledge.indices.survey();
        let Some(source) = survey.source(id) else {
            return String::new();
        };
        let at = self.sources.iter().position(|s| *s == source);
        let number = at.unwrap_or_else(|| {
            self.sources.push(source);
            self.sources.len() - 1
        }) + 1;
        self.citations += 1;
        let page = page.map_or(String::new(), |page| {
            let filling = [("page", crate::words::Filling::Text(page.to_owned()))];
            knowledge
                .words
                .fill(self.setting.lang, "cite-page", &filling)
                .unwrap_or_default()
        });
        format!(
            "<sup class=\"cite\"><a href=\"#source-{id}\" id=\"cite-{}\" title=\"{}\">[{number}{}]</a></sup>",
            self.citations,
            escape(&survey.sources[source.0].title[self.setting.lang]),
            escape(&page),
        )
    }

    /// Loose numbers, left-over markup, slips of typesetting.
    fn lint(&mut self, text: &str, range: &Range<usize>) {
        let lang = self.setting.lang;
        let within = |r: &Range<usize>| range.start + r.start..range.start + r.end;
        if !self.in_heading {
            for number in loose_numbers(text, lang) {
                let place = self.place(&within(&number));
                self.loose.push(place);
            }
        }
        for mark in ["**", "~~"] {
            if let Some(at) = text.find(mark) {
                self.error(
                    &within(&(at..at + mark.len())),
                    format!("this `{mark}` is shown as it is"),
                    Some(format!(
                        "close it, move the space beside it, or write `\\{mark}`"
                    )),
                );
            }
        }
        if lang.is_cjk() {
            for (slip, message) in cjk::slips(text) {
                self.setting
                    .diagnostics
                    .push(Diagnostic::warning(message).at(self.place(&within(&slip))));
            }
        }
    }

    fn heading(
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
        } else if self.headings.iter().any(|h| h.id == id) {
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
        self.out.push(events[i].0.clone());
    }

    /// A text as it is read, without elements.
    fn plain(&self, text: &str) -> String {
        let mut plain = String::new();
        for c in text.chars().filter(|c| *c != JOINER) {
            match bind::index_of(c).and_then(|i| self.bound.get(i)) {
                Some(bound) => {
                    plain.push_str(bound.evaluated.as_ref().map_or("", |e| e.text.as_str()));
                }
                None => plain.push(c),
            }
        }
        plain
    }

    fn resolve(&mut self, written: &str, range: &Range<usize>) -> Option<String> {
        let place = self.place(range);
        self.section().links.push((written.to_owned(), place));
        match (self.setting.link)(written) {
            Ok(href) => Some(href),
            Err((message, hint)) => {
                self.error(range, message, hint);
                None
            }
        }
    }

    fn link(&mut self, written: &str, title: &str, range: &Range<usize>) {
        let href = self.resolve(written, range).unwrap_or_default();
        let title = if title.is_empty() {
            String::new()
        } else {
            format!(" title=\"{}\"", escape(title))
        };
        let outside = if href.contains("://") {
            " rel=\"external\""
        } else {
            ""
        };
        self.out
            .html(format!("<a href=\"{}\"{title}{outside}>", escape(&href)));
    }

    fn note_reference(&mut self, label: &str, range: &Range<usize>) {
        if !self.notes.definitions.contains_key(label) {
            self.error(range, format!("the note `{label}` is not defined"), None);
            return;
        }
        let place = self.place(range);
        self.section().notes.push((label.to_owned(), place));
        let at = self.notes.order.iter().position(|l| l == label);
        let number = at.unwrap_or_else(|| {
            self.notes.order.push(label.to_owned());
            self.notes.order.len() - 1
        }) + 1;
        let times = self.notes.references.entry(label.to_owned()).or_default();
        *times += 1;
        let id = reference_id(number, *times);
        self.out.html(format!(
            "<sup class=\"note-ref\"><a href=\"#note-{number}\" id=\"{id}\">{number}</a></sup>"
        ));
    }

    fn end_sections(&mut self, length: usize) {
        let end = self.setting.body + length;
        self.section().source.end = end;
    }

    /// The notes as list items, in the order of reference; a note may refer to a further one.
    fn render_notes(&mut self, events: &[(Event<'e>, Range<usize>)]) -> String {
        if self.notes.order.is_empty() {
            return String::new();
        }
        let body = std::mem::take(&mut self.out.fragments);
        let section = Section::new(NOTES.to_owned(), self.setting, 0..0);
        self.sections.push(section);
        let mut html = String::new();
        let mut number = 0;
        while let Some(label) = self.notes.order.get(number).cloned() {
            number += 1;
            let Some(range) = self.notes.definitions.get(&label).cloned() else {
                continue;
            };
            for i in range.clone() {
                self.event(&events[..range.end], i);
            }
            self.out.flush();
            let parts = std::mem::take(&mut self.out.fragments);
            let text: String = parts
                .iter()
                .map(|f| match f {
                    Fragment::Html(html) => html.as_str(),
                    Fragment::Chart(_) => "",
                })
                .collect();
            html.push_str(&self.note(number, &label, text.trim_end()));
        }
        self.out.fragments = body;
        html
    }

    fn note(&self, number: usize, label: &str, text: &str) -> String {
        let words = &self.setting.engine.knowledge().words;
        let back = escape(&words.get(self.setting.lang, "back-to-text"));
        let times = self.notes.references.get(label).copied().unwrap_or(1);
        let links: String = (1..=times)
            .map(|time| {
                let id = reference_id(number, time);
                format!(" <a class=\"back\" href=\"#{id}\" aria-label=\"{back}\">↩</a>")
            })
            .collect();
        let text = match text.strip_suffix("</p>") {
            Some(open) => format!("{open}{links}</p>"),
            None => format!("{text}{links}"),
        };
        format!("<li id=\"note-{number}\">{text}</li>\n")
    }

    fn finish(mut self, notes: String) -> Commentary {
        Commentary {
            notes,
            fragments: std::mem::take(&mut self.out.fragments),
            sources: self.sources,
            headings: self.headings,
            sections: self.sections,
            bound: self.numbers,
            loose: self.loose,
        }
    }
}

/// The section that holds the notes' values, links and citations; no heading can have this id.
const NOTES: &str = "[notes]";

fn reference_id(number: usize, times: usize) -> String {
    if times == 1 {
        format!("note-ref-{number}")
    } else {
        format!("note-ref-{number}-{times}")
    }
}
