//! What CommonMark gets wrong in Chinese: emphasis beside full-width punctuation, and line breaks.
//!
//! CommonMark lets `**` open or close only where the characters around it look like the edge of a
//! word, which no rule made for spaces can tell in `**重点。**后`. The amendment followed here (the
//! "CJK-friendly" one, <https://github.com/tats-u/markdown-cjk-friendly>) takes CJK punctuation for
//! letters, and a CJK character beside a delimiter for a space on its far side. Until the parser
//! knows it, an invisible letter is put between the delimiter and the punctuation, and taken out of
//! the result again.

use std::ops::Range;

use super::rewrite::Edit;
use super::skip;
use crate::lang::characters::{
    Selector, is_cjk, is_punctuation, is_shared_mark, is_unspaced, selector, side,
};

/// The invisible letter: a private-use character, which no rule takes for punctuation or a space.
const JOINER: char = '\u{e010}';

/// An invisible space (a vertical tab, which no author may write) between the joiner and what
/// would be something else after a letter: typewriter quotation marks and further delimiters.
const GAP: char = '\u{b}';

/// What is put into a text for the parser, and must be taken out of what it gives.
pub const MARKS: [char; 2] = [JOINER, GAP];

/// Where joiners must stand for `*` and `~` runs to work. `skip` are stretches that are not prose:
/// code, addresses, HTML.
pub fn joiners(text: &str, skip: &[Range<usize>]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['*', '~']) {
        let first = at + found;
        let mark = text.as_bytes()[first];
        let rest = text.as_bytes()[first..].iter();
        let end = first + rest.take_while(|b| **b == mark).count();
        at = end;
        let before = text[..first].bytes().rev();
        let escaped = before.take_while(|b| *b == b'\\').count() % 2;
        let run = first + escaped..end;
        // The parser knows no runs of other lengths.
        let works = if mark == b'*' {
            !run.is_empty()
        } else {
            run.len() == 2
        };
        if !works || skip::touches(skip, &run) {
            continue;
        }
        let (Some(last), Some(next)) = (
            text[..run.start].chars().next_back(),
            text[end..].chars().next(),
        ) else {
            continue;
        };
        if last.is_whitespace() || next.is_whitespace() {
            continue;
        }
        if !is_cjk(next) && !ends_in_cjk(&text[..run.start]) {
            continue;
        }
        match (is_punctuation(last), is_punctuation(next)) {
            (true, false) => edits.push(joiner(run.start, last, true)),
            // A pair of `~` can open wherever there is no space after it.
            (false, true) if mark == b'*' => edits.push(joiner(end, next, false)),
            _ => {}
        }
    }
    edits
}

/// Whether the last character is CJK, by itself or by the variation selector after it.
fn ends_in_cjk(text: &str) -> bool {
    let mut back = text.chars().rev();
    let Some(last) = back.next() else {
        return false;
    };
    match selector(last) {
        None => is_cjk(last),
        Some(Selector::Ideographic) => true,
        Some(kind) => back.next().is_some_and(|base| {
            let full_width = kind == Selector::FullWidth && is_shared_mark(base);
            is_cjk(base) || (full_width && side(base).is_some())
        }),
    }
}

/// A joiner beside `near`, which stands before it or after it.
fn joiner(at: usize, near: char, near_is_before: bool) -> Edit {
    let with = match (matches!(near, '"' | '\'' | '_' | '*' | '~'), near_is_before) {
        (false, _) => JOINER.to_string(),
        (true, true) => String::from_iter([GAP, JOINER]),
        (true, false) => String::from_iter([JOINER, GAP]),
    };
    Edit { at: at..at, with }
}

/// Where joiners must stand for a note's reference to be read before another bracket: the parser
/// takes `[^note][text](address)` for a reference with two brackets.
pub fn after_notes(text: &str, skip: &[Range<usize>]) -> Vec<Edit> {
    text.match_indices("][")
        .filter(|(at, _)| {
            let label = text[..*at].rfind('[').map_or("", |start| &text[start..*at]);
            let in_skip = skip::around(skip, *at).is_some();
            label.starts_with("[^") && !label.contains(char::is_whitespace) && !in_skip
        })
        .map(|(at, _)| joiner(at + 1, '[', false))
        .collect()
}

/// Whether a line break between two characters is no space. Between two CJK characters it never
/// is, but for Hangul; in a language without spaces neither where one of them is CJK.
pub fn break_vanishes(before: Option<char>, after: Option<char>, without_spaces: bool) -> bool {
    let (Some(before), Some(after)) = (before, after) else {
        return false;
    };
    if without_spaces {
        let joins = |c: char| is_unspaced(c) || is_shared_mark(c);
        joins(before) || joins(after)
    } else {
        is_unspaced(before) && is_unspaced(after)
    }
}

/// Slips of typesetting in a Chinese text, as byte ranges with what is wrong: half-width
/// punctuation between Chinese characters, and spaces between them.
pub fn slips(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let shown = |(_, c): &(usize, char)| selector(*c).is_none();
    let chars: Vec<(usize, char)> = text.char_indices().filter(shown).collect();
    let mut slips = Vec::new();
    for (i, (at, c)) in chars.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| chars.get(i)).map(|p| p.1);
        let after = chars.get(i + 1).map(|p| p.1);
        let beside = |c: Option<char>| c.is_some_and(is_unspaced);
        let span = *at..*at + c.len_utf8();
        match c {
            ',' | '.' | ':' | ';' | '?' | '!'
                if beside(before) && (after.is_none() || beside(after)) =>
            {
                slips.push((span, "half-width punctuation between Chinese characters"));
            }
            '(' | ')' if beside(before) || beside(after) => {
                slips.push((span, "a half-width bracket beside a Chinese character"));
            }
            ' ' if beside(before) && beside(after) => {
                slips.push((span, "a space between Chinese characters"));
            }
            _ => {}
        }
    }
    slips
}

#[cfg(test)]
mod tests;
