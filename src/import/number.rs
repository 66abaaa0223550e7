//! Numbers as others write them: decimal commas, thousands, percent signs, full-width digits.

use icu::normalizer::ComposingNormalizerBorrowed;

/// Which sign parts whole numbers from fractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decimal {
    Point,
    Comma,
}

/// A number with the digits that the file has.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Number {
    /// A decimal number as YAML writes it.
    pub(super) text: String,
    pub(super) value: f64,
    /// Whether it was given in percent.
    pub(super) percent: bool,
}

/// The characters as ASCII has them, without blanks but those that part a number from another.
fn plain(text: &str) -> String {
    let text = ComposingNormalizerBorrowed::new_nfkc().normalize(text);
    let text = text.replace(['\u{2212}', '\u{2013}'], "-");
    let chars: Vec<char> = text.trim().chars().collect();
    let is_kept = |at: usize| {
        let is_inner =
            |c: Option<&char>| c.is_some_and(|c| c.is_ascii_digit() || ".,".contains(*c));
        let (before, behind) = chars.split_at(at);
        let between = is_inner(before.last()) && is_inner(behind.get(1));
        between && !parts_thousands(before, &behind[1..])
    };
    let kept = chars.iter().enumerate();
    kept.filter(|(at, c)| !c.is_whitespace() || is_kept(*at))
        .map(|(_, c)| *c)
        .collect()
}

/// Whether a blank between these may part thousands: `1 234,5`, but not `12 34` or `0.979 123`.
fn parts_thousands(before: &[char], behind: &[char]) -> bool {
    let digits =
        |own: &mut dyn Iterator<Item = &char>| own.take_while(|c| c.is_ascii_digit()).count();
    let first = digits(&mut before.iter().rev());
    let is_whole = !before.iter().any(|c| ".,".contains(*c));
    is_whole && (1..=3).contains(&first) && digits(&mut behind.iter()) == 3
}

/// What a text tells of its decimal sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    Nothing,
    /// Which it is.
    Sign(Decimal),
    /// One sign, which may be that, or may part thousands: `1,234`.
    Either(Decimal),
}

/// What a text tells of its decimal sign.
pub(super) fn shows(text: &str) -> Shows {
    let clean = plain(text);
    let clean = clean.trim_end_matches('%');
    let is_number = clean
        .chars()
        .all(|c| c.is_ascii_digit() || "+-.,'".contains(c));
    if !is_number {
        return Shows::Nothing;
    }
    let alone = |sign: char, own: Decimal, other: Decimal| match clean.matches(sign).count() {
        1 if is_group(clean, sign) => Shows::Either(own),
        1 => Shows::Sign(own),
        // What stands there twice parts thousands.
        _ if is_group(clean, sign) => Shows::Sign(other),
        _ => Shows::Nothing,
    };
    match (clean.rfind('.'), clean.rfind(',')) {
        (Some(point), Some(comma)) if point > comma => Shows::Sign(Decimal::Point),
        (Some(_), Some(_)) => Shows::Sign(Decimal::Comma),
        (Some(_), None) => alone('.', Decimal::Point, Decimal::Comma),
        (None, Some(_)) => alone(',', Decimal::Comma, Decimal::Point),
        (None, None) => Shows::Nothing,
    }
}

/// Whether the sign may part thousands: `1,234`, but not `0,681` or `12,34`.
fn is_group(text: &str, sign: char) -> bool {
    let text = text.trim_start_matches(['+', '-']);
    let mut groups = text.split(sign);
    let first = groups.next().unwrap_or_default();
    let is_first = (1..=3).contains(&first.len()) && !first.starts_with('0');
    is_first && groups.all(|g| g.len() == 3 && g.bytes().all(|b| b.is_ascii_digit()))
}

