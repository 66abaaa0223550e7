//! An edition as YAML: a new one like its neighbours, or one that is there with what has changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::edit::Edits;
use super::given::Given;
use crate::diagnostic::{Checked, Diagnostics};
use crate::source::node::Entry;
use crate::source::{Folder, Node, Tree, Yaml};
use crate::survey::{ComponentId, MemberId, Survey, Year};

/// The folder of editions.
const FOLDER: &str = "survey/editions";

/// What a member's line says in one of its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Assessed,
    Rank,
    Component(ComponentId),
}

/// Something that is written otherwise than before.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change {
    pub(super) member: MemberId,
    pub(super) field: Field,
    pub(super) old: Option<String>,
    pub(super) new: String,
}

/// The editions that are there: name and content of each file.
pub(super) struct Files {
    by_year: BTreeMap<Year, (String, Arc<Yaml>)>,
}

/// How the nearest edition is written.
pub(super) struct Style {
    /// The line that names the schema.
    schema: Option<String>,
    /// The comment above the members, if the nearest two editions have the same.
    comment: String,
    members: Vec<MemberId>,
    fields: Vec<Field>,
}

/// The entry with a key.
fn entry<'n, 'e>(entries: &'e [Entry<'n>], key: &str) -> Option<&'e Entry<'n>> {
    entries.iter().find(|entry| entry.key == key)
}

impl Files {
    /// Those that are YAML and name a year; what is wrong with others has been told.
    pub(super) fn read(content: &Folder) -> Files {
        let d = Diagnostics::new();
        let mut by_year = BTreeMap::new();
        for name in content.names_in(FOLDER).filter(|n| n.ends_with(".yaml")) {
            let file = content.need_text(name, &d);
            let yaml = file.and_then(|file| Yaml::parse(&file, content.languages, &d));
            let Ok(yaml) = yaml else { continue };
            let root = Node::root(&yaml);
            let year = root.entries(&d).ok();
            let year = year.and_then(|e| entry(&e, "year")?.value.whole::<u16>(&d).ok());
            if let Some(year) = year {
                by_year.insert(Year(year), (name.to_owned(), Arc::clone(&yaml)));
            }
        }
        Files { by_year }
    }

    /// The name of an edition's file.
    pub(super) fn name(&self, year: Year) -> String {
        let own = self.by_year.get(&year).map(|(name, _)| name.clone());
        own.unwrap_or_else(|| format!("{FOLDER}/{year}.yaml"))
    }

    /// The file of an edition, if it is there.
    pub(super) fn yaml(&self, year: Year) -> Option<&Arc<Yaml>> {
        self.by_year.get(&year).map(|(_, yaml)| yaml)
    }

    /// How the edition before is written, or the one after.
    pub(super) fn style(&self, year: Year, survey: &Survey, members: Option<String>) -> Style {
        let before = self.by_year.range(..year).next_back();
        let near = before.or_else(|| self.by_year.range(year..).next());
        let mut style = Style {
            schema: members,
            comment: String::new(),
            members: Vec::new(),
            fields: Vec::new(),
        };
        if let Some((_, (_, yaml))) = near {
            let first = yaml.text.lines().next();
            style.schema = first
                .filter(|line| line.starts_with("# yaml-language-server:"))
                .map(str::to_owned);
            style.learn(yaml, survey);
            let others = self.by_year.range(..year).rev().nth(1);
            let other = others.or_else(|| self.by_year.range(year..).nth(1));
            let comment = comment(&yaml.text);
            if other.is_some_and(|(_, (_, other))| self::comment(&other.text) == comment) {
                style.comment = comment;
            }
        }
        let all = survey.member_ids().filter(|id| !style.members.contains(id));
        let all: Vec<MemberId> = all.collect();
        style.members.extend(all);
        let components = survey.methodology.component_ids().map(Field::Component);
        let fields = [Field::Assessed, Field::Rank].into_iter().chain(components);
        let fields: Vec<Field> = fields.filter(|f| !style.fields.contains(f)).collect();
        style.fields.extend(fields);
        style
    }
}

impl Style {
    /// The order of members, and that of the entries on the fullest line.
    fn learn(&mut self, yaml: &Arc<Yaml>, survey: &Survey) {
        let d = Diagnostics::new();
        let root = Node::root(yaml);
        let lines = root.entries(&d).ok();
        let lines = lines.and_then(|e| entry(&e, "members")?.value.entries(&d).ok());
        let lines = lines.unwrap_or_default();
        self.members = lines
            .iter()
            .filter_map(|line| survey.member(line.key))
            .collect();
        let entries = lines.iter().filter_map(|line| line.value.entries(&d).ok());
        let fullest = entries.max_by_key(Vec::len).unwrap_or_default();
        let fields = fullest.iter().filter_map(|entry| field(entry.key, survey));
        let fields: Vec<Field> = fields.filter(|f| *f != Field::Assessed).collect();
        // Where no neighbour has ranks, they stand before the values.
        let rank = Some(Field::Rank).filter(|rank| !fields.contains(rank));
        let first = std::iter::once(Field::Assessed).chain(rank);
        self.fields = first.chain(fields).collect();
    }
}

/// The lines of comments that stand directly above the members.
fn comment(text: &str) -> String {
    let head: Vec<&str> = text
        .lines()
        .take_while(|line| !line.starts_with("members:"))
        .collect();
    let first = head
        .iter()
        .rposition(|line| !line.starts_with('#'))
        .map_or(1, |at| at + 1);
    head.iter()
        .skip(first)
        .map(|line| format!("{line}\n"))
        .collect()
}

