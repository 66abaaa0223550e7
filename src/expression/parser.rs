//! From text to a tree, by precedence climbing; every name is checked on the way.

use std::ops::Range;

mod calls;

use super::check::Checker;
use super::fault::Failure;
use super::lexer::{LONGEST, Lexer, Token};
use super::operand::Operand;
use super::syntax::{Binary, Form, MINUS, NOT, PIPE, SyntaxNode, Unary};

/// How deeply brackets, arguments and branches may stand in each other.
pub(super) const DEEPEST: usize = 40;
/// Of how many parts an expression may be made. It has no loops, so this bounds its steps too.
pub(super) const MOST_NODES: usize = 500;

type Parsed<T> = Result<T, Failure>;

/// Parses a whole text.
///
/// # Errors
/// The first thing that is no expression, or every name, argument and id that does not exist.
pub(super) fn parse(text: &str, checker: Checker<'_>) -> Result<SyntaxNode, Vec<Failure>> {
    let mut parser = Parser {
        tokens: tokens(text).map_err(|failure| vec![failure])?,
        at: 0,
        end: text.len(),
        depth: 0,
        nodes: 0,
        checker,
    };
    match parser.whole() {
        Ok(node) if parser.checker.failures.is_empty() => Ok(node),
        Ok(_) => Err(parser.checker.failures),
        Err(failure) => {
            parser.checker.failures.push(failure);
            Err(parser.checker.failures)
        }
    }
}

fn tokens(text: &str) -> Parsed<Vec<(Token<'_>, Range<usize>)>> {
    if text.len() > LONGEST {
        let failure = Failure::new("this expression is too long", 0..text.len());
        return Err(failure.hint(format!("an expression has at most {LONGEST} bytes")));
    }
    let mut lexer = Lexer::new(text);
    std::iter::from_fn(|| lexer.token()).collect()
}

struct Parser<'p> {
    tokens: Vec<(Token<'p>, Range<usize>)>,
    at: usize,
    end: usize,
    depth: usize,
    nodes: usize,
    checker: Checker<'p>,
}

impl<'p> Parser<'p> {
    fn whole(&mut self) -> Parsed<SyntaxNode> {
        if self.tokens.is_empty() {
            return Err(Failure::new("there is no expression here", 0..self.end));
        }
        let node = self.expression(0)?;
        match self.peek() {
            None => Ok(node),
            Some(token) => {
                let message = format!("{} makes no sense here", token.describe());
                let failure = Failure::new(message, self.span());
                Err(match self.peek() {
                    Some(Token::Sign(")" | "]")) => failure.hint("nothing is open that it closes"),
                    _ => failure.hint("an expression gives one value; join texts with `~`"),
                })
            }
        }
    }

    fn peek(&self) -> Option<&Token<'p>> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    /// The place of the next word, or of the end.
    fn span(&self) -> Range<usize> {
        self.tokens
            .get(self.at)
            .map_or(self.end..self.end, |(_, span)| span.clone())
    }

    /// Where the word before ends.
    fn behind(&self) -> usize {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.map_or(0, |(_, span)| span.end)
    }

    fn next(&mut self) -> Option<(Token<'p>, Range<usize>)> {
        let found = self.tokens.get(self.at).cloned();
        self.at += 1;
        found
    }

    fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Some(Token::Sign(s)) if *s == sign)
    }

    fn is_name(&self, name: &str) -> bool {
        matches!(self.peek(), Some(Token::Name(n)) if *n == name)
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.at += usize::from(found);
        found
    }

    /// A sign that closes what stands at `opened`.
    fn close(&mut self, sign: &'static str, opened: Range<usize>) -> Parsed<()> {
        if self.take(sign) {
            return Ok(());
        }
        Err(match self.peek() {
            None => Failure::new(format!("a `{sign}` is missing"), opened)
                .hint("this bracket is not closed"),
            Some(token) => Failure::new(
                format!(
                    "found {} where `{sign}` or `,` was expected",
                    token.describe()
                ),
                self.span(),
            ),
        })
    }

    fn expected(&self, what: &str) -> Failure {
        match self.peek() {
            None => Failure::new(format!("the expression stops where {what} was expected"), {
                let end = self.behind();
                end.saturating_sub(1)..end
            }),
            Some(token) => Failure::new(
                format!("found {} where {what} was expected", token.describe()),
                self.span(),
            ),
        }
    }

    fn node(&mut self, span: Range<usize>, form: Form) -> Parsed<SyntaxNode> {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            let failure = Failure::new("this expression has too many parts", span);
            return Err(failure.hint(format!("at most {MOST_NODES}; make several of it")));
        }
        Ok(SyntaxNode { span, form })
    }

    fn expression(&mut self, least: u8) -> Parsed<SyntaxNode> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let failure = Failure::new("this expression is nested too deeply", self.span());
            return Err(failure.hint(format!("at most {DEEPEST} levels")));
        }
        let node = self.climb(least);
        self.depth -= 1;
        node
    }

    fn climb(&mut self, least: u8) -> Parsed<SyntaxNode> {
        let mut node = self.first()?;
        loop {
            if self.is_sign("[") {
                node = self.index(node)?;
            } else if self.is_sign("|") {
                if PIPE < least {
                    break;
                }
                self.at += 1;
                node = self.filter(node)?;
            } else if self.is_name("if") {
                // A branch binds loosest of all.
                if least > 0 {
                    break;
                }
                return self.choice(node);
            } else if self.is_sign(".") {
                let failure = Failure::new("values have no fields", self.span());
                return Err(failure.hint("use a function, such as `name(member=…)`"));
            } else {
                let Some(operation) = self.operation()? else {
                    break;
                };
                let (left, right) = operation.power();
                if left < least {
                    break;
                }
                self.at += 1 + usize::from(operation == Binary::NotIn);
                let other = self.expression(right)?;
                let span = node.span.start..other.span.end;
                node = self.node(span, Form::Binary(operation, Box::new([node, other])))?;
            }
        }
        Ok(node)
    }

    /// The operation that is written next, if any.
    fn operation(&self) -> Parsed<Option<Binary>> {
        Ok(match self.peek() {
            Some(Token::Sign(sign)) => Binary::of_sign(sign),
            Some(Token::Name("or")) => Some(Binary::Or),
            Some(Token::Name("and")) => Some(Binary::And),
            Some(Token::Name("in")) => Some(Binary::In),
            Some(Token::Name("not")) => match self.tokens.get(self.at + 1) {
                Some((Token::Name("in"), _)) => Some(Binary::NotIn),
                _ => {
                    let message = "`not` between two values makes no sense";
                    return Err(Failure::new(message, self.span()).hint("write `not in` or `!=`"));
                }
            },
            Some(Token::Name("is")) => {
                let message = "tests (`is …`) belong into templates";
                return Err(Failure::new(message, self.span()).hint("compare with `==` or `in`"));
            }
            _ => None,
        })
    }

    fn first(&mut self) -> Parsed<SyntaxNode> {
        let Some((token, span)) = self.next() else {
            self.at -= 1;
            return Err(self.expected("a value"));
        };
        let constant = |value: tera::Value| Form::Constant(Operand::plain(value));
        let form = match token {
            Token::Whole(number) => constant(number.into()),
            Token::Decimal(number) => constant(number.into()),
            Token::Text(text) => constant(text.as_ref().into()),
            Token::Name("true" | "True") => constant(true.into()),
            Token::Name("false" | "False") => constant(false.into()),
            Token::Name("not") => return self.unary(Unary::Not, span),
            Token::Sign("-") => return self.unary(Unary::Minus, span),
            Token::Name(name) if self.is_sign("(") => return self.call(name, span),
            Token::Name(name) => self.checker.variable(name, &span),
            Token::Sign("(") => {
                let inner = self.expression(0)?;
                self.close(")", span.clone())?;
                // The brackets belong to its place.
                return Ok(SyntaxNode {
                    span: span.start..self.behind(),
                    ..inner
                });
            }
            Token::Sign("[") => return self.list(span),
            Token::Sign("{") => {
                let failure = Failure::new("mappings (`{…}`) belong into templates", span);
                return Err(failure.hint("write `x if condition else y`"));
            }
            Token::Sign(_) => {
                self.at -= 1;
                return Err(self.expected("a value"));
            }
        };
        self.node(span, form)
    }

    fn unary(&mut self, operation: Unary, span: Range<usize>) -> Parsed<SyntaxNode> {
        let of = self.expression(match operation {
            Unary::Not => NOT,
            Unary::Minus => MINUS,
        })?;
        let span = span.start..of.span.end;
        // A negative number is a constant: `below=-1`.
        if let (Unary::Minus, Form::Constant(operand)) = (operation, &of.form) {
            let value = &operand.value;
            let negative = match value.as_i64() {
                Some(whole) => whole.checked_neg().map(tera::Value::from),
                None => value.as_f64().map(|number| tera::Value::from(-number)),
            };
            if let Some(negative) = negative {
                return Ok(SyntaxNode {
                    span,
                    form: Form::Constant(Operand::plain(negative)),
                });
            }
        }
        self.node(span, Form::Unary(operation, Box::new(of)))
    }

    fn choice(&mut self, yes: SyntaxNode) -> Parsed<SyntaxNode> {
        let at = self.span();
        self.at += 1;
        let condition = self.expression(0)?;
        if !self.is_name("else") {
            let failure = Failure::new("this `if` has no `else`", at);
            return Err(failure.hint("write `x if condition else y`"));
        }
        self.at += 1;
        let no = self.expression(0)?;
        let span = yes.span.start..no.span.end;
        self.node(span, Form::Choice(Box::new([yes, condition, no])))
    }

    fn list(&mut self, opened: Range<usize>) -> Parsed<SyntaxNode> {
        let mut items = Vec::new();
        while !self.is_sign("]") && self.peek().is_some() {
            items.push(self.expression(0)?);
            if self.is_name("for") {
                let failure = Failure::new("loops belong into templates", self.span());
                return Err(failure.hint("use a function that gives a list"));
            }
            if !self.take(",") {
                break;
            }
        }
        self.close("]", opened.clone())?;
        self.node(opened.start..self.behind(), Form::List(items))
    }

    fn index(&mut self, of: SyntaxNode) -> Parsed<SyntaxNode> {
        let opened = self.span();
        self.at += 1;
        let mut parts: [Option<SyntaxNode>; 3] = [None, None, None];
        let mut slice = false;
        for part in &mut parts {
            if !self.is_sign(":") && !self.is_sign("]") {
                *part = Some(self.expression(0)?);
            }
            if !self.take(":") {
                break;
            }
            slice = true;
        }
        self.close("]", opened.clone())?;
        let span = of.span.start..self.behind();
        if slice {
            return self.node(span, Form::Slice(Box::new(of), Box::new(parts)));
        }
        let [Some(at), ..] = parts else {
            return Err(Failure::new(
                "there is no index here",
                opened.start..self.behind(),
            ));
        };
        self.node(span, Form::Index(Box::new([of, at])))
    }
}
