//! Reading the words: the templates' files by the tags in their names, the report's by keys.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use icu::locale::{LanguageIdentifier, Locale, LocaleExpander};

use super::Word;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, SourceFile, suggest};
use crate::lang::{Lang, Languages, PerLanguage};
use crate::schema::files::strings::ORDINAL;
use crate::source::{Folder, Node, NodePlace, Overlay, Tree, Yaml};

/// A word as read.
#[derive(Debug)]
pub(super) struct WordEntry {
    pub(super) word: Word,
    pub(super) declared_at: NodePlace,
    /// Where what is behind the key stands.
    pub(super) text_at: NodePlace,
    /// From the lowest layer of templates, 0, to the report's own words.
    pub(super) layer: usize,
    /// Whether it is one of the report's own words.
    pub(super) is_of_report: bool,
    /// Whether it stands in place of a word of a lower layer.
    pub(super) replaces: bool,
    /// The texts of the words in whose place it stands.
    pub(super) replaced: Vec<String>,
}

/// The words of a language.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) entries: BTreeMap<String, WordEntry>,
    /// The keys of words that were wrong, which has been told.
    pub(super) wrong: BTreeSet<String>,
    /// The highest file that has any.
    pub(super) file: Option<Arc<SourceFile>>,
}

/// Reads all words of the report's languages.
pub(super) fn all(templates: &Overlay, content: &Folder, d: &Diagnostics) -> PerLanguage<Read> {
    PerLanguage::from_fn(content.languages, |lang| of(lang, templates, content, d))
}

/// The words of one language.
pub(super) fn of(lang: Lang, templates: &Overlay, content: &Folder, d: &Diagnostics) -> Read {
    let mut read = Read::default();
    let layers = templates.layers();
    for (layer, folder) in layers.iter().enumerate() {
        for name in files(lang, folder, "strings") {
            read_file(&mut read, layer, folder, &name, lang, d);
        }
        // Examples of charts and charts of pages bring their words along.
        let charts = ["gallery", "page-charts"];
        let charts = charts.into_iter().flat_map(|f| folder.names_in(f));
        for name in charts.filter(|name| name.ends_with(".yaml")) {
            read_example(&mut read, layer, folder, name, lang, d);
        }
    }
    let own = format!("strings/{lang}.yaml");
    if content.bytes(&own).is_some() {
        let layer = layers.len();
        read_file(&mut read, layer, content, &own, lang, d);
        let own = read.entries.values_mut();
        own.for_each(|entry| entry.is_of_report = entry.layer == layer);
    }
    read
}

/// The files of a layer of templates, in one of its folders, that serve a language, the most general
/// first: for British English, `en.yaml` and then `en-GB.yaml`.
pub(super) fn files(lang: Lang, layer: &Folder, folder: &str) -> Vec<String> {
    let mut found: Vec<(usize, String)> = layer
        .names_in(folder)
        .filter_map(|name| {
            let (_, file) = name.split_once('/')?;
            let stem = file.strip_suffix(".yaml")?;
            serves(stem, lang).then(|| (stem.split('-').count(), name.to_owned()))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, name)| name).collect()
}

/// Whether the program has words for a language.
pub fn is_built_in(lang: Lang, templates: &Folder) -> bool {
    !files(lang, templates, "strings").is_empty()
}

/// Whether words under a tag are for a language.
fn serves(tag: &str, lang: Lang) -> bool {
    let wanted = whole(&lang.locale().id);
    let Ok(Locale { id, .. }) = Locale::try_from_str(tag) else {
        return false;
    };
    let of_script = whole(&id).script == wanted.script;
    let of_region = id.region.is_none_or(|region| Some(region) == wanted.region);
    id.language == wanted.language && of_script && of_region
}

/// With its script and region, as CLDR takes them to be.
fn whole(id: &LanguageIdentifier) -> LanguageIdentifier {
    let mut id = id.clone();
    LocaleExpander::new_extended().maximize(&mut id);
    id
}

fn read_file(
    read: &mut Read,
    layer: usize,
    folder: &Folder,
    name: &str,
    lang: Lang,
    d: &Diagnostics,
) {
    let Ok(file) = folder.need_text(name, d) else {
        return;
    };
    read.file = Some(Arc::clone(&file));
    let Ok(yaml) = Yaml::parse(&file, Languages::built_in(), d) else {
        return;
    };
    let root = Node::root(&yaml);
    if *root.tree() != Tree::Null {
        read_words(read, layer, &root, lang, d);
    }
}

