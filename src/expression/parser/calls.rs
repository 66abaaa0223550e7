//! Functions and filters with their arguments.

use std::ops::Range;

use super::super::fault::Failure;
use super::super::lexer::Token;
use super::super::syntax::{Argument, SyntaxNode};
use super::{Parsed, Parser};

impl<'p> Parser<'p> {
    pub(super) fn filter(&mut self, of: SyntaxNode) -> Parsed<SyntaxNode> {
        let Some((Token::Name(name), span)) = self.next() else {
            self.at -= 1;
            return Err(self.expected("the name of a filter"));
        };
        let arguments = if self.is_sign("(") {
            self.arguments(name, true)?
        } else {
            Vec::new()
        };
        let whole = of.span.start..self.behind();
        let form = self.checker.filter(of, name, &span, arguments);
        self.node(whole, form)
    }

    pub(super) fn call(&mut self, name: &str, span: Range<usize>) -> Parsed<SyntaxNode> {
        let arguments = self.arguments(name, false)?;
        let whole = span.start..self.behind();
        let form = self.checker.call(name, &span, &whole, arguments);
        self.node(whole, form)
    }

    /// `(name=value, …)`.
    fn arguments(&mut self, of: &str, filter: bool) -> Parsed<Vec<Argument<'p>>> {
        let opened = self.span();
        self.at += 1;
        let mut arguments: Vec<Argument<'p>> = Vec::new();
        while !self.is_sign(")") && self.peek().is_some() {
            let named = matches!(
                (self.peek(), self.tokens.get(self.at + 1)),
                (Some(Token::Name(_)), Some((Token::Sign("="), _)))
            );
            let Some((Token::Name(name), span)) = self.next().filter(|_| named) else {
                self.at -= 1;
                let start = self.span();
                let value = self.expression(0);
                let end = value.map_or(start.end, |node| node.span.end);
                let (message, hint) = self.checker.named(of, filter, arguments.len());
                return Err(Failure::new(message, start.start..end).hint(hint));
            };
            self.at += 1;
            let node = self.expression(0)?;
            if arguments.iter().any(|a| a.name == name) {
                let message = format!("the argument `{name}` is given twice");
                return Err(Failure::new(message, span));
            }
            arguments.push(Argument { name, span, node });
            if !self.take(",") {
                break;
            }
        }
        self.close(")", opened)?;
        Ok(arguments)
    }
}
