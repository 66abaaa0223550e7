//! Names of files can hold anything: on a terminal nothing of them acts.

use super::told;
use crate::common::fixture;
use crate::common::planted::Planted;

const NAME: &str = "a\u{1b}]0;owned\u{7}\u{1b}[2J\n\u{e100}\u{202e}\u{9b}31m";

/// Everything that is printed, but for line breaks of the program's own.
fn printed(copy: &Planted, arguments: &[&str]) -> String {
    let run = copy.run(arguments);
    let text = told(&run).0 + &String::from_utf8_lossy(&run.stdout);
    let acts = |c: char| {
        c != '\n'
            && (c.is_control() || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{202a}'..='\u{202e}'))
    };
    assert!(!text.contains(acts), "{text:?}");
    text
}

#[cfg(unix)]
#[test]
fn names_of_files_are_written_out() {
    for (file, text) in [
        (format!("{NAME}.txt"), "x"),
        (format!("{NAME}/x.txt"), "x"),
        (format!("charts/{NAME}.yaml"), "kind: nothing\n"),
        (format!("charts/{NAME}.yaml"), "a: [\n"),
        (format!("survey/indicators/{NAME}.yaml"), "id: x\n"),
        (format!("survey/editions/{NAME}.yaml"), "x"),
        (format!("commentary/{NAME}.en.md"), "---\ntitle: x\n---\n"),
        (format!("commentary/{NAME}.md"), "x"),
    ] {
        let copy = Planted::of(&fixture());
        copy.write(&file, text);
        let text = printed(&copy, &["check"]);
        let shown = "a\\u{1b}]0;owned\\u{7}\\u{1b}[2J\\n\\u{e100}\\u{202e}\\u{9b}31m";
        assert!(text.contains(shown), "{file:?}: {text}");
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_written_out() {
    use std::os::unix::ffi::OsStringExt;
    let copy = Planted::of(&fixture());
    copy.write("charts/x.yaml", "kind: nothing\n");
    let name = std::ffi::OsString::from_vec(b"\x1b]0;\xff\x07.yaml".to_vec());
    std::fs::write(copy.content().join("charts").join(name), "x").unwrap();
    printed(&copy, &["check"]);
}

/// A folder is named on the command line, and in the summary.
#[cfg(unix)]
#[test]
fn names_of_folders_are_written_out() {
    let copy = Planted::of(&fixture());
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("s\u{1b}[31m\u{7}");
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_egov-report"))
        .arg("build")
        .arg("--content")
        .arg(copy.content())
        .arg("--out")
        .arg(&out)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", told(&run).0);
    let text = told(&run).0 + &String::from_utf8_lossy(&run.stdout);
    assert!(!text.contains(['\u{1b}', '\u{7}']), "{text:?}");
    assert!(text.contains("s\\u{1b}[31m\\u{7}"), "{text}");
}

/// Texts of YAML are quoted in messages.
#[test]
fn texts_in_messages_keep_to_their_line() {
    let copy = Planted::of(&fixture());
    copy.replace("report.yaml", "focus: ELL", "focus: \"E\\nerror: forged\"");
    let text = printed(&copy, &["check"]);
    assert!(text.contains("E\\nerror: forged"), "{text}");
}
