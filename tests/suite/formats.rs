//! `--format json` and `--format github` of the real program, with files and texts that try to pass
//! for something else.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::common::fixture;
use crate::common::planted::Planted;

fn run(folder: &Path, arguments: &[&str], workspace: Option<&Path>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_egov-report"));
    command.args(arguments).current_dir(folder);
    match workspace {
        Some(root) => command.env("GITHUB_WORKSPACE", root),
        None => command.env_remove("GITHUB_WORKSPACE"),
    };
    command.output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn json(output: &Output) -> Vec<Value> {
    let lines = out(output);
    lines
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

/// A report with an error and a warning.
fn faulty() -> Planted {
    let planted = Planted::of(&fixture());
    planted.replace("report.yaml", "focus: ELL", "focus: EL");
    planted.write("strange.yaml", "x: 1\n");
    planted
}

fn folder(planted: &Planted) -> std::path::PathBuf {
    planted.content().parent().unwrap().to_owned()
}

#[test]
fn each_line_of_standard_output_is_a_diagnostic_and_nothing_else() {
    let planted = faulty();
    for command in ["check", "build"] {
        let output = run(&folder(&planted), &[command, "--format", "json"], None);
        assert_eq!(output.status.code(), Some(1));
        let told = json(&output);
        let error = told.iter().find(|d| d["severity"] == "error").unwrap();
        let line = planted.line("report.yaml", "focus: EL\n");
        assert_eq!(error["file"], "content/report.yaml");
        assert_eq!(error["line"], line);
        assert_eq!(error["column"], 8);
        assert_eq!(error["endLine"], line);
        assert_eq!(error["endColumn"], 10);
        assert!(
            error["hints"][0].as_str().unwrap().contains("`ELL`"),
            "{error}"
        );
        let warning = told.iter().find(|d| d["severity"] == "warning").unwrap();
        assert!(
            warning["message"]
                .as_str()
                .unwrap()
                .contains("strange.yaml")
        );
        for one in &told {
            let keys: Vec<&String> = one.as_object().unwrap().keys().collect();
            let all = "severity message file line column endLine endColumn labels hints";
            assert_eq!(keys, all.split(' ').collect::<Vec<_>>());
        }
        // People find the rest, and not the same again.
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(err.contains("error(s)"), "{err}");
        assert!(!err.contains("focus"), "{err}");
    }
}

#[test]
fn what_is_about_a_file_without_a_line_names_the_file() {
    let planted = Planted::of(&fixture());
    planted.write("strange.yaml", "x: 1\n");
    planted.write("drafts/old.txt", "x\n");
    planted.write("commentary/findings.xx.md", "# X\n");
    planted.write("media/name.png", "");
    #[cfg(unix)]
    {
        let link = |to: &str, name: &str| {
            std::os::unix::fs::symlink(to, planted.content().join(name)).unwrap();
        };
        link("../../outside.md", "commentary/link.en.md");
        link("/etc/hostname", "commentary/outside.en.md");
        link("nowhere", "commentary/nowhere.en.md");
    }
    let ejected = ["eject", "templates", "home.html"];
    assert!(planted.run(&ejected).status.success());
    let list = folder(&planted).join("templates/.ejected.yaml");
    let text = std::fs::read_to_string(&list).unwrap();
    let (name, _) = text.trim_end().rsplit_once(": ").unwrap();
    std::fs::write(&list, format!("{name}: 0123456789abcdef\n")).unwrap();
    let output = run(&folder(&planted), &["check", "--format", "json"], None);
    let told = json(&output);
    for wanted in [
        "content/strange.yaml",
        "content/drafts",
        "content/commentary/findings.xx.md",
        "templates/home.html",
    ] {
        assert!(
            told.iter().any(|d| d["file"] == wanted),
            "{wanted}: {told:#?}"
        );
    }
    #[cfg(unix)]
    for name in ["outside", "nowhere"] {
        let wanted = format!("content/commentary/{name}.en.md");
        assert!(told.iter().any(|d| d["file"] == *wanted), "{told:#?}");
    }
    for diagnostic in &told {
        assert!(!diagnostic["file"].is_null(), "{diagnostic:#?}");
    }
    let output = run(&folder(&planted), &["check", "--format", "github"], None);
    assert!(
        out(&output).lines().all(|line| line.contains(" file=")),
        "{}",
        out(&output)
    );
}

#[test]
fn what_goes_well_is_an_empty_output_and_people_read_the_rest() {
    let planted = Planted::of(&fixture());
    let output = run(&folder(&planted), &["check", "--format=json"], None);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(0), ""));
    assert!(String::from_utf8_lossy(&output.stderr).contains("0 error(s)"));
    let human = run(&folder(&planted), &["check"], None);
    assert!(out(&human).contains("0 error(s)"));
}

