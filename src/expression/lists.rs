//! Lists and texts as lists: their items, slices of them, and what is in them.

use tera::Value;

use super::fault::{Failure, Fault};
use super::parameter::describe;
use super::syntax::SyntaxNode;

type Got<T> = Result<T, Failure>;

/// The items of a list or the characters of a text, and whether it is a text.
pub(super) fn parts(value: &Value, node: &SyntaxNode) -> Got<(Vec<Value>, bool)> {
    if let Some(list) = value.as_array() {
        return Ok((list.to_vec(), false));
    }
    match value.as_str() {
        Some(text) => Ok((
            text.chars().map(|c| Value::from(c.to_string())).collect(),
            true,
        )),
        None => Err(Failure::new(
            format!("an index stands behind a list, this is {}", describe(value)),
            node.span.clone(),
        )),
    }
}

/// As Python slices; `None` for a step of 0.
pub(super) fn sliced(
    items: &[Value],
    start: Option<i128>,
    stop: Option<i128>,
    step: i128,
) -> Option<Vec<Value>> {
    if step == 0 {
        return None;
    }
    let length = i128::try_from(items.len()).unwrap_or(i128::MAX);
    let (low, high) = if step > 0 {
        (0, length)
    } else {
        (-1, length - 1)
    };
    let clamped = |end: Option<i128>, default: i128| match end {
        None => default,
        Some(end) if end < 0 => end.saturating_add(length).clamp(low, high),
        Some(end) => end.clamp(low, high),
    };
    let (first, last) = if step > 0 { (low, high) } else { (high, low) };
    let mut at = clamped(start, first);
    let stop = clamped(stop, last);
    let mut picked = Vec::new();
    while (step > 0 && at < stop) || (step < 0 && at > stop) {
        picked.extend(
            usize::try_from(at)
                .ok()
                .and_then(|at| items.get(at))
                .cloned(),
        );
        at = at.saturating_add(step);
    }
    Some(picked)
}

pub(super) fn contains(container: &Value, needle: &Value) -> Result<bool, Fault> {
    if let Some(list) = container.as_array() {
        return Ok(list.contains(needle));
    }
    match container.as_str() {
        Some(text) => Ok(needle.as_str().is_some_and(|needle| text.contains(needle))),
        None => Err(Fault::new(format!(
            "`in` stands before a list or a text, this is {}",
            describe(container)
        ))),
    }
}
