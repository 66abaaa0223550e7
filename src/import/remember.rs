//! What an author settled, remembered for the next time: names as aliases, skipped rows in the map.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::columns::Columns;
use super::edit::{Edits, is_flow, scalar};
use super::fold;
use super::given::Settled;
use super::map::Map;
use super::names::Names;
use super::table::Table;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, SourceFile};
use crate::source::{Folder, Node, Tree, Yaml};
use crate::survey::{MemberId, Survey};

/// A name that is to be an alias of a member.
pub(super) type Alias = (String, MemberId);

/// The names of a table's rows, by what they are folded.
pub(super) fn names_of(table: &Table, columns: &Columns) -> BTreeMap<String, String> {
    let rows = table.rows[columns.header + 1..].iter();
    let cells = rows.flat_map(|row| {
        [columns.member, columns.code]
            .into_iter()
            .flatten()
            .filter_map(|column| row.cell(column))
    });
    cells
        .map(|cell| (fold::key(&cell.text), cell.text.clone()))
        .collect()
}

/// The names that are to be aliases, as the file has them.
pub(super) fn aliases(
    settled: &Settled,
    names: &Names<'_>,
    in_file: &BTreeMap<String, String>,
    d: &Diagnostics,
) -> Vec<Alias> {
    let mut aliases = Vec::new();
    for (name, member) in &settled.names {
        let Some(written) = in_file.get(&fold::key(name)) else {
            d.push(Diagnostic::warning(format!(
                "no row has the name `{name}` of `--name`"
            )));
            continue;
        };
        let is_new = names.find(written) != Some(*member);
        if is_new && !aliases.iter().any(|(other, _)| other == written) {
            aliases.push((written.clone(), *member));
        }
    }
    aliases
}

/// The names that the map is to skip, as the file has them.
pub(super) fn skips(
    settled: &Settled,
    map: &Map,
    in_file: &BTreeMap<String, String>,
    d: &Diagnostics,
) -> Vec<String> {
    let mut skips: Vec<String> = Vec::new();
    for name in &settled.skip {
        let key = fold::key(name);
        let Some(written) = in_file.get(&key) else {
            d.push(Diagnostic::warning(format!(
                "no row has the name `{name}` of `--skip`"
            )));
            continue;
        };
        let is_known = map.skip.iter().any(|known| fold::key(known) == key);
        if !is_known && !skips.contains(written) {
            skips.push(written.clone());
        }
    }
    skips
}

/// Where a member's aliases stand: behind the last of these.
const BEFORE_ALIASES: [&str; 5] = ["code", "name", "in-text", "possessive", "since"];

/// `members.yaml` with more aliases.
pub(super) fn with_aliases(
    file: &Arc<SourceFile>,
    aliases: &[Alias],
    survey: &Survey,
    content: &Folder,
    d: &Diagnostics,
) -> Checked<String> {
    let yaml = Yaml::parse(file, content.languages, d)?;
    let mut by_member: BTreeMap<MemberId, Vec<String>> = BTreeMap::new();
    for (alias, member) in aliases {
        by_member.entry(*member).or_default().push(scalar(alias));
    }
    let mut edits = Edits::default();
    for node in Node::root(&yaml).items(d)? {
        let entries = node.entries(d)?;
        let code = entries.iter().find(|entry| entry.key == "code");
        let code = code.and_then(|entry| entry.value.text(d).ok());
        let member = code.and_then(|code| survey.member(&code));
        let Some(new) = member.and_then(|member| by_member.get(&member)) else {
            continue;
        };
        let own = entries.iter().find(|entry| entry.key == "aliases");
        let own = own.filter(|entry| matches!(entry.value.tree(), Tree::List(_)));
        if let Some(own) = own {
            for alias in new {
                edits.add_item(&file.text, &own.value, alias, d)?;
            }
        } else {
            let behind = entries
                .iter()
                .rposition(|e| BEFORE_ALIASES.contains(&e.key));
            let entry = format!("aliases: [{}]", new.join(", "));
            edits.add_entry(&file.text, &node, behind, &entry, d)?;
        }
    }
    Ok(edits.apply(&file.text))
}

/// A map that skips more rows.
pub(super) fn with_skips(
    file: &Arc<SourceFile>,
    skips: &[String],
    content: &Folder,
    d: &Diagnostics,
) -> Checked<String> {
    let yaml = Yaml::parse(file, content.languages, d)?;
    let root = Node::root(&yaml);
    let entries = root.entries(d)?;
    let own = entries.iter().find(|entry| entry.key == "skip");
    let own = own.filter(|entry| matches!(entry.value.tree(), Tree::List(_)));
    let names: Vec<String> = skips.iter().map(|name| scalar(name)).collect();
    let mut edits = Edits::default();
    if let Some(own) = own {
        for name in &names {
            edits.add_item(&file.text, &own.value, name, d)?;
        }
        return Ok(edits.apply(&file.text));
    }
    let entry = format!("skip: [{}]", names.join(", "));
    if is_flow(&file.text, &root) {
        edits.add_entry(&file.text, &root, entries.len().checked_sub(1), &entry, d)?;
        return Ok(edits.apply(&file.text));
    }
    let end = if file.text.ends_with('\n') { "" } else { "\n" };
    Ok(format!("{}{end}{entry}\n", file.text))
}

/// The line that names the schema of an edition, as the members' file names its own.
pub(super) fn edition_schema(content: &Folder) -> Option<String> {
    let members = content.bytes("survey/members.yaml")?;
    let text = std::str::from_utf8(members).ok()?;
    let first = text.trim_start_matches('\u{feff}').lines().next()?;
    let path = first.strip_prefix("# yaml-language-server: $schema=")?;
    let folder = path.strip_suffix("members.json")?;
    let up = if folder.contains("://") { "" } else { "../" };
    Some(format!(
        "# yaml-language-server: $schema={up}{folder}edition.json"
    ))
}
