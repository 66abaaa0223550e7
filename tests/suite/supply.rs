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

/// The workflows, and the action that other repositories use.
fn all() -> Vec<(String, String)> {
    let action = std::fs::read_to_string(checkout("action.yml")).unwrap();
    let mut all = workflows();
    all.push(("action.yml".to_owned(), action));
    all
}

/// The steps of a workflow or an action, each with the job that it belongs to.
fn steps(text: &str) -> Vec<(String, serde_yaml::Value)> {
    let read: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
    let of = |name: &str, holder: &serde_yaml::Value| -> Vec<(String, serde_yaml::Value)> {
        let steps = holder["steps"].as_sequence().unwrap().iter();
        steps.map(|step| (name.to_owned(), step.clone())).collect()
    };
    match read["jobs"].as_mapping() {
        Some(jobs) => {
            let jobs = jobs.iter();
            jobs.flat_map(|(name, job)| of(name.as_str().unwrap(), job))
                .collect()
        }
        None => of("action", &read["runs"]),
    }
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
    for (file, text) in all() {
        for line in text.lines().filter(|line| uses(line).is_some()) {
            assert!(is_pinned(line), "{file}: {line}");
            found += 1;
        }
    }
    assert!(found >= 12, "{found}");
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
                let needs: &[&str] = match name.as_str().unwrap() {
                    "deploy" => &["pages", "id-token"],
                    "release" => &["contents"],
                    _ => &[],
                };
                let read = level.as_str() == Some("read");
                let needed = needs.contains(&scope.as_str().unwrap());
                assert!(read || needed, "{file}: {scope:?}");
            }
            assert!(job["timeout-minutes"].is_u64(), "{file}: {name:?}");
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

#[test]
fn nothing_is_published_before_the_tests_have_passed() {
    let needs = |file: &str, job: &str| -> Vec<String> {
        let text = std::fs::read_to_string(checkout(file)).unwrap();
        let read: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        match &read["jobs"][job]["needs"] {
            serde_yaml::Value::Sequence(all) => {
                all.iter().map(|n| n.as_str().unwrap().to_owned()).collect()
            }
            one => vec![one.as_str().unwrap().to_owned()],
        }
    };
    let pages = ".github/workflows/pages.yml";
    assert_eq!(needs(pages, "build"), ["test", "check"]);
    assert_eq!(needs(pages, "deploy"), ["build"]);
    let release = ".github/workflows/release.yml";
    assert_eq!(needs(release, "archive"), ["test"]);
    assert_eq!(needs(release, "release"), ["archive"]);
    let text = std::fs::read_to_string(checkout(pages)).unwrap();
    assert!(text.contains("check --strict --format github"));
    // Neither a branch nor an address of one repository.
    assert!(text.contains("github.event.repository.default_branch"));
    assert!(!text.contains("github.io"), "{text}");
}

#[test]
fn the_manual_gives_a_workflow_of_this_version_with_the_same_actions() {
    let manual = std::fs::read_to_string(checkout("docs/publishing.md")).unwrap();
    let from = manual.find("```yaml\nname: Publish\n").unwrap() + "```yaml\n".len();
    let workflow = manual[from..].split("```").next().unwrap();
    let own = concat!(
        "uses: egov-report/egov-report@v",
        env!("CARGO_PKG_VERSION"),
        "\n"
    );
    assert!(workflow.contains(own), "{workflow}");
    let ours: String = all().into_iter().map(|(_, text)| text).collect();
    let others = workflow.lines().filter_map(uses);
    let others = others.filter(|(action, ..)| action.starts_with("actions/"));
    let mut found = 0;
    for (action, commit, comment) in others {
        let line = format!("uses: {action}@{commit} # {comment}\n");
        assert!(ours.contains(&line), "{line}");
        found += 1;
    }
    assert_eq!(found, 2);
    // Each input and output of the action stands in the manual.
    let action = std::fs::read_to_string(checkout("action.yml")).unwrap();
    let action: serde_yaml::Value = serde_yaml::from_str(&action).unwrap();
    for part in ["inputs", "outputs"] {
        for name in action[part].as_mapping().unwrap().keys() {
            let name = format!("`{}`", name.as_str().unwrap());
            assert!(manual.contains(&name), "{part}: {name}");
        }
    }
}

/// What is wrong with a step's script.
fn faults(script: &str) -> Vec<&'static str> {
    let mut faults = Vec::new();
    // What others write would become a part of the script.
    if script.contains("${{") {
        faults.push("an expression inside the script: hand it on in `env`");
    }
    let mut bash = std::process::Command::new("bash");
    let child = bash.args(["-n", "-c", script]).output().unwrap();
    if !child.status.success() {
        faults.push("Bash cannot read it");
    }
    faults
}

#[test]
fn scripts_of_workflows_are_sound_and_hold_nothing_of_others() {
    let mut found = 0;
    for (file, text) in all() {
        assert!(!text.contains("pull_request_target"), "{file}");
        assert!(!text.contains("workflow_run"), "{file}");
        for (job, step) in steps(&text) {
            let Some(script) = step["run"].as_str() else {
                assert!(step["uses"].is_string(), "{file}: {job}");
                continue;
            };
            assert_eq!(faults(script), [""; 0], "{file}: {job}: {script}");
            found += 1;
        }
    }
    assert!(found >= 10, "{found}");
    assert_eq!(faults("echo ${{ github.event.issue.title }}").len(), 1);
    assert_eq!(faults("if true; then echo").len(), 1);
}

#[test]
fn bash_can_read_every_script() {
    let mut found = 0;
    let folders = [checkout("scripts"), checkout(".ci")];
    for entry in folders.iter().flat_map(walkdir::WalkDir::new) {
        let path = entry.unwrap().into_path();
        if !path.is_file() {
            continue;
        }
        let read = std::process::Command::new("bash")
            .arg("-n")
            .arg(&path)
            .output()
            .unwrap();
        assert!(read.status.success(), "{}: {read:?}", path.display());
        found += 1;
        // Only where it is there.
        let Ok(checked) = std::process::Command::new("shellcheck")
            .args(["--severity", "warning", "--exclude", "SC1091,SC2154"])
            .arg(&path)
            .output()
        else {
            continue;
        };
        let said = String::from_utf8_lossy(&checked.stdout);
        assert!(checked.status.success(), "{said}");
    }
    assert!(found >= 8, "{found}");
}
