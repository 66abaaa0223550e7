//! Each fault that an author can make, planted in a copy of the second report: message, place,
//! hint; exit code 1; the last good site untouched; never a panic.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::{copy, fixture, make};
use egov_report::diagnostic::{Diagnostic, Severity};

/// A copy of the second report with faults.
struct Planted {
    folder: tempfile::TempDir,
}

impl Planted {
    fn new() -> Planted {
        let folder = tempfile::tempdir().unwrap();
        copy(&fixture(), &folder.path().join("content"));
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
    assert_eq!(build(&fixture(), &out), Some(0));
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
fn unknown_member_in_an_edition() {
    check(
        &unknown_member(),
        &want("unknown member `ELLE`", E18, (10, 3), "did you mean `ELL`?"),
    );
}

#[test]
fn missing_language_of_a_text() {
    let planted = Planted::new().replace(
        "survey/members.yaml",
        "{zh: 科维尔, en: Corvell}",
        "{zh: 科维尔}",
    );
    check(
        &planted,
        &want(
            "the text in English (`en`) is missing",
            "survey/members.yaml",
            (4, 21),
            "add `en: …`",
        ),
    );
}

#[test]
fn missing_language_of_a_chapter() {
    let planted = Planted::new().remove("commentary/changes.zh.md");
    check(
        &planted,
        &want(
            "the chapter `changes` has no text in 中文 (`zh`)",
            "report.yaml",
            (13, 5),
            "commentary/changes.zh.md",
        ),
    );
}

#[test]
fn wrong_type() {
    let planted = Planted::new().replace(E18, "health: 0.686", "health: fine");
    check(
        &planted,
        &want("expected a number, found a text", E18, (9, 53), ""),
    );
}

#[test]
fn value_out_of_range() {
    let planted = Planted::new().replace(E18, "health: 0.686", "health: 6.86");
    check(
        &planted,
        &want(
            "6.86 is outside the range of `health`, 0 to 1",
            E18,
            (9, 53),
            "flagged",
        ),
    );
}

#[test]
fn value_beyond_a_goalpost() {
    let planted = Planted::new().replace(E18, "soot: 40", "soot: 60");
    check(
        &planted,
        &want(
            "60 is beyond the goalposts of `soot`, 10 to 50",
            E18,
            (8, 29),
            "flagged",
        ),
    );
}

#[test]
fn duplicate_key() {
    let planted = Planted::new().replace(E18, ELL, &format!("{ELL}\n  ALD: {{assessed: false}}"));
    check(
        &planted,
        &want(
            "the key `ALD` stands here twice",
            E18,
            (10, 3),
            "remove one of the two",
        ),
    );
}

#[test]
fn two_pages_with_one_address() {
    let planted = Planted::new().replace("report.yaml", "editions: years", "editions: towns");
    check(
        &planted,
        &want(
            "two kinds of pages have one address: `editions` and `members` would stand under `towns`",
            "report.yaml",
            (10, 36),
            "`routes`",
        ),
    );
}

#[test]
fn two_codes_that_differ_in_case_only() {
    let planted = Planted::new().append(
        "survey/members.yaml",
        "- {code: ald, name: {zh: 小奥, en: Little Alder}, region: reed-delta}\n".as_bytes(),
    );
    check(
        &planted,
        &want(
            "there are two members `ald`",
            "survey/members.yaml",
            (14, 10),
            "",
        ),
    );
}

#[test]
fn missing_string_in_one_language() {
    let planted = Planted::new().append("strings/en.yaml", b"my-word: mine\n");
    check(
        &planted,
        &want(
            "the string `my-word` is missing in 中文 (`zh`)",
            "strings/en.yaml",
            (3, 1),
            "strings/zh.yaml",
        ),
    );
}

fn in_overview(from: &str, to: &str) -> Planted {
    Planted::new()
        .replace("commentary/overview.zh.md", from, to)
        .replace("commentary/overview.en.md", from, to)
}

#[test]
fn broken_link() {
    let planted = in_overview("(member:ELL)", "(member:ELX)");
    check(
        &planted,
        &want(
            "the link `member:ELX` leads nowhere",
            "overview.zh.md",
            (20, 3),
            "did you mean `ELL`?",
        ),
    );
}

#[test]
fn unknown_kind_of_link() {
    let planted = in_overview("(region:amber", "(regoin:amber");
    check(
        &planted,
        &want(
            "unknown kind of link `regoin:`",
            "overview.en.md",
            (22, 5),
            "did you mean `region`?",
        ),
    );
}

#[test]
fn broken_relative_link() {
    let planted = in_overview("(member:ELL)", "(../nowhere/)");
    check(
        &planted,
        &want(
            "the link `../nowhere/` leads nowhere",
            "overview.en.md",
            (17, 3),
            "member:CODE",
        ),
    );
}

#[test]
fn broken_anchor() {
    let planted = in_overview("changes#ellsay", "changes#elsay");
    check(
        &planted,
        &want(
            "the chapter `changes` has no heading `#elsay`",
            "overview.en.md",
            (22, 168),
            "did you mean `ellsay`?",
        ),
    );
}

/// One fault is told once in each file, not again by the check of the finished site.
#[test]
fn a_broken_anchor_is_told_once() {
    let said = in_overview("changes#ellsay", "changes#elsay").said();
    assert_eq!(
        said.len(),
        2,
        "{}",
        said.iter().map(|d| format!("{d}\n")).collect::<String>()
    );
}

/// The column counts characters: the Chinese before it counts one each.
#[test]
fn unknown_function_on_a_chinese_line() {
    let planted = in_overview("mean(edition=2018) ", "maen(edition=2018) ");
    check(
        &planted,
        &want(
            "unknown function `maen`",
            "overview.zh.md",
            (11, 109),
            "did you mean `mean`",
        ),
    );
}

#[test]
fn unknown_argument() {
    let planted = in_overview("count(edition=2018, level", "count(edition=2018, levle");
    check(
        &planted,
        &want(
            "`count` has no argument `levle`",
            "overview.zh.md",
            (11, 35),
            "did you mean `level`?",
        ),
    );
}

#[test]
fn unknown_member_in_commentary() {
    let planted = in_overview("rank(member=\"ELL\"", "rank(member=\"ELK\"");
    check(
        &planted,
        &want(
            "unknown member `ELK`",
            "overview.zh.md",
            (20, 80),
            "did you mean `ELL`?",
        ),
    );
}

#[test]
fn invalid_utf8() {
    let planted = Planted::new().append("survey/regions.yaml", b"# \xff\n");
    check(
        &planted,
        &want(
            "this byte is not valid UTF-8",
            "survey/regions.yaml",
            (20, 3),
            "save the file as UTF-8",
        ),
    );
}

#[test]
fn missing_file() {
    let planted = Planted::new().remove("survey/members.yaml");
    check(
        &planted,
        &unplaced("content/survey/members.yaml` is missing", ""),
    );
}

#[test]
fn invalid_yaml() {
    let planted = Planted::new().replace("survey/members.yaml", "{code: COR", "{code: [COR");
    check(
        &planted,
        &want(
            "this is not valid YAML",
            "survey/members.yaml",
            (4, 65),
            "brackets",
        ),
    );
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

/// Every file cut short and with a character changed at many places.
#[test]
fn bad_input_never_panics() {
    let whole = tempfile::tempdir().unwrap();
    let content = whole.path().join("content");
    copy(&fixture(), &content);
    for (path, bytes) in snapshot(&content) {
        let step = (bytes.len() / 6).max(1);
        for at in (0..bytes.len()).step_by(step) {
            let changed = |with: u8| {
                let mut changed = bytes.clone();
                changed[at] = with;
                changed
            };
            for bad in [
                bytes[..at].to_vec(),
                changed(b'{'),
                changed(b'\n'),
                changed(0xff),
            ] {
                std::fs::write(&path, &bad).unwrap();
                let run = catch_unwind(AssertUnwindSafe(|| make(&content)));
                assert!(run.is_ok(), "{} at byte {at} panics", path.display());
                run.expect("it was asserted");
            }
        }
        std::fs::write(&path, &bytes).unwrap();
    }
}

#[test]
fn faults_of_sources() {
    const FILE: &str = "survey/sources.yaml";
    for (from, to, message, at, hint) in [
        (
            "issued: 2021",
            "issued: 2021-13",
            "`2021-13` is not a date",
            (6, 11),
            "2026-11",
        ),
        (
            "issued: 2021",
            "issued: 2021\n  accessed: 2021-02",
            "is not a date",
            (7, 13),
            "2026-11-01",
        ),
        (
            "type: dataset",
            "type: datasett",
            "datasett",
            (3, 9),
            "dataset",
        ),
        (
            "issued: 2021",
            "issued: 2021\n  doi: ten",
            "`ten` is not a DOI",
            (7, 8),
            "10.1000/182",
        ),
        (
            "url: https",
            "url: htps",
            "an address starts with",
            (7, 8),
            "",
        ),
        (
            "issued: 2021",
            "issued: 2021\n  isued: 2021",
            "isued",
            (7, 3),
            "issued",
        ),
    ] {
        let planted = Planted::new().replace(FILE, from, to);
        let said = planted.said();
        let all: String = said.iter().map(|d| format!("{d}\n")).collect();
        assert!(
            says(&said, &want(message, FILE, at, hint)),
            "{message}:\n{all}"
        );
    }
}
