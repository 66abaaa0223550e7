//! What CommonMark gets wrong in Chinese: emphasis beside full-width punctuation, and line breaks.
//!
//! CommonMark lets `**` open or close only where the characters around it look like the edge of a
//! word, which no rule made for spaces can tell in `**重点。**后`. The amendment followed here (the
//! "CJK-friendly" one) takes CJK punctuation for letters, and a CJK character beside a delimiter
//! for a space on its far side. Until the parser knows it, an invisible letter is put between the
//! delimiter and the punctuation, and taken out of the result again.

use std::ops::Range;

use super::rewrite::Edit;
use super::skip;

/// The invisible letter: a private-use character, which no rule takes for punctuation or a space.
pub const JOINER: char = '\u{e010}';

/// Where joiners must stand for `*` and `~` runs to work. `skip` are stretches that are not prose:
/// code, addresses, HTML.
pub fn joiners(text: &str, skip: &[Range<usize>]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['*', '~']) {
        let start = at + found;
        let mark = text.as_bytes()[start];
        let end = start
            + text.as_bytes()[start..]
                .iter()
                .take_while(|b| **b == mark)
                .count();
        at = end;
        let escaped = text[..start]
            .bytes()
            .rev()
            .take_while(|b| *b == b'\\')
            .count()
            % 2
            == 1;
        let in_skip = skip::touches(skip, &(start..end));
        if escaped || in_skip || (mark == b'~' && end - start < 2) {
            continue;
        }
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        if before.is_some_and(|b| needs_joiner(b, after)) {
            edits.push(insert(start));
        }
        if after.is_some_and(|a| needs_joiner(a, before)) {
            edits.push(insert(end));
        }
    }
    edits
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
        .map(|(at, _)| insert(at + 1))
        .collect()
}

fn insert(at: usize) -> Edit {
    Edit {
        at: at..at,
        with: JOINER.to_string(),
    }
}

/// Whether the punctuation `near` a delimiter keeps it from working, given what is on the `far`
/// side: CJK punctuation always does, any other beside a CJK character.
fn needs_joiner(near: char, far: Option<char>) -> bool {
    if !is_punctuation(near) {
        return false;
    }
    if far.is_none_or(char::is_whitespace) {
        return false;
    }
    is_cjk(near) || far.is_some_and(is_cjk)
}

/// ASCII punctuation, and the Unicode blocks of punctuation that occur in the two languages.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c,
            '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}'
            | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{30fb}' | '\u{00a7}'
            | '\u{00ab}' | '\u{00b7}' | '\u{00bb}' | '\u{ff01}'..='\u{ff0f}'
            | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}'
            | '\u{20a0}'..='\u{20bf}' | '\u{2190}'..='\u{23ff}' | '\u{00b1}' | '\u{00d7}')
}

/// Han characters, kana, CJK punctuation and full-width forms. Quotation marks and dashes that
/// Chinese shares with other scripts count as CJK only together with a CJK neighbour.
pub fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{2fdf}' | '\u{3000}'..='\u{30ff}' | '\u{3100}'..='\u{312f}'
        | '\u{31a0}'..='\u{31bf}' | '\u{31c0}'..='\u{31ef}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff65}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{323af}')
}

/// Marks that Chinese shares with other scripts: quotation marks, dashes, dots.
fn is_shared_mark(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

/// Whether a line break between two characters is no space. Between two CJK characters it never
/// is; in a language without spaces neither where one of them is CJK.
pub fn break_vanishes(before: Option<char>, after: Option<char>, without_spaces: bool) -> bool {
    let (Some(before), Some(after)) = (before, after) else {
        return false;
    };
    let wide = |c: char| is_cjk(c) || (without_spaces && is_shared_mark(c));
    if without_spaces {
        wide(before) || wide(after)
    } else {
        is_cjk(before) && is_cjk(after)
    }
}

/// Slips of typesetting in a Chinese text, as byte ranges with what is wrong: half-width
/// punctuation between Chinese characters, and spaces between them.
pub fn slips(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut slips = Vec::new();
    for (i, (at, c)) in chars.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| chars.get(i)).map(|p| p.1);
        let after = chars.get(i + 1).map(|p| p.1);
        let beside = |c: Option<char>| c.is_some_and(is_cjk);
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
mod tests {
    use super::*;

    #[test]
    fn line_breaks() {
        assert!(break_vanishes(Some('中'), Some('文'), false));
        assert!(break_vanishes(Some('。'), Some('文'), true));
        assert!(break_vanishes(Some('有'), Some('4'), true));
        assert!(break_vanishes(Some('”'), Some('文'), true));
        assert!(!break_vanishes(Some('a'), Some('b'), true));
        assert!(!break_vanishes(Some('务'), Some('i'), false));
    }

    #[test]
    fn slips_are_found() {
        assert_eq!(slips("甲国,乙国").len(), 1);
        assert_eq!(slips("甲国 乙国(一)。").len(), 3);
        assert!(slips("甲国，乙国 ABC 指数 0.68").is_empty());
    }
}
