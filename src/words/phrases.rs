//! The phrases by which a sentence claims something that the data can bear out or not: an extreme, a
//! whole, a comparison, a direction. Lists by language, which the templates bring.

use std::ops::Range;

use aho_corasick::{AhoCorasick, Input, MatchKind};

use super::read::files;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics};
use crate::lang::{Lang, Languages};
use crate::source::{Folder, Node, Overlay, Yaml};

/// The phrases of a language.
#[derive(Clone, Debug)]
pub struct Phrases {
    /// `None` if the language has no list.
    finder: Option<AhoCorasick>,
    /// So many of the finder's patterns are phrases; those behind say nothing of the kind.
    count: usize,
    /// Whether a phrase is made of whole words.
    spaced: bool,
    /// Numbers in words, from one.
    numbers: Vec<String>,
    /// What editions are called behind a number.
    editions: Vec<String>,
}

/// The lists of a file.
#[derive(Default)]
struct Lists {
    words: Vec<String>,
    except: Vec<String>,
    numbers: Vec<String>,
    editions: Vec<String>,
}

impl Phrases {
    /// Reads the lists of all layers of templates, one after the other.
    pub(super) fn read(lang: Lang, templates: &Overlay, d: &Diagnostics) -> Phrases {
        let mut lists = Lists::default();
        for folder in templates.layers() {
            for name in files(lang, folder, "statements") {
                // What is wrong with one has been told.
                let _ = read_file(folder, &name, &mut lists, d);
            }
        }
        let Lists {
            words,
            except,
            numbers,
            editions,
        } = lists;
        let count = words.len();
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(words.iter().chain(&except));
        if let Err(error) = &finder {
            let message = format!("the phrases of statements in `{lang}` are too many: {error}");
            d.push(Diagnostic::error(message));
        }
        Phrases {
            finder: finder.ok().filter(|_| count > 0),
            count,
            spaced: lang.spaced(),
            numbers,
            editions,
        }
    }

    /// Where a text counts the editions in words, `eleven editions`, and how many it says.
    pub fn editions_in(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let mut found = Vec::new();
        let lower = text.to_ascii_lowercase();
        for name in &self.editions {
            for (end, _) in lower.match_indices(name.as_str()) {
                let before = lower[..end].trim_end();
                let numbers = self.numbers.iter().enumerate();
                let ending = numbers.filter(|(_, number)| before.ends_with(number.as_str()));
                // The longest: eleven, not one.
                let Some((at, number)) = ending.max_by_key(|(_, number)| number.len()) else {
                    continue;
                };
                let span = before.len() - number.len()..end + name.len();
                if !self.spaced || stands_alone(text, &span) {
                    found.push((span, at + 1));
                }
            }
        }
        found
    }

    /// Whether the language has a list.
    pub fn are_known(&self) -> bool {
        self.finder.is_some()
    }

    /// The first phrase in a text, in bytes.
    pub fn first_in(&self, text: &str) -> Option<Range<usize>> {
        let finder = self.finder.as_ref()?;
        let mut at = 0;
        while let Some(found) = finder.find(Input::new(text).range(at..)) {
            let span = found.range();
            let is_whole = !self.spaced || stands_alone(text, &span);
            if is_whole && found.pattern().as_usize() < self.count {
                return Some(span);
            }
            at = match is_whole {
                true => span.end,
                false => span.start + text[span.start..].chars().next().map_or(1, char::len_utf8),
            };
        }
        None
    }
}

/// Whether no letter or digit stands beside.
fn stands_alone(text: &str, span: &Range<usize>) -> bool {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    ![before, after]
        .into_iter()
        .flatten()
        .any(char::is_alphanumeric)
}

fn read_file(folder: &Folder, name: &str, lists: &mut Lists, d: &Diagnostics) -> Checked<()> {
    let file = folder.need_text(name, d)?;
    let yaml = Yaml::parse(&file, Languages::built_in(), d)?;
    for entry in Node::root(&yaml).entries(d)? {
        let list = match entry.key {
            "words" => &mut lists.words,
            "except" => &mut lists.except,
            "numbers" => &mut lists.numbers,
            "editions" => &mut lists.editions,
            other => {
                d.push(
                    Diagnostic::error(format!("a list of phrases has no key `{other}`"))
                        .at(entry.key_at.place())
                        .hint("it has `words`, `except`, `numbers` and `editions`"),
                );
                continue;
            }
        };
        list.extend(entry.value.list(d, |n| n.text(d))?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::testing::{en, zh};

    fn first(lang: Lang, text: &str) -> Option<&str> {
        let templates = Overlay::new(vec![crate::assets::templates()]);
        let d = Diagnostics::new();
        let phrases = Phrases::read(lang, &templates, &d);
        assert!(!d.has_errors() && phrases.are_known());
        phrases.first_in(text).map(|span| &text[span])
    }

    #[test]
    fn phrases_are_whole_words_where_words_are_parted() {
        assert_eq!(first(en(), "Europe is Highest"), Some("Highest"));
        assert_eq!(first(en(), "A small, overall change"), None);
        assert_eq!(first(en(), "It has more than others"), Some("more than"));
        assert_eq!(first(en(), "At least it is not only that"), None);
    }

    #[test]
    fn what_contains_a_phrase_may_be_none() {
        assert_eq!(first(zh(), "欧洲得分最高"), Some("最高"));
        assert_eq!(first(zh(), "平均每人"), None);
        assert_eq!(first(zh(), "各区均提供"), Some("均"));
    }
}
