//! The author's one expression language, with functions over the survey and its indices.
//!
//! In templates Tera evaluates it. Commentary, claims and charts hold expressions alone, in the
//! same syntax: they are parsed and checked once, here, and evaluated for each language, page and
//! cell. With its value each gives what it read (the calls, with their sources), so that a number
//! in the text can say what it is, pairs of languages can be compared, and a claim can tell whether
//! it rests on data or on a restated count.

mod args;
mod arithmetic;
mod check;
mod evaluate;
mod fault;
mod filters;
pub(crate) mod functions;
mod lexer;
mod lists;
mod operand;
mod parameter;
mod parser;
mod reads;
pub mod reference;
mod style;
mod syntax;
mod templates;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use tera::Value;

pub use args::Args;
pub use fault::{Cause, Failure};
pub use functions::FUNCTIONS;
pub use lexer::closing;
pub use operand::Variable;
pub use parameter::Thing;
pub use reads::{Call, Reads};
pub use style::Style;
pub use templates::register;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Reported, Stage};
use crate::index::Indices;
use crate::lang::{Lang, PerLanguage};
use crate::survey::SourceId;
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
    /// What it says in words: `more than two thirds`.
    pub words: Option<PerLanguage<String>>,
}

/// Words of somebody's that the report quotes, for `quote(id=…)`.
#[derive(Clone, Debug)]
pub struct Quotation {
    /// In which they stand.
    pub source: SourceId,
    /// Where in it.
    pub place: PerLanguage<String>,
    /// The words themselves in their language, and a translation in every other.
    pub text: PerLanguage<String>,
}

impl Said {
    /// How its number is written.
    pub(crate) fn style(&self) -> Style {
        if self.percent {
            Style::PercentNumber(self.decimals)
        } else {
            Style::Fixed(self.decimals)
        }
    }

    /// Its number as the language writes it.
    pub(crate) fn number_text(&self, lang: Lang, knowledge: &Knowledge) -> Option<String> {
        let number = parameter::as_number(&self.value)?;
        Some(self.style().write(number, lang, &knowledge.words))
    }
}

/// Where a chart stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placing {
    /// Alone in its paragraph.
    Block,
    /// In a text, no higher than a word.
    Word,
}

/// What expressions can read.
#[derive(Clone, Debug)]
pub struct Knowledge {
    /// The survey and everything computed from it.
    pub indices: Arc<Indices>,
    /// The words of the templates.
    pub words: Arc<Words>,
    /// What the claims say.
    pub claims: BTreeMap<String, Said>,
    /// What is quoted, by id.
    pub quotations: BTreeMap<String, Quotation>,
    /// The charts by id with where each stands; `None` for one whose file could not be read.
    pub charts: BTreeMap<String, Option<Placing>>,
}

/// An expression that is known to be one: parsed, its names checked, its ids found.
#[derive(Clone, Debug)]
pub struct Expression {
    root: syntax::SyntaxNode,
}

/// What is given to a function that is called without being written.
#[derive(Clone, Debug)]
pub enum Term {
    /// A name that is bound when the expression is evaluated.
    Variable(&'static str),
    Value(Value),
    /// A thing of the survey, with its id.
    Thing(Value, Thing),
}

impl Expression {
    /// The call of a function that nobody wrote. `None` if there is no such function or argument.
    pub fn call(function: &str, arguments: Vec<(&str, Term)>) -> Option<Expression> {
        let function = FUNCTIONS.iter().find(|f| f.name == function)?;
        let node = |form| syntax::SyntaxNode { span: 0..0, form };
        let mut given = Vec::new();
        for (name, term) in arguments {
            let parameter = function.parameters.iter().find(|p| p.name == name)?;
            let constant = |value, thing| {
                syntax::Form::Constant(operand::Operand {
                    thing,
                    ..operand::Operand::plain(value)
                })
            };
            let form = match term {
                Term::Variable(name) => syntax::Form::Variable(name.to_owned()),
                Term::Value(value) => constant(value, None),
                Term::Thing(value, thing) => constant(value, Some(thing)),
            };
            given.push(syntax::WrittenArgument {
                parameter,
                node: node(form),
            });
        }
        given.sort_by_key(|g| g.parameter.name);
        let root = node(syntax::Form::Call(function, given));
        Some(Expression { root })
    }

    /// The function that the whole expression calls, and the place of the call.
    pub fn function(&self) -> Option<(&'static str, std::ops::Range<usize>)> {
        match &self.root.form {
            syntax::Form::Call(function, _) => Some((function.name, self.root.span.clone())),
            _ => None,
        }
    }
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
    /// All that was read.
    pub reads: Reads,
}

impl Evaluated {
    /// Whether it gives a value of the data: neither a constant nor a name.
    pub fn is_of_data(&self) -> bool {
        let is_value = |call: &Call| !matches!(call.function, "name" | "unbound" | "year");
        self.calls.iter().any(is_value)
    }

    /// The value as a number.
    pub fn number(&self) -> Option<f64> {
        self.value.as_f64().filter(|_| self.value.is_number())
    }

    /// The calls, however they were written: the same in both languages if they say the same.
    pub fn fingerprint(&self) -> String {
        let calls: Vec<&str> = self.calls.iter().map(|c| c.canonical.as_str()).collect();
        calls.join(" ")
    }

    /// What a sentence rests on in which this stands, if that is what it says.
    pub fn basis(&self) -> Option<Basis> {
        Basis::of_function(self.calls.last()?.function)
    }

    /// Whether it writes nothing, and says only what its sentence rests on.
    pub fn is_silent(&self) -> bool {
        self.basis().is_some() && self.text.is_empty()
    }

