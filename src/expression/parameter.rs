//! What the arguments of functions and filters can be, and the things of the survey that they name.

mod edition;
mod meant;

use tera::Value;

use super::Knowledge;
use super::fault::Fault;
use crate::diagnostic::suggest;
use crate::survey::{
    AreaId, ComponentId, EditionId, Indicator, LevelId, MemberId, SourceId, Survey, Year,
};

/// The most decimals that a number is written with.
pub const MOST_DIGITS: u8 = 9;

/// An argument that a function or filter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: &'static str,
    /// What it can be.
    pub kind: ParameterKind,
    /// Whether there is no value without it.
    pub needed: bool,
}

/// What an argument can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// The code of a member.
    Member,
    /// The id of a region, subregion or country group.
    Area,
    /// The year of an edition, or `latest`, `first`, `previous`, `next`.
    Edition,
    /// The id of a component.
    Component,
    /// The id of a level.
    Level,
    /// The id of an indicator.
    Indicator,
    /// The id of an item of the indicator that another argument names.
    Item,
    /// The id of a source.
    Source,
    /// The id of a claim.
    Claim,
    /// The id of a quotation.
    Quotation,
    /// The id of a chart.
    Chart,
    /// A year, from 1 to 9999.
    Year,
    /// Any finite number.
    Number,
    /// A whole number of decimals, at most `MOST_DIGITS`.
    Digits,
    /// A whole number.
    Whole,
    /// Any text.
    Text,
    /// A text or a number.
    TextOrNumber,
    /// A comparison or another yes or no.
    Condition,
    /// One of these texts.
    Choice(&'static [&'static str]),
}

impl ParameterKind {
    /// What it is, for the reference.
    pub(super) fn words(self) -> String {
        let words = match self {
            ParameterKind::Member => "the code of a member",
            ParameterKind::Area => "the id of a region, subregion or group",
            ParameterKind::Edition => {
                "the year of an edition, or `\"latest\"`, `\"first\"`, `\"previous\"`, `\"next\"`"
            }
            ParameterKind::Component => "the id of a component",
            ParameterKind::Level => "the id of a level",
            ParameterKind::Indicator => "the id of an indicator",
            ParameterKind::Item => "the id of an item of the indicator",
            ParameterKind::Source => "the id of a source",
            ParameterKind::Claim => "the id of a claim",
            ParameterKind::Quotation => "the id of a quotation",
            ParameterKind::Chart => "the id of a chart",
            ParameterKind::Year => "a year from 1 to 9999",
            ParameterKind::Number => "a number",
            ParameterKind::Digits => return format!("a whole number from 0 to {MOST_DIGITS}"),
            ParameterKind::Whole => "a whole number",
            ParameterKind::Text => "a text",
            ParameterKind::TextOrNumber => "a text or a number",
            ParameterKind::Condition => "a condition: a comparison, or another yes or no",
            ParameterKind::Choice(choices) => {
                let quoted: Vec<String> = choices.iter().map(|c| format!("`\"{c}\"`")).collect();
                return quoted.join(" or ");
            }
        };
        words.to_owned()
    }

    /// What holds where such an argument is left out, if that is the same everywhere.
    pub(super) fn left_out(self) -> Option<&'static str> {
        match self {
            ParameterKind::Component => Some("the index"),
            ParameterKind::Area => Some("all members"),
            _ => None,
        }
    }
}

/// A thing of the survey, by its place in the survey's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    Member(MemberId),
    /// A region, subregion or country group.
    Area(AreaId),
    Edition(EditionId),
    Component(ComponentId),
    Level(LevelId),
    Indicator(usize),
    /// An item of an indicator.
    Item(usize, usize),
    Source(SourceId),
}

/// What a value is, for messages.
pub(super) fn describe(value: &Value) -> &'static str {
    if value.is_number() {
        "a number"
    } else if value.is_string() {
        "a text"
    } else if value.is_array() {
        "a list"
    } else if value.is_bool() {
        "`true` or `false`"
    } else {
        "nothing"
    }
}

