//! `strings/<language>.yaml`.

use crate::schema::{FileDescription, Key, Others, Record, Shape};

/// `strings/<language>.yaml`.
pub static STRINGS: FileDescription = FileDescription {
    name: "strings",
    path: "strings/*.yaml",
    about: "Words of the pages, by key, in the words of this report; a key that is replaced is replaced in every language.",
    shape: Shape::Record(&RECORD),
};

/// `strings/<language>.yaml` as a mapping.
pub static RECORD: Record = Record {
    name: "strings",
    what: "the words of a language",
    keys: &[],
    others: Some(Others {
        key: "the key of a word",
        pattern: "^.+$",
        shape: Shape::Either(&[Shape::Text, Shape::Record(&FORMS), Shape::Record(&ORDINAL)]),
        about: "A text, or a text for each plural form. `{name}` in it is filled in; each language has the same.",
        example: "members-title: Countries",
    }),
};

/// A text for each plural form.
pub static FORMS: Record = Record::new(
    "forms",
    "a word with plural forms",
    &[
        Key::new(
            "zero",
            Shape::Text,
            "\"no pages\"",
            "Where the language’s rules say `zero`.",
        ),
        Key::new("one", Shape::Text, "\"{n} page\"", "Where they say `one`.").also(&["singular"]),
        Key::new("two", Shape::Text, "\"{n} pages\"", "Where they say `two`."),
        Key::new("few", Shape::Text, "\"{n} pages\"", "Where they say `few`."),
        Key::new(
            "many",
            Shape::Text,
            "\"{n} pages\"",
            "Where they say `many`.",
        ),
        Key::needed("other", Shape::Text, "\"{n} pages\"", "Everywhere else.").also(&["plural"]),
    ],
);

/// A text for each form of an ordinal.
pub static ORDINAL: Record = Record::new(
    "ordinal",
    "a word",
    &[Key::needed(
        "ordinal",
        Shape::Record(&FORMS),
        "{one: \"{n}st\", two: \"{n}nd\", few: \"{n}rd\", other: \"{n}th\"}",
        "A text for each form of an ordinal number.",
    )],
);
