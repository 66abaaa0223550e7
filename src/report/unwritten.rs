//! Texts that are still to be written: where `TODO` stands for them. A report builds with them, so
//! that it can be looked at meanwhile, and says where they are.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, SourceFile};
use crate::source::{Folder, Node, Tree, Yaml};

/// What stands in for a text that is still to be written.
pub const MARK: &str = "TODO";

/// Warnings on all texts of the report that are still to be written.
pub fn find(content: &Folder) -> Vec<Diagnostic> {
    let quiet = Diagnostics::new();
    let mut found = Vec::new();
    for name in content.names() {
        let holds = |bytes: &Arc<Vec<u8>>| memchr(bytes);
        if !content.bytes(name).is_some_and(holds) {
            continue;
        }
        // What is wrong with the file is told by its reader.
        let Ok(file) = content.need_text(name, &quiet) else {
            continue;
        };
        if name.starts_with("strings/") {
            found.extend(in_words(&file));
        } else if name.ends_with(".md") {
            let marks = in_markdown(&file.text).into_iter();
            found.extend(marks.map(|at| warning(Place::new(&file, at))));
        } else if let Ok(yaml) = Yaml::parse(&file, content.languages, &quiet) {
            let mut places = Vec::new();
            in_yaml(&Node::root(&yaml), &mut places, &quiet);
            found.extend(places.into_iter().map(warning));
        }
    }
    found
}

fn memchr(bytes: &[u8]) -> bool {
    bytes
        .windows(MARK.len())
        .any(|part| part == MARK.as_bytes())
}

fn warning(place: Place) -> Diagnostic {
    Diagnostic::warning("this text is still to be written")
        .at(place)
        .hint(format!("write it in place of `{MARK}`"))
}

/// Where the mark stands as a word.
fn marks(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(MARK).filter_map(|(at, _)| {
        let is_letter = |c: char| c.is_alphanumeric() && c.is_ascii();
        let before = text[..at].chars().next_back().is_some_and(is_letter);
        let after = text[at + MARK.len()..]
            .chars()
            .next()
            .is_some_and(is_letter);
        (!before && !after).then_some(at)
    })
}

/// Comments are for authors.
fn in_markdown(text: &str) -> Vec<Range<usize>> {
    let hidden = |at: usize| {
        let open = text[..at].rfind("<!--");
        open.is_some_and(|open| !text[open..at].contains("-->"))
    };
    marks(text)
        .filter(|at| !hidden(*at))
        .map(|at| at..at + MARK.len())
        .collect()
}

fn in_yaml(node: &Node<'_>, places: &mut Vec<Place>, quiet: &Diagnostics) {
    match node.tree() {
        Tree::Text(text) if marks(text).next().is_some() => places.push(node.place()),
        Tree::List(_) => {
            for item in node.items(quiet).unwrap_or_default() {
                in_yaml(&item, places, quiet);
            }
        }
        Tree::Map(_) => {
            for entry in node.entries(quiet).unwrap_or_default() {
                in_yaml(&entry.value, places, quiet);
            }
        }
        _ => {}
    }
}

/// Words that are still in another language have a comment above them; all are one warning.
fn in_words(file: &Arc<SourceFile>) -> Option<Diagnostic> {
    let line = format!("# {MARK}");
    let mut at = 0;
    let mut found: Vec<usize> = Vec::new();
    for text in file.text.split_inclusive('\n') {
        if text.trim() == line {
            found.push(at);
        }
        at += text.len();
    }
    let first = *found.first()?;
    let words = match found.len() {
        1 => "a word is".to_owned(),
        n => format!("{n} words are"),
    };
    Some(
        Diagnostic::warning(format!("{words} still to be translated"))
            .at(Place::new(file, first..first + line.len()))
            .hint(format!(
                "translate what stands below each line `{line}`, and remove the line"
            )),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_a_word_outside_comments() {
        assert_eq!(in_markdown("a TODO b <!-- TODO --> TODO"), [2..6, 23..27]);
        assert!(in_markdown("TODOS xTODO").is_empty());
        assert_eq!(in_markdown("写TODO，").len(), 1);
    }
}
