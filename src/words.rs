//! The words of the templates: shipped beside them, replaced by a report's own where it has some.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::diagnostic::{Checked, Diagnostic, Diagnostics, suggest};
use crate::lang::{Lang, Languages, PerLanguage};
use crate::source::{Folder, Node, Overlay, Spot, Tree, Yaml};

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

    fn places(&self) -> BTreeSet<&str> {
        self.texts().into_iter().flat_map(placeholders).collect()
    }
}

/// Where each word stands, and in which layer.
type Spots = BTreeMap<String, (usize, Spot)>;

/// All words in both languages.
#[derive(Debug)]
pub struct Words {
    by_key: PerLanguage<BTreeMap<String, Word>>,
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
    /// Reads `strings/<lang>.yaml` of the templates (all layers) and of the content. A key that
    /// one language lacks, and placeholders that differ, are errors.
    pub fn read(templates: &Overlay, content: &Folder, diagnostics: &Diagnostics) -> Words {
        let languages = content.languages;
        let mut words = Words {
            by_key: PerLanguage::from_fn(languages, |_| BTreeMap::new()),
        };
        let mut spots: PerLanguage<Spots> = PerLanguage::from_fn(languages, |_| Spots::new());
        let mut roots: Vec<&Path> = Vec::new();
        for lang in languages.iter() {
            let name = format!("strings/{lang}.yaml");
            let layers = templates
                .all(&name)
                .chain(content.bytes(&name).map(|_| content));
            for folder in layers {
                let known = roots.iter().position(|root| **root == *folder.root);
                let layer = known.unwrap_or_else(|| {
                    roots.push(&folder.root);
                    roots.len() - 1
                });
                let yaml = folder
                    .need_text(&name, diagnostics)
                    .and_then(|file| Yaml::parse(&file, languages, diagnostics));
                let Ok(yaml) = yaml else { continue };
                let root = Node::root(&yaml);
                if *root.tree() == Tree::Null {
                    continue;
                }
                for entry in root.entries(diagnostics).unwrap_or_default() {
                    if let Ok(word) = read_word(&entry.value, diagnostics) {
                        words.by_key[lang].insert(entry.key.to_owned(), word);
                        spots[lang].insert(entry.key.to_owned(), (layer, entry.key_spot));
                    }
                }
            }
        }
        words.check_pairs(&spots, diagnostics);
        words
    }

    /// Each language has the words of every other, with the same placeholders as the first, and
    /// all of them are replaced or none.
    fn check_pairs(&self, spots: &PerLanguage<Spots>, diagnostics: &Diagnostics) {
        for (lang, words) in self.by_key.iter() {
            for (key, word) in words {
                for other in lang.others() {
                    self.check_pair(key, word, (lang, other), spots, diagnostics);
                }
            }
        }
    }

    fn check_pair(
        &self,
        key: &str,
        word: &Word,
        (lang, other): (Lang, Lang),
        spots: &PerLanguage<Spots>,
        diagnostics: &Diagnostics,
    ) {
        let (layer, spot) = &spots[lang][key];
        let place = || spot.place();
        let replaced = spots[other].get(key).filter(|(other, _)| other < layer);
        match self.by_key[other].get(key) {
            None => diagnostics.push(
                Diagnostic::error(format!(
                    "the string `{key}` is missing in {} (`{other}`)",
                    other.endonym()
                ))
                .at(place())
                .hint(format!("add `{key}: …` to strings/{other}.yaml")),
            ),
            Some(pair) if lang.index() == 0 && pair.places() != word.places() => {
                diagnostics.push(
                    Diagnostic::error(format!(
                        "the string `{key}` has other placeholders in {} (`{other}`)",
                        other.endonym()
                    ))
                    .at(place())
                    .related(spots[other][key].1.place(), other.endonym()),
                );
            }
            // Else one language would say the report's word and the other the template's.
            Some(_) if replaced.is_some() => diagnostics.push(
                Diagnostic::error(format!(
                    "the string `{key}` is replaced here and not in {} (`{other}`)",
                    other.endonym()
                ))
                .at(place())
                .hint(format!("add `{key}: …` to strings/{other}.yaml")),
            ),
            Some(_) => {}
        }
    }

    /// The languages.
    pub fn languages(&self) -> Languages {
        self.by_key.languages()
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
                    .or_else(|| Some("add it to strings/ in both languages".to_owned())),
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

    /// A rank in running text: `第65位`, `65th`.
    pub fn rank(&self, lang: Lang, rank: f64) -> String {
        self.fill(lang, "rank-ordinal", &[("n", Filling::Number(rank))])
            .unwrap_or_else(|_| lang.number(rank, 0))
    }
}

fn read_word(node: &Node<'_>, diagnostics: &Diagnostics) -> Checked<Word> {
    let Tree::Map(map) = node.tree() else {
        return node.text(diagnostics).map(Word::Plain);
    };
    let forms = |node: &Node<'_>| -> Checked<BTreeMap<String, String>> {
        let mut forms = BTreeMap::new();
        for entry in node.entries(diagnostics)? {
            let known = ["zero", "one", "two", "few", "many", "other"];
            if !known.contains(&entry.key) {
                diagnostics.push(
                    Diagnostic::error(format!("`{}` is not a plural form", entry.key))
                        .at(entry.key_spot.place())
                        .maybe_hint(suggest(entry.key, known)),
                );
            }
            forms.insert(entry.key.to_owned(), entry.value.text(diagnostics)?);
        }
        if !forms.contains_key("other") {
            return Err(node.error(diagnostics, "the plural form `other` is missing"));
        }
        Ok(forms)
    };
    if let [(key, _)] = map.as_slice()
        && key == "ordinal"
    {
        let mut fields = node.fields(diagnostics, "a word")?;
        return fields
            .required("ordinal", diagnostics, forms)
            .map(Word::Ordinal);
    }
    forms(node).map(Word::Cardinal)
}

/// The names between braces.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| {
        let (name, _) = rest.split_once('}')?;
        is_placeholder(name).then_some(name)
    })
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
