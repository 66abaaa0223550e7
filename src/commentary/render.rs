//! One Markdown text to HTML fragments, with everything that a checker wants to know about it.

mod breaks;
mod headings;
mod html;
mod links;
mod marks;
mod merged;
mod notes;
mod output;
mod prose;
mod table;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, Options, Parser, Tag, TagEnd};

use self::merged::merged;
use self::notes::Notes;
use self::output::{KEPT, Output};
use self::table::Columns;
use super::bind::{self, Bound};
use super::cjk;
use super::model::{Cited, Commentary, Fragment, Heading, Section, Setting};
use super::raw::Raw;
use super::rewrite::Rewritten;
use super::skip;
use super::statements::{Prose, Statements};
use crate::diagnostic::{Diagnostic, Place};
use crate::html::escape;
use crate::lang::Lang;
use crate::limits::Limit;
use crate::survey::EditionId;

fn options(lang: Lang) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    if lang.spaced() {
        options |= Options::ENABLE_SMART_PUNCTUATION;
    }
    options
}

/// Renders a text.
pub fn render(setting: &Setting<'_>) -> Commentary {
    let source = &setting.file.text[setting.body..];
    let options = options(setting.lang);
    let limits = setting.diagnostics.limits();
    let deepest = limits.count(Limit::Nesting);
    let skip = match skip::not_prose(source, options, deepest) {
        Ok(skip) => skip,
        Err(at) => return too_deep(setting, at..at),
    };
    for range in notes::undefined(source, &skip.all) {
        let label = &source[range.start + 2..range.end - 1];
        let at = setting.body + range.start..setting.body + range.end;
        setting.diagnostics.push(
            Diagnostic::error(format!("the note `{label}` is not defined"))
                .at(Place::new(setting.file, at))
                .hint(format!("add a line `[^{label}]: …`")),
        );
    }
    let mut bound = bind::bind(
        source,
        setting.file,
        setting.body,
        &skip.all,
        setting.lang,
        setting.engine,
        setting.diagnostics,
    );
    marks::refuse_in_values(&mut bound, setting);
    let with_placeholders = Rewritten::apply(source, &bind::placeholders(&bound));
    // One character in place of an expression makes nothing deeper.
    let skip = skip::not_prose(&with_placeholders.text, options, usize::MAX).unwrap_or_default();
    let mut edits = cjk::joiners(&with_placeholders.text, &skip.all);
    edits.extend(cjk::after_notes(&with_placeholders.text, &skip.all));
    edits.extend(marks::refuse_references(
        &with_placeholders,
        &skip.code,
        setting,
    ));
    edits.sort_by_key(|edit| (edit.at.start, edit.at.end));
    let joined = Rewritten::apply(&with_placeholders.text, &edits);
    let origin = |at| with_placeholders.origin(joined.origin(at));
    let events = parsed(
        &joined.text,
        options,
        marks::Cleaner::new(setting, &bound, &joined.text),
    );
    let mut renderer = Renderer {
        setting,
        bound: &bound,
        origin,
        out: Output::default(),
        sections: vec![Section::new(String::new(), setting, 0..0)],
        headings: Vec::new(),
        ids: BTreeSet::new(),
        sources: Vec::new(),
        citations: 0,
        notes: Notes::default(),
        loose: Vec::new(),
        prose: Prose::default(),
        statements: Statements::default(),
        numbers: 0,
        in_code: false,
        in_heading: false,
        in_image: false,
        columns: Columns::default(),
        raw: Raw::new(heading_ids(&events), deepest),
        hidden: html::hidden(&events),
        pieces: Vec::new(),
        skip_to: 0,
    };
    renderer.notes.collect(&events);
    renderer.run(&events);
    renderer.end_sections(source.len());
    let notes = renderer.render_notes(&events);
    if let Some(at) = renderer.raw.too_deep.take() {
        return too_deep(setting, origin(at.start)..origin(at.end));
    }
    renderer.finish(notes)
}

/// Says so at a stretch of the text, of which nothing more is to be said.
fn too_deep(setting: &Setting<'_>, at: Range<usize>) -> Commentary {
    let place = setting.body + at.start..setting.body + at.end;
    let hint = setting.diagnostics.limits().hint(Limit::Nesting);
    setting.diagnostics.push(
        Diagnostic::error("this Markdown is nested too deeply")
            .at(Place::new(setting.file, place))
            .hint(hint),
    );
    Commentary::empty()
}

/// The parser's events without marks of the program where they mean nothing.
fn parsed<'t>(
    text: &'t str,
    options: Options,
    mut cleaner: marks::Cleaner<'_, '_>,
) -> Vec<(Event<'t>, Range<usize>)> {
    let events = Parser::new_ext(text, options).into_offset_iter();
    for (_, definition) in events.reference_definitions().iter() {
        cleaner.definition(&definition.dest, definition.title.as_deref());
    }
    merged(events.map(|(mut event, range)| {
        cleaner.event(&mut event, &range);
        (event, range)
    }))
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
            references: Vec::new(),
            notes: Vec::new(),
            citations: Vec::new(),
            links: Vec::new(),
        }
    }
}

