//! How a language writes a day and a month: to know one where an author wrote it.

use std::collections::BTreeSet;

use icu::calendar::{Date, Gregorian};
use icu::datetime::FixedCalendarDateTimeFormatter;
use icu::datetime::fieldsets::{MD, YMD};
use icu::locale::Locale;

use super::Lang;

/// What stands around a number that is a day or a month: on one side or on both.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Around {
    pub(super) before: String,
    pub(super) after: String,
}

/// What stands around the numbers of dates: `11月` and `日`, nothing and `November`.
/// `digits` finds a number as the language writes it.
pub(super) fn around(locale: &Locale, write: impl Fn(u8) -> String) -> Vec<Around> {
    let formatter =
        FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(locale.into(), MD::long());
    let Ok(formatter) = formatter else {
        return Vec::new();
    };
    let mut found = BTreeSet::new();
    for month in 1..=12 {
        // The first of a month may be written in a way of its own.
        for day in [1, 2, 23] {
            let Ok(date) = Date::try_new_gregorian(2018, month, day) else {
                continue;
            };
            let text = formatter.format(&date).to_string();
            for number in [day, month] {
                found.extend(split(&text, &write(number)));
            }
        }
    }
    found.into_iter().collect()
}

/// The text around `number`, up to another number; a month's number may differ.
fn split(text: &str, number: &str) -> Option<Around> {
    let (before, after) = text
        .match_indices(number)
        .map(|(at, _)| (&text[..at], &text[at + number.len()..]))
        .find(|(before, after)| {
            !before.ends_with(char::is_numeric) && !after.starts_with(char::is_numeric)
        })?;
    let (before, after) = (
        before.rsplit(char::is_numeric).next().unwrap_or_default(),
        after.split(char::is_numeric).next().unwrap_or_default(),
    );
    let around = Around {
        before: before.trim().to_owned(),
        after: after.trim().to_owned(),
    };
    (!around.before.is_empty() || !around.after.is_empty()).then_some(around)
}

impl Lang {
    /// A day as running text has it: `2026年11月1日`, `1 November 2026`. What is no day stays as machines
    /// write it.
    pub fn day(self, year: u16, month: Option<u8>, day: Option<u8>) -> String {
        let written = || {
            let date = Date::try_new_gregorian(year.into(), month?, day?).ok()?;
            let locale = &self.language().conventions;
            let formatter =
                FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(locale.into(), YMD::long());
            Some(formatter.ok()?.format(&date).to_string())
        };
        let parts = [month, day].into_iter().flatten();
        written().unwrap_or_else(|| {
            parts.fold(format!("{year:04}"), |text, part| {
                format!("{text}-{part:02}")
            })
        })
    }
}
