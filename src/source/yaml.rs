//! YAML to a tree whose every node can say where it stands.
//!
//! The only file that knows `serde_yaml`. That crate gives places with errors only, so the
//! place of a node is found by reading the file once more and failing on purpose at that node:
//! no cost where nothing is wrong, and no second parser that could disagree with the first.

use std::fmt;
use std::sync::Arc;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place, SourceFile};
use crate::lang::Languages;

/// A YAML value. Mappings keep their order and their duplicate keys.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(String),
    /// A sequence.
    List(Vec<Tree>),
    /// A mapping; keys are written as text.
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// What to call such a value in a message.
    pub fn describe(&self) -> &'static str {
        match self {
            Tree::Null => "nothing",
            Tree::Bool(_) => "a yes/no value",
            Tree::Int(_) | Tree::Float(_) => "a number",
            Tree::Text(_) => "a text",
            Tree::List(_) => "a list",
            Tree::Map(_) => "a mapping",
        }
    }
}

/// A parsed file.
#[derive(Debug)]
pub struct Yaml {
    /// The file; for front matter, the whole Markdown file.
    pub file: Arc<SourceFile>,
    /// Where the YAML starts in the file, in bytes.
    offset: usize,
    /// The YAML itself.
    pub text: String,
    /// The value.
    pub root: Tree,
    /// The languages in which it gives texts.
    pub languages: Languages,
}

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

impl Yaml {
    /// Parses a whole file. A syntax error goes to `diagnostics`.
    pub fn parse(
        file: &Arc<SourceFile>,
        languages: Languages,
        diagnostics: &Diagnostics,
    ) -> Checked<Arc<Yaml>> {
        Self::parse_part(file, 0, &file.text, languages, diagnostics)
    }

    /// Parses `text`, which starts `offset` bytes into `file`.
    pub fn parse_part(
        file: &Arc<SourceFile>,
        offset: usize,
        text: &str,
        languages: Languages,
        diagnostics: &Diagnostics,
    ) -> Checked<Arc<Yaml>> {
        if text.trim().is_empty() {
            return Ok(Arc::new(Yaml {
                file: Arc::clone(file),
                offset,
                text: text.to_owned(),
                root: Tree::Null,
                languages,
            }));
        }
        match TreeSeed.deserialize(serde_yaml::Deserializer::from_str(text)) {
            Ok(root) => Ok(Arc::new(Yaml {
                file: Arc::clone(file),
                offset,
                text: text.to_owned(),
                root,
                languages,
            })),
            Err(error) => {
                let at = error.location().map_or(0, |l| byte_at(text, &l));
                let message = error.to_string();
                // serde_yaml ends its messages with the position, which the place shows.
                let message = message.split(" at line ").next().unwrap_or(&message);
                Err(diagnostics.report(
                    Diagnostic::error(format!("this is not valid YAML: {message}"))
                        .at(Place::new(file, offset + at..offset + at))
                        .hint("check the indentation, the brackets and the quotation marks here"),
                ))
            }
        }
    }
}

impl Spot {
    /// The place of the node in its file.
    pub fn place(&self) -> Place {
        let text = &self.yaml.text;
        let failure = Probe { path: &self.path }
            .deserialize(serde_yaml::Deserializer::from_str(text))
            .err();
        let start = failure
            .and_then(|error| error.location())
            .map_or(0, |location| byte_at(text, &location));
        let end = start + token_length(&text[start..]);
        let offset = self.yaml.offset;
        Place::new(&self.yaml.file, offset + start..offset + end)
    }

    /// The place of a stretch inside a text node, given in bytes of the node's value. Found by
    /// looking for the stretch in the source; where YAML's escapes hide it, the whole node.
    pub fn place_within(&self, value: &str, span: std::ops::Range<usize>) -> Place {
        let whole = self.place();
        let Some(wanted) = value.get(span.clone()).filter(|w| !w.is_empty()) else {
            return whole;
        };
        let nth = value[..span.start].matches(wanted).count();
        let text = &whole.file.text;
        let found = text[whole.span.start..]
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
        let mut path = self.path.clone();
        path.push(step);
        Spot {
            yaml: Arc::clone(&self.yaml),
            path,
        }
    }
}

