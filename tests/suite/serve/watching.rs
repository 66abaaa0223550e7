//! Changes of every kind are seen, and many at once are built once.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use super::program::{PATIENCE, Preview, edit, get, listen, next_event, report, until};

const CHAPTER: &str = "content/commentary/overview.en.md";
const PAGE: &str = "/en/reading/overview/";

fn shows(preview: &Preview, at: SocketAddr, words: &str) {
    until(
        || get(at, PAGE).text().contains(words),
        || format!("`{words}`:\n{}", preview.said()),
    );
}

/// The events until one that names an error with these words, or none.
fn wait_for_errors(stream: &mut std::io::BufReader<std::net::TcpStream>, words: Option<&str>) {
    loop {
        let data = next_event(stream);
        match words {
            Some(words) if data.contains(words) => return,
            None if data.contains("\"problems\":[]") => return,
            _ => {}
        }
    }
}

#[test]
fn saves_of_every_kind_are_seen() {
    let report = report();
    let (preview, at) = Preview::ready(report.path(), &["--timings"]);
    let chapter = report.path().join(CHAPTER);
    edit(&chapter, "thriving towns", "thriving harbours");
    shows(&preview, at, "thriving harbours");
    // What was asked for is told after each build.
    let told = || preview.said().matches("how long the stages took").count();
    until(|| told() >= 2, || preview.said());

    // As editors save: another file takes the place.
    let text = fs::read_to_string(&chapter).unwrap();
    let new = chapter.with_extension("md.tmp~");
    fs::write(&new, text.replace("thriving harbours", "flourishing quays")).unwrap();
    fs::rename(&new, &chapter).unwrap();
    shows(&preview, at, "flourishing quays");

    // Folders that were not there.
    let templates = report.path().join("templates");
    fs::remove_dir_all(&templates).unwrap();
    until(|| told() >= 4, || preview.said());
    fs::create_dir(&templates).unwrap();
    let shipped = crate::common::checkout("templates/chapter.html");
    let html = fs::read_to_string(shipped).unwrap();
    let html = html.replace("<article", "<p>a template of its own</p><article");
    fs::write(templates.join("chapter.html"), html).unwrap();
    shows(&preview, at, "a template of its own");
    fs::remove_dir_all(&templates).unwrap();
    until(
        || !get(at, PAGE).text().contains("a template of its own"),
        || preview.said(),
    );
    let place = report.path().join("assets/static/deep");
    fs::create_dir_all(&place).unwrap();
    fs::write(place.join("note.txt"), "one").unwrap();
    until(
        || get(at, "/deep/note.txt").text() == "one",
        || preview.said(),
    );
    fs::rename(place.join("note.txt"), place.join("other.txt")).unwrap();
    until(
        || get(at, "/deep/other.txt").text() == "one",
        || preview.said(),
    );
    assert_eq!(get(at, "/deep/note.txt").status, 404);
    fs::remove_file(place.join("other.txt")).unwrap();
    until(
        || get(at, "/deep/other.txt").status == 404,
        || preview.said(),
    );
}

#[test]
fn errors_are_told_with_their_place_and_taken_back() {
    let report = report();
    let editor = ["--editor", "vscode://file/{path}:{line}:{column}"];
    let (preview, at) = Preview::ready(report.path(), &editor);
    let (mut stream, first) = listen(at, PAGE);
    assert!(first.contains("\"problems\":[]"));
    let chapter = report.path().join(CHAPTER);
    let good = fs::read_to_string(&chapter).unwrap();
    let line = good.lines().count() + 2;
    fs::write(
        &chapter,
        format!("{good}\n{{{{ nothing(edition=2018) }}}}\n"),
    )
    .unwrap();
    wait_for_errors(&mut stream, Some("(edition=2018)"));
    let (_, told) = listen(at, PAGE);
    let place = format!("\"path\":\"{CHAPTER}\",\"line\":{line},");
    assert!(told.contains(&place), "{told}");
    let real = report.path().canonicalize().unwrap();
    let link = format!("vscode://file{}/{CHAPTER}:{line}:", real.display());
    assert!(told.contains(&link), "{link} in {told}");
    assert_eq!(get(at, PAGE).status, 200, "the last good site is shown");
    preview.wait_for("the last good site is shown");
    fs::write(&chapter, good).unwrap();
    wait_for_errors(&mut stream, None);
}

