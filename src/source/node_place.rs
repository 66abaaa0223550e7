//! Where a node stands, found when somebody asks.

use std::ops::Range;
use std::sync::Arc;

use super::place::Step;
use super::tree::Tree;
use super::yaml::Yaml;
use crate::diagnostic::Place;

/// A node's address, from which its place is found when it is needed.
#[derive(Clone, Debug)]
pub struct NodePlace {
    /// The file.
    pub yaml: Arc<Yaml>,
    /// The steps from the root.
    pub path: Vec<Step>,
}

impl NodePlace {
    /// The place of the node in its file.
    pub fn place(&self) -> Place {
        let span = self.yaml.spans().find(&self.yaml.text, &self.path);
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
        if let Some(at) = found {
            return Place::new(&whole.file, at..at + wanted.len());
        }
        match folded(&text[whole.span.start..end], wanted) {
            Some(at) => {
                let (start, end) = (whole.span.start + at.start, whole.span.start + at.end);
                Place::new(&whole.file, start..end)
            }
            None => whole,
        }
    }

    /// The value of a key, where the node is a mapping that has it.
    pub fn entry(&self, key: &str) -> Option<NodePlace> {
        let mut tree = &self.yaml.root;
        for step in &self.path {
            tree = match (tree, step) {
                (Tree::Map(entries), Step::Value(at)) => &entries.get(*at)?.1,
                (Tree::List(items), Step::Item(at)) => items.get(*at)?,
                _ => return None,
            };
        }
        let Tree::Map(entries) = tree else {
            return None;
        };
        let at = entries.iter().position(|(name, _)| name == key)?;
        Some(self.step(Step::Value(at)))
    }

    /// The place of the node one step further down.
    pub fn step(&self, step: Step) -> NodePlace {
        let mut path = Vec::with_capacity(self.path.len() + 1);
        path.extend_from_slice(&self.path);
        path.push(step);
        NodePlace {
            yaml: Arc::clone(&self.yaml),
            path,
        }
    }
}

/// Where `wanted` stands in a text that breaks its lines otherwise.
fn folded(text: &str, wanted: &str) -> Option<Range<usize>> {
    let mut words = wanted.split_whitespace();
    let first = words.next()?;
    let rest: Vec<&str> = words.collect();
    text.match_indices(first).find_map(|(start, _)| {
        let mut end = start + first.len();
        for word in &rest {
            let behind = text[end..].trim_start();
            if behind.len() == text[end..].len() {
                return None;
            }
            behind.starts_with(word).then_some(())?;
            end = text.len() - behind.len() + word.len();
        }
        Some(start..end)
    })
}
