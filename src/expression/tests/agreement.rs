//! Random expressions give the same value and text here as in Tera, which has the same syntax.

use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use super::{KNOWLEDGE, en, engine, evaluated};
use crate::expression::filters::{self, FilterBody};
use crate::expression::functions::{self, FUNCTIONS};
use crate::expression::operand::Operand;
use crate::expression::{Variable, closing};

/// Tera with the same functions and filters, which hands over the value.
struct Other {
    tera: Tera,
    value: Arc<Mutex<Option<Value>>>,
}

impl Other {
    fn new() -> Other {
        let mut tera = Tera::new();
        for function in FUNCTIONS {
            tera.register_function(
                function.name,
                move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
                    let mut given = Vec::new();
                    for (key, value) in kwargs.iter() {
                        let key = key.to_string();
                        let found = function.parameters.iter().find(|p| p.name == key);
                        let Some(parameter) = found else {
                            return Err(tera::Error::message("no such argument"));
                        };
                        given.push((parameter, Operand::plain(value.clone())));
                    }
                    functions::call(function, given, &KNOWLEDGE, en())
                        .map(|call| call.value)
                        .map_err(|fault| tera::Error::message(fault.line()))
                },
            );
        }
        for filter in filters::for_templates() {
            tera.register_filter(
                filter.name,
                move |value: Value, _: Kwargs, _: &State| -> TeraResult<Value> {
                    let number = filters::number(filter.name, &value)
                        .map_err(|fault| tera::Error::message(fault.line()))?;
                    Ok(Value::from(match filter.body {
                        FilterBody::Style(..) => number,
                        FilterBody::Make(_) => number.abs(),
                    }))
                },
            );
        }
        let value = Arc::new(Mutex::new(None));
        let into = Arc::clone(&value);
        tera.register_filter("capture", move |value: Value, _: Kwargs, _: &State| {
            if let Ok(mut into) = into.lock() {
                *into = Some(value);
            }
            ""
        });
        Other { tera, value }
    }

    fn evaluate(&self, expression: &str) -> Result<Value, String> {
        let mut context = Context::new();
        context.insert("year", &2018);
        context.insert("place", "slate-isles");
        let source = format!("{{{{ ({expression}) | capture }}}}");
        self.tera
            .render_str(&source, &context, false)
            .map_err(|error| error.to_string())?;
        let mut value = self.value.lock().map_err(|error| error.to_string())?;
        value.take().ok_or_else(|| "no value".to_owned())
    }
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        (0i64..40).prop_map(|n| n.to_string()),
        (0i64..40).prop_map(|n| format!("{}.{}", n / 4, n % 4 * 25)),
        Just("9223372036854775807".to_owned()),
        Just("123456789.5".to_owned()),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("\"slate-isles\"".to_owned()),
        Just("'it is'".to_owned()),
        Just("`a\"b`".to_owned()),
        Just("\"a\\\"b\\\\\"".to_owned()),
        Just("\"}} {% x %}\"".to_owned()),
        Just("'中文 { }'".to_owned()),
        Just("\"\"".to_owned()),
    ]
}

fn call() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("total()"),
        Just("count(edition=2018, level=\"thriving\")"),
        Just("mean(edition=year, among=place)"),
        Just("rank(member=\"ELL\", edition=2018)"),
        Just("order(of=\"regions\", edition=2018)"),
        Just("level(member=\"ELL\", edition=2018)"),
        Just("indicator(id=\"ferries\", year=2021)"),
        Just("members(edition=2018, level=\"strained\")"),
        Just("value(member=\"KES\", edition=2015)"),
    ]
    .prop_map(str::to_owned)
}