#[test]
fn a_command_that_cannot_be_carried_out_is_a_diagnostic_too() {
    let planted = Planted::of(&fixture());
    let own = ["build", "--format", "json", "--out", "content/site"];
    let output = run(&folder(&planted), &own, None);
    assert_eq!(output.status.code(), Some(2));
    let told = json(&output);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["severity"], "error");
    assert!(told[0]["file"].is_null());
}

/// Whatever is wrong is said, also to who wants to hear of nothing else.
#[test]
fn quiet_says_all_that_is_wrong_and_nothing_else() {
    let planted = faulty();
    let check = |arguments: &[&str]| {
        let all = [&["check"], arguments].concat();
        run(&folder(&planted), &all, None)
    };
    let loud = check(&["--format", "json"]);
    let quiet = check(&["--format", "json", "-q"]);
    assert!(json(&loud).iter().any(|d| d["severity"] == "warning"));
    assert_eq!(json(&quiet), json(&loud));
    assert!(quiet.stderr.is_empty(), "{quiet:?}");
    let told = String::from_utf8(check(&["-q"]).stderr).unwrap();
    assert!(
        told.contains("warning: ") && told.contains("error: "),
        "{told}"
    );
}

/// Reads a command as GitHub's runner does.
fn command(line: &str) -> (String, Vec<(String, String)>, String) {
    let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (name, properties) = head.split_once(' ').unwrap();
    let plain = |text: &str| {
        text.replace("%0D", "\r")
            .replace("%0A", "\n")
            .replace("%3A", ":")
            .replace("%2C", ",")
            .replace("%25", "%")
    };
    let properties = properties.split(',').map(|p| {
        let (key, value) = p.split_once('=').unwrap();
        (key.to_owned(), plain(value))
    });
    (name.to_owned(), properties.collect(), plain(message))
}

fn property<'p>(properties: &'p [(String, String)], key: &str) -> Option<&'p str> {
    let found = properties.iter().find(|(k, _)| k == key);
    found.map(|(_, value)| value.as_str())
}

#[test]
fn annotations_name_files_from_the_root_of_the_repository() {
    let planted = faulty();
    let root = folder(&planted);
    // Wherever the command runs, and however the content is named.
    let nested = root.join("work");
    std::fs::create_dir(&nested).unwrap();
    let absolute = planted.content();
    let ways = [
        (root.as_path(), "content", None),
        (root.as_path(), "./content", None),
        (root.as_path(), absolute.to_str().unwrap(), None),
        (nested.as_path(), "../content", Some(root.as_path())),
    ];
    for (folder, content, workspace) in ways {
        let arguments = ["check", "--format", "github", "--content", content];
        let output = run(folder, &arguments, workspace);
        let out = out(&output);
        let all: Vec<_> = out.lines().map(command).collect();
        let (_, properties, message) = all.iter().find(|c| c.0 == "error").unwrap();
        assert_eq!(
            property(properties, "file"),
            Some("content/report.yaml"),
            "{out}"
        );
        let line = planted.line("report.yaml", "focus: EL\n").to_string();
        assert_eq!(property(properties, "line"), Some(line.as_str()));
        assert_eq!(property(properties, "col"), Some("8"));
        assert!(message.contains("help: "), "{message}");
        assert!(all.iter().any(|c| c.0 == "warning"), "{out}");
    }
}

