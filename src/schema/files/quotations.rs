//! `quotations.yaml`.

use crate::schema::{ANY, FileDescription, Key, Record, Shape};

/// `quotations.yaml`.
pub static QUOTATIONS: FileDescription = FileDescription {
    name: "quotations",
    path: "quotations.yaml",
    about: "Words of others, quoted with `{{ quote(id=\"…\") }}`: a list.",
    shape: Shape::List(&Shape::Record(&QUOTATION), 0, ANY),
};

/// A quotation.
pub static QUOTATION: Record = Record::new(
    "quotation",
    "a quotation",
    &[
        Key::needed(
            "id",
            Shape::Id("this quotation"),
            "tide",
            "Unique among the quotations.",
        )
        .also(&["key"]),
        Key::needed(
            "source",
            Shape::Id("a source"),
            "almanac",
            "Where the words stand.",
        )
        .also(&["from", "cite"]),
        Key::needed(
            "place",
            Shape::Texts,
            "{zh: 第二章第3段, en: \"chapter 2, paragraph 3\"}",
            "Where in the source.",
        )
        .also(&["where", "locator", "page"]),
        Key::new(
            "speaker",
            Shape::Texts,
            "{zh: 港务长, en: the harbour master}",
            "Whose words they are, where the source quotes somebody else.",
        )
        .also(&["author", "by"]),
        Key::new(
            "language",
            Shape::Id("a language of the report"),
            "zh",
            "The language of the words; in every other a translation stands.",
        )
        .or("the first language")
        .also(&["lang"]),
        Key::needed(
            "text",
            Shape::Texts,
            "{zh: 潮来人动, en: When the tide comes, people move}",
            "The words, without quotation marks, and their translations.",
        )
        .also(&["words", "quote"]),
    ],
);
