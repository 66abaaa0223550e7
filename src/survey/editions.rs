//! `editions/<year>.yaml`: what was published and observed, one member a line.

use std::collections::HashMap;

use super::recipe::{Beyond, Normalise};
use super::{
    Component, ComponentId, Member, MemberId, Methodology, Source, SourceId, Year, source_ref,
};
use crate::diagnostic::{Diagnostic, Diagnostics, suggest};
use crate::lang::PerLanguage;
use crate::source::{Folder, Node, Yaml};

/// A value outside its range, kept as published, and why.
#[derive(Clone, Debug)]
pub struct Flag {
    /// Whose.
    pub member: MemberId,
    /// Which.
    pub component: ComponentId,
    /// Why it is kept.
    pub note: PerLanguage<String>,
}

/// What an edition says of one member.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Whether the member was assessed in this edition.
    pub assessed: bool,
    /// The published rank of the index.
    pub rank: Option<u32>,
    /// By component: for a leaf the observed value, for any other the published one.
    pub values: Vec<Option<f64>>,
}

/// An edition of the survey.
#[derive(Clone, Debug)]
pub struct Edition {
    /// The year that names it.
    pub year: Year,
    /// Where its figures come from.
    pub source: SourceId,
    /// What a reader must know of it.
    pub note: Option<PerLanguage<String>>,
    /// Values kept outside their range.
    pub flags: Vec<Flag>,
    /// By member.
    pub entries: Vec<Entry>,
}

struct Context<'c> {
    members: &'c [Member],
    by_code: &'c HashMap<String, MemberId>,
    methodology: &'c Methodology,
    sources: Option<&'c [Source]>,
    diagnostics: &'c Diagnostics,
}

/// Reads all editions, oldest first; those that cannot be read are reported.
pub fn read_all(
    content: &Folder,
    members: &[Member],
    by_code: &HashMap<String, MemberId>,
    methodology: &Methodology,
    sources: Option<&[Source]>,
    diagnostics: &Diagnostics,
) -> Option<Vec<Edition>> {
    let context = Context {
        members,
        by_code,
        methodology,
        sources,
        diagnostics,
    };
    let mut editions = Vec::new();
    let mut years: HashMap<Year, String> = HashMap::new();
    let names: Vec<&str> = content
        .names_in("survey/editions")
        .filter(|n| n.ends_with(".yaml"))
        .collect();
    for name in names {
        let edition = content
            .text(name, diagnostics)
            .and_then(|file| Yaml::parse(&file, content.languages, diagnostics))
            .and_then(|yaml| context.edition(&Node::root(&yaml)));
        let Some(edition) = edition else {
            continue;
        };
        if let Some(first) = years.insert(edition.year, name.to_owned()) {
            diagnostics.push(
                Diagnostic::error(format!(
                    "there are two editions of {}: `{first}` and `{name}`",
                    edition.year
                ))
                .hint("a year names one edition: change or remove one of the files"),
            );
            continue;
        }
        editions.push(edition);
    }
    if editions.is_empty() && !diagnostics.has_errors() {
        diagnostics.push(
            Diagnostic::error(format!(
                "there is no edition in `{}`",
                content.display("survey/editions")
            ))
            .hint("add survey/editions/<year>.yaml"),
        );
    }
    editions.sort_by_key(|e| e.year);
    (!editions.is_empty()).then_some(editions)
}

