//! What an expression gave, as HTML.

use crate::expression::{Evaluated, Knowledge};
use crate::html::{escape, machine};
use crate::lang::Lang;

/// What an expression gave, as a reader sees it: a number in an element that says what it is.
pub fn bound(evaluated: &Evaluated, knowledge: &Knowledge, lang: Lang) -> String {
    let text = escape(&evaluated.text);
    if evaluated.calls.iter().any(|c| c.function == "unbound") {
        return text;
    }
    let Some(number) = evaluated.number() else {
        return text;
    };
    let title = evaluated.provenance(knowledge, lang);
    format!(
        "<data class=\"bound\" value=\"{}\" title=\"{}\">{text}</data>",
        machine(number),
        escape(&title)
    )
}
