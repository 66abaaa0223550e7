//! Every argument of every function and filter: what is wrong with it is said, or makes another
//! value; never nothing.

use super::{KNOWLEDGE, evaluated};
use crate::expression::filters::FILTERS;
use crate::expression::functions::FUNCTIONS;
use crate::expression::parameter::{Parameter, ParameterKind};

/// For each function, calls that give a value; together they have all of its arguments.
#[rustfmt::skip]
const CALLS: [(&str, &[&str]); 37] = [
    ("value", &["member=\"ELL\" edition=2018 component=\"income\""]),
    ("score", &["member=\"ELL\" edition=2018 component=\"income\""]),
    ("published", &["member=\"ELL\" edition=2018 component=\"income\""]),
    ("rank", &["member=\"ELL\" edition=2018 component=\"soot\"", "member=\"FAR\" edition=2018 among=\"slate-isles\""]),
    ("change", &["member=\"ELL\" from=2018 to=2021 component=\"health\""]),
    ("contribution", &["member=\"ELL\" from=2018 to=2021 component=\"health\""]),
    ("mean", &["edition=2018 since=2015 component=\"health\"", "edition=2015 component=\"health\" among=\"reed-delta\" missing=\"zero\""]),
    ("median", &["edition=2018 since=2015 component=\"health\"", "edition=2015 component=\"health\" among=\"reed-delta\" missing=\"zero\""]),
    ("lowest", &["edition=2018 since=2015 component=\"health\"", "edition=2018 component=\"health\" among=\"slate-isles\"", "edition=2015 component=\"health\" among=\"reed-delta\" missing=\"zero\""]),
    ("highest", &["edition=2018 since=2015 component=\"health\"", "edition=2018 component=\"soot\"", "edition=2018 component=\"health\" among=\"slate-isles\"", "edition=2015 among=\"reed-delta\" missing=\"zero\""]),
    ("count", &["edition=2018 since=2015 component=\"health\" above=0", "edition=2018 component=\"soot\" among=\"slate-isles\" above=15 below=25", "edition=2018 level=\"thriving\""]),
    ("share", &["edition=2018 since=2015 component=\"health\" above=0", "edition=2018 component=\"soot\" among=\"slate-isles\" above=15 below=25", "edition=2015 level=\"thriving\" of=\"assessed\""]),
    ("total", &["among=\"slate-isles\"", "edition=2018"]),
    ("set_aside", &["edition=2018 component=\"health\" among=\"slate-isles\""]),
    ("same_level", &["edition=2018 component=\"health\" among=\"slate-isles\""]),
    ("editions", &["from=2016 to=2018"]),
    ("year", &["edition=2018"]),
    ("correlation", &["of=\"income\" with=\"health\" edition=2018 among=\"slate-isles\"", "of=\"income\" with=\"health\" from=2015 to=2018"]),
    ("indicator", &["id=\"lamps\" year=2018 item=\"reed-delta\" bound=\"low\""]),
    ("items", &["id=\"lamps\" year=2018 above=8 below=18"]),
    ("growth", &["from=2 to=3"]),
    ("ratio", &["of=2 to=3"]),
    ("span", &["from=2015 to=2018"]),
    ("name", &["member=\"ELL\"", "region=\"slate-isles\"", "group=\"ferry-towns\"", "level=\"steady\"", "component=\"wellbeing\" form=\"short\"", "indicator=\"lamps\" item=\"slate-isles\"", "source=\"almanac\"", "edition=2018"]),
    ("level", &["member=\"COR\" edition=2018 component=\"health\""]),
    ("member_at", &["rank=3 edition=2018 since=2015 component=\"health\"", "rank=1 edition=2018 component=\"soot\" among=\"slate-isles\""]),
    ("members", &["edition=2018 since=2015 component=\"health\" above=0", "edition=2018 component=\"soot\" among=\"slate-isles\" above=15 below=25", "edition=2018 level=\"thriving\""]),
    ("order", &["of=\"regions\" edition=2018 component=\"soot\"", "of=\"regions\" edition=2015 component=\"health\" missing=\"zero\""]),
    ("claim", &["id=\"four\""]),
    ("holds", &["that=total()>0"]),
    ("judgement", &[""]),
    ("quote", &["id=\"tide\""]),
    ("unbound", &["text=\"2.0\" reason=\"a-version\""]),
    ("cite", &["source=\"almanac\" page=\"84\""]),
    ("chart", &["id=\"rise\""]),
    ("sparkline", &["id=\"spark\""]),
    ("figure", &["id=\"rise\""]),
];

/// `name=value` by name and value.
fn arguments(call: &'static str) -> Vec<(&'static str, &'static str)> {
    call.split(' ').filter_map(|a| a.split_once('=')).collect()
}

/// What changes no value, and why.
const EXCEPTIONS: [(&str, &str, &str); 8] = [
    // Nobody joined later, and every value counts.
    ("total", "edition", "removed"),
    ("set_aside", "among", "removed"),
    // Any text is a reason or a page; they are shown beside the value.
    ("unbound", "reason", "any text"),
    ("cite", "page", "any text"),
    ("cite", "page", "any number"),
    ("cite", "page", "removed"),
    // The highest value is not changed by a 0 beside it.
    ("highest", "missing", "removed"),
    // The order with and without the one not assessed is the same.
    ("order", "missing", "removed"),
];

