//! What is done with the nodes of a YAML file as they are read, whichever parser reads them.

use std::cell::Cell;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::characters::fault;
use super::tree::Tree;

/// The messages by which a refusal is known again.
pub(super) const TOO_MANY: &str =
    "this YAML has too many values; an alias counts with all below it";
pub(super) const TOO_DEEP: &str = "this YAML is nested too deeply";

/// What may still be read.
pub(super) struct Budget {
    left: Cell<usize>,
    levels: Cell<usize>,
}

impl Budget {
    pub(super) fn new(nodes: usize, levels: usize) -> Budget {
        Budget {
            left: Cell::new(nodes.saturating_add(1)),
            levels: Cell::new(levels),
        }
    }

    fn node<E: de::Error>(&self) -> Result<(), E> {
        let left = self.left.get().saturating_sub(1);
        self.left.set(left);
        if left == 0 {
            return Err(E::custom(TOO_MANY));
        }
        Ok(())
    }

    fn enter<E: de::Error>(&self) -> Result<(), E> {
        self.node()?;
        if self.levels.get() == 0 {
            return Err(E::custom(TOO_DEEP));
        }
        self.levels.set(self.levels.get() - 1);
        Ok(())
    }

    fn leave(&self) {
        self.levels.set(self.levels.get() + 1);
    }
}

/// Makes the tree.
#[derive(Clone, Copy)]
pub(super) struct TreeSeed<'b>(pub(super) &'b Budget);

impl<'de> DeserializeSeed<'de> for TreeSeed<'_> {
    type Value = Tree;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TreeSeed<'_> {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E: de::Error>(self) -> Result<Tree, E> {
        self.0.node().map(|()| Tree::Null)
    }
    fn visit_none<E: de::Error>(self) -> Result<Tree, E> {
        self.visit_unit()
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Tree, E> {
        self.0.node().map(|()| Tree::Bool(value))
    }
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Tree, E> {
        self.0.node().map(|()| Tree::Int(value))
    }
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Tree, E> {
        self.0.node()?;
        Ok(i64::try_from(value).map_or(Tree::Float(value as f64), Tree::Int))
    }
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Tree, E> {
        self.0.node()?;
        if value.is_finite() {
            Ok(Tree::Float(value))
        } else {
            Err(E::custom("a number must be finite"))
        }
    }
    fn visit_str<E: de::Error>(self, value: &str) -> Result<Tree, E> {
        self.0.node()?;
        // The file has none; escapes could write some.
        if let Some(message) = fault(value) {
            return Err(E::custom(message));
        }
        Ok(Tree::Text(value.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
        self.0.enter()?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self)? {
            items.push(item);
        }
        self.0.leave();
        Ok(Tree::List(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        self.0.enter()?;
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(self)? {
            let key = match key {
                Tree::Text(text) => text,
                Tree::Int(number) => number.to_string(),
                Tree::Float(number) => number.to_string(),
                Tree::Bool(value) => value.to_string(),
                Tree::Null => String::new(),
                Tree::List(_) | Tree::Map(_) => {
                    return Err(de::Error::custom("a key must be a text or a number"));
                }
            };
            entries.push((key, map.next_value_seed(self)?));
        }
        self.0.leave();
        Ok(Tree::Map(entries))
    }
    fn visit_enum<A: de::EnumAccess<'de>>(self, _: A) -> Result<Tree, A::Error> {
        Err(de::Error::custom("tags such as `!name` are not used here"))
    }
}
