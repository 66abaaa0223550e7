//! Where the nodes of a YAML file stand.
//!
//! `serde_yaml` tells places with errors only. So a second parser, which tells all of them, reads the
//! file when the first place is asked for. Its places count only if it saw the same nodes with the
//! same texts; else the place is found by failing on purpose at the node, one reading for each.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::yaml::{Tree, Yaml};
use crate::diagnostic::Place;

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

/// A node's address, from which its place is found when it is needed.
#[derive(Clone, Debug)]
pub struct Spot {
    /// The file.
    pub yaml: Arc<Yaml>,
    /// The steps from the root.
    pub path: Vec<Step>,
}

impl Spot {
    /// The place of the node in its file.
    pub fn place(&self) -> Place {
        let text = &self.yaml.text;
        let span = match self.yaml.spans().and_then(|spans| spans.find(&self.path)) {
            Some(span) => span,
            None => {
                let start = self.yaml.probe(&self.path);
                start..start + token_length(&text[start..])
            }
        };
        let offset = self.yaml.offset;
        Place::new(&self.yaml.file, offset + span.start..offset + span.end)
    }

    /// The place of a stretch inside a text node, given in bytes of the node's value. Found by
    /// looking for the stretch in the source; where YAML's escapes hide it, the whole node.
    pub fn place_within(&self, value: &str, span: Range<usize>) -> Place {
        let whole = self.place();
        let Some(wanted) = value.get(span.clone()).filter(|w| !w.is_empty()) else {
            return whole;
        };
        let nth = value[..span.start].matches(wanted).count();
        let text = &whole.file.text;
        // What is folded over lines is longer in the file, by its indentation.
        let room = value.len() * 2 + 4096;
        let mut end = text.len().min(whole.span.start + room);
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let found = text[whole.span.start..end]
            .match_indices(wanted)
            .nth(nth)
            .map(|(at, _)| whole.span.start + at);
        match found {
            Some(at) => Place::new(&whole.file, at..at + wanted.len()),
            None => whole,
        }
    }

    /// The spot one step further down.
    pub fn step(&self, step: Step) -> Spot {
        let mut path = Vec::with_capacity(self.path.len() + 1);
        path.extend_from_slice(&self.path);
        path.push(step);
        Spot {
            yaml: Arc::clone(&self.yaml),
            path,
        }
    }
}

/// How much of the line to underline from the start of a scalar or key.
fn token_length(rest: &str) -> usize {
    let line = rest.split('\n').next().unwrap_or("");
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

/// The places of all nodes.
#[derive(Debug)]
pub(super) struct Spans {
    nodes: Vec<Seen>,
}

/// A node as the second parser sees it.
#[derive(Debug)]
struct Seen {
    /// In bytes of the YAML.
    span: Range<usize>,
    shape: Shape,
}

#[derive(Debug)]
enum Shape {
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<usize>),
    /// Keys and values in turn.
    Map(Vec<usize>),
}

impl Spans {
    /// Those of `text`, which has been read as `root`. `None` if the parsers differ.
    pub(super) fn of(text: &str, root: &Tree) -> Option<Spans> {
        let bytes: Vec<usize> = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        let mut spans = Spans { nodes: Vec::new() };
        let mut anchors: HashMap<usize, usize> = HashMap::new();
        let mut open: Vec<usize> = Vec::new();
        for event in Parser::new_from_str(text) {
            let (event, span) = event.ok()?;
            let (shape, anchor) = match event {
                Event::Scalar(text, style, anchor, _) => {
                    let plain = style == ScalarStyle::Plain;
                    let text = text.into_owned();
                    (Shape::Scalar { text, plain }, anchor)
                }
                Event::SequenceStart(anchor, _) => (Shape::List(Vec::new()), anchor),
                Event::MappingStart(anchor, _) => (Shape::Map(Vec::new()), anchor),
                Event::SequenceEnd | Event::MappingEnd => {
                    open.pop()?;
                    continue;
                }
                Event::Alias(anchor) => {
                    let target = *anchors.get(&anchor)?;
                    spans.adopt(open.last().copied()?, target);
                    continue;
                }
                _ => continue,
            };
            let index = spans.nodes.len();
            if let Some(above) = open.last() {
                spans.adopt(*above, index);
            } else if index > 0 {
                return None;
            }
            if anchor > 0 {
                anchors.insert(anchor, index);
            }
            let opens = !matches!(shape, Shape::Scalar { .. });
            let span = extent(text, &bytes, span, &shape)?;
            spans.nodes.push(Seen { span, shape });
            if opens {
                open.push(index);
            }
        }
        spans.agrees(0, root).then_some(spans)
    }

    fn adopt(&mut self, above: usize, index: usize) {
        if let Shape::List(below) | Shape::Map(below) = &mut self.nodes[above].shape {
            below.push(index);
        }
    }

