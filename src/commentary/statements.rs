//! Statements: sentences that the data can bear out or not, and what each rests on.

use std::ops::Range;

use crate::diagnostic::Place;
use crate::expression::Basis;
use crate::lang::sentences;
use crate::words::Phrases;

/// The statements of a text, by what they rest on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statements {
    /// On a condition.
    pub conditions: usize,
    /// On a value that stands in them.
    pub values: usize,
    /// On the author's judgement.
    pub judgements: usize,
    /// On a source.
    pub sources: usize,
    /// On nothing: the phrases that make them statements.
    pub loose: Vec<Place>,
}

impl Statements {
    /// How many rest on something.
    pub fn bound(&self) -> usize {
        self.conditions + self.values + self.judgements + self.sources
    }

    /// Adds those of another text.
    pub fn extend(&mut self, other: &Statements) {
        self.conditions += other.conditions;
        self.values += other.values;
        self.judgements += other.judgements;
        self.sources += other.sources;
        self.loose.extend(other.loose.iter().cloned());
    }
}

/// What stands in a sentence for it to rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rest {
    Condition,
    Value,
    Judgement,
    Source,
}

/// A paragraph, heading or cell as it is read, with what its sentences rest on.
#[derive(Debug, Default)]
pub struct Prose {
    text: String,
    /// Where stretches of the text start, and where they came from.
    starts: Vec<(usize, usize)>,
    rests: Vec<(usize, Rest)>,
}

/// Stands for what is no text.
const OBJECT: char = '\u{fffc}';

impl Prose {
    /// Text that came from `origin`.
    pub fn text(&mut self, text: &str, origin: usize) {
        self.starts.push((self.text.len(), origin));
        self.text.push_str(text);
    }

    /// Something between two words that is neither text nor value.
    pub fn gap(&mut self, gap: &str) {
        self.text.push_str(gap);
    }

    /// A value of the data.
    pub fn value(&mut self) {
        self.rests.push((self.text.len(), Rest::Value));
        self.text.push(OBJECT);
    }

    /// Something that writes nothing. Behind the end of a sentence it belongs to that.
    pub fn basis(&mut self, basis: Basis) {
        let rest = match basis {
            Basis::Condition => Rest::Condition,
            Basis::Judgement => Rest::Judgement,
            Basis::Source => Rest::Source,
        };
        self.rests
            .push((self.text.trim_end().len().saturating_sub(1), rest));
    }

    /// The statements in it; `place` gives the place of a stretch of what it came from. It is then
    /// empty.
    pub fn take(&mut self, phrases: &Phrases, place: impl Fn(Range<usize>) -> Place) -> Statements {
        let prose = std::mem::take(self);
        let mut statements = Statements::default();
        if !phrases.are_known() {
            return statements;
        }
        for sentence in sentences(&prose.text) {
            let text = &prose.text[sentence.clone()];
            let rests = prose.rests.iter().filter(|(at, _)| sentence.contains(at));
            let rest = rests.map(|(_, rest)| *rest).min();
            match (rest, phrases.first_in(text)) {
                (Some(Rest::Condition), _) => statements.conditions += 1,
                (_, None) => {}
                (Some(Rest::Value), _) => statements.values += 1,
                (Some(Rest::Judgement), _) => statements.judgements += 1,
                (Some(Rest::Source), _) => statements.sources += 1,
                (None, Some(phrase)) => {
                    let start = prose.origin(sentence.start + phrase.start);
                    statements.loose.push(place(start..start + phrase.len()));
                }
            }
        }
        statements
    }

    fn origin(&self, at: usize) -> usize {
        let index = self.starts.partition_point(|(start, _)| *start <= at);
        let (start, origin) = index
            .checked_sub(1)
            .and_then(|i| self.starts.get(i))
            .copied()
            .unwrap_or_default();
        origin + (at - start)
    }
}
