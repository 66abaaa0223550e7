//! From rows to what a file says of each member in each year, with every mistake at its line.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::choose::Chosen;
use super::columns::{Holds, Long, Values};
use super::fold;
use super::given::{ByYear, Given, Settled, Slot};
use super::misfit::some;
use super::names::Names;
use super::number::Decimal;
use super::table::{Cell, Row, Table};
use super::whose::{Lost, Whose};
use super::words::{Words, mark};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics};
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

/// What cells hold.
type Cells<'r> = Vec<(Holds, &'r Cell)>;

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

    /// Reads all rows. What is wrong with one keeps nobody from reading the others.
    pub(super) fn gather(&self) -> Checked<(ByYear, Lost)> {
        let rows = &self.table.rows[self.chosen.columns.header + 1..];
        let decimal = self.decimal(rows)?;
        let mut found = ByYear::new();
        let mut lost = Lost::default();
        let mut others = BTreeSet::new();
        let mut variables: BTreeMap<String, Range<usize>> = BTreeMap::new();
        for row in rows {
            if self.is_too_wide(row) {
                lost.rows = true;
                continue;
            }
            let errors = self.d.errors();
            let said = self.said(row, &mut others);
            lost.rows |= self.d.errors() > errors;
            if said.is_empty() {
                continue;
            }
            let has_values = said.iter().any(|(_, cells)| !cells.is_empty());
            self.note_variable(row, &mut variables);
            if let Whose::Member(member) = self.whose(row, has_values, &mut lost) {
                self.tell_cut(row);
                for (year, cells) in said {
                    let members = found.entry(year).or_default();
                    self.add(members, (year, member), row, &cells, decimal);
                }
            }
        }
        self.tell_unmatched(&mut lost);
        if !variables.is_empty() {
            let names: Vec<&str> = variables.keys().map(String::as_str).collect();
            let at = variables.values().next().cloned().unwrap_or_default();
            let warning = Diagnostic::warning(format!(
                "nobody reads these variables: {}",
                names.join(", ")
            ));
            self.d.push(warning.at(self.table.place(&at)));
        }
        if found.values().all(BTreeMap::is_empty) {
            let told = self.d.reported();
            return Err(told.unwrap_or_else(|| self.nothing(&others)));
        }
        Ok((found, lost))
    }

    /// Refuses a row with more cells than there are columns: those behind one cell too many are not
    /// what they seem.
    fn is_too_wide(&self, row: &Row) -> bool {
        let head = self.table.rows[self.chosen.columns.header].width;
        let last = row.cells.last().map_or(0, |cell| cell.column + 1);
        let is_too_wide = head.is_some_and(|head| last > head) && !self.is_skipped(row);
        if is_too_wide {
            self.error(
                &row.span,
                format!("this row has {last} cells, the names of columns are {}", head.unwrap_or_default()),
                "put a cell that holds the delimiter between quotation marks, such as `\"1,234\"`, or remove what \
                 is too much",
            );
        }
        is_too_wide
    }

    /// Warns of a member's row that ends before a column that is read.
    fn tell_cut(&self, row: &Row) {
        let columns = &self.chosen.columns;
        let head = &self.table.rows[columns.header];
        let Some(width) = row.width.filter(|_| row.cells.len() > 1) else {
            return;
        };
        let mut used = columns.used();
        used.sort_unstable();
        let lacks = used.iter().filter(|column| **column >= width);
        let lacks: Vec<String> = lacks
            .filter_map(|column| head.cell(*column))
            .map(|cell| format!("`{}`", cell.text))
            .collect();
        if !lacks.is_empty() {
            let warning = Diagnostic::warning(format!(
                "this row ends early: it has no cell for {}",
                some(&lacks)
            ));
            let warning = warning.at(self.table.place(&row.span));
            self.d.push(warning.hint("look whether a cell of it is missing; one that is meant to be empty has its delimiter"));
        }
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

    /// What to do with two rows of one member.
    fn settle_two(&self, row: &Row, first: &str) -> String {
        let remove = "remove one of the rows in the table";
        match self.name_of(row) {
            Some(name) if fold::key(name) != fold::key(first) => {
                let shown = name.replace('"', "\\\"");
                format!(
                    "{remove}; if `{name}` and `{first}` are two members, `--name \"{shown}=CODE\"` says whose one is"
                )
            }
            _ => remove.to_owned(),
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
                .related(self.table.place(&given.row), "the first");
            self.d.push(error.hint(self.settle_two(row, &given.named)));
            return;
        }
        let given = members.entry(member).or_insert_with(|| Given {
            row: row.span.clone(),
            named: self.name_of(row).unwrap_or_default().to_owned(),
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