#[test]
fn a_report_that_never_was_good_is_shown_once_it_is() {
    let report = report();
    let chapter = report.path().join(CHAPTER);
    edit(
        &chapter,
        "{{ mean(edition=2018) }}",
        "{{ maen(edition=2018) }}",
    );
    let (_preview, at) = Preview::ready(report.path(), &[]);
    let answer = get(at, PAGE);
    assert_eq!(answer.status, 503);
    assert!(
        answer.text().contains("/__preview/client.js"),
        "it hears of the mending"
    );
    let (mut stream, first) = listen(at, PAGE);
    assert!(first.contains("maen"), "{first}");
    edit(&chapter, "maen(", "mean(");
    wait_for_errors(&mut stream, None);
    assert_eq!(get(at, PAGE).status, 200);
}

#[test]
fn content_that_is_removed_and_made_again_is_seen() {
    let report = report();
    let (preview, at) = Preview::ready(report.path(), &[]);
    let (mut stream, _) = listen(at, PAGE);
    let content = report.path().join("content");
    for round in ["once", "twice"] {
        let away = tempfile::tempdir().unwrap();
        crate::common::copy(&content, away.path());
        fs::remove_dir_all(&content).unwrap();
        wait_for_errors(&mut stream, Some("there is no folder"));
        edit(
            &away.path().join("commentary/overview.en.md"),
            "thriving towns",
            &format!("{round} thriving towns"),
        );
        crate::common::copy(away.path(), &content);
        shows(&preview, at, &format!("{round} thriving"));
        // A file in a folder that is not the one of the beginning.
        let words = format!("{round} more, thriving");
        edit(
            &report.path().join(CHAPTER),
            &format!("{round} thriving"),
            &words,
        );
        shows(&preview, at, &words);
    }
}

#[cfg(unix)]
#[test]
fn content_that_is_a_link_is_watched_where_it_leads() {
    let report = report();
    let place = tempfile::tempdir().unwrap();
    let link = place.path().join("content");
    std::os::unix::fs::symlink(report.path().join("content"), &link).unwrap();
    let (preview, at) = Preview::ready(place.path(), &[]);
    edit(
        &report.path().join(CHAPTER),
        "thriving towns",
        "thriving harbours",
    );
    shows(&preview, at, "thriving harbours");

    let other = super::program::report();
    edit(
        &other.path().join(CHAPTER),
        "thriving towns",
        "towns of another report",
    );
    fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink(other.path().join("content"), &link).unwrap();
    shows(&preview, at, "towns of another report");
    edit(
        &other.path().join(CHAPTER),
        "of another report",
        "of the other report",
    );
    shows(&preview, at, "towns of the other report");
}

#[test]
fn a_steady_stream_of_saves_is_built_now_and_then() {
    let report = report();
    let (preview, at) = Preview::ready(report.path(), &[]);
    let chapter = report.path().join(CHAPTER);
    let good = fs::read_to_string(&chapter).unwrap();
    let before = preview.builds();
    let start = Instant::now();
    let mut saves = 0;
    // Saves that never pause: two of them have to be shown nevertheless.
    while preview.builds() < before + 2 || saves < 40 {
        saves += 1;
        fs::write(&chapter, format!("{good}\nSave number {}.\n", word(saves))).unwrap();
        assert!(start.elapsed() < PATIENCE, "{}", preview.said());
        std::thread::sleep(Duration::from_millis(50));
    }
    let took = start.elapsed();
    shows(&preview, at, &format!("Save number {}.", word(saves)));
    let most = took.as_millis() / 2500 + 3;
    let builds = preview.builds() - before;
    assert!(
        builds as u128 <= most,
        "{builds} builds of {saves} saves in {took:?}"
    );
}

/// A number without digits, which would have to be bound.
fn word(number: usize) -> String {
    number
        .to_string()
        .bytes()
        .map(|digit| char::from(digit - b'0' + b'a'))
        .collect()
}

#[test]
fn a_folder_that_must_not_be_written_is_said_and_the_preview_goes_on() {
    let report = report();
    let foreign = report.path().join("mine");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("index.html"), "a thesis").unwrap();
    let (preview, at) = Preview::ready(report.path(), &["--out", "mine"]);
    preview.wait_for("goes on from memory");
    assert_eq!(get(at, PAGE).status, 200);
    edit(
        &report.path().join(CHAPTER),
        "thriving towns",
        "thriving harbours",
    );
    shows(&preview, at, "thriving harbours");
    assert_eq!(read(&foreign.join("index.html")), "a thesis");
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap()
}
