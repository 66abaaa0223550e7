//! A plan read back: that it says what was meant and nothing else, and that its ranks follow.

use std::fmt::Display;
use std::path::Path;
use std::sync::Arc;

use super::given::ByYear;
use super::map;
use super::misfit::some;
use super::remember::Alias;
use super::table::Table;
use super::write::Planned;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place, Severity};
use crate::index::Indices;
use crate::source::Folder;
use crate::survey::{ComponentId, Exception, MemberId, Observation, Subject, Survey, Year};

/// More wrong ranks than so many in an edition are told as one.
const SINGLE: usize = 8;

/// What a plan is to change.
pub(super) struct Meant<'m> {
    pub(super) found: &'m ByYear,
    pub(super) aliases: &'m [Alias],
}

/// Reads the report with the planned files.
///
/// # Errors
/// If it would be wrong with them; then nothing may be written.
pub(super) fn verify(
    content: &Folder,
    before: &Survey,
    meant: &Meant<'_>,
    planned: &[Planned],
    table: &Table,
    d: &Diagnostics,
) -> Checked<()> {
    // What is wrong in the changed text of such a file stands in no file.
    let changed = planned
        .iter()
        .filter(|file| file.old.as_deref().is_some_and(has_anchors));
    let changed: Vec<String> = changed.filter_map(|file| file.name.clone()).collect();
    let files = planned.iter().filter_map(|file| {
        let name = file.name.clone()?;
        Some((name, file.new.clone().into_bytes()))
    });
    let told = Diagnostics::within(d.limits());
    let planned = content.with(files);
    let after = Survey::read(&planned, &told);
    if let Ok(after) = &after {
        drop(map::read_all(&planned, after, &told));
    }
    let errors = told.into_sorted().into_iter();
    let errors: Vec<Diagnostic> = errors.filter(|e| e.severity == Severity::Error).collect();
    let in_changed = |name: &&String| errors.iter().any(|e| stands_in(e, name));
    if let Some(name) = changed.iter().find(in_changed) {
        d.push(has_aliases(content, name));
    }
    d.extend(errors);
    if let Some(told) = d.reported() {
        return Err(told);
    }
    let after = Arc::new(after?);
    if let Some(member) = renamed(before, &after, meant.aliases) {
        let code = &before.members[member.0].code;
        return Err(d.report(
            Diagnostic::error(format!(
                "the entry of `{code}` in survey/members.yaml cannot be changed as it is written"
            ))
            .hint("add the alias by hand, and import again without `--name`"),
        ));
    }
    if let Some((year, member)) = difference(before, &after, meant.found) {
        let code = &after.members[member.0].code;
        let is_file = |name: &&String| name.ends_with(&format!("/{year}.yaml"));
        if let Some(name) = changed.iter().find(is_file) {
            return Err(d.report(has_aliases(content, name)));
        }
        return Err(d.report(
            Diagnostic::error(format!(
                "the line of `{code}` in the edition of {year} cannot be changed as it is written"
            ))
            .hint("write it in one of the usual forms, `CODE: {rank: 1, …}`, and import again"),
        ));
    }
    ranks(&after, meant.found, table, d);
    Ok(())
}

fn stands_in(error: &Diagnostic, name: &str) -> bool {
    let place = error.place.as_ref();
    place.is_some_and(|place| Path::new(&place.file.path).ends_with(name))
}

/// Whether a text of YAML may hold parts that stand for others.
fn has_anchors(text: &str) -> bool {
    let marks = [": &", ": *", "- &", "- *"];
    marks.iter().any(|mark| text.contains(mark))
}

/// What is wrong with a file whose lines stand for each other.
fn has_aliases(content: &Folder, name: &str) -> Diagnostic {
    let message = format!(
        "`{}` cannot be changed as it is written: it has anchors (`&name`) and aliases (`*name`)",
        content.display(name)
    );
    Diagnostic::error(message).hint(
        "write what they stand for in their places, or change these lines by hand, and import again",
    )
}

