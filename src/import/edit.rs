//! Changes to the text of a YAML file: comments, order and style stay.

use std::ops::Range;

use crate::diagnostic::{Checked, Diagnostics};
use crate::source::node::Entry;
use crate::source::{Node, Tree};

/// Changes that do not touch each other, applied together.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// The text with all changes; those at one place in the order in which they came.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| range.start);
        let mut new = String::with_capacity(text.len() + 1024);
        let mut done = 0;
        for (range, with) in &self.0 {
            new.push_str(&text[done..range.start.max(done)]);
            new.push_str(with);
            done = range.end.max(done);
        }
        new.push_str(&text[done..]);
        new
    }

    pub(super) fn insert(&mut self, at: usize, text: String) {
        self.0.push((at..at, text));
    }

    /// Puts a number in the place of a scalar.
    pub(super) fn replace(&mut self, text: &str, entry: &Entry<'_>, with: &str) {
        let span = entry.value.place().span;
        let old = &text[span.clone()];
        let is_nothing =
            *entry.value.tree() == Tree::Null && !matches!(old, "~" | "null" | "Null" | "NULL");
        if !is_nothing {
            self.0.push((span, with.to_owned()));
            return;
        }
        // `key:` with nothing behind it.
        let key = entry.key_at.place().span;
        let colon = text[key.end..]
            .find(':')
            .map_or(key.end, |at| key.end + at + 1);
        self.insert(colon, format!(" {with}"));
    }

    /// Adds an entry to a mapping: behind the entry with a number, or before the first.
    pub(super) fn add_entry(
        &mut self,
        text: &str,
        map: &Node<'_>,
        behind: Option<usize>,
        entry: &str,
        d: &Diagnostics,
    ) -> Checked<()> {
        let entries = map.entries(d)?;
        let flow = is_flow(text, map);
        let Some(first) = entries.first() else {
            let at = map.place().span.start + usize::from(flow);
            self.insert(at, entry.to_owned());
            return Ok(());
        };
        let start = first.key_at.place().span.start;
        match (behind.and_then(|at| entries.get(at)), flow) {
            (Some(entry_before), true) => {
                let end = end_of_entry(text, entry_before, d)?;
                self.insert(end, format!(", {entry}"));
            }
            (None, true) => self.insert(start, format!("{entry}, ")),
            (Some(entry_before), false) => {
                let end = end_of_line(text, end_of_entry(text, entry_before, d)?);
                self.insert(end, format!("\n{}{entry}", indent(text, start)));
            }
            (None, false) => self.insert(start, format!("{entry}\n{}", indent(text, start))),
        }
        Ok(())
    }

    /// Adds an item at the end of a list.
    pub(super) fn add_item(
        &mut self,
        text: &str,
        list: &Node<'_>,
        item: &str,
        d: &Diagnostics,
    ) -> Checked<()> {
        let items = list.items(d)?;
        let start = list.place().span.start;
        let Some(last) = items.last() else {
            self.insert(start + 1, item.to_owned());
            return Ok(());
        };
        let end = end_of(text, last, d)?;
        if text[start..].starts_with('[') {
            self.insert(end, format!(", {item}"));
        } else {
            let first = items.first().unwrap_or(last).place().span.start;
            let line = text[..first].rfind('\n').map_or(0, |at| at + 1);
            // The dash with the blanks on its sides.
            let head = &text[line..first];
            self.insert(end_of_line(text, end), format!("\n{head}{item}"));
        }
        Ok(())
    }
}

/// Whether a mapping is written in braces.
pub(super) fn is_flow(text: &str, map: &Node<'_>) -> bool {
    text[map.place().span.start..].starts_with('{')
}

/// The blanks before what stands at `at`, the dash of a list among them.
fn indent(text: &str, at: usize) -> String {
    let line = text[..at].rfind('\n').map_or(0, |n| n + 1);
    text[line..at].chars().map(|_| ' ').collect()
}

fn end_of_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |n| at + n)
}

fn end_of_entry(text: &str, entry: &Entry<'_>, d: &Diagnostics) -> Checked<usize> {
    let key = entry.key_at.place().span;
    match entry.value.tree() {
        Tree::Null => {
            let span = entry.value.place().span;
            let is_written = matches!(&text[span.clone()], "~" | "null" | "Null" | "NULL");
            let colon = text[key.end..]
                .find(':')
                .map_or(key.end, |at| key.end + at + 1);
            Ok(if is_written { span.end } else { colon })
        }
        _ => end_of(text, &entry.value, d),
    }
}

/// The end of a node in the text.
fn end_of(text: &str, node: &Node<'_>, d: &Diagnostics) -> Checked<usize> {
    let span = node.place().span;
    let opens = text[span.start..].starts_with(['{', '[']);
    match node.tree() {
        Tree::Map(_) | Tree::List(_) if opens => Ok(closing(text, span.start)),
        Tree::Map(_) => match node.entries(d)?.last() {
            Some(last) => end_of_entry(text, last, d),
            None => Ok(span.end),
        },
        Tree::List(_) => match node.items(d)?.last() {
            Some(last) => end_of(text, last, d),
            None => Ok(span.end),
        },
        _ => Ok(span.end),
    }
}

