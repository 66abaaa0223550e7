//! Is each translation of a chapter in step with its original? Headings, charts, values, notes, citations, links.

use std::collections::{BTreeMap, BTreeSet};

use crate::commentary::{Commentary, Section};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::lang::{Lang, PerLanguage};

/// Reports every difference between the original and each translation, with both places.
pub fn compare(rendered: &PerLanguage<Commentary>, original: Lang, d: &Diagnostics) {
    for translated in original.others() {
        compare_pair(rendered, original, translated, d);
    }
}

fn compare_pair(rendered: &PerLanguage<Commentary>, a: Lang, b: Lang, d: &Diagnostics) {
    // What is wrong with a text that could not be rendered has been reported.
    if [a, b]
        .iter()
        .any(|lang| rendered[*lang].sections.is_empty())
    {
        return;
    }
    headings(rendered, a, b, d);
    let mut there: BTreeMap<&str, &Section> = BTreeMap::new();
    for section in &rendered[b].sections {
        there.entry(&section.id).or_insert(section);
    }
    for section in &rendered[a].sections {
        let Some(pair) = there.get(section.id.as_str()) else {
            continue;
        };
        let both = Pair {
            first: section,
            second: pair,
            languages: (a, b),
            d,
        };
        both.in_order("chart", |s| &s.charts);
        both.in_order("note", |s| &s.notes);
        both.any_order("reference to a figure", |s| &s.references);
        // Grammar may turn the order of numbers and marks round inside a section.
        both.any_order("value", |s| &s.values);
        both.any_order("citation", |s| &s.citations);
        both.any_order("link", |s| &s.links);
    }
}

fn headings(rendered: &PerLanguage<Commentary>, a: Lang, b: Lang, d: &Diagnostics) {
    let ids = |lang: Lang| -> Vec<&Section> {
        let sections = rendered[lang].sections.iter();
        // Square brackets name a section that no author wrote: the notes.
        let written = |s: &&Section| !s.id.is_empty() && !s.id.starts_with('[');
        sections.filter(written).collect()
    };
    for (lang, other) in [(a, b), (b, a)] {
        let there: BTreeSet<&str> = ids(other).iter().map(|s| s.id.as_str()).collect();
        for section in ids(lang) {
            if !there.contains(section.id.as_str()) {
                let nearest = end_of(&rendered[other]);
                d.push(
                    Diagnostic::error(format!(
                        "the heading `#{}` is missing in {} (`{other}`)",
                        section.id,
                        other.endonym()
                    ))
                    .at(section.place.clone())
                    .related(nearest, "not in this file"),
                );
            }
        }
    }
    let shared = |from: Lang, to: Lang| -> Vec<&Section> {
        let there: BTreeSet<&str> = ids(to).iter().map(|s| s.id.as_str()).collect();
        let mut here = ids(from);
        here.retain(|s| there.contains(s.id.as_str()));
        here
    };
    for (first, second) in shared(a, b).iter().zip(shared(b, a)) {
        if first.id != second.id {
            d.push(
                Diagnostic::error(format!(
                    "the headings stand in another order: `#{}` here, `#{}` there",
                    first.id, second.id
                ))
                .at(first.place.clone())
                .related(second.place.clone(), b.endonym()),
            );
            return;
        }
    }
}

/// A section as messages name it.
fn named(section: &Section) -> String {
    match section.id.as_str() {
        "" => "before the first heading".to_owned(),
        id if id.starts_with('[') => "in the notes".to_owned(),
        id => format!("in the section `#{id}`"),
    }
}

/// Somewhere in the file to point at: its first section.
fn end_of(commentary: &Commentary) -> Place {
    commentary.sections[0].place.clone()
}

struct Pair<'p> {
    first: &'p Section,
    second: &'p Section,
    languages: (Lang, Lang),
    d: &'p Diagnostics,
}

type Listed = Vec<(String, Place)>;

impl Pair<'_> {
    fn in_order(&self, what: &str, of: fn(&Section) -> &Listed) {
        let (first, second) = (of(self.first), of(self.second));
        self.any_order(what, of);
        let mut keys: [Vec<&str>; 2] =
            [first, second].map(|list| list.iter().map(|(key, _)| key.as_str()).collect());
        if keys[0] == keys[1] {
            return;
        }
        let differing = keys[0].iter().zip(&keys[1]).position(|(a, b)| a != b);
        for list in &mut keys {
            list.sort_unstable();
        }
        if let (true, Some(at)) = (keys[0] == keys[1], differing) {
            self.d.push(
                Diagnostic::error(format!(
                    "the {what}s stand in another order in the two texts, {}",
                    named(self.first)
                ))
                .at(first[at].1.clone())
                .related(second[at].1.clone(), self.languages.1.endonym()),
            );
        }
    }

    fn any_order(&self, what: &str, of: fn(&Section) -> &Listed) {
        let (first, second) = self.languages;
        self.missing(what, of(self.first), of(self.second), (self.second, second));
        self.missing(what, of(self.second), of(self.first), (self.first, first));
    }

    /// What stands in `here` more often than in `there`.
    fn missing(&self, what: &str, here: &Listed, there: &Listed, (other, lang): (&Section, Lang)) {
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for (key, _) in there {
            *left.entry(key).or_default() += 1;
        }
        for (key, place) in here {
            match left.get_mut(key.as_str()) {
                Some(n) if *n > 0 => *n -= 1,
                _ => self.d.push(
                    Diagnostic::error(format!(
                        "the {what} `{key}` is missing in {} (`{lang}`), {}",
                        lang.endonym(),
                        named(other)
                    ))
                    .at(place.clone())
                    .related(other.place.clone(), "in this section")
                    .hint("write it there too, or remove it here"),
                ),
            }
        }
    }
}
