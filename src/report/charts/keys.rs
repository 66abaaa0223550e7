//! The keys of a chart's declaration: what each can be, and of which kinds it is.

use super::kind::{KINDS, Kind};

/// A key of a declaration.
#[derive(Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it can be.
    pub value: KeyValue,
    /// Whether every kind knows it; else its kinds list it.
    pub common: bool,
    /// Whether there is no chart without it.
    pub needed: bool,
    /// One sentence, for who writes a declaration.
    pub about: &'static str,
}

/// What a key can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyValue {
    /// The name of a kind.
    Kind,
    /// A text in every language, with expressions.
    Texts,
    /// The id of a source, or a list of them.
    Sources,
    /// What the chart runs over and shows.
    Data,
    /// One of these texts.
    Choice(&'static [&'static str]),
    /// `true` or `false`.
    Truth,
    /// A list of ids.
    Ids,
    /// The id of a series.
    Series,
    /// A whole number above 0.
    Count,
    /// Two numbers, the lower first.
    Range,
    /// Numbers that rise.
    Rising,
    /// One of these texts, or numbers.
    ChoiceOrNumbers(&'static [&'static str]),
    /// `style` and `decimals`.
    Format,
    /// `format` and `axis` of one of two axes.
    Axis,
    /// A name with the expression of its value.
    Named,
    /// A list of names with the expressions of their values.
    NamedList,
}

impl Key {
    /// The kinds that know it.
    pub fn kinds(&self) -> impl Iterator<Item = &'static Kind> {
        let (name, common) = (self.name, self.common);
        KINDS
            .into_iter()
            .filter(move |kind| common || kind.keys.contains(&name))
    }
}

const fn key(name: &'static str, value: KeyValue, about: &'static str) -> Key {
    Key {
        name,
        value,
        common: false,
        needed: false,
        about,
    }
}

const fn common(name: &'static str, value: KeyValue, about: &'static str) -> Key {
    Key {
        common: true,
        ..key(name, value, about)
    }
}

const fn needed(name: &'static str, value: KeyValue, about: &'static str) -> Key {
    Key {
        needed: true,
        ..common(name, value, about)
    }
}

/// All keys, in the order of the gallery.
pub static KEYS: [Key; 24] = [
    needed("kind", KeyValue::Kind, "The kind of chart."),
    needed("title", KeyValue::Texts, "What it is."),
    common(
        "takeaway",
        KeyValue::Texts,
        "One sentence that says what to see.",
    ),
    needed(
        "description",
        KeyValue::Texts,
        "What is drawn and what it shows, for those who cannot see it.",
    ),
    needed("source", KeyValue::Sources, "Where its figures come from."),
    needed("data", KeyValue::Data, "What it shows."),
    common(
        "order",
        KeyValue::Choice(&["given", "falling", "rising", "name"]),
        "The order of the items.",
    ),
    common(
        "highlight",
        KeyValue::Ids,
        "The items and series to which the eye is led.",
    ),
    common("format", KeyValue::Format, "How values are written."),
    key("axis", KeyValue::Range, "The ends of the value axis."),
    key(
        "from-zero",
        KeyValue::Truth,
        "Whether the value axis begins at 0, as it does unless this is false.",
    ),
    key(
        "breaks",
        KeyValue::Truth,
        "Whether the breaks in the series are marked.",
    ),
    key(
        "of",
        KeyValue::Count,
        "How many are ranked: the axis ends there.",
    ),
    key(
        "stack",
        KeyValue::Choice(&["sum", "share"]),
        "Whether the series stand on top of each other, as sums or as shares.",
    ),
    key("edges", KeyValue::Rising, "Where the bins begin and end."),
    key(
        "classes",
        KeyValue::ChoiceOrNumbers(&["levels"]),
        "The levels of the index, or one to six thresholds.",
    ),
    key(
        "across",
        KeyValue::Axis,
        "The format and the ends of the horizontal axis.",
    ),
    key(
        "up",
        KeyValue::Axis,
        "The format and the ends of the vertical axis.",
    ),
    key(
        "group-by",
        KeyValue::Choice(&["regions"]),
        "By what the points are told apart.",
    ),
    key(
        "guide",
        KeyValue::ChoiceOrNumbers(&["identity", "none"]),
        "The line where both values are equal, or the point where four quarters meet.",
    ),
    key(
        "reference",
        KeyValue::Series,
        "The series that is drawn in each panel to compare with.",
    ),
    key(
        "references",
        KeyValue::NamedList,
        "Values to compare with, as dashed lines.",
    ),
    key(
        "start",
        KeyValue::Named,
        "The value from which the contributions start.",
    ),
    common(
        "page",
        KeyValue::Choice(&["member", "area", "edition", "component", "home"]),
        "The pages on which it stands, each with its own subject.",
    ),
];
