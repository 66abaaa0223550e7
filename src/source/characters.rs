//! Characters that no text of an author may hold, however they are written: as they are, as
//! escapes of YAML, or as references of Markdown and HTML.

use std::ops::Range;

use icu::properties::props::{GeneralCategory, NoncharacterCodePoint};
use icu::properties::{CodePointMapData, CodePointSetData};

use crate::diagnostic::{Diagnostic, Place};

/// Control characters, private use (the program's own marks are among them), what Unicode calls
/// noncharacters, and marks that turn the direction of writing until somebody turns it back.
pub fn unprintable(c: char) -> bool {
    match c {
        ' '..='~' | '\n' | '\r' | '\t' => false,
        c if turns(c) => true,
        c => match CodePointMapData::<GeneralCategory>::new().get(c) {
            GeneralCategory::Control | GeneralCategory::PrivateUse => true,
            // Others of these are characters of a later Unicode.
            GeneralCategory::Unassigned => {
                CodePointSetData::new::<NoncharacterCodePoint>().contains(c)
            }
            _ => false,
        },
    }
}

/// Embeddings and overrides, with which a text can be made to look like another.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}')
}

/// Isolates that have no partner on their line. In pairs they keep a text of another direction
/// together; alone they would turn what stands behind them.
pub fn unpaired(characters: impl Iterator<Item = (usize, char)>) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    for (at, c) in characters {
        match c {
            '\n' => found.append(&mut open),
            '\u{2066}'..='\u{2068}' => open.push((at, c)),
            '\u{2069}' if open.pop().is_none() => found.push((at, c)),
            _ => {}
        }
    }
    found.append(&mut open);
    found
}

/// As [`unpaired`], in a text.
pub fn unpaired_in(text: &str) -> Vec<(usize, char)> {
    if text.contains(|c| matches!(c, '\u{2066}'..='\u{2069}')) {
        unpaired(text.char_indices())
    } else {
        Vec::new()
    }
}

/// What is wrong with a character that a text may not hold, and what to do.
fn said(c: char) -> (String, &'static str) {
    let code = u32::from(c);
    let refused = format!("the character U+{code:04X} cannot be used in a text");
    match c {
        '\u{2066}'..='\u{2069}' => (
            format!("the isolate U+{code:04X} has no partner on its line"),
            "begin with U+2066, U+2067 or U+2068, and end with U+2069 on the same line",
        ),
        c if turns(c) => (
            refused,
            "it can make a text look like another: remove it, or put what has another direction between U+2068 and U+2069",
        ),
        _ => (
            refused,
            "it is for control or private use and shows differently everywhere; remove it",
        ),
    }
}

/// What is wrong with a character that no text may hold.
pub fn refused_at(c: char, place: Place) -> Diagnostic {
    let (message, hint) = said(c);
    Diagnostic::error(message).at(place).hint(hint)
}

/// What is wrong with the first character of a text that it may not hold.
pub fn fault(text: &str) -> Option<String> {
    let c = text.chars().find(|c| unprintable(*c));
    let c = c.or_else(|| unpaired_in(text).first().map(|(_, c)| *c))?;
    Some(said(c).0)
}

/// The references to characters by number in a text (`&#xe100;`), with what they stand for. As
/// generous as any reader: without `;`, and with any number of digits.
pub fn references(text: &str) -> impl Iterator<Item = (Range<usize>, char)> + '_ {
    text.match_indices("&#").filter_map(|(at, start)| {
        let from = at + start.len();
        let rest = &text[from..];
        let hexadecimal = rest.starts_with(['x', 'X']);
        let radix = if hexadecimal { 16 } else { 10 };
        let digits = from + usize::from(hexadecimal);
        let length = text[digits..]
            .find(|c: char| !c.is_digit(radix))
            .unwrap_or(text.len() - digits);
        if length == 0 {
            return None;
        }
        let end = digits + length;
        let code = text[digits..end].chars().fold(0_u32, |code, c| {
            let digit = c.to_digit(radix).unwrap_or_default();
            code.saturating_mul(radix).saturating_add(digit)
        });
        let end = end + usize::from(text[end..].starts_with(';'));
        Some((at..end, char::from_u32(code).unwrap_or('\u{fffd}')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_text_may_hold() {
        for c in [
            '\0',
            '\u{b}',
            '\u{1b}',
            '\u{7f}',
            '\u{80}',
            '\u{85}',
            '\u{9f}',
            '\u{e000}',
            '\u{f8ff}',
            '\u{fdd0}',
            '\u{fdef}',
            '\u{fffe}',
            '\u{ffff}',
            '\u{1fffe}',
            '\u{affff}',
            '\u{f0000}',
            '\u{ffffd}',
            '\u{fffff}',
            '\u{100000}',
            '\u{10fffd}',
            '\u{10ffff}',
            '\u{202a}',
            '\u{202e}',
        ] {
            assert!(unprintable(c), "{:x}", u32::from(c));
        }
        for c in [
            'a',
            '\n',
            '\t',
            '\r',
            '~',
            '\u{a0}',
            'é',
            '中',
            '\u{200f}',
            '\u{200d}',
            '\u{2060}',
            '\u{2067}',
            '\u{feff}',
            '\u{fffd}',
            '😀',
            '\u{20000}',
            '\u{e0100}',
        ] {
            assert!(!unprintable(c), "{:x}", u32::from(c));
        }
        // A character that is not assigned yet may be tomorrow.
        assert!(!unprintable('\u{40000}'));
    }

    #[test]
    fn isolates_come_in_pairs() {
        assert_eq!(unpaired_in("a \u{2067}b\u{2068}c\u{2069}\u{2069} d"), []);
        assert_eq!(unpaired_in("a\u{2067}b\nc\u{2069}").len(), 2);
        assert_eq!(unpaired_in("\u{2066}\u{2067}a\u{2069}"), [(0, '\u{2066}')]);
    }

    #[test]
    fn references_are_read_however_they_are_written() {
        for written in [
            "&#xe100;",
            "&#XE100;",
            "&#57600;",
            "&#xe100",
            "&#00000000057600;",
            "&#x0000000e100 ",
        ] {
            let found: Vec<_> = references(written).collect();
            assert_eq!(found.len(), 1, "{written}");
            assert_eq!(found[0].1, '\u{e100}', "{written}");
            assert_eq!(&written[found[0].0.clone()], written.trim_end());
        }
        for none in ["&#;", "&#x;", "&amp;#xe100;", "#xe100;"] {
            assert_eq!(references(none).count(), 0, "{none}");
        }
        assert_eq!(
            references("&#99999999999999;").map(|r| r.1).next(),
            Some('\u{fffd}')
        );
    }
}
