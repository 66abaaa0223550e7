//! `eject`: built-in files copied to be changed, and what a build says when they change underneath.

use std::fs;

use crate::new::{Desk, said};

fn desk() -> Desk {
    let desk = Desk::new();
    desk.well("", "new r --languages en");
    desk
}

#[test]
fn copies_build_and_are_listed() {
    let desk = desk();
    let listed = desk.well("r", "eject templates");
    assert!(
        listed.contains("chapter.html\n") && !listed.contains("strings/"),
        "{listed}"
    );
    assert!(!desk.path("r/templates").exists());
    desk.well("r", "eject templates chapter gallery/line home.html");
    desk.well("r", "eject strings en");
    desk.well("r", "eject assets style.css");
    for file in [
        "templates/chapter.html",
        "templates/gallery/line.yaml",
        "templates/home.html",
        "templates/strings/en.yaml",
        "assets/style.css",
    ] {
        assert!(desk.path("r").join(file).is_file(), "{file}");
    }
    desk.well("r", "check --strict");
    // A change shows on the pages; the list is not published.
    desk.replace("r/templates/home.html", "<h1", "<h1 data-mine=\"1\"");
    desk.well("r", "build");
    assert!(desk.text("r/site/index.html").contains("data-mine"));
    assert!(!desk.files().keys().any(|p| {
        p.to_string_lossy().contains("site") && p.to_string_lossy().contains("ejected")
    }));
}

#[test]
fn a_copy_is_never_overwritten() {
    let desk = desk();
    desk.write("r/templates/home.html", "mine");
    let said = desk.refused("r", "eject templates chapter home");
    assert!(said.contains("home.html` is there already"), "{said}");
    let said = desk.refused("r", "eject templates --all");
    assert!(said.contains("nothing was copied"), "{said}");
}

#[test]
fn names_that_are_none_are_told() {
    let desk = desk();
    let said = desk.refused("r", "eject templates chaptr");
    assert!(said.contains("did you mean `chapter"), "{said}");
    let said = desk.refused("r", "eject strings fr");
    assert!(
        said.contains("`egov-report eject strings` lists all"),
        "{said}"
    );
    let said = desk.refused("", "eject templates chapter");
    assert!(said.contains("there is no report in `content`"), "{said}");
    desk.refused("r", "eject pages");
}

#[test]
fn a_built_in_file_that_changed_under_a_copy_is_said_at_the_next_build() {
    let desk = desk();
    desk.well("r", "eject templates chapter source");
    desk.well("r", "eject assets page.js");
    for folder in ["templates", "assets"] {
        let list = desk.path("r").join(folder).join(".ejected.yaml");
        let text = fs::read_to_string(&list).unwrap();
        // As an earlier version of the program would have had it.
        let old = text
            .lines()
            .map(|line| match line.rsplit_once(": ") {
                Some((name, _)) if name == "chapter.html" || name == "page.js" => {
                    format!("{name}: 0000000000000000\n")
                }
                _ => format!("{line}\n"),
            })
            .collect::<String>();
        fs::write(&list, old).unwrap();
    }
    let build = said(&desk.run_in("r", "build"));
    assert!(
        build.contains("the built-in `chapter.html` has changed"),
        "{build}"
    );
    assert!(
        build.contains("the built-in `page.js` has changed"),
        "{build}"
    );
    assert!(!build.contains("`source.html` has changed"), "{build}");
    let shown = desk.well("r", "eject templates chapter --print");
    assert_eq!(shown, desk.text("r/templates/chapter.html"));
    desk.well("r", "eject templates chapter.html --keep");
    desk.well("r", "eject assets --keep");
    desk.well("r", "check --strict");
}
