//! Are the two texts of a chapter in step? Headings, charts, values, notes, citations, links.

use std::collections::BTreeMap;

use crate::commentary::{Commentary, Section};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::lang::{Bilingual, Lang};

/// Reports every difference between the two texts, with both places.
pub fn compare(rendered: &Bilingual<Commentary>, d: &Diagnostics) {
    let [a, b] = Lang::ALL;
    headings(rendered, d);
    for section in &rendered[a].sections {
        let Some(pair) = rendered[b].sections.iter().find(|s| s.id == section.id) else {
            continue;
        };
        let both = Pair {
            first: section,
            second: pair,
            d,
        };
        both.in_order("chart", |s| &s.charts);
        both.in_order("note", |s| &s.notes);
        // Grammar may turn the order of numbers and marks round inside a section.
        both.any_order("value", |s| &s.values);
        both.any_order("citation", |s| &s.citations);
        both.any_order("link", |s| &s.links);
    }
}

fn headings(rendered: &Bilingual<Commentary>, d: &Diagnostics) {
    let ids: Bilingual<Vec<&Section>> = Bilingual::from_fn(|lang| {
        let sections = rendered[lang].sections.iter();
        // Square brackets name a section that no author wrote: the notes.
        let written = |s: &&Section| !s.id.is_empty() && !s.id.starts_with('[');
        sections.filter(written).collect()
    });
    for lang in Lang::ALL {
        let other = lang.other();
        for section in &ids[lang] {
            if !ids[other].iter().any(|s| s.id == section.id) {
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
    let [a, b] = Lang::ALL;
    let shared = |from: Lang, to: Lang| -> Vec<&Section> {
        ids[from]
            .iter()
            .filter(|s| ids[to].iter().any(|o| o.id == s.id))
            .copied()
            .collect()
    };
    for (first, second) in shared(a, b).iter().zip(shared(b, a)) {
        if first.id != second.id {
            d.push(
                Diagnostic::error(format!(
                    "the headings stand in another order: `#{}` here, `#{}` there",
                    first.id, second.id
                ))
                .at(first.place.clone())
                .related(second.place.clone(), "the other language"),
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
                .related(second[at].1.clone(), "the other language"),
            );
        }
    }

    fn any_order(&self, what: &str, of: fn(&Section) -> &Listed) {
        self.missing(what, of(self.first), of(self.second), self.second);
        self.missing(what, of(self.second), of(self.first), self.first);
    }

    /// What stands in `here` more often than in `there`.
    fn missing(&self, what: &str, here: &Listed, there: &Listed, other: &Section) {
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for (key, _) in there {
            *left.entry(key).or_default() += 1;
        }
        for (key, place) in here {
            match left.get_mut(key.as_str()) {
                Some(n) if *n > 0 => *n -= 1,
                _ => self.d.push(
                    Diagnostic::error(format!(
                        "the {what} `{key}` is missing in the other language, {}",
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
