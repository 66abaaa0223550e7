//! The author's one expression language: Tera with functions over the survey and its indices.
//!
//! Commentary, claims, charts and templates all call the same functions. Outside templates an
//! expression is *evaluated*: besides its value this gives what was read (the calls, with their
//! sources), so that a number in the text can say what it is, pairs of languages can be compared,
//! and a claim can tell whether it rests on data or on a restated count.

mod args;
pub mod functions;
mod scan;
mod style;
mod trace;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use tera::{Context, Tera, Value};

pub use args::Args;
pub use functions::FUNCTIONS;
pub use style::Style;
pub use trace::Call;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Reported};
use crate::index::Indices;
use crate::lang::Lang;
use crate::words::Words;

/// What a claim says, for `claim(id=…)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// A number, a text, or the ids of a list.
    pub value: Value,
    /// Decimal places of a number.
    pub decimals: u8,
    /// Whether a number is written as a percentage.
    pub percent: bool,
}

/// What expressions can read.
#[derive(Debug)]
pub struct Knowledge {
    /// The survey and everything computed from it.
    pub indices: Arc<Indices>,
    /// The words of the templates.
    pub words: Arc<Words>,
    /// What the claims say.
    pub claims: BTreeMap<String, Said>,
    /// The charts by id with their kinds; `None` for one whose file could not be read.
    pub charts: std::collections::BTreeMap<String, Option<String>>,
}

/// An expression that went wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// Where in the expression, in bytes.
    pub span: Range<usize>,
    /// Whether the data are to blame, so that there is nothing to say while they are incomplete.
    pub data: bool,
}

/// An expression that went right.
#[derive(Clone, Debug)]
pub struct Evaluated {
    /// The value: a number, a text, a list of ids, a yes or no.
    pub value: Value,
    /// As the language writes it.
    pub text: String,
    /// The functions that were called, in order.
    pub calls: Vec<Call>,
    /// How a number was written.
    pub style: Option<Style>,
}

impl Evaluated {
    /// The value as a number.
    pub fn number(&self) -> Option<f64> {
        self.value.as_f64().filter(|_| self.value.is_number())
    }

    /// The calls, however they were written: the same in both languages if they say the same.
    pub fn fingerprint(&self) -> String {
        let calls: Vec<&str> = self.calls.iter().map(|c| c.canonical.as_str()).collect();
        calls.join(" ")
    }

    /// What the number is, how it was made and from which sources, for a reader.
    pub fn provenance(&self, knowledge: &Knowledge, lang: Lang) -> String {
        trace::provenance(&self.calls, knowledge, lang)
    }
}

/// Evaluates expressions.
#[derive(Debug)]
pub struct Engine {
    tera: Tera,
    knowledge: Arc<Knowledge>,
}

impl Engine {
    /// An engine over `knowledge`.
    pub fn new(knowledge: Arc<Knowledge>) -> Engine {
        let mut tera = Tera::new();
        register(&mut tera, &knowledge);
        // The last filter of every expression hands its value over as it is, not as text.
        tera.register_filter(
            "capture",
            |value: Value, _: tera::Kwargs, _: &tera::State| {
                trace::capture(value);
                ""
            },
        );
        Engine { tera, knowledge }
    }

    /// Reports a failure at `place`. Where the data are to blame and known to be incomplete, that has
    /// been reported.
    pub fn report(&self, failure: Failure, place: Place, d: &Diagnostics) -> Reported {
        match self.knowledge.indices.survey().incomplete {
            Some(told) if failure.data => told,
            _ => d.report(
                Diagnostic::error(failure.message)
                    .at(place)
                    .maybe_hint(failure.hint),
            ),
        }
    }

    /// What the expressions read.
    pub fn knowledge(&self) -> &Arc<Knowledge> {
        &self.knowledge
    }

    /// Evaluates `expression` (without braces) for a page in `lang`. `variables` are names that it
    /// may use besides functions.
    ///
    /// # Errors
    /// The first thing that is wrong with it, with its place.
    pub fn evaluate(
        &self,
        expression: &str,
        lang: Lang,
        variables: &[(&str, Value)],
    ) -> Result<Evaluated, Failure> {
        let names: Vec<&str> = variables.iter().map(|(name, _)| *name).collect();
        scan::check(expression, &names)?;
        let mut context = Context::new();
        context.insert("lang", lang.key());
        for (name, value) in variables {
            context.insert_value((*name).to_owned(), value.clone());
        }
        let prefix = "{{ (";
        let source = format!("{prefix}{expression}) | capture }}}}");
        let recording = trace::record();
        let rendered = self.tera.render_str(&source, &context, false);
        let trace = recording.finish();
        if let Err(error) = rendered {
            return Err(scan::failure(&error, expression, prefix.len()));
        }
        let Some(value) = trace.value else {
            return Err(Failure {
                message: "this expression gives nothing".to_owned(),
                hint: None,
                span: 0..expression.len(),
                data: false,
            });
        };
        // A year of an axis or a page is a name, not an amount: 2018, not 2,018.
        if trace.calls.is_empty() && names.contains(&expression) {
            return Ok(Evaluated {
                text: value.to_string(),
                value,
                calls: Vec::new(),
                style: trace.style,
            });
        }
        style::finish(value, trace.calls, trace.style, lang, &self.knowledge.words).map_err(
            |message| Failure {
                message,
                hint: None,
                span: 0..expression.len(),
                data: true,
            },
        )
    }
}

/// Registers the functions and filters, for the engine and for templates.
pub fn register(tera: &mut Tera, knowledge: &Arc<Knowledge>) {
    functions::register(tera, knowledge);
    style::register(tera, &knowledge.words);
}
