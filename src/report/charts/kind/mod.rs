//! The kinds of chart, a descriptor each.
//!
//! A new kind is a file here, a line in [`KINDS`], and in `templates/gallery/` its example with its
//! words; if nothing draws it yet, also a file in `src/chart/kind/`.

mod bars;
mod change;
mod contribution;
mod histogram;
mod intervals;
mod keys;
mod line;
mod multiples;
mod profile;
mod ranks;
mod scatter;
mod strip;
mod tile_map;

use std::fmt;
use std::sync::Arc;

use super::axis::AxisEntry;
use super::matrix::Matrix;
use super::spec::Declaration;
use crate::chart::Graphic;
use crate::chart::spec::{Format, Label, Meaning, Num, Reference, Role, Series};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Reported};
use crate::expression::{Engine, Placing, Thing, Variable};
use crate::lang::Lang;
use crate::schema::Key;
use crate::source::node::Fields;
use crate::survey::{ComponentId, LevelId};

/// A kind of chart.
#[derive(Debug)]
pub struct ChartKind {
    /// As declarations and the words of the gallery name it.
    pub name: &'static str,
    /// What it shows, in a few words.
    pub about: &'static str,
    /// The keys that it knows beside those of every kind.
    pub keys: &'static [Key],
    /// Whether its items are editions or years.
    pub in_time: bool,
    /// The series that it has, if not any number: what each is.
    pub series: Option<&'static [&'static str]>,
    /// What is shown of a member where nothing else is said.
    pub function: &'static str,
    /// Where it stands.
    pub placing: Placing,
    /// Reads the keys that no other kind knows.
    pub(super) read: fn(&mut Fields<'_>, &Diagnostics) -> Checked<Arc<dyn Options>>,
}

