//! What can be known of an expression without evaluating it: that its names exist, that nothing
//! needed is missing, and what the ids written in it stand for.

use std::ops::Range;

use super::args;
use super::fault::{Failure, Fault};
use super::filters::{FILTERS, Filter};
use super::functions::{FUNCTIONS, Function};
use super::parameter::{Parameter, ParameterKind, Thing};
use super::syntax::{Argument, Form, SyntaxNode, WrittenArgument};
use super::{Knowledge, templates};
use crate::diagnostic::suggest;
use crate::survey::Which;

/// Checks the parts of an expression as they are read.
pub(super) struct Checker<'c> {
    pub(super) knowledge: &'c Knowledge,
    /// The names that the expression may use.
    pub(super) variables: &'c [&'static str],
    /// What is wrong so far.
    pub(super) failures: Vec<Failure>,
}

impl<'c> Checker<'c> {
    pub(super) fn new(knowledge: &'c Knowledge, variables: &'c [&'static str]) -> Checker<'c> {
        Checker {
            knowledge,
            variables,
            failures: Vec::new(),
        }
    }

    pub(super) fn variable(&mut self, name: &str, span: &Range<usize>) -> Form {
        if self.variables.contains(&name) {
            return Form::Variable(name.to_owned());
        }
        let failure = Failure::new(format!("unknown name `{name}`"), span.clone());
        self.failures.push(if find(name).is_some() {
            failure.hint(format!("`{name}` is a function: write `{name}(…)`"))
        } else {
            let quoted = format!("write a text between quotation marks: \"{name}\"");
            let variables = self.variables.iter().map(|v| format!("`{v}`"));
            let variables: Vec<String> = variables.collect();
            failure.hint(if variables.is_empty() {
                quoted
            } else {
                format!("{quoted}; names here are {}", variables.join(", "))
            })
        });
        Form::Broken
    }

    pub(super) fn call(
        &mut self,
        name: &str,
        span: &Range<usize>,
        whole: &Range<usize>,
        arguments: Vec<Argument<'_>>,
    ) -> Form {
        let Some(function) = find(name) else {
            let known = FUNCTIONS.iter().map(|f| f.name);
            let failure = Failure::new(format!("unknown function `{name}`"), span.clone())
                .maybe_hint(suggest(name, known));
            self.failures
                .push(if FILTERS.iter().any(|f| f.name == name) {
                    failure.hint(format!("`{name}` is a filter: write `value | {name}`"))
                } else {
                    failure
                });
            return Form::Broken;
        };
        match self.given("", name, function.parameters, arguments, whole) {
            Some(given) => Form::Call(function, given),
            None => Form::Broken,
        }
    }

    pub(super) fn filter(
        &mut self,
        of: SyntaxNode,
        name: &str,
        span: &Range<usize>,
        arguments: Vec<Argument<'_>>,
    ) -> Form {
        let Some(filter) = find_filter(name) else {
            let known = FILTERS.iter().map(|f| f.name);
            let failure = Failure::new(format!("unknown filter `{name}`"), span.clone());
            self.failures.push(failure.maybe_hint(suggest(name, known)));
            return Form::Broken;
        };
        match self.given("the filter ", name, filter.parameters, arguments, span) {
            Some(given) => Form::Filter(Box::new(of), filter, given),
            None => Form::Broken,
        }
    }

    /// The arguments with what is known of each; `None` if something is wrong with them.
    fn given(
        &mut self,
        what: &str,
        name: &str,
        parameters: &'static [Parameter],
        arguments: Vec<Argument<'_>>,
        whole: &Range<usize>,
    ) -> Option<Vec<WrittenArgument>> {
        let before = self.failures.len();
        let mut given = Vec::new();
        for argument in arguments {
            match parameters.iter().find(|p| p.name == argument.name) {
                Some(parameter) => given.push(WrittenArgument {
                    parameter,
                    node: argument.node,
                }),
                None => {
                    let fault = templates::unknown(what, name, argument.name, parameters);
                    self.failures.push(fault.at(argument.span));
                }
            }
        }
        for parameter in parameters.iter().filter(|p| p.needed) {
            let found = given.iter().any(|g| g.parameter.name == parameter.name);
            // A misspelt name is one mistake, not two.
            if !found && self.failures.len() == before {
                self.failures
                    .push(args::missing(parameter.name).at(whole.clone()));
            }
        }
        // Arguments are evaluated in the order of their names, whatever the order written.
        given.sort_by_key(|g| g.parameter.name);
        self.constants(&mut given);
        (self.failures.len() == before).then_some(given)
    }

    /// Finds what the ids that are written out stand for.
    fn constants(&mut self, given: &mut [WrittenArgument]) {
        let mut indicator = None;
        // The indicator first: its items depend on it.
        for items in [false, true] {
            for g in given.iter_mut() {
                if (g.parameter.kind == ParameterKind::Item) != items {
                    continue;
                }
                let span = g.node.span.clone();
                let Form::Constant(operand) = &mut g.node.form else {
                    if let Form::List(_) = g.node.form {
                        let message = format!("`{}` cannot be a list", g.parameter.name);
                        self.failures.push(Fault::new(message).at(span));
                    }
                    continue;
                };
                if items && indicator.is_none() {
                    continue;
                }
                if g.parameter.kind == ParameterKind::Edition && is_relative(&operand.value) {
                    // Which it is, the page says.
                    continue;
                }
                match g
                    .parameter
                    .resolve(&operand.value, self.knowledge, indicator)
                {
                    Ok(thing) => {
                        operand.thing = thing;
                        if let Some(Thing::Indicator(at)) = thing {
                            indicator = Some(at);
                        }
                    }
                    Err(fault) => self.failures.push(fault.at(span)),
                }
            }
        }
    }

    /// What is wrong with an argument that has no name, with so many before it, and what to write.
    pub(super) fn named(&self, name: &str, filter: bool, before: usize) -> (String, String) {
        let parameters = if filter {
            find_filter(name).map(|f| f.parameters)
        } else {
            find(name).map(|f| f.parameters)
        };
        match parameters {
            None => (
                "arguments are named".to_owned(),
                "write `name=value`".to_owned(),
            ),
            Some([]) => (
                format!("`{name}` takes no arguments"),
                "leave it out".to_owned(),
            ),
            Some(parameters) => {
                let names: Vec<String> =
                    parameters.iter().map(|p| format!("{}=…", p.name)).collect();
                let own = parameters.get(before).or(parameters.last());
                let own = own.map_or("name", |p| p.name);
                (
                    format!("arguments are named: `{name}({})`", names.join(", ")),
                    format!("write the name before it, as in `{own}=…`"),
                )
            }
        }
    }
}

fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|f| f.name == name)
}

fn find_filter(name: &str) -> Option<&'static Filter> {
    FILTERS.iter().find(|f| f.name == name)
}

fn is_relative(value: &tera::Value) -> bool {
    let which = value.as_str().and_then(Which::of_word);
    which.is_some_and(Which::is_relative)
}
