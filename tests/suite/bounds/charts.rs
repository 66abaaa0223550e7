//! Charts of more values than anybody can see: refused before they are computed, or drawn in time
//! that grows as they do.

use std::fmt::Write as _;

use super::{refused, told};
use crate::common::fixture;
use crate::common::planted::Planted;

/// A free list of so many entries, each with more text.
fn entries(count: usize, more: impl Fn(usize) -> String) -> String {
    let mut list = "{list: [".to_owned();
    for i in 0..count {
        write!(
            list,
            "{{id: e{i}, name: {{zh: e{i}, en: e{i}}}{}}}, ",
            more(i)
        )
        .unwrap();
    }
    list + "]}"
}

fn plain(count: usize) -> String {
    entries(count, |_| String::new())
}

/// A report with this chart; its title and description stand before `rest`.
fn with_chart(kind: &str, rest: &str) -> Planted {
    let copy = Planted::of(&fixture());
    let texts = "title: {zh: 一, en: One}\ndescription: {zh: 一, en: One}\nsource: almanac\n";
    copy.write("charts/x.yaml", &format!("kind: {kind}\n{texts}{rest}"));
    copy
}

#[test]
fn items_times_series_are_bounded() {
    let rest = |items: usize, series: usize| {
        let (items, series) = (plain(items), plain(series));
        format!("data: {{items: {items}, series: {series}, value: 'total()'}}\n")
    };
    let copy = with_chart("bars", &rest(400, 300));
    let wanted = [
        "too many values: 400 items × 300 series",
        "--limit chart-cells=",
        "x.yaml:5:",
    ];
    refused(&copy, &wanted, &["build"]);
    let copy = with_chart("bars", &rest(40, 30));
    let low = ["check", "--limit", "chart-cells=1199"];
    refused(&copy, &["40 items × 30 series"], &low);
    let (text, code) = told(&copy.run(&["check", "--limit", "chart-cells=1200"]));
    assert_eq!(code, Some(0), "{text}");
    // On the pages of twelve members.
    let on_pages = format!("page: member\n{}", rest(40, 30));
    let copy = with_chart("bars", &on_pages);
    let low = ["check", "--limit", "chart-cells=2400"];
    refused(&copy, &["40 items × 30 series × 12 pages"], &low);
}

/// Each takes minutes where its time grows with the square of the values.
#[test]
fn thousands_of_values_are_drawn() {
    let equal = plain(8000);
    let different = entries(8000, |i| {
        format!(", value: '{}.{}'", i * 7919 % 8000, i % 10)
    });
    let all: Vec<String> = (0..8000).map(|i| format!("e{i}")).collect();
    let highlight = format!("highlight: [{}]\n", all.join(", "));
    // Equal ones and different ones by turns; EVERY=1 tries both with each kind.
    let every = std::env::var_os("EVERY").is_some();
    let kinds = [
        ("bars", 1),
        ("columns", 1),
        ("slope", 2),
        ("dumbbell", 2),
        ("scatter", 2),
        ("strip", 1),
        ("histogram", 1),
        ("intervals", 3),
        ("contribution", 1),
        ("profile", 3),
    ];
    for (at, (kind, series)) in kinds.into_iter().enumerate() {
        let series = plain(series);
        let both = [(&equal, ", value: 'total()'"), (&different, "")];
        let turn = |i: usize| every || i % 2 == at % 2 || matches!(kind, "strip" | "scatter");
        for (_, (items, value)) in both.iter().enumerate().filter(|(i, _)| turn(*i)) {
            let data = format!("data: {{items: {items}, series: {series}{value}}}\n");
            let (text, code) = told(&with_chart(kind, &data).run(&["check"]));
            assert_eq!(code, Some(0), "{kind}: {text:.2000}");
            if matches!(kind, "strip" | "scatter") {
                let led = format!("{highlight}{data}");
                let (text, code) = told(&with_chart(kind, &led).run(&["check"]));
                assert_eq!(code, Some(0), "{kind}: {text:.2000}");
            }
        }
    }
}
