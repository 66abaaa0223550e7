//! The sheet, the map and the columns that are meant.

use super::columns::Columns;
use super::map::Map;
use super::misfit::Misfit;
use super::table::Table;
use super::unplaced::unknown;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics};

/// Rows in which the names of columns are looked for.
const LOOKED_AT: usize = 20;

/// A sheet with its columns.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    /// The sheet, by its place.
    pub(super) table: usize,
    pub(super) map: Map,
    pub(super) columns: Columns,
}

/// The best that can be said of a map that does not fit: how much is missing, and where.
type Worst = Option<(usize, usize, usize, Misfit)>;

fn tries(table: &Table, map: &Map) -> std::ops::Range<usize> {
    let first = map.skip_rows.unwrap_or_default();
    let from = table
        .rows
        .iter()
        .position(|row| table.line(&row.span) > first);
    let from = from.unwrap_or(table.rows.len());
    let most = if map.skip_rows.is_some() {
        1
    } else {
        LOOKED_AT
    };
    from..table.rows.len().min(from + most)
}

/// The rows of all sheets with whose names the map fits, the first of each sheet.
fn fits(
    tables: &[(usize, &Table)],
    map: &Map,
    read: impl Fn(&Table, usize, &Map) -> Result<Columns, Misfit>,
) -> (Vec<(usize, Columns)>, Worst) {
    let mut found = Vec::new();
    let mut worst: Worst = None;
    for (number, table) in tables {
        for at in tries(table, map) {
            match read(table, at, map) {
                Ok(columns) => {
                    found.push((*number, columns));
                    break;
                }
                Err(misfit) => {
                    // What is twice there is nearer than what is not there.
                    let lacks = match &misfit {
                        Misfit::Missing(missing) if missing.is_empty() => usize::MAX,
                        Misfit::Missing(missing) => missing.len(),
                        Misfit::Twice(..) => 0,
                    };
                    if worst.as_ref().is_none_or(|(least, ..)| lacks < *least) {
                        worst = Some((lacks, *number, at, misfit));
                    }
                }
            }
        }
    }
    (found, worst)
}

/// The sheets that may be meant: one by its name or number, or all that hold something.
fn sheets<'t>(
    path: &str,
    tables: &'t [Table],
    (wanted, is_asked): (Option<&str>, bool),
    d: &Diagnostics,
) -> Checked<Vec<(usize, &'t Table)>> {
    let all = tables.iter().enumerate();
    // A map for a workbook may fit its sheet saved as text.
    let is_text = tables.iter().all(|table| table.sheet.is_none());
    let wanted = wanted.filter(|_| !is_text || is_asked);
    let Some(wanted) = wanted else {
        let held: Vec<_> = all.filter(|(_, table)| !table.rows.is_empty()).collect();
        if held.is_empty() {
            let empty = Diagnostic::error(format!("`{path}` holds no table: it is empty"));
            return Err(d.report(empty.about(path)));
        }
        return Ok(held);
    };
    let named = all
        .clone()
        .find(|(_, table)| table.sheet.as_deref() == Some(wanted));
    let number = wanted.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let found = named.or_else(|| number.and_then(|n| all.clone().nth(n)));
    match found.filter(|(_, table)| table.sheet.is_some()) {
        Some(found) => Ok(vec![found]),
        None => {
            let names: Vec<&str> = tables.iter().filter_map(|t| t.sheet.as_deref()).collect();
            let hint = match names.is_empty() {
                true => "it is no workbook: leave the sheet out".to_owned(),
                false => format!("it has {}", crate::schema::listed(names)),
            };
            let message = format!("`{path}` has no sheet `{wanted}`");
            Err(d.report(Diagnostic::error(message).about(path).hint(hint)))
        }
    }
}

/// What an author asked for.
pub(super) struct Asked<'a> {
    pub(super) path: &'a str,
    pub(super) map: Option<&'a Map>,
    pub(super) sheet: Option<&'a str>,
}

