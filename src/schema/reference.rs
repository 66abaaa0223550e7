//! The descriptions as the reference pages of the manual, in Markdown.

use std::fmt::Write as _;

use super::{FileDescription, Key, Need, Record, Shape};

/// Says who wrote the page.
const HEAD: &str = "\
# Reference

What each file in `content/` may hold, key by key; then the [functions](#functions) and
[filters](#filters) of expressions, and the [commands](#commands). `egov-report schema` writes this
page and the schemas beside it from the descriptions by which the program itself reads files,
expressions and the command line: don't edit it.

A key without a value is as one that is left out. A text in each language is `{zh: …, en: …}`, with
the languages of the report. A number may be written as a fraction of two whole numbers, `1/3`.

Editors that know the YAML language server complete and check the files with a first line such as
`# yaml-language-server: $schema=../schemas/report.json`, the path from the file to its schema.
";

/// The whole page.
pub fn page(files: &[&FileDescription]) -> String {
    let mut page = HEAD.to_owned();
    let _ = writeln!(page, "\n| file | schema | holds |\n|---|---|---|");
    for file in files {
        let anchor = anchor(file);
        let _ = writeln!(
            page,
            "| [`{}`](#{anchor}) | [`{name}.json`](../schemas/{name}.json) | {} |",
            file.path,
            file.about,
            name = file.name
        );
    }
    for file in files {
        section(file, &mut page);
    }
    page
}

/// As GitHub makes it from the heading.
fn anchor(file: &FileDescription) -> String {
    let kept = file.path.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c.to_ascii_lowercase()),
        _ => None,
    });
    kept.collect()
}

fn section(file: &FileDescription, page: &mut String) {
    let _ = writeln!(page, "\n## `{}`\n\n{}", file.path, file.about);
    let mut records = Vec::new();
    below(&file.shape, &mut records);
    for (at, record) in records.iter().enumerate() {
        // The first is the file itself.
        let is_file = at == 0 && matches!(file.shape, Shape::Record(_));
        if !is_file {
            let what = record.what;
            let first: String = what.chars().take(1).flat_map(char::to_uppercase).collect();
            let rest: String = what.chars().skip(1).collect();
            let _ = writeln!(page, "\n### {first}{rest}");
        }
        table(record, page);
        choices(record, page);
    }
}

/// The records that stand in a shape, each once, the upper ones first.
fn below(shape: &Shape, found: &mut Vec<&'static Record>) {
    match shape {
        Shape::Record(record) => {
            if found.iter().any(|known| known.name == record.name) {
                return;
            }
            found.push(record);
            for key in record.keys {
                below(&key.shape, found);
            }
            if let Some(others) = &record.others {
                below(&others.shape, found);
            }
        }
        Shape::List(items, ..) => below(items, found),
        Shape::Either(shapes) => shapes.iter().for_each(|s| below(s, found)),
        _ => {}
    }
}

fn table(record: &Record, page: &mut String) {
    let _ = writeln!(page, "\n| key | is | means | example |\n|---|---|---|---|");
    for key in record.keys {
        row(
            &format!("`{}`", key.name),
            &key.shape,
            &meaning(key),
            key.example,
            page,
        );
    }
    if let Some(others) = &record.others {
        row(
            others.key,
            &others.shape,
            others.about,
            others.example,
            page,
        );
    }
}

fn row(key: &str, shape: &Shape, about: &str, example: &str, page: &mut String) {
    let cell = |text: &str| text.replace('|', "\\|");
    let _ = writeln!(
        page,
        "| {key} | {} | {} | `{}` |",
        cell(&shape.words()),
        cell(about),
        cell(example)
    );
}

fn meaning(key: &Key) -> String {
    let mut text = match key.need {
        Need::Always => format!("**Needed.** {}", key.about),
        Need::When(condition) => format!("{} Needed when {condition}.", key.about),
        Need::Default(default) => format!("{} Without it: {default}.", key.about),
        Need::Never => key.about.to_owned(),
    };
    if !key.only.is_empty() {
        let _ = write!(
            text,
            " Only of {}.",
            super::listed(key.only.iter().copied())
        );
    }
    text
}

/// What the choices of a record mean.
fn choices(record: &Record, page: &mut String) {
    for key in record.keys {
        let choices = key.shape.choices();
        if choices.len() < 2 {
            continue;
        }
        let _ = writeln!(page, "\n`{}` is one of:\n", key.name);
        for (name, about) in choices {
            let _ = writeln!(page, "- `{name}`: {about}");
        }
    }
}
