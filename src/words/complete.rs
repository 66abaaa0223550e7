//! Does every language have every word, with the same placeholders?

use std::collections::{BTreeMap, BTreeSet};

use super::Word;
use super::read::{Read, WordEntry};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::lang::{Lang, PerLanguage};

/// Reports what is missing or differs. Each language has the words of every other, and the same
/// placeholders; a report replaces a word in all languages or in none.
pub(super) fn check(read: &PerLanguage<Read>, d: &Diagnostics) {
    let slips = slips(read);
    for (lang, words) in read.iter() {
        for (key, entry) in &words.entries {
            let others = lang.others();
            for other in others.filter(|l| !is_meant(key, *l, read, &slips)) {
                if let Some(pair) = read[other].entries.get(key) {
                    compare(key, (lang, entry), (other, pair), d);
                }
            }
        }
    }
    for (key, (entry, meant)) in &slips {
        d.push(
            Diagnostic::error(format!("the word `{key}` stands in one language only"))
                .at(entry.declared_at.place())
                .hint(format!(
                    "did you mean `{meant}`? If not, add `{key}` in the other languages"
                )),
        );
    }
    for lang in read.languages().iter() {
        missing(lang, read, &slips, d);
    }
}

/// Words that one language has alone, each with another that it is likely meant for. One slip is one
/// mistake, not a word too many and one that is missing.
type Slips<'w> = BTreeMap<&'w str, (&'w WordEntry, &'w str)>;

/// Whether a key is another one with a slip in it.
fn is_slip(key: &str, meant: &str) -> bool {
    strsim::damerau_levenshtein(key, meant) <= 2
        && strsim::normalized_damerau_levenshtein(key, meant) >= 0.8
}

/// Whether a word of a language is likely meant for this one.
fn is_meant(key: &str, lang: Lang, read: &PerLanguage<Read>, slips: &Slips<'_>) -> bool {
    let own = |slip: &str| read[lang].entries.contains_key(slip);
    let mut all = slips.iter();
    all.any(|(slip, (_, meant))| *meant == key && own(slip))
}

fn slips(read: &PerLanguage<Read>) -> Slips<'_> {
    let mut slips = Slips::new();
    for (lang, words) in read.iter() {
        let elsewhere = || lang.others().flat_map(|l| read[l].entries.keys());
        let alone = words.entries.iter().filter(|(key, entry)| {
            let is_new = entry.layer > 0 && !entry.replaces;
            is_new && lang.others().all(|l| !read[l].entries.contains_key(*key))
        });
        for (key, entry) in alone {
            // One that this language lacks, or that the report replaces elsewhere.
            let is_open = |meant: &&String| {
                let of_other = |l: Lang| read[l].entries.get(*meant).is_some_and(|e| e.replaces);
                !words.entries.contains_key(*meant) || lang.others().any(of_other)
            };
            let meant = elsewhere().filter(is_open).map(String::as_str);
            let meant = meant.min_by_key(|meant| strsim::damerau_levenshtein(key, meant));
            let meant = meant.filter(|meant| is_slip(key, meant));
            slips.extend(meant.map(|meant| (key.as_str(), (entry, meant))));
        }
    }
    slips
}

fn compare(
    key: &str,
    (lang, entry): (Lang, &WordEntry),
    (other, pair): (Lang, &WordEntry),
    d: &Diagnostics,
) {
    if lang.index() == 0 && pair.word.places() != entry.word.places() {
        // The report's own word is the one to mend.
        let (at, beside, named) = if pair.layer > entry.layer {
            (pair, entry, lang)
        } else {
            (entry, pair, other)
        };
        d.push(
            Diagnostic::error(format!(
                "the string `{key}` has other placeholders in {} (`{other}`)",
                other.endonym()
            ))
            .at(at.declared_at.place())
            .related(beside.declared_at.place(), named.endonym()),
        );
    } else if entry.replaces && pair.layer < entry.layer && !entry.is_unchanged() {
        // Else one language would say the report's word and the other the template's.
        d.push(
            Diagnostic::error(format!(
                "the string `{key}` is replaced here and not in {} (`{other}`)",
                other.endonym()
            ))
            .at(entry.declared_at.place())
            .hint(add(key, entry, other)),
        );
    }
}

