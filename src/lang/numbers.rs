//! Numbers as a language writes them.

use super::Lang;
use super::rounding::{percent_of, round};

impl Lang {
    /// `value` rounded half away from zero to `decimals` places, with thousands separators, in the
    /// digits of the language. The minus sign is U+2212. Rounding acts on the shortest decimal that reads back as
    /// `value`, so 0.285 becomes 0.29 as it does on paper.
    pub fn number(self, value: f64, decimals: u8) -> String {
        self.decimal(value, decimals, true)
    }

    /// As [`Lang::number`], without thousands separators (years, identifiers).
    pub fn plain(self, value: f64, decimals: u8) -> String {
        self.decimal(value, decimals, false)
    }

    /// As [`Lang::number`], with a sign always: `+0.04`, `−0.02`; a rounded zero has none.
    pub fn signed(self, value: f64, decimals: u8) -> String {
        let rules = self.rules();
        let (text, zero) = self.absolute(value, 0, decimals, true);
        match (zero, value > 0.0) {
            (true, _) => text,
            (false, true) => rules.plus.put(&text),
            (false, false) => rules.minus.put(&text),
        }
    }

    /// A share (1 = all) as a percentage: `0.207` is `21%`.
    pub fn percent(self, share: f64, decimals: u8) -> String {
        self.as_percentage(share, 2, decimals)
    }

    /// A number that is a percentage already: `21` is `21%`.
    pub fn percentage(self, number: f64, decimals: u8) -> String {
        self.as_percentage(number, 0, decimals)
    }

    fn as_percentage(self, value: f64, shift: u8, decimals: u8) -> String {
        let rules = self.rules();
        let (text, zero) = self.absolute(value, shift, decimals, true);
        if zero || value >= 0.0 {
            rules.percent.put(&text)
        } else {
            rules.minus_percent.put(&text)
        }
    }

    fn decimal(self, value: f64, decimals: u8, grouping: bool) -> String {
        let (text, zero) = self.absolute(value, 0, decimals, grouping);
        if zero || value >= 0.0 {
            text
        } else {
            self.rules().minus.put(&text)
        }
    }

    /// `value` × 10^`shift` without its sign, and whether that is a rounded zero or no number.
    fn absolute(self, value: f64, shift: u8, decimals: u8, grouping: bool) -> (String, bool) {
        if let Some(found) = self.small(value, shift, decimals, grouping) {
            return found;
        }
        let shifted = if shift == 2 { percent_of(value) } else { value };
        let Some(rounded) = round(shifted.abs(), decimals) else {
            return ("–".to_owned(), true);
        };
        let rules = self.rules();
        let formatter = if grouping {
            &rules.grouped
        } else {
            &rules.ungrouped
        };
        let zero = rounded.absolute.is_zero();
        (formatter.format(&rounded).to_string(), zero)
    }

    /// What [`Lang::absolute`] gives, without the cost of its general rules, which most of the
    /// time of a drawing would go into; `None` where they are needed: for groups of thousands,
    /// other digits than those of ASCII, and close to a half, which the decimal text decides.
    fn small(self, value: f64, shift: u8, decimals: u8, grouping: bool) -> Option<(String, bool)> {
        const POWERS: [f64; 9] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
        let point = self.rules().point.as_deref()?;
        let scaled = value.abs() * POWERS.get(usize::from(shift) + usize::from(decimals))?;
        // Below this limit the product is wrong by far less than what counts as close.
        if !(scaled < 1e9 && (scaled.fract() - 0.5).abs() > 1e-6) {
            return None;
        }
        let digits = scaled.round() as u64;
        let unit = 10_u64.pow(u32::from(decimals));
        let whole = digits / unit;
        if grouping && whole >= 1000 {
            return None;
        }
        let mut text = String::with_capacity(16);
        push_digits(&mut text, whole, 1);
        if decimals > 0 {
            text.push_str(point);
            push_digits(&mut text, digits % unit, decimals);
        }
        Some((text, digits == 0))
    }
}

/// Appends `number` with at least so many digits.
fn push_digits(text: &mut String, number: u64, least: u8) {
    if number >= 10 || least > 1 {
        push_digits(text, number / 10, least.saturating_sub(1));
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}
