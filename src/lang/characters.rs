//! What a character is, whatever the language of the text: from the data of Unicode, so that no
//! list of characters stands anywhere else.

use icu::properties::props::{
    DefaultIgnorableCodePoint, EastAsianWidth, EmojiPresentation, GeneralCategory,
    GeneralCategoryGroup, LineBreak, Script, VariationSelector,
};
use icu::properties::{
    CodePointMapData, CodePointMapDataBorrowed, CodePointSetData, CodePointSetDataBorrowed,
};

const CATEGORY: CodePointMapDataBorrowed<'static, GeneralCategory> =
    CodePointMapData::<GeneralCategory>::new();
const SCRIPT: CodePointMapDataBorrowed<'static, Script> = CodePointMapData::<Script>::new();
const WIDTH: CodePointMapDataBorrowed<'static, EastAsianWidth> =
    CodePointMapData::<EastAsianWidth>::new();
const LINES: CodePointMapDataBorrowed<'static, LineBreak> = CodePointMapData::<LineBreak>::new();
const EMOJI: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<EmojiPresentation>();
const SELECTOR: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<VariationSelector>();
const IGNORABLE: CodePointSetDataBorrowed<'static> =
    CodePointSetData::new::<DefaultIgnorableCodePoint>();

fn is_in(c: char, group: GeneralCategoryGroup) -> bool {
    group.contains(CATEGORY.get(c))
}

/// Punctuation as CommonMark has it: Unicode's punctuation and symbols.
pub fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    is_in(
        c,
        GeneralCategoryGroup::Punctuation.union(GeneralCategoryGroup::Symbol),
    )
}

/// A decimal digit of any script.
pub fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || (!c.is_ascii() && CATEGORY.get(c) == GeneralCategory::DecimalNumber)
}

/// A character of Chinese, Japanese or Korean, their punctuation and full-width and half-width
/// forms among them, as the CJK-friendly amendment to CommonMark has it: East Asian by width, but
/// no emoji, or Hangul.
pub fn is_cjk(c: char) -> bool {
    // Nothing below is either, and most texts stand there.
    if c < '\u{1100}' {
        return false;
    }
    match WIDTH.get(c) {
        EastAsianWidth::Wide => !EMOJI.contains(c),
        EastAsianWidth::Fullwidth | EastAsianWidth::Halfwidth => true,
        _ => is_hangul(c),
    }
}

/// A character that is written without spaces beside it: [CJK](is_cjk), but for Hangul, whose words
/// have spaces between them.
pub fn is_unspaced(c: char) -> bool {
    is_cjk(c) && !is_hangul(c)
}

fn is_hangul(c: char) -> bool {
    SCRIPT.get(c) == Script::Hangul
}

/// A Chinese character.
pub fn is_han(c: char) -> bool {
    c >= '\u{1100}' && SCRIPT.get(c) == Script::Han
}

/// A dash or hyphen, or the tilde that stands for one between numbers.
pub fn is_dash(c: char) -> bool {
    matches!(c, '~' | '\u{ff5e}') || CATEGORY.get(c) == GeneralCategory::DashPunctuation
}

/// A sign that stands behind a number and belongs to it, such as `%`.
pub fn is_percent(c: char) -> bool {
    LINES.get(c) == LineBreak::PostfixNumeric
}

/// Punctuation that CJK shares with other scripts, such as quotation marks, dashes and dots: it
/// belongs to whatever stands beside it.
pub fn is_shared_mark(c: char) -> bool {
    WIDTH.get(c) == EastAsianWidth::Ambiguous && is_in(c, GeneralCategoryGroup::Punctuation)
}

/// What chooses a form of the character before it, and shows nothing itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selector {
    /// Of a Chinese character (U+E0100–U+E01EF), so that one stands before it.
    Ideographic,
    /// Of a quotation mark that CJK shares with others: its full-width form (U+FE01).
    FullWidth,
    /// Any other, but the one that makes an emoji (U+FE0F).
    Other,
}

/// Which selector a character is, if it is one of those that CJK has.
pub fn selector(c: char) -> Option<Selector> {
    // Mongolian ones belong to a script, these to none.
    if c < '\u{1100}' || !SELECTOR.contains(c) || SCRIPT.get(c) != Script::Inherited {
        return None;
    }
    match c {
        '\u{fe0f}' => None,
        '\u{fe01}' => Some(Selector::FullWidth),
        '\u{e0100}'.. => Some(Selector::Ideographic),
        _ => Some(Selector::Other),
    }
}

/// On which side of a quotation a mark stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `“`, `‘`, `«`.
    Opening,
    /// `”`, `’`, `»`; an apostrophe may be one.
    Closing,
}

