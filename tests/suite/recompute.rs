//! Every function for authors, recomputed from the files in another way, over all members,
//! editions and areas, and compared with what the program writes in both languages.

mod facts;
mod lists;
mod since;

use std::sync::LazyLock;

use crate::common::raw::{self, IDS, Raw, level, written};
use crate::common::{both, zh};
use crate::common::{checkout, well_read};
use egov_report::lang::Lang;
use egov_report::pipeline::Report;
use rayon::prelude::*;

static REAL: LazyLock<Report> = LazyLock::new(|| well_read(&checkout("content")));
static RAW: LazyLock<Raw> = LazyLock::new(Raw::read);

/// How a number is written.
#[derive(Clone, Copy)]
enum Form {
    Decimals(usize),
    Signed,
    Percent,
    Rank,
}

impl Form {
    fn write(self, value: f64, lang: Lang) -> String {
        match self {
            Form::Decimals(n) => written(value, 0, n),
            Form::Percent => format!("{}%", written(value, 2, 0)),
            Form::Signed => {
                let text = written(value, 0, 2);
                let plus = value > 0.0 && text != "0.00";
                if plus { format!("+{text}") } else { text }
            }
            Form::Rank if lang == zh() => format!("第{value}位"),
            Form::Rank => {
                let n = value as u32;
                let ending = match (n % 10, n % 100) {
                    (1, last) if last != 11 => "st",
                    (2, last) if last != 12 => "nd",
                    (3, last) if last != 13 => "rd",
                    _ => "th",
                };
                format!("{n}{ending}")
            }
        }
    }
}

/// Expressions with what each must give; `None`: an error, as there is no such value.
#[derive(Default)]
struct Wanted(Vec<(String, Option<f64>, Option<Form>)>);

impl Wanted {
    fn add(&mut self, expression: String, value: Option<f64>, form: Form) {
        self.0.push((expression, value, Some(form)));
    }

    fn count(&mut self, expression: String, value: usize) {
        self.add(expression, Some(value as f64), Form::Decimals(0));
    }

    /// In both languages, as a number and as it is written.
    fn check(self, at_least: usize) {
        assert!(
            self.0.len() >= at_least,
            "only {} were compared",
            self.0.len()
        );
        let known = self.0.iter().filter(|w| w.1.is_some()).count();
        assert!(known * 2 > self.0.len(), "more than half have no value");
        // Read before the workers ask for it: reading needs them itself.
        LazyLock::force(&REAL);
        self.0.par_iter().for_each(|(expression, want, form)| {
            for lang in both() {
                match (REAL.engine.evaluate_text(expression, lang), want) {
                    (Ok(got), Some(want)) => {
                        let number = got.number().unwrap();
                        let near = (number - want).abs() < 1e-9;
                        assert!(near, "{expression}: {number}, not {want}");
                        if let Some(form) = form {
                            assert_eq!(got.text, form.write(number, lang), "{expression}");
                        }
                    }
                    (Err(_), None) => {}
                    (got, _) => panic!("{expression}: {got:?}, not {want:?}"),
                }
            }
        });
    }
}

/// The world and every region, subregion and group.
fn areas() -> Vec<Option<&'static str>> {
    let own = RAW.areas.iter().map(|a| Some(a.0.as_str()));
    std::iter::once(None).chain(own).collect()
}

fn among(area: Option<&str>) -> String {
    area.map_or_else(String::new, |a| format!(", among=\"{a}\""))
}

/// `member=…, edition=…, component=…`; the index is also meant by no component.
fn cell(code: &str, year: u16, id: &str) -> String {
    let component = if id == "egdi" {
        String::new()
    } else {
        format!(", component=\"{id}\"")
    };
    format!("member=\"{code}\", edition={year}{component}")
}

