//! What the project takes from others, and what its workflows may do.

use crate::common::checkout;

fn workflows() -> Vec<(String, String)> {
    let folder = checkout(".github");
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap);
    files
        .filter(|f| {
            f.path()
                .extension()
                .is_some_and(|e| e == "yml" || e == "yaml")
        })
        .map(|f| {
            let text = std::fs::read_to_string(f.path()).unwrap();
            (f.path().display().to_string(), text)
        })
        .collect()
}

/// The action, its commit and the comment behind it.
fn uses(line: &str) -> Option<(&str, &str, &str)> {
    let rest = line.trim_start().trim_start_matches("- ");
    let rest = rest.strip_prefix("uses:")?.trim();
    let (action, rest) = rest.split_once('@').unwrap_or((rest, ""));
    let (commit, comment) = rest.split_once(" # ").unwrap_or((rest, ""));
    Some((action, commit, comment))
}

fn is_pinned(line: &str) -> bool {
    uses(line).is_some_and(|(action, commit, comment)| {
        let hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        let version = comment.strip_prefix('v').unwrap_or_default();
        let numbers: Vec<&str> = version.split('.').collect();
        action.contains('/')
            && commit.len() == 40
            && commit.chars().all(hex)
            && numbers.len() == 3
            && numbers.iter().all(|n| n.parse::<u32>().is_ok())
    })
}

#[test]
fn actions_are_pinned_by_commit() {
    let mut found = 0;
    for (file, text) in workflows() {
        for line in text.lines().filter(|line| uses(line).is_some()) {
            assert!(is_pinned(line), "{file}: {line}");
            found += 1;
        }
    }
    assert!(found >= 6, "{found}");
    for bad in [
        "- uses: actions/checkout@v7",
        "- uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1",
        "uses: actions/checkout@3d3c42e5 # v7.0.1",
        "uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7",
        "uses: actions/checkout@main # v7.0.1",
    ] {
        assert!(!is_pinned(bad), "{bad}");
    }
}

#[test]
fn workflows_keep_no_credentials_and_ask_for_little() {
    for (file, text) in workflows() {
        let workflow: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        let none = workflow["permissions"].as_mapping().unwrap();
        assert!(none.is_empty(), "{file}: a job asks for what it needs");
        for (name, job) in workflow["jobs"].as_mapping().unwrap() {
            let allowed = job["permissions"].as_mapping().unwrap();
            for (scope, level) in allowed {
                let deploys = ["pages", "id-token"].contains(&scope.as_str().unwrap());
                let read = level.as_str() == Some("read");
                assert!(
                    read || (deploys && name.as_str() == Some("deploy")),
                    "{file}: {scope:?}"
                );
            }
            for step in job["steps"].as_sequence().unwrap() {
                let action = step["uses"].as_str().unwrap_or_default();
                if action.starts_with("actions/checkout@") {
                    let kept = step["with"]["persist-credentials"].as_bool();
                    assert_eq!(kept, Some(false), "{file}");
                }
            }
        }
    }
}

#[test]
fn the_checks_of_dependencies_run_before_a_merge() {
    let run = std::fs::read_to_string(checkout(".ci/run")).unwrap();
    assert!(run.contains("cargo deny --locked check licenses bans sources"));
    assert!(checkout("deny.toml").is_file());
}
