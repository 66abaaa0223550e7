//! What is wrong with a node, reported at its place.

use super::Node;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Reported, Stage};

impl Node<'_> {
    /// Reports an error at this node.
    pub fn error(&self, diagnostics: &Diagnostics, message: impl Into<String>) -> Reported {
        diagnostics.report(Diagnostic::error(message).at(self.place()))
    }

    /// Reports an error at this node and says what to do.
    pub fn error_hint(
        &self,
        diagnostics: &Diagnostics,
        message: impl Into<String>,
        hint: Option<String>,
    ) -> Reported {
        diagnostics.report(Diagnostic::error(message).at(self.place()).maybe_hint(hint))
    }

    /// As [`Node::error_hint`], of something that the survey does not have, or that could not be read
    /// of it.
    pub fn error_of_survey(
        &self,
        diagnostics: &Diagnostics,
        message: impl Into<String>,
        hint: Option<String>,
    ) -> Reported {
        diagnostics.report(
            Diagnostic::error(message)
                .at(self.place())
                .maybe_hint(hint)
                .follows(Stage::Data, ["survey/"]),
        )
    }

    pub(super) fn expected<T>(&self, diagnostics: &Diagnostics, what: &str) -> Checked<T> {
        let message = format!("expected {what}, found {}", self.tree.describe());
        Err(self.error_hint(diagnostics, message, self.wanted()))
    }

    /// What may stand here, in words.
    pub(super) fn wanted(&self) -> Option<String> {
        self.shape.map(|shape| format!("write {}", shape.words()))
    }
}