/// The expressions that write something, with the newest edition that each read.
fn reads(bound: &[Bound], body: usize) -> Vec<(Range<usize>, EditionId)> {
    let read = bound.iter().filter_map(|b| {
        let evaluated = b.evaluated.as_ref().filter(|e| !e.is_silent())?;
        let newest = evaluated.reads.editions.iter().max()?;
        Some((body + b.span.start..body + b.span.end, *newest))
    });
    read.collect()
}

struct Renderer<'s, 'e, F> {
    setting: &'s Setting<'s>,
    bound: &'s [Bound],
    origin: F,
    out: Output<'e>,
    sections: Vec<Section>,
    headings: Vec<Heading>,
    ids: BTreeSet<String>,
    sources: Vec<Cited>,
    citations: usize,
    notes: Notes,
    loose: Vec<Place>,
    prose: Prose,
    statements: Statements,
    numbers: usize,
    in_code: bool,
    in_heading: bool,
    in_image: bool,
    columns: Columns,
    raw: Raw,
    /// Where tags in running text whose elements are left out have their ends.
    hidden: BTreeMap<usize, usize>,
    /// Where the pieces of the author's HTML stand.
    pieces: Vec<Range<usize>>,
    /// Events before this one are part of what has been written.
    skip_to: usize,
}

fn heading_ids(events: &[(Event<'_>, Range<usize>)]) -> BTreeSet<String> {
    let id = |event: &Event<'_>| match event {
        Event::Start(Tag::Heading { id, .. }) => id.as_deref().map(str::to_owned),
        _ => None,
    };
    events.iter().filter_map(|(event, _)| id(event)).collect()
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

    fn warn(&self, range: &Range<usize>, message: impl Into<String>) {
        let hint = "what HTML a text can have is listed in the manual (“HTML in a text”); `raw-html: allow` in report.yaml lets all of it through";
        self.setting.diagnostics.push(
            Diagnostic::warning(message)
                .at(self.place(range))
                .hint(hint),
        );
    }

    fn section(&mut self) -> &mut Section {
        // There is always the one before the first heading.
        let last = self.sections.len() - 1;
        &mut self.sections[last]
    }

    fn run(&mut self, events: &[(Event<'e>, Range<usize>)]) {
        let mut i = 0;
        while i < events.len() && self.raw.too_deep.is_none() {
            if let (Event::Start(Tag::FootnoteDefinition(label)), range) = &events[i] {
                let length = self
                    .notes
                    .definitions
                    .get(label.as_ref())
                    .map_or(0, |r| r.len());
                if !self.notes.referred.contains(label.as_ref()) {
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
            i = self.skip_to.max(i + 1);
        }
        self.end_of_html();
        self.end_of_prose();
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
        let place = self.place(range);
        self.section().charts.push((call.clone(), place));
        self.out.chart(call);
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
        if i < self.skip_to {
            return;
        }
        let (event, range) = &events[i];
        self.follow_html(event);
        self.follow_prose(event);
        match event {
            Event::Start(Tag::HtmlBlock) => self.html_block(events, i),
            Event::InlineHtml(html) | Event::Html(html) => self.html_inline(events, i, html),
            Event::Text(text) if self.in_code => self.out.push(Event::Text(text.clone())),
            Event::Text(text) => self.text(text, range),
            Event::SoftBreak if self.vanishes(events, i) => {}
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
            Event::End(TagEnd::Heading(_)) => self.end_heading(event),
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }) => self.link(*link_type, dest_url, title, range),
            Event::End(TagEnd::Link) if self.in_image => {}
            Event::End(TagEnd::Link) => self.out.html("</a>"),
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.start_image(event, dest_url, range);
            }
            Event::End(TagEnd::Image) => {
                self.in_image = false;
                self.out.push(event.clone());
            }
            Event::Start(Tag::BlockQuote(Some(kind))) => self.start_alert(*kind),
            Event::End(TagEnd::BlockQuote(Some(_))) => self.out.block("</div>\n"),
            Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell)
            | Event::End(
                TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell,
            ) => self.table(event, events.get(i + 1).map(|(next, _)| next)),
            Event::FootnoteReference(label) => self.note_reference(label, range),
            _ => self.out.push(event.clone()),
        }
    }

    fn start_alert(&mut self, kind: BlockQuoteKind) {
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

    fn end_sections(&mut self, length: usize) {
        let end = self.setting.body + length;
        self.section().source.end = end;
    }

    fn finish(mut self, notes: Vec<Fragment>) -> Commentary {
        Commentary {
            notes,
            fragments: std::mem::take(&mut self.out.fragments),
            sources: self.sources,
            headings: self.headings,
            sections: self.sections,
            bound: self.numbers,
            loose: self.loose,
            statements: self.statements,
            reads: reads(self.bound, self.setting.body),
        }
    }
}