impl Context<'_> {
    fn edition(&self, root: &Node<'_>) -> Option<Edition> {
        let d = self.diagnostics;
        let mut fields = root.fields(d, "an edition")?;
        let year = fields.need("year", d).and_then(|n| n.whole(d)).map(Year);
        let source = fields
            .need("source", d)
            .and_then(|n| source_ref(&n, self.sources, d));
        let note = fields.get("note").map(|n| n.texts(d));
        let flags = fields
            .get("flagged")
            .map_or(Some(Vec::new()), |n| self.flags(&n));
        let entries = fields
            .need("members", d)
            .and_then(|n| self.entries(&n, flags.as_ref().map_or(&[], |f| f)));
        fields.finish(d);
        Some(Edition {
            year: year?,
            source: source?,
            note: note.flatten(),
            flags: flags?.into_iter().map(|(flag, _)| flag).collect(),
            entries: entries?,
        })
    }

    fn member(&self, code: &str, say: impl FnOnce(String, Option<String>)) -> Option<MemberId> {
        let found = self.by_code.get(code).copied();
        if found.is_none() {
            // A name instead of a code is the likeliest slip.
            let by_name = self.members.iter().find(|m| {
                m.name.iter().any(|(_, name)| name == code) || m.aliases.iter().any(|a| a == code)
            });
            let hint = match by_name {
                Some(member) => Some(format!("write its code, `{}`", member.code)),
                None => suggest(code, self.members.iter().map(|m| m.code.as_str()))
                    .or_else(|| Some("add it to survey/members.yaml".to_owned())),
            };
            say(format!("unknown member `{code}`"), hint);
        }
        found
    }

    fn flags<'n>(&self, node: &Node<'n>) -> Option<Vec<(Flag, Node<'n>)>> {
        let d = self.diagnostics;
        node.list(d, |n| {
            let mut fields = n.fields(d, "a flagged value")?;
            let member = fields.need("member", d).and_then(|n| {
                let code = n.text(d)?;
                self.member(&code, |message, hint| n.error_hint(d, message, hint))
            });
            let component = fields.need("component", d).and_then(|n| {
                let id = n.text(d)?;
                let found = self.methodology.component(&id);
                if found.is_none() {
                    n.error_hint(
                        d,
                        format!("unknown component `{id}`"),
                        suggest(&id, self.component_ids()),
                    );
                }
                found
            });
            let note = fields.need("note", d).and_then(|n| n.texts(d));
            fields.finish(d);
            let flag = Flag {
                member: member?,
                component: component?,
                note: note?,
            };
            Some((flag, n.clone()))
        })
    }

    fn component_ids(&self) -> impl Iterator<Item = &str> {
        self.methodology.components.iter().map(|c| c.id.as_str())
    }

    fn entries(&self, node: &Node<'_>, flags: &[(Flag, Node<'_>)]) -> Option<Vec<Entry>> {
        let d = self.diagnostics;
        let mut entries: Vec<Option<Entry>> = vec![None; self.members.len()];
        let mut listed = vec![false; self.members.len()];
        for line in node.entries(d)? {
            let member = self.member(line.key, |message, hint| {
                d.push(
                    Diagnostic::error(message)
                        .at(line.key_spot.place())
                        .maybe_hint(hint),
                );
            });
            let entry = self.entry(&line.value, member, flags);
            if let Some(id) = member {
                listed[id.0] = true;
                entries[id.0] = entry;
            }
        }
        let left_out: Vec<&str> = self
            .members
            .iter()
            .zip(&listed)
            .filter(|(_, listed)| !**listed)
            .map(|(m, _)| m.code.as_str())
            .collect();
        if !left_out.is_empty() {
            let shown = left_out[..left_out.len().min(8)].join(", ");
            node.error_hint(
                d,
                format!("{} member(s) have no line here: {shown}", left_out.len()),
                Some("write `CODE: {assessed: false}` for a member not assessed".to_owned()),
            );
        }
        // What could not be read is reported; for the rest of the run it is not assessed.
        let blank = || Entry {
            assessed: false,
            rank: None,
            values: vec![None; self.methodology.components.len()],
        };
        Some(
            entries
                .into_iter()
                .map(|e| e.unwrap_or_else(blank))
                .collect(),
        )
    }

    fn entry(
        &self,
        node: &Node<'_>,
        member: Option<MemberId>,
        flags: &[(Flag, Node<'_>)],
    ) -> Option<Entry> {
        let d = self.diagnostics;
        let mut fields = node.fields(d, "a member's line")?;
        let assessed = fields.get("assessed").map_or(Some(true), |n| n.boolean(d));
        let rank = fields.get("rank").map(|n| {
            let rank: Option<u32> = n.whole(d);
            if rank == Some(0) {
                n.error(d, "ranks start at 1");
            }
            rank.filter(|r| *r > 0)
        });
        let mut values = vec![None; self.methodology.components.len()];
        let mut ok = true;
        for entry in fields.rest() {
            let Some(id) = self.methodology.component(entry.key) else {
                let known = self.component_ids().chain(["rank", "assessed"]);
                d.push(
                    Diagnostic::error(format!("unknown component `{}`", entry.key))
                        .at(entry.key_spot.place())
                        .maybe_hint(suggest(entry.key, known)),
                );
                ok = false;
                continue;
            };
            if *entry.value.tree() == crate::source::Tree::Null {
                continue;
            }
            let Some(value) = entry.value.number(d) else {
                ok = false;
                continue;
            };
            let flag = flags
                .iter()
                .find(|(f, _)| Some(f.member) == member && f.component == id);
            let component = &self.methodology.components[id.0];
            match (outside(component, value), flag) {
                (Some(why), None) => {
                    entry.value.error_hint(
                        d,
                        why,
                        Some(
                            "mend it, or keep it as published by listing it under `flagged`"
                                .to_owned(),
                        ),
                    );
                    ok = false;
                }
                (None, Some((_, flag_node))) => {
                    flag_node.error_hint(
                        d,
                        format!("the flagged value {value} is inside its range"),
                        Some("remove the flag".to_owned()),
                    );
                }
                _ => values[id.0] = Some(value),
            }
        }
        let assessed = assessed?;
        let needs_published = assessed
            && ok
            && self.methodology.results == super::methodology::Results::Published
            && values[ComponentId::INDEX.0].is_none();
        if needs_published {
            let index = &self.methodology.components[ComponentId::INDEX.0].id;
            node.error_hint(
                d,
                format!("the published value of `{index}` is missing"),
                Some(format!("add `{index}: …`, or `assessed: false`")),
            );
            return None;
        }
        ok.then_some(())?;
        Some(Entry {
            assessed,
            rank: rank.flatten(),
            values,
        })
    }
}

/// Why a value cannot be, if it cannot.
fn outside(component: &Component, value: f64) -> Option<String> {
    if let Some((low, high)) = component.range
        && !(low..=high).contains(&value)
    {
        return Some(format!(
            "{value} is outside the range of `{}`, {low} to {high}",
            component.id
        ));
    }
    if let Normalise::Goalposts {
        min,
        max,
        beyond: Beyond::Error,
        ..
    } = component.normalise
        && !(min..=max).contains(&value)
    {
        return Some(format!(
            "{value} is beyond the goalposts of `{}`, {min} to {max}",
            component.id
        ));
    }
    None
}
