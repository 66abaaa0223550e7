//! What the data's files are, for other programs: a data package (Frictionless, <https://specs.frictionlessdata.io/>)
//! and CSV on the Web (<https://www.w3.org/TR/tabular-metadata/>).

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{Column, DataFile};
use crate::lang::PerLanguage;

/// What is said of the data as a whole.
#[derive(Clone, Debug)]
pub struct About {
    /// A short name: small letters, digits, `-`.
    pub name: String,
    pub title: PerLanguage<String>,
    pub description: PerLanguage<String>,
    /// Where the data stand; ends with `/`.
    pub address: String,
    pub version: Option<String>,
    /// When the report was issued.
    pub issued: Option<String>,
    pub licence: Option<(PerLanguage<String>, String)>,
    /// Where the figures come from: title and address.
    pub sources: Vec<(PerLanguage<String>, Option<String>)>,
    pub authors: Vec<PerLanguage<String>>,
}

/// What a column holds, in each language.
type Describe<'d> = &'d dyn Fn(&Column) -> PerLanguage<String>;

/// All languages in one text, where a format has room for one.
fn all(texts: &PerLanguage<String>) -> String {
    let mut all: Vec<&str> = Vec::new();
    for (_, text) in texts.iter() {
        if !all.contains(&text.as_str()) {
            all.push(text);
        }
    }
    all.join(" · ")
}

fn by_tag(texts: &PerLanguage<String>) -> Map<String, Value> {
    let texts = texts.iter();
    texts
        .map(|(lang, text)| (lang.tag().to_owned(), json!(text)))
        .collect()
}

/// The resource's name: small letters, digits, `-`, `_` and `.`.
fn resource_name(file: &str) -> String {
    let stem = file.strip_suffix(".csv").unwrap_or(file);
    stem.to_lowercase().replace('/', "-")
}

fn without_nothing(object: Value) -> Value {
    match object {
        Value::Object(map) => {
            Value::Object(map.into_iter().filter(|(_, v)| !v.is_null()).collect())
        }
        other => other,
    }
}

/// `datapackage.json` of the files that are tables.
pub fn package(about: &About, files: &[DataFile], describe: Describe<'_>) -> String {
    let licences = about
        .licence
        .iter()
        .map(|(name, url)| json!({ "name": licence_id(url), "title": all(name), "path": url }));
    let licences: Vec<Value> = licences.collect();
    let sources = about
        .sources
        .iter()
        .map(|(title, path)| without_nothing(json!({ "title": all(title), "path": path })));
    let contributors = about
        .authors
        .iter()
        .map(|name| json!({ "title": all(name), "role": "author" }));
    let tables = files
        .iter()
        .filter_map(|file| Some((file, file.columns.as_ref()?)));
    let resources = tables.map(|(file, columns)| {
        let fields = columns.iter().map(|column| {
            let field = json!({
                "name": column.name,
                "type": column.kind.frictionless(),
                "description": all(&describe(column)),
            });
            with_range(field, column)
        });
        json!({
            "profile": "tabular-data-resource",
            "name": resource_name(&file.name),
            "path": file.name,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": file.bytes.len(),
            "hash": format!("sha256:{}", hex(&file.bytes)),
            "dialect": { "delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": true, "header": true },
            "schema": { "fields": fields.collect::<Vec<_>>(), "missingValues": [""] },
        })
    });
    let package = without_nothing(json!({
        "profile": "tabular-data-package",
        "name": about.name,
        "title": all(&about.title),
        "description": all(&about.description),
        "homepage": about.address,
        "version": about.version,
        "created": about.issued.as_deref().filter(|day| day.len() == 10).map(|day| format!("{day}T00:00:00Z")),
        "licenses": (!licences.is_empty()).then_some(licences),
        "sources": sources.collect::<Vec<_>>(),
        "contributors": (!about.authors.is_empty()).then(|| contributors.collect::<Vec<_>>()),
        "resources": resources.collect::<Vec<_>>(),
    }));
    pretty(&package)
}

/// A licence by the id that Frictionless and SPDX know it by, where the address tells.
fn licence_id(url: &str) -> String {
    let rest = url.split("creativecommons.org/").nth(1).unwrap_or_default();
    let parts: Vec<&str> = rest.split('/').filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        ["licenses", kind, version, ..] => format!("CC-{}-{version}", kind.to_uppercase()),
        ["publicdomain", "zero", version, ..] => format!("CC0-{version}"),
        _ => "other-open".to_owned(),
    }
}

fn with_range(mut field: Value, column: &Column) -> Value {
    if let (Some((low, high)), Some(object)) = (column.range, field.as_object_mut()) {
        object.insert(
            "constraints".to_owned(),
            json!({ "minimum": low, "maximum": high }),
        );
    }
    field
}

/// `csv-metadata.json` of the files that are tables, for the folder in which they stand.
pub fn csvw(about: &About, files: &[DataFile], describe: Describe<'_>) -> String {
    let tables = files
        .iter()
        .filter_map(|file| Some((file, file.columns.as_ref()?)));
    let tables = tables.map(|(file, columns)| {
        let columns = columns.iter().map(|column| {
            json!({
                "name": column.name,
                "titles": column.name,
                "datatype": column.kind.csvw(),
                "null": "",
                "dc:description": by_language(&describe(column)),
            })
        });
        json!({
            "url": file.name,
            "tableSchema": { "columns": columns.collect::<Vec<_>>() },
        })
    });
    let licence = about.licence.as_ref().map(|(_, url)| url);
    pretty(&without_nothing(json!({
        "@context": "http://www.w3.org/ns/csvw",
        "dc:title": by_language(&about.title),
        "dc:description": by_language(&about.description),
        "dc:license": licence.map(|url| json!({ "@id": url })),
        "dialect": { "encoding": "utf-8", "lineTerminators": ["\r\n"], "header": true },
        "tables": tables.collect::<Vec<_>>(),
    })))
}

/// As common properties of CSVW have texts in several languages.
fn by_language(texts: &PerLanguage<String>) -> Vec<Value> {
    let texts = by_tag(texts).into_iter();
    texts
        .map(|(tag, text)| json!({ "@value": text, "@language": tag }))
        .collect()
}

fn pretty(value: &Value) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    format!("{text}\n")
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
