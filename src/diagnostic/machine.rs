//! Diagnostics for programs: as JSON, and as the commands that GitHub's runners read from a log.

use std::path::{Component, Path, PathBuf};

use serde_json::{Map, Value, json};

use super::escape::acts;
use super::{Diagnostic, Place, Severity};

impl Severity {
    /// `error` or `warning`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

impl Diagnostic {
    /// The diagnostic as an object of JSON on one line. docs/checking.md promises its keys.
    pub fn json(&self) -> String {
        let labels = self.related.iter().map(|(place, words)| {
            let mut label = located(Some(place));
            label.insert("message".to_owned(), json!(words));
            Value::Object(label)
        });
        let mut object = Map::new();
        object.insert("severity".to_owned(), json!(self.severity.name()));
        object.insert("message".to_owned(), json!(self.message));
        object.extend(located(self.place.as_ref()));
        if let (None, Some(about)) = (&self.place, &self.about) {
            object.insert("file".to_owned(), json!(about));
        }
        object.insert("labels".to_owned(), labels.collect());
        object.insert("hints".to_owned(), self.hint.iter().cloned().collect());
        plain(&Value::Object(object).to_string())
    }

    /// The diagnostic as a command that makes an annotation of it in a pull request. `root` is the
    /// folder of the repository: paths are given from there.
    pub fn annotation(&self, root: &Path) -> String {
        let mut message = self.message.clone();
        for (place, words) in &self.related {
            let (line, column) = place.line_column();
            let path = from_root(&place.file.path, root);
            message.push_str(&format!("\n{path}:{line}:{column}: {words}"));
        }
        if let Some(hint) = &self.hint {
            message.push_str(&format!("\nhelp: {hint}"));
        }
        let mut properties = Vec::new();
        if let Some(place) = &self.place {
            let ((line, column), (end_line, end_column)) = (place.line_column(), end(place));
            properties.push(("file", from_root(&place.file.path, root)));
            properties.push(("line", line.to_string()));
            properties.push(("endLine", end_line.to_string()));
            // GitHub takes columns on one line only.
            if line == end_line {
                properties.push(("col", column.to_string()));
                properties.push(("endColumn", end_column.to_string()));
            }
        }
        if let (None, Some(about)) = (&self.place, &self.about) {
            properties.push(("file", from_root(about, root)));
        }
        properties.push(("title", "egov-report".to_owned()));
        let properties = properties
            .iter()
            .map(|(key, value)| format!("{key}={}", in_property(value)));
        format!(
            "::{} {}::{}",
            self.severity.name(),
            properties.collect::<Vec<_>>().join(","),
            in_message(&message)
        )
    }
}

/// The keys of a place; each is null without one.
fn located(place: Option<&Place>) -> Map<String, Value> {
    let file = place.map(|place| &place.file.path);
    let (from, to) = (place.map(Place::line_column), place.map(end));
    let keys = [
        ("file", json!(file)),
        ("line", json!(from.map(|(line, _)| line))),
        ("column", json!(from.map(|(_, column)| column))),
        ("endLine", json!(to.map(|(line, _)| line))),
        ("endColumn", json!(to.map(|(_, column)| column))),
    ];
    keys.map(|(key, value)| (key.to_owned(), value))
        .into_iter()
        .collect()
}

/// Line and column of what follows the last character.
fn end(place: &Place) -> (usize, usize) {
    let end = place.span.end;
    Place::new(&place.file, end..end).line_column()
}

/// JSON with escapes for what would act on a terminal; it reads the same.
fn plain(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if acts(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            text.push(c);
        }
    }
    text
}

/// A path as the repository has it, with `/`; one outside of it stays as it is.
fn from_root(path: &str, root: &Path) -> String {
    let real = Path::new(path).canonicalize();
    let root = root.canonicalize();
    let inside = match (&real, &root) {
        (Ok(real), Ok(root)) => real.strip_prefix(root).ok(),
        _ => None,
    };
    let named = || -> PathBuf {
        let parts = Path::new(path).components();
        parts.filter(|part| *part != Component::CurDir).collect()
    };
    let shown = inside.map_or_else(named, Path::to_owned);
    let shown = shown.to_string_lossy();
    match cfg!(windows) {
        true => shown.replace('\\', "/"),
        false => shown.into_owned(),
    }
}

