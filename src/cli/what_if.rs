//! `what-if`: what would follow from other values or weights.

use std::io::{self, BufRead, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{COMMAND_FAILED, CONTENT_FAULTY, Output, SUCCESS, Shared};
use crate::diagnostic::suggest;
use crate::index::Indices;
use crate::index::scenario::Scenario;
use crate::pipeline;
use crate::survey::recipe::{Beyond, Normalise};
use crate::survey::{ComponentId, Survey, Year};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The member, by its code. Without one, standard input is read: on each line a JSON object with
    /// `member`, and as they are wanted `edition`, `values` and `weights` by component.
    member: Option<String>,
    /// The edition [default: the latest].
    #[arg(long, value_name = "YEAR", requires = "member")]
    edition: Option<u16>,
    /// A value of the member, in the component's unit; may be repeated.
    #[arg(long, value_name = "COMPONENT=VALUE", requires = "member")]
    value: Vec<String>,
    /// A weight beside the component's siblings, of which only proportions matter; may be repeated.
    #[arg(long, value_name = "COMPONENT=WEIGHT", requires = "member")]
    weight: Vec<String>,
}

/// What followed, one line of JSON.
#[derive(Serialize)]
struct Line<'s> {
    member: &'s str,
    edition: u16,
    /// By component; only what has a value.
    results: Map<String, Value>,
    rank: Option<f64>,
    level: Option<&'s str>,
    /// Why the index has no result, where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

pub(super) fn run(shared: &Shared, own: &Arguments, output: &Output) -> u8 {
    let diagnostics = shared.diagnostics();
    let report = pipeline::read(&shared.inputs(), &diagnostics);
    let report = match report {
        Ok(report) if !diagnostics.has_errors() => report,
        _ => {
            output.diagnostics(diagnostics);
            output.conclude("nothing was computed: mend these first");
            return CONTENT_FAULTY;
        }
    };
    let answer = |given: &Value| answer(&report.indices, given);
    let mut out = io::stdout().lock();
    let told = match own.given() {
        // Who asks for one thing is told that it does not follow; of many, some may not.
        Ok(Some(given)) => answer(&given).and_then(|mut line| match line.why.take() {
            Some(why) => Err(why),
            None => tell(&mut out, &line),
        }),
        Ok(None) => (1..)
            .zip(io::stdin().lock().lines())
            .try_for_each(|(at, line)| {
                let line = line.map_err(|e| format!("cannot read standard input: {e}"))?;
                if line.trim().is_empty() {
                    return Ok(());
                }
                let given = serde_json::from_str(&line).map_err(|e| format!("`{line}`: {e}"));
                given
                    .and_then(|given| answer(&given))
                    .map_err(|why| format!("line {at} of standard input: {why}"))
                    .and_then(|line| tell(&mut out, &line))
            }),
        Err(message) => Err(message),
    };
    match told {
        Ok(()) => SUCCESS,
        Err(message) => {
            output.fail(&message);
            COMMAND_FAILED
        }
    }
}

fn tell(out: &mut impl Write, line: &Line<'_>) -> Result<(), String> {
    let text = serde_json::to_string(line).map_err(|e| e.to_string())?;
    writeln!(out, "{text}").map_err(|e| format!("cannot write: {e}"))
}

impl Arguments {
    /// The arguments as a line of standard input has them; `None` where that is read.
    fn given(&self) -> Result<Option<Value>, String> {
        let Some(member) = &self.member else {
            return Ok(None);
        };
        let numbers = |given: &[String]| {
            let pair = |text: &String| {
                let (component, number) = text.split_once('=')?;
                let number = number.parse::<f64>().ok().filter(|n| n.is_finite())?;
                Some((component.to_owned(), json!(number)))
            };
            let mut all = Map::new();
            for text in given {
                let read = pair(text);
                let (component, number) =
                    read.ok_or_else(|| format!("`{text}` is not COMPONENT=NUMBER"))?;
                if all.contains_key(&component) {
                    return Err(format!("`{component}` is given twice"));
                }
                all.insert(component, number);
            }
            Ok(all)
        };
        Ok(Some(json!({
            "member": member,
            "edition": self.edition,
            "values": numbers(&self.value)?,
            "weights": numbers(&self.weight)?,
        })))
    }
}

fn answer<'s>(indices: &'s Indices, given: &Value) -> Result<Line<'s>, String> {
    let survey = indices.survey();
    let scenario = scenario(survey, given)?;
    let outcome = indices.suppose(&scenario);
    let methodology = &survey.methodology;
    let member = &survey.members[scenario.member.0];
    let nothing = outcome.results[ComponentId::INDEX.0].is_none();
    let results = methodology.components.iter().zip(&outcome.results);
    Ok(Line {
        member: &member.code,
        edition: survey.editions[scenario.edition.0].year.0,
        results: results
            .filter_map(|(component, result)| Some((component.id.clone(), json!((*result)?))))
            .collect(),
        rank: outcome.rank.map(|rank| rank.0),
        level: outcome.level.map(|l| methodology.levels[l.0].id.as_str()),
        why: nothing.then(|| nothing_follows(indices, &scenario)),
    })
}

