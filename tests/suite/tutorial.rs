//! The tutorial, followed step by step: its commands are run, its files written, its changes made,
//! and what it says comes out has to come out. Nothing in it may be left untried.
#![cfg(unix)]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::{checkout, unset};
use crate::serve::program::Preview;

/// What the tutorial tells its readers to do, or to see.
#[derive(Debug, PartialEq)]
enum Step {
    /// Commands for the terminal.
    Run(String),
    /// Lines among those that the commands before print, in this order; `…` is anything.
    Prints(Vec<String>),
    /// A whole file.
    Write(String, String),
    /// What is to stand in a file in place of something.
    Change(String, String, String),
    /// What a page says in the end.
    Reads(String),
}

/// The steps in their order.
fn steps(markdown: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut lead = "";
    let mut quoted: Vec<&str> = Vec::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        if let Some(words) = line.strip_prefix("> ") {
            quoted.push(words);
            continue;
        }
        if !quoted.is_empty() {
            steps.push(Step::Reads(quoted.join(" ")));
            quoted.clear();
        }
        if let Some(language) = line.strip_prefix("```") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            steps.push(step(language, lead, &block));
        }
        if !line.is_empty() {
            lead = line;
        }
    }
    steps
}

/// A fenced block, by its language and the line above it.
fn step(language: &str, lead: &str, block: &[&str]) -> Step {
    let text: String = block.iter().map(|line| format!("{line}\n")).collect();
    let named = |before: &str| {
        let name = lead.strip_prefix(before)?.strip_suffix("`:")?;
        Some(name.to_owned())
    };
    match language {
        "sh" => Step::Run(text),
        "text" => Step::Prints(block.iter().map(|line| (*line).to_owned()).collect()),
        "yaml" | "markdown" | "css" | "html" => {
            let name = named("`").unwrap_or_else(|| panic!("no file's name above:\n{text}"));
            Step::Write(name, text)
        }
        "diff" => {
            let name = named("In `").unwrap_or_else(|| panic!("no file's name above:\n{text}"));
            let side = |sign: char| {
                let lines = block.iter().filter_map(|line| line.strip_prefix(sign));
                lines.collect::<Vec<_>>().join("\n")
            };
            Step::Change(name, side('-'), side('+'))
        }
        other => panic!("nobody tries blocks of `{other}`:\n{text}"),
    }
}

/// A reader at a terminal.
struct Reader {
    place: tempfile::TempDir,
    /// Where the terminal is.
    folder: PathBuf,
    /// What the last commands printed.
    printed: String,
}

impl Reader {
    fn new() -> Reader {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("desk");
        std::fs::create_dir(&folder).unwrap();
        Reader {
            folder,
            place,
            printed: String::new(),
        }
    }

    fn follow(&mut self, step: &Step, next: Option<&Step>) {
        match step {
            Step::Run(commands) if commands == "egov-report serve\n" => self.preview(),
            Step::Run(commands) => {
                let is_wrong = matches!(next, Some(Step::Prints(lines))
                    if lines.iter().any(|line| line.starts_with("error: ")));
                self.run(commands, !is_wrong);
            }
            Step::Prints(lines) => says_in_order(&self.printed, lines),
            Step::Write(name, text) => {
                let path = self.folder.join(name);
                std::fs::write(path, text).unwrap();
            }
            Step::Change(name, old, new) => {
                let path = self.folder.join(name);
                let text = std::fs::read_to_string(&path).unwrap();
                assert_eq!(
                    text.matches(old.as_str()).count(),
                    1,
                    "{old}\nin {name}:\n{text}"
                );
                std::fs::write(path, text.replace(old.as_str(), new)).unwrap();
            }
            Step::Reads(words) => self.reads(words),
        }
    }

    /// Runs commands in a shell that stops at the first one that fails.
    fn run(&mut self, commands: &str, is_well: bool) {
        let program = Path::new(env!("CARGO_BIN_EXE_egov-report"))
            .parent()
            .unwrap();
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
        let went = self.place.path().join("went");
        let script = format!("exec 2>&1\nset -e\n{commands}pwd > '{}'\n", went.display());
        let done = Command::new("sh")
            .args(["-c", &script])
            .env("PATH", path)
            .current_dir(&self.folder)
            .output()
            .unwrap();
        self.printed = String::from_utf8(done.stdout).unwrap();
        assert_eq!(done.status.success(), is_well, "{commands}{}", self.printed);
        if is_well {
            self.folder = std::fs::read_to_string(went).unwrap().trim_end().into();
        }
    }

