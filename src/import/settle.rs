//! What the command line settles: whose a name is, and which rows are no member's.

use super::given::Settled;
use super::names::{NOT_SKIPPED, Names, called, is_called};
use super::plan::Request;
use super::whose::member;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics};
use crate::survey::{Survey, Year};

/// What the command line settles.
pub(super) fn settled(
    request: &Request,
    names: &Names<'_>,
    survey: &Survey,
    d: &Diagnostics,
) -> Checked<Settled> {
    let mut settled = Settled {
        names: Vec::new(),
        skip: request.skip.clone(),
        edition: request.edition.map(Year),
    };
    for given in &request.names {
        let Some((name, code)) = given.rsplit_once('=') else {
            let error = Diagnostic::error(format!("`--name {given}` names no member"));
            d.push(error.hint("write `--name \"NAME=CODE\"`"));
            continue;
        };
        match member(survey, code.trim()) {
            // A name that is only like a member's may be that of another.
            Ok(id)
                if names
                    .find(name)
                    .is_some_and(|other| other != id && is_called(survey, other, name)) =>
            {
                let other = names.find(name).map_or("", |id| &survey.members[id.0].code);
                let message = format!("`{name}` is a name of `{other}` already, not of `{code}`");
                d.push(Diagnostic::error(message).hint("mend it in survey/members.yaml first"));
            }
            Ok(id) => settled.names.push((super::table::tidy(name), id)),
            Err(message) => d.push(Diagnostic::error(message)),
        }
    }
    for name in &settled.skip {
        if let Some(id) = called(survey, name) {
            let member = &survey.members[id.0];
            let message = format!(
                "`--skip \"{name}\"` would leave out the member `{}`",
                member.code
            );
            d.push(Diagnostic::error(message).hint(NOT_SKIPPED));
        }
    }
    d.reported().map_or(Ok(settled), Err)
}
