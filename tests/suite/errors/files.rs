//! Faults of any file: what is in it, its YAML, that it is there.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{E18, ELL, Planted, check, snapshot, unplaced, want};
use crate::common::{copy, few_charts, fixture, make};

#[test]
fn wrong_type() {
    let planted = Planted::new().replace(E18, "health: 0.686", "health: fine");
    check(
        &planted,
        &want("expected a number, found a text", E18, (9, 53), ""),
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

/// Every file cut short and with a character changed at many places.
#[test]
fn bad_input_never_panics() {
    let whole = tempfile::tempdir().unwrap();
    let content = whole.path().join("content");
    copy(&fixture(), &content);
    few_charts(&content);
    for (path, bytes) in snapshot(&content) {
        let step = (bytes.len() / 3).max(1);
        for at in (0..bytes.len()).step_by(step) {
            let changed = |with: u8| {
                let mut changed = bytes.clone();
                changed[at] = with;
                changed
            };
            let all = [
                bytes[..at].to_vec(),
                changed(b'{'),
                changed(b'\n'),
                changed(0xff),
            ];
            // Two of them by turns; EVERY=1 tries all.
            let turn = |i: usize| i % 2 == at % 2 || std::env::var_os("EVERY").is_some();
            for (_, bad) in all.iter().enumerate().filter(|(i, _)| turn(*i)) {
                std::fs::write(&path, bad).unwrap();
                let run = catch_unwind(AssertUnwindSafe(|| make(&content)));
                assert!(run.is_ok(), "{} at byte {at} panics", path.display());
                run.expect("it was asserted");
            }
        }
        std::fs::write(&path, &bytes).unwrap();
    }
}