    /// Whether the node was read as `tree`.
    fn agrees(&self, index: usize, tree: &Tree) -> bool {
        let Some(node) = self.nodes.get(index) else {
            return false;
        };
        match (&node.shape, tree) {
            (Shape::Scalar { text, .. }, Tree::Text(value)) => text == value,
            (Shape::Scalar { plain, .. }, Tree::List(items)) => *plain && items.is_empty(),
            (Shape::Scalar { plain, .. }, Tree::Map(map)) => *plain && map.is_empty(),
            (Shape::Scalar { plain, .. }, _) => *plain,
            (Shape::List(below), Tree::List(items)) => {
                below.len() == items.len()
                    && below
                        .iter()
                        .zip(items)
                        .all(|(i, item)| self.agrees(*i, item))
            }
            (Shape::Map(below), Tree::Map(entries)) => {
                below.len() == 2 * entries.len()
                    && below
                        .chunks_exact(2)
                        .zip(entries)
                        .all(|(pair, (key, value))| {
                            self.is_key(pair[0], key) && self.agrees(pair[1], value)
                        })
            }
            _ => false,
        }
    }

    /// Whether the node was read as this key; numbers may be written in several ways.
    fn is_key(&self, index: usize, key: &str) -> bool {
        let Some(Shape::Scalar { text, plain }) = self.nodes.get(index).map(|n| &n.shape) else {
            return false;
        };
        text == key || (*plain && !text.starts_with(char::is_alphabetic))
    }

    fn find(&self, path: &[Step]) -> Option<Range<usize>> {
        let mut node = self.nodes.first()?;
        for step in path {
            let next = match (&node.shape, step) {
                (Shape::List(below), Step::Item(i)) => *below.get(*i)?,
                (Shape::Map(below), Step::Key(i)) => *below.get(2 * i)?,
                (Shape::Map(below), Step::Value(i)) => *below.get(2 * i + 1)?,
                _ => return None,
            };
            node = self.nodes.get(next)?;
        }
        Some(node.span.clone())
    }
}

/// What to underline of a node.
fn extent(text: &str, bytes: &[usize], span: Span, shape: &Shape) -> Option<Range<usize>> {
    let start = *bytes.get(span.start.index())?;
    let end = *bytes.get(span.end.index())?;
    let rest = &text[start..];
    let quoted =
        matches!(shape, Shape::Scalar { plain: false, .. }) && rest.starts_with(['"', '\'']);
    if quoted {
        return Some(start..end.max(start));
    }
    Some(start..start + token_length(rest))
}

/// What can be said of a text's nesting without making a tree of it.
pub(super) enum Depth {
    /// Nowhere deeper than allowed.
    Bounded,
    /// Deeper, from this byte on.
    Exceeded(usize),
    /// The text is no YAML from this byte on, and why.
    Broken(usize, String),
}

/// Follows the nesting of `text` up to `limit` levels. The YAML parser proper takes time by the
/// square of the levels of brackets.
pub(super) fn depth(text: &str, limit: usize) -> Depth {
    let mut level = 0_usize;
    let byte = |index: usize| {
        let nth = text.char_indices().nth(index);
        nth.map_or(text.len(), |(at, _)| at)
    };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::SequenceStart(..) | Event::MappingStart(..), span)) => {
                level += 1;
                if level > limit {
                    return Depth::Exceeded(byte(span.start.index()));
                }
            }
            Ok((Event::SequenceEnd | Event::MappingEnd, _)) => level = level.saturating_sub(1),
            Ok(_) => {}
            Err(error) => {
                return Depth::Broken(byte(error.marker().index()), error.info().to_owned());
            }
        }
    }
    Depth::Bounded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostics, SourceFile};
    use crate::lang::Languages;

    fn parse(text: &str) -> Arc<Yaml> {
        let file = Arc::new(SourceFile {
            path: "x.yaml".into(),
            text: text.into(),
        });
        Yaml::parse(&file, Languages::built_in(), &Diagnostics::new())
            .unwrap_or_else(|_| unreachable!("valid YAML: {text}"))
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

    /// One reading tells what failing at each node tells.
    #[test]
    fn both_ways_give_the_same_places() {
        for text in [
            "名字: {中: 甲, b: \"乙\"}\nlist:\n  - a: 1\n    b: 二 # note\n  - [x, 3.5]\n",
            "a: &x\n  - 1\n  - {b: [], c: {}}\nd: *x\n",
            "- - a\n  - b\n-\n  - c\n- |\n  text\n  more\n- >-\n  folded\n  text\n- 'it''s'\n- \"\\u4e2d\\\"\"\n",
            "# first\n---\n? a\n: b\n\"c\" : ~\ne: 0x1F\n",
        ] {
            let yaml = parse(text);
            let spans = yaml
                .spans()
                .unwrap_or_else(|| unreachable!("they agree: {text}"));
            let mut all = Vec::new();
            paths(&yaml.root, &[], &mut all);
            for path in all {
                let found = spans.find(&path).map(|span| span.start);
                let start = found.unwrap_or_else(|| unreachable!("{path:?} of {text}"));
                let probed = yaml.probe(&path);
                // One counts an anchor and the head of a block text to the node, the other does
                // not: underlining what is meant is as well.
                let between = text.get(probed..start).unwrap_or("?").trim();
                let is_head = between.starts_with(['&', '|', '>']);
                let is_one = is_head && !between.contains(char::is_whitespace);
                assert!(
                    between.is_empty() || is_one,
                    "{path:?} of {text}: {between}"
                );
            }
        }
    }
}
