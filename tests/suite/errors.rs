//! Each fault that an author can make, planted in a copy of the second report: message, place,
//! hint; exit code 1; the last good site untouched; never a panic.

mod commentary;
mod files;
mod report;
mod survey;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::{copy, few_charts, fixture, make};
use egov_report::diagnostic::{Diagnostic, Severity};

/// A copy of the second report with faults.
struct Planted {
    folder: tempfile::TempDir,
}

impl Planted {
    fn new() -> Planted {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content");
        copy(&fixture(), &content);
        few_charts(&content);
        Planted { folder }
    }

    fn content(&self) -> PathBuf {
        self.folder.path().join("content")
    }

    fn replace(self, file: &str, from: &str, to: &str) -> Planted {
        let path = self.content().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no `{from}`");
        std::fs::write(path, text.replacen(from, to, 1)).unwrap();
        self
    }

    fn append(self, file: &str, bytes: &[u8]) -> Planted {
        let path = self.content().join(file);
        let mut all = std::fs::read(&path).unwrap();
        all.extend(bytes);
        std::fs::write(path, all).unwrap();
        self
    }

    fn remove(self, file: &str) -> Planted {
        std::fs::remove_file(self.content().join(file)).unwrap();
        self
    }

    fn said(&self) -> Vec<Diagnostic> {
        make(&self.content()).2
    }
}

struct Want<'w> {
    message: &'w str,
    file: &'w str,
    at: Option<(usize, usize)>,
    hint: &'w str,
}

fn want<'w>(message: &'w str, file: &'w str, at: (usize, usize), hint: &'w str) -> Want<'w> {
    Want {
        message,
        file,
        at: Some(at),
        hint,
    }
}

fn unplaced<'w>(message: &'w str, hint: &'w str) -> Want<'w> {
    Want {
        message,
        file: "",
        at: None,
        hint,
    }
}

fn says(said: &[Diagnostic], want: &Want<'_>) -> bool {
    said.iter().any(|d| {
        let place = d.place.as_ref();
        d.severity == Severity::Error
            && d.message.contains(want.message)
            && place.is_none_or(|p| p.file.path.ends_with(want.file))
            && place.map(|p| p.line_column()) == want.at
            && (want.hint.is_empty() || d.hint.as_deref().is_some_and(|h| h.contains(want.hint)))
    })
}

fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|e| e.file_type().is_file())
        .map(|e| (e.path().to_owned(), std::fs::read(e.path()).unwrap()))
        .collect()
}

fn build(content: &Path, out: &Path) -> Option<i32> {
    let run = Command::new(env!("CARGO_BIN_EXE_egov-report"))
        .current_dir(content.parent().unwrap())
        .args(["build", "-q", "--content"])
        .arg(content)
        .arg("--out")
        .arg(out)
        .output()
        .unwrap();
    run.status.code()
}

/// The fault is told as wanted, and a build through the binary leaves the last good site as it was.
fn check(planted: &Planted, want: &Want<'_>) {
    let said = planted.said();
    let all: String = said.iter().map(|d| format!("{d}\n")).collect();
    assert!(
        says(&said, want),
        "`{}` {:?} not told:\n{all}",
        want.message,
        want.at
    );
    let out = planted.folder.path().join("site");
    assert_eq!(build(&Planted::new().content(), &out), Some(0));
    let before = snapshot(&out);
    assert_eq!(build(&planted.content(), &out), Some(1), "{all}");
    assert!(before == snapshot(&out), "the last good site was changed");
}

const E18: &str = "survey/editions/2018.yaml";
const ELL: &str = "  ELL: {income: 10000, soot: 10, green: 50, health: 0.686}";

fn unknown_member() -> Planted {
    Planted::new().replace(E18, ELL, &format!("{ELL}\n  ELLE: {{health: 0.6}}"))
}

#[test]
fn one_run_tells_all_faults() {
    let planted = unknown_member()
        .replace(E18, "health: 0.512", "health: fine")
        .replace(E18, "health: 0.8192", "health: 8.192")
        .replace(
            "survey/indicators/lamps.yaml",
            "region: reed-delta",
            "region: reed-dleta",
        )
        .append("strings/en.yaml", b"my-word: mine\n")
        .append("claims.yaml", b"- {id: crossings}\n")
        .replace(
            "commentary/overview.zh.md",
            "mean(edition=2018) ",
            "maen(edition=2018) ",
        )
        .replace(
            "commentary/overview.en.md",
            "(region:amber",
            "(regoin:amber",
        )
        .replace("commentary/changes.en.md", "(#ellsay)", "(#elsay)")
        .replace(
            "commentary/changes.zh.md",
            "level(member=\"ELL\"",
            "level(member=\"ELK\"",
        );
    let said = planted.said();
    let all: String = said.iter().map(|d| format!("{d}\n")).collect();
    for message in [
        "unknown member `ELLE`",
        "expected a number, found a text",
        "8.192 is outside the range of `health`",
        "unknown region or group `reed-dleta`",
        "the string `my-word` is missing",
        "a claim needs `section`",
        "unknown function `maen`",
        "unknown kind of link `regoin:`",
        "has no heading `#elsay`",
        "unknown member `ELK`",
    ] {
        assert!(
            said.iter().any(|d| d.message.contains(message)),
            "`{message}` not told:\n{all}"
        );
    }
}
