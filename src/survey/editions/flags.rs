//! `flagged`: values that are kept as published, and why.

use super::{ComponentId, Context, MemberId};
use crate::diagnostic::{Checked, Diagnostic, suggest};
use crate::lang::PerLanguage;
use crate::schema::files::edition as files;
use crate::source::Node;
use crate::source::node::Fields;

/// A value that is kept as published although something is wrong with it, and why.
#[derive(Clone, Debug)]
pub struct Flag {
    /// Whose.
    pub member: MemberId,
    /// Which.
    pub component: ComponentId,
    /// Whether it counts in means, ranks and changes of its own component.
    pub counts: bool,
    /// Why it is kept.
    pub note: PerLanguage<String>,
}

impl Context<'_> {
    pub(super) fn flags<'n>(&self, node: &Node<'n>) -> Checked<Vec<(Flag, Node<'n>)>> {
        let d = self.diagnostics;
        let lists = node.list(d, |n| {
            let mut fields = n.fields(d, &files::FLAGGED)?;
            let members = self.named_members("flag", n, &mut fields);
            let component = fields.required("component", d, |n| {
                let id = n.text(d)?;
                self.methodology.component(&id).ok_or_else(|| {
                    n.error_hint(
                        d,
                        format!("unknown component `{id}`"),
                        suggest(&id, self.component_ids()),
                    )
                })
            });
            let counts = fields.optional("counts", |n| n.boolean(d));
            let note = fields.required("note", d, |n| n.texts(d));
            fields.finish(d);
            let (component, counts, note) = (component?, counts?.unwrap_or(true), note?);
            if !counts && !self.methodology.components[component.0].is_leaf() {
                return Err(n.error_hint(
                    d,
                    "only a component without parts can be kept from counting",
                    Some("a member without a result is written `assessed: false`".to_owned()),
                ));
            }
            let flags = members?.into_iter().map(|member| Flag {
                member,
                component,
                counts,
                note: note.clone(),
            });
            Ok(flags.map(|flag| (flag, n.clone())).collect::<Vec<_>>())
        })?;
        let flags: Vec<(Flag, Node<'n>)> = lists.into_iter().flatten().collect();
        for (i, (flag, node)) in flags.iter().enumerate() {
            let same =
                |other: &Flag| (other.member, other.component) == (flag.member, flag.component);
            if let Some((_, first)) = flags[..i].iter().find(|(other, _)| same(other)) {
                let code = &self.members[flag.member.0].code;
                d.push(
                    Diagnostic::error(format!("this value of `{code}` is flagged twice"))
                        .at(node.place())
                        .related(first.place(), "first here")
                        .hint("name it once"),
                );
            }
        }
        Ok(flags)
    }

    /// Whose values an entry is about: `member`, or `members`.
    pub(super) fn named_members(
        &self,
        what: &str,
        node: &Node<'_>,
        fields: &mut Fields<'_>,
    ) -> Checked<Vec<MemberId>> {
        let d = self.diagnostics;
        let find = |n: &Node<'_>| {
            let code = n.text(d)?;
            self.member(&code, |message, hint| n.error_hint(d, message, hint))
        };
        let one = fields.optional("member", find)?;
        let many = fields.optional("members", |n| n.list(d, find))?;
        match (one, many) {
            (Some(one), None) => Ok(vec![one]),
            (None, Some(many)) if !many.is_empty() => Ok(many),
            (None, Some(_)) => Err(node.error(d, format!("this {what} is about nobody"))),
            (Some(_), Some(_)) => Err(node.error_hint(
                d,
                format!("this {what} has both `member` and `members`"),
                Some("put all codes into `members`".to_owned()),
            )),
            (None, None) => Err(node.error_hint(
                d,
                "it is not said whose value this is",
                Some("add `member: CODE`, or `members: [CODE, CODE]`".to_owned()),
            )),
        }
    }
}
