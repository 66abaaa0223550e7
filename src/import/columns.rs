//! Which column holds what: by a map, or by what the report and the program know of names.

use std::collections::BTreeMap;

use super::fold;
use super::map::{Header, Map, Mapped};
use super::table::{Row, Table};
use super::words::Words;
use crate::diagnostic::Diagnostic;
use crate::survey::{ComponentId, Survey};

/// What a column or a variable holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Holds {
    Rank,
    Component(ComponentId, Option<f64>),
}

/// A table with its columns known.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    /// The row with the names of columns, by its place among the rows.
    pub(super) header: usize,
    pub(super) member: Option<usize>,
    pub(super) code: Option<usize>,
    pub(super) year: Option<usize>,
    /// Of a wide table.
    pub(super) values: Vec<(usize, Holds)>,
    /// Of a long one: the column of variables and that of values, and what the variables mean.
    pub(super) long: Option<Long>,
}

/// The columns of a long table.
#[derive(Clone, Debug)]
pub(super) struct Long {
    pub(super) variable: usize,
    pub(super) value: usize,
    pub(super) meanings: BTreeMap<String, Holds>,
}

/// Why a map does not fit.
#[derive(Clone, Debug)]
pub(super) enum Misfit {
    /// Columns that the table has not.
    Missing(Vec<Header>),
    /// Two columns for one thing, by their spans in the table.
    Twice([usize; 2]),
}

/// What the program knows by itself: the words for columns and the names of the components.
pub(super) fn known(survey: &Survey, words: &Words) -> Map {
    let header = |names: Vec<String>| Header { names, place: None };
    let column = |kind: &str| Some(header(words.column(kind).to_vec()));
    let components: Vec<Mapped> = survey
        .methodology
        .component_ids()
        .map(|component| Mapped {
            component,
            header: header(names(survey, component)),
            factor: None,
        })
        .collect();
    let mut rank = words.column("rank").to_vec();
    for index in names(survey, ComponentId::INDEX) {
        for word in words.column("rank") {
            rank.extend([format!("{index}{word}"), format!("{word}{index}")]);
        }
    }
    Map {
        shown: "the names that the program knows".to_owned(),
        member: column("member"),
        code: column("code"),
        year: column("year"),
        rank: Some(header(rank)),
        components,
        variable: column("variable"),
        value: column("value"),
        ..Map::default()
    }
}

/// The id and the names of a component, folded.
fn names(survey: &Survey, id: ComponentId) -> Vec<String> {
    let component = &survey.methodology.components[id.0];
    let mut names = vec![fold::key(&component.id)];
    for lang in survey.languages.iter() {
        names.push(fold::key(&component.name[lang]));
        names.push(fold::key(&component.short[lang]));
    }
    names.sort();
    names.dedup();
    names
}

/// The names of a row's columns, folded, with their places.
fn headers(row: &Row) -> Vec<(usize, String)> {
    let cells = row.cells.iter();
    cells
        .map(|cell| (cell.column, fold::key(&cell.text)))
        .collect()
}

/// The column of `header`, if the row has one.
fn column(row: &[(usize, String)], header: &Header) -> Result<Option<usize>, Misfit> {
    let names: Vec<String> = header.names.iter().map(|name| fold::key(name)).collect();
    let mut found = row.iter().filter(|(_, name)| names.contains(name));
    match (found.next(), found.next()) {
        (Some((first, _)), Some((second, _))) => Err(Misfit::Twice([*first, *second])),
        (first, _) => Ok(first.map(|(column, _)| *column)),
    }
}

impl Columns {
    /// The columns by a map of the author's: it fits if the row has all that it names.
    pub(super) fn by_map(table: &Table, at: usize, map: &Map) -> Result<Columns, Misfit> {
        let row = headers(&table.rows[at]);
        let mut missing = Vec::new();
        let mut need = |header: &Option<Header>| -> Result<Option<usize>, Misfit> {
            let Some(header) = header else {
                return Ok(None);
            };
            let found = column(&row, header)?;
            if found.is_none() {
                missing.push(header.clone());
            }
            Ok(found)
        };
        let (member, code) = (need(&map.member)?, need(&map.code)?);
        let year = need(&map.year)?;
        let (variable, value) = (need(&map.variable)?, need(&map.value)?);
        let is_long = map.variable.is_some();
        let mut values = Vec::new();
        if !is_long {
            let rank = need(&map.rank)?;
            values.extend(rank.map(|column| (column, Holds::Rank)));
            for mapped in &map.components {
                let found = need(&Some(mapped.header.clone()))?;
                let holds = Holds::Component(mapped.component, mapped.factor);
                values.extend(found.map(|column| (column, holds)));
            }
        }
        if !missing.is_empty() {
            return Err(Misfit::Missing(missing));
        }
        let long = variable.zip(value);
        let long = long.map(|(variable, value)| Long {
            variable,
            value,
            meanings: meanings(map),
        });
        let columns = Columns {
            header: at,
            member,
            code,
            year,
            values,
            long,
        };
        columns.each_once()
    }

