//! Facts, names, levels and order, and arithmetic between them.

use std::collections::BTreeMap;

use crate::common::{both, en, zh};
use serde_yaml::Value;

use super::{Form, RAW, REAL, Wanted, cell, name};
use crate::common::raw::{self, IDS, level, named};

/// The text of an expression in each language; `None`: an error, as there is no such text.
pub(super) fn texts(expression: &str, want: Option<(&str, &str)>) {
    for lang in both() {
        let got = REAL.engine.evaluate_text(expression, lang);
        let want = want.map(|(zh, en)| if lang.key() == "zh" { zh } else { en });
        match want {
            Some(want) => assert_eq!(got.unwrap().text, want, "{expression}"),
            None => assert!(got.is_err(), "{expression}: {got:?}"),
        }
    }
}

/// Decimals as most of an indicator's values have in its file.
fn decimals(values: &[&Value]) -> usize {
    let of = |v: f64| {
        format!("{v}")
            .split_once('.')
            .map_or(0, |(_, part)| part.len())
    };
    let ends = values.iter().flat_map(|v| match v.as_f64() {
        Some(v) => vec![v],
        None => ["low", "high"]
            .iter()
            .filter_map(|k| v.get(k)?.as_f64())
            .collect(),
    });
    ends.map(of).max().unwrap()
}

fn indicators() -> Vec<Value> {
    let folder = super::checkout("content/survey/indicators");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    files.sort();
    let read =
        |f: &std::ffi::OsString| raw::yaml(&format!("survey/indicators/{}", f.to_string_lossy()));
    files.iter().map(read).collect()
}

#[test]
fn every_indicator_of_every_item_and_year() {
    let mut wanted = Wanted::default();
    for indicator in indicators() {
        let (id, unit) = (
            indicator["id"].as_str().unwrap(),
            indicator["unit"].as_str().unwrap(),
        );
        let items = indicator
            .get("items")
            .and_then(Value::as_sequence)
            .cloned()
            .unwrap_or_default();
        let mut rows: Vec<(String, &Value)> = Vec::new();
        if items.is_empty() {
            rows.push((String::new(), &indicator["values"]));
        }
        let key = |item: &Value| {
            item.get("id")
                .or(item.get("region"))
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned()
        };
        for item in &items {
            rows.push((format!(", item=\"{}\"", key(item)), &item["values"]));
        }
        let all: Vec<&Value> = rows
            .iter()
            .flat_map(|r| r.1.as_mapping().unwrap().values())
            .collect();
        let places = decimals(&all);
        let mut counted: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
        for (item, values) in &rows {
            for year in 2012..=2022 {
                let value = values.get(year as usize);
                let expression = format!("id=\"{id}\", year={year}{item}");
                for bound in ["low", "high"] {
                    let end = value.and_then(|v| v.as_f64().or_else(|| v.get(bound)?.as_f64()));
                    if value.is_some() {
                        let expression = format!("indicator({expression}, bound=\"{bound}\")");
                        let form = (unit != "percent").then_some(Form::Decimals(places));
                        wanted.0.push((expression, end, form));
                    }
                }
                let exact = value.and_then(Value::as_f64);
                if value.is_some() || year == 2020 {
                    let form = (unit != "percent").then_some(Form::Decimals(places));
                    wanted
                        .0
                        .push((format!("indicator({expression})"), exact, form));
                }
                counted
                    .entry(year)
                    .or_default()
                    .extend(exact.filter(|_| !items.is_empty()));
            }
        }
        for (year, values) in counted {
            let between = values.iter().filter(|v| **v > 40.0 && **v < 130.0).count();
            // A year in which no item has a value has no number of items.
            let known = rows
                .iter()
                .any(|(_, values)| values.get(year as usize).is_some());
            let number = |n: usize| (known && !items.is_empty()).then_some(n as f64);
            let form = Some(Form::Decimals(0));
            for (more, count) in [("", values.len()), (", above=40, below=130", between)] {
                let expression = format!("items(id=\"{id}\", year={year}{more})");
                if known || year == 2020 {
                    wanted.0.push((expression, number(count), form));
                }
            }
        }
    }
    wanted.check(300);
}

#[test]
fn growth_ratio_span_and_the_number_of_editions() {
    let mut wanted = Wanted::default();
    let years = RAW.years();
    for from in &years {
        for to in &years {
            let (a, b) = (RAW.values(*from, "osi", None), RAW.values(*to, "osi", None));
            let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
            let of = |year: &u16| format!("mean(edition={year}, component=\"osi\")");
            let growth = mean(&b) / mean(&a) - 1.0;
            wanted.add(
                format!("growth(from={}, to={})", of(from), of(to)),
                Some(growth),
                Form::Percent,
            );
            let ratio = mean(&a) / mean(&b);
            wanted.add(
                format!("ratio(of={}, to={})", of(from), of(to)),
                Some(ratio),
                Form::Decimals(1),
            );
            let span = (from <= to).then(|| f64::from(*to) - f64::from(*from));
            wanted.add(
                format!("span(from={from}, to={to})"),
                span,
                Form::Decimals(0),
            );
            let between = years.iter().filter(|y| *y >= from && *y <= to).count();
            wanted.count(format!("editions(from={from}, to={to})"), between);
        }
        wanted.count(
            format!("editions(to={from})"),
            years.iter().filter(|y| *y <= from).count(),
        );
    }
    wanted.count("editions()".to_owned(), years.len());
    wanted.add("growth(from=0, to=1)".to_owned(), None, Form::Percent);
    wanted.add("ratio(of=1, to=0)".to_owned(), None, Form::Decimals(1));
    wanted.check(480);
}

