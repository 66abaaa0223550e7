//! The words of the templates: built in for some languages, the report's own for any other, which
//! may replace those that are built in.

mod complete;
mod phrases;
mod read;
mod sheet;

use std::collections::{BTreeMap, BTreeSet};

pub use phrases::Phrases;
pub use read::{is_built_in, split_example};
pub use sheet::{Sheet, begun, sheet};

use crate::diagnostic::{Diagnostics, suggest};
use crate::lang::{Lang, Languages, PerLanguage};
use crate::source::{Folder, NodePlace, Overlay};
use crate::survey::Forms;

/// A text, or one text for each plural category.
#[derive(Clone, Debug, PartialEq)]
enum Word {
    Plain(String),
    Cardinal(BTreeMap<String, String>),
    Ordinal(BTreeMap<String, String>),
}

impl Word {
    fn texts(&self) -> Vec<&str> {
        match self {
            Word::Plain(text) => vec![text],
            Word::Cardinal(texts) | Word::Ordinal(texts) => {
                texts.values().map(String::as_str).collect()
            }
        }
    }

    /// The names of what it wants filled in. A large number is filled in counted in ten thousands
    /// or `whole`, and a name in the form that the sentence needs, as each language has it.
    fn places(&self) -> BTreeSet<&str> {
        let places = self.texts().into_iter().flat_map(placeholders);
        places
            .map(|name| if name == "whole" { "n" } else { of_form(name) })
            .collect()
    }
}

/// All words in every language.
#[derive(Clone, Debug)]
pub struct Words {
    by_key: PerLanguage<BTreeMap<String, Word>>,
    phrases: PerLanguage<Phrases>,
    /// The report's own words by key: where each stands, and the texts that it replaces.
    own: PerLanguage<BTreeMap<String, (NodePlace, Vec<String>)>>,
}

/// A text of one of the report's own words.
#[derive(Clone, Debug)]
pub struct OwnText {
    /// Its key.
    pub key: String,
    /// Which of its forms; the only one of most words.
    pub form: usize,
    /// The text.
    pub text: String,
    /// Where the word stands.
    pub declared_at: NodePlace,
    /// The program's texts in whose place it stands.
    pub replaced: Vec<String>,
}

/// What stands in for `{name}` in a word.
#[derive(Clone, Debug)]
pub enum Filling {
    /// A count or place; chooses the plural form if its name is `n`.
    Number(f64),
    /// A text.
    Text(String),
}

impl Words {
    /// Reads the words of the templates (all layers), in files by tag, and of the content, in
    /// files by key. A word that one language lacks, a plural form that it lacks, and placeholders
    /// that differ, are errors.
    pub fn read(templates: &Overlay, content: &Folder, diagnostics: &Diagnostics) -> Words {
        let read = read::all(templates, content, diagnostics);
        complete::check(&read, diagnostics);
        // What the program says, in any language: in one that it does not know, the report's words
        // translate it.
        let mut shipped: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (_, read) in read.iter() {
            for (key, entry) in &read.entries {
                let texts = shipped.entry(key.clone()).or_default();
                texts.extend(entry.replaced.iter().cloned());
                if !entry.is_of_report {
                    texts.extend(entry.word.texts().into_iter().map(str::to_owned));
                }
            }
        }
        // Where none of the report's languages is the program's, it is one of these that they translate.
        let templates_own = templates.layers().first();
        let is_known = |lang| templates_own.is_some_and(|own| is_built_in(lang, own));
        if !content.languages.iter().any(is_known) {
            for lang in Languages::built_in().iter() {
                let nothing = Folder::embedded("content", []);
                let read = read::of(lang, templates, &nothing, &Diagnostics::new());
                for (key, entry) in read.entries {
                    let texts = shipped.entry(key).or_default();
                    texts.extend(entry.word.texts().into_iter().map(str::to_owned));
                }
            }
        }
        let own = read.map(|_, read| {
            let own = read.entries.iter().filter(|(_, entry)| entry.is_of_report);
            own.map(|(key, entry)| {
                let replaced = match entry.replaced.is_empty() {
                    true => shipped.get(key).cloned().unwrap_or_default(),
                    false => entry.replaced.clone(),
                };
                (key.clone(), (entry.text_at.clone(), replaced))
            })
            .collect()
        });
        Words {
            own,
            by_key: complete::filled(read),
            phrases: PerLanguage::from_fn(content.languages, |lang| {
                Phrases::read(lang, templates, diagnostics)
            }),
        }
    }