/// Why an index has no result: weights that come to nothing, or a member without values.
fn nothing_follows(indices: &Indices, scenario: &Scenario) -> String {
    let survey = indices.survey();
    let unweighted = Scenario {
        weights: Vec::new(),
        ..scenario.clone()
    };
    let index = ComponentId::INDEX;
    if indices.suppose(&unweighted).results[index.0].is_some() {
        return "nothing follows from these weights: those of all parts of a component are 0"
            .to_owned();
    }
    format!(
        "nothing follows: `{}` has no result in {}, and too few values are given for one",
        survey.members[scenario.member.0].code, survey.editions[scenario.edition.0].year
    )
}

/// The largest weight: only proportions matter, and sums must be numbers.
const HEAVIEST: f64 = 1e12;

/// What is supposed, from an object of JSON.
fn scenario(survey: &Survey, given: &Value) -> Result<Scenario, String> {
    let keys = ["member", "edition", "values", "weights"];
    let object = given.as_object().ok_or("a line is an object of JSON")?;
    if let Some(key) = object.keys().find(|key| !keys.contains(&key.as_str())) {
        return Err(format!(
            "`{key}` is not known; {}",
            hint(key, keys.into_iter())
        ));
    }
    let code = given["member"].as_str().unwrap_or_default();
    let codes = || survey.members.iter().map(|m| m.code.as_str());
    let member = survey
        .member(code)
        .ok_or_else(|| format!("unknown member `{code}`; {}", hint(code, codes())))?;
    let edition = match &given["edition"] {
        Value::Null => survey.latest(),
        year => year
            .as_u64()
            .and_then(|year| survey.edition(Year(u16::try_from(year).ok()?)))
            .ok_or_else(|| format!("there is no edition `{year}`"))?,
    };
    let values = numbers(survey, &given["values"], |id| {
        let component = &survey.methodology.components[id.0];
        let below = std::iter::successors(Some(id), |c| survey.methodology.components[c.0].parent);
        match component.is_leaf() && below.last() == Some(ComponentId::INDEX) {
            true => Ok(()),
            false => Err("is no leaf of the index: only these have values of their own"),
        }
    })?;
    let weights = numbers(survey, &given["weights"], |id| {
        match survey.methodology.components[id.0].parent {
            Some(_) => Ok(()),
            None => Err("is no part of another component, so it has no weight"),
        }
    })?;
    if let Some((id, weight)) = weights.iter().find(|(_, weight)| *weight < 0.0) {
        let id = &survey.methodology.components[id.0].id;
        return Err(format!("the weight {weight} of `{id}` is negative"));
    }
    if let Some((id, weight)) = weights.iter().find(|(_, weight)| *weight > HEAVIEST) {
        let id = &survey.methodology.components[id.0].id;
        return Err(format!(
            "the weight {weight:e} of `{id}` is too large: only proportions matter"
        ));
    }
    for (id, value) in &values {
        let component = &survey.methodology.components[id.0];
        if let Some((low, high)) = component
            .range
            .filter(|(low, high)| value < low || value > high)
        {
            return Err(format!(
                "{value} is no value of `{}`, which goes from {low} to {high}",
                component.id
            ));
        }
        // As in an edition's file.
        if let Normalise::Goalposts {
            min,
            max,
            beyond: Beyond::Error,
            ..
        } = component.normalise
            && !(min..=max).contains(value)
        {
            return Err(format!(
                "{value} is beyond the goalposts of `{}`, {min} and {max}",
                component.id
            ));
        }
    }
    Ok(Scenario {
        edition,
        member,
        values,
        weights,
    })
}

/// Numbers by component.
fn numbers(
    survey: &Survey,
    given: &Value,
    check: impl Fn(ComponentId) -> Result<(), &'static str>,
) -> Result<Vec<(ComponentId, f64)>, String> {
    let components = &survey.methodology.components;
    let none = Map::new();
    let given = match given {
        Value::Null => &none,
        given => given
            .as_object()
            .ok_or("`values` and `weights` are objects of JSON")?,
    };
    let one = |(id, number): (&String, &Value)| {
        let ids = components.iter().map(|c| c.id.as_str());
        let found = survey.methodology.component(id);
        let found = found.ok_or_else(|| format!("unknown component `{id}`; {}", hint(id, ids)))?;
        check(found).map_err(|why| format!("`{id}` {why}"))?;
        let number = number
            .as_f64()
            .ok_or_else(|| format!("`{id}`: {number} is no number"))?;
        Ok((found, number))
    };
    given.iter().map(one).collect()
}

fn hint<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> String {
    suggest(word, names).unwrap_or_else(|| "see the report's files".to_owned())
}
