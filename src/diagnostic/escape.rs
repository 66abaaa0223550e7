//! Texts of others in messages: what would act on a terminal is written out.

use std::borrow::Cow;
use std::fmt::Write;

use icu::properties::CodePointMapData;
use icu::properties::props::GeneralCategory;

/// `text` with what is not shown as itself written out: `\u{1b}`. Names of files can hold anything.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            c if acts(c) => {
                // Writing to a text cannot fail.
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
            }
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Whether a character does something, or nothing that can be seen: controls, marks of direction,
/// separators of lines, private use, and what is no character.
pub(super) fn acts(c: char) -> bool {
    if matches!(c, ' '..='~') {
        return false;
    }
    match CodePointMapData::<GeneralCategory>::new().get(c) {
        // Joiners are letters of some scripts and of emoji.
        GeneralCategory::Format => !matches!(c, '\u{200c}' | '\u{200d}'),
        GeneralCategory::Control
        | GeneralCategory::LineSeparator
        | GeneralCategory::ParagraphSeparator
        | GeneralCategory::PrivateUse
        | GeneralCategory::Surrogate
        | GeneralCategory::Unassigned => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_written_out() {
        assert_eq!(escaped("名 é.yaml"), "名 é.yaml");
        assert!(matches!(escaped("a"), Cow::Borrowed(_)));
        assert_eq!(
            escaped("\u{1b}]0;x\u{7}\n\u{e100}\u{202e}\u{9b}\u{2028}"),
            "\\u{1b}]0;x\\u{7}\\n\\u{e100}\\u{202e}\\u{9b}\\u{2028}"
        );
    }
}