/// A finite number.
pub(super) fn as_number(value: &Value) -> Option<f64> {
    let number = value.as_f64().filter(|_| value.is_number());
    number.filter(|number| number.is_finite())
}

/// A year from 1 to 9999.
pub(super) fn as_year(number: f64) -> Option<Year> {
    let whole = number.fract() == 0.0 && (1.0..=9999.0).contains(&number);
    whole.then_some(Year(number as u16))
}

impl Parameter {
    fn text<'v>(&self, value: &'v Value) -> Result<&'v str, Fault> {
        value.as_str().ok_or_else(|| {
            self.fault(format!(
                "`{}` must be a text, it is {}",
                self.name,
                describe(value)
            ))
        })
    }

    fn number(&self, value: &Value) -> Result<f64, Fault> {
        as_number(value).ok_or_else(|| {
            self.fault(if value.is_number() {
                format!("`{}` is too large a number", self.name)
            } else {
                format!(
                    "`{}` must be a number, it is {}",
                    self.name,
                    describe(value)
                )
            })
        })
    }

    fn whole(&self, value: &Value, most: f64) -> Result<f64, Fault> {
        let number = self.number(value)?;
        if number.fract() != 0.0 || !(0.0..=most).contains(&number) {
            return Err(self.fault(format!(
                "`{}` must be a whole number from 0 to {most}",
                self.name
            )));
        }
        Ok(number)
    }

    fn fault(&self, message: impl Into<String>) -> Fault {
        Fault::new(message).of(self.name)
    }

    fn unknown<'k>(&self, what: &str, id: &str, known: impl IntoIterator<Item = &'k str>) -> Fault {
        self.fault(format!("unknown {what} `{id}`"))
            .maybe_hint(suggest(id, known))
            .looked_up_in(match what {
                "claim" => "claims.yaml",
                "quotation" => "quotations.yaml",
                "chart" => "charts/",
                "member" => "survey/members.yaml",
                "component" | "level" => "survey/methodology.yaml",
                "source" => "survey/sources.yaml",
                "indicator" | "item" => "survey/indicators/",
                "edition" => "survey/editions/",
                _ => "survey/regions.yaml",
            })
    }

    /// Checks a value that is given for this parameter. `indicator` is the one that another
    /// argument names, whose items are meant.
    ///
    /// # Errors
    /// A value of another type, out of range, or an id of nothing.
    pub(super) fn resolve(
        &self,
        value: &Value,
        knowledge: &Knowledge,
        indicator: Option<usize>,
    ) -> Result<Option<Thing>, Fault> {
        let survey = knowledge.indices.survey();
        match self.kind {
            ParameterKind::Year => {
                let number = self.number(value)?;
                match as_year(number) {
                    Some(_) => Ok(None),
                    None => Err(self.fault(format!("`{}` must be a year", self.name))),
                }
            }
            ParameterKind::Number => self.number(value).map(|_| None),
            ParameterKind::Digits => self.whole(value, f64::from(MOST_DIGITS)).map(|_| None),
            ParameterKind::Whole => self.whole(value, 1000.0).map(|_| None),
            ParameterKind::Text => self.text(value).map(|_| None),
            ParameterKind::Condition if value.is_bool() => Ok(None),
            ParameterKind::Condition => Err(self
                .fault(format!(
                    "`{}` must be something that is true or not, it is {}",
                    self.name,
                    describe(value)
                ))
                .hint("compare two values, as in `mean(edition=2018) > 0.5`")),
            ParameterKind::TextOrNumber if value.is_number() => self.number(value).map(|_| None),
            ParameterKind::TextOrNumber if value.is_string() => Ok(None),
            ParameterKind::TextOrNumber => {
                Err(self.fault(format!("`{}` must be a text or a number", self.name)))
            }
            ParameterKind::Choice(choices) => {
                let text = self.text(value)?;
                if choices.contains(&text) {
                    return Ok(None);
                }
                let names: Vec<String> = choices.iter().map(|c| format!("`{c}`")).collect();
                let hint = match names.as_slice() {
                    [one] => format!("only {one}"),
                    _ => format!("one of {}", names.join(", ")),
                };
                Err(self
                    .fault(format!("unknown choice `{text}` of `{}`", self.name))
                    .hint(hint))
            }
            ParameterKind::Claim => {
                let id = self.text(value)?;
                if knowledge.claims.contains_key(id) {
                    return Ok(None);
                }
                Err(self.unknown("claim", id, knowledge.claims.keys().map(String::as_str)))
            }
            ParameterKind::Quotation => {
                let id = self.text(value)?;
                if knowledge.quotations.contains_key(id) {
                    return Ok(None);
                }
                let known = knowledge.quotations.keys().map(String::as_str);
                let fault = self.unknown("quotation", id, known);
                Err(match knowledge.quotations.is_empty() {
                    true => fault.hint("declare it in quotations.yaml"),
                    false => fault,
                })
            }
            ParameterKind::Chart => {
                let id = self.text(value)?;
                if knowledge.charts.contains_key(id) {
                    return Ok(None);
                }
                Err(self.unknown("chart", id, knowledge.charts.keys().map(String::as_str)))
            }
            _ => self.thing(value, survey, indicator).map(Some),
        }
    }

    /// The thing of the survey that a value names.
    fn thing(
        &self,
        value: &Value,
        survey: &Survey,
        indicator: Option<usize>,
    ) -> Result<Thing, Fault> {
        let methodology = &survey.methodology;
        if self.kind == ParameterKind::Edition {
            return self.edition(value, survey).map(Thing::Edition);
        }
        let id = self.text(value)?;
        match self.kind {
            ParameterKind::Member => survey.member(id).map(Thing::Member).ok_or_else(|| {
                let fault =
                    self.unknown("member", id, survey.members.iter().map(|m| m.code.as_str()));
                // A name instead of a code is the likeliest slip.
                match survey.member_named(id) {
                    Some(member) => fault.hint(format!("write its code, `{}`", member.code)),
                    None => fault,
                }
            }),
            ParameterKind::Area => survey.area(id).map(Thing::Area).ok_or_else(|| {
                let what = match self.name {
                    "among" => "region or group",
                    name => name,
                };
                self.unknown(what, id, survey.areas.iter().map(|a| a.id.as_str()))
            }),
            ParameterKind::Component => {
                methodology
                    .component(id)
                    .map(Thing::Component)
                    .ok_or_else(|| {
                        let known = methodology.components.iter().map(|c| c.id.as_str());
                        self.unknown("component", id, known)
                    })
            }
            ParameterKind::Level => methodology.level(id).map(Thing::Level).ok_or_else(|| {
                self.unknown(
                    "level",
                    id,
                    methodology.levels.iter().map(|l| l.id.as_str()),
                )
            }),
            ParameterKind::Source => survey.source(id).map(Thing::Source).ok_or_else(|| {
                self.unknown("source", id, survey.sources.iter().map(|s| s.id.as_str()))
            }),
            ParameterKind::Indicator => {
                let found = survey.indicators.iter().position(|i| i.id == id);
                found.map(Thing::Indicator).ok_or_else(|| {
                    self.unknown(
                        "indicator",
                        id,
                        survey.indicators.iter().map(|i| i.id.as_str()),
                    )
                    .data()
                })
            }
            _ => self.item(id, survey, indicator),
        }
    }

    fn item(&self, id: &str, survey: &Survey, indicator: Option<usize>) -> Result<Thing, Fault> {
        let Some((at, of)) = indicator.and_then(|at| Some((at, survey.indicators.get(at)?))) else {
            return Err(self
                .fault("an `item` belongs to an indicator")
                .hint("name the indicator"));
        };
        match of.items.iter().position(|item| item.id == id) {
            Some(item) => Ok(Thing::Item(at, item)),
            None => Err(self.unknown_item(id, of)),
        }
    }

    fn unknown_item(&self, id: &str, of: &Indicator) -> Fault {
        let known: Vec<&str> = of.items.iter().map(|i| i.id.as_str()).collect();
        if known.is_empty() {
            return self
                .fault(format!("`{}` has no items", of.id))
                .hint("leave `item` out");
        }
        self.unknown("item", id, known)
    }
}
