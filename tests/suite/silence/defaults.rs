//! What holds without a key: written out, it changes nothing.

use std::path::Path;

use rayon::prelude::*;
use serde_yaml::{Mapping, Value};

use super::outcome;
use crate::common::{checkout, copy, few_charts, in_three_languages};
use egov_report::report::files::FILES;
use egov_report::schema::{Need, Record, Shape};

/// A default as a value; `None` where the description says it in words.
fn value(default: &str) -> Option<Value> {
    let code = default.strip_prefix('`').and_then(|d| d.strip_suffix('`'));
    let text = code.or_else(|| default.parse::<f64>().is_ok().then_some(default))?;
    Some(serde_yaml::from_str(text).unwrap())
}

/// The file with each default written out in turn, named by its path.
fn written_out(
    node: &Value,
    shape: &Shape,
    path: &str,
    whole: &dyn Fn(Value) -> Value,
    found: &mut Vec<(String, Value)>,
) {
    match (node, shape) {
        (_, Shape::Either(shapes)) => {
            for shape in *shapes {
                written_out(node, shape, path, whole, found);
            }
        }
        (Value::Sequence(items), Shape::List(shape, ..)) => {
            for (i, item) in items.iter().enumerate() {
                let put = |new: Value| {
                    let mut items = items.clone();
                    items[i] = new;
                    whole(Value::Sequence(items))
                };
                written_out(item, shape, &format!("{path}[{i}]"), &put, found);
            }
        }
        (Value::Mapping(map), Shape::Record(record)) => below(map, record, path, whole, found),
        _ => {}
    }
}

fn below(
    map: &Mapping,
    record: &'static Record,
    path: &str,
    whole: &dyn Fn(Value) -> Value,
    found: &mut Vec<(String, Value)>,
) {
    let kind = map.get("kind").and_then(Value::as_str).unwrap_or_default();
    let known: Vec<&str> = record.keys.iter().map(|key| key.name).collect();
    for (key, node) in map {
        let name = key.as_str().unwrap_or_default();
        let of_others = record.others.as_ref().map(|others| &others.shape);
        let shape = record.keys.iter().find(|k| k.name == name);
        let put = |new: Value| {
            let mut map = map.clone();
            map.insert(key.clone(), new);
            whole(Value::Mapping(map))
        };
        if let Some(shape) = shape.map(|key| &key.shape).or(of_others) {
            written_out(node, shape, &format!("{path}.{name}"), &put, found);
        }
    }
    // A mapping of another alternative than this record.
    if record.others.is_none()
        && map
            .keys()
            .any(|key| !known.contains(&key.as_str().unwrap_or_default()))
    {
        return;
    }
    for key in record.keys.iter().filter(|key| !map.contains_key(key.name)) {
        if let Need::Default(default) = key.need
            && let Some(default) = value(default)
            && (key.only.is_empty() || key.only.contains(&kind))
        {
            let mut map = map.clone();
            map.insert(key.name.into(), default);
            found.push((format!("{path}.{}", key.name), whole(Value::Mapping(map))));
        }
    }
}

/// Each file with a default more.
fn all(content: &Path) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for entry in walkdir::WalkDir::new(content).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        let name = path
            .strip_prefix(content)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        let described = FILES.iter().find(|file| {
            file.path == name
                || file.path.strip_suffix("*.yaml").is_some_and(|folder| {
                    name.strip_prefix(folder)
                        .is_some_and(|rest| rest.ends_with(".yaml"))
                })
        });
        let Some(file) = described else { continue };
        let root: Value = serde_yaml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let mut found = Vec::new();
        written_out(&root, &file.shape, "", &|new| new, &mut found);
        for (path, new) in found {
            all.push((name.clone(), path, serde_yaml::to_string(&new).unwrap()));
        }
    }
    all
}

#[test]
fn a_default_that_is_written_out_changes_nothing() {
    for content in [
        in_three_languages(),
        checkout("tests/fixtures/lighthouse/content"),
    ] {
        let plain = |with: Option<(&String, &String)>| {
            let folder = tempfile::tempdir().unwrap();
            let copied = folder.path().join("content");
            copy(&content, &copied);
            few_charts(&copied);
            if let Some((file, text)) = with {
                std::fs::write(copied.join(file), text).unwrap();
            }
            outcome(&copied, |_| true)
        };
        let before = plain(None);
        let all = all(&content);
        let wrong: Vec<String> = all
            .par_iter()
            .filter_map(|(file, path, text)| {
                let now = plain(Some((file, text)));
                let same = now.site.is_some() && now.site == before.site && now.words.is_empty();
                (!same).then(|| format!("{file} {path}: {:?}", now.words))
            })
            .collect();
        println!("{} defaults written out", all.len());
        assert!(all.len() > 20, "{}", all.len());
        assert_eq!(wrong, Vec::<String>::new());
    }
}
