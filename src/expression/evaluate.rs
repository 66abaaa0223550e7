//! Evaluating a tree. What is read on the way is collected in it, not beside it.

use std::cmp::Ordering;

use tera::Value;

use super::args::{Args, Argument};
use super::arithmetic::{self, NoNumber};
use super::fault::{Cause, Failure, Fault};
use super::filters::{self, Filter, FilterBody};
use super::functions::{self, Function};
use super::lists::{contains, parts, sliced};
use super::operand::{Operand, Variable};
use super::parameter::{Parameter, ParameterKind, Thing, as_number, describe};
use super::reads::Call;
use super::syntax::{Binary, Form, SyntaxNode, Unary, WrittenArgument};
use super::{Knowledge, Style};
use crate::lang::Lang;
use crate::survey::Which;

/// The most items of a list, and the longest text in bytes, that an expression may make.
const MOST_ITEMS: usize = 1_000;
const LONGEST_TEXT: usize = 100_000;

type Got<T = Operand> = Result<T, Failure>;

/// One evaluation.
pub(super) struct Evaluation<'e> {
    pub(super) knowledge: &'e Knowledge,
    pub(super) lang: Lang,
    pub(super) variables: &'e [&'e [Variable]],
    /// The functions that were called, in order.
    pub(super) calls: Vec<Call>,
}

