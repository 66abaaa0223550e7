//! What is unlikely in the data: published results that the methodology does not reproduce, values
//! that are missing, values that moved too far. What is known to be so is declared beside the value.

mod copies;
mod differences;
mod gaps;
mod jumps;
mod unassessed;

use crate::diagnostic::{Diagnostic, Diagnostics, Stage};
use crate::index::Indices;
use crate::index::replicate::Replication;
use crate::survey::{EditionId, Exception, MemberId, Subject};

/// A value that somebody should look at.
#[derive(Debug)]
struct Finding {
    edition: EditionId,
    member: MemberId,
    value: Subject,
    /// What is unlikely in it, in a sentence without a full stop.
    message: String,
    /// What to do, besides declaring it.
    hint: &'static str,
}

/// An exception that stands for something in the data.
#[derive(Clone, Debug)]
pub struct Known {
    /// Of which edition.
    pub edition: EditionId,
    /// Whose value, which, and why.
    pub exception: Exception,
}

/// More than so many alike in an edition are told as one.
const SINGLE: usize = 8;

/// Compares published and computed results. Warns of what is unlikely and not declared, and of what is
/// declared and not so (any more). What is both is returned, by edition, in the order of the files.
pub fn look(indices: &Indices, d: &Diagnostics) -> (Vec<Replication>, Vec<Known>) {
    let replication = indices.replicate();
    let survey = indices.survey();
    let mut known = Vec::new();
    let mut open = Vec::new();
    let mut met = Vec::new();
    let all = [
        gaps::find(indices),
        copies::find(indices),
        unassessed::find(indices),
        differences::values(indices, &replication),
        jumps::find(indices),
    ];
    let values: Vec<Finding> = all.into_iter().flatten().collect();
    // A value that is in doubt itself says nothing of ranks.
    let doubted = |finding: &Finding| exception(indices, finding).is_none();
    let ranks = differences::ranks(indices, &replication, |edition, member| {
        let of = |f: &&Finding| (f.edition, f.member) == (edition, member);
        values.iter().filter(of).any(doubted)
    });
    for finding in values.into_iter().chain(ranks) {
        match exception(indices, &finding) {
            Some(at) => met.push((finding.edition, at)),
            None => open.push(finding),
        }
    }
    for edition in survey.edition_ids() {
        let declared = survey.editions[edition.0].exceptions.iter().enumerate();
        for (at, exception) in declared {
            match met.contains(&(edition, at)) {
                true => known.push(Known {
                    edition,
                    exception: exception.clone(),
                }),
                false => d.push(idle(indices, edition, exception)),
            }
        }
    }
    tell(indices, open, d);
    (replication, known)
}

/// The place of the exception that declares it, in the edition's list.
fn exception(indices: &Indices, finding: &Finding) -> Option<usize> {
    let edition = &indices.survey().editions[finding.edition.0];
    let about = |e: &Exception| (e.member, e.value) == (finding.member, finding.value);
    edition.exceptions.iter().position(about)
}

/// The key under which a value stands on a member's line.
fn key(indices: &Indices, value: Subject) -> &str {
    match value {
        Subject::Rank => "rank",
        Subject::Component(id) => &indices.survey().methodology.components[id.0].id,
    }
}

fn idle(indices: &Indices, edition: EditionId, exception: &Exception) -> Diagnostic {
    let survey = indices.survey();
    let (code, year) = (
        &survey.members[exception.member.0].code,
        survey.editions[edition.0].year,
    );
    let key = key(indices, exception.value);
    Diagnostic::warning(format!(
        "nothing is unlikely any more in `{key}` of `{code}` in {year}"
    ))
    .at(exception.declared_at.place())
    .follows(Stage::Languages, ["survey/"])
    .hint("remove the exception")
}

/// One by one where they are few; where an edition has many of a kind, as one.
fn tell(indices: &Indices, mut open: Vec<Finding>, d: &Diagnostics) {
    while let Some(first) = open.first() {
        let (edition, value, hint) = (first.edition, first.value, first.hint);
        let alike = |f: &mut Finding| (f.edition, f.value, f.hint) == (edition, value, hint);
        let group: Vec<Finding> = open.extract_if(.., alike).collect();
        match group.len() <= SINGLE {
            true => group.iter().for_each(|f| d.push(warning(indices, f))),
            false => d.push(summary(indices, &group)),
        }
    }
}

fn warning(indices: &Indices, finding: &Finding) -> Diagnostic {
    let edition = &indices.survey().editions[finding.edition.0];
    let place = edition.place(finding.member, key(indices, finding.value));
    let warning = Diagnostic::warning(&finding.message)
        .hint(format!(
            "{}, or list it under `exceptions` with its reason",
            finding.hint
        ))
        .follows(Stage::Languages, ["survey/"]);
    match place {
        Some(place) => warning.at(place),
        None => warning,
    }
}

/// What is so of many members comes from one cause as a rule.
fn summary(indices: &Indices, group: &[Finding]) -> Diagnostic {
    let survey = indices.survey();
    let code = |f: &Finding| survey.members[f.member.0].code.as_str();
    let codes: Vec<&str> = group.iter().map(code).collect();
    let (year, key) = (
        survey.editions[group[0].edition.0].year,
        key(indices, group[0].value),
    );
    let mut warning = warning(indices, &group[0]);
    warning.message = format!(
        "{}; the same of `{key}` for {} more members in {year}: {}",
        warning.message,
        group.len() - 1,
        codes[1..].join(", ")
    );
    warning.hint(format!(
        "where so many are alike, look at weights, normalisation and `missing` in \
         survey/methodology.yaml first; else {}, or list them under `exceptions`",
        group[0].hint
    ))
}
