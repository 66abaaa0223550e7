//! How a number is written: the filters, and what each function does without one.

use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::trace::{self, Call};
use super::{Evaluated, functions::lang_of};
use crate::lang::Lang;
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
    /// Ten thousands where the language counts in them.
    Myriad(u8),
    /// Not a number.
    Text,
}

/// The names of the filters.
pub(super) const FILTERS: [&str; 8] = [
    "fixed", "percent", "points", "signed", "ordinal", "grouped", "myriad", "abs",
];

impl Style {
    /// How many decimals it writes, where that can be chosen.
    pub fn digits(self) -> Option<u8> {
        match self {
            Style::Fixed(digits)
            | Style::Percent(digits)
            | Style::PercentNumber(digits)
            | Style::Points(digits)
            | Style::Signed(digits) => Some(digits),
            Style::Ordinal | Style::Myriad(_) | Style::Text => None,
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
            Style::Ordinal | Style::Myriad(_) | Style::Text => self,
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
            Style::PercentNumber(digits) => format!("{}%", lang.number(value, digits)),
            Style::Points(digits) => filled(
                "percentage-points",
                lang.number(crate::lang::percent_of(value), digits),
            ),
            Style::Signed(digits) => lang.signed(value, digits),
            Style::Ordinal => words.rank(lang, value),
            Style::Myriad(digits) => myriad(value, digits, lang, words),
            Style::Text => value.to_string(),
        }
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

pub(super) fn register(tera: &mut Tera, words: &Arc<Words>) {
    let mut add = |name: &'static str, default: u8, make: fn(u8) -> Style| {
        let words = Arc::clone(words);
        tera.register_filter(
            name,
            move |value: f64, kwargs: Kwargs, state: &State| -> TeraResult<Value> {
                let digits = kwargs.get::<u8>("digits")?.unwrap_or(default);
                if let Some((key, _)) = kwargs.iter().find(|(k, _)| k.as_str() != Some("digits")) {
                    return Err(tera::Error::message(format!(
                        "the filter `{name}` has no argument `{key}`"
                    )));
                }
                write(value, make(digits), state, &words)
            },
        );
    };
    add("fixed", 2, Style::Fixed);
    add("percent", 0, Style::Percent);
    add("points", 1, Style::Points);
    add("signed", 2, Style::Signed);
    add("ordinal", 0, |_| Style::Ordinal);
    add("grouped", 0, Style::Fixed);
    add("myriad", 1, Style::Myriad);
    tera.register_filter("abs", |value: f64, _: Kwargs, _: &State| value.abs());
}

/// In an expression the number stays a number and the style is noted; in a template it is written.
fn write(value: f64, style: Style, state: &State, words: &Words) -> TeraResult<Value> {
    if trace::recording() {
        trace::set_style(style);
        return Ok(Value::from(value));
    }
    Ok(Value::from(style.write(
        value,
        lang_of(words.languages(), state)?,
        words,
    )))
}

/// The value with its text.
pub(super) fn finish(
    value: Value,
    calls: Vec<Call>,
    style: Option<Style>,
    lang: Lang,
    words: &Words,
) -> Result<Evaluated, String> {
    if value.is_number() {
        let number = value.as_f64().unwrap_or(f64::NAN);
        if !number.is_finite() {
            return Err("this expression divides by zero".to_owned());
        }
        let style = style.unwrap_or_else(|| default_style(&value, &calls));
        let text = style.write(number, lang, words);
        return Ok(Evaluated {
            value,
            text,
            calls,
            style: Some(style),
        });
    }
    let text = calls
        .iter()
        .rev()
        .find(|c| c.value == value)
        .and_then(|c| c.text.clone());
    let text = text.unwrap_or_else(|| value.to_string());
    Ok(Evaluated {
        value,
        text,
        calls,
        style: None,
    })
}

/// The style of the function whose value this is; of a calculation, that of what it started from,
/// but a rank less a rank is no rank.
fn default_style(value: &Value, calls: &[Call]) -> Style {
    if let Some(call) = calls.iter().rev().find(|c| c.value == *value) {
        return call.style;
    }
    match calls.first().map(|c| c.style) {
        Some(Style::Ordinal) => Style::Fixed(0),
        Some(style) => style,
        None if value.is_f64() => Style::Fixed(2),
        None => Style::Fixed(0),
    }
}