#[test]
fn names_of_everything() {
    for member in &RAW.members {
        let expression = format!("name(member=\"{}\")", member.code);
        texts(&expression, Some((name(member, zh()), name(member, en()))));
    }
    for (id, zh, en) in &RAW.areas {
        let key = if ["ldc", "lldc", "sids"].contains(&id.as_str()) {
            "group"
        } else {
            "region"
        };
        texts(&format!("name({key}=\"{id}\")"), Some((zh, en)));
    }
    let tree = raw::yaml("survey/methodology.yaml");
    let parts = tree["index"]["components"].as_sequence().unwrap().iter();
    for part in parts.chain([&tree["index"], &tree["stand-alone"][0]]) {
        let (id, zh, en) = named(part);
        texts(&format!("name(component=\"{id}\")"), Some((&zh, &en)));
        let short = |lang: &str| part["short"][lang].as_str().unwrap();
        texts(
            &format!("name(component=\"{id}\", form=\"short\")"),
            Some((short("zh"), short("en"))),
        );
    }
    for step in tree["levels"]["list"].as_sequence().unwrap() {
        let (id, zh, en) = named(step);
        texts(&format!("name(level=\"{id}\")"), Some((&zh, &en)));
    }
    for indicator in indicators() {
        let (id, zh, en) = named(&indicator);
        texts(&format!("name(indicator=\"{id}\")"), Some((&zh, &en)));
        for item in indicator
            .get("items")
            .and_then(Value::as_sequence)
            .into_iter()
            .flatten()
        {
            if item.get("id").is_some() {
                let (item, zh, en) = named(item);
                texts(
                    &format!("name(indicator=\"{id}\", item=\"{item}\")"),
                    Some((&zh, &en)),
                );
            }
        }
    }
    texts(
        "unbound(text=\"2.0\", reason=\"a version\")",
        Some(("2.0", "2.0")),
    );
    for nothing in [
        "name(member=\"XYZ\")",
        "cite(source=\"nobody\")",
        "chart(id=\"nothing\")",
    ] {
        texts(nothing, None);
    }
}

#[test]
fn the_level_of_every_member_in_every_edition() {
    let tree = raw::yaml("survey/methodology.yaml");
    let steps = tree["levels"]["list"]
        .as_sequence()
        .unwrap()
        .iter()
        .map(named);
    let names: BTreeMap<String, (String, String)> =
        steps.map(|(id, zh, en)| (id, (zh, en))).collect();
    for (i, year) in RAW.years().into_iter().enumerate() {
        for (j, member) in RAW.members.iter().enumerate() {
            let id = IDS[(i + j) % 5];
            let value = RAW.value(year, &member.code, id);
            let want = value.map(|v| &names[level(v)]);
            let expression = format!("level({})", cell(&member.code, year, id));
            texts(&expression, want.map(|(zh, en)| (zh.as_str(), en.as_str())));
        }
    }
}

#[test]
fn the_order_of_the_regions_in_every_edition() {
    for year in RAW.years() {
        for id in IDS {
            for zero in [false, true] {
                let mut means = Vec::new();
                for region in &RAW.regions {
                    let values = match zero {
                        true => RAW.values_of_all(year, id, Some(&region.0)),
                        false => RAW.values(year, id, Some(&region.0)),
                    };
                    means.push((values.iter().sum::<f64>() / values.len() as f64, region));
                }
                means.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap());
                let zh: Vec<&str> = means.iter().map(|m| m.1.1.as_str()).collect();
                // As inside a sentence.
                let en = means.iter().map(|m| match m.1.2.as_str() {
                    "Americas" => "the Americas",
                    other => other,
                });
                let en: Vec<&str> = en.collect();
                let zh = format!("{}和{}", zh[..4].join("、"), zh[4]);
                let en = format!("{} and {}", en[..4].join(", "), en[4]);
                let missing = if zero { ", missing=\"zero\"" } else { "" };
                let expression =
                    format!("order(of=\"regions\", edition={year}, component=\"{id}\"{missing})");
                texts(&expression, Some((&zh, &en)));
            }
        }
    }
}

#[test]
fn claims_sources_and_charts_by_their_files() {
    let claims = raw::yaml("claims.yaml");
    let mut wanted = Wanted::default();
    let tests =
        claims
            .as_sequence()
            .unwrap()
            .iter()
            .flat_map(|claim| match claim["parts"].as_sequence() {
                Some(parts) => parts.iter().collect(),
                None => vec![claim],
            });
    for claim in tests {
        let says = &claim["says"];
        let expression = format!("claim(id=\"{}\")", claim["id"].as_str().unwrap());
        let percent = says.as_str().and_then(|s| s.strip_suffix('%'));
        let number = says.as_f64().or_else(|| percent?.parse().ok());
        let Some(number) = number else { continue };
        let places = claim["decimals"].as_u64().unwrap_or(0) as usize;
        let form = percent.is_none().then_some(Form::Decimals(places));
        wanted.0.push((expression, Some(number), form));
    }
    wanted.check(100);
    let given = |expression: String| REAL.engine.evaluate_text(&expression, zh()).unwrap().value;
    for source in raw::yaml("survey/sources.yaml")
        .as_mapping()
        .unwrap()
        .keys()
    {
        let id = source.as_str().unwrap();
        assert_eq!(given(format!("cite(source=\"{id}\")")).as_str(), Some(id));
    }
    for file in std::fs::read_dir(super::checkout("content/charts")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let id = name.strip_suffix(".yaml").unwrap();
        let text = std::fs::read_to_string(super::checkout("content/charts").join(&name)).unwrap();
        let small = text.lines().any(|line| line == "kind: sparkline");
        let function = if small { "sparkline" } else { "chart" };
        assert_eq!(given(format!("{function}(id=\"{id}\")")).as_str(), Some(id));
    }
}