#[test]
fn values_scores_and_ranks_of_all_members_in_all_editions() {
    let mut wanted = Wanted::default();
    let mut ties = 0;
    for year in RAW.years() {
        for (i, member) in RAW.members.iter().enumerate() {
            // The index of every member; of the components one in turn.
            let turn = IDS[1 + (i + usize::from(year)) % 4];
            for id in [IDS[0], turn] {
                let arguments = cell(&member.code, year, id);
                let value = RAW.value(year, &member.code, id);
                let rank = RAW.rank(year, &member.code, id, None);
                let same = RAW
                    .values(year, id, None)
                    .iter()
                    .filter(|v| value == Some(**v))
                    .count();
                ties += usize::from(same > 1);
                wanted.add(format!("value({arguments})"), value, Form::Decimals(2));
                wanted.add(
                    format!("rank({arguments})"),
                    rank.map(|r| r as f64),
                    Form::Rank,
                );
            }
            // A component enters as it is published.
            let score = RAW.on_record(year, &member.code, turn);
            let score = score.filter(|_| RAW.assessed(year, &member.code));
            let arguments = cell(&member.code, year, turn);
            wanted.add(format!("score({arguments})"), score, Form::Decimals(2));
        }
    }
    assert!(ties > 100, "{ties} members share a rank");
    wanted.check(10_000);
}

#[test]
fn ranks_in_regions_subregions_and_groups() {
    let mut wanted = Wanted::default();
    for year in RAW.years() {
        for (i, area) in areas().into_iter().enumerate().skip(1) {
            let id = IDS[(i + usize::from(year)) % 5];
            for (j, member) in RAW.members.iter().enumerate() {
                let belongs = member.areas.iter().any(|a| Some(a.as_str()) == area);
                if !belongs && j % 40 != 0 {
                    continue;
                }
                let rank = RAW.rank(year, &member.code, id, area).filter(|_| belongs);
                let arguments = cell(&member.code, year, id);
                let expression = format!("rank({arguments}{})", among(area));
                wanted.add(expression, rank.map(|r| r as f64), Form::Rank);
            }
        }
    }
    wanted.check(5_000);
}

#[test]
fn means_medians_and_extremes_of_every_area() {
    let mut wanted = Wanted::default();
    for (i, area) in areas().into_iter().enumerate() {
        for year in RAW.years() {
            for id in [IDS[0], IDS[1 + (i + usize::from(year)) % 4]] {
                for zero in [false, true] {
                    let missing = if zero { ", missing=\"zero\"" } else { "" };
                    let mut values = match zero {
                        true => RAW.values_of_all(year, id, area),
                        false => RAW.values(year, id, area),
                    };
                    values.sort_by(|a, b| a.partial_cmp(b).unwrap());
                    let (n, mut sum) = (values.len(), 0.0);
                    for value in &values {
                        sum += value;
                    }
                    let middle = (n > 0).then(|| (values[(n - 1) / 2] + values[n / 2]) / 2.0);
                    for (function, want) in [
                        ("mean", (n > 0).then(|| sum / n as f64)),
                        ("median", middle),
                        ("lowest", values.first().copied()),
                        ("highest", values.last().copied()),
                    ] {
                        let arguments =
                            format!("edition={year}, component=\"{id}\"{missing}{}", among(area));
                        wanted.add(format!("{function}({arguments})"), want, Form::Decimals(2));
                    }
                }
            }
        }
    }
    wanted.check(4_000);
}

