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
    /// What it gives, in a sentence.
    pub about: &'static str,
    /// An expression that calls it.
    pub example: &'static str,
    /// The arguments that it knows.
    pub parameters: &'static [Parameter],
    body: Body,
}

impl PartialEq for Function {
    fn eq(&self, other: &Function) -> bool {
        self.name == other.name
    }
}

// A row without its sentence or its example does not compile.
macro_rules! functions {
    ($(
        #[doc = $about:literal]
        $name:literal ($($parameter:ident: $kind:expr $(, $needed:ident)?;)*) => $body:path, $example:literal;
    )*) => {
        /// All functions.
        pub static FUNCTIONS: &[Function] = &[
            $(Function {
                name: $name,
                about: $about,
                example: $example,
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
    /// A member’s value, with the decimals that the methodology gives its component.
    "value" (member: Member, needed; edition: Edition, needed; component: Component;) => numbers::value, r#"value(member="ELL", edition=2018, component="income")"#;
    /// A member’s value after normalisation, from 0 to 1.
    "score" (member: Member, needed; edition: Edition, needed; component: Component;) => numbers::score, r#"score(member="ELL", edition=2018, component="income")"#;
    /// A member’s value as it was published, also where it is flagged and does not count.
    "published" (member: Member, needed; edition: Edition, needed; component: Component;) => numbers::published, r#"published(member="ELL", edition=2018, component="income")"#;
    /// A member’s rank, among all or in an area; written as an ordinal.
    "rank" (member: Member, needed; edition: Edition, needed; component: Component; among: Area;) => numbers::rank, r#"rank(member="FAR", edition=2018, among="slate-isles")"#;
    /// A member’s value at `to` minus its value at `from`; written with its sign.
    "change" (member: Member, needed; from: Edition, needed; to: Edition, needed; component: Component;) => numbers::change, r#"change(member="ELL", from=2018, to=2021)"#;
    /// How much of the change of a member’s index a component brought; written with its sign.
    "contribution" (member: Member, needed; from: Edition, needed; to: Edition, needed; component: Component, needed;) => numbers::contribution, r#"contribution(member="ELL", from=2018, to=2021, component="health")"#;
    /// The mean of the members assessed; with `since`, of their changes since that edition.
    "mean" (edition: Edition, needed; since: Edition; component: Component; among: Area; missing: MISSING;) => numbers::mean, r#"mean(edition=2018, among="slate-isles")"#;
    /// The median of the members assessed; with `since`, of their changes since that edition.
    "median" (edition: Edition, needed; since: Edition; component: Component; among: Area; missing: MISSING;) => numbers::median, r#"median(edition=2018, component="health")"#;
    /// The lowest value of the members assessed; with `since`, the lowest change.
    "lowest" (edition: Edition, needed; since: Edition; component: Component; among: Area; missing: MISSING;) => numbers::lowest, r#"lowest(edition=2018, since=2015)"#;
    /// The highest value of the members assessed; with `since`, the highest change.
    "highest" (edition: Edition, needed; since: Edition; component: Component; among: Area; missing: MISSING;) => numbers::highest, r#"highest(edition=2018)"#;
    /// How many assessed members satisfy all that is given; with `since`, `above` and `below` are bounds of their changes.
    "count" (edition: Edition, needed; since: Edition; component: Component; among: Area; level: Level; above: Number; below: Number;) => numbers::count, r#"count(edition=2018, component="soot", above=15, below=25)"#;
    /// How many members satisfy all that is given, as a part of all members of that edition, or with `of` of those assessed; written as a percentage.
    "share" (edition: Edition, needed; since: Edition; component: Component; among: Area; level: Level; above: Number; below: Number; of: Choice(&["members", "assessed"]);) => numbers::share, r#"share(edition=2018, level="thriving", of="assessed")"#;
    /// How many members there are, or were in an edition.
    "total" (among: Area; edition: Edition;) => numbers::total, r#"total(among="slate-isles")"#;
    /// How many assessed members have a value that does not count.
    "set_aside" (edition: Edition, needed; component: Component, needed; among: Area;) => numbers::set_aside, r#"set_aside(edition=2018, component="health")"#;
    /// How many members have the index and the component at the same level.
    "same_level" (edition: Edition, needed; component: Component; among: Area;) => numbers::same_level, r#"same_level(edition=2018, component="health")"#;
    /// How many editions there are, in all or from one year to another.
    "editions" (from: Year; to: Year;) => numbers::editions, r#"editions(from=2015, to=2018)"#;
    /// The year of an edition, to compare and calculate with.
    "year" (edition: Edition, needed;) => numbers::year, r#"year(edition="latest")"#;
    /// Pearson’s r of two components in an edition, or with `from` and `to` of their changes, over the members that have both.
    "correlation" (of: Component, needed; with: Component, needed; edition: Edition; from: Edition; to: Edition; among: Area;) => numbers::correlation, r#"correlation(of="income", with="health", edition=2018)"#;
    /// A counted fact; with `item` where the indicator has items, with `bound` where it is a range.
    "indicator" (id: Indicator, needed; year: Year, needed; item: Item; bound: Choice(&["low", "high"]);) => numbers::indicator, r#"indicator(id="lamps", year=2018, item="reed-delta", bound="low")"#;
    /// How many items of an indicator have a value, beyond a bound if one is given.
    "items" (id: Indicator, needed; year: Year, needed; above: Number; below: Number;) => numbers::items, r#"items(id="lamps", year=2018, above=8)"#;
    /// By how much a number has grown, `to / from − 1`; written as a percentage.
    "growth" (from: Number, needed; to: Number, needed;) => numbers::growth, r#"growth(from=36, to=45)"#;
    /// One number divided by another.
    "ratio" (of: Number, needed; to: Number, needed;) => numbers::ratio, r#"ratio(of=45, to=36)"#;
    /// The years between two years.
    "span" (from: Year, needed; to: Year, needed;) => numbers::span, r#"span(from=2015, to=2018)"#;
    /// The name of the one thing that is given, in the page’s language; of an edition, its year.
    "name" (member: Member; region: Area; group: Area; level: Level; component: Component; indicator: Indicator; item: Item; source: Source; edition: Edition; form: Choice(&["short", "text", "possessive"]);) => names::name, r#"name(member="ELL")"#;
    /// The name of the level that a member has.
    "level" (member: Member, needed; edition: Edition, needed; component: Component;) => names::level, r#"level(member="ELL", edition=2018)"#;
    /// The name of the member with that rank, or of all that share it; with `since`, ranked by the change, 1 for the greatest rise.
    "member_at" (rank: Number, needed; edition: Edition, needed; since: Edition; component: Component; among: Area;) => names::member_at, r#"member_at(rank=1, edition="latest")"#;
    /// The names of the members that satisfy all that is given, as a list in the language’s order.
    "members" (edition: Edition, needed; since: Edition; component: Component; among: Area; level: Level; above: Number; below: Number;) => names::members, r#"members(edition=2018, level="thriving")"#;
    /// The regions by their means, the highest first: their names in a text, their ids in a condition.
    "order" (of: Choice(&["regions"]), needed; edition: Edition, needed; component: Component; missing: MISSING;) => names::order, r#"order(of="regions", edition=2018)[0] == "amber-coast""#;
    /// What a claim says, to compare or calculate with.
    "claim" (id: Claim, needed;) => names::claim, r#"claim(id="four")"#;
    /// A number that no function can compute, and why; the reason is for authors.
    "unbound" (text: Text, needed; reason: Text, needed;) => names::unbound, r#"unbound(text="2.0", reason="a version")"#;
    /// Writes nothing: the sentence in which it stands is true as long as the condition is, else the report is not built.
    "holds" (that: Condition, needed;) => statements::holds, r#"holds(that=total() > 0)"#;
    /// Writes nothing: the sentence in which it stands is the author’s judgement.
    "judgement" () => statements::judgement, r#"judgement()"#;
    /// A declared quotation in the language’s quotation marks, with the mark of its source.
    "quote" (id: Quotation, needed;) => names::quote, r#"quote(id="tide")"#;
    /// A citation mark; the source is listed at the page’s end.
    "cite" (source: Source, needed; page: TextOrNumber;) => names::cite, r#"cite(source="almanac", page="84")"#;
    /// A chart, alone in its paragraph.
    "chart" (id: Chart, needed;) => names::chart, r#"chart(id="rise")"#;
    /// A line no higher than a word, in running text.
    "sparkline" (id: Chart, needed;) => names::sparkline, r#"sparkline(id="spark")"#;
    /// The number of a chart with a link to it, “Figure 3”; in chapters only.
    "figure" (id: Chart, needed;) => names::figure, r#"figure(id="rise")"#;
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
