//! From rows to what a file says of each member in each year, with every mistake at its line.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::choose::Chosen;
use super::columns::{Holds, Long, Values};
use super::fold;
use super::given::{ByYear, Given, Settled, Slot};
use super::names::Names;
use super::number::Decimal;
use super::table::{Cell, Row, Table};
use super::words::{Words, mark};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, suggest};
use crate::lang::Lang;
use crate::survey::{ComponentId, MemberId, Survey, Year};

pub(super) struct Gatherer<'g> {
    pub(super) survey: &'g Survey,
    pub(super) words: &'g Words,
    pub(super) names: &'g Names<'g>,
    pub(super) table: &'g Table,
    pub(super) chosen: &'g Chosen,
    pub(super) settled: &'g Settled,
    pub(super) d: &'g Diagnostics,
}

/// For so many names that nobody has, near ones are looked for.
const SUGGESTED: usize = 100;

/// Whose row it is.
enum Whose {
    Member(MemberId),
    /// One that is to be passed over.
    Nobody,
    /// One that could not be told; what is wrong has been noted.
    Unknown,
}

/// What cells hold.
type Cells<'r> = Vec<(Holds, &'r Cell)>;

/// Rows whose member is not known: the name, where it stood first, and how often it stands.
type Unmatched = BTreeMap<String, (Range<usize>, usize)>;

