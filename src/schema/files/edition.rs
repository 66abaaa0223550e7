//! `survey/editions/<year>.yaml`.

use crate::schema::{ANY, FileDescription, Key, NUMBER, Others, Record, Shape, YEAR};

/// `survey/editions/<year>.yaml`.
pub static EDITION: FileDescription = FileDescription {
    name: "edition",
    path: "survey/editions/*.yaml",
    about: "One edition of the survey: what was published and observed, one member a line.",
    shape: Shape::Record(&EDITION_RECORD),
};

/// An edition.
pub static EDITION_RECORD: Record = Record::new(
    "edition",
    "an edition",
    &[
        Key::needed("year", YEAR, "2018", "The year that names the edition.")
            .also(&["edition", "date"]),
        Key::needed(
            "source",
            Shape::Id("a source"),
            "un-2018",
            "Where its figures come from.",
        ),
        Key::new(
            "note",
            Shape::Texts,
            "{zh: 绿地重新测量。, en: Green space was measured anew.}",
            "What a reader must know of it; its page shows it.",
        )
        .also(&["notes", "remark", "comment"]),
        Key::new(
            "flagged",
            Shape::List(&Shape::Record(&FLAGGED), 0, ANY),
            "[{member: FSM, component: skills, note: {zh: 大于1。, en: It is above 1.}}]",
            "Values that are kept as published although something is wrong with them: outside their range, or standing for a missing one.",
        )
        .also(&["flags"]),
        Key::new(
            "exceptions",
            Shape::List(&Shape::Record(&EXCEPTION), 0, ANY),
            "[{member: ELL, value: rank, reason: {zh: 按未公布的小数排名。, en: It was ranked on decimals that were not published.}}]",
            "What `check` and `build` warn of in this edition, and what is known to be so: a published value or rank that the methodology does not reproduce, a value that an assessed member lacks or one that is not assessed has, one that moved by more than `jump`. The page on replication shows them with their reasons.",
        )
        .also(&["known", "except", "known-exceptions"]),
        Key::new(
            "draft",
            Shape::Boolean,
            "true",
            "Whether values are still to be filled in: while it is `true`, the edition is left out of the report, and builds say so.",
        )
        .or("false"),
        Key::needed(
            "members",
            Shape::Record(&LINES),
            "{ELL: {rank: 65, index: 0.6811}}",
            "A line for every member, by its code.",
        )
        .also(&["values", "data", "results"]),
    ],
);

/// A flagged value.
pub static FLAGGED: Record = Record::new(
    "flagged",
    "a flagged value",
    &[
        Key::new("member", Shape::Id("a member"), "FSM", "Whose value it is.")
            .when("there is no `members`")
            .also(&["code"]),
        Key::new(
            "members",
            Shape::List(&Shape::Id("a member"), 1, ANY),
            "[FSM, TUV]",
            "Whose values they are.",
        )
        .also(&["codes"]),
        Key::needed(
            "component",
            Shape::Id("a component"),
            "skills",
            "Which value it is.",
        ),
        Key::new(
            "counts",
            Shape::Boolean,
            "false",
            "Whether it counts in means, ranks, levels and changes of its component; `false` also for a value inside the range, such as a 0 that stands for a missing one. The published index is kept as it is.",
        )
        .or("`true`"),
        Key::needed(
            "note",
            Shape::Texts,
            "{zh: 大于1。, en: It is above 1.}",
            "Why it is kept.",
        )
        .also(&["why", "reason"]),
    ],
);

/// A known exception.
pub static EXCEPTION: Record = Record::new(
    "exception",
    "an exception",
    &[
        Key::new("member", Shape::Id("a member"), "ELL", "Whose value it is.")
            .when("there is no `members`")
            .also(&["code"]),
        Key::new(
            "members",
            Shape::List(&Shape::Id("a member"), 1, ANY),
            "[ELL, OST]",
            "Whose values they are.",
        )
        .also(&["codes"]),
        Key::needed(
            "value",
            Shape::Id("a component"),
            "rank",
            "Which value: the id of a component, or `rank`.",
        )
        .also(&["component", "of"]),
        Key::needed(
            "reason",
            Shape::Texts,
            "{zh: 按未公布的小数排名。, en: It was ranked on decimals that were not published.}",
            "Why it is so.",
        )
        .also(&["why", "note"]),
    ],
);

/// `members` of an edition.
pub static LINES: Record = Record {
    name: "lines",
    what: "the members of an edition",
    keys: &[],
    others: Some(Others {
        key: "a member's code",
        pattern: "^[A-Za-z0-9][A-Za-z0-9-]*$",
        shape: Shape::Record(&LINE),
        about: "What the edition says of that member. `CODE: {assessed: false}` for one that was not assessed.",
        example: "ELL: {rank: 65, index: 0.6811, services: 0.8611}",
    }),
};

/// A member's line.
pub static LINE: Record = Record {
    name: "line",
    what: "a member's line",
    keys: &[
        Key::new(
            "assessed",
            Shape::Boolean,
            "false",
            "Whether the member was assessed in this edition.",
        )
        .or("`true`"),
        Key::new(
            "rank",
            Shape::Whole(1, u32::MAX as i64),
            "65",
            "The published rank of the index.",
        ),
    ],
    others: Some(Others {
        key: "the id of a component",
        pattern: "^[A-Za-z0-9][A-Za-z0-9-]*$",
        shape: Shape::Either(&[NUMBER]),
        about: "In the component's own unit and range: of a component without parts the observed value, of any other the published one. Needed for the index where `results: published`. Left out where there is none.",
        example: "index: 0.6811",
    }),
};
