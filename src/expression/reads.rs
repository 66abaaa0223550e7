//! What an expression read: values that come back with its result.

use std::collections::{BTreeMap, BTreeSet};

use tera::Value;

use super::{Knowledge, Style};
use crate::lang::Lang;
use crate::survey::{AreaId, ComponentId, EditionId, MemberId, SourceId};
use crate::words::Filling;

/// The things of the report from which a value was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// Members by themselves.
    pub members: BTreeSet<MemberId>,
    /// Areas, and so all their members.
    pub areas: BTreeSet<AreaId>,
    /// Whether all members were looked at.
    pub all_members: bool,
    pub editions: BTreeSet<EditionId>,
    /// Components whose values were read: the index where none was named.
    pub components: BTreeSet<ComponentId>,
    /// Indicators, by their place in the survey's list.
    pub indicators: BTreeSet<usize>,
    /// Items of indicators.
    pub items: BTreeSet<(usize, usize)>,
    /// Where the figures come from.
    pub sources: BTreeSet<SourceId>,
    /// Claims by id.
    pub claims: BTreeSet<String>,
    /// Quotations by id.
    pub quotations: BTreeSet<String>,
    /// Charts by id.
    pub charts: BTreeSet<String>,
}

impl Reads {
    /// Adds what another read.
    pub fn extend(&mut self, other: &Reads) {
        self.members.extend(&other.members);
        self.areas.extend(&other.areas);
        self.all_members |= other.all_members;
        self.editions.extend(&other.editions);
        self.components.extend(&other.components);
        self.indicators.extend(&other.indicators);
        self.items.extend(&other.items);
        self.sources.extend(&other.sources);
        self.claims.extend(other.claims.iter().cloned());
        self.quotations.extend(other.quotations.iter().cloned());
        self.charts.extend(other.charts.iter().cloned());
    }

    /// Whether nothing was read.
    pub fn is_empty(&self) -> bool {
        *self == Reads::default()
    }
}

/// A function that was called.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Its name.
    pub function: &'static str,
    /// Its name and arguments in order, the same however they were written.
    pub canonical: String,
    /// What was asked for, in the page's language: `Member · index · 2018`.
    pub subject: String,
    /// What it gave.
    pub value: Value,
    /// As the language writes it, where it is not a number.
    pub text: Option<String>,
    /// How a number is written unless the expression says otherwise.
    pub style: Style,
    /// What it read.
    pub reads: Reads,
    /// The arguments as text, by name.
    pub arguments: Vec<(&'static str, String)>,
}

impl Call {
    /// An argument as it was given.
    pub fn argument(&self, name: &str) -> Option<&str> {
        self.arguments
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, value)| value.as_str())
    }
}

/// One sentence for each thing that was read, then the sources.
pub(super) fn provenance(calls: &[Call], knowledge: &Knowledge, lang: Lang) -> String {
    let words = &knowledge.words;
    let mut parts: Vec<String> = Vec::new();
    let mut sources = BTreeSet::new();
    for call in calls {
        let how = words.get(lang, &format!("how-{}", call.function));
        let part = if call.subject.is_empty() {
            how
        } else {
            let colon = words.get(lang, "colon");
            format!("{}{colon}{how}", call.subject)
        };
        if !parts.contains(&part) {
            parts.push(part);
        }
        sources.extend(call.reads.sources.iter().copied());
    }
    let mut text = parts.join(&words.get(lang, "semicolon"));
    if !sources.is_empty() {
        let survey = knowledge.indices.survey();
        let title = |id: SourceId| survey.sources[id.0].title[lang].clone();
        let indicators = calls.iter().flat_map(|call| &call.reads.indicators);
        let through: BTreeMap<SourceId, SourceId> = indicators
            .filter_map(|at| {
                let indicator = survey.indicators.get(*at)?;
                Some((indicator.source, indicator.quoted_in?))
            })
            .collect();
        let titles: Vec<String> = sources
            .iter()
            .map(|id| match through.get(id) {
                Some(other) => {
                    let texts = [("source", title(*id)), ("other", title(*other))];
                    let texts = texts.map(|(name, text)| (name, Filling::Text(text)));
                    words.fill(lang, "as-quoted-in", &texts).unwrap_or_default()
                }
                None => title(*id),
            })
            .collect();
        text.push_str(&words.get(lang, "full-stop"));
        text.push_str(&words.get(lang, "source"));
        text.push_str(&words.get(lang, "colon"));
        text.push_str(&titles.join(&words.get(lang, "semicolon")));
    }
    text
}