    /// The columns by what the program knows: it takes what is there.
    pub(super) fn by_names(table: &Table, at: usize, known: &Map) -> Result<Columns, Misfit> {
        let row = headers(&table.rows[at]);
        let find = |header: &Option<Header>| match header {
            Some(header) => column(&row, header),
            None => Ok(None),
        };
        let (member, code) = (find(&known.member)?, find(&known.code)?);
        let year = find(&known.year)?;
        let mut values = Vec::new();
        for mapped in &known.components {
            let found = column(&row, &mapped.header)?;
            let holds = Holds::Component(mapped.component, None);
            values.extend(found.map(|column| (column, holds)));
        }
        let long = match values.is_empty() {
            true => find(&known.variable)?.zip(find(&known.value)?),
            false => None,
        };
        let has_values = !values.is_empty() || long.is_some();
        if (member.is_none() && code.is_none()) || !has_values {
            return Err(Misfit::Missing(Vec::new()));
        }
        if long.is_none() {
            values.extend(find(&known.rank)?.map(|column| (column, Holds::Rank)));
        }
        let meanings = || meanings(known);
        let long = long.map(|(variable, value)| Long {
            variable,
            value,
            meanings: meanings(),
        });
        Columns {
            header: at,
            member,
            code,
            year,
            values,
            long,
        }
        .each_once()
    }

    /// Refuses a column that is asked for two things.
    fn each_once(self) -> Result<Columns, Misfit> {
        let mut used = self.used();
        used.sort_unstable();
        match used.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(Misfit::Twice([pair[0], pair[1]])),
            None => Ok(self),
        }
    }

    /// The columns that are read.
    pub(super) fn used(&self) -> Vec<usize> {
        let long = self
            .long
            .iter()
            .flat_map(|long| [long.variable, long.value]);
        let single = [self.member, self.code, self.year].into_iter().flatten();
        let values = self.values.iter().map(|(column, _)| *column);
        single.chain(values).chain(long).collect()
    }

    /// In words: `Country → member, E_Index → egdi`; and the columns that nobody reads.
    pub(super) fn said(&self, table: &Table, map: &Map, survey: &Survey) -> (String, Vec<String>) {
        let row = &table.rows[self.header];
        let name = |column: usize| row.cell(column).map_or("", |cell| cell.text.as_str());
        let mut said = Vec::new();
        for (column, what) in [
            (self.member, "member"),
            (self.code, "code"),
            (self.year, "year"),
        ] {
            said.extend(column.map(|column| format!("{} → {what}", name(column))));
        }
        for (column, holds) in &self.values {
            let what = match holds {
                Holds::Rank => "rank",
                Holds::Component(id, _) => &survey.methodology.components[id.0].id,
            };
            said.push(format!("{} → {what}", name(*column)));
        }
        if let Some(long) = &self.long {
            said.push(format!("{} → variable", name(long.variable)));
            said.push(format!("{} → value", name(long.value)));
        }
        let used = self.used();
        let known: Vec<String> = map.ignore.iter().map(|name| fold::key(name)).collect();
        let unused = row
            .cells
            .iter()
            .filter(|cell| !used.contains(&cell.column) && !known.contains(&fold::key(&cell.text)));
        (
            said.join(", "),
            unused.map(|cell| cell.text.clone()).collect(),
        )
    }
}

/// What the variables of a long table mean.
fn meanings(map: &Map) -> BTreeMap<String, Holds> {
    let rank = map.rank.iter().flat_map(|header| &header.names);
    let mut meanings: BTreeMap<String, Holds> =
        rank.map(|name| (fold::key(name), Holds::Rank)).collect();
    for mapped in &map.components {
        for name in &mapped.header.names {
            let holds = Holds::Component(mapped.component, mapped.factor);
            meanings.insert(fold::key(name), holds);
        }
    }
    meanings
}

impl Misfit {
    /// What is wrong, of a map that was asked for.
    pub(super) fn diagnostics(&self, table: &Table, at: usize, map: &Map) -> Vec<Diagnostic> {
        let row = &table.rows[at];
        let all: Vec<String> = row.cells.iter().map(|c| format!("`{}`", c.text)).collect();
        let has = format!("the columns are {}", all.join(", "));
        match self {
            Misfit::Missing(missing) => {
                let one = |header: &Header| {
                    let names: Vec<&str> = header.names.iter().map(String::as_str).collect();
                    let error = Diagnostic::error(format!(
                        "`{}` has no column {}",
                        table.file.path,
                        crate::schema::listed(names)
                    ));
                    let error = match &header.place {
                        Some(place) => error.at(place.place()),
                        None => error,
                    };
                    error
                        .related(table.place(&row.span), "its columns")
                        .hint(has.clone())
                };
                missing.iter().map(one).collect()
            }
            Misfit::Twice(columns) => {
                let spans: Vec<_> = columns.iter().filter_map(|c| row.cell(*c)).collect();
                let [first, .., second] = spans.as_slice() else {
                    return Vec::new();
                };
                let message = match first.column == second.column {
                    true => format!("the column `{}` is asked for two things", first.text),
                    false => {
                        format!("two columns fit: `{}` and `{}`", first.text, second.text)
                    }
                };
                let hint = match map.root {
                    Some(_) => "say in the map which of them is meant",
                    None => "write a map that says which is meant: survey/import/NAME.yaml",
                };
                vec![
                    Diagnostic::error(message)
                        .at(table.place(&second.span))
                        .related(table.place(&first.span), "the other")
                        .hint(hint),
                ]
            }
        }
    }
}
