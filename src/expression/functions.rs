//! The functions, by name, with the arguments that each knows.

mod decimals;
mod names;
mod numbers;
pub(super) mod statements;

use tera::Value;

use super::args::{Args, Argument};
use super::fault::Fault;
use super::parameter::{Parameter, ParameterKind};
use super::reads::Call;
use super::{Knowledge, Style};
use crate::lang::Lang;

/// What a function gives.
pub(super) struct Output {
    value: Value,
    /// Where the value is no number: as the language writes it.
    text: Option<String>,
    style: Style,
}

impl Output {
    pub(super) fn number(value: f64, style: Style) -> Output {
        Output {
            value: Value::from(value),
            text: None,
            style,
        }
    }
    pub(super) fn count(value: usize) -> Output {
        Output {
            value: Value::from(value),
            text: None,
            style: Style::Fixed(0),
        }
    }
    pub(super) fn text(value: impl Into<Value>, text: String) -> Output {
        Output {
            value: value.into(),
            text: Some(text),
            style: Style::Text,
        }
    }
}

type Body = fn(&Args<'_>) -> Result<Output, Fault>;

/// A function of the expression language.
#[derive(Debug)]
pub struct Function {
    pub name: &'static str,
    /// The arguments that it knows.
    pub parameters: &'static [Parameter],
    body: Body,
}

impl PartialEq for Function {
    fn eq(&self, other: &Function) -> bool {
        self.name == other.name
    }
}

macro_rules! functions {
    ($($name:literal ($($parameter:ident: $kind:expr $(, $needed:ident)?;)*) => $body:path;)*) => {
        /// All functions.
        pub static FUNCTIONS: &[Function] = &[
            $(Function {
                name: $name,
                parameters: &[$(Parameter {
                    name: stringify!($parameter),
                    kind: $kind,
                    needed: functions!(@ $($needed)?),
                },)*],
                body: $body,
            },)*
        ];
    };
    (@ needed) => { true };
    (@) => { false };
}

use ParameterKind::{
    Area, Chart, Choice, Claim, Component, Condition, Edition, Indicator, Item, Level, Member,
    Number, Quotation, Source, Text, TextOrNumber, Year,
};

/// How members that were not assessed are counted.
const MISSING: ParameterKind = Choice(&["zero", "leave-out"]);

functions! {
    "value" (member: Member, needed; edition: Edition, needed; component: Component;) => numbers::value;
    "score" (member: Member, needed; edition: Edition, needed; component: Component;) => numbers::score;
    "published" (member: Member, needed; edition: Edition, needed; component: Component;) => numbers::published;
    "rank" (member: Member, needed; edition: Edition, needed; component: Component; among: Area;) => numbers::rank;
    "change" (member: Member, needed; from: Edition, needed; to: Edition, needed; component: Component;) => numbers::change;
    "contribution" (member: Member, needed; from: Edition, needed; to: Edition, needed; component: Component, needed;) => numbers::contribution;
    "mean" (edition: Edition, needed; since: Edition; component: Component; among: Area; missing: MISSING;) => numbers::mean;
    "median" (edition: Edition, needed; since: Edition; component: Component; among: Area; missing: MISSING;) => numbers::median;
    "lowest" (edition: Edition, needed; since: Edition; component: Component; among: Area; missing: MISSING;) => numbers::lowest;
    "highest" (edition: Edition, needed; since: Edition; component: Component; among: Area; missing: MISSING;) => numbers::highest;
    "count" (edition: Edition, needed; since: Edition; component: Component; among: Area; level: Level; above: Number; below: Number;) => numbers::count;
    "share" (edition: Edition, needed; since: Edition; component: Component; among: Area; level: Level; above: Number; below: Number; of: Choice(&["members", "assessed"]);) => numbers::share;
    "total" (among: Area; edition: Edition;) => numbers::total;
    "set_aside" (edition: Edition, needed; component: Component, needed; among: Area;) => numbers::set_aside;
    "same_level" (edition: Edition, needed; component: Component; among: Area;) => numbers::same_level;
    "editions" (from: Year; to: Year;) => numbers::editions;
    "year" (edition: Edition, needed;) => numbers::year;
    "correlation" (of: Component, needed; with: Component, needed; edition: Edition; from: Edition; to: Edition; among: Area;) => numbers::correlation;
    "indicator" (id: Indicator, needed; year: Year, needed; item: Item; bound: Choice(&["low", "high"]);) => numbers::indicator;
    "items" (id: Indicator, needed; year: Year, needed; above: Number; below: Number;) => numbers::items;
    "growth" (from: Number, needed; to: Number, needed;) => numbers::growth;
    "ratio" (of: Number, needed; to: Number, needed;) => numbers::ratio;
    "span" (from: Year, needed; to: Year, needed;) => numbers::span;
    "name" (member: Member; region: Area; group: Area; level: Level; component: Component; indicator: Indicator; item: Item; source: Source; edition: Edition; form: Choice(&["short", "text", "possessive"]);) => names::name;
    "level" (member: Member, needed; edition: Edition, needed; component: Component;) => names::level;
    "member_at" (rank: Number, needed; edition: Edition, needed; since: Edition; component: Component; among: Area;) => names::member_at;
    "members" (edition: Edition, needed; since: Edition; component: Component; among: Area; level: Level; above: Number; below: Number;) => names::members;
    "order" (of: Choice(&["regions"]), needed; edition: Edition, needed; component: Component; missing: MISSING;) => names::order;
    "claim" (id: Claim, needed;) => names::claim;
    "unbound" (text: Text, needed; reason: Text, needed;) => names::unbound;
    "holds" (that: Condition, needed;) => statements::holds;
    "judgement" () => statements::judgement;
    "quote" (id: Quotation, needed;) => names::quote;
    "cite" (source: Source, needed; page: TextOrNumber;) => names::cite;
    "chart" (id: Chart, needed;) => names::chart;
    "sparkline" (id: Chart, needed;) => names::sparkline;
    "figure" (id: Chart, needed;) => names::figure;
}

/// Calls a function; what it gave and what it read is in the result.
pub(super) fn call(
    function: &'static Function,
    arguments: Vec<Argument>,
    knowledge: &Knowledge,
    lang: Lang,
) -> Result<Call, Fault> {
    let args = Args::bind(function.parameters, arguments, knowledge, lang)?;
    let output = (function.body)(&args)?;
    let number = output.value.as_f64().filter(|_| output.value.is_number());
    if number.is_some_and(|number| !number.is_finite()) {
        let message = format!("what `{}` gives is too large for a number", function.name);
        return Err(Fault::new(message));
    }
    let arguments: Vec<(&'static str, String)> = args
        .given()
        .iter()
        .map(|(parameter, operand)| (parameter.name, operand.value.to_string()))
        .collect();
    let written: Vec<String> = arguments.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let (subject, reads) = args.into_parts();
    Ok(Call {
        function: function.name,
        canonical: format!("{}({})", function.name, written.join(",")),
        subject,
        value: output.value,
        text: output.text,
        style: output.style,
        reads,
        arguments,
    })
}