/// libyaml counts characters, places count bytes.
fn byte_at(text: &str, location: &serde_yaml::Location) -> usize {
    let line_start: usize = text
        .split_inclusive('\n')
        .take(location.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let line = text[line_start..].split('\n').next().unwrap_or("");
    let within = line
        .char_indices()
        .nth(location.column().saturating_sub(1))
        .map_or(line.len(), |(at, _)| at);
    line_start + within
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

struct TreeSeed;

impl<'de> DeserializeSeed<'de> for TreeSeed {
    type Value = Tree;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TreeSeed {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }
    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Int(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(i64::try_from(value).map_or(Tree::Float(value as f64), Tree::Int))
    }
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Tree, E> {
        if value.is_finite() {
            Ok(Tree::Float(value))
        } else {
            Err(E::custom("a number must be finite"))
        }
    }
    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(TreeSeed)? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(TreeSeed)? {
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
            entries.push((key, map.next_value_seed(TreeSeed)?));
        }
        Ok(Tree::Map(entries))
    }
    fn visit_enum<A: de::EnumAccess<'de>>(self, _: A) -> Result<Tree, A::Error> {
        Err(de::Error::custom("tags such as `!name` are not used here"))
    }
}

/// Walks to a node and fails there, so that the error carries the node's place.
struct Probe<'p> {
    path: &'p [Step],
}

/// The message never leaves this file.
fn found<E: de::Error>() -> E {
    E::custom("found")
}

impl<'de> DeserializeSeed<'de> for Probe<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Probe<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Err(found())
    }
    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        Err(found())
    }
    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        Err(found())
    }
    fn visit_u64<E: de::Error>(self, _: u64) -> Result<(), E> {
        Err(found())
    }
    fn visit_f64<E: de::Error>(self, _: f64) -> Result<(), E> {
        Err(found())
    }
    fn visit_str<E: de::Error>(self, _: &str) -> Result<(), E> {
        Err(found())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Some((Step::Item(wanted), rest)) = self.path.split_first() else {
            return Err(found());
        };
        for _ in 0..*wanted {
            seq.next_element::<de::IgnoredAny>()?;
        }
        seq.next_element_seed(Probe { path: rest })?;
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (wanted, key, rest) = match self.path.split_first() {
            Some((Step::Key(wanted), rest)) => (*wanted, true, rest),
            Some((Step::Value(wanted), rest)) => (*wanted, false, rest),
            _ => return Err(found()),
        };
        for _ in 0..wanted {
            map.next_entry::<de::IgnoredAny, de::IgnoredAny>()?;
        }
        if key {
            map.next_key_seed(Probe { path: rest })?;
            return Ok(());
        }
        map.next_key::<de::IgnoredAny>()?;
        map.next_value_seed(Probe { path: rest })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Checked<Arc<Yaml>>, Diagnostics) {
        let diagnostics = Diagnostics::new();
        let file = Arc::new(SourceFile {
            path: "x.yaml".into(),
            text: text.into(),
        });
        let yaml = Yaml::parse(&file, Languages::built_in(), &diagnostics);
        (yaml, diagnostics)
    }

    fn underlined(text: &str, path: &[Step]) -> String {
        let (yaml, _) = parse(text);
        let spot = Spot {
            yaml: yaml.into_iter().next().unwrap_or_else(|| unreachable!()),
            path: path.to_vec(),
        };
        let place = spot.place();
        place.file.text[place.span.clone()].to_owned()
    }

    #[test]
    fn every_node_knows_its_place() {
        let text = "名字: {中: 甲, b: \"乙\"}\nlist:\n  - a: 1\n    b: 二 # note\n  - [x, 3.5]\n";
        use Step::{Item, Key, Value};
        assert_eq!(underlined(text, &[Key(0)]), "名字");
        assert_eq!(underlined(text, &[Value(0), Value(0)]), "甲");
        assert_eq!(underlined(text, &[Value(0), Value(1)]), "\"乙\"");
        assert_eq!(underlined(text, &[Value(1), Item(0), Value(1)]), "二");
        assert_eq!(underlined(text, &[Value(1), Item(1), Item(1)]), "3.5");
        assert_eq!(underlined(text, &[Value(1), Item(0), Key(1)]), "b");
    }

    #[test]
    fn duplicate_keys_are_kept_for_the_reader_to_report() {
        let (yaml, _) = parse("a: 1\na: 2\n");
        assert_eq!(
            yaml.map(|y| y.root.clone()),
            Ok(Tree::Map(vec![
                ("a".into(), Tree::Int(1)),
                ("a".into(), Tree::Int(2))
            ]))
        );
    }

    #[test]
    fn syntax_errors_have_a_place() {
        for bad in [
            "a: [1, 2\nb: 3\n",
            "a: !x 1\n",
            "a: .nan\n",
            "- *no\n",
            "{a: 1",
        ] {
            let (yaml, diagnostics) = parse(bad);
            assert!(yaml.is_err(), "{bad}");
            assert_eq!(diagnostics.errors(), 1, "{bad}");
        }
    }
}
