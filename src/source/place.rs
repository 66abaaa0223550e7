//! Where the nodes of a YAML file stand.
//!
//! `serde_yaml` tells places with errors only. So a second parser, which tells all of them, reads the
//! file when the first place is asked for ([`spans`]). Its places count only if it saw the same nodes
//! with the same texts; else the first parser is made to tell them ([`record`]). Either way the file
//! is read once for all places.

mod depth;
mod positions;
mod record;
mod spans;

pub(super) use depth::{Depth, depth};
pub(super) use positions::Positions;
pub(super) use record::Recorder;
pub(super) use spans::Spans;

/// A step from a node to a node below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The item of a list.
    Item(usize),
    /// The key of a mapping's entry.
    Key(usize),
    /// The value of a mapping's entry.
    Value(usize),
}

/// The most bytes that are underlined of what has no known end: a line can be as long as a file.
const LONGEST: usize = 1000;

/// How much of the line to underline from the start of a scalar or key.
fn token_length(rest: &str) -> usize {
    let mut most = rest.len().min(LONGEST);
    while !rest.is_char_boundary(most) {
        most -= 1;
    }
    let line = rest[..most].split('\n').next().unwrap_or("");
    let mut chars = line.char_indices();
    match chars.next() {
        Some((_, quote @ ('"' | '\''))) => chars
            .find(|(_, c)| *c == quote)
            .map_or(line.len(), |(at, _)| at + 1),
        Some((_, '{' | '[')) => line.trim_end().len(),
        _ => {
            let mut end = line.len();
            for (at, c) in line.char_indices() {
                let next = line[at + c.len_utf8()..].chars().next();
                let closes = matches!(c, ',' | '}' | ']')
                    || (c == ':' && next.is_none_or(char::is_whitespace))
                    || (c == '#' && line[..at].ends_with(' '));
                if closes {
                    end = at;
                    break;
                }
            }
            line[..end].trim_end().len()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostics, SourceFile};
    use crate::lang::Languages;
    use crate::source::node_place::NodePlace;
    use crate::source::tree::Tree;
    use crate::source::yaml::Yaml;
    use std::sync::Arc;

    fn parse(text: &str) -> Arc<Yaml> {
        let file = Arc::new(SourceFile {
            path: "x.yaml".into(),
            text: text.into(),
        });
        Yaml::parse(&file, Languages::built_in(), &Diagnostics::new())
            .unwrap_or_else(|_| unreachable!("valid YAML: {text:.100}"))
    }

    /// The paths of all nodes.
    fn paths(tree: &Tree, above: &[Step], found: &mut Vec<Vec<Step>>) {
        let below = |step| [above, &[step]].concat();
        found.push(above.to_vec());
        match tree {
            Tree::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    paths(item, &below(Step::Item(i)), found);
                }
            }
            Tree::Map(entries) => {
                for (i, (_, value)) in entries.iter().enumerate() {
                    found.push(below(Step::Key(i)));
                    paths(value, &below(Step::Value(i)), found);
                }
            }
            _ => {}
        }
    }

    /// Both readings tell the same.
    #[test]
    fn both_ways_give_the_same_places() {
        for text in [
            "名字: {中: 甲, b: \"乙\"}\nlist:\n  - a: 1\n    b: 二 # note\n  - [x, 3.5]\n",
            "a: &x\n  - 1\n  - {b: [], c: {}}\nd: *x\n",
            "- - a\n  - b\n-\n  - c\n- |\n  text\n  more\n- >-\n  folded\n  text\n- 'it''s'\n- \"\\u4e2d\\\"\"\n",
            "# first\n---\n? a\n: b\n\"c\" : ~\ne: 0x1F\n",
            "[[], [a, {}, []], {b: {}}, 甲, [ [c]]]",
            "x",
        ] {
            let yaml = parse(text);
            let positions = Positions::of(text);
            let seen = Spans::of(text, &positions, &yaml.root);
            let seen = seen.unwrap_or_else(|| unreachable!("they agree: {text}"));
            let recorded = yaml.recorded(&positions);
            let mut all = Vec::new();
            paths(&yaml.root, &[], &mut all);
            for path in all {
                let start = seen.find(text, &path).start;
                let other = recorded.find(text, &path).start;
                // One counts an anchor, the head of a block text and the sign of an entry to the
                // node, the other does not: underlining what is meant is as well.
                let between = text.get(start.min(other)..start.max(other)).unwrap_or("?");
                let is_head = between.trim().starts_with(['&', '|', '>', '-', '?']);
                assert!(
                    between.trim().is_empty() || (is_head && between.len() < 8),
                    "{path:?} of {text}: {between}"
                );
            }
        }
    }

    /// What the parsers read in different ways: the places behind it are known all the same.
    #[test]
    fn places_where_the_parsers_differ() {
        use Step::{Item, Key, Value};
        for (text, path, wanted) in [
            ("- \"a\"#x\n- x\n- [y, z]\n", vec![Item(2), Item(1)], "z"),
            ("- \"a\"#x\n- []\n- {}\n- [ b]\n", vec![Item(2)], "{}"),
            ("- \"a\"#x\n- []\n- {}\n- [ b]\n", vec![Item(3)], "[ b]"),
            ("- a:\tb\n  c: d\n- e: f\n", vec![Item(1), Value(0)], "f"),
            ("a: b\u{2028}c: d\ne: 'f' # g\n", vec![Value(2)], "'f'"),
            ("甲: \"a\"#x\n乙: {丙: 丁}\n", vec![Value(1), Key(0)], "丙"),
            ("\"a\"#x", vec![], "\"a\""),
        ] {
            let yaml = parse(text);
            let place = NodePlace {
                yaml,
                path: path.clone(),
            }
            .place();
            let found = &text[place.span.clone()];
            assert_eq!(found, wanted, "{path:?} of {text:?}");
        }
    }

    /// Each place costs as much as its token, however long the line is: all in one reading.
    #[test]
    fn many_places_on_one_line() {
        let list = "[a, b], ".repeat(20_000);
        let map: String = (0..40_000).map(|i| format!("k{i}: [], ")).collect();
        // Behind what one of the parsers refuses, brackets are few.
        let flat = map.replace("[]", "1");
        for text in [
            format!("[{list}]"),
            format!("- \"a\"#x\n- [{}]", "a, ".repeat(80_000)),
            format!("{{{map}}}"),
            format!("- \"a\"#x\n- {{{flat}}}"),
        ] {
            let yaml = parse(&text);
            let mut all = Vec::new();
            paths(&yaml.root, &[], &mut all);
            assert!(all.len() > 40_000);
            for path in all {
                let place = NodePlace {
                    yaml: Arc::clone(&yaml),
                    path,
                }
                .place();
                assert!(place.span.len() <= LONGEST);
            }
        }
    }

    /// A long key stands in the path of every error below it.
    #[test]
    fn a_long_key_does_not_count_for_each_value() {
        let key = "k".repeat(100_000);
        let text = format!("x: \"a\"#x\n? {key}\n: [{}]\ny: z\n", "v, ".repeat(20_000));
        let yaml = parse(&text);
        let place = |path: &[Step]| {
            let node_place = NodePlace {
                yaml: Arc::clone(&yaml),
                path: path.to_vec(),
            };
            text[node_place.place().span].to_owned()
        };
        assert_eq!(place(&[Step::Value(1), Step::Item(9)]), "v");
        // Behind what the errors may cost, the latest place that is known.
        assert_eq!(place(&[Step::Value(2)]), "v");
    }
}