/// What ends a command is written out, as GitHub's toolkit does; so is what would act on a terminal.
fn in_message(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => escaped.push_str("%25"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            c if acts(c) => escaped.push_str(&super::escaped(c.encode_utf8(&mut [0; 4]))),
            c => escaped.push(c),
        }
    }
    escaped
}

fn in_property(text: &str) -> String {
    in_message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::SourceFile;

    fn place(path: &str, text: &str, span: std::ops::Range<usize>) -> Place {
        let file = SourceFile {
            path: path.into(),
            text: text.into(),
        };
        Place::new(&Arc::new(file), span)
    }

    #[test]
    fn json_says_where_from_and_to_and_reads_back_whatever_it_holds() {
        let hostile = "a \"b\"\\ \u{1b}[31m \u{202e}\u{2028}\u{10ffff}\n%0A::error::";
        let diagnostic = Diagnostic::warning(hostile)
            .at(place("内/a\u{1b}\".yaml", "x: 甲乙\ny: 1\n", 3..9))
            .related(place("b.yaml", "1\n2\n", 0..3), "here")
            .hint("do");
        let line = diagnostic.json();
        assert!(!line.contains(acts), "{line:?}");
        let read: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(
            read,
            json!({
                "severity": "warning", "message": hostile,
                "file": "内/a\u{1b}\".yaml", "line": 1, "column": 4, "endLine": 1, "endColumn": 6,
                "labels": [{
                    "file": "b.yaml", "line": 1, "column": 1, "endLine": 2, "endColumn": 2,
                    "message": "here",
                }],
                "hints": ["do"],
            })
        );
    }

    #[test]
    fn a_json_object_without_a_place_has_all_keys() {
        let read: Value = serde_json::from_str(&Diagnostic::error("x").json()).unwrap();
        let keys: Vec<&String> = read.as_object().unwrap().keys().collect();
        let all = "severity message file line column endLine endColumn labels hints";
        assert_eq!(keys, all.split(' ').collect::<Vec<_>>());
        assert!(read["file"].is_null() && read["endColumn"].is_null());
        let about = Diagnostic::error("x").about("a/b.yaml");
        let read: Value = serde_json::from_str(&about.json()).unwrap();
        let again: Vec<&String> = read.as_object().unwrap().keys().collect();
        assert_eq!(keys, again);
        assert!(read["file"] == "a/b.yaml" && read["line"].is_null());
        let annotation = about.annotation(Path::new("."));
        assert_eq!(annotation, "::error file=a/b.yaml,title=egov-report::x");
    }

    #[test]
    fn nothing_in_a_text_ends_a_command_of_github() {
        let root = Path::new(".");
        let diagnostic = Diagnostic::error("50 %: a,b\n::error::x\r")
            .at(place("./a:b,c%\n::x.yaml", "x: 1\n", 3..4))
            .hint("do\u{7}");
        assert_eq!(
            diagnostic.annotation(root),
            "::error file=a%3Ab%2Cc%25%0A%3A%3Ax.yaml,line=1,endLine=1,col=4,endColumn=5,\
             title=egov-report::50 %25: a,b%0A::error::x%0D%0Ahelp: do\\u{7}"
        );
    }

    #[test]
    fn what_spans_lines_has_no_columns_and_related_places_are_told() {
        let diagnostic = Diagnostic::warning("w")
            .at(place("a.yaml", "1\n2\n", 0..3))
            .related(place("b.yaml", "1\n2\n", 2..3), "and here");
        assert_eq!(
            diagnostic.annotation(Path::new(".")),
            "::warning file=a.yaml,line=1,endLine=2,title=egov-report::w%0Ab.yaml:2:1: and here"
        );
    }
}