/// Any expression as text, brackets written or not: both must read it the same way.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => number(),
        2 => text(),
        2 => call(),
        1 => Just("year".to_owned()),
        1 => Just("place".to_owned()),
        1 => Just("true".to_owned()),
        1 => Just("false".to_owned()),
    ];
    let signs = prop::sample::select(vec![
        "+", "-", "*", "/", "//", "%", "**", "==", "!=", "<", "<=", ">", ">=", "~", "and", "or",
        "in", "not in",
    ]);
    let filters = prop::sample::select(vec![
        "abs",
        "fixed",
        "fixed(digits=1)",
        "percent",
        "int",
        "float",
        "round",
        "round(precision=1)",
        "round(method=\"ceil\")",
        "length",
        "first",
        "last",
    ]);
    leaf.prop_recursive(5, 40, 4, move |inner| {
        prop_oneof![
            6 => (inner.clone(), signs.clone(), inner.clone())
                .prop_map(|(a, sign, b)| format!("{a} {sign} {b}")),
            3 => inner.clone().prop_map(|a| format!("({a})")),
            2 => (inner.clone(), filters.clone()).prop_map(|(a, f)| format!("{a} | {f}")),
            1 => inner.clone().prop_map(|a| format!("-{a}")),
            1 => inner.clone().prop_map(|a| format!("not {a}")),
            1 => (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("{a} if {b} else {c}")),
            1 => prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(", "))),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a})[{b}]")),
            1 => (inner.clone(), 0i64..4, -2i64..4).prop_map(|(a, b, c)| format!("({a})[{b}:{c}]")),
            1 => (inner.clone(), inner).prop_map(|(a, b)| format!("ratio(to={a}, of={b})")),
        ]
    })
}

/// What only one of the two refuses, and why.
const STRICTER: [&str; 11] = [
    // Tera goes on with infinite numbers and with what does not exist.
    "too large",
    "there is no",
    "is empty",
    "an index stands behind",
    "has no value",
    "divides by 0",
    "is not a whole number",
    "nested too deeply",
    "has no end",
    "cannot be a list",
    "must be",
];
const LOOSER: [&str; 5] = [
    "cannot be used consecutively",
    "not allowed after",
    "too complex",
    "maximum of 2 dimensions",
    "nested brackets",
];

/// Where the values may differ: texts have no noise of binary numbers here, and what remains of a
/// division is that of decimals. Of exact numbers it is the same in both.
fn may_differ(text: &str) -> bool {
    let remains = text.contains('%') || text.contains("//");
    let sources = [
        " / ",
        "**",
        "ratio(",
        "mean(",
        "value(",
        "indicator(",
        "round(",
    ];
    text.contains('~') || (remains && sources.iter().any(|source| text.contains(source)))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_same_as_tera(text in expression()) {
        let other = Other::new();
        let engine = engine();
        let variables = [Variable::new("year", 2018), Variable::new("place", "slate-isles")];
        let ours = engine
            .parse(&text, &["year", "place"])
            .and_then(|e| engine.evaluate(&e, en(), &[&variables]).map_err(|f| vec![f]));
        match (ours, other.evaluate(&text)) {
            _ if may_differ(&text) => {}
            (Ok(ours), Ok(theirs)) => {
                prop_assert_eq!(&ours.value, &theirs, "{}", text);
                // What remains is 0 here, whatever its sign there.
                let theirs = theirs.to_string().replace("-0.0", "0.0");
                let ours = ours.value.to_string().replace("-0.0", "0.0");
                prop_assert_eq!(ours, theirs, "{}", text);
            }
            (Ok(ours), Err(theirs)) => {
                let known = LOOSER.iter().any(|reason| theirs.contains(reason));
                prop_assert!(known, "{}: {} here, {} there", text, ours.value, theirs);
            }
            (Err(ours), Ok(theirs)) => {
                let known = STRICTER.iter().any(|reason| ours[0].message.contains(reason));
                prop_assert!(known, "{}: {:?} here, {} there", text, ours, theirs);
            }
            (Err(_), Err(_)) => {}
        }
        // In a text, it ends where it ends.
        let inside = format!("{text} }}}} and {{{{ more }}}}");
        let end = closing(&inside);
        prop_assert_eq!(end.failure, None, "{}", &text);
        prop_assert_eq!(inside[..end.length].trim_end(), text.as_str());
    }

    /// Whatever is written, there is a value or something is said at a place in it.
    #[test]
    fn nothing_panics(text in "[\\PC\n\"'`{}()\\[\\]|=~%#.,:a-e0-9\\\\ -]{0,60}") {
        if let Err(failures) = evaluated(&text) {
            prop_assert!(!failures.is_empty());
            for failure in failures {
                prop_assert!(text.get(failure.span.clone()).is_some(), "{:?}", failure);
            }
        }
        let end = closing(&text);
        prop_assert!(text.is_char_boundary(end.length) && text.is_char_boundary(end.next));
        prop_assert!(end.length <= end.next);
    }
}
