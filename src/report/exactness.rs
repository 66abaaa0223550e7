//! How a computed value compares with the one that a source gives, and how exactly it is written
//! beside it.

use crate::expression::{Engine, Evaluated, Said, Style};
use crate::lang::{Lang, percent_of, rounded};

/// More decimals tell a reader nothing.
const MOST: u8 = 6;

/// How a claim fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Another value.
    Differs,
    /// The same value once rounded as the source rounded.
    AgreesRounded,
    /// The same value.
    Agrees,
    /// Restated from the source; the members' data cannot confirm it.
    Restated,
}

impl Verdict {
    /// The key of its words.
    pub fn key(self) -> &'static str {
        match self {
            Verdict::Differs => "differs",
            Verdict::AgreesRounded => "agrees-rounded",
            Verdict::Agrees => "agrees",
            Verdict::Restated => "restated",
        }
    }
}

/// A computed number in the unit of the claim, which gives a share as a percentage.
pub(super) fn as_said(said: &Said, number: f64, style: Option<Style>) -> f64 {
    match style {
        Some(Style::Percent(_) | Style::Points(_)) if said.percent => percent_of(number),
        _ => number,
    }
}

/// The computed value as a reader compares it with the source's: with the claim's decimals; with
/// more where otherwise the two would look the same and are not, and with all that it has where
/// the reader is to see how it was rounded.
pub(super) fn shown(
    said: &Said,
    verdict: Verdict,
    computed: &Evaluated,
    lang: Lang,
    engine: &Engine,
) -> String {
    let says = said.value.as_f64().filter(|_| said.value.is_number());
    let (Some(number), Some(style), Some(says)) = (computed.number(), computed.style, says) else {
        return computed.text.clone();
    };
    let Some(own) = style.digits() else {
        return computed.text.clone();
    };
    let compared = as_said(said, number, Some(style));
    let digits = digits(compared, says, said.decimals, own, verdict);
    let words = &engine.knowledge().words;
    style.with_digits(digits).write(number, lang, words)
}

fn digits(number: f64, says: f64, claimed: u8, own: u8, verdict: Verdict) -> u8 {
    if (number - says).abs() < 1e-9 {
        return claimed;
    }
    match verdict {
        // One decimal more could be rounded the other way: 0.7547 is 0.75 but 0.755 looks like 0.76.
        Verdict::AgreesRounded | Verdict::Restated => own.max(claimed),
        Verdict::Differs | Verdict::Agrees => (claimed..=MOST)
            .find(|digits| (rounded(number, *digits) - says).abs() > 1e-9)
            .unwrap_or(MOST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_written_with_the_decimals_of_the_claim() {
        assert_eq!(digits(0.6811, 0.65, 2, 4, Verdict::Differs), 2);
        assert_eq!(digits(31.4, 30.0, 0, 1, Verdict::Differs), 0);
    }

    #[test]
    fn a_rounded_value_shows_what_was_rounded() {
        assert_eq!(digits(0.7547, 0.75, 2, 4, Verdict::AgreesRounded), 4);
        assert_eq!(digits(0.75, 0.75, 2, 4, Verdict::Agrees), 2);
    }
}
