//! How wide a text is, and where it may break, without a font at hand.
//!
//! Widths are upper bounds: per character the widest of the common system sans faces (measured
//! on Liberation Sans, which has Arial's metrics, DejaVu Sans and Noto Sans CJK). A label
//! may get a little more room than it needs, never less.

use std::borrow::Cow;

use crate::lang::{characters, clusters, pieces};

/// Advance widths of ASCII 32–126 in hundredths of an em.
const REGULAR: [u8; 95] = [
    32, 41, 48, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 40, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 56, 102, 69, 69, 73, 78, 67, 62, 78, 76, 30, 54, 67, 56, 87, 75,
    79, 67, 79, 73, 67, 62, 74, 69, 99, 69, 67, 69, 40, 40, 40, 84, 56, 61, 62, 64, 55, 64, 62, 36,
    64, 64, 28, 28, 58, 29, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84,
];

/// The same for bold faces.
const BOLD: [u8; 95] = [
    35, 46, 58, 84, 70, 101, 88, 33, 46, 46, 53, 84, 38, 42, 38, 39, 70, 70, 70, 70, 70, 70, 70,
    70, 70, 70, 40, 40, 84, 84, 84, 62, 101, 78, 77, 74, 84, 69, 69, 83, 84, 38, 57, 78, 64, 100,
    84, 86, 74, 86, 78, 73, 69, 82, 78, 111, 78, 73, 73, 46, 39, 46, 84, 57, 63, 68, 72, 60, 72,
    68, 44, 72, 72, 35, 35, 67, 35, 105, 72, 69, 72, 72, 50, 60, 48, 72, 66, 93, 65, 66, 59, 72,
    37, 72, 84,
];

/// The width of a text set at `size`, in the unit of `size`.
pub(crate) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let hundredths: u32 = text.chars().map(|c| advance(c, bold)).sum();
    f64::from(hundredths) * size / 100.0
}

fn advance(c: char, bold: bool) -> u32 {
    let table = if bold { &BOLD } else { &REGULAR };
    match c {
        ' '..='~' => u32::from(table[c as usize - 32]),
        // Spaces that keep a line together are no wider than the plain one.
        '\u{a0}' | '\u{202f}' => u32::from(table[0]),
        '–' => 58,
        _ if characters::has_no_width(c) => 0,
        // Letters with marks are as wide as the widest plain letter but m and w.
        _ if characters::is_latin(c) && c.is_uppercase() => 90,
        _ if characters::is_latin(c) => 72,
        _ => 100,
    }
}

/// Breaks a text into lines of at most `max`; a word that is longer than a line is broken
/// inside, because nothing is ever cut off.
pub(crate) fn wrap(text: &str, max: f64, size: f64, bold: bool) -> Vec<String> {
    let text = &*printable(text);
    let mut lines = Vec::new();
    let mut line = String::new();
    let fits = |line: &str| width(line.trim_end(), size, bold) <= max;
    if fits(text) {
        line.push_str(text);
        push(&mut lines, &mut line);
        return lines;
    }
    for piece in pieces(text) {
        let before = line.len();
        line.push_str(piece);
        if fits(&line) {
            continue;
        }
        line.truncate(before);
        push(&mut lines, &mut line);
        for cluster in clusters(piece) {
            let before = line.len();
            line.push_str(cluster);
            if before > 0 && !fits(&line) {
                line.truncate(before);
                push(&mut lines, &mut line);
                line.push_str(cluster);
            }
        }
    }
    push(&mut lines, &mut line);
    lines
}

fn push(lines: &mut Vec<String>, line: &mut String) {
    let text = line.trim();
    if !text.is_empty() {
        lines.push(text.to_owned());
    }
    line.clear();
}

/// The text without its control characters.
fn printable(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_control) {
        text.chars().filter(|c| !c.is_control()).collect()
    } else {
        Cow::Borrowed(text)
    }
}

/// The width of the longest part that cannot be broken without hurting a word.
pub(crate) fn longest_piece(text: &str, size: f64, bold: bool) -> f64 {
    pieces(&printable(text))
        .map(|piece| width(piece.trim_end(), size, bold))
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_is_one_em_and_a_digit_less() {
        assert_eq!(width("数字", 10.0, false), 20.0);
        assert!((width("2018", 10.0, false) - 25.6).abs() < 1e-9);
        assert!(width("Wide", 10.0, true) > width("Wide", 10.0, false));
    }

    #[test]
    fn chinese_breaks_anywhere_but_before_closing_marks() {
        assert_eq!(
            wrap("一二三\u{ff0c}四五", 30.0, 10.0, false),
            ["一二", "三\u{ff0c}四", "五"]
        );
        assert_eq!(wrap("“一”二", 20.0, 10.0, false), ["“一", "”二"]);
    }

    #[test]
    fn english_breaks_at_spaces_and_only_then_in_words() {
        assert_eq!(
            wrap("United Republic of Tanzania", 70.0, 10.0, false),
            ["United", "Republic of", "Tanzania"]
        );
        assert_eq!(wrap("iiiiiiiiii", 14.0, 10.0, false), ["iiiii", "iiiii"]);
        assert!(wrap("", 70.0, 10.0, false).is_empty());
    }
}
