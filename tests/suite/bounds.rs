//! What strangers may write takes neither all memory nor all time: each bound says so at its place
//! and can be raised.

mod charts;
mod collisions;
mod files;
mod fuzzed;
mod marks;
mod names;
mod time;
mod tricks;

use std::fmt::Write as _;
use std::process::Output;

use crate::common::planted::Planted;
use crate::common::{checkout, fixture};

/// Standard error, and the exit code.
fn told(run: &Output) -> (String, Option<i32>) {
    let text = String::from_utf8_lossy(&run.stderr).into_owned();
    (text, run.status.code())
}

/// A build says `wanted` and no more than one error.
fn refused(copy: &Planted, wanted: &[&str], arguments: &[&str]) {
    let (text, code) = told(&copy.run(arguments));
    assert_eq!(code, Some(1), "{text}");
    for part in wanted {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
    assert!(!copy.out().join("index.html").exists());
}

/// Lists of nine lists, nine times over, in half a kilobyte.
fn laughs() -> String {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 1..9 {
        let items = vec![format!("*a{}", i - 1); 9].join(", ");
        writeln!(text, "a{i}: &a{i} [{items}]").unwrap();
    }
    text
}

#[test]
fn aliases_count_each_time() {
    for (file, before) in [
        ("claims.yaml", ""),
        ("survey/indicators/ferries.yaml", ""),
        ("report.yaml", "title: {zh: 一, en: one}\n"),
    ] {
        let copy = Planted::of(&fixture());
        copy.write(file, &format!("{before}{}", laughs()));
        refused(&copy, &["too many values", "use fewer", file], &["build"]);
    }
    let list = vec!["x"; 1000].join(", ");
    let copy = Planted::of(&fixture());
    copy.write(
        "claims.yaml",
        &format!("- &a [{list}]\n{}", "- *a\n".repeat(800)),
    );
    let wanted = ["too many values", "--limit yaml-nodes=", "claims.yaml"];
    refused(&copy, &wanted, &["build"]);
    let copy = Planted::of(&fixture());
    let front = format!("---\n{}---\n\n## A {{#a}}\n", laughs());
    copy.write("commentary/overview.en.md", &front);
    refused(&copy, &["too many values", "overview.en.md"], &["build"]);
}

#[test]
fn the_number_of_values_can_be_raised() {
    let copy = Planted::of(&fixture());
    copy.write("claims.yaml", &"- 1\n".repeat(2000));
    let low = ["build", "--limit", "yaml-nodes=2000"];
    refused(&copy, &["too many values", "the limit is 2000"], &low);
    let (text, _) = told(&copy.run(&["build", "--limit", "yaml-nodes=2001"]));
    assert!(text.contains("expected a mapping"), "{text:.1000}");
}

#[test]
fn deep_yaml_is_refused() {
    for deep in [
        "[".repeat(1_000_000),
        "{".repeat(100_000),
        "[a: ".repeat(250_000),
        "- ".repeat(100_000),
        "? ".repeat(50_000),
        format!("{}x{}", "[".repeat(60), "]".repeat(60)),
        format!("a: \"]]]]\"\nb: {}", "[#]\n".repeat(50_000)),
    ] {
        let copy = Planted::of(&fixture());
        copy.write("claims.yaml", &deep);
        refused(&copy, &["claims.yaml"], &["build"]);
    }
    let copy = Planted::of(&fixture());
    copy.write(
        "claims.yaml",
        &format!("{}x{}", "[".repeat(60), "]".repeat(60)),
    );
    refused(
        &copy,
        &["nested too deeply", "--limit nesting="],
        &["build"],
    );
    // Deeper by leave: now the list is read, and is no list of claims.
    let (text, _) = told(&copy.run(&["build", "--limit", "nesting=100"]));
    assert!(text.contains("expected a mapping"), "{text}");
}

/// Brackets that the parser counts before it tells of the first.
#[test]
fn brackets_are_nested_too_deeply_whatever_the_limit() {
    for (deep, limit) in [
        ("[".repeat(1_000_000), "nesting=50"),
        ("{".repeat(100_000), "nesting=50"),
        ("[".repeat(5000), "nesting=120"),
        ("[\n".repeat(5000), "nesting=120"),
    ] {
        let copy = Planted::of(&fixture());
        copy.write("claims.yaml", &deep);
        let wanted = ["nested too deeply", "--limit nesting=", "claims.yaml:"];
        refused(&copy, &wanted, &["build", "--limit", limit]);
        let (text, _) = told(&copy.run(&["build", "--limit", limit]));
        assert!(!text.contains("indentation"), "{text}");
    }
}

/// A line as long as a file, and texts that the two parsers read in different ways: every place in
/// one reading.
#[test]
fn wrong_rows_on_one_line_and_where_the_parsers_differ() {
    let keys: String = (0..100_000).map(|i| format!("k{i}: 1, ")).collect();
    for (rows, place) in [
        (format!("[{}]", "x, ".repeat(200_000)), "claims.yaml:1:2"),
        (format!("[{{{keys}}}]"), "claims.yaml:1:2"),
        (
            format!("- \"a\"#x\n{}", "- x\n".repeat(20_000)),
            "claims.yaml:2:3",
        ),
        (
            format!("- id: a\n  says:\t12\n{}", "- sayz: 1\n".repeat(10_000)),
            "claims.yaml:3:3",
        ),
    ] {
        let copy = Planted::of(&fixture());
        copy.write("claims.yaml", &rows);
        let (text, code) = told(&copy.run(&["build"]));
        assert_eq!(code, Some(1), "{text:.500}");
        assert!(text.contains(place), "{place} is not in {text:.2000}");
    }
}

#[test]
fn large_and_deep_markdown_ends() {
    let mebibyte = |part: &str| part.repeat((1 << 20) / part.len() - 100);
    for (body, wanted) in [
        (mebibyte("["), ""),
        (mebibyte("![a]("), ""),
        (mebibyte("*a **b "), ""),
        (mebibyte("[^a]"), ""),
        (mebibyte("`{{` "), ""),
        (mebibyte("<b>\n"), "nested too deeply"),
        (mebibyte("\\**。"), ""),
        (mebibyte("a|b\n-|-\n"), ""),
        (mebibyte(">"), "nested too deeply"),
        (mebibyte("* - + "), "nested too deeply"),
        (mebibyte("> - 1. "), "nested too deeply"),
        (mebibyte("# a {#a}\n"), "stands on this page twice"),
    ] {
        let copy = Planted::of(&fixture());
        let head = copy.text("commentary/overview.en.md");
        let front = &head[..head.find("\n---\n").unwrap() + 5];
        copy.write("commentary/overview.en.md", &format!("{front}\n{body}\n"));
        let (text, code) = told(&copy.run(&["check"]));
        assert_eq!(code, Some(1), "{text}");
        assert!(text.contains(wanted), "{wanted}: {text:.2000}");
    }
}

/// As many as honest texts have.
#[test]
fn ordinary_nesting_is_well() {
    let copy = Planted::of(&fixture());
    let list: String = (0..20)
        .map(|i| format!("{}- a\n", "  ".repeat(i)))
        .collect();
    let quotes = "> > > > > a\n";
    for lang in ["zh", "en"] {
        let file = format!("commentary/overview.{lang}.md");
        let text = copy.text(&file);
        copy.write(&file, &format!("{text}\n{list}\n{quotes}\n"));
    }
    let (text, _) = told(&copy.run(&["build"]));
    assert!(!text.contains("error"), "{text}");
}

#[test]
fn messages_are_counted() {
    let copy = Planted::of(&fixture());
    let row = |i| {
        format!(
            "- {{id: c{i}, section: overview#levels, text: {{zh: a, en: b}}, says: 1, expression: '1', k{i}: 1}}\n"
        )
    };
    let rows: String = (0..300).map(row).collect();
    copy.write("claims.yaml", &rows);
    let (text, _) = told(&copy.run(&["build"]));
    let printed = text.matches("error: a claim has no key `k").count();
    assert_eq!(printed, 100, "{text:.2000}");
    assert!(
        text.contains("200 more about `*.yaml` files; `--limit messages=300` shows them"),
        "{text}"
    );
    assert!(text.contains("300 error(s)"), "{text:.2000}");
    let (text, _) = told(&copy.run(&["build", "--limit", "messages=300"]));
    assert_eq!(text.matches("error: a claim has no key `k").count(), 300);
    assert!(!text.contains("more about"));
}

/// Each is placed in the one reading that knows all places.
#[test]
fn twenty_thousand_wrong_rows_are_reported() {
    let copy = Planted::of(&fixture());
    let row = |i| format!("- {{id: c{i}, section: a, says: 1, expression: '1', decimals: x}}\n");
    let rows: String = (0..20_000).map(row).collect();
    copy.write("claims.yaml", &rows);
    let (text, code) = told(&copy.run(&["build"]));
    assert_eq!(code, Some(1));
    assert!(
        text.contains("the same at 19997 more places"),
        "{text:.1000}"
    );
    assert!(text.contains("claims.yaml:1:"), "{text:.1000}");
}

#[test]
fn wrong_limits_are_said() {
    let copy = Planted::of(&fixture());
    for (limit, wanted) in [
        ("yaml", "NAME=NUMBER"),
        ("yamlsize=3", "there is no limit `yamlsize`"),
        ("yaml-size=many", "the number is whole"),
    ] {
        let (text, code) = told(&copy.run(&["check", "--limit", limit]));
        assert_eq!(code, Some(2), "{text}");
        assert!(text.contains(wanted), "{text}");
    }
}

/// The manual has every limit with its value.
#[test]
fn the_manual_lists_the_limits() {
    use egov_report::limits::Limit;
    let manual = std::fs::read_to_string(checkout("docs/report.md")).unwrap();
    for limit in Limit::ALL {
        let value = limit.shown(limit.default());
        let row = format!("| `{}` | {value} | {} |", limit.name(), limit.what());
        assert!(manual.contains(&row), "docs/report.md lacks: {row}");
    }
}

#[test]
fn a_template_writes_no_endless_page() {
    let copy = Planted::of(&fixture());
    let templates = copy.content().with_file_name("templates");
    std::fs::create_dir_all(&templates).unwrap();
    let text = "{% for a in range(end=9999) %}{% for b in range(end=9999) %}xxxxxxxx{% endfor %}{% endfor %}";
    std::fs::write(templates.join("editions.html"), text).unwrap();
    refused(
        &copy,
        &[
            "`editions.html` writes too large a page",
            "--limit page-size=",
        ],
        &["build"],
    );
    std::fs::write(templates.join("editions.html"), "x".repeat(300 << 10)).unwrap();
    refused(
        &copy,
        &["editions.html` is too large", "template-size"],
        &["build"],
    );
}

/// However many threads are asked for.
#[test]
fn many_threads_are_few() {
    for asked in [
        "5000",
        "999999999",
        "18446744073709551615",
        "99999999999999999999",
        "-1",
    ] {
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_egov-report"))
            .args(["check", "--content"])
            .arg(fixture())
            .env("RAYON_NUM_THREADS", asked)
            .output()
            .unwrap();
        let (text, code) = told(&run);
        assert_eq!(code, Some(0), "{asked}: {text}");
    }
}

/// Where the system gives no threads, the program says so.
#[cfg(target_os = "linux")]
#[test]
fn no_threads_is_said() {
    let script = "ulimit -v 400000; RAYON_NUM_THREADS=900 exec \"$0\" check --content \"$1\"";
    let run = std::process::Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_egov-report")])
        .arg(fixture())
        .output()
        .unwrap();
    let (text, code) = told(&run);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("the system gives no threads"), "{text}");
    assert!(!text.contains("panicked"), "{text}");
}