fn field(key: &str, survey: &Survey) -> Option<Field> {
    match key {
        "assessed" => Some(Field::Assessed),
        "rank" => Some(Field::Rank),
        id => survey.methodology.component(id).map(Field::Component),
    }
}

impl Field {
    /// As the file has it.
    pub(super) fn key(self, survey: &Survey) -> &str {
        match self {
            Field::Assessed => "assessed",
            Field::Rank => "rank",
            Field::Component(id) => &survey.methodology.components[id.0].id,
        }
    }
}

/// What a line is to say.
fn wanted(given: &Given) -> BTreeMap<Field, String> {
    let mut wanted = BTreeMap::new();
    if given.not_assessed {
        wanted.insert(Field::Assessed, "false".to_owned());
    }
    wanted.extend(given.rank.map(|rank| (Field::Rank, rank.to_string())));
    let values = given.values.iter();
    wanted.extend(values.map(|(id, number)| (Field::Component(*id), number.text.clone())));
    wanted
}

/// A line in braces.
fn line(given: &Given, style: &Style, survey: &Survey) -> String {
    let wanted = wanted(given);
    let entries = style.fields.iter().filter_map(|field| {
        let text = wanted.get(field)?;
        Some(format!("{}: {text}", field.key(survey)))
    });
    format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
}

/// A new edition.
pub(super) fn new(
    year: Year,
    source: &str,
    members: &BTreeMap<MemberId, Given>,
    style: &Style,
    survey: &Survey,
) -> String {
    let mut text = String::new();
    if let Some(schema) = &style.schema {
        text.push_str(schema);
        text.push('\n');
    }
    text.push_str(&format!(
        "year: {year}\nsource: {source}\n{}members:\n",
        style.comment
    ));
    let listed = style
        .members
        .iter()
        .filter_map(|id| Some((*id, members.get(id)?)));
    for (id, given) in listed {
        let code = super::edit::scalar(&survey.members[id.0].code);
        text.push_str(&format!("  {code}: {}\n", line(given, style, survey)));
    }
    text
}

/// An edition with what the file says, and what that changes.
pub(super) fn changed(
    yaml: &Arc<Yaml>,
    members: &BTreeMap<MemberId, Given>,
    style: &Style,
    survey: &Survey,
    d: &Diagnostics,
) -> Checked<(String, Vec<Change>)> {
    let text = &yaml.text;
    let root = Node::root(yaml);
    let entries = root.entries(d)?;
    let Some(lines) = entry(&entries, "members") else {
        return Err(root.error(d, "this edition has no `members`"));
    };
    let listed = lines.value.entries(d)?;
    let (mut edits, mut changes) = (Edits::default(), Vec::new());
    // In the order of the style, so that lines that are added at one place stand in it too.
    let mut behind = None;
    for id in &style.members {
        let code = survey.members[id.0].code.as_str();
        let at = listed.iter().position(|line| line.key == code);
        let Some(given) = members.get(id) else {
            behind = at.or(behind);
            continue;
        };
        match at {
            Some(at) => {
                behind = Some(at);
                change_line(
                    &listed[at].value,
                    (*id, given),
                    style,
                    survey,
                    &mut edits,
                    &mut changes,
                    d,
                )?;
            }
            None => {
                let new = line(given, style, survey);
                let entry = format!("{}: {new}", super::edit::scalar(code));
                edits.add_entry(text, &lines.value, behind, &entry, d)?;
                let all = wanted(given).into_iter();
                changes.extend(all.map(|(field, new)| Change {
                    member: *id,
                    field,
                    old: None,
                    new,
                }));
            }
        }
    }
    Ok((edits.apply(text), changes))
}

fn change_line(
    node: &Node<'_>,
    (member, given): (MemberId, &Given),
    style: &Style,
    survey: &Survey,
    edits: &mut Edits,
    changes: &mut Vec<Change>,
    d: &Diagnostics,
) -> Checked<()> {
    let text = &node.node_place().yaml.text.clone();
    let entries = node.entries(d)?;
    let wanted = wanted(given);
    let place = |field: Field| style.fields.iter().position(|f| *f == field);
    for field in &style.fields {
        let Some(new) = wanted.get(field) else {
            continue;
        };
        let mut change = Change {
            member,
            field: *field,
            old: None,
            new: new.clone(),
        };
        if let Some(entry) = entry(&entries, field.key(survey)) {
            if is_same(entry.value.tree(), new) {
                continue;
            }
            change.old = Some(written(text, entry)).filter(|old| !old.is_empty());
            edits.replace(text, entry, new);
        } else {
            // Behind the last of those that stand before it.
            let behind = entries.iter().rposition(|entry| {
                let own = self::field(entry.key, survey).and_then(place);
                own < place(*field)
            });
            let entry = format!("{}: {new}", field.key(survey));
            edits.add_entry(text, node, behind, &entry, d)?;
        }
        changes.push(change);
    }
    Ok(())
}

/// Whether a value is the one that is to stand there, however it is written.
fn is_same(tree: &Tree, new: &str) -> bool {
    match tree {
        Tree::Int(number) => new.parse::<f64>().is_ok_and(|new| new == *number as f64),
        Tree::Float(number) => new.parse::<f64>().is_ok_and(|new| new == *number),
        Tree::Bool(value) => new == value.to_string(),
        _ => false,
    }
}

fn written(text: &str, entry: &Entry<'_>) -> String {
    match entry.value.tree() {
        Tree::Null => String::new(),
        _ => text[entry.value.place().span].to_owned(),
    }
}
