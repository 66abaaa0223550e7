//! What each of the author's files holds: one description, from which come the checks of its reader,
//! its JSON Schema for editors, and the reference pages of the manual.
//!
//! A description says what can be said of a value alone. What a value must have to do with others
//! (an id that something has, a year with an edition) is the reader's own business.

pub mod files;
pub(crate) mod json;
pub mod reference;

/// A kind of file.
#[derive(Debug)]
pub struct FileDescription {
    /// The name of its schema.
    pub name: &'static str,
    /// Where it stands, in the folder of the report.
    pub path: &'static str,
    /// What it is for, in a sentence.
    pub about: &'static str,
    /// What it holds.
    pub shape: Shape,
}

/// A mapping with known keys.
#[derive(Debug)]
pub struct Record {
    /// Unique among all records; the name of its definition in a schema.
    pub name: &'static str,
    /// As messages name it: `a member`.
    pub what: &'static str,
    /// Its keys, in the order of the reference.
    pub keys: &'static [Key],
    /// The entries whose keys the author chooses.
    pub others: Option<Others>,
}

/// Entries whose keys the author chooses.
#[derive(Debug)]
pub struct Others {
    /// What the key is.
    pub key: &'static str,
    /// What every such key matches, as a regular expression.
    pub pattern: &'static str,
    /// What stands there.
    pub shape: Shape,
    /// What it means, in a sentence.
    pub about: &'static str,
    /// An entry, as an author may write it.
    pub example: &'static str,
}

