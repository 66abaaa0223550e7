//! Texts of YAML files with expressions: titles, descriptions, words, claims. Each is bound in every
//! language at once, compared, and looked through for what is bound to nothing.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::commentary::statements::{Prose, Statements};
use crate::commentary::{BoundText, ShortText, expressions, loose::loose_numbers};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place, Stage};
use crate::expression::{Basis, Engine};
use crate::lang::{Lang, PerLanguage};
use crate::source::{Node, NodePlace};
use crate::words::{OwnText, Phrases, Words};

/// A text with expressions and its place.
#[derive(Clone, Debug)]
pub struct Text {
    /// As written.
    pub text: String,
    /// Where it stands.
    pub declared_at: NodePlace,
}

impl Text {
    /// Reads the text of a node.
    pub(super) fn read(node: &Node<'_>, d: &Diagnostics) -> Checked<Text> {
        Ok(Text {
            text: node.text(d)?,
            declared_at: node.node_place(),
        })
    }

    /// Reads a text in every language.
    pub(super) fn read_all(node: &Node<'_>, d: &Diagnostics) -> Checked<PerLanguage<Text>> {
        node.per_language(d, |n, _| Text::read(n, d))
    }

    /// The place of a stretch of it.
    pub fn place(&self, span: Range<usize>) -> Place {
        self.declared_at.place_within(&self.text, span)
    }

    /// The numbers in it that no expression writes.
    pub fn loose_numbers(&self, lang: Lang) -> Vec<Place> {
        let found = loose_numbers(&without_expressions(&self.text), lang);
        found.into_iter().map(|span| self.place(span)).collect()
    }

    /// What its sentences rest on.
    pub fn statements(&self, phrases: &Phrases) -> Statements {
        prose(&self.text).take(phrases, |span| self.place(span))
    }
}

/// Whether two texts stand at one place: one serves as the other.
pub(super) fn is_same(one: &PerLanguage<Text>, other: &PerLanguage<Text>) -> bool {
    let at = |text: &Text| text.declared_at.path.clone();
    one.iter().all(|(lang, text)| at(text) == at(&other[lang]))
}

/// What was found in texts.
#[derive(Clone, Debug)]
pub struct Found {
    /// The numbers that no expression wrote.
    pub loose: Vec<Place>,
    /// What the sentences rest on.
    pub statements: PerLanguage<Statements>,
}

impl Found {
    /// Adds what was found in others.
    pub fn extend(&mut self, other: Found) {
        self.loose.extend(other.loose);
        for (lang, statements) in other.statements.iter() {
            self.statements[lang].extend(statements);
        }
    }
}

/// Binds texts, and keeps what is loose in them.
pub struct Wording<'w> {
    engine: &'w Engine,
    d: &'w Diagnostics,
    found: Found,
}