#[test]
#[cfg(unix)]
fn hostile_names_and_texts_stay_inside_their_line() {
    let planted = Planted::of(&fixture());
    let hostile = "a,b:c%0A\n::error::x\u{1b}[2J\u{202e}\"\\ 甲.yaml";
    planted.write(&format!("survey/indicators/{hostile}"), "x: &a \"1\n");
    planted.write(&format!("{hostile}.txt"), "");
    planted.replace(
        "report.yaml",
        "focus: ELL",
        "focus: \"%0A::x\\n::error::y,\\\"\"",
    );
    let github = run(&folder(&planted), &["check", "--format", "github"], None);
    let lines = out(&github);
    assert!(lines.lines().count() >= 3, "{lines}");
    for line in lines.lines() {
        let (name, properties, _) = command(line);
        assert!(name == "error" || name == "warning", "{line}");
        for (key, _) in &properties {
            let known = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(known.contains(&key.as_str()), "{line}");
        }
        assert_eq!(
            property(&properties, "title"),
            Some("egov-report"),
            "{line}"
        );
        assert!(!line.contains(['\u{1b}', '\u{202e}']), "{line:?}");
    }
    let told = json(&run(
        &folder(&planted),
        &["check", "--format", "json"],
        None,
    ));
    let file = format!("content/survey/indicators/{hostile}");
    assert!(told.iter().any(|d| d["file"] == file.as_str()), "{told:?}");
    assert!(
        told.iter()
            .any(|d| d["message"].as_str().unwrap().contains("%0A::x")),
        "{told:?}"
    );
}

/// A row of the table of stages: its depth, name and milliseconds.
fn rows(said: &str) -> Vec<(usize, String, f64)> {
    let table = said.split_once("how long the stages took\n");
    let lines = table.map_or("", |(_, table)| table).lines();
    let row = |line: &str| {
        let (name, time) = line.split_once(" ms")?.0.trim_end().rsplit_once(' ')?;
        let depth = (name.len() - name.trim_start().len()) / 2;
        Some((depth, name.trim().to_owned(), time.parse().ok()?))
    };
    lines.map_while(row).collect()
}

#[test]
fn stages_are_told_in_a_table_and_as_a_trace() {
    let planted = Planted::of(&fixture());
    let run = planted.run(&["build", "--timings"]);
    let said = String::from_utf8(run.stderr).unwrap();
    let rows = rows(&said);
    let time = |wanted: &str| rows.iter().find(|(_, name, _)| name == wanted).unwrap().2;
    for stage in [
        "read", "files", "indices", "chapters", "site", "charts", "pages", "links", "writing",
    ] {
        assert!(time(stage) >= 0.0);
    }
    // Stages below another are a part of it.
    let mut sum = 0.0;
    for (depth, name, time) in rows.iter().rev() {
        match depth {
            0 => {
                assert!(sum <= time + 1.0, "{name}: {said}");
                sum = 0.0;
            }
            1 => sum += time,
            _ => {}
        }
    }
    let trace = folder(&planted).join("trace.json");
    let run = planted.run(&["build", &format!("--timings={}", trace.display())]);
    assert!(run.status.success());
    assert!(!String::from_utf8(run.stderr).unwrap().contains("how long"));
    let trace: Value = serde_json::from_str(&std::fs::read_to_string(trace).unwrap()).unwrap();
    let events = trace["traceEvents"].as_array().unwrap();
    let named = |name: &str| events.iter().find(|e| e["name"] == name).unwrap();
    let (whole, part) = (named("site"), named("pages"));
    let [from, to] = [whole, part].map(|e| {
        assert_eq!(e["ph"], "X");
        (e["ts"].as_u64().unwrap(), e["dur"].as_u64().unwrap())
    });
    assert!(from.0 <= to.0 && to.0 + to.1 <= from.0 + from.1);
    let run = planted.run(&["check"]);
    assert!(!String::from_utf8(run.stderr).unwrap().contains("how long"));
    let run = planted.run(&["build", "--timings=/nowhere/trace.json"]);
    assert!(
        String::from_utf8(run.stderr)
            .unwrap()
            .contains("cannot write `/nowhere/trace.json`")
    );
}
