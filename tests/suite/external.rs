//! `check --external`, against a host of the test's own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crate::common::fixture;
use crate::common::host::{Answer, Host};
use crate::common::planted::Planted;

/// A report whose links lead to these addresses, each as the address of a source.
fn with_links(addresses: &[String]) -> Planted {
    let planted = Planted::of(&fixture());
    let mut sources = String::new();
    for (i, address) in addresses.iter().enumerate() {
        sources.push_str(&format!(
            "source-{i}:\n  type: webpage\n  title: {{zh: 页, en: Page}}\n  issued: 2021\n  \
             accessed: 2021-05-01\n  url: {address}\n"
        ));
    }
    let file = "survey/sources.yaml";
    let old = planted.text(file);
    planted.write(file, &format!("{old}{sources}"));
    // No other host is asked for anything.
    planted.replace(file, "  url: https://harbours.example/almanac\n", "");
    let (licence, own) = (
        "  url: https://creativecommons.org/publicdomain/zero/1.0/",
        format!("  url: {}", addresses[0]),
    );
    planted.replace("report.yaml", licence, &own);
    planted
}

struct Checked {
    output: Output,
    time: Duration,
}

impl Checked {
    fn said(&self) -> String {
        let Output { stdout, stderr, .. } = &self.output;
        format!(
            "{}{}",
            String::from_utf8_lossy(stderr),
            String::from_utf8_lossy(stdout)
        )
    }

    fn code(&self) -> i32 {
        self.output.status.code().unwrap()
    }
}

fn cache(planted: &Planted) -> PathBuf {
    planted.content().with_file_name("cache/links.json")
}

fn check(planted: &Planted, arguments: &[&str]) -> Checked {
    let start = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_egov-report"));
    command
        .args([
            "check",
            "--external",
            "--timeout",
            "2",
            "--content",
            "content",
        ])
        .args(arguments)
        .current_dir(planted.content().parent().unwrap())
        .env(
            "XDG_CACHE_HOME",
            planted.content().with_file_name("own-cache"),
        );
    if !arguments.contains(&"--cache") {
        command.arg("--cache").arg(cache(planted));
    }
    for proxy in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(proxy).env_remove(proxy.to_lowercase());
    }
    let output = command.output().unwrap();
    Checked {
        output,
        time: start.elapsed(),
    }
}

fn is(status: u16) -> Answer {
    Answer::Is(status, Vec::new(), b"<p>page".to_vec())
}

fn to(status: u16, path: &str) -> Answer {
    Answer::Is(status, vec![("Location", path.to_owned())], Vec::new())
}

/// A host with pages of every kind.
fn host() -> Host {
    Host::new(|method, path| match path {
        "/ok" | "/new" => is(200),
        "/moved" => to(301, "/new"),
        "/for-now" => to(302, "/new"),
        "/gone" => is(410),
        "/missing" => is(404),
        "/no-head" if method == "HEAD" => is(405),
        "/not-implemented" if method == "HEAD" => is(501),
        "/no-head" | "/not-implemented" => is(200),
        "/broken" => is(500),
        "/people-only" => is(403),
        "/circle" => to(302, "/circle/on"),
        "/circle/on" => to(302, "/circle"),
        "/away" => to(302, "javascript:x"),
        "/nowhere" => Answer::Is(302, Vec::new(), Vec::new()),
        "/to-missing" => to(301, "/missing"),
        "/slow" => Answer::Nothing(Duration::from_secs(30)),
        "/closed" => Answer::Nothing(Duration::ZERO),
        path if path.starts_with("/on/") => {
            let next = path[4..].parse::<u32>().unwrap() + 1;
            to(302, &format!("/on/{next}"))
        }
        _ => is(418),
    })
}

