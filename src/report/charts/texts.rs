//! Are the languages of a chart's texts in step, and are their numbers bound?

use super::spec::{Declaration, Text};
use crate::commentary::statements::{Prose, Statements};
use crate::commentary::{BoundText, expressions, loose::loose_numbers};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::expression::Basis;
use crate::lang::{Lang, PerLanguage};
use crate::words::Words;

/// The numbers in the texts of `declarations` that no function writes.
pub fn loose(declarations: &[Declaration]) -> Vec<Place> {
    let texts = declarations
        .iter()
        .flat_map(|d| [Some(&d.title), d.takeaway.as_ref(), Some(&d.description)]);
    let mut places = Vec::new();
    for both in texts.flatten() {
        for (lang, text) in both.iter() {
            let prose = without_expressions(&text.text);
            let found = loose_numbers(&prose, lang);
            places.extend(
                found
                    .into_iter()
                    .map(|span| text.declared_at.place_within(&text.text, span)),
            );
        }
    }
    places
}

/// What the sentences in the texts of `declarations` rest on, by language.
pub fn statements(declarations: &[Declaration], words: &Words) -> PerLanguage<Statements> {
    PerLanguage::from_fn(words.languages(), |lang| {
        let mut all = Statements::default();
        let texts = declarations
            .iter()
            .flat_map(|d| [Some(&d.title), d.takeaway.as_ref(), Some(&d.description)]);
        for both in texts.flatten() {
            let text = &both[lang];
            let place = |span| text.declared_at.place_within(&text.text, span);
            let mut prose = prose(&text.text);
            all.extend(&prose.take(words.phrases(lang), place));
        }
        all
    })
}

fn prose(text: &str) -> Prose {
    let mut prose = Prose::default();
    let mut at = 0;
    for span in expressions(text) {
        prose.text(&text[at..span.start], at);
        // What writes nothing stands alone between its braces.
        let written = text[span.clone()].trim_start_matches('{').trim_start();
        match Basis::of_function(written.split('(').next().unwrap_or_default().trim_end()) {
            Some(basis) => prose.basis(basis),
            None => prose.value(),
        }
        at = span.end;
    }
    prose.text(&text[at..], at);
    prose
}

/// The text with its expressions blanked, byte for byte.
fn without_expressions(text: &str) -> String {
    let mut prose = String::with_capacity(text.len());
    let mut at = 0;
    for span in expressions(text) {
        prose.push_str(&text[at..span.start]);
        prose.extend(std::iter::repeat_n(' ', span.len()));
        at = span.end;
    }
    prose.push_str(&text[at..]);
    prose
}

/// Reports a text whose languages hold different values.
pub(super) fn compare(
    declared: &PerLanguage<Text>,
    bound: &PerLanguage<BoundText>,
    what: &str,
    d: &Diagnostics,
) {
    let values = |lang: Lang| {
        let mut values = bound[lang].fingerprints.clone();
        values.sort();
        values
    };
    let first = bound.languages().first();
    for second in first.others().filter(|lang| values(first) != values(*lang)) {
        d.push(
            Diagnostic::error(format!(
                "the {what} holds other values in {} than in {}",
                first.endonym(),
                second.endonym()
            ))
            .at(declared[first].declared_at.place())
            .related(declared[second].declared_at.place(), second.endonym())
            .hint("all languages say the same, with the same expressions"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::testing::zh;

    #[test]
    fn expressions_are_blanked_and_nothing_moves() {
        let text = "升至{{ count(above=0.75) }}国，占16%";
        let prose = without_expressions(text);
        assert_eq!(prose.len(), text.len());
        let found = loose_numbers(&prose, zh());
        let found: Vec<&str> = found.into_iter().map(|span| &text[span]).collect();
        assert_eq!(found, ["16%"]);
    }
}