/// The side of a quotation mark that has one, but for brackets such as `「`.
pub fn side(c: char) -> Option<Side> {
    match CATEGORY.get(c) {
        GeneralCategory::InitialPunctuation => Some(Side::Opening),
        GeneralCategory::FinalPunctuation => Some(Side::Closing),
        _ => None,
    }
}

/// Whether a line may end with a CJK character, so far as that is for it to say.
pub(super) fn may_end(c: char) -> bool {
    LINES.get(c) != LineBreak::OpenPunctuation
}

/// Whether a line may begin with a CJK character, so far as that is for it to say.
pub(super) fn may_begin(c: char) -> bool {
    matches!(
        LINES.get(c),
        LineBreak::Ideographic | LineBreak::H2 | LineBreak::H3
    )
}

/// Whether a line may be parted beside the letters of a script, whatever word they stand in, as
/// beside Han and kana.
pub(super) fn is_parted_anywhere(script: Script) -> bool {
    let first = SCRIPT.iter_ranges_for_value(script).next();
    matches!(
        first.map(|range| LINES.get32(*range.start())),
        Some(LineBreak::Ideographic | LineBreak::ConditionalJapaneseStarter)
    )
}

/// What is not shown and changes how other characters are: their direction, joining or breaking.
pub fn is_format(c: char) -> bool {
    CATEGORY.get(c) == GeneralCategory::Format
}

/// What shows nothing by itself.
pub fn is_invisible(c: char) -> bool {
    is_format(c) || IGNORABLE.contains(c)
}

/// A letter of the Latin alphabet, with or without marks, no full-width one.
pub fn is_latin(c: char) -> bool {
    SCRIPT.get(c) == Script::Latin
        && is_in(c, GeneralCategoryGroup::Letter)
        && WIDTH.get(c) != EastAsianWidth::Fullwidth
}

/// A character that takes no room of its own: marks on the letter before, and what is not shown.
pub fn has_no_width(c: char) -> bool {
    let marks = GeneralCategoryGroup::NonspacingMark.union(GeneralCategoryGroup::EnclosingMark);
    !c.is_ascii() && (is_in(c, marks) || IGNORABLE.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cjk_is_what_the_amendment_says() {
        // From its `ranges.md`: ends of ranges inside, their neighbours outside.
        for c in
            "ᄀᇿ₩〈☰⺀⺙⻳⼀〾ぁヿㄅㄱㆎ㈞㉇ꒌ꓆ꥠ가힣豈︐︰﹫！ﾾￜ￠￮𖿠𛀀𝌀🈀🈷㊗㊙〰〽🉥𠀀𲎯".chars()
        {
            assert!(is_cjk(c), "{c} U+{:04X}", u32::from(c));
        }
        for c in "aéα“”—…·×①★※⌚⭐🀄🈚🌕😀".chars() {
            assert!(!is_cjk(c), "{c} U+{:04X}", u32::from(c));
        }
        assert!(is_unspaced('カ') && is_unspaced('｡') && !is_unspaced('한'));
        assert!(is_han('葛') && is_han('々') && !is_han('カ') && !is_han('。'));
    }

    #[test]
    fn selectors() {
        assert_eq!(selector('\u{e0100}'), Some(Selector::Ideographic));
        assert_eq!(selector('\u{e01ef}'), Some(Selector::Ideographic));
        assert_eq!(selector('\u{fe00}'), Some(Selector::Other));
        assert_eq!(selector('\u{fe01}'), Some(Selector::FullWidth));
        assert_eq!(selector('\u{fe0e}'), Some(Selector::Other));
        for c in ['\u{fe0f}', '\u{180b}', '\u{200d}', '中', 'a'] {
            assert_eq!(selector(c), None, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn marks_and_letters() {
        assert!("“”‘’—…·".chars().all(is_shared_mark));
        assert!(!"。《\"-".chars().any(is_shared_mark));
        assert!("!$+<^`|~¥€“。￥→😀".chars().all(is_punctuation));
        assert!(!"a1é中カ한 \u{fe00}\u{e010}".chars().any(is_punctuation));
        assert!("é\u{1ebf}Đ".chars().all(is_latin) && !"ＡⅣ×α".chars().any(is_latin));
        assert!(
            "\u{ad}\u{61c}\u{200b}\u{202e}\u{2069}\u{feff}"
                .chars()
                .all(is_format)
        );
        assert!(!"a中\u{301}\u{fe0f} ".chars().any(is_format));
        assert!("\u{301}\u{200b}\u{fe0f}\u{ad}".chars().all(has_no_width));
    }
}
