//! A value on its way through an expression.

use tera::Value;

use super::Style;
use super::parameter::Thing;

/// A value with what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Operand {
    pub(super) value: Value,
    /// What it names, where that is known already.
    pub(super) thing: Option<Thing>,
    /// How a filter said to write it.
    pub(super) style: Option<Style>,
    /// The call that gave it, while nothing was calculated with it.
    pub(super) origin: Option<usize>,
}

impl Operand {
    pub(super) fn plain(value: impl Into<Value>) -> Operand {
        Operand {
            value: value.into(),
            thing: None,
            style: None,
            origin: None,
        }
    }

    pub(super) fn styled(mut self, style: Option<Style>) -> Operand {
        self.style = style;
        self
    }
}

/// A name that an expression may use, with what it stands for.
#[derive(Clone, Debug)]
pub struct Variable {
    pub name: &'static str,
    pub value: Value,
    /// What it names, where that is known already.
    pub thing: Option<Thing>,
}

impl Variable {
    /// A name for a value.
    pub fn new(name: &'static str, value: impl Into<Value>) -> Variable {
        Variable {
            name,
            value: value.into(),
            thing: None,
        }
    }

    /// A name for a thing of the survey, of which `value` is the id.
    pub fn thing(name: &'static str, value: impl Into<Value>, thing: Thing) -> Variable {
        Variable {
            thing: Some(thing),
            ..Variable::new(name, value)
        }
    }
}