/// Arguments that set a condition, and whether a value satisfies it.
type Condition = (&'static str, fn(f64) -> bool);

/// How many values of an area satisfy a condition, written beside the arguments that ask for it.
fn conditions() -> [Condition; 7] {
    [
        ("", |_| true),
        (", level=\"very-high\"", |v| level(v) == "very-high"),
        (", level=\"middle\"", |v| level(v) == "middle"),
        (", level=\"low\", above=0.1", |v| {
            level(v) == "low" && v > 0.1
        }),
        (", above=0.5", |v| v > 0.5),
        (", below=0.4", |v| v < 0.4),
        (", above=0.3, below=0.6", |v| v > 0.3 && v < 0.6),
    ]
}

#[test]
fn counts_shares_totals_and_lists_of_every_area() {
    let mut wanted = Wanted::default();
    for (i, area) in areas().into_iter().enumerate() {
        let all = RAW.of(area);
        let inside = area.map_or_else(String::new, |a| format!("among=\"{a}\""));
        wanted.count(format!("total({inside})"), all.len());
        for year in RAW.years() {
            let id = IDS[(i + usize::from(year)) % 5];
            let members = all.iter().filter(|m| m.since <= year).count();
            let assessed = all.iter().filter(|m| RAW.assessed(year, &m.code)).count();
            for (condition, holds) in conditions() {
                let found = RAW
                    .values(year, id, area)
                    .into_iter()
                    .filter(|v| holds(*v))
                    .count();
                let arguments = format!(
                    "edition={year}, component=\"{id}\"{condition}{}",
                    among(area)
                );
                wanted.count(format!("count({arguments})"), found);
                let share = Some(found as f64 / members as f64);
                wanted.add(format!("share({arguments})"), share, Form::Percent);
                let share = Some(found as f64 / assessed as f64).filter(|_| assessed > 0);
                let expression = format!("share({arguments}, of=\"assessed\")");
                wanted.add(expression, share, Form::Percent);
            }
            let mut same = 0;
            for member in &all {
                let levels = [IDS[0], id].map(|id| RAW.value(year, &member.code, id).map(level));
                same += usize::from(levels[0].is_some() && levels[0] == levels[1]);
            }
            let arguments = format!("edition={year}, component=\"{id}\"{}", among(area));
            wanted.count(format!("same_level({arguments})"), same);
        }
    }
    wanted.check(6_000);
}

/// Weights as the methodology gives them, `1/3` or a number, for the year or by default.
fn weight(id: &str, year: u16) -> f64 {
    static TREE: LazyLock<serde_yaml::Value> =
        LazyLock::new(|| raw::yaml("survey/methodology.yaml"));
    let parts = TREE["index"]["components"].as_sequence().unwrap();
    let part = parts.iter().find(|p| p["id"] == id).unwrap();
    let of_year = part["weight"].get(usize::from(year));
    let weight = of_year.unwrap_or(&part["weight"]["default"]);
    match weight.as_str().and_then(|w| w.split_once('/')) {
        Some((a, b)) => a.parse::<f64>().unwrap() / b.parse::<f64>().unwrap(),
        None => weight.as_f64().unwrap(),
    }
}

#[test]
fn changes_and_contributions_which_sum_to_the_change_of_the_computed_index() {
    let mut wanted = Wanted::default();
    for (from, to) in [
        (2003, 2018),
        (2005, 2010),
        (2008, 2012),
        (2016, 2018),
        (2018, 2022),
        (2022, 2003),
    ] {
        for member in &RAW.members {
            let code = &member.code;
            let arguments = format!("member=\"{code}\", from={from}, to={to}");
            for id in IDS {
                let (before, after) = (RAW.value(from, code, id), RAW.value(to, code, id));
                let change = before.zip(after).map(|(b, a)| a - b);
                let expression = format!("change({arguments}, component=\"{id}\")");
                wanted.add(expression, change, Form::Signed);
            }
            // Weight × score is a product: half of its change at the mean weight, half by the weight.
            // Where a part is set aside, nobody can tell what the parts brought.
            let aside = [from, to].iter().any(|year| {
                let parts = ["osi", "tii", "hci"].iter();
                parts.clone().any(|id| RAW.is_aside(*year, code, id))
            });
            let (mut brought, mut by_weights, mut moved) = (Some(0.0), 0.0, 0.0);
            for id in ["osi", "tii", "hci"] {
                let (w0, w1) = (weight(id, from), weight(id, to));
                let scores = RAW.value(from, code, id).zip(RAW.value(to, code, id));
                let scores = scores.filter(|_| !aside);
                let part = scores.map(|(x0, x1)| (w0 * x1 - w0 * x0 + w1 * x1 - w1 * x0) / 2.0);
                let expression = format!("contribution({arguments}, component=\"{id}\")");
                wanted.add(expression, part, Form::Signed);
                brought = brought.zip(part).map(|(a, b)| a + b);
                if let Some((x0, x1)) = scores {
                    by_weights += (x0 + x1) / 2.0 * (w1 - w0);
                    moved += w1 * x1 - w0 * x0;
                }
            }
            let sum = brought.map(|b| b + by_weights);
            assert!(
                sum.is_none_or(|s| (s - moved).abs() < 1e-9),
                "{code}: {sum:?}, {moved}"
            );
        }
    }
    wanted.check(9_000);
}

fn in_text(member: &raw::Member, lang: Lang) -> &str {
    if lang == zh() {
        &member.zh
    } else {
        &member.en_in_text
    }
}

fn name(member: &raw::Member, lang: Lang) -> &str {
    if lang == zh() { &member.zh } else { &member.en }
}