/// Behind the bracket that closes the one at `start`; brackets in texts and comments are none.
fn closing(text: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut comment = false;
    let mut before = ' ';
    for (at, c) in text[start..].char_indices() {
        match (quote, c) {
            _ if comment => comment = c != '\n',
            (Some('"'), '"') if before == '\\' => {}
            (Some(open), c) => quote = Some(open).filter(|open| *open != c),
            (None, '"' | '\'') if " {[,:\n".contains(before) => quote = Some(c),
            (None, '#') if before.is_whitespace() => comment = true,
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return start + at + 1;
                }
            }
            _ => {}
        }
        // Two backslashes are one.
        before = if before == '\\' && c == '\\' { ' ' } else { c };
    }
    text.len()
}

/// A text as YAML writes it, in brackets too: plain where that is safe.
pub(super) fn scalar(text: &str) -> String {
    let inner = |c: char| c.is_alphanumeric() || " -’·./".contains(c);
    let reserved = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let is_plain = text.chars().next().is_some_and(char::is_alphabetic)
        && text.chars().all(inner)
        && !text.ends_with(' ')
        && !reserved.contains(&text.to_lowercase().as_str());
    if is_plain {
        return text.to_owned();
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::lang::Languages;
    use crate::source::Yaml;

    fn edited(text: &str, edit: impl FnOnce(&mut Edits, &Node<'_>, &Diagnostics)) -> String {
        let d = Diagnostics::new();
        let file = Arc::new(SourceFile {
            path: "x.yaml".into(),
            text: text.into(),
        });
        let yaml = Yaml::parse(&file, Languages::built_in(), &d).unwrap();
        let mut edits = Edits::default();
        edit(&mut edits, &Node::root(&yaml), &d);
        edits.apply(text)
    }

    #[test]
    fn values_are_put_in_their_place() {
        for (text, wanted) in [
            ("{a: 1, b: 2} # b\n", "{a: 9, b: 2} # b\n"),
            ("a: 1   # why\nb: 2\n", "a: 9   # why\nb: 2\n"),
            ("a:\nb: 2\n", "a: 9\nb: 2\n"),
            ("a: ~\n", "a: 9\n"),
            ("{a: , b: 2}\n", "{a: 9 , b: 2}\n"),
            ("a: '1/3'\n", "a: 9\n"),
        ] {
            let new = edited(text, |edits, root, d| {
                edits.replace(text, &root.entries(d).unwrap()[0], "9");
            });
            assert_eq!(new, wanted);
        }
    }

    #[test]
    fn entries_are_added_in_the_style_of_their_mapping() {
        for (text, behind, wanted) in [
            (
                "{a: 1, b: [2, '}']} # c\n",
                Some(1),
                "{a: 1, b: [2, '}'], x: 9} # c\n",
            ),
            ("{a: 1}\n", None, "{x: 9, a: 1}\n"),
            ("{}\n", None, "{x: 9}\n"),
            ("a: 1 # one\nb: 2\n", Some(0), "a: 1 # one\nx: 9\nb: 2\n"),
            (
                "a:\n  b: {c: 1} # two\n# end\n",
                Some(0),
                "a:\n  b: {c: 1} # two\nx: 9\n# end\n",
            ),
            ("a: 1", Some(0), "a: 1\nx: 9"),
            ("  a: 1\n", None, "  x: 9\n  a: 1\n"),
        ] {
            let new = edited(text, |edits, root, d| {
                edits.add_entry(text, root, behind, "x: 9", d).unwrap();
            });
            assert_eq!(new, wanted);
        }
    }

    #[test]
    fn items_are_added_in_the_style_of_their_list() {
        for (text, wanted) in [
            ("[a, \"b]\"] # c\n", "[a, \"b]\", x] # c\n"),
            ("[]\n", "[x]\n"),
            ("- a # one\n- b # two\n", "- a # one\n- b # two\n- x\n"),
            ("  - a\n", "  - a\n  - x\n"),
        ] {
            let new = edited(text, |edits, root, d| {
                edits.add_item(text, root, "x", d).unwrap()
            });
            assert_eq!(new, wanted);
        }
    }

    #[test]
    fn texts_are_quoted_where_they_must_be() {
        for (text, wanted) in [
            ("New Port", "New Port"),
            ("Port (New)", "\"Port (New)\""),
            ("Port d'Été", "\"Port d'Été\""),
            ("No", "\"No\""),
            ("a: b", "\"a: b\""),
            ("say \"x\\y\"", "\"say \\\"x\\\\y\\\"\""),
            ("4", "\"4\""),
            ("东港（新）", "\"东港（新）\""),
        ] {
            assert_eq!(scalar(text), wanted);
        }
    }
}
