//! Running text: expressions put in, citations numbered, slips of typesetting reported.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::super::html::bound as bound_html;
use super::super::loose::loose_numbers;
use super::super::{bind, cjk};
use super::{KEPT, Renderer, escape};
use crate::commentary::model::{Cited, Fragment};
use crate::diagnostic::Diagnostic;
use crate::expression::{Basis, Evaluated};
use crate::words::Filling;

impl<'e, F: Fn(usize) -> usize> Renderer<'_, 'e, F> {
    pub(super) fn text(&mut self, text: &CowStr<'e>, range: &Range<usize>) {
        self.lint(text, range);
        let mut plain = 0;
        for (at, c) in text.char_indices() {
            let Some(index) = bind::index_of(c) else {
                continue;
            };
            let before = &text[plain..at];
            self.prose.text(before, range.start + plain);
            // Of the spaces around what writes nothing, one stays.
            let shown = match self.basis(index) {
                Some(Basis::Condition | Basis::Judgement) => before.trim_end_matches(' '),
                _ => before,
            };
            self.out.push(Event::Text(shown.to_owned().into()));
            plain = at + c.len_utf8();
            let span = range.start + at..range.start + at + c.len_utf8();
            self.placeholder(index, c, &span);
        }
        self.prose.text(&text[plain..], range.start + plain);
        self.out.push(Event::Text(match plain {
            0 => text.clone(),
            _ => text[plain..].to_owned().into(),
        }));
    }

    fn basis(&self, index: usize) -> Option<Basis> {
        self.bound.get(index)?.evaluated.as_ref()?.basis()
    }

    fn placeholder(&mut self, index: usize, c: char, span: &Range<usize>) {
        let Some(evaluated) = self.bound.get(index).and_then(|b| b.evaluated.as_ref()) else {
            // What is wrong with it has been told; its sentence is not loose as well.
            self.prose.value();
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
        if let Some(id) = self.placed(c, "figure").filter(|_| !self.in_image) {
            // It says where something stands, and so nothing of the data.
            self.out.later(Fragment::Reference(id.clone()));
            self.section().references.push((id, place));
            return;
        }
        match evaluated.basis() {
            Some(basis) => self.prose.basis(basis),
            None if evaluated.is_of_data() => self.prose.value(),
            None => {
                self.prose.text(&evaluated.text, span.start);
                if evaluated.calls.is_empty()
                    && !loose_numbers(&evaluated.text, self.setting.lang).is_empty()
                {
                    self.loose.push(place.clone());
                }
            }
        }
        if let Some(Basis::Condition | Basis::Judgement) = evaluated.basis() {
            self.section().values.push((evaluated.fingerprint(), place));
            return;
        }
        if self.in_image {
            self.in_alternative(c, evaluated, span);
            return;
        }
        if let Some(id) = self.placed(c, "sparkline") {
            self.out.later(Fragment::Sparkline(id.clone()));
            self.section().charts.push((id, place));
            return;
        }
        if let Some(id) = self.placed(c, "cite") {
            let page = evaluated.calls.first().and_then(|c| c.argument("page"));
            let page = page.map(str::to_owned);
            let html = self.citation(&id, page.as_deref(), None);
            self.section().citations.push((id, place));
            self.out.html(format!("{KEPT}{html}"));
            return;
        }
        if let Some(id) = self.placed(c, "quote") {
            let html = self.quotation(&id, evaluated);
            self.section().values.push((evaluated.fingerprint(), place));
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

    /// The text of an image is read out: it has no elements.
    fn in_alternative(&mut self, c: char, evaluated: &Evaluated, span: &Range<usize>) {
        let drawn = ["sparkline", "cite", "figure"].iter();
        if let Some(function) = drawn.copied().find(|f| self.placed(c, f).is_some()) {
            let message = format!("`{function}` cannot stand in the text of an image");
            self.error(span, message, Some("put it behind the image".to_owned()));
            return;
        }
        let place = self.place(span);
        self.numbers += usize::from(evaluated.number().is_some());
        let value = (evaluated.fingerprint(), place);
        self.section().values.push(value);
        self.out.push(Event::Text(evaluated.text.clone().into()));
    }

    /// What is quoted, and where it stands in its source.
    fn quotation(&mut self, id: &str, evaluated: &Evaluated) -> String {
        let knowledge = self.setting.engine.knowledge();
        let text = escape(&evaluated.text);
        let Some(quotation) = knowledge.quotations.get(id) else {
            return text;
        };
        let source = &knowledge.indices.survey().sources[quotation.source.0].id;
        let place = &quotation.place[self.setting.lang];
        let cited = self.citation(source, None, Some(place));
        format!("<span class=\"quotation\">{text}</span>{KEPT}{cited}")
    }

    /// The mark of a source; `within` is where in it, for who points at the mark.
    fn citation(&mut self, id: &str, page: Option<&str>, within: Option<&str>) -> String {
        let knowledge = self.setting.engine.knowledge();
        let survey = knowledge.indices.survey();
        let Some(source) = survey.source(id) else {
            return String::new();
        };
        self.citations += 1;
        let mark = self.citations;
        let at = self.sources.iter().position(|s| s.source == source);
        let at = at.unwrap_or_else(|| {
            let marks = Vec::new();
            self.sources.push(Cited { source, marks });
            self.sources.len() - 1
        });
        self.sources[at].marks.push(mark);
        let mut fillings = vec![("n", Filling::Text((at + 1).to_string()))];
        let word = match page {
            None => "cite-mark",
            Some(page) => {
                let several = page.contains(['-', '–', '—', ',', '，', '、']);
                let shown = if self.setting.lang.spaced() {
                    page.replace('-', "–")
                } else {
                    page.to_owned()
                };
                fillings.push(("page", Filling::Text(shown)));
                if several {
                    "cite-mark-pages"
                } else {
                    "cite-mark-page"
                }
            }
        };
        let shown = knowledge.words.fill(self.setting.lang, word, &fillings);
        let mut title = survey.sources[source.0].title[self.setting.lang].clone();
        if let Some(within) = within {
            title.push_str(&knowledge.words.get(self.setting.lang, "comma"));
            title.push_str(within);
        }
        format!(
            "<sup class=\"cite\"><a href=\"#source-{id}\" id=\"cite-{mark}\" title=\"{}\">{}</a></sup>",
            escape(&title),
            escape(&shown.unwrap_or_default()),
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
        if lang.is_chinese() {
            for (slip, message) in cjk::slips(text) {
                self.setting
                    .diagnostics
                    .push(Diagnostic::warning(message).at(self.place(&within(&slip))));
            }
        }
    }
}
