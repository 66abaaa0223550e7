//! Whose a row is, and what is said of rows that are nobody's.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::fold;
use super::gather::Gatherer;
use super::table::Row;
use crate::diagnostic::{Diagnostic, suggest};
use crate::lang::Lang;
use crate::survey::{MemberId, Survey};

/// For so many names that nobody has, near ones are looked for.
const SUGGESTED: usize = 100;

/// Whose row it is.
pub(super) enum Whose {
    Member(MemberId),
    /// One that is to be passed over.
    Nobody,
    /// One that could not be told; what is wrong has been noted.
    Unknown,
}

/// Rows that count for no member because of what is wrong with them.
#[derive(Debug, Default)]
pub(super) struct Lost {
    /// Of names that nobody has: where they stood first, and how often they stand.
    names: BTreeMap<String, (Range<usize>, usize)>,
    /// Members that such rows may be of: that they have no row may be an echo.
    pub(super) members: BTreeSet<MemberId>,
    /// Whether there are some that may be anybody's.
    pub(super) rows: bool,
}

impl Gatherer<'_> {
    pub(super) fn whose(&self, row: &Row, has_values: bool, lost: &mut Lost) -> Whose {
        let columns = &self.chosen.columns;
        let code = columns.code.and_then(|column| row.cell(column));
        let name = columns.member.and_then(|column| row.cell(column));
        if self.is_skipped(row) {
            return Whose::Nobody;
        }
        let by_code = code.and_then(|cell| {
            self.settled_name(&cell.text)
                .or_else(|| self.names.by_code(&cell.text))
        });
        let by_name = name.and_then(|cell| {
            self.settled_name(&cell.text)
                .or_else(|| self.names.find(&cell.text))
        });
        match (by_code, by_name, name.or(code)) {
            (Some(code), Some(name), Some(cell)) if code != name => {
                let [a, b] = [code, name].map(|id| &self.survey.members[id.0].code);
                let message =
                    format!("the code of this row is that of `{a}`, its name that of `{b}`");
                self.error(&cell.span, message, "mend the row");
                lost.members.extend([code, name]);
                Whose::Unknown
            }
            (Some(member), ..) | (None, Some(member), _) => Whose::Member(member),
            (None, None, Some(cell)) if has_values => {
                let entry = lost.names.entry(cell.text.clone());
                entry.or_insert((cell.span.clone(), 0)).1 += 1;
                Whose::Unknown
            }
            (None, None, None) if has_values => {
                let message = "this row has values and no name".to_owned();
                self.error(&row.span, message, "fill the name in, or remove the row");
                lost.rows = true;
                Whose::Unknown
            }
            // A heading or a note.
            _ => {
                let warning = Diagnostic::warning("this row has no values and is passed over");
                self.d.push(warning.at(self.table.place(&row.span)));
                Whose::Nobody
            }
        }
    }

    /// The name of a row, or else its code.
    pub(super) fn name_of<'r>(&self, row: &'r Row) -> Option<&'r str> {
        let columns = &self.chosen.columns;
        let named = [columns.member, columns.code].into_iter().flatten();
        let mut cells = named.filter_map(|column| row.cell(column));
        cells.next().map(|cell| cell.text.as_str())
    }

    /// Whether an author says that a row is to be passed over.
    pub(super) fn is_skipped(&self, row: &Row) -> bool {
        let Some(name) = self.name_of(row) else {
            return false;
        };
        let key = fold::key(name);
        let mut skipped = self.settled.skip.iter().chain(&self.chosen.map.skip);
        skipped.any(|name| fold::key(name) == key)
    }

    fn settled_name(&self, text: &str) -> Option<MemberId> {
        let key = fold::key(text);
        let mut names = self.settled.names.iter();
        names
            .find(|(name, _)| fold::key(name) == key)
            .map(|(_, member)| *member)
    }

    pub(super) fn tell_unmatched(&self, lost: &mut Lost) {
        for (number, (name, (at, rows))) in lost.names.iter().enumerate() {
            // Each costs a look at all names.
            let near = match number {
                0..SUGGESTED => self.names.near(name),
                _ => Vec::new(),
            };
            lost.members.extend(near.iter().copied());
            let first = near
                .first()
                .map_or("CODE", |id| &self.survey.members[id.0].code);
            let near: Vec<String> = near
                .iter()
                .map(|id| {
                    let member = &self.survey.members[id.0];
                    format!("`{}` ({})", member.code, member.name[spoken(self.survey)])
                })
                .collect();
            let shown = name.replace('"', "\\\"");
            let settle = format!(
                "`--name \"{shown}={first}\"` says whose it is, `--skip \"{shown}\"` that it is no member"
            );
            let hint = match near.is_empty() {
                true => settle,
                false => format!("did you mean {}? {settle}", near.join(" or ")),
            };
            let more = match rows {
                1 => String::new(),
                rows => format!(" (and on {} more rows)", rows - 1),
            };
            self.error(at, format!("no member has the name `{name}`{more}"), &hint);
        }
    }
}

/// The language of names among the program's own words: English where the report has it.
fn spoken(survey: &Survey) -> Lang {
    let english = |lang: &Lang| lang.locale().id.language.as_str() == "en";
    let found = survey.languages.iter().find(english);
    found.unwrap_or(survey.languages.first())
}

/// The member with a code, or what to say.
pub(super) fn member(survey: &Survey, code: &str) -> Result<MemberId, String> {
    survey.member(code).ok_or_else(|| {
        let codes = survey.members.iter().map(|m| m.code.as_str());
        let hint = suggest(code, codes).map_or_else(String::new, |hint| format!("; {hint}"));
        format!("there is no member `{code}`{hint}")
    })
}