    /// The preview, with the page that it serves; its port is any that is free.
    fn preview(&mut self) {
        let (preview, address) = Preview::ready(&self.folder, &[]);
        let mut connection = TcpStream::connect(address).unwrap();
        let asked = format!("GET /en/ HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        connection.write_all(asked.as_bytes()).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let port = format!(":{}/", address.port());
        self.printed = preview.said().replace(&port, ":4000/");
    }

    /// Builds the site elsewhere and looks for words on its pages.
    fn reads(&mut self, words: &str) {
        let out = self.place.path().join("looked-at");
        self.run(
            &format!("egov-report build --quiet --out '{}'\n", out.display()),
            true,
        );
        let pages = walkdir::WalkDir::new(out.join("en")).into_iter();
        let found = pages
            .map(Result::unwrap)
            .filter(|entry| entry.file_name() == "index.html")
            .any(|entry| text_of(&std::fs::read_to_string(entry.path()).unwrap()).contains(words));
        assert!(found, "no page says: {words}");
    }
}

/// The words of a page.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    let plain = unset(html);
    for part in plain.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, after)| after));
    }
    text.split(|c: char| c.is_whitespace() || c == '\u{2060}')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a line is as it was said to be.
fn is_like(line: &str, said: &str) -> bool {
    let mut parts = said.split('…');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

fn says_in_order(printed: &str, lines: &[String]) {
    let mut rest = printed.lines();
    for said in lines {
        assert!(
            rest.any(|line| is_like(line, said)),
            "`{said}` is not, or not at its place, in:\n{printed}"
        );
    }
}

/// The files that the tutorial says are in the site, in code or in tables.
fn promised(markdown: &str) -> impl Iterator<Item = &str> {
    let in_code = markdown.split('`').skip(1).step_by(2);
    in_code.filter(|code| code.starts_with("site/") && code.contains('.'))
}

/// A page of the manual, followed to its end.
fn followed(markdown: &str) -> Reader {
    let steps = steps(markdown);
    assert!(steps.len() > 10, "{steps:?}");
    let mut reader = Reader::new();
    for (at, step) in steps.iter().enumerate() {
        reader.follow(step, steps.get(at + 1));
    }
    reader
}

#[test]
fn the_tutorial_can_be_followed() {
    let markdown = std::fs::read_to_string(checkout("docs/tutorial.md")).unwrap();
    let reader = followed(&markdown);
    let files: Vec<&str> = promised(&markdown).collect();
    assert!(files.len() > 9, "{files:?}");
    for file in files {
        assert!(reader.folder.join(file).is_file(), "there is no {file}");
    }
}

/// The page on restyling: what it adds is on every page, and the templates that it lists are all
/// that draw pages.
#[test]
fn the_page_on_restyling_can_be_followed() {
    let markdown = std::fs::read_to_string(checkout("docs/restyling.md")).unwrap();
    let reader = followed(&markdown);
    let pages = walkdir::WalkDir::new(reader.folder.join("site")).into_iter();
    let pages: Vec<PathBuf> = pages
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.file_name().is_some_and(|name| name == "index.html"))
        // Charts on other sites have nothing of a page around them.
        .filter(|path| !path.ends_with("embed/index.html"))
        .collect();
    assert!(pages.len() > 20, "{pages:?}");
    for page in &pages {
        let html = std::fs::read_to_string(page).unwrap();
        let shown = page.display();
        let own = html.find("assets/custom.").expect("the style of one's own");
        assert!(html.find("assets/style.").unwrap() < own, "{shown}");
        assert!(html.find("assets/chart.").unwrap() < own, "{shown}");
        assert!(
            text_of(&html).contains("Write to the library board."),
            "{shown}"
        );
        assert!(html.contains("emblem.svg"), "{shown}");
    }
    for entry in walkdir::WalkDir::new(checkout("templates")).max_depth(1) {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let is_page = |text: &str| text.contains("{% extends \"base.html\" %}");
        let text = std::fs::read_to_string(checkout("templates").join(&name)).unwrap_or_default();
        if is_page(&text) {
            assert!(
                markdown.contains(&format!("`{name}`")),
                "the page does not list {name}"
            );
        }
    }
}

#[test]
fn lines_are_compared_as_a_reader_would() {
    assert!(is_like("site: 3 pages", "site: …"));
    assert!(is_like("   = help: do", "… = help: do"));
    assert!(is_like("0 errors", "0 errors"));
    assert!(!is_like("10 errors", "0 errors"));
    assert!(!is_like("0 errors, 1 warning", "0 errors"));
    assert!(!is_like("a b", "a…c"));
}
