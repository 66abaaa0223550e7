//! Places by the parser that made the tree, for what the other parser reads in another way.
//!
//! `serde_yaml` tells places with errors only. So the file is read once more and every scalar fails,
//! which the node above it catches: it notes the place in the error and goes on. A list or mapping
//! stands where its first node does.

use std::cell::RefCell;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::positions::Positions;
use super::spans::{Seen, Shape, Spans};

/// Begins the message of a failed scalar. No text of an author can hold it.
const FOUND: &str = "\u{e0f0}found";
/// Bytes that all errors together may write: each writes out its path, and keys can be long.
const WRITTEN: usize = 64 << 20;
/// How far from a node the bracket of a list or mapping is looked for.
const NEAR: usize = 256;

/// What is known of the nodes so far.
pub(in crate::source) struct Recorder<'t> {
    text: &'t str,
    positions: &'t Positions,
    state: RefCell<State>,
}

struct State {
    nodes: Vec<Seen>,
    /// Where the latest node stands, and what has no place of its own.
    latest: usize,
    left: usize,
}

impl<'t> Recorder<'t> {
    pub(in crate::source) fn new(text: &'t str, positions: &'t Positions) -> Recorder<'t> {
        Recorder {
            text,
            positions,
            state: RefCell::new(State {
                nodes: Vec::new(),
                latest: 0,
                left: WRITTEN,
            }),
        }
    }

    /// What reads the root.
    pub(in crate::source) fn seed(&self) -> Recording<'_> {
        Recording {
            recorder: self,
            index: self.open(),
        }
    }

    /// All places, once the root has been read.
    pub(in crate::source) fn finish<E: fmt::Display>(self, read: Result<(), E>) -> Spans {
        // What the tree was made of cannot fail otherwise.
        let _ = self.close(0, read.map(Some));
        Spans::new(self.state.into_inner().nodes)
    }

    /// A node that is to be read.
    fn open(&self) -> usize {
        let mut state = self.state.borrow_mut();
        let start = state.latest;
        state.nodes.push(Seen {
            start,
            end: None,
            shape: Shape::Unknown,
        });
        state.nodes.len() - 1
    }

    /// Notes where a node stands; whether there was one.
    fn close<E: fmt::Display>(&self, index: usize, read: Result<Option<()>, E>) -> Result<bool, E> {
        let mut state = self.state.borrow_mut();
        let error = match read {
            Ok(Some(())) => return Ok(true),
            Ok(None) => {
                state.nodes.truncate(index);
                return Ok(false);
            }
            Err(error) => error,
        };
        let text = error.to_string();
        state.left = state.left.saturating_sub(text.len());
        let Some((_, place)) = text.rsplit_once(FOUND) else {
            return Err(error);
        };
        let start = self.placed(place);
        state.latest = start;
        state.nodes[index].start = start;
        Ok(true)
    }

    /// Reads ` at line 3 column 4`; the first place of a file is not written.
    fn placed(&self, place: &str) -> usize {
        let mut numbers = place
            .split(' ')
            .filter_map(|word| word.parse::<usize>().ok());
        match (numbers.next(), numbers.next()) {
            (Some(line), Some(column)) => self.positions.line_column(line, column),
            _ => 0,
        }
    }

    fn scalar<E: de::Error>(&self) -> Result<(), E> {
        if self.state.borrow().left == 0 {
            return Ok(());
        }
        Err(E::custom(FOUND))
    }

    /// A list or mapping of these nodes.
    fn above(&self, index: usize, below: Vec<usize>, bracket: char) {
        let mut state = self.state.borrow_mut();
        let start = match below.first() {
            Some(first) => {
                let first = state.nodes[*first].start;
                let before = self.text[..first].bytes().rev().take(NEAR);
                let blanks = before.take_while(u8::is_ascii_whitespace).count();
                match self.text[..first - blanks].strip_suffix(bracket) {
                    Some(before) => before.len(),
                    None => first,
                }
            }
            None => {
                let mut end = self.text.len().min(state.latest + NEAR);
                while !self.text.is_char_boundary(end) {
                    end += 1;
                }
                let window = &self.text[state.latest..end];
                let closing = if bracket == '[' { ']' } else { '}' };
                let is_empty = |at: &usize| window[at + 1..].trim_start().starts_with(closing);
                let mut opening = window.match_indices(bracket).map(|(at, _)| at);
                let near = opening.find(is_empty);
                let start = near.map_or(state.latest, |at| state.latest + at);
                // The next empty one is another.
                state.latest = near.map_or(state.latest, |_| start + 1);
                start
            }
        };
        let node = &mut state.nodes[index];
        node.start = start;
        node.shape = match bracket {
            '[' => Shape::List(below),
            _ => Shape::Map(below),
        };
    }
}

/// Reads a node.
#[derive(Clone, Copy)]
pub(in crate::source) struct Recording<'r> {
    recorder: &'r Recorder<'r>,
    index: usize,
}

impl Recording<'_> {
    /// What reads a node below.
    fn below(self) -> Self {
        Recording {
            index: self.recorder.open(),
            ..self
        }
    }
}

impl<'de> DeserializeSeed<'de> for Recording<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Recording<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.recorder.scalar()
    }
    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.recorder.scalar()
    }
    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        self.recorder.scalar()
    }
    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        self.recorder.scalar()
    }
    fn visit_u64<E: de::Error>(self, _: u64) -> Result<(), E> {
        self.recorder.scalar()
    }
    fn visit_f64<E: de::Error>(self, _: f64) -> Result<(), E> {
        self.recorder.scalar()
    }
    fn visit_str<E: de::Error>(self, _: &str) -> Result<(), E> {
        self.recorder.scalar()
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut below = Vec::new();
        loop {
            let item = self.below();
            let read = seq.next_element_seed(item);
            if !self.recorder.close(item.index, read)? {
                break;
            }
            below.push(item.index);
        }
        self.recorder.above(self.index, below, '[');
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut below = Vec::new();
        loop {
            let key = self.below();
            let read = map.next_key_seed(key);
            if !self.recorder.close(key.index, read)? {
                break;
            }
            let value = self.below();
            let read = map.next_value_seed(value);
            self.recorder.close(value.index, read.map(Some))?;
            below.extend([key.index, value.index]);
        }
        self.recorder.above(self.index, below, '{');
        Ok(())
    }
}
