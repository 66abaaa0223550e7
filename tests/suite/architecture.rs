//! ARCHITECTURE.md names every room of `src/`.

#[test]
fn every_room_is_named() {
    let text = std::fs::read_to_string(crate::common::checkout("ARCHITECTURE.md"))
        .expect("ARCHITECTURE.md is missing");
    for entry in std::fs::read_dir(crate::common::checkout("src")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let room = name.trim_end_matches(".rs");
        let named = text
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .any(|word| word == room);
        assert!(named, "ARCHITECTURE.md does not name src/{name}");
    }
}
