//! The record of a translation: which text of the original each section translates, and which text
//! of its own it was then. Hashes of sections, not dates of files.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::chapters::Chapter;
use crate::commentary::{Commentary, Section};
use crate::diagnostic::{Diagnostic, Place, SourceFile, Stage};
use crate::lang::{Lang, PerLanguage};

/// The name of what stands before the first heading, in front matter.
const TOP: &str = "top";

/// The hash of a section: of its words, not of how its lines are broken.
fn hash(file: &SourceFile, section: &Section) -> String {
    let text = file.text.get(section.source.clone()).unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    let digest = Sha256::digest(words.join(" ").as_bytes());
    digest.iter().take(6).map(|b| format!("{b:02x}")).collect()
}

fn hashes(file: &SourceFile, commentary: &Commentary) -> Vec<(String, String)> {
    commentary
        .sections
        .iter()
        .filter(|s| !s.id.starts_with('['))
        .filter(|s| !s.id.is_empty() || !file.text[s.source.clone()].trim().is_empty())
        .map(|s| {
            let id = if s.id.is_empty() { TOP } else { s.id.as_str() };
            (id.to_owned(), hash(file, s))
        })
        .collect()
}

/// The sections of which a text changed since the translation was recorded.
pub fn stale(
    chapter: &Chapter,
    rendered: &PerLanguage<Commentary>,
    original: Lang,
    translated: Lang,
) -> Vec<Diagnostic> {
    let (from, to) = (&chapter.files[original], &chapter.files[translated]);
    let renew = format!(
        "compare the two, then run `egov-report renew {}`",
        chapter.slug
    );
    let Some(record) = &to.record else {
        let at = Place::new(&to.file, 0..3);
        return vec![
            Diagnostic::warning(format!(
                "the translation of `{}` is not recorded",
                chapter.slug
            ))
            .at(at)
            .hint(renew),
        ];
    };
    let now_from = hashes(&from.file, &rendered[original]);
    let now_to: BTreeMap<String, String> = hashes(&to.file, &rendered[translated])
        .into_iter()
        .collect();
    let places = |commentary: &Commentary| {
        let mut places: BTreeMap<String, Place> = BTreeMap::new();
        for section in &commentary.sections {
            let id = if section.id.is_empty() {
                TOP
            } else {
                &section.id
            };
            let entry = places.entry(id.to_owned());
            entry.or_insert_with(|| section.place.clone());
        }
        places
    };
    let mut places_to = places(&rendered[translated]);
    let mut places_from = places(&rendered[original]);
    let mut list = Vec::new();
    for (id, hash) in &now_from {
        let recorded = record.get(id);
        let changed_from = recorded.is_none_or(|r| r.0 != *hash);
        let changed_to = now_to
            .get(id)
            .is_some_and(|now| recorded.is_none_or(|r| r.1 != *now));
        let message = match (recorded, changed_from, changed_to) {
            (None, ..) => format!("the section `{id}` is not recorded as translated"),
            (_, true, true) => {
                format!("both texts of the section `{id}` changed since they were compared")
            }
            (_, true, false) => {
                format!("the section `{id}` is stale: the original changed since it was translated")
            }
            (_, false, true) => {
                format!("the translation of the section `{id}` changed, the original did not")
            }
            (_, false, false) => continue,
        };
        let both = [&from.file.path, &to.file.path];
        let mut diagnostic = Diagnostic::warning(message)
            .hint(renew.clone())
            .follows(Stage::Pages, both);
        if let Some(at) = places_to.remove(id) {
            diagnostic = diagnostic.at(at);
        }
        if let Some(at) = places_from.remove(id) {
            diagnostic = diagnostic.related(at, "the original");
        }
        list.push(diagnostic);
    }
    list
}

/// The text of the translated file with its record renewed.
pub fn renewed(
    chapter: &Chapter,
    rendered: &PerLanguage<Commentary>,
    original: Lang,
    translated: Lang,
) -> String {
    let (from, to) = (&chapter.files[original], &chapter.files[translated]);
    let own: BTreeMap<String, String> = hashes(&to.file, &rendered[translated])
        .into_iter()
        .collect();
    let mut block = "translates:\n".to_owned();
    for (id, hash) in hashes(&from.file, &rendered[original]) {
        if let Some(own) = own.get(&id) {
            block.push_str(&format!("  {id}: {hash}/{own}\n"));
        }
    }
    replace_record(&to.file, to.body, &block)
}

/// Replaces the key `translates` of the front matter, or adds it at its end.
fn replace_record(file: &Arc<SourceFile>, body: usize, block: &str) -> String {
    let (front, rest) = file.text.split_at(body);
    let mut lines: Vec<&str> = Vec::new();
    let mut inside = false;
    for line in front.split_inclusive('\n') {
        if line.starts_with("translates:") {
            inside = true;
            continue;
        }
        if inside && line.starts_with([' ', '\t']) {
            continue;
        }
        inside = false;
        lines.push(line);
    }
    let end = lines.pop().unwrap_or("---\n");
    format!("{}{block}{end}{rest}", lines.concat())
}
