//! What the integration tests share.

pub mod host;
pub mod planted;
pub mod raw;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use egov_report::diagnostic::{Diagnostic, Diagnostics};
use egov_report::lang::{Lang, Languages};
use egov_report::pipeline::{self, Inputs, Report, Silent, Site};

/// A path in the checkout.
pub fn checkout(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Chinese, as the real report has it.
pub fn zh() -> Lang {
    Languages::built_in().get("zh").unwrap()
}

/// English, as the real report has it.
pub fn en() -> Lang {
    Languages::built_in().get("en").unwrap()
}

/// Both.
pub fn both() -> [Lang; 2] {
    [zh(), en()]
}

/// The other of the two.
pub fn other(lang: Lang) -> Lang {
    lang.others().next().unwrap()
}

/// The second report, in Chinese, English and French.
pub fn in_three_languages() -> PathBuf {
    checkout("tests/fixtures/wellbeing/content")
}

/// The second report in Chinese and English alone, for tests that plant texts in these two.
pub fn fixture() -> PathBuf {
    static IN_TWO: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wellbeing-in-two/content");
        let _ = std::fs::remove_dir_all(&folder);
        copy(&in_three_languages(), &folder);
        for entry in walkdir::WalkDir::new(&folder) {
            let path = entry.unwrap().into_path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if name.ends_with(".fr.md") || name == "fr.yaml" {
                std::fs::remove_file(&path).unwrap();
            } else if name.ends_with(".yaml") {
                let text = std::fs::read_to_string(&path).unwrap();
                std::fs::write(&path, without_french(&text)).unwrap();
            }
        }
        folder
    });
    IN_TWO.clone()
}

/// French stands last in each mapping of the second report, or on a line of its own.
fn without_french(text: &str) -> String {
    let kept = text
        .lines()
        .filter(|line| !line.starts_with("languages:") && !line.trim_start().starts_with("fr: "));
    let mut kept: String = kept.map(|line| format!("{line}\n")).collect();
    while let Some(start) = kept.find(", fr: ") {
        let quoted = kept[start..].starts_with(", fr: \"");
        let end = if quoted { "\"}" } else { "}" };
        let length = kept[start..].find(end).unwrap() + end.len() - 1;
        kept.replace_range(start..start + length, "");
    }
    kept
}

/// Copies a folder with all below it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Leaves a report, whose content this is, without the charts that the program draws on pages that
/// have none, but for one on each edition's page: a fifth of the files, and the time they take.
pub fn few_charts(content: &Path) {
    let own = content.with_file_name("templates").join("page-charts");
    std::fs::create_dir_all(&own).unwrap();
    for entry in std::fs::read_dir(checkout("templates/page-charts")).unwrap() {
        let name = entry.unwrap().file_name();
        if name != "edition-2-distribution.yaml" {
            std::fs::write(own.join(name), "").unwrap();
        }
    }
}

/// HTML without what only sets its lines: where they may end, and what they keep together.
pub fn unset(html: &str) -> String {
    const KEPT: &str = "<span class=\"nb\">";
    let mut html = html.replace("<wbr>", "");
    while let Some(start) = html.find(KEPT) {
        let mut rest = start + KEPT.len();
        let mut depth = 1;
        while depth > 0 {
            let close = rest + html[rest..].find("</span>").unwrap();
            depth += html[rest..close].matches("<span").count();
            depth -= 1;
            rest = close + "</span>".len();
        }
        html.replace_range(rest - "</span>".len()..rest, "");
        html.replace_range(start..start + KEPT.len(), "");
    }
    html
}

/// Reads and builds; everything that was said.
pub fn make(content: &Path) -> (Option<Report>, Option<Site>, Vec<Diagnostic>) {
    let d = Diagnostics::new();
    let report = pipeline::read(&Inputs::beside(content), &d).ok();
    let site = report.as_ref().and_then(|r| r.build(&Silent, &d).ok());
    (report, site, d.into_sorted())
}

/// A report without any fault.
pub fn well(content: &Path) -> (Report, Site) {
    match make(content) {
        (Some(report), Some(site), said) if said.is_empty() => (report, site),
        (.., said) => panic!(
            "{}",
            said.iter().map(Diagnostic::to_string).collect::<String>()
        ),
    }
}

/// As [`well`], without making the pages.
pub fn well_read(content: &Path) -> Report {
    let d = Diagnostics::new();
    let report = pipeline::read(&Inputs::beside(content), &d);
    let said = d.into_sorted();
    match report {
        Ok(report) if said.is_empty() => report,
        _ => panic!(
            "{}",
            said.iter().map(Diagnostic::to_string).collect::<String>()
        ),
    }
}
