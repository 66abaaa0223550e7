//! Expressions of which braces are missing at the beginning, `{ mean(edition=2018) }}`: without an
//! error they would be published as they stand.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::expression::functions::FUNCTIONS;

/// How far before its end a call may begin, in bytes.
const REACH: usize = 300;

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
    let begun = found.len();
    for (at, _) in text.match_indices("}}").filter(|(at, _)| !is_taken(*at)) {
        let next = found[..begun].partition_point(|other| other.end <= at);
        let is_new = found[..begun]
            .get(next)
            .is_none_or(|other| at < other.start);
        let line = before(text, at);
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
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let rest = text.trim_start_matches(is_name);
    let name = &text[..text.len() - rest.len()];
    rest.starts_with('(') && FUNCTIONS.iter().any(|f| f.name == name)
}

/// Behind the braces that end what begins there; without any, at the end of the line.
fn end(text: &str, begins: usize) -> usize {
    let Some(at) = text[begins..].find(['}', '\n']).map(|i| begins + i) else {
        return text.len();
    };
    let rest = text[at..].trim_start_matches(['}', ' ']);
    let braces = text[at..text.len() - rest.len()].trim_end();
    at + braces.len()
}

/// The end of the line before `at`, as much of it as a call may take.
fn before(text: &str, at: usize) -> usize {
    let mut start = at.saturating_sub(REACH);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text[start..at].rfind('\n').map_or(start, |i| start + i + 1)
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
