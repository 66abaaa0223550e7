//! What an expression read while it was evaluated.

use std::cell::RefCell;
use std::collections::BTreeSet;

use tera::Value;

use super::{Knowledge, Style};
use crate::lang::Lang;
use crate::survey::{ComponentId, SourceId};

/// A function that was called.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Its name.
    pub function: &'static str,
    /// Its name and resolved arguments in order, the same however they were written.
    pub canonical: String,
    /// What was asked for, in the page's language: `Member · index · 2018`.
    pub subject: String,
    /// What it gave.
    pub value: Value,
    /// As the language writes it, where it is not a number.
    pub text: Option<String>,
    /// How a number is written unless the expression says otherwise.
    pub style: Style,
    /// Where the figures come from.
    pub sources: BTreeSet<SourceId>,
    /// The components whose values it read: the index where none was named.
    pub components: BTreeSet<ComponentId>,
    /// The arguments as text, by name.
    pub arguments: Vec<(String, String)>,
}

impl Call {
    /// An argument as it was given.
    pub fn argument(&self, name: &str) -> Option<&str> {
        self.arguments
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }
}

#[derive(Default)]
pub(super) struct Trace {
    pub(super) calls: Vec<Call>,
    pub(super) style: Option<Style>,
    pub(super) value: Option<Value>,
}

thread_local! {
    // Tera's functions get no channel of ours, and one expression runs on one thread.
    static TRACE: RefCell<Option<Trace>> = const { RefCell::new(None) };
}

/// While it lives, calls on this thread are recorded.
pub(super) struct Recording;

pub(super) fn record() -> Recording {
    TRACE.with_borrow_mut(|trace| *trace = Some(Trace::default()));
    Recording
}

impl Recording {
    pub(super) fn finish(self) -> Trace {
        TRACE.with_borrow_mut(Option::take).unwrap_or_default()
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        TRACE.with_borrow_mut(|trace| *trace = None);
    }
}

/// Whether an expression is being evaluated, as opposed to a template rendered.
pub(super) fn recording() -> bool {
    TRACE.with_borrow(Option::is_some)
}

pub(super) fn push(call: Call) {
    TRACE.with_borrow_mut(|trace| {
        if let Some(trace) = trace {
            trace.calls.push(call);
        }
    });
}

pub(super) fn set_style(style: Style) {
    TRACE.with_borrow_mut(|trace| {
        if let Some(trace) = trace {
            trace.style = Some(style);
        }
    });
}

pub(super) fn capture(value: Value) {
    TRACE.with_borrow_mut(|trace| {
        if let Some(trace) = trace {
            trace.value = Some(value);
        }
    });
}

/// One sentence for each thing that was read, then the sources.
pub(super) fn provenance(calls: &[Call], knowledge: &Knowledge, lang: Lang) -> String {
    let words = &knowledge.words;
    let mut parts: Vec<String> = Vec::new();
    let mut sources = BTreeSet::new();
    for call in calls {
        let how = words.get(lang, &format!("how-{}", call.function));
        let part = if call.subject.is_empty() {
            how
        } else {
            let colon = words.get(lang, "colon");
            format!("{}{colon}{how}", call.subject)
        };
        if !parts.contains(&part) {
            parts.push(part);
        }
        sources.extend(call.sources.iter().copied());
    }
    let mut text = parts.join(&words.get(lang, "semicolon"));
    if !sources.is_empty() {
        let survey = knowledge.indices.survey();
        let titles: Vec<&str> = sources
            .iter()
            .map(|id| survey.sources[id.0].title[lang].as_str())
            .collect();
        text.push_str(&words.get(lang, "full-stop"));
        text.push_str(&words.get(lang, "source"));
        text.push_str(&words.get(lang, "colon"));
        text.push_str(&titles.join(&words.get(lang, "semicolon")));
    }
    text
}
