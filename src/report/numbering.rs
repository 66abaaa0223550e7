//! The numbers of figures: the charts of all chapters, counted in the order in which they are read.

use std::collections::{BTreeMap, BTreeSet};

use crate::commentary::{Commentary, Fragment};
use crate::diagnostic::{Diagnostic, Diagnostics, Stage};
use crate::lang::{Lang, PerLanguage};
use crate::words::{Filling, Words};

use super::Figure;

/// A chart in a chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// The place of the chapter among all.
    pub chapter: usize,
    /// The figure's number, from 1.
    pub number: usize,
}

impl Numbered {
    /// What the figure is called, such as “Figure 3”.
    pub fn called(self, words: &Words, lang: Lang) -> String {
        let n = Filling::Text(lang.plain(self.number as f64, 0));
        words
            .fill(lang, "figure-number", &[("n", n)])
            .unwrap_or_default()
    }
}

/// The charts that stand in chapters, by id.
#[derive(Clone, Debug, Default)]
pub struct Numbering {
    placed: BTreeMap<String, Vec<Numbered>>,
}

impl Numbering {
    /// Counts the charts that were made. The texts of all languages have the same in the same order.
    pub fn of(texts: &[PerLanguage<Commentary>], figures: &[Figure]) -> Numbering {
        let made: BTreeSet<&str> = figures.iter().map(|f| f.name.as_str()).collect();
        let mut numbering = Numbering::default();
        let mut number = 0;
        for (chapter, text) in texts.iter().enumerate() {
            let charts = text[text.languages().first()].fragments.iter();
            for fragment in charts {
                let Fragment::Chart(id) = fragment else {
                    continue;
                };
                if made.contains(id.as_str()) {
                    number += 1;
                    let placed = Numbered { chapter, number };
                    numbering.placed.entry(id.clone()).or_default().push(placed);
                }
            }
        }
        numbering
    }

    /// As [`Numbering::of`]; references to charts that stand in no chapter go to `d`.
    pub(crate) fn checked(
        texts: &[PerLanguage<Commentary>],
        figures: &[Figure],
        d: &Diagnostics,
    ) -> Numbering {
        let numbering = Numbering::of(texts, figures);
        numbering.check(texts, d);
        numbering
    }

    /// Where a chart stands first; in the chapter `within`, if it is there.
    pub fn find(&self, id: &str, within: usize) -> Option<Numbered> {
        let placed = self.placed.get(id)?;
        let here = placed.iter().find(|one| one.chapter == within);
        here.or_else(|| placed.first()).copied()
    }

    /// All charts with the places where they stand.
    pub fn all(&self) -> impl Iterator<Item = (&str, Numbered)> {
        let all = self.placed.iter();
        all.flat_map(|(id, placed)| placed.iter().map(move |one| (id.as_str(), *one)))
    }

    /// Reports the references to charts that stand in no chapter.
    fn check(&self, texts: &[PerLanguage<Commentary>], d: &Diagnostics) {
        for (_, text) in texts.iter().flat_map(PerLanguage::iter) {
            for (id, place) in text.sections.iter().flat_map(|s| &s.references) {
                if self.placed.contains_key(id) {
                    continue;
                }
                let message = format!("the chart `{id}` stands in no chapter, so it has no number");
                let hint = format!(
                    "place it with `{{{{ chart(id=\"{id}\") }}}}`, alone in its paragraph; where it has no data for a drawing, leave out the reference"
                );
                d.push(
                    Diagnostic::error(message)
                        .at(place.clone())
                        .hint(hint)
                        .follows(
                            Stage::References,
                            [
                                "survey/".to_owned(),
                                format!("charts/{id}."),
                                "commentary/".to_owned(),
                                "report.yaml".to_owned(),
                            ],
                        ),
                );
            }
        }
    }
}