/// The first member that is not what it was with its new aliases.
fn renamed(before: &Survey, after: &Survey, aliases: &[Alias]) -> Option<MemberId> {
    before.member_ids().find(|id| {
        let old = &before.members[id.0];
        let Some(new) = after.members.get(id.0) else {
            return true;
        };
        let added = aliases.iter().filter(|(_, member)| member == id);
        let added = added.map(|(alias, _)| alias.clone());
        let wanted: Vec<String> = old.aliases.iter().cloned().chain(added).collect();
        let is_same = old.code == new.code && old.name == new.name && old.codes == new.codes;
        !is_same || old.areas != new.areas || new.aliases != wanted
    })
}

/// The first line that does not say what it is to say.
fn difference(before: &Survey, after: &Survey, found: &ByYear) -> Option<(Year, MemberId)> {
    for edition in &after.editions {
        let old = before
            .edition(edition.year)
            .map(|id| &before.editions[id.0]);
        let given = found.get(&edition.year);
        if old.is_none() && given.is_none() {
            return Some((edition.year, MemberId(0)));
        }
        for member in after.member_ids() {
            let entry = &edition.entries[member.0];
            let mut wanted = match old {
                Some(old) => old.entries[member.0].clone(),
                None => Observation {
                    assessed: true,
                    rank: None,
                    values: vec![None; entry.values.len()],
                },
            };
            if let Some(given) = given.and_then(|given| given.get(&member)) {
                wanted.assessed &= !given.not_assessed;
                wanted.rank = given.rank.or(wanted.rank);
                for (id, number) in &given.values {
                    wanted.values[id.0] = Some(number.value);
                }
            }
            // A line that could not be read before was one of nobody assessed.
            let was_read = old.is_none() || before.incomplete.is_none();
            if was_read && wanted != *entry {
                return Some((edition.year, member));
            }
        }
    }
    None
}

/// Warns of ranks that the values do not give.
fn ranks(after: &Arc<Survey>, found: &ByYear, table: &Table, d: &Diagnostics) {
    let indices = Indices::compute(after);
    for (year, members) in found {
        let Some(edition) = after.edition(*year) else {
            continue;
        };
        let mut found = Vec::new();
        for (member, given) in members {
            let follows = indices.rank(edition, ComponentId::INDEX, *member, None);
            let (Some(rank), Some(follows)) = (given.rank, follows) else {
                continue;
            };
            let exceptions = &after.editions[edition.0].exceptions;
            let is_known = |e: &Exception| (e.member, e.value) == (*member, Subject::Rank);
            if follows.whole() != Some(rank) && !exceptions.iter().any(is_known) {
                let code = after.members[member.0].code.as_str();
                found.push((code, rank, follows.0, table.place(given.rank_at())));
            }
        }
        found.sort_by_key(|(.., place)| place.span.start);
        tell_ranks(*year, &found, d);
    }
}

/// Ranks with those that the values give: one by one where they are few, else as one.
fn tell_ranks<R: Display>(year: Year, found: &[(&str, u32, R, Place)], d: &Diagnostics) {
    if found.len() <= SINGLE {
        for (code, rank, follows, place) in found {
            let warning = Diagnostic::warning(format!(
                "the rank {rank} of `{code}` does not follow from the values, which give {follows}"
            ));
            d.push(warning.at(place.clone()));
        }
        return;
    }
    let all = found.iter();
    let all = all.map(|(code, rank, follows, _)| format!("{code} {rank} → {follows}"));
    let warning = Diagnostic::warning(format!(
        "{} ranks of {year} do not follow from the values (rank → what the values give): {}",
        found.len(),
        some(&all.collect::<Vec<_>>())
    ));
    let warning = match found.first() {
        Some((.., place)) => warning.at(place.clone()),
        None => warning,
    };
    d.push(warning.hint(
        "where so many are wrong, look whether the column is that of these ranks and whether rows were shifted",
    ));
}
