//! What is bound to nothing in the texts of charts.

use super::spec::Declaration;
use crate::commentary::Statements;
use crate::diagnostic::Place;
use crate::lang::{Lang, PerLanguage};
use crate::report::wording::Text;
use crate::words::Words;

fn texts(declaration: &Declaration) -> impl Iterator<Item = (Lang, &Text)> {
    let texts = [
        Some(&declaration.title),
        declaration.takeaway.as_ref(),
        Some(&declaration.description),
    ];
    texts.into_iter().flatten().flat_map(PerLanguage::iter)
}

/// The numbers in the texts of `declarations` that no function writes.
pub fn loose(declarations: &[Declaration]) -> Vec<Place> {
    let texts = declarations.iter().flat_map(texts);
    texts
        .flat_map(|(lang, text)| text.loose_numbers(lang))
        .collect()
}

/// What the sentences in the texts of `declarations` rest on, by language.
pub fn statements(declarations: &[Declaration], words: &Words) -> PerLanguage<Statements> {
    let mut all = PerLanguage::same(words.languages(), Statements::default());
    for (lang, text) in declarations.iter().flat_map(texts) {
        all[lang].extend(&text.statements(words.phrases(lang)));
    }
    all
}