/// What the keys of a kind say, and what is drawn by it.
pub trait Options: fmt::Debug + Send + Sync {
    /// From values to what is drawn.
    ///
    /// # Errors
    /// What the values lack, or have too much.
    fn build(&self, b: &Build<'_>) -> Checked<Graphic>;
}

/// A kind that has nothing to read.
#[derive(Debug)]
struct Plain(fn(&Build<'_>) -> Checked<Graphic>);

impl Options for Plain {
    fn build(&self, b: &Build<'_>) -> Checked<Graphic> {
        (self.0)(b)
    }
}

fn plain(build: fn(&Build<'_>) -> Checked<Graphic>) -> Checked<Arc<dyn Options>> {
    Ok(Arc::new(Plain(build)))
}

impl PartialEq for ChartKind {
    fn eq(&self, other: &ChartKind) -> bool {
        self.name == other.name
    }
}

/// What most kinds have in common.
const PLAIN: ChartKind = ChartKind {
    name: "",
    about: "",
    keys: &[],
    in_time: false,
    series: None,
    function: "value",
    placing: Placing::Block,
    read: |_, _| plain(|b| Err(b.refuse("this kind cannot be drawn"))),
};

/// All kinds, in the order of the gallery.
pub static KINDS: [&ChartKind; 16] = [
    &bars::BARS,
    &bars::COLUMNS,
    &change::DUMBBELL,
    &change::SLOPE,
    &line::LINE,
    &ranks::RANKS,
    &ranks::BUMP,
    &strip::KIND,
    &histogram::KIND,
    &scatter::KIND,
    &tile_map::KIND,
    &intervals::KIND,
    &multiples::KIND,
    &contribution::KIND,
    &profile::KIND,
    &line::SPARKLINE,
];

/// What a kind is made from, for one language.
pub struct Build<'b> {
    pub(super) declaration: &'b Declaration,
    pub(super) matrix: &'b Matrix,
    pub(super) variables: &'b [Variable],
    pub(super) engine: &'b Engine,
    pub(super) lang: Lang,
    pub(super) d: &'b Diagnostics,
}

impl Build<'_> {
    /// Makes what is drawn.
    pub(super) fn make(&self) -> Checked<Graphic> {
        let kind = self.declaration.kind;
        if let Some(wanted) = kind.series
            && wanted.len() != self.declaration.series.len()
        {
            return Err(self.wrong_series());
        }
        self.declaration.options.build(self)
    }

    fn refuse(&self, message: impl Into<String>) -> Reported {
        let place = self.declaration.declared_at.place();
        self.d.report(Diagnostic::error(message.into()).at(place))
    }

    /// What says that the data have more or fewer series than the kind.
    fn wrong_series(&self) -> Reported {
        let kind = self.declaration.kind;
        let wanted = kind.series.unwrap_or_default();
        self.refuse(format!(
            "the kind `{}` has {} series ({}), and the data have {}",
            kind.name,
            wanted.len(),
            wanted.join(", "),
            self.declaration.series.len()
        ))
    }

    fn is_highlighted(&self, entry: &AxisEntry) -> bool {
        let highlight = &self.declaration.highlight;
        let named =
            |v: &Variable| v.value.as_str() == Some(&entry.id) && highlight.contains(v.name);
        highlight.contains(&entry.id) || self.variables.iter().any(named)
    }

    fn label(&self, entry: &AxisEntry) -> Label {
        Label {
            name: entry.name[self.lang].clone(),
            short: entry.short.as_ref().map(|s| s[self.lang].clone()),
            highlight: self.is_highlighted(entry),
        }
    }

    /// The names of the items.
    fn labels(&self) -> Vec<Label> {
        self.matrix.items.iter().map(|e| self.label(e)).collect()
    }

    fn series(&self) -> Vec<Series> {
        let declared = &self.declaration.series;
        let any_highlight = declared.iter().any(|e| self.is_highlighted(e));
        let meanings = self.meanings();
        declared
            .iter()
            .zip(&self.matrix.values)
            .zip(meanings)
            .map(|((entry, values), meaning)| Series {
                meaning,
                // Labels stand beside the lines: an abbreviation, where there is one, reads better.
                name: series_name(entry, self.lang),
                role: if self.is_highlighted(entry) {
                    Role::Focus
                } else if any_highlight && declared.len() > 8 {
                    Role::Context
                } else {
                    Role::Compared
                },
                values: values.clone(),
            })
            .collect()
    }

    /// What each series means, which the data say: what the axis runs over, or of whom the values
    /// are a mean. One mean of a region has the colour of that; several are told apart.
    fn meanings(&self) -> Vec<Meaning> {
        let survey = self.engine.knowledge().indices.survey();
        let levels = survey.methodology.levels.len();
        let declared = self.declaration.series.iter();
        let meanings = declared.zip(&self.matrix.means).map(|(entry, mean)| {
            match entry.variables.first().and_then(|v| v.thing) {
                Some(Thing::Level(LevelId(i))) => Meaning::Level(levels - 1 - i, levels),
                Some(Thing::Component(ComponentId::INDEX)) => Meaning::Index,
                Some(Thing::Component(ComponentId(i))) => Meaning::Component(i - 1),
                _ if self.is_highlighted(entry) => Meaning::Focus,
                _ => *mean,
            }
        });
        let mut meanings: Vec<Meaning> = meanings.collect();
        if meanings.iter().filter(|m| **m == Meaning::Region).count() > 1 {
            for meaning in meanings.iter_mut().filter(|m| **m == Meaning::Region) {
                *meaning = Meaning::Other;
            }
        }
        meanings
    }

    /// The years of the items, if they are of time.
    fn years(&self) -> Option<Vec<i32>> {
        self.matrix.items.iter().map(|e| e.year).collect()
    }

    fn need_years(&self) -> Checked<Vec<i32>> {
        self.years().ok_or_else(|| {
            self.refuse(
                "this kind runs over editions: add `editions: all` to `data`, or as `items`",
            )
        })
    }

    fn range(&self) -> Option<(Num, Num)> {
        let (low, high) = self.declaration.range?;
        Some((Num::new(low)?, Num::new(high)?))
    }

    fn references(&self) -> Vec<Reference> {
        let references = self.matrix.references.iter();
        references
            .map(|(name, value)| Reference {
                name: name[self.lang].clone(),
                value: *value,
            })
            .collect()
    }

    fn format(&self) -> Format {
        self.matrix.format
    }

    fn breaks(&self) -> Vec<crate::chart::spec::Break> {
        super::breaks::breaks(self.declaration, self.matrix, self.engine, self.lang)
    }
}

fn series_name(entry: &AxisEntry, lang: Lang) -> String {
    let is_component = entry
        .variables
        .first()
        .is_some_and(|v| v.name == "component");
    match &entry.short {
        Some(short) if is_component => short[lang].clone(),
        _ => entry.name[lang].clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_of_its_own_and_an_example() {
        let templates = crate::assets::templates();
        for (i, kind) in KINDS.iter().enumerate() {
            assert!(KINDS[..i].iter().all(|other| other.name != kind.name));
            let file = format!("gallery/{}.yaml", kind.name);
            assert!(templates.bytes(&file).is_some(), "{file} is missing");
        }
    }
}