fn written(function: &str, arguments: &[(&str, &str)]) -> String {
    let arguments: Vec<String> = arguments.iter().map(|(k, v)| format!("{k}={v}")).collect();
    format!("{function}({})", arguments.join(", "))
}

/// The value with its text and style.
fn seen(text: &str) -> Result<String, String> {
    match evaluated(text) {
        Ok(got) => Ok(format!("{} {} {:?}", got.value, got.text, got.style)),
        Err(failures) => {
            for failure in &failures {
                let inside = text.get(failure.span.clone());
                assert!(inside.is_some_and(|t| !t.is_empty()), "{text}: {failure:?}");
            }
            Err(failures[0].message.clone())
        }
    }
}

const WRONG: [(&str, &str); 11] = [
    ("`true`", "true"),
    ("a list", "[1]"),
    ("any number", "7"),
    ("any text", "\"surely-not\""),
    ("an empty text", "\"\""),
    ("-1", "-1"),
    ("0", "0"),
    ("12", "12"),
    ("a fraction", "0.123"),
    ("a huge number", "1e300"),
    ("a text of a number", "\"2018\""),
];

/// A number that is another condition may hold for the same members: only what must be refused or
/// differ is held against the value.
fn may_agree(parameter: &Parameter, what: &str) -> bool {
    let bound =
        matches!(parameter.name, "above" | "below") && parameter.kind == ParameterKind::Number;
    bound
        && matches!(
            what,
            "any number" | "-1" | "0" | "12" | "a fraction" | "a huge number"
        )
}

#[test]
fn every_argument_of_every_function() {
    let mut changes = 0;
    let mut silent: Vec<String> = Vec::new();
    let mut excused = 0;
    for function in FUNCTIONS {
        let found = CALLS.iter().find(|(name, _)| *name == function.name);
        let Some((_, calls)) = found else {
            unreachable!("no call of {}", function.name)
        };
        for parameter in function.parameters {
            let call = calls
                .iter()
                .map(|call| arguments(call))
                .find(|call| call.iter().any(|(name, _)| *name == parameter.name));
            let Some(call) = call else {
                unreachable!("no call of {} with {}", function.name, parameter.name)
            };
            let before = seen(&written(function.name, &call));
            assert!(
                before.is_ok(),
                "{}: {before:?}",
                written(function.name, &call)
            );
            let mut variants: Vec<(&str, Vec<(&str, &str)>)> = WRONG
                .iter()
                .map(|(what, wrong)| {
                    let changed = call.iter().map(|(k, v)| {
                        let own = *k == parameter.name;
                        (*k, if own { *wrong } else { *v })
                    });
                    (*what, changed.collect())
                })
                .collect();
            let without = call.iter().copied().filter(|(k, _)| *k != parameter.name);
            variants.push(("removed", without.collect()));
            for (what, arguments) in variants {
                changes += 1;
                let after = seen(&written(function.name, &arguments));
                if after != before {
                    continue;
                }
                let exception = EXCEPTIONS.contains(&(function.name, parameter.name, what))
                    || (matches!(
                        parameter.kind,
                        ParameterKind::Text | ParameterKind::TextOrNumber
                    ) && EXCEPTIONS
                        .iter()
                        .any(|e| (e.0, e.1) == (function.name, parameter.name)));
                if exception || may_agree(parameter, what) {
                    excused += 1;
                } else {
                    silent.push(format!("{} {}: {what}", function.name, parameter.name));
                }
            }
        }
    }
    assert!(changes > 800, "only {changes}");
    assert!(excused < 60, "{excused} excused");
    assert!(silent.is_empty(), "{changes} changes, silent: {silent:#?}");
}

#[test]
fn every_argument_of_every_filter() {
    for filter in FILTERS {
        for parameter in filter.parameters {
            for (what, wrong) in WRONG {
                let input = if parameter.name == "base" {
                    "\"11\""
                } else {
                    "1234.5678"
                };
                let before = seen(&format!("{input} | {}", filter.name));
                let after = seen(&format!(
                    "{input} | {}({}={wrong})",
                    filter.name, parameter.name
                ));
                let default = parameter.kind == ParameterKind::Digits && what == "0";
                let precision = parameter.name == "precision" && what == "0";
                assert!(
                    before != after || default || precision,
                    "{} {}: {what}",
                    filter.name,
                    parameter.name
                );
            }
        }
        for wrong in ["\"text\"", "[]", "true"] {
            let text = format!("{wrong} | {}", filter.name);
            let fits = matches!((filter.name, wrong), ("length", "\"text\"" | "[]"));
            assert_eq!(seen(&text).is_ok(), fits, "{text}");
        }
    }
    assert!(!KNOWLEDGE.claims.is_empty());
}

/// The examples of the reference are good, and show what they stand beside.
#[test]
fn examples_of_the_reference() {
    let functions = FUNCTIONS.iter().map(|f| (f.name, f.about, f.example));
    let filters = FILTERS.iter().map(|f| (f.name, f.about, f.example));
    for (name, about, example) in functions.chain(filters) {
        assert!(about.trim().ends_with('.'), "{name}: {about}");
        assert!(!about.contains('|'), "{name}: {about}");
        assert!(seen(example).is_ok(), "{example}: {:?}", seen(example));
    }
    for f in FUNCTIONS {
        assert!(f.example.starts_with(&format!("{}(", f.name)), "{}", f.name);
    }
    for f in FILTERS {
        assert!(f.example.contains(&format!("| {}", f.name)), "{}", f.name);
    }
}