    /// What the number is, how it was made and from which sources, for a reader.
    pub fn provenance(&self, knowledge: &Knowledge, lang: Lang) -> String {
        reads::provenance(&self.calls, knowledge, lang)
    }
}

/// What a sentence rests on, where an expression says so and writes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// It is true as long as a condition is.
    Condition,
    /// The author thinks so.
    Judgement,
    /// A source says so.
    Source,
}

impl Basis {
    /// The basis that a function of this name gives to its sentence.
    pub fn of_function(name: &str) -> Option<Basis> {
        match name {
            "holds" => Some(Basis::Condition),
            "judgement" => Some(Basis::Judgement),
            "cite" | "quote" => Some(Basis::Source),
            _ => None,
        }
    }
}

/// A function inside an expression that gives nothing to calculate with.
fn silent_in(node: &syntax::SyntaxNode) -> Option<(&'static str, Range<usize>)> {
    if let syntax::Form::Call(function, _) = &node.form
        && functions::statements::SILENT.contains(&function.name)
    {
        return Some((function.name, node.span.clone()));
    }
    node.parts().into_iter().find_map(silent_in)
}

/// Parses and evaluates expressions.
#[derive(Debug)]
pub struct Engine {
    knowledge: Arc<Knowledge>,
}

impl Engine {
    /// An engine over `knowledge`.
    pub fn new(knowledge: Arc<Knowledge>) -> Engine {
        Engine { knowledge }
    }

    /// Reports a failure at `place`. Where the data are to blame and known to be incomplete, that has
    /// been reported.
    pub fn report(&self, failure: Failure, place: Place, d: &Diagnostics) -> Reported {
        match self.knowledge.indices.survey().incomplete {
            Some(told) if failure.cause != Cause::Expression => told,
            _ => {
                let error = Diagnostic::error(failure.message)
                    .at(place)
                    .maybe_hint(failure.hint);
                let looked_up = failure.looked_up_in;
                let data = (failure.cause != Cause::Expression).then_some("survey/");
                d.report(match looked_up.or(data) {
                    // What the data are found to be says nothing of other texts.
                    Some(files) if failure.cause == Cause::Arithmetic => {
                        error.follows(Stage::Pages, [files])
                    }
                    Some(files) => error.follows(Stage::Data, [files]),
                    None => error,
                })
            }
        }
    }

    /// Reports all that is wrong with an expression, each at its place.
    pub fn report_all(
        &self,
        failures: Vec<Failure>,
        place: impl Fn(Range<usize>) -> Place,
        d: &Diagnostics,
    ) -> Reported {
        let mut told = None;
        for failure in failures {
            let at = place(failure.span.clone());
            told = Some(self.report(failure, at, d));
        }
        told.unwrap_or_else(|| {
            d.report(Diagnostic::error("this expression is wrong").at(place(0..0)))
        })
    }

    /// What the expressions read.
    pub fn knowledge(&self) -> &Arc<Knowledge> {
        &self.knowledge
    }

    /// Parses and checks an expression (without braces). `variables` are the names that it may use
    /// besides functions.
    ///
    /// # Errors
    /// What is no expression, or every name, argument and id in it that does not exist.
    pub fn parse(
        &self,
        text: &str,
        variables: &[&'static str],
    ) -> Result<Expression, Vec<Failure>> {
        let checker = check::Checker::new(&self.knowledge, variables);
        let root = parser::parse(text, checker)?;
        let parts = root.parts();
        match parts.iter().find_map(|part| silent_in(part)) {
            Some((name, span)) => Err(vec![
                Failure::new(format!("`{name}` gives nothing to calculate with"), span).hint(
                    "let it stand alone between its braces, in the sentence that it is about",
                ),
            ]),
            None => Ok(Expression { root }),
        }
    }

    /// Parses and evaluates an expression that stands alone.
    ///
    /// # Errors
    /// As [`Engine::parse`] and [`Engine::evaluate`].
    pub fn evaluate_text(&self, text: &str, lang: Lang) -> Result<Evaluated, Vec<Failure>> {
        let expression = self.parse(text, &[])?;
        self.evaluate(&expression, lang, &[])
            .map_err(|failure| vec![failure])
    }

    /// Evaluates an expression for a page in `lang`. `variables` have what its names stand for,
    /// the inner scopes behind the outer.
    ///
    /// # Errors
    /// A value that does not exist, or a calculation without a result.
    pub fn evaluate(
        &self,
        expression: &Expression,
        lang: Lang,
        variables: &[&[Variable]],
    ) -> Result<Evaluated, Failure> {
        let mut evaluation = evaluate::Evaluation {
            knowledge: &self.knowledge,
            lang,
            variables,
            calls: Vec::new(),
        };
        let root = &expression.root;
        let operand = evaluation.of(root)?;
        let calls = evaluation.calls;
        let mut reads = Reads::default();
        for call in &calls {
            reads.extend(&call.reads);
        }
        let value = operand.value.clone();
        // A year of an axis or a page is a name, not an amount: 2018, not 2,018.
        let name = matches!(root.form, syntax::Form::Variable(_));
        let (text, style) = if value.is_number() && !name {
            let number = parameter::as_number(&value).ok_or_else(|| {
                Failure::new("the result is too large for a number", root.span.clone())
            })?;
            let style = evaluate::style(&operand, &calls);
            let text = style.write(number, lang, &self.knowledge.words);
            (text, Some(style))
        } else {
            let origin = operand.origin.and_then(|at| calls.get(at));
            let text = origin.and_then(|call| call.text.clone());
            (text.unwrap_or_else(|| style::plain(&value, lang)), None)
        };
        Ok(Evaluated {
            value,
            text,
            calls,
            style,
            reads,
        })
    }
}
