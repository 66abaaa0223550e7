//! Texts without what writers differ in: case, accents, blanks, punctuation, traditional characters.

use icu::casemap::CaseMapperBorrowed;
use icu::normalizer::DecomposingNormalizerBorrowed;
use icu::properties::CodePointMapData;
use icu::properties::props::{GeneralCategory, GeneralCategoryGroup};

use crate::lang::simplified;

/// Letters that Unicode does not take apart.
fn letter(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ı' => "i",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => return None,
    })
}

/// Apostrophes join the letters beside them.
fn joins(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '´' | '`' | '′' | '＇')
}

/// The words of a text in small letters, without marks; `&` is a word of its own.
pub(super) fn words(text: &str) -> Vec<String> {
    let without: String = text.chars().filter(|c| !joins(*c)).collect();
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(&without);
    let small = CaseMapperBorrowed::new().fold_string(&apart);
    let categories = CodePointMapData::<GeneralCategory>::new();
    let mut words = vec![String::new()];
    for c in small.chars().map(simplified) {
        let category = categories.get(c);
        if GeneralCategoryGroup::Mark.contains(category) || joins(c) {
            continue;
        }
        let last = words.len() - 1;
        match letter(c) {
            Some(letters) => words[last].push_str(letters),
            None if c.is_alphanumeric() => words[last].push(c),
            None if c == '&' => words.extend(["&".to_owned(), String::new()]),
            None => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The words in one.
pub(super) fn key(text: &str) -> String {
    words(text).concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_writers_differ_in_is_gone() {
        for (text, wanted) in [
            ("Crème d’Été", "cremedete"),
            ("CREME D'ETE", "cremedete"),
            ("  Fünf & Häfen ", "funf&hafen"),
            ("E_Index", "eindex"),
            ("E-Government\u{a0}Index", "egovernmentindex"),
            ("Ärger", "arger"),
            ("舊電視", "旧电视"),
            ("东港（新）", "东港新"),
            ("Ｎｅｗ Ｐｏｒｔ", "newport"),
            ("Øresund Straße", "oresundstrasse"),
        ] {
            assert_eq!(key(text), wanted, "{text}");
        }
    }
}
