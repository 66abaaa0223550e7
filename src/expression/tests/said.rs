//! What is said of an expression that is wrong, and where.

use super::{evaluated, value};
use crate::expression::{Cause, closing};

/// The first thing said, with the stretch that it underlines.
fn said(text: &str) -> (String, String, String) {
    match evaluated(text) {
        Ok(value) => unreachable!("{text} gives {value:?}"),
        Err(failures) => {
            let first = &failures[0];
            let span = first.span.clone();
            assert!(span.end <= text.len(), "{text}: {span:?}");
            let hint = first.hint.clone().unwrap_or_default();
            (first.message.clone(), text[span].to_owned(), hint)
        }
    }
}

#[test]
fn names_that_do_not_exist_are_underlined_with_near_misses() {
    for (text, message, place, hint) in [
        (
            "maen(edition=2018)",
            "unknown function `maen`",
            "maen",
            "`mean`",
        ),
        (
            "total() | fxied",
            "unknown filter `fxied`",
            "fxied",
            "`fixed`",
        ),
        (
            "count(edtion=2018)",
            "`count` has no argument `edtion`",
            "edtion",
            "`edition`",
        ),
        (
            "total() | fixed(digit=1)",
            "the filter `fixed` has no argument `digit`",
            "digit",
            "`digits`",
        ),
        ("Ellsay", "unknown name `Ellsay`", "Ellsay", "\"Ellsay\""),
        ("total", "unknown name `total`", "total", "`total(…)`"),
        (
            "fixed(value=1)",
            "unknown function `fixed`",
            "fixed",
            "is a filter",
        ),
        (
            "value(member=\"ELK\", edition=2018)",
            "unknown member `ELK`",
            "\"ELK\"",
            "`ELL`",
        ),
        (
            "mean(edition=2019)",
            "there is no edition of 2019",
            "2019",
            "2018",
        ),
        (
            "mean(edition=2018, among=\"amber-cost\")",
            "unknown region or group `amber-cost`",
            "\"amber-cost\"",
            "`amber-coast`",
        ),
        (
            "indicator(id=\"lamps\", year=2018, item=\"amber\")",
            "unknown item `amber`",
            "\"amber\"",
            "amber-coast",
        ),
        (
            "claim(id=\"for\")",
            "unknown claim `for`",
            "\"for\"",
            "`four`",
        ),
        (
            "total() | fixed(digits=12)",
            "`digits` must be a whole number from 0 to 9",
            "12",
            "",
        ),
    ] {
        let got = said(text);
        assert_eq!((got.0.as_str(), got.1.as_str()), (message, place), "{text}");
        assert!(got.2.contains(hint), "{text}: {}", got.2);
    }
}

#[test]
fn several_mistakes_are_said_at_once() {
    let text = "maen(edition=2018) + value(member=\"ELK\", edition=2019) | fxied";
    let Err(failures) = evaluated(text) else {
        unreachable!()
    };
    let said: Vec<&str> = failures.iter().map(|f| f.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "unknown function `maen`",
            "there is no edition of 2019",
            "unknown member `ELK`",
            "unknown filter `fxied`",
        ]
    );
}

#[test]
fn what_is_half_written_is_named() {
    for (text, message, place) in [
        ("", "there is no expression here", ""),
        ("total(", "a `)` is missing", "("),
        ("(total() + 1", "a `)` is missing", "("),
        ("[1, 2", "a `]` is missing", "["),
        ("total())", "`)` makes no sense here", ")"),
        (
            "total() +",
            "the expression stops where a value was expected",
            "+",
        ),
        ("total() total()", "`total` makes no sense here", "total"),
        (
            "name(member=\"ELL)",
            "this quotation mark has no partner",
            "\"",
        ),
        (
            "value(\"ELL\", 2018)",
            "arguments are named: `value(member=…, edition=…, component=…)`",
            "\"ELL\"",
        ),
        ("1 if total()", "this `if` has no `else`", "if"),
        (
            "value(member=\"ELL\", member=\"DUN\", edition=2018)",
            "the argument `member` is given twice",
            "member",
        ),
        (
            "value(member=\"ELL\")",
            "`edition` is missing",
            "value(member=\"ELL\")",
        ),
        ("“ELL”", "`“` has no meaning in an expression", "“"),
        ("1e400", "this number is too large", "1e400"),
        ("12abc", "`12abc` is not a number", "12abc"),
        (
            "total() is number",
            "tests (`is …`) belong into templates",
            "is",
        ),
        ("{\"a\": 1}", "mappings (`{…}`) belong into templates", "{"),
        ("[x for x in [1]]", "unknown name `x`", "x"),
    ] {
        let got = said(text);
        assert_eq!((got.0.as_str(), got.1.as_str()), (message, place), "{text}");
    }
    assert!(said("value(\"ELL\", 2018)").2.contains("`member=…`"));
}

