//! How a component is made: normalisation, direction, weights, aggregation, missing values.
//! Data only; the arithmetic is in the `index` room.

use std::collections::BTreeMap;

use super::Year;
use crate::diagnostic::{Checked, Diagnostics, suggest};
use crate::schema::files::methodology as files;
use crate::source::Node;
use crate::source::node::Fields;

/// What happens to a value beyond a goalpost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// It counts as the goalpost.
    Cap,
    /// It is an error in the edition's file.
    Error,
}

/// How the distance between the goalposts is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// (x − min) / (max − min).
    Linear,
    /// (ln x − ln min) / (ln max − ln min); all three above 0.
    Log,
}

/// From a value to a score between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Normalise {
    /// The value is the score.
    None,
    /// Lowest and highest of the edition become 0 and 1.
    MinMax,
    /// Fixed lowest and highest.
    Goalposts {
        /// Becomes 0.
        min: f64,
        /// Becomes 1.
        max: f64,
        /// Linear or logarithmic.
        scale: Scale,
        /// What a value outside does.
        beyond: Beyond,
    },
    /// Distance from the edition's mean in standard deviations, then lowest and highest to 0 and 1.
    ZScoreMinMax,
    /// The share of the edition's other members that a member is ahead of; ties count half.
    PercentRank,
}

/// Which end is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better; the score is turned round.
    Lower,
}

/// How a component is made of its parts' scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregation {
    /// Σ wᵢxᵢ.
    Arithmetic,
    /// Π xᵢ^wᵢ.
    Geometric,
    /// 1 / Σ wᵢ/xᵢ.
    Harmonic,
}

/// What a component is where some of its parts have no value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Missing {
    /// It has no value either.
    None,
    /// The other parts' weights are scaled up, if there are at least this many.
    Rescale {
        /// The fewest parts that suffice, at least 1.
        at_least: usize,
    },
    /// The part counts as this score.
    Score(f64),
}

/// A weight that can differ by edition. Only the proportions between siblings matter.
#[derive(Clone, Debug, PartialEq)]
pub struct Weight {
    default: f64,
    years: BTreeMap<Year, f64>,
}

impl Weight {
    /// The weight in an edition, not yet scaled to the siblings; ≥ 0.
    pub fn in_year(&self, year: Year) -> f64 {
        self.years.get(&year).copied().unwrap_or(self.default)
    }

    /// The years with a weight of their own.
    pub fn years(&self) -> impl Iterator<Item = Year> + '_ {
        self.years.keys().copied()
    }

    /// The same weight in every edition.
    pub fn constant(weight: f64) -> Weight {
        Weight {
            default: weight,
            years: BTreeMap::new(),
        }
    }

    pub(super) fn read(node: &Node<'_>, d: &Diagnostics) -> Checked<Weight> {
        let one = |node: &Node<'_>| {
            let weight = node.number(d)?;
            if weight < 0.0 {
                return Err(node.error(d, "a weight cannot be negative"));
            }
            Ok(weight)
        };
        if !matches!(node.tree(), crate::source::Tree::Map(_)) {
            return one(node).map(Weight::constant);
        }
        let mut fields = node.fields(d, &files::WEIGHT)?;
        let default = fields.required("default", d, one);
        let years = by_year(&mut fields, &["default"], d, one);
        Ok(Weight {
            default: default?,
            years: years?,
        })
    }
}

/// Decimal places, which can differ by edition, and be fewer in texts and charts than in tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimals {
    default: u8,
    prose: Option<u8>,
    years: BTreeMap<Year, u8>,
}

impl Decimals {
    /// The same everywhere.
    pub fn constant(decimals: u8) -> Decimals {
        Decimals {
            default: decimals,
            prose: None,
            years: BTreeMap::new(),
        }
    }

    /// Those of an edition, in tables.
    pub fn in_year(&self, year: Year) -> u8 {
        self.years.get(&year).copied().unwrap_or(self.default)
    }

    /// Those of an edition, in texts and charts.
    pub fn in_prose(&self, year: Year) -> u8 {
        self.prose.unwrap_or_else(|| self.in_year(year))
    }

    /// The years with decimals of their own.
    pub fn years(&self) -> impl Iterator<Item = Year> + '_ {
        self.years.keys().copied()
    }

    pub(super) fn read(node: &Node<'_>, d: &Diagnostics) -> Checked<Decimals> {
        if !matches!(node.tree(), crate::source::Tree::Map(_)) {
            return node.whole(d).map(Decimals::constant);
        }
        let mut fields = node.fields(d, &files::DECIMALS_BY_YEAR)?;
        let default = fields.required("default", d, |n| n.whole(d));
        let prose = fields.optional("prose", |n| n.whole(d));
        let years = by_year(&mut fields, &["default", "prose"], d, |n| n.whole(d));
        Ok(Decimals {
            default: default?,
            prose: prose?,
            years: years?,
        })
    }
}

