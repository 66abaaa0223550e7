//! Which files are read: the known ones, up to a size, inside the folder.

use std::fs;
use std::path::Path;

use super::{refused, told};
use crate::common::fixture;
use crate::common::planted::Planted;

/// What a check says; it ends well.
fn warned(copy: &Planted) -> String {
    let (text, code) = told(&copy.run(&["check"]));
    assert_eq!(code, Some(0), "{text}");
    text
}

#[test]
fn what_nothing_reads_is_said() {
    for (file, wanted) in [
        ("claim.yaml", "did you mean `claims.yaml`?"),
        ("charts/x.yml", "`x.yaml`"),
        ("chart/x.yaml", "the folder `"),
        ("charts/old/x.yaml", "the folder `"),
        ("notes.txt", "nothing reads the file `"),
        ("sources.yaml", "move it to `survey/sources.yaml`"),
        ("survey/edition/2020.yaml", "did you mean `survey/editions`"),
    ] {
        let copy = Planted::of(&fixture());
        copy.write(file, "a: [");
        let text = warned(&copy);
        assert!(text.contains(wanted), "{file}: {text}");
        assert_eq!(text.matches("warning: ").count(), 1, "{file}: {text}");
    }
}

#[test]
fn what_everybody_has_is_passed_over() {
    let copy = Planted::of(&fixture());
    for file in [
        "README.md",
        "LICENSE",
        "survey/README",
        ".git/config",
        ".DS_Store",
        "claims.yaml~",
        "charts/.x.yaml.swp",
        "commentary/#overview.en.md#",
        "Thumbs.db",
        "report.yaml.orig",
    ] {
        copy.write(file, "a: [");
    }
    assert!(!warned(&copy).contains("warning"), "{}", warned(&copy));
}

/// Six gigabytes that nobody reads: the file has no content on the disk.
#[test]
fn a_film_is_not_read() {
    let copy = Planted::of(&fixture());
    let film = |name: &str| {
        let file = fs::File::create(copy.content().join(name)).unwrap();
        file.set_len(6 << 30).unwrap();
    };
    film("film.mp4");
    assert!(warned(&copy).contains("film.mp4"));
    film("claims.yaml");
    refused(
        &copy,
        &[
            "claims.yaml` is too large",
            "the limit is 4M; `--limit yaml-size=",
        ],
        &["build"],
    );
    let copy = Planted::of(&fixture());
    let low = ["build", "--limit", "markdown-size=100"];
    refused(
        &copy,
        &["overview.en.md` is too large", "the limit is 100"],
        &low,
    );
}

#[cfg(unix)]
#[test]
fn links_stay_inside() {
    use std::os::unix::fs::symlink;
    let copy = Planted::of(&fixture());
    let outside = copy.content().with_file_name("outside.yaml");
    fs::write(&outside, "[]").unwrap();
    let claims = copy.content().join("claims.yaml");
    fs::remove_file(&claims).unwrap();
    symlink("../outside.yaml", &claims).unwrap();
    refused(&copy, &["claims.yaml` leads out of the folder"], &["build"]);
    // A folder that leads out is not walked.
    fs::remove_file(&claims).unwrap();
    symlink("/", copy.content().join("charts")).unwrap();
    refused(&copy, &["charts` leads out of the folder"], &["build"]);
    fs::remove_file(copy.content().join("charts")).unwrap();
    // Inside, links are followed; what leads nowhere is said.
    let real = copy.content().join("survey/editions/2021.yaml");
    let text = fs::read(&real).unwrap();
    fs::remove_file(&real).unwrap();
    fs::write(copy.content().join("survey/kept.bak"), text).unwrap();
    symlink("../kept.bak", &real).unwrap();
    warned(&copy);
    symlink("nowhere", copy.content().join("charts")).unwrap();
    let (text, code) = told(&copy.run(&["check"]));
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("charts"), "{text}");
}

#[cfg(unix)]
fn pipe(at: &Path) {
    let made = std::process::Command::new("mkfifo").arg(at).status();
    assert!(made.unwrap().success());
}

/// Opening a pipe would wait for a writer.
#[cfg(unix)]
#[test]
fn pipes_are_not_waited_for() {
    let copy = Planted::of(&fixture());
    pipe(&copy.content().join("film.mp4"));
    assert!(warned(&copy).contains("film.mp4"));
    fs::remove_file(copy.content().join("claims.yaml")).unwrap();
    pipe(&copy.content().join("claims.yaml"));
    refused(&copy, &["claims.yaml` is not a file"], &["build"]);
}

#[test]
fn names_that_differ_in_capitals_are_one() {
    let copy = Planted::of(&fixture());
    let text = copy.text("survey/indicators/lamps.yaml");
    copy.write("survey/indicators/Lamps.yaml", &text);
    // On a system that takes the two for one file there is nothing to find.
    if fs::read_dir(copy.content().join("survey/indicators"))
        .unwrap()
        .count()
        == 3
    {
        refused(
            &copy,
            &["Lamps.yaml` and `", "lamps.yaml` differ in capitals only"],
            &["build"],
        );
    }
}
