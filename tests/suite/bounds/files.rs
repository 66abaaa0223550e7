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
        ("claim.yaml", "did you mean `claims.yaml`"),
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
    refused(&copy, &["charts` leads to nothing"], &["check"]);
}

/// A link that leads nowhere is said in plain words.
#[cfg(unix)]
#[test]
fn links_without_an_end_are_said() {
    use std::os::unix::fs::symlink;
    for (name, target, wanted) in [
        ("claims.yaml", "claims.yaml", "claims.yaml` leads to itself"),
        (
            "claims.yaml",
            "nowhere.yaml",
            "claims.yaml` leads to nothing",
        ),
        ("charts/x.yaml", "x.yaml", "x.yaml` leads to itself"),
        (
            "survey/indicators/more",
            "../indicators",
            "more` leads to a folder that holds the link",
        ),
    ] {
        let copy = Planted::of(&fixture());
        let link = copy.content().join(name);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        let _ = fs::remove_file(&link);
        symlink(target, &link).unwrap();
        let hint = "remove the link, or put the file itself here";
        refused(&copy, &[wanted, hint], &["check"]);
        let (text, _) = told(&copy.run(&["check"]));
        assert!(!text.contains("IO error"), "{text}");
    }
}

#[test]
fn all_files_together_are_bounded() {
    let copy = Planted::of(&fixture());
    let (all, largest) = sizes(&copy.content());
    let run = |limit: String| copy.run(&["check", "--limit", &limit]);
    let (text, code) = told(&run(format!("content-size={}", all - 1)));
    assert_eq!(code, Some(1), "{text}");
    for part in [
        "the files of `",
        "are too large together",
        "--limit content-size=",
        &largest,
    ] {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
    assert_eq!(text.matches("error: ").count(), 1, "{text}");
    let (text, code) = told(&run(format!("content-size={all}")));
    assert_eq!(code, Some(0), "{text}");
    let (text, _) = told(&run("files=5".to_owned()));
    assert!(
        text.contains("has too many files") && text.matches("error: ").count() == 1,
        "{text}"
    );
    let assets = copy.content().with_file_name("assets");
    fs::create_dir(&assets).unwrap();
    fs::write(assets.join("a.bin"), [0; 3000]).unwrap();
    fs::write(assets.join("b.bin"), [0; 3000]).unwrap();
    let (text, _) = told(&run("assets-size=5K".to_owned()));
    let wanted = "`a.bin` (2.9K), `b.bin` (2.9K); the limit is 5K; `--limit assets-size=…`";
    assert!(
        text.contains(wanted) && text.matches("error: ").count() == 1,
        "{text}"
    );
}

/// The bytes of all files, and the name of the largest.
fn sizes(folder: &Path) -> (u64, String) {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    let sized: Vec<(u64, String)> = files
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).unwrap();
            (entry.metadata().unwrap().len(), name.display().to_string())
        })
        .collect();
    let all = sized.iter().map(|file| file.0).sum();
    (all, sized.into_iter().max().unwrap().1)
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
