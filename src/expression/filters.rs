//! The filters of expressions: how a number is written, and a few that make another value.

use tera::Value;

use super::Style;
use super::args::Args;
use super::fault::Fault;
use super::parameter::{MOST_DIGITS, Parameter, ParameterKind, as_number, describe};

/// A filter: `value | name(arguments)`.
#[derive(Debug)]
pub struct Filter {
    pub name: &'static str,
    /// What it makes of the value before it, in a sentence.
    pub about: &'static str,
    /// An expression with it.
    pub example: &'static str,
    /// The arguments that it knows.
    pub parameters: &'static [Parameter],
    pub(super) body: FilterBody,
}

/// What a filter does.
#[derive(Clone, Copy, Debug)]
pub(super) enum FilterBody {
    /// Says how the number is written, with so many decimals unless it is told.
    Style(u8, fn(u8) -> Style),
    /// Makes another value.
    Make(fn(&Value, &Args<'_>) -> Result<Value, Fault>),
}

const DIGITS: &[Parameter] = &[Parameter {
    name: "digits",
    kind: ParameterKind::Digits,
    needed: false,
}];

/// The sentence and the example of a filter.
type Told = (&'static str, &'static str);

const fn style(name: &'static str, digits: u8, make: fn(u8) -> Style, told: Told) -> Filter {
    Filter {
        name,
        about: told.0,
        example: told.1,
        parameters: DIGITS,
        body: FilterBody::Style(digits, make),
    }
}

const fn bare(name: &'static str, make: fn(u8) -> Style, told: Told) -> Filter {
    Filter {
        name,
        about: told.0,
        example: told.1,
        parameters: &[],
        body: FilterBody::Style(0, make),
    }
}

const fn make(
    name: &'static str,
    parameters: &'static [Parameter],
    body: fn(&Value, &Args<'_>) -> Result<Value, Fault>,
    told: Told,
) -> Filter {
    Filter {
        name,
        about: told.0,
        example: told.1,
        parameters,
        body: FilterBody::Make(body),
    }
}

const fn optional(name: &'static str, kind: ParameterKind) -> Parameter {
    Parameter {
        name,
        kind,
        needed: false,
    }
}

/// All filters of expressions; those from `int` on are Tera's own in templates.
pub static FILTERS: &[Filter] = &[
    style(
        "fixed",
        2,
        Style::Fixed,
        (
            "Writes a number with so many decimals; with 2 unless `digits` says otherwise.",
            "3.14159 | fixed(digits=3)",
        ),
    ),
    style(
        "percent",
        0,
        Style::Percent,
        (
            "Writes a share as a percentage; without decimals unless `digits` says otherwise.",
            "0.163 | percent(digits=1)",
        ),
    ),
    style(
        "points",
        1,
        Style::Points,
        (
            "Writes a difference of two shares in percentage points; with 1 decimal unless `digits` says otherwise.",
            "0.021 | points",
        ),
    ),
    style(
        "signed",
        2,
        Style::Signed,
        (
            "Writes a number with its sign; with 2 decimals unless `digits` says otherwise.",
            "0.5 | signed(digits=1)",
        ),
    ),
    bare(
        "ordinal",
        |_| Style::Ordinal,
        ("Writes a rank as the language does: 65th.", "65 | ordinal"),
    ),
    bare(
        "grouped",
        Style::Fixed,
        (
            "Writes a whole number with thousands set apart.",
            "12345 | grouped",
        ),
    ),
    style(
        "myriad",
        1,
        Style::Myriad,
        (
            "Writes a large number in the language’s large unit, in Chinese ten thousand; with 1 decimal unless `digits` says otherwise.",
            "12000 | myriad",
        ),
    ),
    make("abs", &[], abs, ("Makes a number positive.", "-3 | abs")),
    make(
        "int",
        &[optional("base", ParameterKind::Whole)],
        int,
        (
            "Makes a whole number of a number or a text; `base` is that of a text’s digits, 10 unless it is given.",
            "\"17\" | int",
        ),
    ),
    make(
        "float",
        &[],
        float,
        ("Makes a number of a text.", "\"1.5\" | float"),
    ),
    make(
        "round",
        &[
            optional("method", ParameterKind::Choice(&["ceil", "floor"])),
            optional("precision", ParameterKind::Number),
        ],
        round,
        (
            "Rounds a number to so many decimals, to whole ones unless `precision` says otherwise; `method` rounds up or down instead of to the nearest.",
            "2.345 | round(precision=1)",
        ),
    ),
    make(
        "length",
        &[],
        length,
        (
            "How many parts a list has, or letters a text.",
            "[3, 5] | length",
        ),
    ),
    make(
        "first",
        &[],
        |value, _| end(value, <[Value]>::first),
        ("The first part of a list.", "[3, 5] | first"),
    ),
    make(
        "last",
        &[],
        |value, _| end(value, <[Value]>::last),
        ("The last part of a list.", "[3, 5] | last"),
    ),
];

/// The filters that templates get from here.
pub(super) fn for_templates() -> impl Iterator<Item = &'static Filter> {
    FILTERS
        .iter()
        .filter(|f| matches!(f.body, FilterBody::Style(..)) || f.name == "abs")
}

/// The number that a filter is put behind.
pub(super) fn number(name: &str, value: &Value) -> Result<f64, Fault> {
    as_number(value).ok_or_else(|| {
        if value.is_number() {
            Fault::new(format!("this number is too large for `{name}`"))
        } else {
            Fault::new(format!(
                "`{name}` stands behind a number, this is {}",
                describe(value)
            ))
        }
    })
}

fn abs(value: &Value, _: &Args<'_>) -> Result<Value, Fault> {
    Ok(Value::from(number("abs", value)?.abs()))
}

fn float(value: &Value, _: &Args<'_>) -> Result<Value, Fault> {
    if let Some(text) = value.as_str() {
        let read = text.trim().parse::<f64>().ok().filter(|n| n.is_finite());
        return read
            .map(Value::from)
            .ok_or_else(|| Fault::new(format!("`{text}` is not a number")));
    }
    number("float", value).map(Value::from)
}

fn int(value: &Value, args: &Args<'_>) -> Result<Value, Fault> {
    let base = args.number("base").unwrap_or(10.0) as u32;
    if !(2..=36).contains(&base) {
        return Err(Fault::new("`base` must be from 2 to 36").of("base"));
    }
    let whole = |number: f64| {
        // Beyond this a `f64` does not count in ones.
        if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 {
            Ok(Value::from(number as i128))
        } else {
            Err(Fault::new(format!("{number} is not a whole number")).hint("write `| round | int`"))
        }
    };
    if let Some(text) = value.as_str() {
        let text = text.trim();
        let digits = match base {
            2 => text.trim_start_matches("0b"),
            8 => text.trim_start_matches("0o"),
            16 => text.trim_start_matches("0x"),
            _ => text,
        };
        if let Ok(number) = i128::from_str_radix(digits, base) {
            return Ok(Value::from(number));
        }
        let decimal = text.parse::<f64>().ok().filter(|_| text.contains('.'));
        return decimal.map_or_else(
            || Err(Fault::new(format!("`{text}` is not a whole number"))),
            whole,
        );
    }
    if value.is_number() && !value.is_f64() {
        return Ok(value.clone());
    }
    whole(number("int", value)?)
}

fn round(value: &Value, args: &Args<'_>) -> Result<Value, Fault> {
    let number = number("round", value)?;
    let places = args.number("precision").unwrap_or(0.0);
    if places.fract() != 0.0 || places.abs() > f64::from(MOST_DIGITS) {
        let message = format!("`precision` must be a whole number up to {MOST_DIGITS}");
        return Err(Fault::new(message).of("precision"));
    }
    let places = places as i32;
    let scale = if places == 0 { 1.0 } else { 10f64.powi(places) };
    let scaled = scale * number;
    let rounded = match args.text("method") {
        Some("ceil") => scaled.ceil(),
        Some(_) => scaled.floor(),
        None => scaled.round(),
    };
    let result = rounded / scale;
    if result.is_finite() {
        return Ok(Value::from(result));
    }
    Err(Fault::new("this number is too large for `round`"))
}

fn length(value: &Value, _: &Args<'_>) -> Result<Value, Fault> {
    value
        .len()
        .map(Value::from)
        .ok_or_else(|| Fault::new(format!("{} has no length", describe(value))))
}

fn end(value: &Value, which: fn(&[Value]) -> Option<&Value>) -> Result<Value, Fault> {
    let Some(list) = value.as_array() else {
        return Err(Fault::new(format!(
            "this filter stands behind a list, this is {}",
            describe(value)
        )));
    };
    which(list)
        .cloned()
        .ok_or_else(|| Fault::new("this list is empty").data())
}
