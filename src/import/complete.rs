//! Members of whom a file says nothing, and what an edition needs besides.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::given::{Given, Slot};
use super::table::Table;
use super::whose::Lost;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, suggest};
use crate::schema::listed;
use crate::source::{Node, Yaml};
use crate::survey::methodology::Results;
use crate::survey::{ComponentId, MemberId, Survey, Year};

/// So many members are named; of more, how many there are.
const NAMED: usize = 20;

/// How a new edition is completed.
pub(super) struct Setting<'s> {
    pub(super) survey: &'s Survey,
    pub(super) table: &'s Table,
    /// Whether members of whom the file says nothing were not assessed.
    pub(super) not_assessed: bool,
    /// Rows that count for nobody.
    pub(super) lost: &'s Lost,
}

fn codes(survey: &Survey, members: &[MemberId]) -> String {
    let codes = members.iter().map(|id| survey.members[id.0].code.as_str());
    let named: Vec<&str> = codes.take(NAMED).collect();
    match members.len().checked_sub(NAMED) {
        Some(more @ 1..) => format!("{} and {more} more", named.join(", ")),
        _ => named.join(", "),
    }
}

fn not_assessed() -> Given {
    Given {
        not_assessed: true,
        ..Given::default()
    }
}

/// A new edition has a line for every member.
pub(super) fn new(
    year: Year,
    members: &mut BTreeMap<MemberId, Given>,
    setting: Setting<'_>,
    d: &Diagnostics,
) {
    let Setting {
        survey,
        table,
        lost,
        ..
    } = setting;
    let results = survey.methodology.results;
    let index = &survey.methodology.components[ComponentId::INDEX.0].id;
    // A value that could not be read is there all the same, and has been told.
    let is_value = |slot: &Slot| match results {
        Results::Published => *slot == Slot::Component(ComponentId::INDEX),
        Results::Computed => *slot != Slot::Rank,
    };
    let says_nothing = |given: &Given| !given.at.keys().any(is_value);
    let mut missing = Vec::new();
    for id in survey.member_ids() {
        let was_one = survey.members[id.0].since.is_none_or(|since| since <= year);
        match members.get_mut(&id) {
            None if was_one && (lost.rows || lost.members.contains(&id)) => {}
            None if was_one => missing.push(id),
            None => drop(members.insert(id, not_assessed())),
            Some(given) if !given.not_assessed && says_nothing(given) => {
                if !setting.not_assessed {
                    let what = match results {
                        Results::Published => format!("a value of `{index}`"),
                        Results::Computed => "any value".to_owned(),
                    };
                    let error = Diagnostic::error(format!(
                        "`{}` has a row without {what}",
                        survey.members[id.0].code
                    ));
                    d.push(error.at(table.place(&given.row)).hint(
                        "fill it in, or write such members as `assessed: false` with `--missing not-assessed`",
                    ));
                }
                given.not_assessed = true;
                given.rank = None;
            }
            Some(_) => {}
        }
    }
    if missing.is_empty() {
        return;
    }
    let message = format!(
        "{} member(s) have no row of {year}: {}",
        missing.len(),
        codes(survey, &missing)
    );
    let whole = table.rows.first().map(|row| table.place(&row.span));
    let at = |diagnostic: Diagnostic| match whole.clone() {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    };
    match setting.not_assessed {
        true => d.push(at(Diagnostic::warning(message)).hint("they are written `assessed: false`")),
        false => d.push(at(Diagnostic::error(message)).hint(
            "add their rows, or write them as `assessed: false` with `--missing not-assessed`",
        )),
    }
    for id in missing {
        members.insert(id, not_assessed());
    }
}

/// An edition that is there keeps what the file says nothing of.
pub(super) fn existing(
    (year, yaml): (Year, &Arc<Yaml>),
    members: &BTreeMap<MemberId, Given>,
    survey: &Survey,
    table: &Table,
    d: &Diagnostics,
    said: &mut Vec<String>,
) {
    let Some(edition) = survey.edition(year) else {
        return;
    };
    let missing = survey
        .members_in(edition, None)
        .filter(|id| !members.contains_key(id));
    let missing: Vec<MemberId> = missing.collect();
    if !missing.is_empty() {
        said.push(format!(
            "{} member(s) have no row of {year} and stay as they are: {}",
            missing.len(),
            codes(survey, &missing)
        ));
    }
    let lines = lines(yaml);
    let mut told: Vec<(MemberId, &Given)> = Vec::new();
    for (id, given) in members {
        let entry = &survey.editions[edition.0].entries[id.0];
        let code = &survey.members[id.0].code;
        let is_told = !entry.assessed && lines.iter().any(|line| line == code);
        if !is_told || given.not_assessed || given.values.is_empty() {
            continue;
        }
        told.push((*id, given));
    }
    let stays = format!("`assessed: false` in {year}, and");
    let ids: Vec<MemberId> = told.iter().map(|(id, _)| *id).collect();
    let message = match ids.as_slice() {
        [] => return,
        [id] => {
            let code = &survey.members[id.0].code;
            format!("`{code}` is {stays} stays so with these values")
        }
        several => format!(
            "{} members are {stays} stay so with these values: {}",
            several.len(),
            codes(survey, several)
        ),
    };
    let warning = Diagnostic::warning(message).at(table.place(&told[0].1.row));
    d.push(warning.hint("whoever was assessed: remove `assessed: false` from the line"));
}

/// The codes that have a line.
fn lines(yaml: &Arc<Yaml>) -> Vec<String> {
    let quiet = Diagnostics::new();
    let entries = Node::root(yaml).entries(&quiet).unwrap_or_default();
    let members = entries.iter().find(|entry| entry.key == "members");
    let lines = members.and_then(|entry| entry.value.entries(&quiet).ok());
    let lines = lines.unwrap_or_default();
    lines.iter().map(|line| line.key.to_owned()).collect()
}

/// The source of a new edition.
pub(super) fn source(asked: Option<&str>, survey: &Survey, d: &Diagnostics) -> Checked<String> {
    let known = || survey.sources.iter().map(|source| source.id.as_str());
    match asked {
        Some(id) if survey.source(id).is_some() => Ok(id.to_owned()),
        Some(id) => {
            let hint = suggest(id, known());
            let hint = hint.unwrap_or_else(|| "add it to survey/sources.yaml".to_owned());
            Err(d.report(Diagnostic::error(format!("unknown source `{id}`")).hint(hint)))
        }
        None => {
            let hint = format!(
                "name it with `--source`, or under `source:` in a map of the columns: {}",
                listed(known())
            );
            let error = Diagnostic::error("a new edition names the source of its figures");
            Err(d.report(error.hint(hint)))
        }
    }
}
