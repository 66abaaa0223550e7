//! Expressions of which braces are missing at the beginning, `{ mean(edition=2018) }}`: without an
//! error they would be published as they stand.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::expression::functions::FUNCTIONS;

/// The stretches of a text that call a function between braces that begin no expression. `is_taken`
/// tells what is code or an expression.
pub fn opened(text: &str, is_taken: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, _) in text.match_indices('{') {
        let inner = text[start + 1..].trim_start_matches([' ', '\t', '{']);
        let begins = text.len() - inner.len();
        let is_new = found.last().is_none_or(|last| last.end <= start);
        if is_new && !is_taken(start) && call(inner) {
            found.push(start..end(text, begins));
        }
    }
    // Both braces may be missing.
    for (at, _) in text.match_indices("}}").filter(|(at, _)| !is_taken(*at)) {
        let is_new = found.iter().all(|other| !other.contains(&at));
        let line = text[..at].rfind('\n').map_or(0, |i| i + 1);
        let before = &text[line..at];
        let called = FUNCTIONS.iter().filter_map(|f| {
            let start = line + before.rfind(&format!("{}(", f.name))?;
            let whole = !text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            (whole && !is_taken(start)).then_some(start)
        });
        if let (true, Some(start)) = (is_new, called.max()) {
            found.push(start..at + 2);
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

/// Whether the text begins with the call of a function.
fn call(text: &str) -> bool {
    let name = text.find('(').map_or("", |end| text[..end].trim_end());
    FUNCTIONS.iter().any(|f| f.name == name)
}

/// Behind the braces that end what begins there; without any, at the end of the line.
fn end(text: &str, begins: usize) -> usize {
    let line = text[begins..].find('\n').map_or(text.len(), |i| begins + i);
    let closed = text[begins..line].find('}').map(|i| begins + i);
    closed.map_or(line, |at| {
        let rest = text[at..line].trim_start_matches(['}', ' ']);
        let braces = text[at..line - rest.len()].trim_end();
        at + braces.len()
    })
}

/// What is wrong with such a stretch.
pub fn fault() -> Diagnostic {
    Diagnostic::error("this expression does not begin with `{{`")
        .hint("write it between `{{` and `}}`; if it is an example, between backticks")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let ranges = opened(text, |_| false);
        ranges.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn calls_between_too_few_braces_are_found() {
        for (text, wanted) in [
            ("a { mean(edition=2018) }} b", "{ mean(edition=2018) }}"),
            ("a {mean(edition=2018)} b", "{mean(edition=2018)}"),
            (
                "a { { mean(edition=2018) } } b",
                "{ { mean(edition=2018) } }",
            ),
            ("共{mean(edition=2018)}。", "{mean(edition=2018)}"),
            ("a mean(edition=2018) }} b", "mean(edition=2018) }}"),
            ("a { mean(edition=2018)\nb", "{ mean(edition=2018)"),
        ] {
            assert_eq!(found(text), [wanted], "{text}");
        }
        assert_eq!(found("{mean(a=1)} and { rank(b=2) }}").len(), 2);
    }

    #[test]
    fn other_braces_are_left_alone() {
        for text in [
            "{name}",
            "## A {#mean}",
            "{x: {y: 1}}",
            "mean (of all) }",
            "{a mean(x)}",
            "means(x) }}",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
