//! `survey/import/<name>.yaml`.

use crate::schema::{ANY, FileDescription, Key, NUMBER, Others, Record, Shape, YEAR};

/// `survey/import/<name>.yaml`.
pub static IMPORT: FileDescription = FileDescription {
    name: "import",
    path: "survey/import/*.yaml",
    about: "How the table of somebody else is read as editions: which column holds what. `egov-report import` finds by itself the map whose columns a file has.",
    shape: Shape::Record(&MAP),
};

/// What a column is called.
const HEADER: Shape = Shape::Either(&[Shape::Text, Shape::List(&Shape::Text, 1, ANY)]);

/// A map of columns.
pub static MAP: Record = Record::new(
    "map",
    "a map of columns",
    &[
        Key::new(
            "member",
            HEADER,
            "Country Name",
            "The column with the member's name, or its code. Of several names in a list the file has one.",
        )
        .when("there is no `code`")
        .also(&["name", "country"]),
        Key::new(
            "code",
            HEADER,
            "ISO3",
            "The column with the member's code, its own or one of its `codes`.",
        )
        .when("there is no `member`")
        .also(&["iso", "iso3"]),
        Key::new("year", HEADER, "Survey Year", "The column with the year of the edition.")
            .also(&["years", "date"]),
        Key::new(
            "rank",
            HEADER,
            "Rank",
            "The column with the published rank of the index; in a long table, the variable.",
        )
        .also(&["ranks", "position"]),
        Key::needed(
            "components",
            Shape::Record(&MAPPED),
            "{services: Online Service Index}",
            "The column of each component, by its id; in a long table, the variable.",
        )
        .also(&["columns", "values"]),
        Key::new(
            "variable",
            HEADER,
            "Indicator",
            "In a long table, with a row for each value: the column that says what the value is.",
        )
        .also(&["indicator", "series"]),
        Key::new(
            "value",
            HEADER,
            "Value",
            "In a long table, the column with the value.",
        )
        .or("of a table with a `variable`, the columns that are called by years"),
        Key::new(
            "edition",
            YEAR,
            "2024",
            "The year of all rows, of a file without a column of years; `--edition` goes before it.",
        ),
        Key::new(
            "source",
            Shape::Id("a source"),
            "un-kb",
            "The source that a new edition names; `--source` goes before it.",
        ),
        Key::new(
            "skip",
            Shape::List(&Shape::Text, 0, ANY),
            "[World, Europe]",
            "Names of rows that are no member. `--skip` adds to them.",
        )
        .also(&["skipped", "aggregates"]),
        Key::new(
            "ignore",
            Shape::List(&Shape::Text, 0, ANY),
            "[Region]",
            "Columns that are known and not used; others are said.",
        )
        .also(&["unused"]),
        Key::new(
            "missing",
            Shape::List(&Shape::Text, 0, ANY),
            "[x, '999']",
            "What stands for a value that is not there, besides an empty cell, `..`, `-`, `n/a` and their like.",
        )
        .also(&["na"]),
        Key::new(
            "not-assessed",
            NUMBER,
            "0",
            "The value of the index that says that a member was not assessed: its line becomes `assessed: false`, without rank and index.",
        ),
        Key::new(
            "factor",
            NUMBER,
            "0.01",
            "What all values are multiplied by: `0.01` of percentages, where the components run from 0 to 1.",
        )
        .or("`1`")
        .also(&["scale", "multiply"]),
        Key::new(
            "decimal",
            Shape::Choice(&DECIMAL),
            "comma",
            "The sign between whole numbers and fractions.",
        )
        .or("told from the values"),
        Key::new(
            "sheet",
            Shape::Text,
            "Data",
            "The sheet of a workbook, by its name or its number from 1.",
        )
        .or("the only one whose columns fit")
        .also(&["tab", "worksheet"]),
        Key::new(
            "skip-rows",
            Shape::Whole(0, 100_000),
            "3",
            "Rows before the one with the names of the columns.",
        )
        .or("as many of the first rows as have no such names"),
        Key::new(
            "delimiter",
            Shape::Choice(&DELIMITERS),
            "semicolon",
            "What parts the cells of a text file.",
        )
        .or("told from the file"),
        Key::new(
            "encoding",
            Shape::Text,
            "gb18030",
            "The encoding of a text file, by its name on the web.",
        )
        .or("told from the file"),
    ],
);

/// `components` of a map.
pub static MAPPED: Record = Record {
    name: "mapped",
    what: "the columns of components",
    keys: &[],
    others: Some(Others {
        key: "the id of a component",
        pattern: "^[A-Za-z0-9][A-Za-z0-9-]*$",
        shape: Shape::Either(&[
            Shape::Text,
            Shape::List(&Shape::Text, 1, ANY),
            Shape::Record(&COLUMN),
        ]),
        about: "What its column is called, or several names of which the file has one.",
        example: "services: Online Service Index",
    }),
};

/// A column with a factor of its own.
pub static COLUMN: Record = Record::new(
    "column",
    "a column",
    &[
        Key::needed(
            "column",
            HEADER,
            "Online services (%)",
            "What it is called.",
        )
        .also(&["name", "header"]),
        Key::new(
            "factor",
            NUMBER,
            "0.01",
            "What its values are multiplied by, in place of the map's own factor.",
        )
        .or("the map's `factor`")
        .also(&["scale", "multiply"]),
    ],
);

static DECIMAL: [(&str, &str); 2] = [("point", "`0.5`"), ("comma", "`0,5`")];

static DELIMITERS: [(&str, &str); 4] = [
    ("comma", "`,`"),
    ("semicolon", "`;`"),
    ("tab", "a tab"),
    ("bar", "`|`"),
];
