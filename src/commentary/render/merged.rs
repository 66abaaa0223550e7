//! The parser's events with texts put together.

use std::ops::Range;

use pulldown_cmark::Event;

/// The parser cuts texts at every character that might have meant something; put together again,
/// they can be checked as they are read.
pub(super) fn merged<'e>(
    events: impl Iterator<Item = (Event<'e>, Range<usize>)>,
) -> Vec<(Event<'e>, Range<usize>)> {
    let mut merged: Vec<(Event<'e>, Range<usize>)> = Vec::new();
    // The text at the end of `merged`, once it is made of several.
    let mut joined = String::new();
    for (event, range) in events {
        if let (Some((Event::Text(before), at)), Event::Text(text)) = (merged.last_mut(), &event)
            && at.end == range.start
            && (if joined.is_empty() {
                before.len()
            } else {
                joined.len()
            }) == at.len()
            && text.len() == range.len()
        {
            if joined.is_empty() {
                joined.push_str(before);
            }
            joined.push_str(text);
            at.end = range.end;
            continue;
        }
        settle(&mut merged, &mut joined);
        merged.push((event, range));
    }
    settle(&mut merged, &mut joined);
    merged
}

/// Puts the text made of several into its event.
fn settle(merged: &mut [(Event<'_>, Range<usize>)], joined: &mut String) {
    if let (Some((Event::Text(text), _)), false) = (merged.last_mut(), joined.is_empty()) {
        *text = std::mem::take(joined).into();
    }
}