    /// The languages.
    pub fn languages(&self) -> Languages {
        self.by_key.languages()
    }

    /// The texts of the report's own words in a language.
    pub fn own_texts(&self, lang: Lang) -> Vec<OwnText> {
        let own = self.own[lang].iter();
        let words = own.filter_map(|(key, own)| Some((key, own, self.by_key[lang].get(key)?)));
        let texts = words.flat_map(|(key, (declared_at, replaced), word)| {
            let forms = word.texts().into_iter().enumerate();
            forms.map(move |(form, text)| OwnText {
                key: key.clone(),
                form,
                text: text.to_owned(),
                declared_at: declared_at.clone(),
                replaced: replaced.clone(),
            })
        });
        texts.collect()
    }

    /// Puts `text` in the place of a text of the report's own.
    pub fn replace(&mut self, lang: Lang, of: &OwnText, text: String) {
        let word = self.by_key[lang].get_mut(&of.key);
        let old = match word {
            Some(Word::Plain(old)) => Some(old),
            Some(Word::Cardinal(forms) | Word::Ordinal(forms)) => forms.values_mut().nth(of.form),
            None => None,
        };
        if let Some(old) = old {
            *old = text;
        }
    }

    /// The phrases by which sentences of a language claim something.
    pub fn phrases(&self, lang: Lang) -> &Phrases {
        &self.phrases[lang]
    }

    /// Whether there is such a word.
    pub fn has(&self, key: &str) -> bool {
        self.by_key[self.languages().first()].contains_key(key)
    }

    /// The word without anything to fill in; its key where there is none.
    pub fn get(&self, lang: Lang, key: &str) -> String {
        self.fill(lang, key, &[]).unwrap_or_else(|_| key.to_owned())
    }

    /// The word with its placeholders filled.
    ///
    /// # Errors
    /// What is wrong and what to do, if there is no such word or a placeholder stays empty.
    pub fn fill(
        &self,
        lang: Lang,
        key: &str,
        fillings: &[(&str, Filling)],
    ) -> Result<String, (String, Option<String>)> {
        let words = &self.by_key[lang];
        let Some(word) = words.get(key) else {
            return Err((
                format!("there is no string `{key}`"),
                suggest(key, words.keys().map(String::as_str))
                    .or_else(|| Some("add it to strings/ in every language".to_owned())),
            ));
        };
        let n = fillings.iter().find_map(|(name, filling)| match filling {
            Filling::Number(n) if *name == "n" => Some(*n),
            _ => None,
        });
        let form = |forms: &BTreeMap<String, String>, category: &str| {
            forms
                .get(category)
                .or_else(|| forms.get("other"))
                .cloned()
                .unwrap_or_default()
        };
        // Plural rules are about whole numbers; any other number takes the general form.
        let whole = n
            .filter(|n| n.fract() == 0.0 && *n >= 0.0)
            .map(|n| n as u64);
        let text = match word {
            Word::Plain(text) => text.clone(),
            Word::Cardinal(forms) => {
                form(forms, whole.map_or("other", |n| lang.cardinal_category(n)))
            }
            Word::Ordinal(forms) => {
                form(forms, whole.map_or("other", |n| lang.ordinal_category(n)))
            }
        };
        // In one pass: what is filled in is never read for placeholders.
        let mut filled = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let name = after.split_once('}').map_or("", |(name, _)| name);
            match fillings.iter().find(|(known, _)| *known == name) {
                Some((_, Filling::Text(text))) => filled.push_str(text),
                Some((_, Filling::Number(n))) => {
                    filled.push_str(&lang.number(*n, if n.fract() == 0.0 { 0 } else { 1 }));
                }
                None if is_placeholder(name) => {
                    return Err((
                        format!("the string `{key}` needs `{name}`"),
                        Some(format!("write t(key=\"{key}\", {name}=…)")),
                    ));
                }
                None => {
                    filled.push('{');
                    rest = after;
                    continue;
                }
            }
            rest = &after[name.len() + 1..];
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// Words of somebody's in the language's quotation marks; those inside become the inner ones.
    pub fn quoted(&self, lang: Lang, text: &str) -> String {
        let marks = |key: &str| {
            let pattern = self.fill(lang, key, &[("text", Filling::Text("\n".to_owned()))]);
            let pattern = pattern.unwrap_or_default();
            pattern
                .split_once('\n')
                .map(|(open, close)| (open.to_owned(), close.to_owned()))
        };
        let mut text = text.to_owned();
        if let (Some(outer), Some(inner)) = (marks("quotation"), marks("quotation-inside")) {
            let pairs = [(&outer.0, &inner.0), (&outer.1, &inner.1)];
            for (from, to) in pairs.iter().filter(|(from, _)| !from.trim().is_empty()) {
                text = text.replace(from.as_str(), to);
            }
        }
        self.fill(lang, "quotation", &[("text", Filling::Text(text.clone()))])
            .unwrap_or(text)
    }

    /// A name as an owner: as its forms say, or by the language's rule.
    pub fn possessive(&self, name: &PerLanguage<String>, forms: &Forms, lang: Lang) -> String {
        if let Some(own) = forms.possessive(lang) {
            return own.to_owned();
        }
        let name = forms.in_text(name, lang).to_owned();
        self.fill(lang, "possessive", &[("name", Filling::Text(name.clone()))])
            .unwrap_or(name)
    }

    /// A rank in running text: `第65位`, `65th`.
    pub fn rank(&self, lang: Lang, rank: f64) -> String {
        self.fill(lang, "rank-ordinal", &[("n", Filling::Number(rank))])
            .unwrap_or_else(|_| lang.number(rank, 0))
    }
}

/// The names between braces.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| {
        let (name, _) = rest.split_once('}')?;
        is_placeholder(name).then_some(name)
    })
}

