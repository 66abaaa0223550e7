//! Reading a YAML tree into typed values, with every mistake reported at its place.

use std::sync::Arc;

use super::place::{Spot, Step};
use super::yaml::{Tree, Yaml};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place, Reported, suggest};
use crate::lang::{Lang, Languages, PerLanguage};

/// A node of a YAML file, with its address.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    tree: &'a Tree,
    spot: Spot,
}

impl<'a> Node<'a> {
    /// The root of a file.
    pub fn root(yaml: &'a Arc<Yaml>) -> Node<'a> {
        Node {
            tree: &yaml.root,
            spot: Spot {
                yaml: Arc::clone(yaml),
                path: Vec::new(),
            },
        }
    }

    /// The value itself.
    pub fn tree(&self) -> &'a Tree {
        self.tree
    }

    /// The address, for messages that come later.
    pub fn spot(&self) -> Spot {
        self.spot.clone()
    }

    /// The place in the file.
    pub fn place(&self) -> Place {
        self.spot.place()
    }

    /// Reports an error at this node.
    pub fn error(&self, diagnostics: &Diagnostics, message: impl Into<String>) -> Reported {
        diagnostics.report(Diagnostic::error(message).at(self.place()))
    }

    /// Reports an error at this node and says what to do.
    pub fn error_hint(
        &self,
        diagnostics: &Diagnostics,
        message: impl Into<String>,
        hint: Option<String>,
    ) -> Reported {
        diagnostics.report(Diagnostic::error(message).at(self.place()).maybe_hint(hint))
    }

    fn expected<T>(&self, diagnostics: &Diagnostics, what: &str) -> Checked<T> {
        let message = format!("expected {what}, found {}", self.tree.describe());
        Err(self.error(diagnostics, message))
    }

    /// A text that is not empty. A whole number counts as text (`title: 2018`).
    pub fn text(&self, diagnostics: &Diagnostics) -> Checked<String> {
        match self.tree {
            Tree::Text(text) if !text.trim().is_empty() => Ok(text.clone()),
            Tree::Text(_) => self.expected(diagnostics, "a text that is not empty"),
            Tree::Int(number) => Ok(number.to_string()),
            Tree::Float(_) => Err(self.error_hint(
                diagnostics,
                "expected a text, found a number",
                Some("put it between quotation marks".to_owned()),
            )),
            _ => self.expected(diagnostics, "a text"),
        }
    }

    /// An identifier: letters, digits and `-`, so that it can stand in an address.
    pub fn id(&self, diagnostics: &Diagnostics) -> Checked<String> {
        let text = self.text(diagnostics)?;
        if is_id(&text) {
            return Ok(text);
        }
        Err(self.error_hint(
            diagnostics,
            format!("`{text}` cannot be an id"),
            Some("use letters a–z, A–Z, digits and `-` only".to_owned()),
        ))
    }

    /// Any number; a fraction of two whole numbers may be written `1/3`.
    pub fn number(&self, diagnostics: &Diagnostics) -> Checked<f64> {
        match self.tree {
            Tree::Int(number) => Ok(*number as f64),
            Tree::Float(number) => Ok(*number),
            Tree::Text(text) => match fraction(text) {
                Some(number) => Ok(number),
                None => self.expected(diagnostics, "a number"),
            },
            _ => self.expected(diagnostics, "a number"),
        }
    }

    /// A whole number in the range of `T`.
    pub fn whole<T: TryFrom<i64>>(&self, diagnostics: &Diagnostics) -> Checked<T> {
        match self.tree {
            Tree::Int(number) => T::try_from(*number)
                .map_err(|_| self.error(diagnostics, format!("{number} is out of range here"))),
            _ => self.expected(diagnostics, "a whole number"),
        }
    }

    /// `true` or `false`.
    pub fn boolean(&self, diagnostics: &Diagnostics) -> Checked<bool> {
        match self.tree {
            Tree::Bool(value) => Ok(*value),
            _ => Err(self.error_hint(
                diagnostics,
                format!("expected `true` or `false`, found {}", self.tree.describe()),
                Some("write `true` or `false`, without quotation marks".to_owned()),
            )),
        }
    }

    /// One of the named choices.
    pub fn choice<T: Clone>(&self, diagnostics: &Diagnostics, choices: &[(&str, T)]) -> Checked<T> {
        let text = self.text(diagnostics)?;
        let found = choices.iter().find(|(name, _)| *name == text);
        found.map(|(_, value)| value.clone()).ok_or_else(|| {
            self.error_hint(
                diagnostics,
                format!("unknown choice `{text}`"),
                suggest(&text, choices.iter().map(|(name, _)| *name)),
            )
        })
    }

