//! `claims.yaml`.

use crate::schema::{ANY, DECIMALS, FileDescription, Key, NUMBER, Record, Shape};

/// `claims.yaml`.
pub static CLAIMS: FileDescription = FileDescription {
    name: "claims",
    path: "claims.yaml",
    about: "What the source says, each statement with the expression that computes it: a list.",
    shape: Shape::List(&Shape::Record(&CLAIM), 0, ANY),
};

/// A claim.
pub static CLAIM: Record = Record::new(
    "claim",
    "a claim",
    &[
        Key::needed(
            "id",
            Shape::Id("this claim"),
            "very-high-2018",
            "Unique among the claims.",
        )
        .also(&["key"]),
        Key::needed(
            "section",
            Shape::Text,
            "global-status#groups",
            "The chapter and heading where it is discussed.",
        )
        .also(&["chapter", "where"]),
        Key::needed(
            "text",
            Shape::Texts,
            "{zh: 非常高组有40国。, en: Forty members were very high.}",
            "What the source says, in words.",
        )
        .also(&["statement", "claim"]),
        Key::needed(
            "says",
            Shape::Either(&SAYS),
            "40",
            "What it says, as a value: a number, `16%`, a text or a list.",
        )
        .also(&["value", "said"]),
        Key::needed(
            "expression",
            Shape::Expression,
            "count(level=\"very-high\", edition=2018)",
            "What computes it, without braces.",
        )
        .also(&["computes", "formula"]),
        Key::new(
            "decimals",
            DECIMALS,
            "1",
            "The decimal places to which the source rounded.",
        )
        .or("0")
        .also(&["digits", "precision"]),
        Key::new(
            "why",
            Shape::Texts,
            "{zh: 来源数错了。, en: The source miscounted.}",
            "Why the two differ, in one sentence.",
        )
        .when("they differ")
        .also(&["reason", "note", "because"]),
    ],
);

static SAYS: [Shape; 4] = [
    NUMBER,
    Shape::Text,
    Shape::Boolean,
    Shape::List(
        &Shape::Either(&[NUMBER, Shape::Text, Shape::Boolean]),
        1,
        ANY,
    ),
];
