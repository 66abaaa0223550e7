//! Loose numbers: digits in prose that no function wrote.

use std::ops::Range;

use crate::lang::Lang;

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

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Four digits between 1000 and 2199.
fn is_year(number: &str) -> bool {
    number.len() == 4
        && number
            .parse::<u16>()
            .is_ok_and(|year| (1000..2200).contains(&year))
}

/// A month or day: `11月23日`, `23 November`, `November 23`.
fn is_date(text: &str, span: Range<usize>, lang: Lang) -> bool {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let number = &text[span.clone()];
    if number.len() > 2 || !number.parse::<u8>().is_ok_and(|n| (1..=31).contains(&n)) {
        return false;
    }
    let (before, after) = (&text[..span.start], &text[span.end..]);
    if lang.is_cjk() {
        return after.starts_with('月') || (after.starts_with('日') && before.ends_with('月'));
    }
    MONTHS
        .iter()
        .any(|m| after.trim_start().starts_with(m) || before.trim_end().ends_with(m))
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