/// The words of an example of the gallery, by languages: they stand before it, ended by `---`.
fn read_example(
    read: &mut Read,
    layer: usize,
    folder: &Folder,
    name: &str,
    lang: Lang,
    d: &Diagnostics,
) {
    let Ok(file) = folder.need_text(name, d) else {
        return;
    };
    let Some((head, _)) = split_example(&file.text) else {
        return;
    };
    let head = Arc::new(SourceFile {
        path: file.path.clone(),
        text: head.to_owned(),
    });
    let Ok(yaml) = Yaml::parse(&head, Languages::built_in(), d) else {
        return;
    };
    let mut languages = Node::root(&yaml).entries(d).unwrap_or_default();
    languages.retain(|entry| serves(entry.key, lang));
    languages.sort_by_key(|entry| entry.key.split('-').count());
    for entry in languages {
        read_words(read, layer, &entry.value, lang, d);
    }
}

impl WordEntry {
    /// Whether it replaces a word by the same one, as a copy of a built-in file does.
    pub fn is_unchanged(&self) -> bool {
        let same = |text: &str| self.replaced.iter().any(|old| old == text);
        self.replaces && self.word.texts().into_iter().all(same)
    }
}

/// The words before an example of the gallery, and the example; `None` if it has no words.
pub fn split_example(text: &str) -> Option<(&str, &str)> {
    text.split_once("\n---\n")
}

fn read_words(read: &mut Read, layer: usize, node: &Node<'_>, lang: Lang, d: &Diagnostics) {
    for entry in node.entries(d).unwrap_or_default() {
        let Ok(word) = read_word(&entry.value, lang, d) else {
            read.wrong.insert(entry.key.to_owned());
            continue;
        };
        let before = read.entries.get(entry.key);
        let replaces = before.is_some_and(|b| b.layer < layer || b.replaces);
        let mut replaced = before.map_or_else(Vec::new, |b| b.replaced.clone());
        if let Some(before) = before.filter(|b| b.layer < layer) {
            replaced.extend(before.word.texts().into_iter().map(str::to_owned));
        }
        let read_entry = WordEntry {
            word,
            declared_at: entry.key_at,
            text_at: entry.value.node_place(),
            layer,
            is_of_report: false,
            replaces,
            replaced,
        };
        read.entries.insert(entry.key.to_owned(), read_entry);
    }
}

fn read_word(node: &Node<'_>, lang: Lang, d: &Diagnostics) -> Checked<Word> {
    let Tree::Map(map) = node.tree() else {
        return node.text(d).map(Word::Plain);
    };
    if let [(key, _)] = map.as_slice()
        && key == "ordinal"
    {
        let mut fields = node.fields(d, &ORDINAL)?;
        let known = lang.ordinal_categories();
        return fields
            .required("ordinal", d, |n| forms(n, lang, &known, d))
            .map(Word::Ordinal);
    }
    forms(node, lang, &lang.cardinal_categories(), d).map(Word::Cardinal)
}

/// A text for each plural form that the language has, no more and no fewer.
fn forms(
    node: &Node<'_>,
    lang: Lang,
    known: &[&'static str],
    d: &Diagnostics,
) -> Checked<BTreeMap<String, String>> {
    let listed: Vec<String> = known.iter().map(|form| format!("`{form}`")).collect();
    let has = format!("{} has {}", lang.endonym(), listed.join(", "));
    let mut forms = BTreeMap::new();
    for entry in node.entries(d)? {
        if !known.contains(&entry.key) {
            let near = suggest(entry.key, known.iter().copied());
            d.push(
                Diagnostic::error(format!("`{}` is not a plural form here", entry.key))
                    .at(entry.key_at.place())
                    .hint(near.map_or_else(|| has.clone(), |near| format!("{near} {has}"))),
            );
        }
        forms.insert(entry.key.to_owned(), entry.value.text(d)?);
    }
    let missing: Vec<&str> = known
        .iter()
        .copied()
        .filter(|form| !forms.contains_key(*form))
        .collect();
    if missing.is_empty() {
        return Ok(forms);
    }
    let (what, is) = match missing.as_slice() {
        [_] => ("form", "is"),
        _ => ("forms", "are"),
    };
    let named: Vec<String> = missing.iter().map(|form| format!("`{form}`")).collect();
    Err(node.error_hint(
        d,
        format!("the plural {what} {} {is} missing", named.join(", ")),
        Some(has),
    ))
}