    /// The items of a list.
    pub fn items(&self, diagnostics: &Diagnostics) -> Checked<Vec<Node<'a>>> {
        let instead = |found: &str, item: &dyn std::fmt::Display| {
            // What was meant as one item is shown as a list of one.
            self.error_hint(
                diagnostics,
                format!("expected a list, found {found}"),
                Some(format!("write `[{item}]`")),
            )
        };
        match self.tree {
            Tree::List(items) => Ok(items
                .iter()
                .enumerate()
                .map(|(i, tree)| Node {
                    tree,
                    spot: self.spot.step(Step::Item(i)),
                })
                .collect()),
            Tree::Text(text) => Err(instead("a text", text)),
            Tree::Int(number) => Err(instead("a number", number)),
            _ => self.expected(diagnostics, "a list"),
        }
    }

    /// Reads each item, also after one that fails.
    pub fn list<T>(
        &self,
        diagnostics: &Diagnostics,
        mut read: impl FnMut(&Node<'a>) -> Checked<T>,
    ) -> Checked<Vec<T>> {
        let read: Vec<Checked<T>> = self.items(diagnostics)?.iter().map(&mut read).collect();
        read.into_iter().collect()
    }

    /// The entries of a mapping in their order; a duplicate key is reported and left out.
    pub fn entries(&self, diagnostics: &Diagnostics) -> Checked<Vec<Entry<'a>>> {
        let Tree::Map(map) = self.tree else {
            return self.expected(diagnostics, "a mapping (`key: value`)");
        };
        let mut entries: Vec<Entry<'a>> = Vec::with_capacity(map.len());
        let mut seen = std::collections::HashMap::new();
        for (i, (key, tree)) in map.iter().enumerate() {
            let entry = Entry {
                key,
                key_spot: self.spot.step(Step::Key(i)),
                value: Node {
                    tree,
                    spot: self.spot.step(Step::Value(i)),
                },
            };
            if let Some(first) = seen.get(key.as_str()) {
                let first: &Spot = first;
                diagnostics.push(
                    Diagnostic::error(format!("the key `{key}` stands here twice"))
                        .at(entry.key_spot.place())
                        .related(first.place(), "first here")
                        .hint("remove one of the two"),
                );
                continue;
            }
            seen.insert(key.as_str(), entry.key_spot.clone());
            entries.push(entry);
        }
        Ok(entries)
    }

    /// A mapping with known keys. `what` names it in messages: `a member`.
    pub fn fields(&self, diagnostics: &Diagnostics, what: &'static str) -> Checked<Fields<'a>> {
        Ok(Fields {
            entries: self
                .entries(diagnostics)?
                .into_iter()
                .map(|entry| (entry, false))
                .collect(),
            asked: Vec::new(),
            node: self.clone(),
            what,
        })
    }

    /// The languages in which this file gives texts.
    pub fn languages(&self) -> Languages {
        self.spot.yaml.languages
    }

    /// A value in every language of the report; each missing one is an error.
    pub fn per_language<T>(
        &self,
        diagnostics: &Diagnostics,
        mut read: impl FnMut(&Node<'a>, Lang) -> Checked<T>,
    ) -> Checked<PerLanguage<T>> {
        let languages = self.languages();
        // In one language a text is that language's, whether it says so or not.
        let keyed = match self.tree {
            Tree::Map(map) => map.iter().any(|(key, _)| languages.get(key).is_some()),
            _ => false,
        };
        if languages.count() == 1 && !keyed {
            return PerLanguage::try_from_fn(languages, |lang| read(self, lang));
        }
        if !matches!(self.tree, Tree::Map(_)) {
            return Err(self.error_hint(
                diagnostics,
                format!(
                    "expected a text in each language, found {}",
                    self.tree.describe()
                ),
                Some(format!("write {}", languages.example())),
            ));
        }
        let mut fields = self.fields(diagnostics, "a text in each language")?;
        let nodes = PerLanguage::from_fn(languages, |lang| {
            fields.get(lang.key()).ok_or_else(|| {
                self.error_hint(
                    diagnostics,
                    format!("the text in {} (`{lang}`) is missing", lang.endonym()),
                    Some(format!("add `{lang}: …`")),
                )
            })
        });
        fields.finish(diagnostics);
        PerLanguage::try_from_fn(languages, |lang| {
            read(nodes[lang].as_ref().map_err(|told| *told)?, lang)
        })
    }

    /// A text in every language.
    pub fn texts(&self, diagnostics: &Diagnostics) -> Checked<PerLanguage<String>> {
        self.per_language(diagnostics, |node, _| node.text(diagnostics))
    }
}

/// An entry of a mapping.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The key as text.
    pub key: &'a str,
    /// Where the key stands.
    pub key_spot: Spot,
    /// The value.
    pub value: Node<'a>,
}

