//! Editions by their place in the series: `latest`, `first`, `previous`, `next`.

use super::{EditionId, Survey};

/// An edition that is named by where it stands, not by its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The newest of the survey.
    Latest,
    /// The oldest of the survey.
    First,
    /// The one before the edition of the page, or before the newest.
    Previous,
    /// The one after the edition of the page.
    Next,
}

impl Which {
    /// The words, as authors write them.
    pub const WORDS: [&str; 4] = ["latest", "first", "previous", "next"];

    /// What a word stands for.
    pub fn of_word(word: &str) -> Option<Which> {
        match word {
            "latest" => Some(Which::Latest),
            "first" => Some(Which::First),
            "previous" => Some(Which::Previous),
            "next" => Some(Which::Next),
            _ => None,
        }
    }

    /// As authors write it.
    pub fn word(self) -> &'static str {
        match self {
            Which::Latest => "latest",
            Which::First => "first",
            Which::Previous => "previous",
            Which::Next => "next",
        }
    }

    /// Whether it depends on the edition that a page is about.
    pub fn is_relative(self) -> bool {
        matches!(self, Which::Previous | Which::Next)
    }

    /// The edition, seen from `from`: that of the page, else the newest.
    ///
    /// # Errors
    /// A sentence that says that there is none before or after it.
    pub fn find(self, survey: &Survey, from: Option<EditionId>) -> Result<EditionId, String> {
        let latest = survey.latest();
        let from = from.unwrap_or(latest);
        let year = survey.editions[from.0].year;
        match self {
            Which::Latest => Ok(latest),
            Which::First => Ok(EditionId(0)),
            Which::Previous => match from.0.checked_sub(1) {
                Some(before) => Ok(EditionId(before)),
                None => Err(format!("there is no edition before {year}")),
            },
            Which::Next if from == latest => Err(format!("there is no edition after {year}")),
            Which::Next => Ok(EditionId(from.0 + 1)),
        }
    }
}
