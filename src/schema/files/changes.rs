//! `changes.yaml`.

use crate::schema::{ANY, FileDescription, Key, Record, Shape};

/// `changes.yaml`.
pub static CHANGES: FileDescription = FileDescription {
    name: "changes",
    path: "changes.yaml",
    about: "What has changed in the report and its data, for readers who come back: a list. The page of the data and a feed in each language have it, the newest first.",
    shape: Shape::List(&Shape::Record(&CHANGE), 0, ANY),
};

/// A change.
pub static CHANGE: Record = Record::new(
    "change",
    "a change",
    &[
        Key::needed(
            "date",
            Shape::Day,
            "2026-11-01",
            "The day on which it was published.",
        )
        .also(&["day", "on", "when"]),
        Key::new(
            "version",
            Shape::Text,
            "1.1.0",
            "The version of the report and its data that came with it.",
        )
        .also(&["release"]),
        Key::needed(
            "title",
            Shape::Texts,
            "{zh: 新增2024年数据, en: The edition of 2024 is added}",
            "What has changed, in a few words.",
        )
        .also(&["name", "what"]),
        Key::new(
            "text",
            Shape::Texts,
            "{zh: 三个乡镇的数值有更正。, en: The values of three towns are corrected.}",
            "More of it, in a sentence or two.",
        )
        .also(&["description", "about"]),
    ],
);
