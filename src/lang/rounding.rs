//! Rounding as on paper.

use icu::decimal::input::Decimal;

/// `share` × 100 without the binary noise of the multiplication (0.285 gives 28.5).
pub fn percent_of(share: f64) -> f64 {
    match Decimal::try_from_f64(share, fixed_precision()) {
        Ok(mut decimal) => {
            decimal.multiply_pow10(2);
            decimal.to_string().parse().unwrap_or(share * 100.0)
        }
        Err(_) => share * 100.0,
    }
}

fn fixed_precision() -> fixed_decimal::FloatPrecision {
    fixed_decimal::FloatPrecision::RoundTrip
}

/// `None` where `value` is not finite.
pub(super) fn round(value: f64, decimals: u8) -> Option<Decimal> {
    let mut decimal = Decimal::try_from_f64(value, fixed_precision()).ok()?;
    let position = -i16::from(decimals);
    decimal.round_with_mode(
        position,
        fixed_decimal::SignedRoundingMode::Unsigned(
            fixed_decimal::UnsignedRoundingMode::HalfExpand,
        ),
    );
    decimal.absolute.trim_end();
    decimal.absolute.pad_end(position);
    if decimal.absolute.is_zero() {
        decimal.set_sign(fixed_decimal::Sign::None);
    }
    Some(decimal)
}

/// `value` rounded half away from zero to `decimals` decimal places.
pub fn rounded(value: f64, decimals: u8) -> f64 {
    round(value, decimals)
        .and_then(|decimal| decimal.to_string().parse().ok())
        .unwrap_or(value)
}

/// A number without the noise of binary fractions: at most ten significant digits, and nothing beyond
/// the tenth place; whole numbers as they are.
pub fn without_noise(value: f64) -> f64 {
    if value.fract() == 0.0 {
        // −0 is 0.
        return value + 0.0;
    }
    let significant = format!("{value:.9e}").parse().unwrap_or(value);
    rounded(significant, 10) + 0.0
}

/// A text that no spreadsheet takes for a formula: with an apostrophe before it where it begins
/// with `=`, `+`, `-`, `@`, their full-width forms, a tab or a line break, blanks left aside. A
/// number is no formula.
pub fn harmless(text: &str) -> String {
    let blank = |c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}';
    let runs = text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start_matches(blank)
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
    if runs && !(text.chars().all(number) && text.parse::<f64>().is_ok()) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
