//! `editions/<year>.yaml`: what was published and observed, one member a line.

mod draft;
mod exceptions;
mod flags;
mod year;

pub use exceptions::{Exception, Subject};
pub use flags::Flag;

use std::collections::HashMap;

use super::recipe::{Beyond, Normalise};
use super::{
    Component, ComponentId, Known, Member, MemberId, Methodology, Source, SourceId, Year,
    source_ref,
};
use crate::diagnostic::{
    Checked, Diagnostic, Diagnostics, Place, Reported, Stage, some_of, suggest,
};
use crate::lang::PerLanguage;
use crate::schema::files::edition as files;
use crate::source::{Folder, Node, NodePlace, Yaml};

/// What an edition says of one member.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
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
    /// What is warned of, and known.
    pub exceptions: Vec<Exception>,
    /// By member.
    pub entries: Vec<Observation>,
    /// By member: the lines of the file.
    lines: Vec<Option<NodePlace>>,
}

impl Edition {
    /// Where a value stands, or the line of a member that has none. `None` for a member without a line.
    pub fn place(&self, member: MemberId, key: &str) -> Option<Place> {
        let line = self.lines[member.0].as_ref()?;
        Some(line.entry(key).unwrap_or_else(|| line.clone()).place())
    }
}

struct Context<'c> {
    members: &'c [Member],
    by_code: &'c HashMap<String, MemberId>,
    methodology: &'c Methodology,
    sources: Known<'c, Source>,
    diagnostics: &'c Diagnostics,
}

/// Reads all editions, oldest first; those that cannot be read are reported.
pub fn read_all(
    content: &Folder,
    members: &[Member],
    by_code: &HashMap<String, MemberId>,
    methodology: &Methodology,
    sources: Known<'_, Source>,
    diagnostics: &Diagnostics,
) -> Vec<Edition> {
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
        let yaml = content
            .need_text(name, diagnostics)
            .and_then(|file| Yaml::parse(&file, content.languages, diagnostics));
        if yaml
            .as_ref()
            .is_ok_and(|yaml| draft::is_draft(&Node::root(yaml), diagnostics))
        {
            continue;
        }
        let edition = yaml.and_then(|yaml| context.edition(&Node::root(&yaml), name));
        // What is wrong with it has been told.
        let Ok(edition) = edition else { continue };
        if let Some(first) = years.insert(edition.year, name.to_owned()) {
            diagnostics.push(
                Diagnostic::error(format!(
                    "there are two editions of {}: `{first}` and `{name}`",
                    edition.year
                ))
                .about(content.display(name))
                .hint("a year names one edition: change or remove one of the files"),
            );
            continue;
        }
        editions.push(edition);
    }
    editions.sort_by_key(|e| e.year);
    editions
}

/// Says that there is no edition, unless it has been told why none could be read.
pub(super) fn none(content: &Folder, diagnostics: &Diagnostics) -> Reported {
    let any = content
        .names_in("survey/editions")
        .any(|n| n.ends_with(".yaml"));
    let told = diagnostics.reported().filter(|_| any);
    told.unwrap_or_else(|| {
        diagnostics.report(
            Diagnostic::error(format!(
                "there is no edition in `{}`",
                content.display("survey/editions")
            ))
            .hint("add survey/editions/<year>.yaml"),
        )
    })
}

