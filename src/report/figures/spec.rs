//! What `charts/*.yaml` declare, as typed values.

use std::sync::Arc;

use super::axis::Entry;
use crate::chart::spec::Format;
use crate::lang::PerLanguage;
use crate::source::{Spot, Yaml};
use crate::survey::{SourceId, Survey};

/// The pages of a kind on which a chart stands, each with its own subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Every member's page; binds `member` and `region`.
    Member,
    /// Every region's, subregion's and group's page; binds `area`.
    Area,
    /// Every edition's page; binds `edition`.
    Edition,
    /// Every component's page; binds `component`.
    Component,
    /// The home pages; binds nothing.
    Home,
}

/// The suffix of a chart's name and the variables that it binds, for each page.
pub type Subjects = Vec<(String, Vec<(&'static str, tera::Value)>)>;

impl Subject {
    /// The variables that it binds.
    pub fn variables(self) -> &'static [&'static str] {
        match self {
            Subject::Member => &["member", "region"],
            Subject::Area => &["area"],
            Subject::Edition => &["edition"],
            Subject::Component => &["component"],
            Subject::Home => &[],
        }
    }

    /// Every page of this kind.
    pub fn all(self, survey: &Survey) -> Subjects {
        let text = |s: &str| tera::Value::from(s);
        match self {
            Subject::Home => vec![(String::new(), Vec::new())],
            Subject::Member => survey
                .members
                .iter()
                .map(|m| {
                    let region = m
                        .areas
                        .iter()
                        .find(|a| survey.areas[a.0].kind == crate::survey::AreaKind::Region);
                    let region = region.map_or("", |a| survey.areas[a.0].id.as_str());
                    let variables = vec![("member", text(&m.code)), ("region", text(region))];
                    (m.slug(), variables)
                })
                .collect(),
            Subject::Area => survey
                .areas
                .iter()
                .map(|a| (a.id.to_lowercase(), vec![("area", text(&a.id))]))
                .collect(),
            Subject::Edition => survey
                .editions
                .iter()
                .map(|e| {
                    let year = tera::Value::from(e.year.0);
                    (e.year.to_string(), vec![("edition", year)])
                })
                .collect(),
            Subject::Component => survey
                .methodology
                .components
                .iter()
                .map(|c| (c.id.to_lowercase(), vec![("component", text(&c.id))]))
                .collect(),
        }
    }
}

/// The order of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As declared.
    Given,
    /// The highest first.
    Falling,
    /// The lowest first.
    Rising,
    /// By name, in the order of the page's language.
    Name,
}

/// A text with expressions and its place.
#[derive(Clone, Debug)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub spot: Spot,
}

/// A chart as declared.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// The file's name.
    pub id: String,
    /// The kind's name.
    pub kind: String,
    /// The pages on which it stands by itself.
    pub subject: Option<Subject>,
    /// What it shows.
    pub title: PerLanguage<Text>,
    /// What to see in it.
    pub takeaway: Option<PerLanguage<Text>>,
    /// For those who cannot see it.
    pub description: PerLanguage<Text>,
    /// Where its figures come from.
    pub sources: Vec<SourceId>,
    /// What it runs over.
    pub items: Vec<Entry>,
    /// The series; one without a name where none is declared.
    pub series: Vec<Entry>,
    /// The expression of each value.
    pub value: Option<Text>,
    /// The order of the items.
    pub order: Order,
    /// The ids of items and series to which the eye is led.
    pub highlight: Vec<String>,
    /// How values are written; as the first value's function writes it if not declared.
    pub format: Option<Format>,
    /// The ends of the value axis.
    pub range: Option<(f64, f64)>,
    /// Whether breaks in the series of the index are marked.
    pub breaks: bool,
    /// Bars on top of each other: `sum` or `share`.
    pub stack: Option<String>,
    /// The classes of a tile map.
    pub classes: Classes,
    /// Values to compare with, each with its name and expression.
    pub references: Vec<Entry>,
    /// The guide of a scatter plot.
    pub guide: GuideLine,
    /// Where the file stands.
    pub spot: Spot,
    /// The whole file, for the gallery.
    pub yaml: Arc<Yaml>,
}

/// The kinds by name.
pub const KINDS: [&str; 16] = [
    "bars",
    "columns",
    "dumbbell",
    "slope",
    "line",
    "ranks",
    "bump",
    "strip",
    "histogram",
    "scatter",
    "tile-map",
    "intervals",
    "multiples",
    "contribution",
    "profile",
    "sparkline",
];

/// The keys of a declaration, with the kinds of chart that know them; none means all.
pub const KEYS: [(&str, &[&str]); 16] = [
    ("kind", &[]),
    ("title", &[]),
    ("takeaway", &[]),
    ("description", &[]),
    ("source", &[]),
    ("data", &[]),
    ("order", &[]),
    ("highlight", &[]),
    ("format", &[]),
    (
        "axis",
        &["line", "strip", "scatter", "multiples", "profile"],
    ),
    ("breaks", &["line", "ranks", "bump", "multiples"]),
    ("stack", &["bars", "columns"]),
    ("classes", &["tile-map"]),
    ("guide", &["scatter"]),
    ("references", &["strip", "histogram"]),
    ("page", &[]),
];

/// The classes of a tile map.
#[derive(Clone, Debug, PartialEq)]
pub enum Classes {
    /// The levels of the index.
    Levels,
    /// Between thresholds, rising.
    Thresholds(Vec<f64>),
}

/// The lines that help to read a scatter plot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GuideLine {
    /// None.
    None,
    /// Where both values are equal.
    Identity,
    /// Four quarters around a point.
    Quadrants(f64, f64),
}
