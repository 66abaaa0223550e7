//! The front matter of a chapter.

use crate::schema::{FileDescription, Key, Others, Record, Shape};

/// The front matter of `commentary/<slug>.<language>.md`.
pub static CHAPTER: FileDescription = FileDescription {
    name: "chapter",
    path: "commentary/*.md",
    about: "The front matter of a chapter, between `---` lines at the top of its file.",
    shape: Shape::Record(&RECORD),
};

/// Front matter as a mapping.
pub static RECORD: Record = Record::new(
    "chapter",
    "front matter",
    &[
        Key::needed(
            "title",
            Shape::Text,
            "Members by level",
            "The chapter’s title.",
        )
        .also(&["name"]),
        Key::needed(
            "description",
            Shape::Text,
            "How many members there are in each level.",
            "One sentence for lists and search engines.",
        )
        .also(&["about", "summary", "abstract"]),
        Key::new(
            "short-title",
            Shape::Text,
            "Levels",
            "A shorter title for navigation.",
        )
        .or("the title")
        .also(&["short", "nav"]),
        Key::new(
            "translates",
            Shape::Record(&RECORD_OF_TRANSLATION),
            "{groups: 0a1b2c3d4e5f/5f4e3d2c1b0a}",
            "Which text of the original each section translates; the command `renew` writes it, in translations only.",
        ),
    ],
);

/// `translates`.
pub static RECORD_OF_TRANSLATION: Record = Record {
    name: "translates",
    what: "the record of a translation",
    keys: &[],
    others: Some(Others {
        key: "a section",
        pattern: "^.+$",
        shape: Shape::Text,
        about: "The hashes of the original’s text and of the translation’s, with a slash between them.",
        example: "groups: 0a1b2c3d4e5f/5f4e3d2c1b0a",
    }),
};
