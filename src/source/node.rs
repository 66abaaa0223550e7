//! Reading a YAML tree into typed values, with every mistake reported at its place.

use std::sync::Arc;

use super::node_place::NodePlace;
use super::place::Step;
use super::tree::Tree;
use super::yaml::Yaml;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place, Reported, choose, suggest};
use crate::lang::{Lang, Languages, PerLanguage};
use crate::schema::{Record, Shape, listed};

mod errors;
mod fields;

pub use fields::{Entry, Fields};

/// A node of a YAML file, with its address.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    tree: &'a Tree,
    node_place: NodePlace,
    /// What its description says may stand here.
    shape: Option<&'static Shape>,
}

impl<'a> Node<'a> {
    /// The root of a file.
    pub fn root(yaml: &'a Arc<Yaml>) -> Node<'a> {
        Node {
            tree: &yaml.root,
            node_place: NodePlace {
                yaml: Arc::clone(yaml),
                path: Vec::new(),
            },
            shape: None,
        }
    }

    /// The value itself.
    pub fn tree(&self) -> &'a Tree {
        self.tree
    }

    /// The address, for messages that come later.
    pub fn node_place(&self) -> NodePlace {
        self.node_place.clone()
    }

    /// The place in the file.
    pub fn place(&self) -> Place {
        self.node_place.place()
    }

    /// The number itself, if its description allows it.
    fn in_range(&self, number: f64, diagnostics: &Diagnostics) -> Checked<f64> {
        match self.shape.and_then(Shape::range) {
            Some((low, high)) if !(low..=high).contains(&number) => {
                Err(self.out_of_range(number, diagnostics))
            }
            _ => Ok(number),
        }
    }

    fn out_of_range(&self, number: f64, diagnostics: &Diagnostics) -> Reported {
        let wanted = self.shape.and_then(Shape::number_words);
        let message = match wanted {
            Some(wanted) => format!("{number} is out of range here: write {wanted}"),
            None => format!("{number} is out of range here"),
        };
        self.error_hint(diagnostics, message, self.wanted())
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
        match wrong_id(&text) {
            None => Ok(text),
            Some((message, hint)) => {
                Err(self.error_hint(diagnostics, message, Some(hint.to_owned())))
            }
        }
    }

    /// Any number; a fraction of two whole numbers may be written `1/3`.
    pub fn number(&self, diagnostics: &Diagnostics) -> Checked<f64> {
        match self.tree {
            Tree::Int(number) => self.in_range(*number as f64, diagnostics),
            Tree::Float(number) => self.in_range(*number, diagnostics),
            Tree::Text(text) => match fraction(text) {
                Some(number) => self.in_range(number, diagnostics),
                None => self.expected(diagnostics, "a number"),
            },
            _ => self.expected(diagnostics, "a number"),
        }
    }

