//! An expression as a tree.

use std::ops::Range;

use super::filters::Filter;
use super::functions::Function;
use super::operand::Operand;
use super::parameter::Parameter;

/// A part of an expression with its place.
#[derive(Clone, Debug)]
pub(super) struct SyntaxNode {
    pub(super) span: Range<usize>,
    pub(super) form: Form,
}

/// What a part of an expression is.
#[derive(Clone, Debug)]
pub(super) enum Form {
    Constant(Operand),
    Variable(String),
    List(Vec<SyntaxNode>),
    Call(&'static Function, Vec<WrittenArgument>),
    Filter(Box<SyntaxNode>, &'static Filter, Vec<WrittenArgument>),
    Unary(Unary, Box<SyntaxNode>),
    Binary(Binary, Box<[SyntaxNode; 2]>),
    /// What is given if the condition holds, the condition, and what is given if not.
    Choice(Box<[SyntaxNode; 3]>),
    Index(Box<[SyntaxNode; 2]>),
    /// A list or text, and from where, to where, and in what steps.
    Slice(Box<SyntaxNode>, Box<[Option<SyntaxNode>; 3]>),
    /// What has been reported as wrong.
    Broken,
}

/// An argument as it is written.
#[derive(Clone, Debug)]
pub(super) struct WrittenArgument {
    pub(super) parameter: &'static Parameter,
    pub(super) node: SyntaxNode,
}

impl SyntaxNode {
    /// The parts, in the order in which they are written.
    pub(super) fn parts(&self) -> Vec<&SyntaxNode> {
        match &self.form {
            Form::Constant(_) | Form::Variable(_) | Form::Broken => Vec::new(),
            Form::List(items) => items.iter().collect(),
            Form::Call(_, given) => given.iter().map(|g| &g.node).collect(),
            Form::Filter(of, _, given) => {
                let of = std::iter::once(&**of);
                of.chain(given.iter().map(|g| &g.node)).collect()
            }
            Form::Unary(_, of) => vec![of],
            Form::Binary(_, both) | Form::Index(both) => both.iter().collect(),
            Form::Choice(parts) => parts.iter().collect(),
            Form::Slice(of, bounds) => {
                let of = std::iter::once(&**of);
                of.chain(bounds.iter().flatten()).collect()
            }
        }
    }

    /// The same text for the same expression, however it was written.
    pub(super) fn canonical(&self) -> String {
        let list = |nodes: &[&SyntaxNode]| {
            let nodes: Vec<String> = nodes.iter().map(|node| node.canonical()).collect();
            nodes.join(",")
        };
        let arguments = |given: &[WrittenArgument]| {
            let one = |g: &WrittenArgument| format!("{}={}", g.parameter.name, g.node.canonical());
            given.iter().map(one).collect::<Vec<_>>().join(",")
        };
        match &self.form {
            Form::Constant(operand) => operand.value.to_string(),
            Form::Variable(name) => name.clone(),
            Form::List(_) => format!("[{}]", list(&self.parts())),
            Form::Call(function, given) => format!("{}({})", function.name, arguments(given)),
            Form::Filter(of, filter, given) => {
                format!("({}|{}({}))", of.canonical(), filter.name, arguments(given))
            }
            Form::Unary(Unary::Not, of) => format!("(not {})", of.canonical()),
            Form::Unary(Unary::Minus, of) => format!("(-{})", of.canonical()),
            Form::Binary(operation, both) => {
                let [left, right] = both.each_ref().map(SyntaxNode::canonical);
                format!("({left} {} {right})", operation.sign())
            }
            Form::Choice(_) => format!("choice({})", list(&self.parts())),
            Form::Index(_) => format!("item({})", list(&self.parts())),
            Form::Slice(of, bounds) => {
                let bounds: Vec<String> = bounds
                    .iter()
                    .map(|b| b.as_ref().map_or_else(String::new, SyntaxNode::canonical))
                    .collect();
                format!("slice({},{})", of.canonical(), bounds.join(":"))
            }
            Form::Broken => String::new(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unary {
    Not,
    Minus,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binary {
    Or,
    And,
    In,
    NotIn,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    DivideWhole,
    Remainder,
    Power,
    Join,
}

impl Binary {
    /// The operation of a sign.
    pub(super) fn of_sign(sign: &str) -> Option<Binary> {
        Some(match sign {
            "==" => Binary::Equal,
            "!=" => Binary::Unequal,
            "<" => Binary::Less,
            "<=" => Binary::LessOrEqual,
            ">" => Binary::Greater,
            ">=" => Binary::GreaterOrEqual,
            "+" => Binary::Add,
            "-" => Binary::Subtract,
            "*" => Binary::Multiply,
            "/" => Binary::Divide,
            "//" => Binary::DivideWhole,
            "%" => Binary::Remainder,
            "**" => Binary::Power,
            "~" => Binary::Join,
            _ => return None,
        })
    }

    /// As it is written.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Binary::Or => "or",
            Binary::And => "and",
            Binary::In => "in",
            Binary::NotIn => "not in",
            Binary::Equal => "==",
            Binary::Unequal => "!=",
            Binary::Less => "<",
            Binary::LessOrEqual => "<=",
            Binary::Greater => ">",
            Binary::GreaterOrEqual => ">=",
            Binary::Add => "+",
            Binary::Subtract => "-",
            Binary::Multiply => "*",
            Binary::Divide => "/",
            Binary::DivideWhole => "//",
            Binary::Remainder => "%",
            Binary::Power => "**",
            Binary::Join => "~",
        }
    }

    /// How strongly it binds what stands before and behind it, as in Tera.
    pub(super) fn power(self) -> (u8, u8) {
        match self {
            Binary::Or => (1, 2),
            Binary::And => (3, 4),
            Binary::In | Binary::NotIn => (5, 6),
            Binary::Equal
            | Binary::Unequal
            | Binary::Less
            | Binary::LessOrEqual
            | Binary::Greater
            | Binary::GreaterOrEqual => (7, 8),
            Binary::Add | Binary::Subtract => (11, 12),
            Binary::Multiply
            | Binary::Divide
            | Binary::DivideWhole
            | Binary::Remainder
            | Binary::Join => (13, 14),
            // From the right: 2 ** 3 ** 2 is 2 ** 9.
            Binary::Power => (16, 15),
        }
    }
}

/// How strongly `not` binds.
pub(super) const NOT: u8 = 5;
/// How strongly a sign before a number binds.
pub(super) const MINUS: u8 = 20;
/// How strongly `|` binds what stands before it.
pub(super) const PIPE: u8 = 17;

/// An argument before its name is known to be one.
pub(super) struct Argument<'p> {
    pub(super) name: &'p str,
    pub(super) span: Range<usize>,
    pub(super) node: SyntaxNode,
}