/// Nothing but one expression is evaluated, whatever stands in it.
#[test]
fn statements_and_braces_are_refused() {
    for text in [
        "1) }}\"{% for x in range(end=1000000000) %}…{% endfor %}{{ (1",
        "1 }}{{ 2",
        "{% raw %}",
        "1 {# a comment #}",
        "total() }}",
    ] {
        assert!(evaluated(text).is_err(), "{text}");
    }
    assert_eq!(value("\"{% for %}{{ }}{# #}\""), "{% for %}{{ }}{# #}");
    // The trick with the backslash: the text ends where the expression says.
    let text = r#""a\"}} {% for x in y %}" }} b"#;
    assert_eq!(closing(text).length, text.len() - 4);
}

#[test]
fn each_calculation_without_a_result_has_its_own_message() {
    for (text, message, place) in [
        (
            "1e308 * 10",
            "the result is too large for a number",
            "1e308 * 10",
        ),
        (
            "10.0 ** 400",
            "the result is too large for a number",
            "10.0 ** 400",
        ),
        (
            "2 ** 200",
            "the result is too large a whole number",
            "2 ** 200",
        ),
        ("0 / 0", "0 divided by 0 has no value", "0 / 0"),
        ("1 / 0", "this divides by 0", "1 / 0"),
        ("1 + 5 % 0", "a division by 0 leaves no remainder", "5 % 0"),
        ("5 // 0", "this divides by 0", "5 // 0"),
        ("0.0 ** -1", "this divides by 0", "0.0 ** -1"),
        (
            "(-1.0) ** 0.5",
            "this calculation has no value",
            "(-1.0) ** 0.5",
        ),
        (
            "9223372036854775807 * 9223372036854775807 * 9223372036854775807",
            "the result is too large a whole number",
            "9223372036854775807 * 9223372036854775807 * 9223372036854775807",
        ),
        (
            "9007199254740993 * 8",
            "the result is too large for a number",
            "9007199254740993 * 8",
        ),
        (
            "1 + \"a\"",
            "`+` calculates with numbers, this is a text",
            "\"a\"",
        ),
        (
            "1 < \"a\"",
            "a number cannot be compared with a text",
            "1 < \"a\"",
        ),
        ("-[1]", "`-` stands before a number, this is a list", "-[1]"),
        ("[1][3]", "there is no 3 in a list of 1", "[1][3]"),
        (
            "growth(from=1e-300, to=1e300)",
            "what `growth` gives is too large for a number",
            "growth(from=1e-300, to=1e300)",
        ),
    ] {
        let got = said(text);
        assert_eq!((got.0.as_str(), got.1.as_str()), (message, place), "{text}");
    }
}

/// A division by 0 in the expression is the author's; one by a value of the data is not his while
/// the data are incomplete.
#[test]
fn who_is_to_blame() {
    let cause = |text: &str| match evaluated(text) {
        Err(failures) => failures[0].cause,
        Ok(value) => unreachable!("{value:?}"),
    };
    assert_eq!(cause("1 / 0"), Cause::Expression);
    assert_eq!(
        cause("1 / (count(edition=2018) - count(edition=2018))"),
        Cause::Arithmetic
    );
    assert_eq!(cause("value(member=\"KES\", edition=2015)"), Cause::Data);
}

#[test]
fn limits_are_said_and_nothing_overflows() {
    for open in [
        "(",
        "[",
        "-",
        "not ",
        "1 + (",
        "total(among=",
        "1 if ",
        "2 ** ",
        "x[",
    ] {
        for times in [30usize, 1_000, 1_000_000 / open.len()] {
            let text = open.repeat(times);
            assert!(evaluated(&text).is_err(), "{times} of {open}");
            let closing = closing(&text);
            assert!(closing.failure.is_some());
        }
    }
    assert_eq!(
        said(&"(".repeat(50)).0,
        "this expression is nested too deeply"
    );
    assert_eq!(
        said(&"1+".repeat(400)).0,
        "this expression has too many parts"
    );
    assert_eq!(said(&"1+".repeat(40_000)).0, "this expression is too long");
    assert_eq!(value(&format!("{}1", "1+".repeat(200))), "201");
    let brackets = format!("{}1{}", "(".repeat(39), ")".repeat(39));
    assert_eq!(value(&brackets), "1");
}
