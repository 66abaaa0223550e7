//! The file of a language's words, to be filled in: every key, what it says elsewhere, and what is
//! there already.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Word, read};
use crate::diagnostic::Diagnostics;
use crate::lang::Lang;
use crate::source::{Folder, Overlay};

/// Which words a sheet has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// All: a file of its own.
    Whole,
    /// Those that the language lacks: to stand below what it has.
    Missing,
}

/// The file for `lang`, with the words of `from` as comments.
pub fn sheet(lang: Lang, from: Lang, templates: &Overlay, content: &Folder, what: Sheet) -> String {
    // What is wrong with the files is told when the report is read.
    let quiet = Diagnostics::new();
    let read::Read {
        entries: own,
        wrong,
        ..
    } = read::of(lang, templates, content, &quiet);
    let mut shown = read::of(from, templates, content, &quiet).entries;
    let mut forms: BTreeMap<String, Word> = BTreeMap::new();
    // Not all languages have words of the program's; one that has shows what the keys are.
    let others = lang
        .languages()
        .iter()
        .chain(crate::lang::Languages::built_in().iter());
    for other in others.filter(|other| *other != lang) {
        for (key, entry) in read::of(other, templates, content, &quiet).entries {
            // One that changes with a number in any language may in this one.
            if !matches!(entry.word, Word::Plain(_)) {
                forms.insert(key.clone(), entry.word.clone());
            }
            shown.entry(key).or_insert(entry);
        }
    }
    let mut text = match what {
        Sheet::Whole => heading(lang, from),
        Sheet::Missing => String::new(),
    };
    if what == Sheet::Missing {
        shown.retain(|key, _| !own.contains_key(key) && !wrong.contains(key));
    }
    let mut keys: Vec<(&String, &read::WordEntry)> = shown.iter().collect();
    keys.sort_by_cached_key(|(_, entry)| {
        let place = entry.declared_at.place();
        // The examples' words after all others.
        let of_example = !place.file.path.contains("strings/");
        (
            entry.layer,
            of_example,
            place.file.path.clone(),
            place.span.start,
        )
    });
    let mut section = None;
    for (key, entry) in keys {
        let above = comment_above(entry);
        if above.is_some() && above != section {
            let _ = write!(text, "\n# == {} ==\n", above.as_deref().unwrap_or_default());
            section = above;
        }
        comment(&mut text, &entry.word);
        let form = forms.get(key).unwrap_or(&entry.word);
        write_word(&mut text, key, form, own.get(key).map(|e| &e.word), lang);
    }
    if what == Sheet::Missing {
        return text;
    }
    let rest = own.iter().filter(|(key, _)| !shown.contains_key(*key));
    for (key, entry) in rest {
        comment(&mut text, &entry.word);
        write_word(&mut text, key, &entry.word, Some(&entry.word), lang);
    }
    text
}

/// The file for a language that the program does not know, with the English words in the place of
/// its own; above each stands `mark`.
pub fn begun(lang: Lang, templates: &Folder, mark: &str) -> String {
    let quiet = Diagnostics::new();
    let overlay = Overlay::new(vec![templates.clone()]);
    let content = Folder::embedded("content", []);
    let built_in = crate::lang::Languages::built_in();
    let english = built_in.iter().find(|lang| !lang.is_chinese());
    let from = english.unwrap_or(built_in.first());
    let words = read::of(from, &overlay, &content, &quiet).entries;
    let mut keys: Vec<(&String, &read::WordEntry)> = words.iter().collect();
    keys.sort_by_cached_key(|(_, entry)| {
        let place = entry.declared_at.place();
        let of_pages = place.file.path.contains("strings/");
        (!of_pages, place.file.path.clone(), place.span.start)
    });
    let mut text = format!(
        "# The words of the pages in {} ({}): still in {}. Translate what stands below each line\n\
         # `# {mark}`, and remove the line. What stands in braces, as {{n}}, stays as it is.\n",
        lang.endonym(),
        lang.tag(),
        from.endonym(),
    );
    for (key, entry) in keys {
        let in_forms = |forms: &BTreeMap<String, String>, categories: Vec<&'static str>| {
            let general = forms.get("other").cloned().unwrap_or_default();
            let own = |form: &str| forms.get(form).unwrap_or(&general).clone();
            let all = categories.into_iter().map(|f| (f.to_owned(), own(f)));
            all.collect::<BTreeMap<String, String>>()
        };
        let word = match &entry.word {
            Word::Plain(word) => Word::Plain(word.clone()),
            Word::Cardinal(forms) => Word::Cardinal(in_forms(forms, lang.cardinal_categories())),
            Word::Ordinal(forms) => Word::Ordinal(in_forms(forms, lang.ordinal_categories())),
        };
        let _ = writeln!(text, "# {mark}");
        write_word(&mut text, key, &word, Some(&word), lang);
    }
    text
}