impl Evaluation<'_> {
    /// The value of a node. Recursion is bounded by the number of nodes.
    pub(super) fn of(&mut self, node: &SyntaxNode) -> Got {
        match &node.form {
            Form::Constant(operand) => Ok(operand.clone()),
            Form::Variable(name) => self.variable(name, node),
            Form::List(items) => self.list(items, node),
            Form::Call(function, given) => self.call(function, given, node),
            Form::Filter(of, filter, given) => self.filter(of, filter, given, node),
            Form::Unary(operation, of) => self.unary(*operation, of, node),
            Form::Binary(operation, both) => self.binary(*operation, both, node),
            Form::Choice(parts) => self.choice(parts),
            Form::Index(both) => self.index(both, node),
            Form::Slice(of, bounds) => self.slice(of, bounds, node),
            Form::Broken => Err(Failure::new("this expression is wrong", node.span.clone())),
        }
    }

    fn variable(&self, name: &str, node: &SyntaxNode) -> Got {
        // The innermost first: an axis before the page.
        let mut all = self.variables.iter().rev().flat_map(|v| v.iter());
        let Some(found) = all.find(|v| v.name == name) else {
            let message = format!("`{name}` has no value here");
            return Err(Failure::new(message, node.span.clone()));
        };
        Ok(Operand {
            thing: found.thing,
            ..Operand::plain(found.value.clone())
        })
    }

    fn list(&mut self, items: &[SyntaxNode], node: &SyntaxNode) -> Got {
        let mut list = Vec::with_capacity(items.len());
        for item in items {
            list.push(self.of(item)?.value);
        }
        if list.len() > MOST_ITEMS {
            let failure = Failure::new("this list is too long", node.span.clone());
            return Err(failure.hint(format!("at most {MOST_ITEMS} items")));
        }
        Ok(Operand::plain(list))
    }

    fn arguments(&mut self, given: &[WrittenArgument]) -> Got<Vec<Argument>> {
        let mut arguments = Vec::with_capacity(given.len());
        for argument in given {
            let mut operand = self.of(&argument.node)?;
            self.seen_from_page(argument, &mut operand)?;
            arguments.push((argument.parameter, operand));
        }
        Ok(arguments)
    }

    /// Finds the edition that is named by its place beside that of the page or axis.
    fn seen_from_page(&self, argument: &WrittenArgument, operand: &mut Operand) -> Got<()> {
        let parameter = argument.parameter;
        let which = operand.value.as_str().and_then(Which::of_word);
        let Some(which) = which.filter(|_| parameter.kind == ParameterKind::Edition) else {
            return Ok(());
        };
        let mut all = self.variables.iter().rev().flat_map(|v| v.iter());
        let page = all.find_map(|v| match v.thing {
            Some(Thing::Edition(id)) => Some(id),
            _ => None,
        });
        let survey = self.knowledge.indices.survey();
        let found = parameter.edition_by_place(which, survey, page);
        let found = found.map_err(|fault| fault.at(argument.node.span.clone()))?;
        operand.thing = Some(Thing::Edition(found));
        Ok(())
    }

    fn call(
        &mut self,
        function: &'static Function,
        given: &[WrittenArgument],
        node: &SyntaxNode,
    ) -> Got {
        let before = self.calls.len();
        let arguments = self.arguments(given)?;
        let is_condition = |p: &Parameter| p.kind == ParameterKind::Condition;
        let condition = arguments.iter().find(|(p, _)| is_condition(p));
        let is_true = condition.map(|(_, operand)| operand.value != Value::from(false));
        let mut call = functions::call(function, arguments, self.knowledge, self.lang)
            .map_err(|fault| place(fault, given, node))?;
        match is_true {
            // A condition is what it compares, not that it is true.
            Some(true) if self.calls.len() > before => call.canonical = node.canonical(),
            Some(_) => {
                let fault = functions::statements::untrue(&self.calls[before..], self.lang);
                return Err(place(fault.of("that"), given, node));
            }
            None => {}
        }
        let value = call.value.clone();
        self.calls.push(call);
        Ok(Operand {
            origin: Some(self.calls.len() - 1),
            ..Operand::plain(value)
        })
    }

    fn filter(
        &mut self,
        of: &SyntaxNode,
        filter: &Filter,
        given: &[WrittenArgument],
        node: &SyntaxNode,
    ) -> Got {
        let operand = self.of(of)?;
        let arguments = self.arguments(given)?;
        let apply = || {
            let args = Args::bind(filter.parameters, arguments, self.knowledge, self.lang)?;
            match filter.body {
                FilterBody::Make(make) => {
                    let value = make(&operand.value, &args)?;
                    Ok(Operand::plain(value).styled(operand.style))
                }
                FilterBody::Style(default, make) => {
                    let number = filters::number(filter.name, &operand.value)?;
                    let digits = args.number("digits").map_or(default, |d| d as u8);
                    Ok(Operand {
                        origin: operand.origin,
                        ..Operand::plain(number).styled(Some(make(digits)))
                    })
                }
            }
        };
        apply().map_err(|fault: Fault| place(fault, given, node))
    }

    fn unary(&mut self, operation: Unary, of: &SyntaxNode, node: &SyntaxNode) -> Got {
        let operand = self.of(of)?;
        match operation {
            Unary::Not => Ok(Operand::plain(!operand.value.is_truthy())),
            Unary::Minus => arithmetic::negative(&operand.value)
                .map(|value| Operand::plain(value).styled(operand.style))
                .map_err(|fault| self.calculated(fault, node)),
        }
    }

    /// A fault of a calculation is the author's alone where nothing of the data was read.
    fn calculated(&self, mut fault: Fault, node: &SyntaxNode) -> Failure {
        if fault.cause == Cause::Arithmetic && self.calls.is_empty() {
            fault.cause = Cause::Expression;
        }
        fault.at(node.span.clone())
    }

    fn binary(&mut self, operation: Binary, both: &[SyntaxNode; 2], node: &SyntaxNode) -> Got {
        let left = self.of(&both[0])?;
        match operation {
            Binary::And if !left.value.is_truthy() => return Ok(left),
            Binary::Or if left.value.is_truthy() => return Ok(left),
            _ => {}
        }
        let right = self.of(&both[1])?;
        let truth = |truth: bool| Ok(Operand::plain(truth));
        match operation {
            Binary::And | Binary::Or => Ok(right),
            Binary::Equal => truth(left.value == right.value),
            Binary::Unequal => truth(left.value != right.value),
            Binary::In | Binary::NotIn => {
                let found = contains(&right.value, &left.value)
                    .map_err(|fault| fault.at(both[1].span.clone()))?;
                truth(found == (operation == Binary::In))
            }
            Binary::Join => self.join(&left, &right, node),
            Binary::Less | Binary::LessOrEqual | Binary::Greater | Binary::GreaterOrEqual => {
                match left.value.partial_cmp(&right.value) {
                    Some(order) => truth(holds(operation, order)),
                    None => Err(Failure::new(
                        format!(
                            "{} cannot be compared with {}",
                            describe(&left.value),
                            describe(&right.value)
                        ),
                        node.span.clone(),
                    )),
                }
            }
            _ => {
                let style = right.style.or(left.style);
                match arithmetic::calculate(operation, &left.value, &right.value) {
                    Ok(Ok(value)) => Ok(Operand::plain(value).styled(style)),
                    Ok(Err(fault)) => Err(self.calculated(fault, node)),
                    Err(NoNumber(which)) => {
                        let wrong = [&left.value, &right.value][which];
                        Err(no_number(operation, wrong, &both[which]))
                    }
                }
            }
        }
    }

    /// Both as texts: numbers as a filter says, and without one as they stand inside a text.
    fn join(&self, left: &Operand, right: &Operand, node: &SyntaxNode) -> Got {
        let written = |operand: &Operand| {
            let number = as_number(&operand.value);
            match operand.style.zip(number) {
                Some((style, number)) => style.write(number, self.lang, &self.knowledge.words),
                None => super::style::plain(&operand.value, self.lang),
            }
        };
        let text = format!("{}{}", written(left), written(right));
        if text.len() > LONGEST_TEXT {
            return Err(Failure::new("this text is too long", node.span.clone()));
        }
        Ok(Operand::plain(text))
    }

    fn choice(&mut self, parts: &[SyntaxNode; 3]) -> Got {
        let [yes, condition, no] = parts;
        if self.of(condition)?.value.is_truthy() {
            self.of(yes)
        } else {
            self.of(no)
        }
    }

    fn index(&mut self, both: &[SyntaxNode; 2], node: &SyntaxNode) -> Got {
        let of = self.of(&both[0])?.value;
        let at = self.of(&both[1])?.value;
        let (items, text) = parts(&of, &both[0])?;
        let length = i128::try_from(items.len()).unwrap_or(i128::MAX);
        let Some(at) = at.as_i128() else {
            let message = format!("an index is a whole number, this is {}", describe(&at));
            return Err(Failure::new(message, both[1].span.clone()));
        };
        let from_start = if at < 0 { at + length } else { at };
        let item = usize::try_from(from_start)
            .ok()
            .and_then(|at| items.get(at));
        match item {
            Some(item) => Ok(Operand::plain(item.clone())),
            None => Err(Fault::new(format!(
                "there is no {at} in a {} of {length}",
                if text { "text" } else { "list" }
            ))
            .data()
            .at(node.span.clone())),
        }
    }

    fn slice(
        &mut self,
        of: &SyntaxNode,
        bounds: &[Option<SyntaxNode>; 3],
        node: &SyntaxNode,
    ) -> Got {
        let value = self.of(of)?.value;
        let (items, text) = parts(&value, of)?;
        let mut ends = [None; 3];
        for (end, bound) in ends.iter_mut().zip(bounds) {
            let Some(bound) = bound else { continue };
            let value = self.of(bound)?.value;
            *end = Some(value.as_i128().ok_or_else(|| {
                let message = format!("an index is a whole number, this is {}", describe(&value));
                Failure::new(message, bound.span.clone())
            })?);
        }
        let [start, stop, step] = ends;
        let Some(picked) = sliced(&items, start, stop, step.unwrap_or(1)) else {
            return Err(Failure::new("a step of 0 leads nowhere", node.span.clone()));
        };
        if text {
            let text: String = picked.iter().filter_map(Value::as_str).collect();
            return Ok(Operand::plain(text));
        }
        Ok(Operand::plain(picked))
    }
}