impl Number {
    /// Reads a number; `None` if it is none.
    pub(super) fn read(text: &str, decimal: Decimal) -> Option<Number> {
        let plain = plain(text);
        let (digits, percent) = match plain.strip_suffix('%') {
            Some(digits) => (digits, true),
            None => (plain.as_str(), false),
        };
        let (point, thousands) = match decimal {
            Decimal::Point => ('.', ','),
            Decimal::Comma => (',', '.'),
        };
        let (sign, digits) = match digits.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", digits.strip_prefix('+').unwrap_or(digits)),
        };
        let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent.parse::<i16>().ok()?)),
            None => (digits, None),
        };
        let (whole, part) = mantissa.split_once(point).unwrap_or((mantissa, ""));
        let whole = match [thousands, '\''].into_iter().find(|s| whole.contains(*s)) {
            Some(sign) if is_group(whole, sign) => whole.replace(sign, ""),
            Some(_) => return None,
            None => whole.to_owned(),
        };
        let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if !is_digits(&whole) || !is_digits(part) || whole.len() + part.len() == 0 {
            return None;
        }
        let whole = match whole.trim_start_matches('0') {
            "" => "0",
            rest => rest,
        };
        let dot = if part.is_empty() { "" } else { "." };
        let mut text = format!("{sign}{whole}{dot}{part}");
        if let Some(exponent) = exponent {
            let value = format!("{text}e{exponent}").parse::<f64>().ok()?;
            text = Some(value).filter(|v| v.is_finite())?.to_string();
        }
        let value = text.parse::<f64>().ok().filter(|v| v.is_finite())?;
        // The tree of YAML has no more.
        (text.len() <= 40).then_some(Number {
            text,
            value,
            percent,
        })
    }

    /// The number times `factor`, with as many decimals as the two have.
    pub(super) fn times(&self, factor: f64) -> Number {
        if (factor - 1.0).abs() < f64::EPSILON {
            return self.clone();
        }
        let decimals = |text: &str| text.split_once('.').map_or(0, |(_, part)| part.len());
        let places = decimals(&self.text) + decimals(&factor.to_string());
        let text = format!("{:.places$}", self.value * factor, places = places.min(17));
        let value = text.parse().unwrap_or(self.value * factor);
        let text = match factor.abs() > 1.0 && text.contains('.') {
            true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
            false => text,
        };
        Number {
            text,
            value,
            percent: self.percent,
        }
    }

    /// As a rank: `12`, `=12` or `12=` of equals, `12.0` of a spreadsheet.
    pub(super) fn rank(text: &str) -> Option<u32> {
        let text = plain(text);
        let text = text.trim_matches('=');
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let rank = whole.parse::<u32>().ok().filter(|rank| *rank > 0);
        rank.filter(|_| part.bytes().all(|b| b == b'0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, decimal: Decimal) -> Option<String> {
        Number::read(text, decimal).map(|number| number.text)
    }

    #[test]
    fn numbers_keep_the_digits_of_the_file() {
        use Decimal::{Comma, Point};
        for (text, decimal, wanted) in [
            ("0.80000", Point, "0.80000"),
            ("1", Point, "1"),
            (".5", Point, "0.5"),
            ("007", Point, "7"),
            ("−3.50", Point, "-3.50"),
            ("1,234.5", Point, "1234.5"),
            ("0,6811", Comma, "0.6811"),
            ("1.234,50", Comma, "1234.50"),
            ("1 234,5", Comma, "1234.5"),
            ("1\u{202f}234\u{a0}567", Point, "1234567"),
            ("- 12 %", Point, "-12"),
            ("1'234", Point, "1234"),
            ("０．６８", Point, "0.68"),
            ("6.8e-1", Point, "0.68"),
        ] {
            assert_eq!(read(text, decimal).as_deref(), Some(wanted), "{text}");
        }
        for text in [
            "12 34",
            "12 3",
            "0.9792 1",
            "1234 567",
            "0.979 123",
            "1 2 345",
            "",
            ".",
            "-",
            "abc",
            "1,23",
            "0.1.2",
            "1e999",
            "nan",
            "inf",
            "0x1",
            "1-2",
        ] {
            assert_eq!(read(text, Point), None, "{text}");
        }
        assert_eq!(read("0.68", Comma), None);
    }

    #[test]
    fn some_numbers_show_their_decimal_sign() {
        use Decimal::{Comma, Point};
        for (text, wanted) in [
            ("0.5", Shows::Sign(Point)),
            ("0,5", Shows::Sign(Comma)),
            ("0,681", Shows::Sign(Comma)),
            ("0.681", Shows::Sign(Point)),
            ("1,234", Shows::Either(Comma)),
            ("-1.234", Shows::Either(Point)),
            ("12.345%", Shows::Either(Point)),
            ("1234.567", Shows::Sign(Point)),
            ("1,234.5", Shows::Sign(Point)),
            ("1.234,5", Shows::Sign(Comma)),
            ("1,234,567", Shows::Sign(Point)),
            ("1.234.567", Shows::Sign(Comma)),
            ("1.2.3", Shows::Nothing),
            ("1'234", Shows::Nothing),
            ("2", Shows::Nothing),
            ("n,a", Shows::Nothing),
        ] {
            assert_eq!(shows(text), wanted, "{text}");
        }
    }

    #[test]
    fn factors_keep_decimals() {
        let times = |text: &str, factor| {
            let number = Number::read(text, Decimal::Point);
            number.map(|number| number.times(factor).text)
        };
        assert_eq!(times("68.11", 0.01).as_deref(), Some("0.6811"));
        assert_eq!(times("68.10", 0.01).as_deref(), Some("0.6810"));
        assert_eq!(times("0.5", 1000.0).as_deref(), Some("500"));
        assert_eq!(times("7", 1.0).as_deref(), Some("7"));
    }

    #[test]
    fn ranks_are_whole() {
        for (text, wanted) in [
            ("12", Some(12)),
            ("=12", Some(12)),
            ("12=", Some(12)),
            ("12.0", Some(12)),
            ("0", None),
            ("12.5", None),
            ("-1", None),
            ("x", None),
        ] {
            assert_eq!(Number::rank(text), wanted, "{text}");
        }
    }
}
