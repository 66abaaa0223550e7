//! Why there is no value: as functions say it, and with its place in the expression.

use std::ops::Range;

/// Why a function or filter cannot give a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) hint: Option<String>,
    /// The argument that is to blame.
    pub(super) argument: Option<&'static str>,
    pub(super) cause: Cause,
    /// The author's files in which the thing named would stand.
    pub(super) looked_up_in: Option<&'static str>,
}

/// What is to blame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The expression as it is written.
    Expression,
    /// A value that the data do not have: a gap in a chart, and nothing to say while the data are
    /// known to be incomplete.
    Data,
    /// A calculation with values of the data: no gap, but nothing to say either while the data are
    /// known to be incomplete.
    Arithmetic,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>) -> Fault {
        Fault {
            message: message.into(),
            hint: None,
            argument: None,
            cause: Cause::Expression,
            looked_up_in: None,
        }
    }

    /// The data are to blame, not the expression.
    pub(super) fn data(mut self) -> Fault {
        self.cause = Cause::Data;
        self
    }

    /// What the data are found to be is to blame.
    pub(super) fn arithmetic(mut self) -> Fault {
        self.cause = Cause::Arithmetic;
        self
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Fault {
        self.hint = Some(hint.into());
        self
    }

    pub(super) fn maybe_hint(mut self, hint: Option<String>) -> Fault {
        self.hint = hint.or(self.hint);
        self
    }

    /// Something is named that is not there, or could not be read.
    pub(super) fn looked_up_in(mut self, files: &'static str) -> Fault {
        self.looked_up_in = Some(files);
        self
    }

    /// The argument that is to blame.
    pub(super) fn of(mut self, argument: &'static str) -> Fault {
        self.argument = Some(argument);
        self
    }

    pub(super) fn at(self, span: Range<usize>) -> Failure {
        Failure {
            message: self.message,
            hint: self.hint,
            span,
            cause: self.cause,
            looked_up_in: self.looked_up_in,
        }
    }

    /// In one line, for templates.
    pub(super) fn line(self) -> String {
        match self.hint {
            Some(hint) => format!("{}; {hint}", self.message),
            None => self.message,
        }
    }
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
    /// What is to blame.
    pub cause: Cause,
    /// The author's files in which the thing named would stand, or the beginning of their paths.
    pub looked_up_in: Option<&'static str>,
}

impl Failure {
    pub(super) fn new(message: impl Into<String>, span: Range<usize>) -> Failure {
        Fault::new(message).at(span)
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Failure {
        self.hint = Some(hint.into());
        self
    }

    pub(super) fn maybe_hint(mut self, hint: Option<String>) -> Failure {
        self.hint = hint.or(self.hint);
        self
    }

    /// Whether a chart has a gap here instead of an error.
    pub fn is_gap(&self) -> bool {
        self.cause == Cause::Data
    }
}

impl Failure {
    /// A text between quotation marks that has more than `most` bytes.
    pub(super) fn long_text(span: Range<usize>, most: usize) -> Failure {
        Failure::new("this text in an expression is too long", span)
            .hint(format!("it may have at most {most} bytes"))
    }

    /// An expression in a text without `}}`, `reached` the end of its paragraph or not.
    pub(super) fn no_end(reached: bool, most: usize) -> Failure {
        match reached {
            true => Failure::new("this expression has no end: its `}}` is missing", 0..0)
                .hint("write `}}` where it ends"),
            false => Failure::new("this expression is too long, or has no end", 0..0)
                .hint(format!("end it with `}}}}` within {most} bytes")),
        }
    }
}
