//! Where the real program refuses to write, and what it says of the folder that stays.

use std::path::Path;
use std::process::{Command, Output};

use crate::common::planted::Planted;
use crate::common::{checkout, fixture};

fn run(planted: &Planted, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_egov-report"))
        .args(arguments)
        .current_dir(planted.content().parent().unwrap())
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn folders_that_would_be_read_are_refused_also_where_they_are_not_there() {
    let planted = Planted::of(&fixture());
    let beside = planted.content();
    let beside = beside.parent().unwrap();
    let before = names(beside);
    for out in [
        "templates",
        "templates/x",
        "assets",
        "./assets/",
        "content",
        "content/site",
        ".",
    ] {
        for command in ["build", "serve"] {
            let output = run(&planted, &[command, "--out", out]);
            assert_eq!(output.status.code(), Some(2), "{command} {out}: {output:?}");
            assert!(said(&output).contains("--out"), "{}", said(&output));
            assert_eq!(names(beside), before, "{command} {out}");
        }
    }
    let elsewhere = ["build", "--templates", "mine", "--out", "mine"];
    assert_eq!(run(&planted, &elsewhere).status.code(), Some(2));
    assert_eq!(names(beside), before);
}

#[cfg(unix)]
#[test]
fn an_out_that_is_no_folder_is_refused_at_once() {
    let planted = Planted::of(&fixture());
    let beside = planted.content();
    let beside = beside.parent().unwrap();
    std::fs::write(beside.join("file"), "mine").unwrap();
    let made = Command::new("mkfifo").arg(beside.join("pipe")).status();
    assert!(made.unwrap().success());
    for out in ["file", "pipe"] {
        let output = run(&planted, &["build", "--out", out]);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(said(&output).contains(out), "{}", said(&output));
    }
    assert_eq!(std::fs::read(beside.join("file")).unwrap(), b"mine");
}

#[test]
fn a_site_that_stays_is_spoken_of_only_where_there_is_one() {
    let planted = Planted::of(&fixture());
    let beside = planted.content();
    let beside = beside.parent().unwrap();
    let broken = |planted: &Planted| planted.write("report.yaml", "title: [\n");
    let good = planted.text("report.yaml");
    broken(&planted);
    let output = run(&planted, &["build"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!said(&output).contains("stays"), "{}", said(&output));
    planted.write("report.yaml", &good);
    assert_eq!(run(&planted, &["build"]).status.code(), Some(0));
    broken(&planted);
    assert!(said(&run(&planted, &["build"])).contains("the site in `site` stays as it is"));
    // A file of it is gone: no good site stays.
    std::fs::remove_file(beside.join("site/index.html")).unwrap();
    assert!(!said(&run(&planted, &["build"])).contains("stays"));
}

#[test]
fn words_are_added_and_never_overwritten() {
    let planted = Planted::of(&crate::common::in_three_languages());
    let whole = planted.text("strings/fr.yaml");
    let file = "strings/fr.yaml";
    let write = || run(&planted, &["check", "--words", "fr", "--write"]);
    assert_eq!(write().status.code(), Some(0));
    assert_eq!(planted.text(file), whole, "nothing is missing");
    let less = whole.replace("skip: Aller au contenu\n", "# mine: a remark\n");
    let less = less.replace('\n', "\r\n");
    planted.write(file, &less);
    assert_eq!(write().status.code(), Some(0));
    let now = planted.text(file);
    assert!(now.starts_with(&less), "what was there stays");
    let added = &now[less.len()..];
    assert!(added.contains("skip: \"\"\r\n"), "{added}");
    assert_eq!(added.matches(": \"").count(), 1, "{added}");
    for odd in [
        "{}\n",
        "{skip: x}\n",
        "  skip: x\n",
        "skip: x\n...\n",
        "[]\n",
    ] {
        planted.write(file, odd);
        let output = write();
        assert_eq!(output.status.code(), Some(2), "{odd}: {output:?}");
        assert_eq!(planted.text(file), odd);
    }
    planted.write(file, "skip: [\n");
    let output = write();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(planted.text(file), "skip: [\n");
    // What stands last keeps its blank lines.
    let kept = whole.replace("skip: Aller au contenu\n", "") + "mine: |+\n  x\n\n\n";
    planted.write(file, &kept);
    assert_eq!(write().status.code(), Some(0));
    assert!(planted.text(file).starts_with(&kept));
    assert!(!planted.text(file)[kept.len()..].starts_with('\n'));
    planted.remove(file);
    assert_eq!(write().status.code(), Some(0));
    assert!(planted.text(file).contains("skip: \"\"\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_printed_is_told() {
    let full = std::fs::File::options().write(true).open("/dev/full");
    let output = Command::new(env!("CARGO_BIN_EXE_egov-report"))
        .args(["check", "--words", "fr", "--content"])
        .arg(checkout("tests/fixtures/wellbeing/content"))
        .stdout(full.unwrap())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("cannot print"), "{}", said(&output));
}
