//! The functions, by name, with the arguments that each knows.

mod names;
mod numbers;

use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::trace::{self, Call};
use super::{Args, Knowledge, Style};
use crate::diagnostic::suggest;
use crate::lang::{Lang, Languages};

/// Separates message, hint and culprit inside a Tera error; no author writes it.
pub(super) const HINT_MARK: char = '\u{1f}';

/// Why a function cannot give a value.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    message: String,
    hint: String,
    culprit: String,
    data: bool,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>) -> Fault {
        Fault {
            message: message.into(),
            hint: String::new(),
            culprit: String::new(),
            data: false,
        }
    }
    /// The data are to blame, not the expression: nothing to report where they are incomplete.
    pub(super) fn data(mut self) -> Fault {
        self.data = true;
        self
    }
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Fault {
        self.hint = hint.into();
        self
    }
    pub(super) fn maybe_hint(self, hint: Option<String>) -> Fault {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }
    /// The part of the expression that is to blame.
    pub(super) fn culprit(mut self, text: &str) -> Fault {
        self.culprit = text.to_owned();
        self
    }
    fn into_error(self) -> tera::Error {
        tera::Error::message(format!(
            "{}{HINT_MARK}{}{HINT_MARK}{}{HINT_MARK}{}",
            self.message,
            self.hint,
            self.culprit,
            if self.data { "data" } else { "" }
        ))
    }
}

/// What a function gives.
pub(super) struct Given {
    value: Value,
    /// Where the value is no number: as the language writes it.
    text: Option<String>,
    style: Style,
}

impl Given {
    pub(super) fn number(value: f64, style: Style) -> Given {
        Given {
            value: Value::from(value),
            text: None,
            style,
        }
    }
    pub(super) fn count(value: usize) -> Given {
        Given {
            value: Value::from(value),
            text: None,
            style: Style::Fixed(0),
        }
    }
    pub(super) fn text(value: impl Into<Value>, text: String) -> Given {
        Given {
            value: value.into(),
            text: Some(text),
            style: Style::Text,
        }
    }
}

type Body = fn(&Args<'_>) -> Result<Given, Fault>;

/// A function of the expression language.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// The arguments that it knows; which are needed, it says itself.
    pub arguments: &'static [&'static str],
    body: Body,
}

macro_rules! functions {
    ($($name:literal ($($argument:literal),*) => $body:path;)*) => {
        /// All functions.
        pub const FUNCTIONS: &[Function] = &[
            $(Function { name: $name, arguments: &[$($argument),*], body: $body },)*
        ];
    };
}

functions! {
    "value" ("member", "edition", "component") => numbers::value;
    "score" ("member", "edition", "component") => numbers::score;
    "rank" ("member", "edition", "component", "among") => numbers::rank;
    "change" ("member", "from", "to", "component") => numbers::change;
    "contribution" ("member", "from", "to", "component") => numbers::contribution;
    "mean" ("edition", "component", "among", "missing") => numbers::mean;
    "median" ("edition", "component", "among", "missing") => numbers::median;
    "lowest" ("edition", "component", "among", "missing") => numbers::lowest;
    "highest" ("edition", "component", "among", "missing") => numbers::highest;
    "count" ("edition", "component", "among", "level", "above", "below") => numbers::count;
    "share" ("edition", "component", "among", "level", "above", "below", "of") => numbers::share;
    "total" ("among") => numbers::total;
    "same_level" ("edition", "component", "among") => numbers::same_level;
    "editions" ("from", "to") => numbers::editions;
    "indicator" ("id", "year", "item", "bound") => numbers::indicator;
    "items" ("id", "year", "above", "below") => numbers::items;
    "growth" ("from", "to") => numbers::growth;
    "ratio" ("of", "to") => numbers::ratio;
    "span" ("from", "to") => numbers::span;
    "name" ("member", "region", "group", "level", "component", "indicator", "item", "source", "form") => names::name;
    "level" ("member", "edition", "component") => names::level;
    "member_at" ("rank", "edition", "component", "among") => names::member_at;
    "members" ("edition", "component", "among", "level", "above", "below") => names::members;
    "order" ("of", "edition", "component", "missing") => names::order;
    "claim" ("id") => names::claim;
    "unbound" ("text", "reason") => names::unbound;
    "cite" ("source", "page") => names::cite;
    "chart" ("id") => names::chart;
    "sparkline" ("id") => names::sparkline;
}

pub(super) fn register(tera: &mut Tera, knowledge: &Arc<Knowledge>) {
    for function in FUNCTIONS {
        let knowledge = Arc::clone(knowledge);
        tera.register_function(
            function.name,
            move |kwargs: Kwargs, state: &State| -> TeraResult<Value> {
                let lang = lang_of(knowledge.words.languages(), state)?;
                call(function, &knowledge, &kwargs, lang).map_err(Fault::into_error)
            },
        );
    }
}

/// The language of the page that is being made.
pub(super) fn lang_of(languages: Languages, state: &State) -> TeraResult<Lang> {
    let key: Option<String> = state.get("lang")?;
    key.as_deref()
        .and_then(|key| languages.get(key))
        .ok_or_else(|| tera::Error::message("`lang` is not known here"))
}

fn call(
    function: &Function,
    knowledge: &Knowledge,
    kwargs: &Kwargs,
    lang: Lang,
) -> Result<Value, Fault> {
    let mut values: Vec<(String, Value)> = kwargs
        .iter()
        .map(|(key, value)| (key.to_string(), value.clone()))
        .collect();
    values.sort_by(|a, b| a.0.cmp(&b.0));
    for (key, _) in &values {
        if !function.arguments.contains(&key.as_str()) {
            return Err(
                Fault::new(format!("`{}` has no argument `{key}`", function.name))
                    .maybe_hint(suggest(key, function.arguments.iter().copied()))
                    .culprit(key),
            );
        }
    }
    let args = Args::new(values, knowledge, lang);
    let given = (function.body)(&args)?;
    let arguments: Vec<(String, String)> = args
        .values()
        .iter()
        .map(|(k, v)| (k.clone(), v.to_string()))
        .collect();
    if trace::recording() {
        let written: Vec<String> = arguments.iter().map(|(k, v)| format!("{k}={v}")).collect();
        trace::push(Call {
            function: function.name,
            canonical: format!("{}({})", function.name, written.join(",")),
            subject: args.subject(),
            value: given.value.clone(),
            text: given.text,
            style: given.style,
            sources: args.sources(),
            components: args.components(),
            arguments,
        });
        return Ok(given.value);
    }
    // In a template a text is what a reader reads.
    Ok(given.text.map_or(given.value, Value::from))
}
