//! What the columns of the data are: one description for files, their packages and the page.

use crate::lang::Lang;
use crate::survey::ComponentId;

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Whole,
    Bool,
}

impl Kind {
    /// As Frictionless’ Table Schema calls it.
    pub fn frictionless(self) -> &'static str {
        match self {
            Kind::Text => "string",
            Kind::Number => "number",
            Kind::Whole => "integer",
            Kind::Bool => "boolean",
        }
    }

    /// As CSV on the Web calls it.
    pub fn csvw(self) -> &'static str {
        match self {
            Kind::Text => "string",
            Kind::Number => "double",
            Kind::Whole => "integer",
            Kind::Bool => "boolean",
        }
    }
}

/// What a column holds, to be said in each language.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// The word with this key.
    Word(&'static str),
    /// The same about names in a language.
    In(&'static str, Lang),
    /// The same about a component.
    Of(&'static str, ComponentId),
    /// A code in a system.
    Code(String),
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Letters, digits and `_`.
    pub name: String,
    pub kind: Kind,
    pub wanted: Wanted,
    /// The values that it can take, both ends included.
    pub range: Option<(f64, f64)>,
}

impl Column {
    /// A column of any values.
    pub fn new(name: impl Into<String>, kind: Kind, wanted: Wanted) -> Column {
        let name: String = name.into();
        Column {
            name: name.replace('-', "_"),
            kind,
            wanted,
            range: None,
        }
    }
}
