//! Is each translation of a chapter in step with its original? Headings, charts, values, notes, citations, links.

use std::collections::{BTreeMap, BTreeSet};

use crate::commentary::{Commentary, Section};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Stage};
use crate::lang::{Lang, PerLanguage};

/// Reports every difference between the original and each translation, with both places.
/// `broken` are links that lead to no heading, which was reported.
pub fn compare(
    rendered: &PerLanguage<Commentary>,
    original: Lang,
    broken: &BTreeSet<String>,
    d: &Diagnostics,
) {
    for translated in original.others() {
        compare_pair(rendered, (original, translated), broken, d);
    }
}

fn compare_pair(
    rendered: &PerLanguage<Commentary>,
    (a, b): (Lang, Lang),
    broken: &BTreeSet<String>,
    d: &Diagnostics,
) {
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
            rendered,
            broken,
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
    let only = |lang: Lang, other: Lang| -> Vec<&Section> {
        let there: BTreeSet<&str> = ids(other).iter().map(|s| s.id.as_str()).collect();
        let mut here = ids(lang);
        here.retain(|s| !there.contains(s.id.as_str()));
        here
    };
    let (mut here, mut there) = (only(a, b), only(b, a));
    if here.len() == there.len() {
        // As many on each side: the same headings under other names.
        for (first, second) in here.drain(..).zip(there.drain(..)) {
            d.push(echo(
                Diagnostic::error(format!(
                    "the heading `#{}` is `#{}` in {} (`{b}`)",
                    first.id,
                    second.id,
                    b.endonym()
                ))
                .at(first.place.clone())
                .related(second.place.clone(), "the same heading, as it seems")
                .hint("give both the same `{#id}`"),
                Stage::Languages,
                rendered,
            ));
        }
    }
    for (sections, other) in [(here, b), (there, a)] {
        for section in sections {
            d.push(echo(
                Diagnostic::error(format!(
                    "the heading `#{}` is missing in {} (`{other}`)",
                    section.id,
                    other.endonym()
                ))
                .at(section.place.clone())
                .related(end_of(&rendered[other]), "not in this file"),
                Stage::Languages,
                rendered,
            ));
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
            d.push(echo(
                Diagnostic::error(format!(
                    "the headings stand in another order: `#{}` here, `#{}` there",
                    first.id, second.id
                ))
                .at(first.place.clone())
                .related(second.place.clone(), b.endonym()),
                Stage::Languages,
                rendered,
            ));
            return;
        }
    }
}

/// A difference that may come from an error in one of the texts, or of the data.
fn echo(difference: Diagnostic, stage: Stage, texts: &PerLanguage<Commentary>) -> Diagnostic {
    let files = texts.iter().filter_map(|(_, text)| text.sections.first());
    let files = files.map(|section| section.place.file.path.clone());
    difference.follows(stage, files.chain(["survey/".to_owned()]))
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
    rendered: &'p PerLanguage<Commentary>,
    broken: &'p BTreeSet<String>,
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
            self.push(
                Diagnostic::error(format!(
                    "the {what}s stand in another order in the two texts, {}",
                    named(self.first)
                ))
                .at(first[at].1.clone())
                .related(second[at].1.clone(), self.languages.1.endonym()),
            );
        }
    }

    /// Headings that differ put what stands below them into other sections.
    fn push(&self, difference: Diagnostic) {
        self.d
            .push(echo(difference, Stage::References, self.rendered));
    }

    fn any_order(&self, what: &str, of: fn(&Section) -> &Listed) {
        let (first, second) = self.languages;
        let (here, there) = (of(self.first), of(self.second));
        let (mut only_here, mut only_there) = (left(here, there), left(there, here));
        // A link that leads nowhere differs from its counterpart for that reason.
        if what == "link" {
            self.leave_broken(&mut only_here, &mut only_there);
            self.leave_broken(&mut only_there, &mut only_here);
        }
        if only_here.len() == only_there.len() {
            // As many on each side: each is the other's counterpart, and one of the two is wrong.
            for ((own, place), (other, at)) in only_here.drain(..).zip(only_there.drain(..)) {
                self.push(
                    Diagnostic::error(format!(
                        "the {what} `{own}` is `{other}` in {} (`{second}`), {}",
                        second.endonym(),
                        named(self.second)
                    ))
                    .at(place.clone())
                    .related(at.clone(), "its counterpart, as it seems")
                    .hint("write the same in both"),
                );
            }
        }
        self.missing(what, &only_here, (self.second, second));
        self.missing(what, &only_there, (self.first, first));
    }

    /// Takes out links that lead nowhere, and as many of the other side, which may be their counterparts.
    fn leave_broken<'l>(
        &self,
        own: &mut Vec<&'l (String, Place)>,
        other: &mut Vec<&'l (String, Place)>,
    ) {
        let before = own.len();
        own.retain(|(key, _)| !self.broken.contains(key));
        other.drain(..(before - own.len()).min(other.len()));
    }

    fn missing(&self, what: &str, only: &[&(String, Place)], (other, lang): (&Section, Lang)) {
        for (key, place) in only {
            self.push(
                Diagnostic::error(format!(
                    "the {what} `{key}` is missing in {} (`{lang}`), {}",
                    lang.endonym(),
                    named(other)
                ))
                .at(place.clone())
                .related(other.place.clone(), "in this section")
                .hint("write it there too, or remove it here"),
            );
        }
    }
}

/// What stands in `here` more often than in `there`.
fn left<'l>(here: &'l Listed, there: &Listed) -> Vec<&'l (String, Place)> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for (key, _) in there {
        *known.entry(key).or_default() += 1;
    }
    let is_left = |(key, _): &&(String, Place)| match known.get_mut(key.as_str()) {
        Some(n) if *n > 0 => {
            *n -= 1;
            false
        }
        _ => true,
    };
    here.iter().filter(is_left).collect()
}
