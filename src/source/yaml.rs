//! YAML to a tree whose every node can say where it stands.
//!
//! The only file that knows `serde_yaml`. That crate gives places with errors only; see
//! [`super::place`] for how those of nodes are found.

use std::sync::{Arc, OnceLock};

use serde::de::DeserializeSeed;

use super::place::{self, Depth, Positions, Recorder, Spans};
use super::tree::Tree;
use super::visit::{Budget, TOO_DEEP, TOO_MANY, TreeSeed};
use super::yaml_words;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place, SourceFile};
use crate::lang::Languages;
use crate::limits::Limit;

/// A parsed file.
#[derive(Debug)]
pub struct Yaml {
    /// The file; for front matter, the whole Markdown file.
    pub file: Arc<SourceFile>,
    /// Where the YAML starts in the file, in bytes.
    pub(super) offset: usize,
    /// The YAML itself.
    pub text: String,
    /// The value.
    pub root: Tree,
    /// The languages in which it gives texts.
    pub languages: Languages,
    /// The places of the nodes, once one is asked for.
    spans: OnceLock<Spans>,
}

/// Brackets after a fault that the YAML parser may see, which takes time by their square.
const BRACKETS: usize = 2000;

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
        let read = |root| {
            Ok(Arc::new(Yaml {
                file: Arc::clone(file),
                offset,
                text: text.to_owned(),
                root,
                languages,
                spans: OnceLock::new(),
            }))
        };
        if text.trim().is_empty() {
            return read(Tree::Null);
        }
        let place = |at: usize| Place::new(file, offset + at..offset + at);
        let limits = diagnostics.limits();
        let refuse = |message: String, at: usize, limit: Limit| {
            Err(diagnostics.report(
                Diagnostic::error(message)
                    .at(place(at))
                    .hint(limits.hint(limit)),
            ))
        };
        let deepest = limits.count(Limit::Nesting);
        match place::depth(text, deepest) {
            Depth::Bounded => {}
            Depth::Exceeded(at) => return refuse(TOO_DEEP.to_owned(), at, Limit::Nesting),
            // The parser proper says it better, unless that could take long.
            Depth::Broken(at, _) if text[at..].matches(['[', '{']).count() <= BRACKETS => {}
            Depth::Broken(at, message) => {
                let plain = yaml_words::plain(&message, text, at);
                return Err(diagnostics.report(invalid(&plain.message, plain.hint, place(at))));
            }
        }
        let budget = Budget::new(limits.count(Limit::YamlNodes), deepest);
        match TreeSeed(&budget).deserialize(serde_yaml::Deserializer::from_str(text)) {
            Ok(root) => read(root),
            Err(error) => {
                let at = error
                    .location()
                    .map_or(0, |l| Positions::of(text).line_column(l.line(), l.column()));
                let message = error.to_string();
                if message.contains(TOO_MANY) {
                    return refuse(TOO_MANY.to_owned(), at, Limit::YamlNodes);
                }
                // Two bounds of serde_yaml, which nothing raises.
                if message.contains("repetition limit exceeded") {
                    return Err(diagnostics.report(
                        Diagnostic::error(TOO_MANY)
                            .at(place(at))
                            .hint("write out what the aliases stand for, or use fewer"),
                    ));
                }
                if message.contains(TOO_DEEP) || message.contains("recursion limit exceeded") {
                    return refuse(TOO_DEEP.to_owned(), at, Limit::Nesting);
                }
                let plain = yaml_words::plain(&message, text, at);
                let at = plain.at.map_or(at, |(line, column)| {
                    Positions::of(text).line_column(line, column)
                });
                Err(diagnostics.report(invalid(&plain.message, plain.hint, place(at))))
            }
        }
    }

    /// The places of all nodes, found once.
    pub(super) fn spans(&self) -> &Spans {
        self.spans.get_or_init(|| {
            let positions = Positions::of(&self.text);
            Spans::of(&self.text, &positions, &self.root)
                .unwrap_or_else(|| self.recorded(&positions))
        })
    }

    /// The places as serde_yaml has them.
    pub(super) fn recorded(&self, positions: &Positions) -> Spans {
        let recorder = Recorder::new(&self.text, positions);
        let root = serde_yaml::Deserializer::from_str(&self.text);
        let read = recorder.seed().deserialize(root);
        recorder.finish(read)
    }
}

fn invalid(message: &str, hint: &str, at: Place) -> Diagnostic {
    Diagnostic::error(format!("this is not valid YAML: {message}"))
        .at(at)
        .hint(hint)
}

#[cfg(test)]
mod tests {
    use super::super::node_place::NodePlace;
    use super::super::place::Step;
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
        let node_place = NodePlace {
            yaml: yaml.into_iter().next().unwrap_or_else(|| unreachable!()),
            path: path.to_vec(),
        };
        let place = node_place.place();
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