fn holds(operation: Binary, order: Ordering) -> bool {
    match operation {
        Binary::Less => order.is_lt(),
        Binary::LessOrEqual => order.is_le(),
        Binary::Greater => order.is_gt(),
        _ => order.is_ge(),
    }
}

fn no_number(operation: Binary, value: &Value, node: &SyntaxNode) -> Failure {
    let failure = Failure::new(
        format!(
            "`{}` calculates with numbers, this is {}",
            operation.sign(),
            if value.is_number() {
                "too large a one"
            } else {
                describe(value)
            }
        ),
        node.span.clone(),
    );
    if operation == Binary::Add && value.is_string() {
        failure.hint("join texts with `~`")
    } else {
        failure
    }
}

/// A function's fault at the argument that is to blame, or at the whole.
fn place(fault: Fault, given: &[WrittenArgument], node: &SyntaxNode) -> Failure {
    let blamed = fault
        .argument
        .and_then(|name| given.iter().find(|g| g.parameter.name == name));
    let span = blamed.map_or(&node.span, |g| &g.node.span).clone();
    fault.at(span)
}

/// How the number is written, for the result of an evaluation.
pub(super) fn style(operand: &Operand, calls: &[Call]) -> Style {
    operand.style.unwrap_or_else(|| {
        let origin = operand.origin.and_then(|at| calls.get(at));
        super::style::default_style(&operand.value, origin, calls)
    })
}
