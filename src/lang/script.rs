//! What the script of a language brings with it, from the data of Unicode.

use icu::locale::{LanguageIdentifier, LocaleDirectionality, LocaleExpander};
use icu::properties::PropertyParser;
use icu::properties::props::Script;

use super::characters::is_parted_anywhere;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Properties {
    /// Whether lines run from right to left.
    pub(super) right_to_left: bool,
    /// Whether spaces stand between words.
    pub(super) spaced: bool,
    /// Whether it is Chinese, in simplified or traditional characters.
    pub(super) chinese: bool,
}

/// The script of a language by its code (ISO 15924), also of one that does not name it.
pub(super) fn name(id: &LanguageIdentifier) -> String {
    let expander = LocaleExpander::new_extended();
    let script = id.script.or_else(|| expander.get_likely_script(id));
    script.map(|s| s.as_str().to_owned()).unwrap_or_default()
}

/// The properties of a language, which need not name its script.
pub(super) fn of(id: &LanguageIdentifier) -> Properties {
    let name = name(id);
    Properties {
        right_to_left: LocaleDirectionality::new_extended().is_right_to_left(id),
        spaced: spaced(&name),
        chinese: matches!(name.as_str(), "Hans" | "Hant"),
    }
}

/// Text whose letters may be parted anywhere by the end of a line, as Han and kana, has no spaces
/// between words, so that the end of a line is none either.
fn spaced(script: &str) -> bool {
    // ISO 15924 has names for mixtures, of which Unicode's characters have the parts.
    let part = match script {
        "Hans" | "Hant" | "Hanb" => "Hani",
        "Jpan" | "Hrkt" => "Hira",
        "Kore" => "Hang",
        other => other,
    };
    let script = PropertyParser::<Script>::new().get_strict(part);
    !script.is_some_and(is_parted_anywhere)
}