/// What stands under the years of editions beside the keys of a mapping.
fn by_year<T>(
    fields: &mut Fields<'_>,
    keys: &[&str],
    d: &Diagnostics,
    read: impl Fn(&Node<'_>) -> Checked<T>,
) -> Checked<BTreeMap<Year, T>> {
    let mut years = BTreeMap::new();
    let mut ok = Ok(());
    for entry in fields.rest() {
        match (entry.key.parse(), read(&entry.value)) {
            (Ok(year), Ok(value)) => {
                years.insert(Year(year), value);
            }
            (Err(_), _) => {
                ok = Err(entry.value.error_hint(
                    d,
                    format!("`{}` is not the year of an edition", entry.key),
                    suggest(entry.key, keys.iter().copied()),
                ));
            }
            (_, Err(told)) => ok = Err(told),
        }
    }
    ok.map(|()| years)
}

pub(super) fn read_normalise(node: &Node<'_>, d: &Diagnostics) -> Checked<Normalise> {
    if !matches!(node.tree(), crate::source::Tree::Map(_)) {
        return node.choice(
            d,
            &[
                ("none", Normalise::None),
                ("min-max", Normalise::MinMax),
                ("z-score-min-max", Normalise::ZScoreMinMax),
                ("percent-rank", Normalise::PercentRank),
            ],
        );
    }
    let mut outer = node.fields(d, &files::NORMALISATION)?;
    let goalposts = outer.need("goalposts", d);
    outer.finish(d);
    let goalposts = goalposts?;
    let mut fields = goalposts.fields(d, &files::GOALPOSTS)?;
    let min = fields.required("min", d, |n| n.number(d));
    let max = fields.required("max", d, |n| n.number(d));
    let scale = fields.optional("scale", |n| {
        n.choice(d, &[("linear", Scale::Linear), ("log", Scale::Log)])
    });
    let beyond = fields.required("beyond", d, |n| {
        n.choice(d, &[("cap", Beyond::Cap), ("error", Beyond::Error)])
    });
    fields.finish(d);
    let (min, max, scale, beyond) = (min?, max?, scale?.unwrap_or(Scale::Linear), beyond?);
    if min >= max {
        return Err(goalposts.error(d, "the lower goalpost must be below the upper one"));
    }
    if scale == Scale::Log && min <= 0.0 {
        return Err(goalposts.error(d, "logarithmic goalposts must be above 0"));
    }
    Ok(Normalise::Goalposts {
        min,
        max,
        scale,
        beyond,
    })
}

pub(super) fn read_direction(node: &Node<'_>, d: &Diagnostics) -> Checked<Direction> {
    node.choice(
        d,
        &[
            ("higher-is-better", Direction::Higher),
            ("lower-is-better", Direction::Lower),
        ],
    )
}

pub(super) fn read_aggregation(node: &Node<'_>, d: &Diagnostics) -> Checked<Aggregation> {
    node.choice(
        d,
        &[
            ("arithmetic", Aggregation::Arithmetic),
            ("geometric", Aggregation::Geometric),
            ("harmonic", Aggregation::Harmonic),
        ],
    )
}

pub(super) fn read_missing(node: &Node<'_>, d: &Diagnostics) -> Checked<Missing> {
    if !matches!(node.tree(), crate::source::Tree::Map(_)) {
        return node.choice(
            d,
            &[
                ("none", Missing::None),
                ("rescale", Missing::Rescale { at_least: 1 }),
            ],
        );
    }
    let mut fields = node.fields(d, &files::MISSING_RULE)?;
    let rescale = fields.get("rescale-from");
    let score = fields.get("score");
    fields.finish(d);
    match (rescale, score) {
        (Some(n), None) => {
            let at_least: usize = n.whole(d)?;
            if at_least == 0 {
                return Err(n.error(d, "at least one part must have a value"));
            }
            Ok(Missing::Rescale { at_least })
        }
        (None, Some(n)) => n.number(d).map(Missing::Score),
        _ => Err(node.error_hint(
            d,
            "expected one rule for missing values",
            Some("`none`, `rescale`, `{rescale-from: 2}` or `{score: 0}`".to_owned()),
        )),
    }
}
