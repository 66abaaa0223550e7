//! What is known of the files of others, from `templates/import/words.yaml`.

use std::collections::{BTreeMap, BTreeSet};

use super::fold;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics};
use crate::lang::Languages;
use crate::source::node::Entry;
use crate::source::{Node, Overlay, Yaml};

/// The file.
const FILE: &str = "import/words.yaml";

/// The words, folded.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// What columns are called, by what they hold.
    columns: BTreeMap<String, Vec<String>>,
    /// What stands for no value.
    missing: BTreeSet<String>,
    pub(super) small: BTreeSet<String>,
    pub(super) short: BTreeMap<String, Vec<String>>,
    pub(super) forms: BTreeSet<String>,
    /// Those by which states of one name part.
    pub(super) parting: BTreeSet<String>,
    pub(super) remarks: BTreeSet<String>,
    pub(super) places: BTreeSet<String>,
}

/// A mark as the cells have it.
pub(super) fn mark(text: &str) -> String {
    text.trim().to_lowercase()
}

impl Words {
    /// Reads the file, the report's own or the program's.
    pub(super) fn read(templates: &Overlay, d: &Diagnostics) -> Checked<Words> {
        let file = templates.text(FILE, d).unwrap_or_else(|| {
            Err(d.report(Diagnostic::error(format!(
                "the template `{FILE}` is missing"
            ))))
        })?;
        let yaml = Yaml::parse(&file, Languages::built_in(), d)?;
        let mut words = Words::default();
        let texts = |node: &Node<'_>| node.list(d, |n| n.text(d));
        for Entry { key, key_at, value } in Node::root(&yaml).entries(d)? {
            let keys = |node: &Node<'_>| -> Checked<BTreeSet<String>> {
                Ok(texts(node)?.iter().map(|text| fold::key(text)).collect())
            };
            match key {
                "columns" => {
                    for column in value.entries(d)? {
                        let names = texts(&column.value)?;
                        let names = names.iter().map(|name| fold::key(name)).collect();
                        words.columns.insert(column.key.to_owned(), names);
                    }
                }
                "missing" => words.missing = texts(&value)?.iter().map(|t| mark(t)).collect(),
                "small-words" => words.small = keys(&value)?,
                "abbreviations" => {
                    for short in value.entries(d)? {
                        let long = fold::words(&short.value.text(d)?);
                        words.short.insert(short.key.to_owned(), long);
                    }
                }
                "forms-of-state" => words.forms = keys(&value)?,
                "parting-forms" => words.parting = keys(&value)?,
                "remarks" => words.remarks = keys(&value)?,
                "places" => words.places = keys(&value)?,
                _ => {
                    let message = format!("`{FILE}` has no key `{key}`");
                    return Err(d.report(Diagnostic::error(message).at(key_at.place())));
                }
            }
        }
        Ok(words)
    }

    /// What a column of this kind may be called.
    pub(super) fn column(&self, kind: &str) -> &[String] {
        self.columns.get(kind).map_or(&[], Vec::as_slice)
    }

    /// Whether the text of a cell stands for no value.
    pub(super) fn is_missing(&self, text: &str) -> bool {
        text.is_empty() || self.missing.contains(&mark(text))
    }
}
