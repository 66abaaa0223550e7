//! The words of a language that is to be added to a report.

use std::path::PathBuf;
use std::sync::Arc;

use super::Inputs;
use crate::assets;
use crate::diagnostic::{Diagnostics, SourceFile};
use crate::lang::{Languages, Setting};
use crate::report::languages;
use crate::source::known;
use crate::source::{Folder, Node, Overlay, Tree, Yaml};
use crate::words::{Sheet, sheet};

/// The file of a language's words, to be filled in: of a language of the report by its key, of any
/// other by its tag.
///
/// # Errors
/// If there is no such report or language.
pub fn words_sheet(inputs: &Inputs, language: &str) -> Result<WordsSheet, String> {
    let d = Diagnostics::new();
    let mut content = Folder::read(&inputs.content, &known::CONTENT, &d);
    content.languages = languages::read(&content, &d).unwrap_or_else(|_| Languages::built_in());
    if let Some(error) = d.into_sorted().first() {
        return Err(error.message.clone());
    }
    let known = content.languages;
    let lang = match known.get(language) {
        Some(lang) => lang,
        None => {
            let tag = languages::tag(language)?;
            let of_report = known.iter().find(|lang| *lang.locale() == tag);
            of_report.unwrap_or_else(|| {
                let key = languages::own_segment(
                    &tag,
                    &known.keys().map(str::to_owned).collect::<Vec<_>>(),
                );
                Languages::of(vec![Setting::plain(tag, key)]).first()
            })
        }
    };
    let d = Diagnostics::new();
    let own = inputs
        .templates
        .as_ref()
        .map(|folder| Folder::read(folder, &known::TEMPLATES, &d));
    let templates = Overlay::new(std::iter::once(assets::templates()).chain(own).collect());
    let built_in = Languages::built_in().iter().next_back();
    let from = known.iter().find(|other| *other != lang).or(built_in);
    let from = from.unwrap_or(lang);
    let make = |what| sheet(lang, from, &templates, &content, what);
    Ok(WordsSheet {
        path: inputs.content.join(format!("strings/{lang}.yaml")),
        whole: make(Sheet::Whole),
        missing: make(Sheet::Missing),
    })
}

impl WordsSheet {
    /// The file of a language that holds `old` with the words that are missing below it; `None` if
    /// they cannot stand there, since it is not written as one word a line.
    pub fn added_to(&self, old: &str) -> Option<String> {
        let missing = &self.missing;
        // No blank line, which might become a part of the last text.
        let end = if old.is_empty() || old.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        let new = format!("{old}{end}{}", missing.trim_start_matches('\n'));
        let words = missing
            .lines()
            .filter(|line| !line.starts_with('#') && line.contains(':'));
        let is_whole = entries(&new)? == entries(old)? + words.count();
        is_whole.then_some(new)
    }
}

/// How many entries a file has.
fn entries(text: &str) -> Option<usize> {
    let d = Diagnostics::new();
    let file = Arc::new(SourceFile {
        path: String::new(),
        text: text.to_owned(),
    });
    let yaml = Yaml::parse(&file, Languages::built_in(), &d).ok()?;
    let root = Node::root(&yaml);
    match root.tree() {
        Tree::Null => Some(0),
        _ => root.entries(&d).ok().map(|entries| entries.len()),
    }
}

/// The words of a language, to be filled in.
#[derive(Debug)]
pub struct WordsSheet {
    /// Where a report has them.
    pub path: PathBuf,
    /// All of them, with what is there.
    pub whole: String,
    /// Those that are not there; empty if all are.
    pub missing: String,
}
