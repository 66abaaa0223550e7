//! A description as JSON Schema, draft 2020-12, for editors.

use serde_json::{Map, Value, json};

use super::{ANY, FileDescription, Key, Need, Record, Shape};

/// The key of a language, as in `report.yaml`.
const LANGUAGE: &str = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";
/// What is not blank.
const FULL: &str = "\\S";
const ID: &str = "^[A-Za-z0-9][A-Za-z0-9-]*$";

/// The schema of a kind of file.
pub fn schema(file: &FileDescription) -> Value {
    let mut definitions = Map::new();
    let shape = of(&file.shape, &mut definitions);
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": file.path,
        "description": file.about,
    });
    if let (Value::Object(schema), Value::Object(shape)) = (&mut schema, shape) {
        schema.extend(shape);
        if !definitions.is_empty() {
            schema.insert("$defs".to_owned(), Value::Object(definitions));
        }
    }
    schema
}

/// The schema as the text of a file.
pub fn text(file: &FileDescription) -> String {
    let mut text = serde_json::to_string_pretty(&schema(file)).unwrap_or_default();
    text.push('\n');
    text
}

fn of(shape: &Shape, definitions: &mut Map<String, Value>) -> Value {
    match shape {
        Shape::Text | Shape::Expression => text_like(FULL),
        Shape::Id(_) => text_like(ID),
        Shape::Segment => json!({"type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$"}),
        Shape::Date => text_like("^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"),
        Shape::Day => json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
        Shape::Address => json!({"type": "string", "pattern": "^https?://\\S+$"}),
        // In a report of one language a text need not say which.
        Shape::Texts | Shape::SomeTexts => json!({"anyOf": [
            text_like(FULL),
            {
                "type": "object",
                "minProperties": 1,
                "patternProperties": {LANGUAGE: text_like(FULL)},
                "additionalProperties": false,
            },
        ]}),
        Shape::Boolean => json!({"type": "boolean"}),
        Shape::Number(low, high) => {
            let mut number = json!({"type": "number"});
            for (key, end) in [("minimum", low), ("maximum", high)] {
                if end.is_finite() {
                    number[key] = json!(end);
                }
            }
            json!({"anyOf": [
                number,
                {"type": "string", "pattern": "^\\s*-?[0-9]+\\s*/\\s*-?[0-9]*[1-9][0-9]*\\s*$"},
            ]})
        }
        Shape::Whole(low, high) => json!({"type": "integer", "minimum": low, "maximum": high}),
        Shape::Choice(choices) => json!({
            "oneOf": choices
                .iter()
                .map(|(name, about)| json!({"const": name, "description": about}))
                .collect::<Vec<_>>(),
        }),
        Shape::List(items, least, most) => {
            let mut list = json!({"type": "array", "items": of(items, definitions)});
            if *least > 0 {
                list["minItems"] = json!(least);
            }
            if *most != ANY {
                list["maxItems"] = json!(most);
            }
            list
        }
        Shape::Record(record) => {
            if !definitions.contains_key(record.name) {
                // Before its keys, among which it may be itself.
                definitions.insert(record.name.to_owned(), Value::Null);
                let definition = mapping(record, definitions);
                definitions.insert(record.name.to_owned(), definition);
            }
            json!({"$ref": format!("#/$defs/{}", record.name)})
        }
        Shape::Either(shapes) => {
            let shapes: Vec<Value> = shapes.iter().map(|s| of(s, definitions)).collect();
            json!({"anyOf": shapes})
        }
    }
}

/// A text; a whole number counts as one.
fn text_like(pattern: &str) -> Value {
    json!({"type": ["string", "integer"], "pattern": pattern})
}

fn mapping(record: &Record, definitions: &mut Map<String, Value>) -> Value {
    let mut properties = Map::new();
    for key in record.keys {
        properties.insert(key.name.to_owned(), property(key, definitions));
    }
    let required: Vec<&str> = record
        .keys
        .iter()
        .filter(|key| key.need == Need::Always)
        .map(|key| key.name)
        .collect();
    let mut mapping = json!({"type": "object", "properties": properties});
    if !required.is_empty() {
        mapping["required"] = json!(required);
    }
    match &record.others {
        None => mapping["additionalProperties"] = json!(false),
        Some(others) => {
            let mut entry = of(&others.shape, definitions);
            entry["description"] = json!(others.about);
            // A key without a value is as one that is left out.
            mapping["patternProperties"] =
                json!({others.pattern: {"anyOf": [{"type": "null"}, entry]}});
            mapping["additionalProperties"] = json!(false);
            // What is described by name is not one of the others as well.
            if !record.keys.is_empty() {
                let names: Vec<&str> = record.keys.iter().map(|key| key.name).collect();
                let pattern = format!("^(?!(?:{})$)(?:{})", names.join("|"), others.pattern);
                let entry = mapping["patternProperties"][others.pattern].take();
                mapping["patternProperties"] = json!({pattern: entry});
            }
        }
    }
    let conditions: Vec<Value> = record
        .keys
        .iter()
        .filter(|key| !key.only.is_empty())
        .map(|key| {
            json!({
                "if": {"required": [key.name]},
                "then": {"properties": {"kind": {"enum": key.only}}},
            })
        })
        .collect();
    if !conditions.is_empty() {
        mapping["allOf"] = json!(conditions);
    }
    mapping
}

fn property(key: &Key, definitions: &mut Map<String, Value>) -> Value {
    let shape = of(&key.shape, definitions);
    let description = match key.need {
        Need::Always | Need::Never => key.about.to_owned(),
        Need::When(condition) => format!("{} Needed when {condition}.", key.about),
        Need::Default(default) => format!("{} Without it: {default}.", key.about),
    };
    let mut property = match (key.need, shape) {
        (Need::Always, shape) => shape,
        // A key without a value is as one that is left out.
        (_, shape) => json!({"anyOf": [shape, {"type": "null"}]}),
    };
    property["description"] = json!(description);
    property
}
