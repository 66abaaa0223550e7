//! `claims.yaml`.

use crate::schema::{ANY, DECIMALS, FileDescription, Key, NUMBER, Record, Shape};

/// `claims.yaml`.
pub static CLAIMS: FileDescription = FileDescription {
    name: "claims",
    path: "claims.yaml",
    about: "What the source says, each statement with the expression that computes it: a list.",
    shape: Shape::List(&Shape::Record(&CLAIM), 0, ANY),
};

/// A claim: one test, or several of the same words.
pub static CLAIM: Record = Record::new(
    "claim",
    "a claim",
    &[
        ID,
        Key::needed(
            "section",
            Shape::Text,
            "global-status#groups",
            "The chapter and heading where it is discussed.",
        )
        .also(&["chapter", "where"]),
        Key::new("source", Shape::Id("a source"), "almanac", "Who says so.").also(&["from"]),
        Key::new(
            "place",
            Shape::Texts,
            "{zh: 第二章第3段, en: \"chapter 2, paragraph 3\"}",
            "Where in the source.",
        )
        .also(&["locator", "page"]),
        Key::new(
            "words",
            Shape::Texts,
            "{zh: 有40个国家达到, en: 40 countries reached}",
            "The source's own words, and a translation in every other language.",
        )
        .also(&["quote", "quotation"]),
        TEXT,
        SAYS,
        EXPRESSION,
        HOLDS,
        DECIMALS_OF,
        DERIVED,
        WHY,
        Key::new(
            "parts",
            Shape::List(&Shape::Record(&PART), 1, ANY),
            "[{id: very-high-2018, text: …, says: 40, expression: …}]",
            "The tests, where the words need several.",
        )
        .also(&["tests", "checks"]),
    ],
);

/// One test of several.
pub static PART: Record = Record::new(
    "part",
    "a part of a claim",
    &[ID, TEXT, SAYS, EXPRESSION, HOLDS, DECIMALS_OF, DERIVED, WHY],
);

const ID: Key = Key::needed(
    "id",
    Shape::Id("this claim"),
    "very-high-2018",
    "Unique among the claims and their parts.",
)
.also(&["key"]);
const TEXT: Key = Key::new(
    "text",
    Shape::Texts,
    "{zh: 非常高组的国家数, en: Members in the very high group}",
    "What is tested, in a few words.",
)
.when("there are no `words`, or several parts")
.also(&["statement", "claim"]);
const SAYS: Key = Key::new(
    "says",
    Shape::Either(&VALUES),
    "40",
    "What the source says, as a value: a number, `16%`, a text or a list; or in words, by language.",
)
.when("there are no `parts`")
.also(&["value", "said"]);
const EXPRESSION: Key = Key::new(
    "expression",
    Shape::Expression,
    "count(level=\"very-high\", edition=2018)",
    "What computes it, without braces. A single `indicator(…)` is a figure that is only restated.",
)
.when("there are no `parts`")
.also(&["computes", "formula"]);
const HOLDS: Key = Key::new(
    "holds",
    Shape::Expression,
    "share(above=0.5, edition=2018) > 2/3",
    "Whether what the source says in words is so, without braces.",
)
.when("`says` is in words and the data can tell")
.also(&["that", "condition"]);
const DECIMALS_OF: Key = Key::new(
    "decimals",
    DECIMALS,
    "1",
    "The decimal places to which the source rounded.",
)
.or("0")
.also(&["digits", "precision"]);
const DERIVED: Key = Key::new(
    "derived",
    Shape::Texts,
    "{zh: 由各地区的数字推得。, en: Derived from the figures of the regions.}",
    "How, where the tested figure is not the source's own but follows from it.",
)
.also(&["derivation"]);
const WHY: Key = Key::new(
    "why",
    Shape::Texts,
    "{zh: 来源数错了。, en: The source miscounted.}",
    "Why the two differ, in one sentence.",
)
.when("they differ")
.also(&["reason", "note", "because"]);

static VALUES: [Shape; 5] = [
    NUMBER,
    Shape::Text,
    Shape::Boolean,
    Shape::Texts,
    Shape::List(
        &Shape::Either(&[NUMBER, Shape::Text, Shape::Boolean]),
        1,
        ANY,
    ),
];
