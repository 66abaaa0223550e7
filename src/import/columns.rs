//! Which column holds what: by a map, or by what the report and the program know of names.

use std::collections::BTreeMap;

use super::fold;
use super::map::{Header, Map, Mapped};
use super::misfit::Misfit;
use super::table::{Row, Table};
use super::words::Words;
use crate::survey::{ComponentId, Survey, Year};

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
    pub(super) value: Values,
    pub(super) meanings: BTreeMap<String, Holds>,
}

/// Where the values of a long table stand.
#[derive(Clone, Debug)]
pub(super) enum Values {
    /// In one column.
    Column(usize),
    /// In a column for each year.
    Years(Vec<(usize, Year)>),
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
        let value = match (value, map.value.is_none()) {
            (Some(column), _) => Some(Values::Column(column)),
            (None, true) => Some(Values::Years(years(&table.rows[at]))),
            (None, false) => None,
        };
        let long = variable.zip(value).map(|(variable, value)| Long {
            variable,
            value,
            meanings: meanings(map),
        });
        if let Some(Long {
            value: Values::Years(years),
            ..
        }) = &long
            && years.is_empty()
        {
            let place = map
                .variable
                .as_ref()
                .and_then(|header| header.place.clone());
            let names = vec!["2018".to_owned()];
            return Err(Misfit::Missing(vec![Header { names, place }]));
        }
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
        let variable = match values.is_empty() {
            true => find(&known.variable)?,
            false => None,
        };
        let value = match find(&known.value)? {
            Some(column) => Some(Values::Column(column)),
            None => Some(years(&table.rows[at]))
                .filter(|years| year.is_none() && !years.is_empty())
                .map(Values::Years),
        };
        let long = variable.zip(value);
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

    /// Whether there is a column for each year.
    pub(super) fn has_years(&self) -> bool {
        let value = self.long.as_ref().map(|long| &long.value);
        matches!(value, Some(Values::Years(_)))
    }

    /// The columns that are read.
    pub(super) fn used(&self) -> Vec<usize> {
        let long = self.long.iter().flat_map(|long| {
            let values = match &long.value {
                Values::Column(column) => vec![*column],
                Values::Years(years) => years.iter().map(|(column, _)| *column).collect(),
            };
            std::iter::once(long.variable).chain(values)
        });
        let single = [self.member, self.code, self.year].into_iter().flatten();
        let values = self.values.iter().map(|(column, _)| *column);
        single.chain(values).chain(long).collect()
    }

    /// In words: `Town → member, Index → wellbeing`; and the columns that nobody reads.
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
            said.push(match &long.value {
                Values::Column(column) => format!("{} → value", name(*column)),
                Values::Years(years) => format!("{} columns of years → values", years.len()),
            });
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

/// The columns that are called by a year: `2018`, `2018 [YR2018]`.
pub(super) fn years(row: &Row) -> Vec<(usize, Year)> {
    let year = |text: &str| {
        let digits = text.get(..4)?;
        let ends = text[4..].chars().next().is_none_or(|c| !c.is_ascii_digit());
        let year = digits
            .parse::<u16>()
            .ok()
            .filter(|year| (1000..3000).contains(year));
        year.filter(|_| ends && !digits.starts_with('+')).map(Year)
    };
    let cells = row.cells.iter();
    cells
        .filter_map(|cell| Some((cell.column, year(&cell.text)?)))
        .collect()
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
