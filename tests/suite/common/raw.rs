//! The survey's files read with nothing of the program, and its rules written out again: loops over
//! plain lists, and numbers rounded on their digits.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::Value;

use crate::common::checkout;

/// The components, the index first.
pub const IDS: [&str; 5] = ["egdi", "osi", "tii", "hci", "epi"];

pub struct Member {
    pub code: String,
    pub zh: String,
    pub en: String,
    pub en_in_text: String,
    /// Subregion, region and groups.
    pub areas: Vec<String>,
    /// The year in which it became a member.
    pub since: u16,
}

/// Whether the member was assessed, and the numbers on its line.
type Line = (bool, BTreeMap<String, f64>);

pub struct Raw {
    pub members: Vec<Member>,
    /// The regions, and all areas: id, Chinese and English name.
    pub regions: Vec<(String, String, String)>,
    pub areas: Vec<(String, String, String)>,
    /// By year and code: what stands on the line; and whether the member was assessed.
    lines: BTreeMap<u16, BTreeMap<String, Line>>,
    /// Year, code and component of values that do not count.
    aside: BTreeSet<(u16, String, String)>,
}

/// A file of the real report as plain YAML.
pub fn yaml(file: &str) -> Value {
    let path = checkout("content").join(file);
    serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

pub fn named(value: &Value) -> (String, String, String) {
    let name = &value["name"];
    (text(&value["id"]), text(&name["zh"]), text(&name["en"]))
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value
        .get(key)
        .and_then(Value::as_sequence)
        .into_iter()
        .flatten()
}

impl Raw {
    pub fn read() -> Raw {
        let tree = yaml("survey/regions.yaml");
        let (mut regions, mut areas, mut above) = (Vec::new(), Vec::new(), BTreeMap::new());
        for region in list(&tree, "regions") {
            regions.push(named(region));
            areas.push(named(region));
            for sub in list(region, "subregions") {
                areas.push(named(sub));
                above.insert(text(&sub["id"]), text(&region["id"]));
            }
        }
        areas.extend(list(&tree, "groups").map(named));
        let people = yaml("survey/members.yaml");
        let members = people.as_sequence().unwrap().iter().map(|m| {
            let mut own: Vec<String> = list(m, "groups").map(text).collect();
            let region = text(&m["region"]);
            own.extend(above.get(&region).cloned());
            own.push(region);
            Member {
                code: text(&m["code"]),
                zh: text(&m["name"]["zh"]),
                en: text(&m["name"]["en"]),
                en_in_text: text(match &m["in-text"]["en"] {
                    Value::Null => &m["name"]["en"],
                    other => other,
                }),
                areas: own,
                since: m.get("since").and_then(Value::as_u64).unwrap_or(0) as u16,
            }
        });
        let years = [
            2003, 2004, 2005, 2008, 2010, 2012, 2014, 2016, 2018, 2020, 2022, 2024,
        ];
        let mut aside = BTreeSet::new();
        let mut lines = BTreeMap::new();
        for year in years {
            let edition = yaml(&format!("survey/editions/{year}.yaml"));
            for flag in list(&edition, "flagged") {
                if flag.get("counts").and_then(Value::as_bool) == Some(false) {
                    let whose = list(flag, "members").chain(flag.get("member"));
                    for code in whose {
                        aside.insert((year, text(code), text(&flag["component"])));
                    }
                }
            }
            let members = edition["members"]
                .as_mapping()
                .unwrap()
                .iter()
                .map(|(code, line)| {
                    let assessed = line.get("assessed").and_then(Value::as_bool) != Some(false);
                    let values = line.as_mapping().unwrap().iter();
                    let values = values.filter_map(|(k, v)| Some((text(k), v.as_f64()?)));
                    (text(code), (assessed, values.collect()))
                });
            lines.insert(year, members.collect());
        }
        Raw {
            members: members.collect(),
            regions,
            areas,
            lines,
            aside,
        }
    }

    pub fn years(&self) -> Vec<u16> {
        self.lines.keys().copied().collect()
    }

    /// What stands on the line, whether it counts or not.
    pub fn on_record(&self, year: u16, code: &str, id: &str) -> Option<f64> {
        self.lines[&year].get(code)?.1.get(id).copied()
    }

    pub fn assessed(&self, year: u16, code: &str) -> bool {
        self.lines[&year].get(code).is_some_and(|l| l.0)
    }

    /// Whether a value counts in nothing of its component.
    pub fn is_aside(&self, year: u16, code: &str, id: &str) -> bool {
        let key = (year, code.to_owned(), id.to_owned());
        self.aside.contains(&key)
    }

    /// What counts: nothing of a member that was not assessed, no value that stands for another.
    pub fn value(&self, year: u16, code: &str, id: &str) -> Option<f64> {
        if self.assessed(year, code) && !self.is_aside(year, code, id) {
            self.on_record(year, code, id)
        } else {
            None
        }
    }

    /// The members of an area; of the world without one.
    pub fn of(&self, area: Option<&str>) -> Vec<&Member> {
        let mut found = Vec::new();
        for member in &self.members {
            if area.is_none_or(|area| member.areas.iter().any(|a| a == area)) {
                found.push(member);
            }
        }
        found
    }

    /// The values that count in an area.
    pub fn values(&self, year: u16, id: &str, area: Option<&str>) -> Vec<f64> {
        let mut values = Vec::new();
        for member in self.of(area) {
            values.extend(self.value(year, &member.code, id));
        }
        values
    }

    /// The values of all members: of those not assessed what is on record, or 0.
    pub fn values_of_all(&self, year: u16, id: &str, area: Option<&str>) -> Vec<f64> {
        let of = |m: &Member| match self.is_aside(year, &m.code, id) {
            true => 0.0,
            false => self.on_record(year, &m.code, id).unwrap_or(0.0),
        };
        let members = self.of(area).into_iter().filter(|m| m.since <= year);
        members.map(of).collect()
    }

    /// The changes of those in an area that have both values.
    pub fn changes(&self, from: u16, to: u16, id: &str, area: Option<&str>) -> Vec<(&Member, f64)> {
        let mut changes = Vec::new();
        for member in self.of(area) {
            let ends = [from, to].map(|year| self.value(year, &member.code, id));
            if let [Some(before), Some(after)] = ends {
                changes.push((member, after - before));
            }
        }
        changes
    }

    /// One more than there are better members.
    pub fn rank(&self, year: u16, code: &str, id: &str, area: Option<&str>) -> Option<usize> {
        let own = self.value(year, code, id)?;
        let mut better = 0;
        for value in self.values(year, id, area) {
            if value > own {
                better += 1;
            }
        }
        Some(better + 1)
    }
}

/// A value on a threshold is in the level below it.
pub fn level(value: f64) -> &'static str {
    if value > 0.75 {
        "very-high"
    } else if value > 0.5 {
        "high"
    } else if value > 0.25 {
        "middle"
    } else {
        "low"
    }
}

/// `value` × 10^`shift` with so many decimals, half away from zero, on the digits of its shortest
/// decimal.
pub fn written(value: f64, shift: usize, decimals: usize) -> String {
    let shortest = format!("{}", value.abs());
    let (whole, part) = shortest.split_once('.').unwrap_or((&shortest, ""));
    let part = format!("{part:0<width$}", width = shift + decimals + 1);
    let kept: u128 = format!("{whole}{}", &part[..shift + decimals])
        .parse()
        .unwrap();
    let up = u128::from(part.as_bytes()[shift + decimals] >= b'5');
    let digits = format!("{:0>width$}", kept + up, width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    let minus = if value < 0.0 && kept + up > 0 {
        "−"
    } else {
        ""
    };
    let point = if decimals > 0 { "." } else { "" };
    format!("{minus}{whole}{point}{part}")
}