#[test]
fn every_dead_link_is_told_at_its_line_and_no_other() {
    let host = host();
    let paths = [
        ("/ok", ""),
        ("/moved", ""),
        ("/for-now", ""),
        ("/no-head", ""),
        ("/not-implemented", ""),
        ("/people-only", ""),
        ("/gone", "answers 410 Gone"),
        ("/missing", "answers 404 Not Found"),
        ("/broken", "answers 500 Internal Server Error"),
        ("/circle", "leads in a circle"),
        ("/on/1", "leads on more than 20 times"),
        ("/away", "leads on to `javascript:x`"),
        ("/nowhere", "answers 302 and does not say where to go"),
        ("/to-missing", "answers 404 Not Found"),
        ("/slow", "gives no answer in time"),
        ("/closed", "closes the connection without an answer"),
    ];
    let addresses = paths.map(|(path, _)| host.url(path));
    let planted = with_links(&addresses);
    let checked = check(&planted, &[]);
    let said = checked.said();
    for ((_, wrong), address) in paths.iter().zip(&addresses) {
        let message = format!("the link `{address}` is dead: it {wrong}");
        assert_eq!(
            !wrong.is_empty(),
            said.contains(&message),
            "{address}\n{said}"
        );
        if !wrong.is_empty() {
            let line = planted.line("survey/sources.yaml", &format!("url: {address}\n"));
            let place = format!("content/survey/sources.yaml:{line}:8\n");
            assert!(said.contains(&place), "{place}\n{said}");
        }
    }
    assert_eq!(said.matches("is dead").count(), 10, "{said}");
    let moved = format!(
        "  moved for good to {}: {} (content/survey",
        host.url("/new"),
        addresses[1]
    );
    assert!(said.contains(&moved), "{said}");
    assert!(said.contains("answers programs with 403"), "{said}");
    let counts = "4 found, 1 moved for good, 1 undecided, 10 dead";
    assert!(said.contains(counts), "{said}");
    assert_eq!(checked.code(), 0);
    assert!(checked.time < Duration::from_secs(40), "{:?}", checked.time);
    // A host is asked for one thing at a time: heads first, a page only where that failed.
    let asked = host.asked();
    let of = |path: &str| -> Vec<&str> {
        let to_path = asked.iter().filter_map(|a| a.split_once(' '));
        to_path
            .filter(|(_, p)| *p == path)
            .map(|(m, _)| m)
            .collect()
    };
    assert_eq!(of("/ok"), ["HEAD"]);
    assert_eq!(of("/no-head"), ["HEAD", "GET"]);
    assert_eq!(of("/gone"), ["HEAD", "GET"]);
    assert_eq!(of("/slow"), ["HEAD", "GET"]);
}

#[test]
fn dead_links_are_errors_for_the_strict_only_and_nothing_is_asked_without_external() {
    let host = host();
    let planted = with_links(&[host.url("/missing")]);
    let plain = |arguments: &[&str]| planted.run(arguments).status.code();
    assert_eq!(plain(&["check"]), Some(0));
    assert_eq!(plain(&["build"]), Some(0));
    assert_eq!(host.asked(), [""; 0]);
    let strict = check(&planted, &["--strict"]);
    assert_eq!(strict.code(), 1, "{}", strict.said());
    assert_eq!(check(&planted, &[]).code(), 0);
}

#[test]
fn a_link_in_texts_is_one_warning_that_names_all_its_places() {
    let host = host();
    let planted = with_links(&[host.url("/ok")]);
    let link = host.url("/missing");
    for lang in ["zh", "en"] {
        let file = format!("commentary/changes.{lang}.md");
        let text = planted.text(&file);
        planted.write(
            &file,
            &format!("{text}\n[A]({link}#a), <{link}>, [B]({link}?b).\n"),
        );
    }
    let said = check(&planted, &["--format", "json"]);
    let out = String::from_utf8_lossy(&said.output.stdout).into_owned();
    let lines = out.lines().map(|l| serde_json::from_str(l).unwrap());
    let mut dead: Vec<serde_json::Value> = lines
        .filter(|d: &serde_json::Value| d["message"].as_str().unwrap().contains("is dead"))
        .collect();
    dead.sort_by_key(|d| d["message"].as_str().unwrap().len());
    assert_eq!(dead.len(), 2, "{out}");
    let line = planted.line("commentary/changes.en.md", "[A](");
    assert_eq!(dead[0]["file"], "content/commentary/changes.en.md");
    assert_eq!(dead[0]["line"], line);
    assert_eq!(dead[0]["column"], 5);
    let labels = dead[0]["labels"].as_array().unwrap();
    let files: Vec<&str> = labels.iter().map(|l| l["file"].as_str().unwrap()).collect();
    let (en, zh) = (
        "content/commentary/changes.en.md",
        "content/commentary/changes.zh.md",
    );
    assert_eq!(files, [en, zh, zh]);
}

