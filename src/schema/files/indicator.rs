//! `survey/indicators/<id>.yaml`.

use crate::schema::{ANY, FileDescription, Key, NUMBER, Others, Record, Shape};

/// `survey/indicators/<id>.yaml`.
pub static INDICATOR: FileDescription = FileDescription {
    name: "indicator",
    path: "survey/indicators/*.yaml",
    about: "A counted fact by year, and by region, sector, service or the like.",
    shape: Shape::Record(&INDICATOR_RECORD),
};

/// An indicator.
pub static INDICATOR_RECORD: Record = Record::new(
    "indicator",
    "an indicator",
    &[
        Key::needed(
            "id",
            Shape::Id("this indicator"),
            "portals",
            "As expressions name it; the file's name.",
        ),
        Key::needed(
            "name",
            Shape::Texts,
            "{zh: 设有门户的国家, en: Members with a portal}",
            "What is counted.",
        )
        .also(&["title"]),
        Key::needed(
            "unit",
            Shape::Choice(&UNITS),
            "members",
            "What the numbers are.",
        ),
        Key::needed(
            "source",
            Shape::Id("a source"),
            "un-2018",
            "Where they come from.",
        ),
        Key::new(
            "quoted-in",
            Shape::Id("a source"),
            "almanac",
            "The source through which the report has them, where it has not seen the other: “as quoted in …”.",
        )
        .also(&["via", "as-quoted-in"]),
        Key::new(
            "note",
            Shape::Texts,
            "{zh: 仅计中央政府。, en: Central government only.}",
            "What a reader must know of it; it stands with each number of the indicator.",
        )
        .also(&["notes", "remark", "comment"]),
        Key::new(
            "values",
            Shape::Record(&VALUES),
            "{2014: 46, 2016: 106}",
            "Its values by year.",
        )
        .when("there are no `items`")
        .also(&["value", "data", "years"]),
        Key::new(
            "items",
            Shape::List(&Shape::Record(&ITEM), 1, ANY),
            "[{region: africa, values: {2018: 2.16}}]",
            "Its lines, each with its own values.",
        )
        .when("there are no `values`")
        .also(&["lines", "rows"]),
    ],
);

/// What an indicator's numbers are.
pub static UNITS: [(&str, &str); 4] = [
    ("members", "a number of members"),
    ("percent", "percent, 0 to 100"),
    ("per-100", "per 100 people, 0 or more"),
    ("number", "any number"),
];

/// An item of an indicator.
pub static ITEM: Record = Record::new(
    "item",
    "an item",
    &[
        Key::new(
            "region",
            Shape::Id("a region, subregion or group"),
            "africa",
            "The area that it stands for, which gives it id and name.",
        ),
        Key::new(
            "id",
            Shape::Id("this item"),
            "pay-utilities",
            "Unique in the indicator.",
        )
        .when("it names no `region`"),
        Key::new(
            "name",
            Shape::Texts,
            "{zh: 缴费, en: Pay for utilities}",
            "Its name.",
        )
        .when("it names no `region`")
        .also(&["title"]),
        Key::needed(
            "values",
            Shape::Record(&VALUES),
            "{2016: 1.2, 2018: 2.16}",
            "Its values by year.",
        )
        .also(&["value", "data", "years"]),
    ],
);

/// `values`.
pub static VALUES: Record = Record {
    name: "values",
    what: "values by year",
    keys: &[],
    others: Some(Others {
        key: "a year",
        pattern: "^[0-9]{1,4}$",
        shape: Shape::Either(&[NUMBER, Shape::Record(&AMOUNT)]),
        about: "A number in the indicator's unit, or a range.",
        example: "2018: 139",
    }),
};

/// A range.
pub static AMOUNT: Record = Record::new(
    "amount",
    "a range",
    &[
        Key::new("low", NUMBER, "24", "The lowest that it can be.")
            .when("there is no `high`")
            .also(&["min", "from", "least"]),
        Key::new(
            "high",
            NUMBER,
            "50",
            "The highest that it can be; not below `low`.",
        )
        .when("there is no `low`")
        .also(&["max", "to", "most"]),
    ],
);