    /// A whole number in the range of `T`.
    pub fn whole<T: TryFrom<i64>>(&self, diagnostics: &Diagnostics) -> Checked<T> {
        match self.tree {
            Tree::Int(number) => {
                self.in_range(*number as f64, diagnostics)?;
                T::try_from(*number).map_err(|_| self.out_of_range(*number as f64, diagnostics))
            }
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
        let names = || choices.iter().map(|(name, _)| *name);
        debug_assert!(
            self.shape.is_none_or(|shape| {
                let described = shape.choices();
                described.is_empty() || described.iter().map(|(name, _)| *name).eq(names())
            }),
            "the choices {:?} are described otherwise",
            names().collect::<Vec<_>>()
        );
        let text = self.text(diagnostics)?;
        let found = choices.iter().find(|(name, _)| *name == text);
        found.map(|(_, value)| value.clone()).ok_or_else(|| {
            let wanted = self.wanted();
            let all = wanted.unwrap_or_else(|| format!("write {}", listed(names())));
            self.error_hint(
                diagnostics,
                format!("unknown choice `{text}`"),
                Some(choose(&text, names(), &all)),
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
            Tree::List(items) => {
                let lengths = self.shape.and_then(Shape::lengths);
                if lengths.is_some_and(|(least, most)| !(least..=most).contains(&items.len())) {
                    let message = match items.len() {
                        0 => "this list is empty".to_owned(),
                        items => format!("a list of {items} cannot stand here"),
                    };
                    return Err(self.error_hint(diagnostics, message, self.wanted()));
                }
                let item = |(i, tree)| Node {
                    tree,
                    node_place: self.node_place.step(Step::Item(i)),
                    shape: self.shape.and_then(Shape::items),
                };
                Ok(items.iter().enumerate().map(item).collect())
            }
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
                key_at: self.node_place.step(Step::Key(i)),
                value: Node {
                    tree,
                    node_place: self.node_place.step(Step::Value(i)),
                    shape: self.shape.and_then(|shape| below(shape, key)),
                },
            };
            if let Some(first) = seen.get(key.as_str()) {
                let first: &NodePlace = first;
                diagnostics.push(
                    Diagnostic::error(format!("the key `{key}` stands here twice"))
                        .at(entry.key_at.place())
                        .related(first.place(), "first here")
                        .hint("remove one of the two"),
                );
                continue;
            }
            seen.insert(key.as_str(), entry.key_at.clone());
            entries.push(entry);
        }
        Ok(entries)
    }

    /// A mapping with the keys of its description.
    pub fn fields(
        &self,
        diagnostics: &Diagnostics,
        record: &'static Record,
    ) -> Checked<Fields<'a>> {
        let mut entries = self.entries(diagnostics)?;
        for entry in &mut entries {
            entry.value.shape = of_key(record, entry.key);
        }
        Ok(Fields::new(entries, self.clone(), record))
    }

    /// The languages in which this file gives texts.
    pub fn languages(&self) -> Languages {
        self.node_place.yaml.languages
    }

    /// A value in every language of the report; each missing one is an error. Then another language's
    /// stands in for it, so that one run tells all that are missing.
    pub fn per_language<T: Clone>(
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
            let told = self.error_hint(
                diagnostics,
                format!(
                    "expected a text in each language, found {}",
                    self.tree.describe()
                ),
                Some(format!("write {}", languages.example())),
            );
            return match self.tree {
                Tree::Text(_) => Ok(PerLanguage::same(languages, read(self, languages.first())?)),
                _ => Err(told),
            };
        }
        let entries = self.entries(diagnostics)?;
        for entry in &entries {
            if languages.get(entry.key).is_none() {
                diagnostics.push(
                    Diagnostic::error(format!("`{}` is no language of this report", entry.key))
                        .at(entry.key_at.place())
                        .hint(format!("write {}", languages.example())),
                );
            }
        }
        let nodes = PerLanguage::from_fn(languages, |lang| {
            let entry = entries.iter().find(|entry| entry.key == lang.key());
            let node = entry.map(|entry| &entry.value);
            node.filter(|n| *n.tree != Tree::Null).ok_or_else(|| {
                self.error_hint(
                    diagnostics,
                    format!("the text in {} (`{lang}`) is missing", lang.endonym()),
                    Some(format!("add `{lang}: …`")),
                )
            })
        });
        let values = PerLanguage::from_fn(languages, |lang| read(nodes[lang]?, lang));
        let another = values.iter().find_map(|(_, value)| value.clone().ok());
        PerLanguage::try_from_fn(languages, |lang| match (&nodes[lang], &another) {
            (Err(_), Some(another)) => Ok(another.clone()),
            _ => values[lang].clone(),
        })
    }

    /// A text in some languages of the report.
    pub fn some_texts(&self, d: &Diagnostics) -> Checked<PerLanguage<Option<String>>> {
        let languages = self.languages();
        let mut texts = PerLanguage::same(languages, None);
        if languages.count() == 1 && matches!(self.tree, Tree::Text(_)) {
            texts[languages.first()] = Some(self.text(d)?);
            return Ok(texts);
        }
        for entry in self.entries(d)? {
            match languages.get(entry.key) {
                Some(lang) => texts[lang] = Some(entry.value.text(d)?),
                None => {
                    let known = languages.iter().map(Lang::key);
                    return Err(d.report(
                        Diagnostic::error(format!("`{}` is no language of this report", entry.key))
                            .at(entry.key_at.place())
                            .maybe_hint(suggest(entry.key, known)),
                    ));
                }
            }
        }
        Ok(texts)
    }

    /// A text in every language.
    pub fn texts(&self, diagnostics: &Diagnostics) -> Checked<PerLanguage<String>> {
        self.per_language(diagnostics, |node, _| node.text(diagnostics))
    }
}

/// What may stand at a key of a mapping.
fn of_key(record: &'static Record, key: &str) -> Option<&'static Shape> {
    let named = record.key(key).map(|key| &key.shape);
    named.or(record.others.as_ref().map(|others| &others.shape))
}

/// As [`of_key`], of a shape that is a mapping.
fn below(shape: &'static Shape, key: &str) -> Option<&'static Shape> {
    shape.alternatives().find_map(|shape| match shape {
        Shape::Record(record) => of_key(record, key),
        _ => None,
    })
}

/// Whether `text` can stand in an address and in an expression as it is.
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !text.starts_with('-')
}

/// Of how many characters an id may be: names of files are made of two, and of words between.
const LONGEST_ID: usize = 100;

/// Why `text` cannot be an id, as a message and a hint.
pub fn wrong_id(text: &str) -> Option<(String, &'static str)> {
    if !is_id(text) {
        let hint = "use letters a–z, A–Z, digits and `-` only";
        return Some((format!("`{text}` cannot be an id"), hint));
    }
    let length = text.len();
    (length > LONGEST_ID).then(|| {
        let start: String = text.chars().take(20).collect();
        (
            format!("`{start}…` is too long for an id: it has {length} characters"),
            "use at most 100 characters: files are called by it",
        )
    })
}

fn fraction(text: &str) -> Option<f64> {
    let (above, below) = text.split_once('/')?;
    let above: f64 = above.trim().parse::<i32>().ok()?.into();
    let below: f64 = below.trim().parse::<i32>().ok()?.into();
    (below != 0.0).then_some(above / below)
}

#[cfg(test)]
mod tests;
