//! What the picture of a page shows where people share a link to it.

use super::fact::Fact;
use super::kind::Of;
use super::{Maker, PageKind, home};
use crate::chart::card::CardFact;
use crate::report::Figure;

/// The first figures of a page, and its first drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageCard {
    /// Its first figures.
    pub facts: Vec<CardFact>,
    /// The name of the chart that it shows first.
    pub chart: Option<String>,
}

impl PageCard {
    /// Of a page of `kind` with these charts; `None` for kinds that have no picture of their own.
    pub(super) fn of(kind: &'static PageKind, figures: &[&Figure]) -> Option<PageCard> {
        let has = match kind.of {
            Of::Member | Of::Edition | Of::Area(_) | Of::Component | Of::Chapter | Of::Chart => {
                true
            }
            Of::One => kind.template == home::KIND.template,
            Of::Source | Of::ChartKind | Of::Handbook | Of::Comparison | Of::Embedded => false,
        };
        has.then(|| PageCard {
            facts: Vec::new(),
            chart: figures
                .iter()
                .copied()
                .find(|f| !f.is_sparkline())
                .map(|f| f.name.clone()),
        })
    }

    /// With the facts at the head of the page.
    pub(super) fn with(self, maker: &Maker<'_>, facts: &[Fact]) -> PageCard {
        let facts = facts.iter().map(|fact| card_fact(maker, fact));
        PageCard {
            facts: facts.collect(),
            ..self
        }
    }
}

fn card_fact(maker: &Maker<'_>, fact: &Fact) -> CardFact {
    let names = || {
        let names: Vec<&str> = fact.links.iter().map(|link| &*link.name).collect();
        names.join(&maker.word("comma"))
    };
    CardFact {
        name: match &fact.of_level {
            Some(level) => format!("{}{}{}", fact.name, maker.word("colon"), level.name),
            None => fact.name.clone(),
        },
        value: match (&fact.level, fact.value.is_empty()) {
            (Some(level), _) => level.name.clone(),
            (None, true) => names(),
            (None, false) => fact.value.clone(),
        },
        note: fact.notes.first().cloned().unwrap_or_default(),
    }
}