/// The one sheet with the one map that fits it.
pub(super) fn choose(
    asked: &Asked<'_>,
    tables: &[Table],
    maps: &[Map],
    known: &Map,
    d: &Diagnostics,
) -> Checked<Chosen> {
    let of_map = asked.map.and_then(|map| map.sheet.as_deref());
    let sheets_of = |map: &Map| {
        let wanted = asked.sheet.or(of_map).or(map.sheet.as_deref());
        sheets(
            asked.path,
            tables,
            (wanted, asked.sheet.is_some()),
            &Diagnostics::within(d.limits()),
        )
    };
    let all = sheets(
        asked.path,
        tables,
        (asked.sheet.or(of_map), asked.sheet.is_some()),
        d,
    )?;
    if let Some(map) = asked.map {
        let (found, worst) = fits(&all, map, Columns::by_map);
        return match (found.is_empty(), worst) {
            (true, Some((_, number, at, misfit))) => {
                Err(told(misfit.diagnostics(&tables[number], at, map), asked, d))
            }
            _ => one(found, map, tables, asked, d),
        };
    }
    let mut fitting: Vec<(&Map, Vec<(usize, Columns)>)> = Vec::new();
    let mut nearest: Option<(usize, &Map, usize, usize, Misfit)> = None;
    for map in maps {
        let Ok(sheets) = sheets_of(map) else { continue };
        let (found, worst) = fits(&sheets, map, Columns::by_map);
        match worst {
            _ if !found.is_empty() => fitting.push((map, found)),
            Some((lacks, number, at, misfit))
                if nearest.as_ref().is_none_or(|(least, ..)| lacks < *least) =>
            {
                nearest = Some((lacks, map, number, at, misfit));
            }
            _ => {}
        }
    }
    match fitting.as_slice() {
        [(map, found)] => return one(found.clone(), map, tables, asked, d),
        [] => {}
        several => {
            let names: Vec<&str> = several.iter().map(|(map, _)| map.shown.as_str()).collect();
            let message = format!("{} maps fit the columns of `{}`", names.len(), asked.path);
            let hint = format!(
                "say which is meant with `--map`: {}",
                crate::schema::listed(names)
            );
            return Err(d.report(Diagnostic::error(message).hint(hint)));
        }
    }
    let (found, worst) = fits(&all, known, Columns::by_names);
    if !found.is_empty() {
        return one(found, known, tables, asked, d);
    }
    // A map that lacks little is more likely meant than none.
    if let Some((lacks, map, number, at, misfit)) = nearest
        && (lacks == 0 || lacks * 2 <= map.components.len() + 1)
    {
        return Err(told(misfit.diagnostics(&tables[number], at, map), asked, d));
    }
    if let Some((0, number, at, misfit)) = worst {
        return Err(told(
            misfit.diagnostics(&tables[number], at, known),
            asked,
            d,
        ));
    }
    Err(d.report(unknown(&all, asked.path, known)))
}

fn told(all: Vec<Diagnostic>, asked: &Asked<'_>, d: &Diagnostics) -> crate::diagnostic::Reported {
    d.extend(all);
    d.reported().unwrap_or_else(|| {
        let message = format!("the columns of `{}` do not fit", asked.path);
        d.report(Diagnostic::error(message).about(asked.path))
    })
}

/// Of sheets that fit, the only one.
fn one(
    found: Vec<(usize, Columns)>,
    map: &Map,
    tables: &[Table],
    asked: &Asked<'_>,
    d: &Diagnostics,
) -> Checked<Chosen> {
    let names = found
        .iter()
        .filter_map(|(number, _)| tables[*number].sheet.as_deref());
    let names: Vec<&str> = names.collect();
    let count = found.len();
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some((table, columns)), None) => Ok(Chosen {
            table,
            map: map.clone(),
            columns,
        }),
        (None, _) => Err(d.report(unknown(&[], asked.path, map))),
        _ => {
            let message = format!("{count} sheets of `{}` have these columns", asked.path);
            let hint = format!(
                "say which is meant with `--sheet`: {}",
                crate::schema::listed(names)
            );
            Err(d.report(Diagnostic::error(message).hint(hint)))
        }
    }
}
