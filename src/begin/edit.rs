//! Entries added to YAML files of the author's: comments, order and style of what is there stay.

use std::sync::Arc;

use crate::diagnostic::{Diagnostics, SourceFile};
use crate::lang::Languages;
use crate::source::{Node, Tree, Yaml};

/// Adds `item` at the end of the list under the key `key` of a mapping; `None` where the file is
/// written in a way that leaves no place for it.
pub(super) fn to_list_of(text: &str, key: &str, item: &str) -> Option<String> {
    let before = list_of(text, key)?;
    let new = added_to_list_of(text, key, item)?;
    let mut wanted = before;
    wanted.push(Tree::Text(item.to_owned()));
    (list_of(&new, key)? == wanted).then_some(new)
}

fn added_to_list_of(text: &str, key: &str, item: &str) -> Option<String> {
    let head = format!("{key}:");
    let mut at = 0;
    let start = text.split_inclusive('\n').find_map(|line| {
        let own = line.starts_with(&head).then_some(at);
        at += line.len();
        own
    });
    let Some(start) = start else {
        return Some(format!("{}{head}\n  - {item}\n", ended(text)));
    };
    let after = start + head.len();
    let rest = &text[after..];
    let value = rest.trim_start_matches([' ', '\t']);
    let opens = after + (rest.len() - value.len());
    if value.starts_with('[') {
        return in_brackets(text, opens, item);
    }
    let line_end = text[after..]
        .find('\n')
        .map_or(text.len(), |n| after + n + 1);
    let same_line = text[after..line_end].trim();
    if !same_line.is_empty() && !same_line.starts_with('#') {
        return None;
    }
    let (at, indent) = end_of_block(text, line_end);
    let indent = " ".repeat(indent.unwrap_or(2));
    let line = format!("{indent}- {item}\n");
    Some(format!("{}{line}{}", ended(&text[..at]), &text[at..]))
}

/// Where the last item of a list ends that begins after `from`, and how far its items are indented.
fn end_of_block(text: &str, from: usize) -> (usize, Option<usize>) {
    let (mut at, mut end, mut indent) = (from, from, None);
    for line in text[from..].split_inclusive('\n') {
        let trimmed = line.trim_start_matches(' ');
        let depth = line.len() - trimmed.len();
        let is_item = trimmed.starts_with("- ") || trimmed.trim_end() == "-";
        let is_blank = trimmed.trim().is_empty() || trimmed.starts_with('#');
        let belongs = is_blank || depth > 0 || is_item;
        if !belongs {
            break;
        }
        at += line.len();
        if is_item && indent.is_none_or(|first| depth == first) {
            indent = Some(depth);
            end = at;
        } else if !is_blank && indent.is_some() {
            end = at;
        }
    }
    (end, indent)
}

/// Adds an item before the `]` of a list that opens at `opens`.
fn in_brackets(text: &str, opens: usize, item: &str) -> Option<String> {
    let (mut depth, mut quote, mut comment) = (0usize, None::<char>, false);
    let (mut last, mut before) = (opens, ' ');
    for (offset, c) in text[opens..].char_indices() {
        let at = opens + offset;
        match (c, quote) {
            ('\n', _) => comment = false,
            _ if comment => continue,
            (c, Some(mark)) => {
                if c == mark {
                    quote = None;
                }
                last = at + c.len_utf8();
            }
            ('\'' | '"', None) => {
                quote = Some(c);
                last = at + c.len_utf8();
            }
            ('#', None) if before.is_whitespace() => comment = true,
            ('[' | '{', None) => {
                depth += 1;
                last = at + 1;
            }
            (']' | '}', None) => {
                depth -= 1;
                if depth == 0 {
                    let comma = match text[..last].chars().next_back() {
                        Some('[') if last == opens + 1 => "",
                        Some(',') => " ",
                        _ => ", ",
                    };
                    return Some(format!("{}{comma}{item}{}", &text[..last], &text[last..]));
                }
                last = at + 1;
            }
            (c, None) if !c.is_whitespace() => last = at + c.len_utf8(),
            _ => {}
        }
        before = c;
    }
    None
}

