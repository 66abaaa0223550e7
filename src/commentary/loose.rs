//! Loose numbers: digits in prose that no function wrote.

use std::ops::Range;

use crate::lang::Lang;
use crate::lang::characters::is_digit;

/// The numbers in `text` that are not a year or a date. Runs of digits with their separators and
/// percent sign, in bytes.
pub fn loose_numbers(text: &str, lang: Lang) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if !is_digit(c) {
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some((at, c)) = chars.peek().copied() {
            let after = text[at + c.len_utf8()..].chars().next();
            let joins =
                is_digit(c) || (matches!(c, '.' | ',' | '/' | '．') && after.is_some_and(is_digit));
            if !joins {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        if !is_year(&text[start..end]) && !is_date(text, start..end, lang) {
            if let Some(rest) = text[end..].chars().next()
                && matches!(rest, '%' | '‰' | '％')
            {
                end += rest.len_utf8();
            }
            found.push(start..end);
        }
    }
    found
}

/// The number that some digits are, whatever their script: Unicode has the ten of each script in
/// a row, the zero first.
fn number_of(digits: &str) -> Option<u32> {
    digits.chars().try_fold(0_u32, |number, c| {
        let value = c.to_digit(10).or_else(|| {
            let before = (1..50).take_while(|n| {
                let other = u32::from(c).checked_sub(*n).and_then(char::from_u32);
                other.is_some_and(is_digit)
            });
            u32::try_from(before.count() % 10).ok()
        })?;
        number.checked_mul(10)?.checked_add(value)
    })
}

/// Four digits between 1000 and 2199.
fn is_year(number: &str) -> bool {
    number.chars().count() == 4
        && number.chars().all(is_digit)
        && number_of(number).is_some_and(|year| (1000..2200).contains(&year))
}

/// A month or day: `11月23日`, `23 November`.
fn is_date(text: &str, span: Range<usize>, lang: Lang) -> bool {
    let number = &text[span.clone()];
    let short = number.chars().count() <= 2 && number.chars().all(is_digit);
    if !short || !number_of(number).is_some_and(|n| (1..=31).contains(&n)) {
        return false;
    }
    lang.is_date(&text[..span.start], &text[span.end..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::testing::{en, zh};

    fn found(text: &str, lang: Lang) -> Vec<&str> {
        loose_numbers(text, lang)
            .into_iter()
            .map(|r| &text[r])
            .collect()
    }

    #[test]
    fn years_and_dates_are_no_loose_numbers() {
        assert!(found("2018年11月23日，2003—2022年", zh()).is_empty());
        assert!(found("On 23 November 2026, in 2018", en()).is_empty());
    }

    #[test]
    fn any_other_number_is() {
        assert_eq!(
            found("共193个，占21%，0.68，1/3，２倍", zh()),
            ["193", "21%", "0.68", "1/3", "２"]
        );
        assert_eq!(
            found("M49 and 12,345 of 99999", en()),
            ["49", "12,345", "99999"]
        );
    }
}