impl Gatherer<'_> {
    pub(super) fn error(&self, at: &Range<usize>, message: String, hint: &str) {
        let error = Diagnostic::error(message).at(self.table.place(at));
        self.d.push(error.hint(hint));
    }

    fn is_missing(&self, text: &str) -> bool {
        let own = self.chosen.map.missing.iter();
        self.words.is_missing(text) || own.map(|m| mark(m)).any(|m| m == mark(text))
    }

    /// The cell of a column, if it holds something.
    fn held<'r>(&self, row: &'r Row, column: Option<usize>) -> Option<&'r Cell> {
        row.cell(column?)
            .filter(|cell| !self.is_missing(&cell.text))
    }

    /// What a row's cells hold.
    pub(super) fn cells<'r>(&self, row: &'r Row) -> Cells<'r> {
        let columns = &self.chosen.columns;
        if let Some(long) = &columns.long {
            let variable = row.cell(long.variable).map(|cell| fold::key(&cell.text));
            let holds = variable.and_then(|variable| long.meanings.get(&variable));
            let columns: Vec<usize> = match &long.value {
                Values::Column(column) => vec![*column],
                Values::Years(years) => years.iter().map(|(column, _)| *column).collect(),
            };
            let held = columns
                .into_iter()
                .filter_map(|column| self.held(row, Some(column)));
            return held.filter_map(|cell| Some((*holds?, cell))).collect();
        }
        let values = columns.values.iter();
        let held = values
            .filter_map(|(column, holds)| self.held(row, Some(*column)).map(|cell| (*holds, cell)));
        held.collect()
    }

    /// What a row's cells say of each year that counts.
    fn said<'r>(&self, row: &'r Row, others: &mut BTreeSet<Year>) -> Vec<(Year, Cells<'r>)> {
        let all = match &self.chosen.columns.long {
            Some(Long {
                variable,
                value: Values::Years(years),
                meanings,
            }) => {
                let variable = row.cell(*variable).map(|cell| fold::key(&cell.text));
                let holds = variable.and_then(|variable| meanings.get(&variable).copied());
                let held = years.iter().filter_map(|(column, year)| {
                    let cell = self.held(row, Some(*column))?;
                    Some((*year, vec![(holds?, cell)]))
                });
                held.collect()
            }
            _ => {
                let cells = self.cells(row);
                let year = self.year(row, !cells.is_empty());
                year.map(|year| (year, cells))
                    .into_iter()
                    .collect::<Vec<_>>()
            }
        };
        let edition = self.settled.edition;
        let counts = |(year, _): &(Year, Cells<'_>)| {
            let counts = edition.is_none_or(|edition| edition == *year);
            if !counts {
                others.insert(*year);
            }
            counts
        };
        all.into_iter().filter(counts).collect()
    }

    /// Reads all rows.
    pub(super) fn gather(&self) -> Checked<ByYear> {
        let rows = &self.table.rows[self.chosen.columns.header + 1..];
        let decimal = self.decimal(rows)?;
        let mut found = ByYear::new();
        let mut unmatched = Unmatched::new();
        let mut others = BTreeSet::new();
        let mut variables: BTreeMap<String, Range<usize>> = BTreeMap::new();
        for row in rows {
            let said = self.said(row, &mut others);
            if said.is_empty() {
                continue;
            }
            let has_values = said.iter().any(|(_, cells)| !cells.is_empty());
            self.note_variable(row, &mut variables);
            if let Whose::Member(member) = self.whose(row, has_values, &mut unmatched) {
                for (year, cells) in said {
                    let members = found.entry(year).or_default();
                    self.add(members, (year, member), row, &cells, decimal);
                }
            }
        }
        self.tell_unmatched(&unmatched);
        if !variables.is_empty() {
            let names: Vec<&str> = variables.keys().map(String::as_str).collect();
            let at = variables.values().next().cloned().unwrap_or_default();
            let warning = Diagnostic::warning(format!(
                "nobody reads these variables: {}",
                names.join(", ")
            ));
            self.d.push(warning.at(self.table.place(&at)));
        }
        if let Some(told) = self.d.reported() {
            return Err(told);
        }
        if found.values().all(BTreeMap::is_empty) {
            return Err(self.nothing(&others));
        }
        Ok(found)
    }

    /// A variable that means nothing here.
    fn note_variable(&self, row: &Row, variables: &mut BTreeMap<String, Range<usize>>) {
        let Some(long) = &self.chosen.columns.long else {
            return;
        };
        let cell = row.cell(long.variable);
        let unknown = cell.filter(|cell| !long.meanings.contains_key(&fold::key(&cell.text)));
        let ignored: Vec<String> = self
            .chosen
            .map
            .ignore
            .iter()
            .map(|n| fold::key(n))
            .collect();
        let unknown = unknown.filter(|cell| !ignored.contains(&fold::key(&cell.text)));
        if let Some(cell) = unknown
            && variables.len() < 100
        {
            variables
                .entry(cell.text.clone())
                .or_insert(cell.span.clone());
        }
    }

    fn nothing(&self, others: &BTreeSet<Year>) -> crate::diagnostic::Reported {
        let years: Vec<String> = others.iter().map(Year::to_string).collect();
        let error = match (self.settled.edition, years.is_empty()) {
            (Some(edition), false) => Diagnostic::error(format!(
                "`{}` has no row of {edition}",
                self.table.file.path
            ))
            .hint(format!("it has {}", years.join(", "))),
            _ => {
                let message = format!("`{}` has no row with values", self.table.file.path);
                let header = &self.table.rows[self.chosen.columns.header];
                Diagnostic::error(message).at(self.table.place(&header.span))
            }
        };
        self.d.report(error)
    }

    /// The year of a row; `None` if it has none, which is told where that matters.
    fn year(&self, row: &Row, has_values: bool) -> Option<Year> {
        let fixed = self.settled.edition.or(self.chosen.map.edition);
        let Some(column) = self.chosen.columns.year else {
            return fixed;
        };
        let Some(cell) = row.cell(column) else {
            if has_values {
                self.error(
                    &row.span,
                    "this row has no year".to_owned(),
                    "fill it in, or remove the row",
                );
            }
            return None;
        };
        // A date of a spreadsheet, or a number with its decimals.
        let text = cell.text.as_str();
        let digits = text.strip_suffix(".0").unwrap_or(text);
        let digits = digits.split_once('-').map_or(digits, |(year, _)| year);
        let digits = digits.trim_end_matches(['年', '届']);
        let year = digits.parse::<u16>().ok().filter(|year| *year <= 9999);
        if year.is_none() && has_values {
            self.error(
                &cell.span,
                format!("`{text}` is no year"),
                "write four digits",
            );
        }
        year.map(Year)
    }

    fn whose(&self, row: &Row, has_values: bool, unmatched: &mut Unmatched) -> Whose {
        let columns = &self.chosen.columns;
        let code = columns.code.and_then(|column| row.cell(column));
        let name = columns.member.and_then(|column| row.cell(column));
        if let Some(cell) = name.or(code) {
            let key = fold::key(&cell.text);
            let mut skipped = self.settled.skip.iter().chain(&self.chosen.map.skip);
            if skipped.any(|name| fold::key(name) == key) {
                return Whose::Nobody;
            }
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
                Whose::Unknown
            }
            (Some(member), ..) | (None, Some(member), _) => Whose::Member(member),
            (None, None, Some(cell)) if has_values => {
                let entry = unmatched.entry(cell.text.clone());
                entry.or_insert((cell.span.clone(), 0)).1 += 1;
                Whose::Unknown
            }
            (None, None, None) if has_values => {
                let message = "this row has values and no name".to_owned();
                self.error(&row.span, message, "fill the name in, or remove the row");
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

    fn settled_name(&self, text: &str) -> Option<MemberId> {
        let key = fold::key(text);
        let mut names = self.settled.names.iter();
        names
            .find(|(name, _)| fold::key(name) == key)
            .map(|(_, member)| *member)
    }

    fn tell_unmatched(&self, unmatched: &Unmatched) {
        for (number, (name, (at, rows))) in unmatched.iter().enumerate() {
            // Each costs a look at all names.
            let near = match number {
                0..SUGGESTED => self.names.near(name),
                _ => Vec::new(),
            };
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

    /// Adds a row to what is said of a member.
    fn add(
        &self,
        members: &mut BTreeMap<MemberId, Given>,
        whose: (Year, MemberId),
        row: &Row,
        cells: &[(Holds, &Cell)],
        decimal: Decimal,
    ) {
        let member = whose.1;
        let is_long = self.chosen.columns.long.is_some();
        let code = &self.survey.members[member.0].code;
        if let Some(given) = members.get(&member)
            && !is_long
        {
            let error = Diagnostic::error(format!("`{code}` has two rows"))
                .at(self.table.place(&row.span))
                .related(self.table.place(&given.row), "the first")
                .hint("remove one of them, or `--skip` its name");
            self.d.push(error);
            return;
        }
        let given = members.entry(member).or_insert_with(|| Given {
            row: row.span.clone(),
            ..Given::default()
        });
        for (holds, cell) in cells {
            let slot = match holds {
                Holds::Rank => Slot::Rank,
                Holds::Component(id, _) => Slot::Component(*id),
            };
            if let Some(first) = given.at.insert(slot, cell.span.clone()) {
                let error = Diagnostic::error(format!("`{code}` has this value twice"))
                    .at(self.table.place(&cell.span))
                    .related(self.table.place(&first), "first here")
                    .hint("remove one of the rows");
                self.d.push(error);
                continue;
            }
            match holds {
                Holds::Rank => given.rank = self.rank(cell),
                Holds::Component(id, factor) => {
                    let number = self.number(cell, whose, *id, *factor, decimal);
                    given.values.extend(number.map(|number| (*id, number)));
                }
            }
        }
        let index = ComponentId::INDEX;
        let value = given.values.get(&index).map(|number| number.value);
        if value.is_some() && value == self.chosen.map.not_assessed {
            given.not_assessed = true;
            given.values.remove(&index);
        }
        if given.not_assessed {
            given.rank = None;
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
