//! What a chart is drawn from: owned, resolved, in one language.
//!
//! A missing value is `None`. A value that exists is a [`Num`], which cannot be NaN.

use std::fmt;

use crate::lang::{Lang, percent_of};

pub use super::kind::*;

/// A finite number, at most 10¹⁵ in size (beyond that a `f64` no longer counts in ones).
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Num(f64);

impl Num {
    /// `None` where `value` is not finite or too large.
    pub fn new(value: f64) -> Option<Num> {
        (value.abs() <= 1e15).then_some(Num(value))
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A number with so many decimals, thousands grouped.
    Number(u8),
    /// A share (1 = all) as a percentage with so many decimals.
    Percent(u8),
    /// A percentage that is given as such (45 = 45%), with so many decimals.
    Percentage(u8),
    /// A number with its sign.
    Signed(u8),
    /// A difference of shares in percentage points, with its sign and without the unit.
    Points(u8),
    /// A year or another number that is not grouped.
    Plain,
}

impl Format {
    /// The value as the language writes it.
    pub fn write(self, lang: Lang, value: f64) -> String {
        match self {
            Format::Number(decimals) => lang.number(value, decimals),
            Format::Percent(decimals) => lang.percent(value, decimals),
            Format::Percentage(decimals) => lang.percentage(value, decimals),
            Format::Signed(decimals) => lang.signed(value, decimals),
            Format::Points(decimals) => lang.signed(percent_of(value), decimals),
            Format::Plain => lang.plain(value, 0),
        }
    }

    /// The same, for differences.
    pub(crate) fn signed(self) -> Format {
        match self {
            Format::Number(decimals) | Format::Percentage(decimals) => Format::Signed(decimals),
            Format::Percent(decimals) => Format::Points(decimals),
            Format::Plain => Format::Signed(0),
            same => same,
        }
    }

    /// Whether differences are percentage points.
    pub(crate) fn is_percent(self) -> bool {
        matches!(self, Format::Percent(_) | Format::Percentage(_))
    }

    /// As [`Format::write`], with as many decimals as ticks `step` apart need.
    pub(crate) fn tick(self, lang: Lang, value: f64, step: f64) -> String {
        let needed = |step: f64| {
            // A step is 1, 2 or 5 times a power of ten, so the logarithm tells its decimals.
            let places = -(step.abs().max(1e-9) * 1.000_001).log10().floor();
            places.clamp(0.0, 9.0) as u8
        };
        match self {
            Format::Percent(_) => Format::Percent(needed(step * 100.0)),
            Format::Percentage(_) => Format::Percentage(needed(step)),
            Format::Number(_) => Format::Number(needed(step)),
            Format::Signed(_) => Format::Signed(needed(step)),
            Format::Points(_) => Format::Points(needed(step * 100.0)),
            Format::Plain => Format::Plain,
        }
        .write(lang, value)
    }
}

/// The name of something drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// The name, never shortened by the drawing: it wraps.
    pub name: String,
    /// A shorter form for the narrow drawing and crowded places.
    pub short: Option<String>,
    /// Whether the reader's eye is led here.
    pub highlight: bool,
}

impl Label {
    /// A plain label.
    pub fn new(name: impl Into<String>) -> Label {
        Label {
            name: name.into(),
            ..Label::default()
        }
    }

    /// The same by its full name only.
    pub fn without_short(self) -> Label {
        Label {
            short: None,
            ..self
        }
    }

    /// Leads the reader's eye here.
    pub fn highlighted(mut self) -> Label {
        self.highlight = true;
        self
    }

    pub(crate) fn text(&self, size: Size) -> &str {
        match (size, &self.short) {
            (Size::Narrow, Some(short)) => short,
            _ => &self.name,
        }
    }
}

/// What a series is to the chart's message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// The one that the chart is about.
    Focus,
    /// One of those compared, with an ink of its own.
    #[default]
    Compared,
    /// Grey, in the background, without a label.
    Context,
}

/// What something drawn means: the same wherever it is drawn, and so of the same colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing that has a colour of its own: an edition, a member among others.
    #[default]
    Other,
    /// The one that the page or the chart is about.
    Focus,
    /// The mean of all.
    World,
    /// The mean of a region.
    Region,
    /// The index as a whole.
    Index,
    /// A component, by its place in the methodology.
    Component(usize),
    /// A level, by its place from the lowest, of so many.
    Level(usize, usize),
}