fn heading(lang: Lang, from: Lang) -> String {
    let mut text = format!(
        "# The words of the pages in {} ({}), for strings/{lang}.yaml.\n\
         # Above each line stands what it says in {}. Fill in the empty ones; what stands in\n\
         # braces, as {{n}}, is filled in by the program and stays as it is.\n",
        lang.endonym(),
        lang.tag(),
        from.endonym(),
    );
    let counts = examples(&lang.cardinal_categories(), |n| lang.cardinal_category(n));
    let ordinals = examples(&lang.ordinal_categories(), |n| lang.ordinal_category(n));
    let _ = writeln!(text, "# Counts: {counts}.\n# Ordinals: {ordinals}.");
    text
}

/// Which numbers have which form: `one (1), other (0, 2, 3, …)`.
fn examples(categories: &[&str], category: impl Fn(u64) -> &'static str) -> String {
    let numbers = (0..=200).chain([1_000_000]);
    let mut found: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for n in numbers {
        found.entry(category(n)).or_default().push(n);
    }
    let one = |form: &&str| match found.get(form) {
        None => format!("{form} (fractions)"),
        Some(all) => {
            let few: Vec<String> = all.iter().take(4).map(u64::to_string).collect();
            let more = if all.len() > 4 { ", …" } else { "" };
            format!("{form} ({}{more})", few.join(", "))
        }
    };
    categories.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The last line of comment above a key in its file: the title of a group of words.
fn comment_above(entry: &read::WordEntry) -> Option<String> {
    let place = entry.declared_at.place();
    let before = place.file.text.get(..place.span.start)?;
    let line = before.lines().rev().find(|line| line.starts_with('#'))?;
    Some(line.trim_start_matches('#').trim().to_owned())
}

fn write_word(text: &mut String, key: &str, shown: &Word, own: Option<&Word>, lang: Lang) {
    let _ = match (shown, own) {
        (_, Some(Word::Plain(word))) => {
            writeln!(text, "{key}: {}", quoted(word))
        }
        (_, Some(Word::Cardinal(forms))) => {
            writeln!(
                text,
                "{key}: {}",
                flow(&lang.cardinal_categories(), Some(forms))
            )
        }
        (_, Some(Word::Ordinal(forms))) => {
            let forms = flow(&lang.ordinal_categories(), Some(forms));
            writeln!(text, "{key}: {{ordinal: {forms}}}")
        }
        (Word::Plain(_), None) => {
            writeln!(text, "{key}: \"\"")
        }
        (Word::Cardinal(_), None) => {
            writeln!(text, "{key}: {}", flow(&lang.cardinal_categories(), None))
        }
        (Word::Ordinal(_), None) => {
            let forms = flow(&lang.ordinal_categories(), None);
            writeln!(text, "{key}: {{ordinal: {forms}}}")
        }
    };
}

fn comment(text: &mut String, word: &Word) {
    let _ = match word {
        Word::Plain(word) => writeln!(text, "# {}", word.replace('\n', " ")),
        Word::Cardinal(forms) | Word::Ordinal(forms) => {
            let forms: Vec<String> = forms.iter().map(|(f, w)| format!("{f}: {w}")).collect();
            writeln!(text, "# {}", forms.join(" | ").replace('\n', " "))
        }
    };
}

fn flow(categories: &[&str], forms: Option<&BTreeMap<String, String>>) -> String {
    let one = |form: &&str| {
        let word = forms.and_then(|forms| forms.get(*form));
        format!("{form}: {}", quoted(word.map_or("", String::as_str)))
    };
    let all: Vec<String> = categories.iter().map(one).collect();
    format!("{{{}}}", all.join(", "))
}

/// In the double quotation marks of YAML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