#[test]
fn what_was_found_is_not_asked_again_and_what_was_not_soon() {
    let host = host();
    let planted = with_links(&[host.url("/ok"), host.url("/missing"), host.url("/moved")]);
    assert_eq!(check(&planted, &[]).code(), 0);
    assert_eq!(host.asked().len(), 5);
    let again = check(&planted, &[]);
    assert_eq!(host.asked(), [""; 0], "{}", again.said());
    assert!(
        again.said().contains("3 known from before"),
        "{}",
        again.said()
    );
    assert!(
        again.said().contains("is dead: it answers 404"),
        "{}",
        again.said()
    );
    let file = cache(&planted);
    let text = std::fs::read_to_string(&file).unwrap();
    let stored: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(stored["version"], 1);
    assert_eq!(stored["links"][host.url("/ok")]["outcome"], "found");
    assert_eq!(stored["links"][host.url("/moved")]["to"], host.url("/new"));
    // Two hours later only what was not found is asked for; eight days later all, and at once
    // with another age.
    let earlier = |seconds: u64| {
        let mut stored = stored.clone();
        for entry in stored["links"].as_object_mut().unwrap().values_mut() {
            let checked = entry["checked"].as_u64().unwrap();
            entry["checked"] = (checked - seconds).into();
        }
        std::fs::write(&file, stored.to_string()).unwrap();
    };
    earlier(2 * 60 * 60);
    check(&planted, &[]);
    assert_eq!(host.asked(), ["HEAD /missing", "GET /missing"]);
    earlier(8 * 24 * 60 * 60);
    check(&planted, &[]);
    assert_eq!(host.asked().len(), 5);
    earlier(2 * 60 * 60);
    check(&planted, &["--max-age", "1h"]);
    assert_eq!(host.asked().len(), 5);
    check(&planted, &["--max-age", "0"]);
    assert_eq!(host.asked().len(), 5);
    let bad = check(&planted, &["--max-age", "7 days"]);
    assert_eq!(bad.code(), 2);
    assert!(bad.said().contains("such as 12h or 7d"), "{}", bad.said());
}

#[test]
fn the_cache_stands_in_the_users_folder_and_a_file_that_is_none_is_left_alone() {
    let host = host();
    let planted = with_links(&[host.url("/ok")]);
    let own = planted.content().join("report.yaml");
    let before = std::fs::read(&own).unwrap();
    let checked = check(&planted, &["--cache", own.to_str().unwrap()]);
    assert!(
        checked.said().contains("is no cache of links"),
        "{}",
        checked.said()
    );
    assert_eq!(std::fs::read(&own).unwrap(), before);
    assert_eq!(host.asked(), ["HEAD /ok"]);
    // Without the option.
    let mut command = Command::new(env!("CARGO_BIN_EXE_egov-report"));
    let home = planted.content().with_file_name("home");
    let done = command
        .args(["check", "--external", "--content"])
        .arg(planted.content())
        .env("XDG_CACHE_HOME", &home)
        .env("LOCALAPPDATA", &home)
        .env("NO_PROXY", "127.0.0.1")
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(0));
    assert!(Path::new(&home).join("egov-report/links.json").is_file());
}

#[test]
fn a_network_that_is_not_there_is_told_once() {
    // Names that no network knows.
    let addresses: Vec<String> = (0..9)
        .map(|i| format!("http://host-{i}.invalid/page"))
        .collect();
    let planted = with_links(&addresses);
    let checked = check(&planted, &[]);
    let said = checked.said();
    let told = "the network cannot be reached: 9 external link(s) not followed";
    assert_eq!(said.matches(told).count(), 1, "{said}");
    assert!(!said.contains("is dead"), "{said}");
    assert_eq!(checked.code(), 0);
    assert!(!cache(&planted).exists());
    assert_eq!(check(&planted, &["--strict"]).code(), 1);
}

#[test]
fn a_host_that_is_not_there_is_dead_where_others_answer() {
    let host = host();
    let refused = {
        // A port that was free a moment ago.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/", listener.local_addr().unwrap())
    };
    let planted = with_links(&[
        host.url("/ok"),
        "http://no-such-host.invalid/".to_owned(),
        refused.clone(),
    ]);
    let said = check(&planted, &[]).said();
    assert!(
        said.contains("`http://no-such-host.invalid/` is dead: it cannot be reached"),
        "{said}"
    );
    assert!(
        said.contains(&format!("`{refused}` is dead: it cannot be reached")),
        "{said}"
    );
    assert!(said.contains("refuses the connection"), "{said}");
}

#[test]
fn errors_come_before_links() {
    let host = host();
    let planted = with_links(&[host.url("/ok")]);
    planted.replace("report.yaml", "focus: ELL", "focus: NIL");
    let checked = check(&planted, &[]);
    assert_eq!(checked.code(), 1);
    assert!(
        checked
            .said()
            .contains("not followed before the errors are mended")
    );
    assert_eq!(host.asked(), [""; 0]);
}