impl Context<'_> {
    fn edition(&self, root: &Node<'_>, name: &str) -> Checked<Edition> {
        let d = self.diagnostics;
        let mut fields = root.fields(d, &files::EDITION_RECORD)?;
        let year = fields.required("year", d, |n| year::of(n, name, d));
        let source = fields.required("source", d, |n| source_ref(n, self.sources, d));
        let note = fields.optional("note", |n| n.texts(d));
        let flags = fields.optional("flagged", |n| self.flags(n));
        let flagged = flags
            .as_ref()
            .map_or(&[][..], |f| f.as_deref().unwrap_or(&[]));
        let first = year.as_ref().ok().copied();
        let exceptions = fields.optional("exceptions", |n| self.exceptions(n));
        let entries = fields.required("members", d, |n| self.entries(n, flagged, first));
        // One that is a draft was left out before.
        let draft = fields.optional("draft", |n| n.boolean(d));
        fields.finish(d);
        draft?;
        let flags = flags?.unwrap_or_default();
        let (entries, lines) = entries?;
        Ok(Edition {
            year: year?,
            source: source?,
            note: note.unwrap_or_default(),
            flags: flags.into_iter().map(|(flag, _)| flag).collect(),
            exceptions: exceptions?.unwrap_or_default(),
            entries,
            lines,
        })
    }

    fn member(
        &self,
        code: &str,
        say: impl FnOnce(String, Option<String>) -> Reported,
    ) -> Checked<MemberId> {
        let found = self.by_code.get(code).copied();
        found.ok_or_else(|| {
            // A name instead of a code is the likeliest slip.
            let by_name = self.members.iter().find(|m| {
                m.name.iter().any(|(_, name)| name == code) || m.aliases.iter().any(|a| a == code)
            });
            let hint = match by_name {
                Some(member) => Some(format!("write its code, `{}`", member.code)),
                None => suggest(code, self.members.iter().map(|m| m.code.as_str()))
                    .or_else(|| Some("add it to survey/members.yaml".to_owned())),
            };
            say(format!("unknown member `{code}`"), hint)
        })
    }

    fn component_ids(&self) -> impl Iterator<Item = &str> {
        self.methodology.components.iter().map(|c| c.id.as_str())
    }

    fn entries(
        &self,
        node: &Node<'_>,
        flags: &[(Flag, Node<'_>)],
        year: Option<Year>,
    ) -> Checked<(Vec<Observation>, Vec<Option<NodePlace>>)> {
        let d = self.diagnostics;
        let mut lines = vec![None; self.members.len()];
        let mut entries: Vec<Option<Checked<Observation>>> = vec![None; self.members.len()];
        let mut listed = vec![false; self.members.len()];
        for line in node.entries(d)? {
            let member = self.member(line.key, |message, hint| {
                d.report(
                    Diagnostic::error(message)
                        .at(line.key_at.place())
                        .maybe_hint(hint),
                )
            });
            let entry = self.entry(&line.value, member.ok(), flags);
            if let (Ok(id), Ok(entry)) = (member, &entry) {
                self.check_since(&line.value, id, entry, year);
            }
            if let Ok(id) = member {
                listed[id.0] = true;
                lines[id.0] = Some(line.value.node_place());
                entries[id.0] = Some(entry);
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
            let shown = some_of(&left_out);
            d.push(
                Diagnostic::error(format!(
                    "{} member(s) have no line here: {shown}",
                    left_out.len()
                ))
                .at(node.place())
                .follows(Stage::Data, [node.place().file.path.clone()])
                .hint("write `CODE: {assessed: false}` for a member not assessed"),
            );
        }
        // What could not be read is reported; for the rest of the run it is not assessed.
        let blank = || Observation {
            assessed: false,
            rank: None,
            values: vec![None; self.methodology.components.len()],
        };
        let read = |entry: Option<Checked<Observation>>| match entry {
            Some(Ok(entry)) => entry,
            Some(Err(_)) | None => blank(),
        };
        Ok((entries.into_iter().map(read).collect(), lines))
    }

    fn entry(
        &self,
        node: &Node<'_>,
        member: Option<MemberId>,
        flags: &[(Flag, Node<'_>)],
    ) -> Checked<Observation> {
        let d = self.diagnostics;
        let mut fields = node.fields(d, &files::LINE)?;
        let assessed = fields.optional("assessed", |n| n.boolean(d));
        let rank = fields.optional("rank", |n| n.whole(d));
        let mut values = vec![None; self.methodology.components.len()];
        let mut ok = Ok(());
        for entry in fields.rest() {
            match self.value(&entry, member, flags) {
                Ok((id, value)) => values[id.0] = value,
                Err(told) => ok = Err(told),
            }
        }
        let assessed = assessed?.unwrap_or(true);
        ok?;
        let needs_published = assessed
            && self.methodology.results == super::methodology::Results::Published
            && values[ComponentId::INDEX.0].is_none();
        if needs_published {
            let index = &self.methodology.components[ComponentId::INDEX.0].id;
            return Err(node.error_hint(
                d,
                format!("the published value of `{index}` is missing"),
                Some(format!("add `{index}: …`, or `assessed: false`")),
            ));
        }
        Ok(Observation {
            assessed,
            rank: rank.unwrap_or_default(),
            values,
        })
    }

    /// Reports a result of a member that was none yet.
    fn check_since(&self, node: &Node<'_>, id: MemberId, entry: &Observation, year: Option<Year>) {
        let member = &self.members[id.0];
        let (Some(since), Some(year)) = (member.since, year) else {
            return;
        };
        if entry.assessed && year < since {
            self.diagnostics.push(
                Diagnostic::error(format!(
                    "`{}` has a result in {year}, and became a member in {since}",
                    member.code
                ))
                .at(node.place())
                .related(member.declared_at.place(), "declared here")
                .hint("write `assessed: false`, or mend `since`"),
            );
        }
    }

    /// The value of a component on a member's line; null says that there is none.
    fn value(
        &self,
        entry: &crate::source::node::Entry<'_>,
        member: Option<MemberId>,
        flags: &[(Flag, Node<'_>)],
    ) -> Checked<(ComponentId, Option<f64>)> {
        let d = self.diagnostics;
        let id = self.methodology.component(entry.key).ok_or_else(|| {
            let known = self.component_ids().chain(["rank", "assessed"]);
            // `57,2` and `fibre:57.2` are no numbers in YAML.
            let is_number = entry.key.parse::<f64>().is_ok();
            let parted = entry
                .key
                .split_once(':')
                .map(|(id, value)| (id, value.trim()));
            let meant = match parted {
                _ if is_number => Some("a fraction has a point: `57.2`".to_owned()),
                Some((id, value)) => {
                    Some(format!("a blank stands behind the colon: `{id}: {value}`"))
                }
                None => suggest(entry.key, known),
            };
            d.report(
                Diagnostic::error(format!("unknown component `{}`", entry.key))
                    .at(entry.key_at.place())
                    .maybe_hint(meant),
            )
        })?;
        if *entry.value.tree() == crate::source::Tree::Null {
            return Ok((id, None));
        }
        let value = entry.value.number(d)?;
        let flag = flags
            .iter()
            .find(|(f, _)| Some(f.member) == member && f.component == id);
        let component = &self.methodology.components[id.0];
        match (outside(component, value), flag) {
            (Some(why), None) => Err(entry.value.error_hint(
                d,
                why,
                Some("mend it, or keep it as published by listing it under `flagged`".to_owned()),
            )),
            (None, Some((flag, flag_node))) if flag.counts => Err(flag_node.error_hint(
                d,
                format!("the flagged value {value} is inside its range"),
                Some(
                    "remove the flag, or add `counts: false` if it stands for a missing value"
                        .to_owned(),
                ),
            )),
            _ => Ok((id, Some(value))),
        }
    }
}

/// Why a value cannot be, if it cannot.
pub(crate) fn outside(component: &Component, value: f64) -> Option<String> {
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
