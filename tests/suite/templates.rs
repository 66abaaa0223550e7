//! That people can read the templates.

use std::fs;
use std::path::PathBuf;

use crate::common::checkout;

/// The longest line, in characters.
const WIDTH: usize = 140;

/// Every template of a page, with its text.
fn templates() -> Vec<(PathBuf, String)> {
    let files = walkdir::WalkDir::new(checkout("templates")).sort_by_file_name();
    let files = files.into_iter().map(|entry| entry.unwrap().into_path());
    let found: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|e| e == "html" || e == "xml"))
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .collect();
    assert!(found.len() > 30, "{}", found.len());
    found
}

/// The places of lines that `is_bad`.
fn lines(is_bad: impl Fn(&PathBuf, &str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in templates() {
        for (number, line) in text.lines().enumerate() {
            if is_bad(&path, line) {
                found.push(format!("{}:{}: {line}", path.display(), number + 1));
            }
        }
    }
    found
}

#[test]
fn no_line_is_too_long() {
    let long = lines(|_, line| line.chars().count() > WIDTH);
    assert!(
        long.is_empty(),
        "over {WIDTH} characters:\n{}",
        long.join("\n")
    );
}

/// Elements of tables that a page would write out again; calls of the component begin with `{%`.
#[test]
fn every_table_is_the_shared_one() {
    let own = lines(|path, line| {
        let parts = ["<table", "<thead", "<tbody"];
        !path.ends_with("table.html")
            && parts.iter().any(|part| line.trim_start().starts_with(part))
    });
    assert!(
        own.is_empty(),
        "not through table.html:\n{}",
        own.join("\n")
    );
}