/// Forms of a name, behind the placeholder that stands for it: `{member-in-text}`.
pub const FORMS: [&str; 2] = ["in-text", "possessive"];

/// The placeholder without the form in which it is wanted.
fn of_form(name: &str) -> &str {
    let stripped = |form| name.strip_suffix(form)?.strip_suffix('-');
    FORMS.into_iter().find_map(stripped).unwrap_or(name)
}

fn is_placeholder(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::testing::{en, zh};

    fn read(zh: &str, en: &str) -> (Words, Vec<String>) {
        let folder = Folder::embedded(
            "templates",
            [
                ("strings/zh.yaml".to_owned(), zh.as_bytes().to_vec()),
                ("strings/en.yaml".to_owned(), en.as_bytes().to_vec()),
            ],
        );
        let diagnostics = Diagnostics::new();
        let words = Words::read(
            &Overlay::new(vec![folder]),
            &Folder::embedded("content", []),
            &diagnostics,
        );
        let messages = diagnostics
            .into_sorted()
            .iter()
            .map(|d| d.message.clone())
            .collect();
        (words, messages)
    }

    #[test]
    fn plural_and_ordinal_forms() {
        let (words, messages) = read(
            "rank-ordinal: 第{n}位\npages: 共{n}页\n",
            "rank-ordinal: {ordinal: {one: '{n}st', two: '{n}nd', few: '{n}rd', other: '{n}th'}}\npages: {one: '{n} page', other: '{n} pages'}\n",
        );
        assert!(messages.is_empty(), "{messages:?}");
        assert_eq!(words.rank(en(), 22.0), "22nd");
        assert_eq!(words.rank(zh(), 22.0), "第22位");
        let one = [("n", Filling::Number(1.0))];
        assert_eq!(
            words.fill(en(), "pages", &one).ok().as_deref(),
            Some("1 page")
        );
        assert!(words.fill(en(), "pages", &[]).is_err());
        assert!(
            words
                .fill(en(), "pagse", &one)
                .is_err_and(|e| e.1.is_some())
        );
    }

    #[test]
    fn what_is_filled_in_is_no_placeholder() {
        let (words, _) = read("a: 「{name}」{n}{X}\n", "a: “{name}” {n}{X}\n");
        let fillings = [
            ("name", Filling::Text("{n}{other}{".to_owned())),
            ("n", Filling::Number(2.0)),
        ];
        let lang = Languages::built_in().first();
        let text = words.fill(lang, "a", &fillings);
        assert_eq!(text.ok().as_deref(), Some("「{n}{other}{」2{X}"));
    }

    #[test]
    fn pairs_are_checked() {
        let (_, messages) = read("a: 甲\nb: 乙{n}\n", "b: b\nc: c\n");
        assert_eq!(messages.len(), 3, "{messages:?}");
    }
}
