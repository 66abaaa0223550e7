//! Changes since an edition, correlations, members of each time, and editions by their place.

use super::facts::texts;
use super::{RAW, REAL, among, areas};
use crate::common::raw::IDS;
use crate::common::zh;

#[test]
fn correlations_of_levels_and_of_changes() {
    let pearson = |pairs: &[(f64, f64)]| {
        let n = pairs.len() as f64;
        let (mut x, mut y, mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (a, b) in pairs {
            x += a;
            y += b;
            xx += a * a;
            yy += b * b;
            xy += a * b;
        }
        (n * xy - x * y) / ((n * xx - x * x) * (n * yy - y * y)).sqrt()
    };
    let mut compared = 0;
    for (i, year) in RAW.years().into_iter().enumerate() {
        for id in ["osi", "tii", "hci", "epi"] {
            for area in [None, Some("africa"), Some("ldc")] {
                let mut pairs = Vec::new();
                for member in RAW.of(area) {
                    let value = |id| RAW.value(year, &member.code, id);
                    pairs.extend(value(id).zip(value("egdi")));
                }
                let among = among(area);
                let levels =
                    format!("correlation(of=\"{id}\", with=\"egdi\", edition={year}{among})");
                near(&levels, pearson(&pairs));
                compared += 1;
                let Some(before) = i.checked_sub(1).map(|i| RAW.years()[i]) else {
                    continue;
                };
                let mut pairs = Vec::new();
                for member in RAW.of(area) {
                    let change = |id| {
                        let ends = [before, year].map(|y| RAW.value(y, &member.code, id));
                        Some(ends[1]? - ends[0]?)
                    };
                    pairs.extend(change(id).zip(change("egdi")));
                }
                let changes = format!(
                    "correlation(of=\"{id}\", with=\"egdi\", from={before}, to={year}{among})"
                );
                near(&changes, pearson(&pairs));
                compared += 1;
            }
        }
    }
    assert!(compared > 250, "{compared}");
}

fn near(expression: &str, want: f64) {
    let got = REAL.engine.evaluate_text(expression, zh()).unwrap();
    let got = got.number().unwrap();
    assert!((got - want).abs() < 1e-7, "{expression}: {got}, not {want}");
}

#[test]
fn changes_since_an_edition_counted_and_summed() {
    let years = RAW.years();
    for (i, since) in years.iter().enumerate() {
        for year in &years[i + 1..] {
            for (j, area) in areas().into_iter().enumerate() {
                let id = IDS[(i + j) % 5];
                let changes = RAW.changes(*since, *year, id, area);
                if changes.is_empty() {
                    continue;
                }
                let arguments = format!(
                    "edition={year}, since={since}, component=\"{id}\"{}",
                    among(area)
                );
                let (mut sum, mut fell) = (0.0, 0);
                let (mut most, mut least) = (f64::MIN, f64::MAX);
                for (_, change) in &changes {
                    sum += change;
                    fell += usize::from(*change < 0.0);
                    most = most.max(*change);
                    least = least.min(*change);
                }
                near(&format!("mean({arguments})"), sum / changes.len() as f64);
                near(&format!("highest({arguments})"), most);
                near(&format!("lowest({arguments})"), least);
                near(&format!("count({arguments}, below=0)"), fell as f64);
                let first = format!("member_at(rank=1, {arguments})");
                let first = REAL.engine.evaluate_text(&first, zh()).unwrap().value;
                let codes: Vec<&str> = changes
                    .iter()
                    .filter(|(_, change)| (change - most).abs() < 5e-10)
                    .map(|(member, _)| member.code.as_str())
                    .collect();
                let first: Vec<&str> = first
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter_map(|v| v.as_str())
                    .collect();
                assert_eq!(first, codes, "{arguments}");
            }
        }
    }
}

#[test]
fn totals_of_each_time_and_values_that_do_not_count() {
    for year in RAW.years() {
        for area in areas() {
            let members = RAW.of(area).into_iter().filter(|m| m.since <= year);
            let among = among(area);
            near(
                &format!("total(edition={year}{among})"),
                members.count() as f64,
            );
            for id in &IDS[1..] {
                let aside = RAW
                    .of(area)
                    .into_iter()
                    .filter(|m| RAW.assessed(year, &m.code) && RAW.is_aside(year, &m.code, id));
                let call = format!("set_aside(edition={year}, component=\"{id}\"{among})");
                near(&call, aside.count() as f64);
            }
        }
    }
    near("set_aside(edition=2003, component=\"hci\")", 8.0);
    near("set_aside(edition=2005, component=\"hci\")", 10.0);
    near(
        "published(member=\"FSM\", edition=2003, component=\"hci\")",
        1.422,
    );
}

#[test]
fn editions_by_their_place_in_the_series() {
    let years = RAW.years();
    let (first, last) = (years[0], years[years.len() - 1]);
    let before = years[years.len() - 2];
    for (word, year) in [("latest", last), ("first", first), ("previous", before)] {
        near(&format!("year(edition=\"{word}\")"), f64::from(year));
        let value = RAW.value(year, "CHN", "osi").unwrap();
        near(
            &format!("value(member=\"CHN\", edition=\"{word}\", component=\"osi\")"),
            value,
        );
        texts(
            &format!("name(edition=\"{word}\")"),
            Some((&year.to_string(), &year.to_string())),
        );
    }
    let next = REAL
        .engine
        .evaluate_text("year(edition=\"next\")", zh())
        .unwrap_err();
    assert!(
        next[0].message.contains("no edition after 2024"),
        "{next:?}"
    );
}
