//! How a number is written.

use tera::Value;

use super::reads::Call;
use crate::lang::{Lang, rounded};
use crate::words::{Filling, Words};

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Style {
    /// With so many decimals.
    Fixed(u8),
    /// A share as a percentage.
    Percent(u8),
    /// A number that is a percentage already.
    PercentNumber(u8),
    /// A difference of shares in percentage points.
    Points(u8),
    /// With its sign.
    Signed(u8),
    /// A rank.
    Ordinal,
    /// A year: without separators.
    Year,
    /// Ten thousands where the language counts in them.
    Myriad(u8),
    /// Not a number.
    Text,
}

impl Style {
    /// How many decimals it writes, where that can be chosen.
    pub fn digits(self) -> Option<u8> {
        match self {
            Style::Fixed(digits)
            | Style::Percent(digits)
            | Style::PercentNumber(digits)
            | Style::Points(digits)
            | Style::Signed(digits) => Some(digits),
            Style::Ordinal | Style::Year | Style::Myriad(_) | Style::Text => None,
        }
    }

    /// The same with so many decimals, where they can be chosen.
    pub fn with_digits(self, digits: u8) -> Style {
        match self {
            Style::Fixed(_) => Style::Fixed(digits),
            Style::Percent(_) => Style::Percent(digits),
            Style::PercentNumber(_) => Style::PercentNumber(digits),
            Style::Points(_) => Style::Points(digits),
            Style::Signed(_) => Style::Signed(digits),
            Style::Ordinal | Style::Year | Style::Myriad(_) | Style::Text => self,
        }
    }

    /// `value` as `lang` writes it.
    pub fn write(self, value: f64, lang: Lang, words: &Words) -> String {
        let filled = |key: &str, text: String| {
            words
                .fill(lang, key, &[("n", Filling::Text(text.clone()))])
                .unwrap_or(text)
        };
        match self {
            Style::Fixed(digits) => lang.number(value, digits),
            Style::Percent(digits) => lang.percent(value, digits),
            Style::PercentNumber(digits) => lang.percentage(value, digits),
            Style::Points(digits) => filled(
                "percentage-points",
                lang.number(crate::lang::percent_of(value), digits),
            ),
            Style::Signed(digits) => lang.signed(value, digits),
            Style::Ordinal => words.rank(lang, value),
            Style::Myriad(digits) => myriad(value, digits, lang, words),
            Style::Year | Style::Text => plain_number(value, lang),
        }
    }
}

/// Significant digits of a number in a text: what a calculation adds behind them is noise.
const DIGITS: i32 = 10;

/// A number without a style, as it stands inside a text: all its decimals without the noise of
/// binary numbers, no thousands separators (it may be a year).
fn plain_number(value: f64, lang: Lang) -> String {
    let before_point = if value == 0.0 {
        1
    } else {
        value.abs().log10().floor() as i32 + 1
    };
    let most = (DIGITS - before_point).clamp(0, i32::from(MOST_DECIMALS)) as u8;
    let rounded = rounded(value, most);
    // The fewest decimals that say the same.
    let fewest = (0..most).find(|digits| crate::lang::rounded(rounded, *digits) == rounded);
    lang.plain(rounded, fewest.unwrap_or(most))
}

/// The most decimals of such a number: one of the size of 10⁻¹⁰ still has all its digits.
const MOST_DECIMALS: u8 = 20;

/// A value as it stands inside a text: numbers as the language writes them, a list as its list.
pub fn plain(value: &Value, lang: Lang) -> String {
    if let Some(items) = value.as_array() {
        let items: Vec<String> = items.iter().map(|item| plain(item, lang)).collect();
        return if items.is_empty() {
            "–".to_owned()
        } else {
            lang.list(&items)
        };
    }
    match value.as_f64() {
        Some(number) if value.is_f64() => plain_number(number, lang),
        // Beyond 2⁵³ a decimal number no longer tells whole ones apart.
        Some(number) if number.abs() < 9.0e15 => lang.plain(number, 0),
        _ => value.to_string(),
    }
}

/// In a language that has a word for ten thousand (`myriad` in the strings), 12 000 is 1.2 of them.
fn myriad(value: f64, digits: u8, lang: Lang, words: &Words) -> String {
    let units = [(1e8, "hundred-million"), (1e4, "ten-thousand")];
    for (size, key) in units {
        if value.abs() >= size {
            let text = lang.number(value / size, digits);
            let filling = [
                ("n", Filling::Text(text)),
                ("whole", Filling::Text(lang.number(value, 0))),
            ];
            return words
                .fill(lang, key, &filling)
                .unwrap_or_else(|_| lang.number(value, 0));
        }
    }
    lang.number(value, 0)
}

/// The style of a number that no filter styled: that of the function that gave it; of a calculation
/// that of what it started from, but a rank less a rank is no rank.
pub(super) fn default_style(value: &Value, origin: Option<&Call>, calls: &[Call]) -> Style {
    if let Some(call) = origin {
        return call.style;
    }
    match calls.first().map(|c| c.style) {
        Some(Style::Ordinal | Style::Year) => Style::Fixed(0),
        Some(style) => style,
        None if value.is_f64() => Style::Fixed(2),
        None => Style::Fixed(0),
    }
}
