//! The places of all nodes of a file, from one reading by a parser that tells them.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::positions::Positions;
use super::{Step, token_length};
use crate::source::tree::Tree;

/// The places of all nodes.
#[derive(Debug)]
pub(in crate::source) struct Spans {
    nodes: Vec<Seen>,
}

/// A node as a parser sees it.
#[derive(Debug)]
pub(super) struct Seen {
    /// In bytes of the YAML.
    pub(super) start: usize,
    /// The end, if it is known and not found sooner in the text.
    pub(super) end: Option<usize>,
    pub(super) shape: Shape,
}

#[derive(Debug)]
pub(super) enum Shape {
    /// A scalar of which nothing else is known.
    Unknown,
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<usize>),
    /// Keys and values in turn.
    Map(Vec<usize>),
}

impl Spans {
    pub(super) fn new(nodes: Vec<Seen>) -> Spans {
        Spans { nodes }
    }

    /// Those of `text`, which has been read as `root`. `None` if the parsers differ.
    pub(in crate::source) fn of(text: &str, positions: &Positions, root: &Tree) -> Option<Spans> {
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
            let start = positions.byte(span.start.index())?;
            let end = positions.byte(span.end.index())?;
            let quoted = matches!(shape, Shape::Scalar { plain: false, .. })
                && text[start..].starts_with(['"', '\'']);
            let end = quoted.then_some(end.max(start));
            spans.nodes.push(Seen { start, end, shape });
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

    /// What to underline of the node, or of the deepest one above it that is known.
    pub(in crate::source) fn find(&self, text: &str, path: &[Step]) -> Range<usize> {
        let Some(mut node) = self.nodes.first() else {
            return 0..0;
        };
        for step in path {
            let next = match (&node.shape, step) {
                (Shape::List(below), Step::Item(i)) => below.get(*i),
                (Shape::Map(below), Step::Key(i)) => below.get(2 * i),
                (Shape::Map(below), Step::Value(i)) => below.get(2 * i + 1),
                _ => None,
            };
            let Some(next) = next.and_then(|next| self.nodes.get(*next)) else {
                break;
            };
            node = next;
        }
        let start = node.start;
        // Only now, and not for all nodes: it looks along the line.
        start
            ..node
                .end
                .unwrap_or_else(|| start + token_length(&text[start..]))
    }
}
