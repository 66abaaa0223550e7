//! `sources.yaml`: where figures and statements come from.

mod read;

use std::fmt;

use crate::lang::PerLanguage;
use crate::web::Address;

pub use read::{authors, date, read, url};

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// A report of an institution.
    Report,
    Book,
    /// A part of a book.
    Chapter,
    /// An article in a journal.
    Article,
    /// An article in a newspaper.
    Newspaper,
    /// A paper in the proceedings of a conference.
    Paper,
    /// A dissertation.
    Thesis,
    Standard,
    /// A data set.
    Dataset,
    /// A web page.
    Webpage,
    /// A law or regulation.
    Law,
}

/// An author or editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The family name; all of the name where it has no parts, as an institution's.
    pub family: String,
    /// The given names.
    pub given: Option<String>,
}

impl Name {
    /// A name without parts.
    pub fn whole(name: impl Into<String>) -> Name {
        Name {
            family: name.into(),
            given: None,
        }
    }
}

/// A day, a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// Of the Common Era.
    pub year: u16,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31; only with a month.
    pub day: Option<u8>,
}

impl Date {
    /// Reads `2026`, `2026-11` or `2026-11-01`; `None` if there is no such date.
    pub fn parse(text: &str) -> Option<Date> {
        let mut parts = text.split('-').enumerate().map(|(i, part)| {
            let width = if i == 0 { 4 } else { 2 };
            let digits = part.len() == width && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse::<u16>().ok()).flatten()
        });
        let year = parts.next()??;
        let month = parts.next().map(|m| m.and_then(|m| u8::try_from(m).ok()));
        let day = parts.next().map(|d| d.and_then(|d| u8::try_from(d).ok()));
        if year == 0 || parts.next().is_some() {
            return None;
        }
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        if let Some(month) = month {
            let days = match month? {
                2 => 28 + u8::from(leap),
                4 | 6 | 9 | 11 => 30,
                1..=12 => 31,
                _ => return None,
            };
            if let Some(day) = day
                && !(1..=days).contains(&day?)
            {
                return None;
            }
        }
        Some(Date {
            year,
            month: month.flatten(),
            day: day.flatten(),
        })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

/// An entry of the bibliography.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Unique; as expressions name it.
    pub id: String,
    /// What it is.
    pub kind: SourceKind,
    /// Its title.
    pub title: PerLanguage<String>,
    /// Its authors in order; may be empty.
    pub authors: Vec<PerLanguage<Name>>,
    /// Its editors in order; may be empty.
    pub editors: Vec<PerLanguage<Name>>,
    /// When it was issued.
    pub issued: Option<Date>,
    /// Where it was published.
    pub place: Option<PerLanguage<String>>,
    /// By whom it was published.
    pub publisher: Option<PerLanguage<String>>,
    /// The journal, newspaper, book or proceedings in which it stands.
    pub container: Option<PerLanguage<String>>,
    /// The volume, of the journal or its own.
    pub volume: Option<String>,
    /// The issue of the journal.
    pub issue: Option<String>,
    /// The pages on which it stands, `12-20`.
    pub page: Option<String>,
    /// The edition, where it is not the first: `2`, or in words.
    pub edition: Option<PerLanguage<String>>,
    /// The number of a standard or report, `ISO 690:2021`.
    pub number: Option<String>,
    /// The version of a data set.
    pub version: Option<String>,
    /// Its DOI, `10.1000/182`.
    pub doi: Option<String>,
    /// Its ISBN.
    pub isbn: Option<String>,
    /// Where it can be read.
    pub url: Option<Address>,
    /// When it was read there.
    pub accessed: Option<Date>,
    /// What a reader must know of it.
    pub note: Option<PerLanguage<String>>,
}

impl Source {
    /// A source of which nothing but this is known.
    pub fn new(id: impl Into<String>, kind: SourceKind, title: PerLanguage<String>) -> Source {
        Source {
            id: id.into(),
            kind,
            title,
            authors: Vec::new(),
            editors: Vec::new(),
            issued: None,
            place: None,
            publisher: None,
            container: None,
            volume: None,
            issue: None,
            page: None,
            edition: None,
            number: None,
            version: None,
            doi: None,
            isbn: None,
            url: None,
            accessed: None,
            note: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn dates_that_exist() {
        for text in ["2018", "2018-03", "2018-03-31", "2024-02-29", "0999"] {
            assert_eq!(
                Date::parse(text).map(|d| d.to_string()).as_deref(),
                Some(text)
            );
        }
        for text in [
            "",
            "18",
            "2018-3",
            "2018-13",
            "2018-00",
            "2023-02-29",
            "2018-04-31",
            "2018-04-00",
            "2018-04-01-01",
            "2018-",
            "-2018",
            "0000",
            "20181",
            "２０１８",
            "2018-04-01T10",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
