//! All changes to the keys of a report's files, as text.

use std::path::Path;
use std::sync::Arc;

use egov_report::diagnostic::{Diagnostics, SourceFile};
use egov_report::lang::Languages;
use egov_report::source::{FrontMatter, Node, Tree, Yaml};

/// One value of one key, changed.
pub struct Change {
    /// The file, below the report's folder.
    pub file: String,
    /// The keys and items that lead to the value.
    pub path: String,
    /// What stood there, and what stands there now.
    pub old: String,
    pub new: String,
    /// The whole file with the change.
    pub text: String,
    /// The lines at which it may be told: of the key, and of the mapping in which it stands.
    pub lines: Vec<usize>,
}

/// In place of a new value.
pub const REMOVED: &str = "(removed)";

const ABSURD: [&str; 6] = ["-1", "0", "12", "1e400", "''", "unknown-id"];

/// How many keys there are, and all changes to them.
pub fn changes(content: &Path) -> (usize, Vec<Change>) {
    let mut files: Vec<_> = walkdir::WalkDir::new(content)
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "yaml" || e == "md"));
    let mut found = Found::default();
    for path in files {
        let name = path.strip_prefix(content).unwrap().to_str().unwrap();
        let d = Diagnostics::new();
        let file = Arc::new(SourceFile {
            path: name.to_owned(),
            text: std::fs::read_to_string(&path).unwrap(),
        });
        let languages = Languages::built_in();
        let yaml = if name.ends_with(".md") {
            FrontMatter::split(&file, languages, &d).unwrap().yaml
        } else {
            Yaml::parse(&file, languages, &d).unwrap()
        };
        found.name = name.to_owned();
        found.text = file.text.clone();
        let root = Node::root(&yaml);
        // A file as a whole is told of at its start.
        found.below(&root, "", &[1, root.place().line_column().0]);
    }
    (found.keys, found.changes)
}

#[derive(Default)]
struct Found {
    name: String,
    text: String,
    keys: usize,
    changes: Vec<Change>,
}

impl Found {
    fn below(&mut self, node: &Node<'_>, path: &str, above: &[usize]) {
        let d = Diagnostics::new();
        match node.tree() {
            Tree::List(_) => {
                for (i, item) in node.items(&d).unwrap().iter().enumerate() {
                    let line = item.place().line_column().0;
                    self.below(item, &format!("{path}[{i}]"), &[line]);
                }
            }
            Tree::Map(_) => {
                for entry in node.entries(&d).unwrap() {
                    self.keys += 1;
                    let path = format!("{path}.{}", entry.key);
                    let key = entry.key_at.place();
                    let line = key.line_column().0;
                    let lines = [above, &[line]].concat();
                    self.entry(&entry.value, &path, key.span.clone(), lines);
                    let value = entry.value.place().line_column().0;
                    self.below(&entry.value, &path, &[line, value]);
                }
            }
            _ => {}
        }
    }

    fn entry(
        &mut self,
        value: &Node<'_>,
        path: &str,
        key: std::ops::Range<usize>,
        lines: Vec<usize>,
    ) {
        let text = self.text.clone();
        let colon = key.end + text[key.end..].find(':').unwrap() + 1;
        let start = value.place().span.start;
        let end = end_of(&text, value, key.start, colon, start);
        let old = text[colon..end].trim().to_owned();
        let wrong: &[&str] = match value.tree() {
            Tree::List(_) => &["{x: 1}", "true"],
            Tree::Map(_) => &["[1]", "true"],
            Tree::Bool(_) => &["[1]", "{x: 1}", "perhaps"],
            Tree::Int(_) | Tree::Float(_) => &["[1]", "{x: 1}", "true", "text"],
            Tree::Text(_) | Tree::Null => &["[1]", "{x: 1}", "true"],
        };
        for new in wrong.iter().chain(&ABSURD) {
            if same(&old, new) {
                continue;
            }
            self.push(
                path,
                &old,
                new,
                format!("{} {new}{}", &text[..colon], &text[end..]),
                lines.clone(),
            );
        }
        let without = without(&text, key.start, colon, end);
        self.push(path, &old, REMOVED, without, lines);
    }

    fn push(&mut self, path: &str, old: &str, new: &str, text: String, lines: Vec<usize>) {
        self.changes.push(Change {
            file: self.name.clone(),
            path: path.to_owned(),
            old: old.to_owned(),
            new: new.to_owned(),
            text,
            lines,
        });
    }
}

/// Whether two scalars are one value.
fn same(old: &str, new: &str) -> bool {
    let plain = |text: &str| text.trim_matches(['"', '\'']).to_owned();
    match (old.parse::<f64>(), new.parse::<f64>()) {
        (Ok(a), Ok(b)) => a == b,
        _ => plain(old) == plain(new),
    }
}

/// Where a value ends.
fn end_of(text: &str, value: &Node<'_>, key: usize, colon: usize, start: usize) -> usize {
    if *value.tree() == Tree::Null {
        return colon;
    }
    let on_line = !text[colon..start].contains('\n');
    match text[start..].chars().next() {
        Some('{' | '[') => start + closed(&text[start..]),
        Some('"') => start + 1 + text[start + 1..].find('"').unwrap() + 1,
        Some('\'') => start + 1 + text[start + 1..].find('\'').unwrap() + 1,
        _ if on_line => value.place().span.end,
        _ => block_end(text, key),
    }
}

/// The length of a bracketed value.
fn closed(text: &str) -> usize {
    let (mut depth, mut quote) = (0, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"') => quote = Some('"'),
            (None, '\'') if text[..at].ends_with([' ', '[', '{', ',']) => quote = Some('\''),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// The end of the block that belongs to the key at `key`: of its last line, without the line break.
fn block_end(text: &str, key: usize) -> usize {
    let line_start = text[..key].rfind('\n').map_or(0, |at| at + 1);
    let column = key - line_start;
    let mut at = text[key..].find('\n').map_or(text.len(), |n| key + n);
    let mut end = at;
    while at < text.len() {
        let line = text[at + 1..].split('\n').next().unwrap_or("");
        let indent = line.len() - line.trim_start().len();
        let item = indent == column && line.trim_start().starts_with("- ") && column > 0;
        let item = item || (column == 0 && line.starts_with("- "));
        if !line.trim().is_empty() && indent <= column && !item {
            break;
        }
        at += 1 + line.len();
        if !line.trim().is_empty() {
            end = at;
        }
    }
    end
}

/// The text without the key and its value.
fn without(text: &str, key: usize, colon: usize, end: usize) -> String {
    let line_start = text[..key].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[line_start..key];
    let rest = &text[end..];
    let in_flow = rest.trim_start_matches(' ').starts_with([',', '}']);
    if in_flow {
        let after = rest.trim_start_matches(' ');
        return match after.strip_prefix(',') {
            Some(after) => format!("{}{}", &text[..key], after.trim_start_matches(' ')),
            None => {
                let head = text[..key].trim_end();
                let head = head.strip_suffix(',').unwrap_or(head);
                format!("{head}{after}")
            }
        };
    }
    let next_line = rest.split_once('\n').map_or("", |(_, next)| next);
    if before.trim().is_empty() {
        return format!("{}{next_line}", &text[..line_start]);
    }
    // The first key of an item: the next stands in its place.
    let next = next_line.split('\n').next().unwrap_or("");
    let indent = next.len() - next.trim_start().len();
    if indent == key - line_start {
        return format!("{}{}", &text[..key], next_line.trim_start_matches(' '));
    }
    let _ = colon;
    format!("{}{{}}\n{next_line}", &text[..key])
}
