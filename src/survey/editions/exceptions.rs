//! `exceptions`: what is warned of in an edition, and known.

use super::{ComponentId, Context, MemberId};
use crate::diagnostic::{Checked, Diagnostic, suggest};
use crate::lang::PerLanguage;
use crate::schema::files::edition as files;
use crate::source::{Node, NodePlace};

/// What of a member a warning is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The published rank.
    Rank,
    /// The value of a component.
    Component(ComponentId),
}

/// A value that is known to be as it is, and why.
#[derive(Clone, Debug)]
pub struct Exception {
    /// Whose.
    pub member: MemberId,
    /// Which.
    pub value: Subject,
    /// Why it is so.
    pub reason: PerLanguage<String>,
    /// Where it is declared.
    pub declared_at: NodePlace,
}

impl Context<'_> {
    pub(super) fn exceptions(&self, node: &Node<'_>) -> Checked<Vec<Exception>> {
        let d = self.diagnostics;
        let lists = node.list(d, |n| {
            let mut fields = n.fields(d, &files::EXCEPTION)?;
            let members = self.named_members("exception", n, &mut fields);
            let value = fields.required("value", d, |n| self.subject(n));
            let reason = fields.required("reason", d, |n| n.texts(d));
            fields.finish(d);
            let (value, reason) = (value?, reason?);
            let all = members?.into_iter().map(|member| Exception {
                member,
                value,
                reason: reason.clone(),
                declared_at: n.node_place(),
            });
            Ok(all.collect::<Vec<_>>())
        })?;
        let all: Vec<Exception> = lists.into_iter().flatten().collect();
        for (i, one) in all.iter().enumerate() {
            let same = |other: &&Exception| (other.member, other.value) == (one.member, one.value);
            if let Some(first) = all[..i].iter().find(same) {
                let code = &self.members[one.member.0].code;
                d.push(
                    Diagnostic::error(format!(
                        "there are two exceptions for this value of `{code}`"
                    ))
                    .at(one.declared_at.place())
                    .related(first.declared_at.place(), "first here")
                    .hint("name it once"),
                );
            }
        }
        Ok(all)
    }

    fn subject(&self, node: &Node<'_>) -> Checked<Subject> {
        let d = self.diagnostics;
        let id = node.text(d)?;
        if id == "rank" {
            return Ok(Subject::Rank);
        }
        let found = self.methodology.component(&id).map(Subject::Component);
        found.ok_or_else(|| {
            node.error_hint(
                d,
                format!("unknown component `{id}`"),
                suggest(&id, self.component_ids().chain(["rank"])),
            )
        })
    }
}