/// Adds entries at the end of a file that is one list or one mapping; `None` where it is written in
/// a way that leaves no place for them. `entry` is written without indentation.
pub(super) fn at_end(text: &str, entry: &str) -> Option<String> {
    let tree = |text: &str| {
        let yaml = parsed(text)?;
        Some(match Node::root(&yaml).tree() {
            Tree::List(list) => (list.len(), 0),
            Tree::Map(map) => (0, map.len()),
            _ => (0, 0),
        })
    };
    let (old, own) = (tree(text)?, tree(entry)?);
    let is_empty = old == (0, 0);
    let without = match is_empty {
        // `[]` or `{}`.
        true => text
            .lines()
            .filter(|line| line.trim().starts_with('#'))
            .map(|line| format!("{line}\n"))
            .collect(),
        false => text.to_owned(),
    };
    let first = without.lines().find(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with(['#', '%']) && line != "---"
    });
    let indent = first.map_or("", |line| &line[..line.len() - line.trim_start().len()]);
    let entry: String = entry
        .lines()
        .map(|line| match line.is_empty() {
            true => "\n".to_owned(),
            false => format!("{indent}{line}\n"),
        })
        .collect();
    let new = format!("{}{entry}", ended(&without));
    let now = tree(&new)?;
    (now == (old.0 + own.0, old.1 + own.1)).then_some(new)
}

/// The text with a line break at its end.
fn ended(text: &str) -> String {
    match text.is_empty() || text.ends_with('\n') {
        true => text.to_owned(),
        false => format!("{text}\n"),
    }
}

fn parsed(text: &str) -> Option<Arc<Yaml>> {
    let file = Arc::new(SourceFile {
        path: String::new(),
        text: text.to_owned(),
    });
    Yaml::parse(&file, Languages::built_in(), &Diagnostics::new()).ok()
}

/// What stands in the list under a key; nothing where there is no such key.
fn list_of(text: &str, key: &str) -> Option<Vec<Tree>> {
    let yaml = parsed(text)?;
    let root = Node::root(&yaml);
    let quiet = Diagnostics::new();
    let entries = match root.tree() {
        Tree::Null => Vec::new(),
        _ => root.entries(&quiet).ok()?,
    };
    match entries.iter().find(|entry| entry.key == key) {
        None => Some(Vec::new()),
        Some(entry) => match entry.value.tree() {
            Tree::Null => Some(Vec::new()),
            Tree::List(list) => Some(list.clone()),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn list(old: &str, new: &str) {
        assert_eq!(to_list_of(old, "a", "x").as_deref(), Some(new));
    }

    #[test]
    fn a_list_takes_one_more_in_its_own_style() {
        list("a: [b]\nc: 1\n", "a: [b, x]\nc: 1\n");
        list("a: []\n", "a: [x]\n");
        list("a: [b, {s: c}, ] # d\n", "a: [b, {s: c}, x ] # d\n");
        list(
            "a: [\n  b, # ]\n  c # last\n]\n",
            "a: [\n  b, # ]\n  c, x # last\n]\n",
        );
        list("a: [\"]\", b]\n", "a: [\"]\", b, x]\n");
        list(
            "a:\n- b # c\n\n# d\ne: 1\n",
            "a:\n- b # c\n- x\n\n# d\ne: 1\n",
        );
        list(
            "a: # f\n    - b\n    - c\n",
            "a: # f\n    - b\n    - c\n    - x\n",
        );
        list(
            "a:\n  - s: b\n    o: fr\n\n  # g\n  - c\nd: 1",
            "a:\n  - s: b\n    o: fr\n\n  # g\n  - c\n  - x\nd: 1",
        );
        list("a:\n", "a:\n  - x\n");
        list("d: 1", "d: 1\na:\n  - x\n");
        list("a:\n  - b", "a:\n  - b\n  - x\n");
    }

    #[test]
    fn what_has_no_place_for_it_is_left() {
        for text in [
            "a: &b\n  - c\n",
            "{a: [b]}\n",
            "a: b\n",
            "a: *c\n",
            "a: [b\n",
        ] {
            assert_eq!(to_list_of(text, "a", "x"), None, "{text}");
        }
    }

    #[test]
    fn files_take_more_at_their_end() {
        let end = |old, entry| at_end(old, entry);
        assert_eq!(
            end("# a\n- b: 1", "- c: 2\n").as_deref(),
            Some("# a\n- b: 1\n- c: 2\n")
        );
        assert_eq!(
            end("  - b: 1\n", "- c: 2\n  # d\n").as_deref(),
            Some("  - b: 1\n  - c: 2\n    # d\n")
        );
        assert_eq!(
            end("# a\n[]\n", "- c: 2\n").as_deref(),
            Some("# a\n- c: 2\n")
        );
        assert_eq!(end("", "- c: 2\n").as_deref(), Some("- c: 2\n"));
        assert_eq!(
            end("b:\n  d: 1\n", "c: 2\n").as_deref(),
            Some("b:\n  d: 1\nc: 2\n")
        );
        assert_eq!(end("- b\n...\n", "- c: 2\n"), None);
        assert_eq!(end("[b]\n", "- c: 2\n"), None);
    }
}