/// The fields of a mapping; [`Fields::finish`] reports those that nobody asked for.
#[derive(Debug)]
pub struct Fields<'a> {
    entries: Vec<(Entry<'a>, bool)>,
    asked: Vec<&'static str>,
    node: Node<'a>,
    what: &'static str,
}

impl<'a> Fields<'a> {
    /// The field's value, if it is there and not null.
    pub fn get(&mut self, key: &'static str) -> Option<Node<'a>> {
        self.asked.push(key);
        let (entry, used) = self.entries.iter_mut().find(|(e, _)| e.key == key)?;
        *used = true;
        (*entry.value.tree != Tree::Null).then(|| entry.value.clone())
    }

    /// As [`Fields::get`]; missing is an error.
    pub fn need(&mut self, key: &'static str, diagnostics: &Diagnostics) -> Checked<Node<'a>> {
        self.get(key).ok_or_else(|| {
            self.node.error_hint(
                diagnostics,
                format!("{} needs `{key}`", self.what),
                Some(format!("add `{key}: …`")),
            )
        })
    }

    /// Reads the field if it is there.
    pub fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&Node<'a>) -> Checked<T>,
    ) -> Checked<Option<T>> {
        self.get(key).map(|node| read(&node)).transpose()
    }

    /// Reads the field, which must be there.
    pub fn required<T>(
        &mut self,
        key: &'static str,
        diagnostics: &Diagnostics,
        read: impl FnOnce(&Node<'a>) -> Checked<T>,
    ) -> Checked<T> {
        self.need(key, diagnostics).and_then(|node| read(&node))
    }

    /// The entries that no `get` or `need` has taken yet; taking them counts as asking.
    pub fn rest(&mut self) -> Vec<Entry<'a>> {
        self.entries
            .iter_mut()
            .filter(|(_, used)| !*used)
            .map(|(entry, used)| {
                *used = true;
                entry.clone()
            })
            .collect()
    }

    /// The mapping itself.
    pub fn node(&self) -> &Node<'a> {
        &self.node
    }

    /// Reports the keys that are not known here.
    pub fn finish(self, diagnostics: &Diagnostics) {
        for (entry, _) in self.entries.iter().filter(|(_, used)| !used) {
            diagnostics.push(
                Diagnostic::error(format!("{} has no key `{}`", self.what, entry.key))
                    .at(entry.key_spot.place())
                    .maybe_hint(suggest(entry.key, self.asked.iter().copied())),
            );
        }
    }
}

/// Whether `text` can stand in an address and in an expression as it is.
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !text.starts_with('-')
}

fn fraction(text: &str) -> Option<f64> {
    let (above, below) = text.split_once('/')?;
    let above: f64 = above.trim().parse::<i32>().ok()?.into();
    let below: f64 = below.trim().parse::<i32>().ok()?.into();
    (below != 0.0).then_some(above / below)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;

    fn with_root<T>(text: &str, f: impl FnOnce(&Node<'_>, &Diagnostics) -> T) -> (T, Vec<String>) {
        let diagnostics = Diagnostics::new();
        let file = Arc::new(SourceFile {
            path: "x.yaml".into(),
            text: text.into(),
        });
        let yaml = Yaml::parse(&file, Languages::built_in(), &diagnostics);
        let yaml = yaml.unwrap_or_else(|_| unreachable!("valid YAML"));
        let value = f(&Node::root(&yaml), &diagnostics);
        let messages = diagnostics
            .into_sorted()
            .iter()
            .map(|d| d.message.clone())
            .collect();
        (value, messages)
    }

    #[test]
    fn several_mistakes_are_reported_at_once() {
        let (_, messages) = with_root(
            "title: {zh: 一}\nyeer: 3\nyear: x\nyear: 2\n",
            |root, d| {
                let mut fields = root.fields(d, "a thing").unwrap_or_else(|_| unreachable!());
                assert!(fields.required("title", d, |n| n.texts(d)).is_err());
                assert!(fields.required("year", d, |n| n.whole::<u16>(d)).is_err());
                assert!(fields.need("name", d).is_err());
                fields.finish(d);
            },
        );
        assert_eq!(
            messages,
            [
                "a thing needs `name`",
                "the text in English (`en`) is missing",
                "a thing has no key `yeer`",
                "expected a whole number, found a text",
                "the key `year` stands here twice",
            ]
        );
    }

    #[test]
    fn fractions_are_numbers() {
        let (value, _) = with_root("1/3", |root, d| root.number(d));
        assert_eq!(value, Ok(1.0 / 3.0));
        let (value, messages) = with_root("1/0", |root, d| root.number(d));
        assert!(value.is_err());
        assert_eq!(messages.len(), 1);
    }
}