impl<'w> Wording<'w> {
    /// With nothing bound yet.
    pub fn new(engine: &'w Engine, d: &'w Diagnostics) -> Wording<'w> {
        let languages = engine.knowledge().indices.survey().languages;
        Wording {
            engine,
            d,
            found: Found {
                loose: Vec::new(),
                statements: PerLanguage::same(languages, Statements::default()),
            },
        }
    }

    /// Evaluates the expressions.
    pub fn engine(&self) -> &'w Engine {
        self.engine
    }

    /// Looks for what is loose. What the program says as well (`instead_of`) claims nothing of the data.
    fn look(&mut self, text: &Text, lang: Lang, instead_of: &[String]) {
        let of_program = |place: &Place| {
            let found = &place.file.text[place.span.clone()];
            // Each language has its own decimal mark.
            let point = |text: &str| text.replace(',', ".");
            instead_of
                .iter()
                .any(|text| text.contains(found) || point(text).contains(&point(found)))
        };
        let mut numbers = text.loose_numbers(lang);
        numbers.retain(|place| !of_program(place));
        self.found.loose.extend(numbers);
        let phrases = self.engine.knowledge().words.phrases(lang);
        let mut statements = text.statements(phrases);
        statements.loose.retain(|place| !of_program(place));
        self.found.statements[lang].extend(&statements);
    }

    /// Writes the expressions in a report's own words out. What pages fill in (`{n}`) counts as a
    /// value.
    pub fn words(&mut self, words: &mut Words) {
        let languages = words.languages();
        let mut by_key: BTreeMap<String, PerLanguage<Vec<String>>> = BTreeMap::new();
        let mut places: BTreeMap<String, NodePlace> = BTreeMap::new();
        for lang in languages.iter() {
            // Those of charts are bound there, with what is put into them.
            let of_charts = |key: &str| key.starts_with("example-") || key.starts_with("default-");
            let of_pages = |own: &OwnText| !of_charts(&own.key);
            for own in words.own_texts(lang).into_iter().filter(of_pages) {
                let text = Text {
                    text: own.text.clone(),
                    declared_at: own.declared_at.clone(),
                };
                self.look(&text, lang, &own.replaced);
                let place = |span| text.place(span);
                let bound = ShortText::parse(&text.text, self.engine, &[], self.d, &place).bind(
                    lang,
                    self.engine,
                    &[],
                    self.d,
                    &place,
                );
                let none = || PerLanguage::same(languages, Vec::new());
                let all = by_key.entry(own.key.clone()).or_insert_with(none);
                // The forms of a plural say the same.
                for print in &bound.fingerprints {
                    if !all[lang].contains(print) {
                        all[lang].push(print.clone());
                    }
                }
                places.insert(own.key.clone(), own.declared_at.clone());
                if !bound.fingerprints.is_empty() {
                    words.replace(lang, &own, bound.plain);
                }
            }
        }
        for (key, mut prints) in by_key {
            languages.iter().for_each(|lang| prints[lang].sort());
            let first = languages.first();
            for second in first.others().filter(|lang| prints[first] != prints[*lang]) {
                self.d.push(
                    Diagnostic::error(format!(
                        "the string `{key}` holds other values in {} than in {}",
                        first.endonym(),
                        second.endonym()
                    ))
                    .at(places[&key].place())
                    .follows(Stage::Languages, ["survey/", "strings/"])
                    .hint("all languages say the same, with the same expressions"),
                );
            }
        }
    }

    /// Writes the expressions of a text out. `what` names it in messages.
    pub fn bind(&mut self, what: &str, text: &PerLanguage<Text>) -> PerLanguage<BoundText> {
        let bound = self.bind_of_others(what, text);
        for (lang, text) in text.iter() {
            self.look(text, lang, &[]);
        }
        bound
    }

    /// As [`Wording::bind`], of a text whose claims somebody else answers for.
    pub fn bind_of_others(
        &mut self,
        what: &str,
        text: &PerLanguage<Text>,
    ) -> PerLanguage<BoundText> {
        let bound = bind(text, self.engine, self.d);
        compare(text, &bound, what, self.d);
        bound
    }

    /// As [`Wording::bind`], as a reader reads it.
    pub fn plain(&mut self, what: &str, text: &PerLanguage<Text>) -> PerLanguage<String> {
        self.bind(what, text).into_map(|bound| bound.plain)
    }

    /// The loose numbers and the statements that were found.
    pub fn found(self) -> Found {
        self.found
    }
}

/// Writes the expressions of a text out.
fn bind(text: &PerLanguage<Text>, engine: &Engine, d: &Diagnostics) -> PerLanguage<BoundText> {
    text.map(|lang, text| {
        let place = |span| text.place(span);
        ShortText::parse(&text.text, engine, &[], d, &place).bind(lang, engine, &[], d, &place)
    })
}

fn prose(text: &str) -> Prose {
    let mut prose = Prose::default();
    let mut at = 0;
    for span in expressions(text) {
        filled_in(&mut prose, &text[at..span.start], at);
        let written = text[span.clone()].trim_start_matches('{').trim_start();
        let function = written.split('(').next().unwrap_or_default().trim_end();
        match Basis::of_function(function) {
            Some(basis) => prose.basis(basis),
            None if !is_of_data(written) => prose.gap("\u{fffc}"),
            None => prose.value(),
        }
        at = span.end;
    }
    filled_in(&mut prose, &text[at..], at);
    prose
}

/// Text in which `{name}` stands for a value.
fn filled_in(prose: &mut Prose, text: &str, origin: usize) {
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|open| at + open) {
        let Some(close) = text[open..].find('}').map(|close| open + close + 1) else {
            break;
        };
        prose.text(&text[at..open], origin + at);
        prose.value();
        at = close;
    }
    prose.text(&text[at..], origin + at);
}

/// Whether an expression calls a function that gives a value of the data.
fn is_of_data(written: &str) -> bool {
    let calls = written.match_indices('(').filter_map(|(at, _)| {
        let before = written[..at].trim_end();
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        before.rsplit(|c| !is_name(c)).next()
    });
    let mut named = calls.filter(|name| !name.is_empty());
    named.any(|name| !matches!(name, "name" | "unbound" | "year"))
}

/// The text with its expressions blanked, byte for byte.
pub(super) fn without_expressions(text: &str) -> String {
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
            .follows(
                Stage::Languages,
                [
                    "survey/".to_owned(),
                    declared[first].declared_at.yaml.file.path.clone(),
                ],
            )
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