/// A key of a record.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What stands there.
    pub shape: Shape,
    /// Whether it must be there.
    pub need: Need,
    /// What it means, in a sentence.
    pub about: &'static str,
    /// A value, as an author may write it.
    pub example: &'static str,
    /// What authors write who mean it.
    pub also: &'static [&'static str],
    /// The values of `kind` with which it means something; empty where that does not matter.
    pub only: &'static [&'static str],
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Always.
    Always,
    /// Under a condition that the reader checks.
    When(&'static str),
    /// Not; this holds without it.
    Default(&'static str),
    /// Not.
    Never,
}

/// What a value is.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A text that is not empty; a whole number counts as one.
    Text,
    /// A text in every language of the report.
    Texts,
    /// A text in some of the languages.
    SomeTexts,
    /// Letters, digits and `-`; what it names is said.
    Id(&'static str),
    /// As [`Shape::Id`], in lower case, as a part of an address.
    Segment,
    /// `true` or `false`.
    Boolean,
    /// A number, both ends included.
    Number(f64, f64),
    /// A whole number, both ends included.
    Whole(i64, i64),
    /// `2018`, `2018-03` or `2018-03-15`.
    Date,
    /// `2018-03-15`.
    Day,
    /// `https://…`.
    Address,
    /// An expression.
    Expression,
    /// One of these, each with what it means.
    Choice(&'static [(&'static str, &'static str)]),
    /// A list with so many items, at least and at most.
    List(&'static Shape, usize, usize),
    /// A mapping with known keys.
    Record(&'static Record),
    /// Any of these.
    Either(&'static [Shape]),
}

/// The longest list.
pub const ANY: usize = usize::MAX;
/// Any number.
pub const NUMBER: Shape = Shape::Number(f64::NEG_INFINITY, f64::INFINITY);
/// 0 or more.
pub const POSITIVE: Shape = Shape::Number(0.0, f64::INFINITY);
/// The year of an edition or of a value.
pub const YEAR: Shape = Shape::Whole(0, 9999);
/// An edition: its year, or its place in the series.
pub const WHICH_EDITION: Shape = Shape::Either(&[
    YEAR,
    Shape::Choice(&[
        ("latest", "the newest"),
        ("first", "the oldest"),
        (
            "previous",
            "the one before that of the page, or before the newest",
        ),
        ("next", "the one after that of the page"),
    ]),
]);
/// Decimal places.
pub const DECIMALS: Shape = Shape::Whole(0, 9);

impl Key {
    /// A key that may be left out.
    pub const fn new(
        name: &'static str,
        shape: Shape,
        example: &'static str,
        about: &'static str,
    ) -> Key {
        Key {
            name,
            shape,
            need: Need::Never,
            about,
            example,
            also: &[],
            only: &[],
        }
    }

    /// A key that must be there.
    pub const fn needed(
        name: &'static str,
        shape: Shape,
        example: &'static str,
        about: &'static str,
    ) -> Key {
        Key {
            need: Need::Always,
            ..Key::new(name, shape, example, about)
        }
    }

    /// What holds without it.
    pub const fn or(self, default: &'static str) -> Key {
        Key {
            need: Need::Default(default),
            ..self
        }
    }

    /// When it must be there.
    pub const fn when(self, condition: &'static str) -> Key {
        Key {
            need: Need::When(condition),
            ..self
        }
    }

    /// The values of `kind` with which it means something.
    pub const fn only(self, kinds: &'static [&'static str]) -> Key {
        Key {
            only: kinds,
            ..self
        }
    }

    /// What authors write who mean it.
    pub const fn also(self, names: &'static [&'static str]) -> Key {
        Key {
            also: names,
            ..self
        }
    }
}

impl Record {
    /// A record without keys of the author's choice.
    pub const fn new(name: &'static str, what: &'static str, keys: &'static [Key]) -> Record {
        Record {
            name,
            what,
            keys,
            others: None,
        }
    }

    /// The key with a name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The key that an author means who writes `name`.
    pub fn meant(&self, name: &str) -> Option<&'static Key> {
        let name = name.to_lowercase().replace([' ', '_'], "-");
        self.keys
            .iter()
            .find(|key| key.name == name || key.also.contains(&name.as_str()))
    }
}

impl Shape {
    /// The shape itself, and those that it may have instead.
    pub fn alternatives(&self) -> impl Iterator<Item = &Shape> {
        match self {
            Shape::Either(shapes) => shapes.iter(),
            _ => std::slice::from_ref(self).iter(),
        }
    }

    /// The shape of the items, of a list.
    pub fn items(&self) -> Option<&'static Shape> {
        self.alternatives().find_map(|shape| match shape {
            Shape::List(of, ..) => Some(*of),
            _ => None,
        })
    }

    /// The ends between which a number lies.
    pub fn range(&self) -> Option<(f64, f64)> {
        self.alternatives().find_map(|shape| match shape {
            Shape::Number(low, high) => Some((*low, *high)),
            Shape::Whole(low, high) => Some((*low as f64, *high as f64)),
            _ => None,
        })
    }

    /// The number that may stand here, in words.
    pub fn number_words(&self) -> Option<String> {
        let is_number = |shape: &&Shape| matches!(shape, Shape::Number(..) | Shape::Whole(..));
        self.alternatives().find(is_number).map(Shape::words)
    }

    /// How many items a list has, at least and at most.
    pub fn lengths(&self) -> Option<(usize, usize)> {
        self.alternatives().find_map(|shape| match shape {
            Shape::List(_, least, most) => Some((*least, *most)),
            _ => None,
        })
    }

    /// The names that can be chosen; empty where anything else can stand.
    pub fn choices(&self) -> &'static [(&'static str, &'static str)] {
        let mut found = self.alternatives().map(|shape| match shape {
            Shape::Choice(choices) => *choices,
            _ => &[],
        });
        found.find(|choices| !choices.is_empty()).unwrap_or(&[])
    }

    /// All that can stand here, in a few words: `a number from 0 to 9`.
    pub fn words(&self) -> String {
        match self {
            Shape::Text => "a text".to_owned(),
            Shape::Texts => "a text in each language".to_owned(),
            Shape::SomeTexts => "a text in the languages that need it".to_owned(),
            Shape::Id(what) => format!("the id of {what}"),
            Shape::Segment => "lower-case letters, digits and `-`".to_owned(),
            Shape::Boolean => "`true` or `false`".to_owned(),
            Shape::Number(low, high) => format!("a number{}", between(*low, *high)),
            Shape::Whole(low, high) => {
                format!("a whole number{}", between(*low as f64, *high as f64))
            }
            Shape::Date => "a date: `2018`, `2018-03` or `2018-03-15`".to_owned(),
            Shape::Day => "a day: `2018-03-15`".to_owned(),
            Shape::Address => "an address: `https://…`".to_owned(),
            Shape::Expression => "an expression".to_owned(),
            Shape::Choice(choices) => listed(choices.iter().map(|(name, _)| *name)),
            Shape::List(of, least, most) => match (*least, *most) {
                (2, 2) => format!("a list of two: {}", of.words()),
                (least, ANY) if least > 0 => format!("a list, not empty: {}", of.words()),
                (_, ANY) => format!("a list: {}", of.words()),
                (least, most) => format!("a list of {least} to {most}: {}", of.words()),
            },
            Shape::Record(record) => record.what.to_owned(),
            Shape::Either(shapes) => {
                let all: Vec<String> = shapes.iter().map(Shape::words).collect();
                all.join("; or ")
            }
        }
    }
}

/// `` `a`, `b` or `c` ``.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = names.into_iter().map(|n| format!("`{n}`")).collect();
    match names.pop() {
        Some(last) if !names.is_empty() => format!("{} or {last}", names.join(", ")),
        Some(last) => last,
        None => String::new(),
    }
}

/// ` from 0 to 9`; nothing where both ends are open.
fn between(low: f64, high: f64) -> String {
    match (low.is_finite(), high.is_finite()) {
        (true, true) => format!(" from {low} to {high}"),
        (true, false) => format!(", {low} or more"),
        (false, true) => format!(", at most {high}"),
        (false, false) => String::new(),
    }
}

#[cfg(test)]
pub(crate) mod tests;
