//! One Markdown text to HTML fragments, with everything that a checker wants to know about it.

mod notes;
mod text;

use std::ops::Range;

use pulldown_cmark::{
    BlockQuoteKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
};

use self::notes::Notes;
use super::bind::{self, Bound};
use super::cjk::{self, JOINER};
use super::model::{Cited, Commentary, Fragment, Heading, Section, Setting};
use super::rewrite::Rewritten;
use crate::diagnostic::{Diagnostic, Place};
use crate::html::escape;
use crate::lang::Lang;
use crate::web;

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
    let mut joiners = cjk::joiners(&with_placeholders.text, &skip);
    joiners.extend(cjk::after_notes(&with_placeholders.text, &skip));
    joiners.sort_by_key(|edit| edit.at.start);
    let joined = Rewritten::apply(&with_placeholders.text, &joiners);
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

/// Around the id of a sparkline in HTML under way: a character that no author writes, so that the
/// text around it stays one stream for the writer.
const SPARKLINE: char = '\u{e011}';

/// Before a raised mark, which must not begin a line: the word joiner.
const KEPT: char = '\u{2060}';

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
        if html.trim().is_empty() {
            return;
        }
        // Every second part is the id of a sparkline.
        for (i, part) in html.split(SPARKLINE).enumerate() {
            self.fragments.push(if i % 2 == 1 {
                Fragment::Sparkline(part.to_owned())
            } else {
                Fragment::Html(part.to_owned())
            });
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
    sources: Vec<Cited>,
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
                link_type,
                dest_url,
                title,
                ..
            }) => {
                let mailbox = *link_type == LinkType::Email;
                let written = if mailbox {
                    format!("mailto:{dest_url}").into()
                } else {
                    dest_url.clone()
                };
                self.link(&written, title, range);
            }
            Event::End(TagEnd::Link) => self.out.html("</a>"),
            Event::Start(Tag::Image { dest_url, .. }) => {
                let href = self.image(dest_url, range);
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

    /// An image is a file of the site: readers' browsers ask no other host for anything.
    fn image(&mut self, written: &str, range: &Range<usize>) -> Option<String> {
        if !matches!(web::target(written), Ok(web::Target::Inside)) {
            self.error(
                range,
                format!("the image `{written}` is not a file of the site"),
                Some("put it into `assets/static/`, whose files stand at the root of the site, and give its path from the page: `../../../image.png`".to_owned()),
            );
            return None;
        }
        self.resolve(written, range)
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

    fn end_sections(&mut self, length: usize) {
        let end = self.setting.body + length;
        self.section().source.end = end;
    }

    /// The notes as list items, in the order of reference; a note may refer to a further one.
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
