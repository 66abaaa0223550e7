//! Where a text may be parted, by the rules of Unicode.

use std::sync::LazyLock;

use std::ops::Range;

use icu::segmenter::options::{LineBreakOptions, SentenceBreakInvariantOptions};
use icu::segmenter::{
    GraphemeClusterSegmenter, LineSegmenter, LineSegmenterBorrowed, SentenceSegmenter,
};

use super::characters::{Side, is_cjk, may_begin, may_end, side};

/// Knows the words of Thai, Lao, Khmer and Burmese too, which nothing stands between.
static LINES: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_dictionary(LineBreakOptions::default()));

/// The parts of a text between which a line may end, in order; none is empty.
pub fn pieces(text: &str) -> impl Iterator<Item = &str> {
    parts(text, LINES.segment_str(text))
        .flat_map(|piece| parts(piece, beside_quotes(piece).chain([piece.len()])))
}

/// Where a line may end before an opening or after a closing quotation mark that stands in Chinese
/// or Japanese: rule LB19a of Unicode, which ICU's stable rules do not have yet.
fn beside_quotes(piece: &str) -> impl Iterator<Item = usize> {
    let before = piece.chars();
    let quotes = piece.char_indices().skip(1);
    let after = piece.chars().skip(2);
    before
        .zip(quotes)
        .zip(after)
        .filter(|((before, _), after)| is_cjk(*before) && is_cjk(*after))
        .filter_map(|((before, (at, quote)), after)| match side(quote)? {
            Side::Opening => may_end(before).then_some(at),
            Side::Closing => may_begin(after).then_some(at + quote.len_utf8()),
        })
}

/// The sentences of a text, in bytes.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let ends: Vec<usize> = segmenter.segment_str(text).collect();
    let mut start = 0;
    ends.into_iter().filter_map(move |end| {
        let sentence = start..end;
        start = end;
        (!sentence.is_empty()).then_some(sentence)
    })
}

/// The characters of a text as a reader counts them, marks with their letters.
pub fn clusters(text: &str) -> impl Iterator<Item = &str> {
    parts(text, GraphemeClusterSegmenter::new().segment_str(text))
}

fn parts(text: &str, ends: impl Iterator<Item = usize>) -> impl Iterator<Item = &str> {
    let mut start = 0;
    ends.filter_map(move |end| {
        let part = text.get(start..end)?;
        start = end;
        (!part.is_empty()).then_some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(text: &str) -> Vec<&str> {
        pieces(text).collect()
    }

    #[test]
    fn lines_end_where_unicode_lets_them() {
        for (text, expected) in [
            ("", vec![]),
            ("一二，三", vec!["一", "二，", "三"]),
            ("约12%左", vec!["约", "12%", "左"]),
            ("（美元）", vec!["（美", "元）"]),
            ("カナー", vec!["カ", "ナー"]),
            ("葛\u{e0100}城", vec!["葛\u{e0100}", "城"]),
            ("한국 말", vec!["한", "국 ", "말"]),
            ("well-known", vec!["well-", "known"]),
            ("d’Ivoire", vec!["d’Ivoire"]),
            ("ภาษาไทย", vec!["ภาษา", "ไทย"]),
        ] {
            assert_eq!(parted(text), expected, "{text}");
        }
    }

    #[test]
    fn lines_end_outside_of_chinese_quotation_marks() {
        for (text, expected) in [
            ("是“一”二", vec!["是", "“一”", "二"]),
            ("（“一”）", vec!["（“一”）"]),
            ("“一”。“二", vec!["“一”。", "“二"]),
            ("是“a”二", vec!["是“a”二"]),
            ("a‘一’b", vec!["a‘一’b"]),
        ] {
            assert_eq!(parted(text), expected, "{text}");
        }
    }

    #[test]
    fn clusters_are_letters_with_their_marks() {
        let cut: Vec<&str> = clusters("e\u{301}葛\u{e0100}👩‍🔬").collect();
        assert_eq!(cut, ["e\u{301}", "葛\u{e0100}", "👩‍🔬"]);
    }
}