/// How to give `lang` a word too that stands in another language's file, or in an example's head.
fn add(key: &str, entry: &WordEntry, lang: Lang) -> String {
    let path = &entry.declared_at.place().file.path;
    // Templates name languages by their tags, a report by their keys.
    let name = match entry.is_of_report {
        true => lang.key(),
        false => lang.tag(),
    };
    match path.rsplit_once('/') {
        Some((folder, _)) if folder.ends_with("strings") => {
            format!("add `{key}: …` to {folder}/{name}.yaml")
        }
        _ => format!("add `{key}: …` below `{name}:` in {path}"),
    }
}

/// The words that `lang` has not: those of the report each at its place, those of the templates
/// together.
fn missing(lang: Lang, read: &PerLanguage<Read>, slips: &Slips<'_>, d: &Diagnostics) {
    let there = |key: &str| {
        let is_there = read[lang].entries.contains_key(key) || read[lang].wrong.contains(key);
        is_there || slips.contains_key(key) || is_meant(key, lang, read, slips)
    };
    let mut shipped: BTreeSet<&str> = BTreeSet::new();
    let mut of_report: BTreeMap<&str, &WordEntry> = BTreeMap::new();
    for other in lang.others() {
        for (key, entry) in read[other].entries.iter().filter(|(k, _)| !there(k)) {
            if entry.layer == 0 || entry.replaces {
                shipped.insert(key);
            } else {
                of_report.entry(key).or_insert(entry);
            }
        }
    }
    for (key, entry) in of_report.iter().filter(|(key, _)| !shipped.contains(**key)) {
        d.push(
            Diagnostic::error(format!(
                "the string `{key}` is missing in {} (`{lang}`)",
                lang.endonym()
            ))
            .at(entry.declared_at.place())
            .hint(add(key, entry, lang)),
        );
    }
    report_shipped(lang, &shipped, read, d);
}

fn report_shipped(lang: Lang, keys: &BTreeSet<&str>, read: &PerLanguage<Read>, d: &Diagnostics) {
    if keys.is_empty() {
        return;
    }
    let named: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    let file = format!("content/strings/{lang}.yaml");
    let diagnostic = match &read[lang].file {
        None => Diagnostic::error(format!(
            "the pages have no words in {} (`{lang}`): {file} lacks all {}, {}",
            lang.endonym(),
            keys.len(),
            named.join(", "),
        ))
        .hint(format!(
            "`egov-report check --words {lang} --write` makes the file to fill in"
        )),
        Some(file) => Diagnostic::error(format!(
            "{} of the pages {} missing in {} (`{lang}`): {}",
            if keys.len() == 1 { "a word" } else { "words" },
            if keys.len() == 1 { "is" } else { "are" },
            lang.endonym(),
            named.join(", "),
        ))
        .at(Place::new(file, 0..0))
        .hint(format!(
            "`egov-report check --words {lang} --write` adds them to it, to be filled in"
        )),
    };
    d.push(diagnostic);
}

/// The words by language, where one lacks a word with that of another, so that what is missing is
/// reported once and not again on every page.
pub(super) fn filled(read: PerLanguage<Read>) -> PerLanguage<BTreeMap<String, Word>> {
    let own = read.map(|_, words| -> BTreeMap<String, Word> {
        let entries = words.entries.iter();
        entries
            .map(|(key, e)| (key.clone(), e.word.clone()))
            .collect()
    });
    own.map(|lang, words| {
        let mut all: BTreeMap<String, Word> = BTreeMap::new();
        for other in lang.others() {
            for (key, word) in &own[other] {
                all.entry(key.clone()).or_insert_with(|| word.clone());
            }
        }
        all.extend(words.clone());
        all
    })
}
