//! ARCHITECTURE.md names every room of `src/`.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests may fail so")]

mod common;

#[test]
fn every_room_is_named() {
    let text = std::fs::read_to_string(common::checkout("ARCHITECTURE.md"))
        .expect("ARCHITECTURE.md is missing");
    for entry in std::fs::read_dir(common::checkout("src")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let room = name.trim_end_matches(".rs");
        let named = text
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .any(|word| word == room);
        assert!(named, "ARCHITECTURE.md does not name src/{name}");
    }
}
