#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::cmp::Ordering;

use icu::decimal::DecimalFormatter;

use super::rounding::round;
use super::testing::{en, zh};
use super::*;

#[test]
fn numbers_round_half_away_from_zero_on_the_decimal_text() {
    assert_eq!(en().number(0.285, 2), "0.29");
    assert_eq!(en().number(-0.285, 2), "−0.29");
    assert_eq!(en().number(-0.001, 2), "0.00");
    assert_eq!(zh().number(1234.5, 0), "1,235");
    assert_eq!(zh().plain(2018.0, 0), "2018");
    assert_eq!(zh().percent(0.285, 0), "29%");
    assert_eq!(en().signed(0.0004, 2), "0.00");
    assert_eq!(en().signed(0.04, 2), "+0.04");
    assert_eq!(en().number(f64::NAN, 2), "–");
    assert_eq!(rounded(0.285, 2), 0.29);
}

#[test]
fn numbers_are_the_same_with_and_without_the_general_rules() {
    // By steps of the decimals' last place and around halves, where the rules decide.
    let values = (-3000..3000).map(|i| f64::from(i) * 0.3785 + f64::from(i % 7) * 0.005);
    let edges = [
        -0.0, 0.004, 0.005, 0.285, 9.995, 999.4, 999.5, 999.996, 1e9, 1e15,
    ];
    for value in values.chain(edges).chain(edges.map(|e| -e)) {
        for decimals in 0..4 {
            for lang in Languages::built_in().iter() {
                let general = |formatter: &DecimalFormatter, value| {
                    let rounded = round(value, decimals).unwrap();
                    formatter.format(&rounded).to_string().replace('-', "−")
                };
                let rules = lang.rules();
                assert!(rules.point.is_some());
                assert_eq!(lang.number(value, decimals), general(&rules.grouped, value));
                assert_eq!(
                    lang.plain(value, decimals),
                    general(&rules.ungrouped, value)
                );
                let percent = general(&rules.grouped, percent_of(value)) + "%";
                assert_eq!(lang.percent(value, decimals), percent);
            }
        }
    }
}

#[test]
fn each_language_has_its_own_rules() {
    assert_eq!(en().ordinal_category(21), "one");
    assert_eq!(en().ordinal_category(12), "other");
    assert_eq!(zh().ordinal_category(21), "other");
    assert_eq!(zh().list(&["甲", "乙", "丙"]), "甲、乙和丙");
    assert_eq!(en().list(&["A", "B", "C"]), "A, B and C");
    let mut names = ["中非", "阿富汗", "德国"];
    names.sort_by(|a, b| zh().compare(a, b));
    assert_eq!(names, ["阿富汗", "德国", "中非"]);
    assert_eq!(en().compare("Åland", "Albania"), Ordering::Less);
}
