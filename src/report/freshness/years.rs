//! The years of editions in a text.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::survey::{Survey, Year};

/// The years that are editions.
pub(super) struct Years(BTreeSet<Year>);

/// What stands between the two years of a span, in any language's writing.
const JOINS: [&str; 9] = ["–", "—", "-", "−", "~", "～", "至", "到", "to"];

impl Years {
    pub(super) fn of(survey: &Survey) -> Years {
        Years(survey.editions.iter().map(|e| e.year).collect())
    }

    /// The years in a text, also in its expressions: numbers by themselves, not parts of ids.
    pub(super) fn in_text(&self, text: &str) -> Vec<(Range<usize>, Year)> {
        let bytes = text.as_bytes();
        let mut found = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            if !bytes[at].is_ascii_digit() {
                at += 1;
                continue;
            }
            let start = at;
            while at < bytes.len() && bytes[at].is_ascii_digit() {
                at += 1;
            }
            let year = text[start..at].parse().ok().map(Year);
            let year = year.filter(|year| at - start == 4 && self.0.contains(year));
            if let Some(year) = year.filter(|_| !is_part(text, start, at)) {
                found.push((start..at, year));
            }
        }
        found
    }

    pub(super) fn in_yaml(&self, text: &str) -> Vec<(Range<usize>, Year)> {
        let comments: Vec<Range<usize>> = text
            .match_indices('#')
            .filter(|(at, _)| {
                text[..*at]
                    .lines()
                    .next_back()
                    .is_none_or(|l| l.trim().is_empty())
            })
            .map(|(at, _)| at..at + text[at..].find('\n').unwrap_or(text.len() - at))
            .collect();
        let mut found = self.in_text(text);
        found.retain(|(at, _)| !comments.iter().any(|c| c.contains(&at.start)));
        found
    }

    pub(super) fn in_expressions(&self, text: &str) -> Vec<(Range<usize>, Year)> {
        let outside = self.outside_expressions(text);
        let mut found = self.in_text(text);
        found.retain(|year| !outside.contains(year));
        found
    }

    pub(super) fn outside_expressions(&self, text: &str) -> Vec<(Range<usize>, Year)> {
        let expressions = crate::commentary::expressions(text);
        let mut found = self.in_text(text);
        found.retain(|(at, _)| !expressions.iter().any(|e| e.contains(&at.start)));
        found
    }

    /// The last years of spans: of two that stand beside each other with a dash or a word between.
    pub(super) fn ends_of_spans(
        &self,
        text: &str,
        years: &[(Range<usize>, Year)],
    ) -> Vec<(Range<usize>, Year)> {
        years
            .windows(2)
            .filter(|pair| {
                let between = &text[pair[0].0.end..pair[1].0.start];
                let between = between.trim().trim_start_matches('年').trim();
                pair[0].1 < pair[1].1 && JOINS.contains(&between)
            })
            .map(|pair| pair[1].clone())
            .collect()
    }
}

/// Whether digits are a part of a word, a number or an id: `un-2018`, `0.2018`.
fn is_part(text: &str, start: usize, end: usize) -> bool {
    let mut before = text[..start].chars().rev();
    let one_before = before.next();
    let two_before = before.next();
    let after = text[end..].chars().next();
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    let in_id = matches!(one_before, Some('-' | '.' | '/'))
        && two_before.is_some_and(|c| c.is_ascii_alphabetic() || c == '0');
    let followed = matches!(after, Some('-'))
        && text[end + 1..]
            .chars()
            .next()
            .is_some_and(|c| c.is_ascii_alphabetic());
    joins(one_before) || joins(after) || in_id || followed
}
