//! The schemas and the reference of the files in the checkout are those that the program writes, and
//! each file of both reports names its own.

use std::path::Path;
use std::process::Command;

use crate::common::checkout;
use egov_report::report::files::FILES;
use egov_report::schema::{FileDescription, reference};

#[test]
fn the_command_writes_what_is_in_the_checkout() {
    let folder = tempfile::tempdir().unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_egov-report"))
        .arg("schema")
        .arg("--out")
        .arg(folder.path().join("schemas"))
        .arg("--reference")
        .arg(folder.path().join("reference.md"))
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let same = |made: &Path, kept: &str| {
        let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            read(made) == read(&checkout(kept)),
            "{kept} is not current: run `egov-report schema --reference docs/reference.md`"
        );
    };
    for file in FILES.iter() {
        let name = format!("{}.json", file.name);
        same(
            &folder.path().join("schemas").join(&name),
            &format!("schemas/{name}"),
        );
    }
    same(&folder.path().join("reference.md"), "docs/reference.md");
    let kept = std::fs::read_dir(checkout("schemas")).unwrap().count();
    assert_eq!(kept, FILES.len(), "schemas/ has a file of no schema");
}

/// The description of a file of a report; none of a file that holds no YAML of its own.
fn described(name: &str) -> Option<&'static FileDescription> {
    FILES
        .into_iter()
        .find(|file| match file.path.split_once('*') {
            Some((before, after)) => name.starts_with(before) && name.ends_with(after),
            None => name == file.path,
        })
}

#[test]
fn each_file_says_which_schema_it_has() {
    let fixtures = std::fs::read_dir(checkout("tests/fixtures")).unwrap();
    let fixtures = fixtures.map(|entry| entry.unwrap().path().join("content"));
    for content in fixtures.chain([checkout("content")]) {
        for entry in walkdir::WalkDir::new(&content) {
            let entry = entry.unwrap();
            let path = entry.path();
            if path.extension().is_none_or(|e| e != "yaml") {
                continue;
            }
            let name = path.strip_prefix(&content).unwrap().to_str().unwrap();
            let file = described(name).unwrap();
            let text = std::fs::read_to_string(path).unwrap();
            let first = text.lines().next().unwrap();
            let schema = first.strip_prefix("# yaml-language-server: $schema=");
            assert!(schema.is_some(), "{name} does not name its schema");
            let named = path.parent().unwrap().join(schema.unwrap());
            assert_eq!(
                named.canonicalize().unwrap(),
                checkout(&format!("schemas/{}.json", file.name))
                    .canonicalize()
                    .unwrap(),
                "{name}"
            );
        }
    }
}

/// A link of the page leads to a heading of it.
#[test]
fn the_reference_leads_to_each_file() {
    let page = reference::page(&*FILES);
    for file in FILES.iter() {
        assert!(
            page.contains(&format!("\n## `{}`\n", file.path)),
            "{}",
            file.path
        );
        assert!(page.contains(&format!("schemas/{}.json", file.name)));
    }
}

/// What `--help` prints of a command, its options and the commands in it, the page has.
#[test]
fn the_reference_has_each_command() {
    let page = std::fs::read_to_string(checkout("docs/reference.md")).unwrap();
    let mut left = vec![Vec::new()];
    let mut commands = 0;
    while let Some(path) = left.pop() {
        let run = Command::new(env!("CARGO_BIN_EXE_egov-report"))
            .args(&path)
            .arg("--help")
            .output()
            .unwrap();
        let help = String::from_utf8(run.stdout).unwrap();
        let heading = match path.join(" ") {
            top if top.is_empty() => "## Commands".to_owned(),
            below => format!("### `{below}`"),
        };
        assert!(page.contains(&format!("\n{heading}\n")), "{heading}");
        commands += 1;
        let mut in_commands = false;
        for line in help.lines() {
            in_commands = line == "Commands:" || in_commands && line.starts_with(' ');
            let first = line.split_whitespace().next().unwrap_or_default();
            if in_commands && line.starts_with("  ") && !line.starts_with("   ") && first != "help"
            {
                left.push([path.clone(), vec![first.to_owned()]].concat());
            }
            let option = line.split_whitespace().find(|word| word.starts_with("--"));
            let is_option = line.trim_start().starts_with('-');
            if let Some(option) = option.filter(|_| is_option) {
                let option = option.trim_end_matches(',');
                let option = option.split('[').next().unwrap_or(option);
                let built_in = ["--help", "--version"].contains(&option);
                assert!(built_in || page.contains(option), "{option} of {path:?}");
            }
        }
    }
    assert!(commands > 10, "{commands}");
}
