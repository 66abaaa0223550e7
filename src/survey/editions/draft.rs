//! Editions that are still to be filled in.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::node::Entry;
use crate::source::{Node, Tree};

/// Whether an edition is left out until its values are there, which is said.
pub(super) fn is_draft(root: &Node<'_>, d: &Diagnostics) -> bool {
    let quiet = Diagnostics::new();
    let entries = root.entries(&quiet).unwrap_or_default();
    let value = |key: &str| entries.iter().find(|entry| entry.key == key);
    let Some(draft) = value("draft").filter(|entry| *entry.value.tree() == Tree::Bool(true)) else {
        return false;
    };
    let lines = value("members").and_then(|entry| entry.value.entries(&quiet).ok());
    let lines = lines.unwrap_or_default();
    let is_blank = |line: &Entry<'_>| *line.value.tree() == Tree::Null;
    let blank = lines.iter().map(|line| match line.value.entries(&quiet) {
        Ok(values) => values.iter().filter(|value| is_blank(value)).count(),
        Err(_) => usize::from(is_blank(line)),
    });
    let rest = match blank.sum::<usize>() {
        0 => "all its values are there: remove the line `draft: true`".to_owned(),
        1 => "fill in the value that is missing, then remove the line `draft: true`".to_owned(),
        n => format!("fill in its {n} values, then remove the line `draft: true`"),
    };
    d.push(
        Diagnostic::warning("this edition is a draft, and left out of the report")
            .at(draft.key_at.place())
            .hint(rest),
    );
    true
}