/// Values that belong together, one per item or edition of the chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Its name, for the legend or the direct label.
    pub name: String,
    /// What it is to the message.
    pub role: Role,
    /// What it means.
    pub meaning: Meaning,
    /// As many values as the chart has items or editions; `None` where there is none.
    pub values: Vec<Option<Num>>,
}

impl Series {
    /// The value of item `i`.
    pub(crate) fn at(&self, i: usize) -> Option<f64> {
        self.values.get(i).copied().flatten().map(Num::get)
    }
}

/// A value to compare with: a mean, a threshold.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// Its name.
    pub name: String,
    /// Its value, in the chart's unit.
    pub value: Num,
}

/// Words that drawings and tables need, in the chart's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartWords {
    /// Stands where there is no value.
    pub missing: String,
    /// The lower end of an interval.
    pub low: String,
    /// The middle of an interval.
    pub middle: String,
    /// The upper end of an interval.
    pub high: String,
    /// What a histogram counts.
    pub count: String,
    /// The number drawn, where it has no other name.
    pub value: String,
    /// A difference.
    pub change: String,
    /// A difference in percentage points.
    pub change_points: String,
    /// A class or group that an item belongs to.
    pub class: String,
    /// A date on the time axis.
    pub edition: String,
    /// Who has no value, on a map.
    pub unassessed: String,
    /// Stands before those that have no place on a map.
    pub unplaced: String,
    /// Between a name and its value.
    pub colon: String,
    /// Between names.
    pub comma: String,
}

/// The width of the column that a drawing is made for. Each fills its column: it grows by less than
/// a half from the narrowest to the widest for which it is shown, so that its texts stay legible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Size {
    /// For columns from [`Size::WIDE_FROM`]: 720 units wide, text of 13.
    Wide,
    /// For those between: 480 units wide, text of 12.
    Middle,
    /// For columns below [`Size::MIDDLE_FROM`]: 328 units wide, text of 12; its layout differs, it
    /// is not the wide one made small.
    Narrow,
}

impl Size {
    /// All, the widest first.
    pub const ALL: [Size; 3] = [Size::Wide, Size::Middle, Size::Narrow];
    /// The narrowest column, in CSS pixels, that shows the wide drawing.
    pub const WIDE_FROM: u32 = 610;
    /// The narrowest column that shows the middle one.
    pub const MIDDLE_FROM: u32 = 420;

    /// The units across, the size of texts, and from a line to the next.
    pub(crate) fn measures(self) -> (f64, f64, f64) {
        match self {
            Size::Wide => (720.0, 13.0, 16.0),
            Size::Middle => (480.0, 12.0, 15.0),
            Size::Narrow => (328.0, 12.0, 15.0),
        }
    }

    /// As classes and ids name it.
    pub(crate) fn letter(self) -> char {
        match self {
            Size::Wide => 'w',
            Size::Middle => 'm',
            Size::Narrow => 'n',
        }
    }
}

/// A chart in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Unique on the page; ASCII letters, digits and hyphens. The ids inside the drawing begin
    /// with it.
    pub id: String,
    /// The language of every text in it.
    pub lang: Lang,
    /// The accessible name.
    pub title: String,
    /// What the drawing shows, for those who cannot see it.
    pub description: String,
    /// What the first column of the table holds ("Country").
    pub subject: String,
    /// Words of the language.
    pub words: ChartWords,
    /// What is drawn.
    pub graphic: Graphic,
}

/// Why a chart could not be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrawError {
    /// There is no value to draw.
    Empty,
    /// The series of this name has more or fewer values than the chart has items.
    Ragged(String),
    /// Shares of a whole cannot be negative; the series of this name has such a value.
    NegativeShare(String),
    /// Two tiles stand at the same place; the second has this name.
    SamePlace(String),
    /// plotters refused.
    Canvas(String),
}

impl fmt::Display for DrawError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DrawError::Empty => f.write_str("the chart has no value to draw"),
            DrawError::Ragged(name) => {
                write!(f, "series “{name}” needs one value (or none) for each item")
            }
            DrawError::NegativeShare(name) => {
                write!(f, "series “{name}” has a negative share of a whole")
            }
            DrawError::SamePlace(name) => {
                write!(f, "the tile of “{name}” stands where another does")
            }
            DrawError::Canvas(message) => write!(f, "the drawing failed: {message}"),
        }
    }
}

impl std::error::Error for DrawError {}
