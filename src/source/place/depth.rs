//! How deep a text of YAML goes, before a tree is made of it.

use saphyr_parser::{Event, Parser};

/// What can be said of a text's nesting without making a tree of it.
pub(in crate::source) enum Depth {
    /// Nowhere deeper than allowed.
    Bounded,
    /// Deeper, from this byte on.
    Exceeded(usize),
    /// The text is no YAML from this byte on, and why.
    Broken(usize, String),
}

/// Follows the nesting of `text` up to `limit` levels. The YAML parser proper takes time by the
/// square of the levels of brackets.
pub(in crate::source) fn depth(text: &str, limit: usize) -> Depth {
    let mut level = 0_usize;
    let byte = |index: usize| {
        let nth = text.char_indices().nth(index);
        nth.map_or(text.len(), |(at, _)| at)
    };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::SequenceStart(..) | Event::MappingStart(..), span)) => {
                level += 1;
                if level > limit {
                    return Depth::Exceeded(byte(span.start.index()));
                }
            }
            Ok((Event::SequenceEnd | Event::MappingEnd, _)) => level = level.saturating_sub(1),
            Ok(_) => {}
            // Brackets on one line are counted before the first of them is told.
            Err(error) if error.info().contains("recursion limit") => {
                return Depth::Exceeded(byte(error.marker().index()));
            }
            Err(error) => {
                return Depth::Broken(byte(error.marker().index()), error.info().to_owned());
            }
        }
    }
    Depth::Bounded
}
