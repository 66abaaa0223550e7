//! `charts/<id>.yaml`.

use crate::schema::{ANY, DECIMALS, Key, Record, Shape, WHICH_EDITION, YEAR};

/// The keys of every kind. `kind` and the keys of a kind's own stand with the kinds.
pub static COMMON: [Key; 9] = [
    Key::needed(
        "title",
        Shape::Texts,
        "{zh: 固定宽带, en: Fixed broadband}",
        "What it shows; its numbers are bound.",
    )
    .also(&["name"]),
    Key::new(
        "takeaway",
        Shape::Texts,
        "{zh: 欧洲领先。, en: Europe leads.}",
        "One sentence that says what to see; its numbers are bound.",
    )
    .also(&["message", "subtitle", "caption"]),
    Key::needed(
        "description",
        Shape::Texts,
        "{zh: 每个地区两个点。, en: Two dots for each region.}",
        "What is drawn, for those who cannot see it.",
    )
    .also(&["alt", "about"]),
    Key::needed(
        "source",
        Shape::Either(&[
            Shape::Id("a source"),
            Shape::List(&Shape::Id("a source"), 1, ANY),
        ]),
        "un-2018",
        "Where its figures come from.",
    )
    .also(&["sources"]),
    Key::needed(
        "data",
        Shape::Record(&DATA),
        "{members: [ELL, BRY], editions: all}",
        "What it shows, in short or in full.",
    )
    .also(&["values"]),
    Key::new(
        "page",
        Shape::Choice(&PAGES),
        "member",
        "The pages of a kind on which it stands, each with its own subject.",
    )
    .also(&["pages", "on"]),
    Key::new(
        "order",
        Shape::Choice(&ORDERS),
        "falling",
        "The order of the items.",
    )
    .or("`given`")
    .also(&["sort"]),
    Key::new(
        "highlight",
        Shape::List(&Shape::Text, 0, ANY),
        "[ELL]",
        "Ids of items or series to which the eye is led, or a variable of the page.",
    )
    .also(&["emphasis", "focus"]),
    Key::new(
        "format",
        Shape::Record(&FORMAT),
        "{style: number, decimals: 4}",
        "How values are written.",
    )
    .or("as the function of the values writes them"),
];

static PAGES: [(&str, &str); 5] = [
    ("member", "binds `member` and `region`"),
    ("area", "regions, subregions and groups; binds `area`"),
    ("edition", "binds `edition`"),
    ("component", "binds `component`"),
    ("home", "binds nothing"),
];

static ORDERS: [(&str, &str); 4] = [
    ("given", "as declared"),
    ("falling", "the highest first, by the last series"),
    ("rising", "the lowest first, by the last series"),
    ("name", "by name, in the language’s order"),
];

/// `format`.
pub static FORMAT: Record = Record::new(
    "format",
    "a format",
    &[
        Key::needed(
            "style",
            Shape::Choice(&[
                ("number", "1.23"),
                ("percent", "a share from 0 to 1 as a percentage"),
                ("percentage", "a number that is a percentage already"),
                ("signed", "with its sign"),
            ]),
            "number",
            "How a value is written.",
        ),
        Key::new("decimals", DECIMALS, "4", "Decimal places.")
            .or("0")
            .also(&["digits", "precision"]),
    ],
);

const NAME: Key = Key::needed(
    "name",
    Shape::Texts,
    "{zh: 均值, en: Mean}",
    "Its name; expressions in it are written out.",
)
.also(&["title", "label"]);

/// A value to compare with.
pub static REFERENCE: Record = Record::new(
    "reference",
    "a reference",
    &[
        Key::new("id", Shape::Id("this line"), "mean", "Its id."),
        NAME,
        Key::needed(
            "value",
            Shape::Expression,
            "'mean(edition=2018)'",
            "Its value.",
        )
        .also(&["expression"]),
    ],
);

/// An entry of a list.
pub static ENTRY: Record = Record::new(
    "entry",
    "an entry of the list",
    &[
        Key::new(
            "id",
            Shape::Id("this entry"),
            "mean",
            "Its id, for `highlight`.",
        ),
        NAME,
        Key::new(
            "value",
            Shape::Expression,
            "'mean(edition=2018)'",
            "Its own expression.",
        )
        .or("the chart’s `value`")
        .also(&["expression"]),
    ],
);

static MANY: [Shape; 2] = [
    Shape::Choice(&[("all", "all of them")]),
    Shape::List(&Shape::Text, 1, ANY),
];

const fn axis(name: &'static str, example: &'static str, about: &'static str) -> Key {
    Key::new(name, Shape::Either(&MANY), example, about)
}

/// An axis: one of its keys.
pub static AXIS: Record = Record::new(
    "axis",
    "an axis",
    &[
        axis("members", "[ELL, BRY]", "Members; binds `member`."),
        axis("regions", "all", "Regions; binds `region`."),
        axis("groups", "all", "Groups; binds `group`."),
        axis("levels", "all", "Levels; binds `level`."),
        axis(
            "components",
            "[services, access]",
            "Components, `all` without the index; binds `component`.",
        ),
        Key::new(
            "editions",
            Shape::Either(&EDITIONS),
            "all",
            "Editions; binds `edition`.",
        ),
        Key::new(
            "years",
            Shape::List(&YEAR, 1, ANY),
            "[2016, 2018]",
            "Years; binds `year`.",
        ),
        Key::new(
            "indicator",
            Shape::Id("an indicator"),
            "fixed-broadband",
            "The items of an indicator; binds `item`.",
        ),
        Key::new(
            "list",
            Shape::List(&Shape::Record(&ENTRY), 1, ANY),
            "[{name: {zh: 均值, en: Mean}, value: 'mean(edition=2018)'}]",
            "Anything, each with a name.",
        ),
    ],
);

static EDITIONS: [Shape; 2] = [
    Shape::Choice(&[("all", "all of them")]),
    Shape::List(&WHICH_EDITION, 1, ANY),
];

/// `data`.
pub static DATA: Record = Record::new(
    "data",
    "a chart's data",
    &[
        axis("members", "[ELL, BRY]", "In short: over members."),
        axis("regions", "all", "In short: over regions."),
        axis("groups", "all", "In short: over groups."),
        axis("levels", "all", "In short: over levels."),
        axis(
            "components",
            "[services, access]",
            "In short: over components.",
        ),
        Key::new(
            "editions",
            Shape::Either(&EDITIONS),
            "all",
            "In short: over editions.",
        ),
        Key::new(
            "years",
            Shape::List(&YEAR, 1, ANY),
            "[2016, 2018]",
            "In short: over years.",
        ),
        Key::new(
            "indicator",
            Shape::Id("an indicator"),
            "portals",
            "In short: an indicator with its items and years.",
        ),
        Key::new(
            "member",
            Shape::Id("a member"),
            "ELL",
            "In short: whose values.",
        ),
        Key::new(
            "among",
            Shape::Id("a region, subregion or group"),
            "asia",
            "In short: among whom.",
        ),
        Key::new(
            "level",
            Shape::Id("a level"),
            "very-high",
            "In short: the members in that level.",
        ),
        Key::new(
            "component",
            Shape::Id("a component"),
            "services",
            "In short: which value.",
        )
        .or("the index"),
        Key::new(
            "edition",
            WHICH_EDITION,
            "2018",
            "In short: in which edition.",
        )
        .or("the latest"),
        Key::new("year", YEAR, "2018", "In short: in which year."),
        Key::new(
            "from",
            WHICH_EDITION,
            "2016",
            "In short: the start of a change.",
        )
        .or("the first edition"),
        Key::new(
            "to",
            WHICH_EDITION,
            "2018",
            "In short: the end of a change.",
        )
        .or("the latest edition"),
        Key::new(
            "show",
            Shape::Choice(&SHOWS),
            "rank",
            "In short: what is shown.",
        )
        .or("what suits the kind"),
        Key::new(
            "items",
            Shape::Record(&AXIS),
            "{regions: all}",
            "In full: what it runs over.",
        ),
        Key::new(
            "series",
            Shape::Record(&AXIS),
            "{editions: [2016, 2018]}",
            "In full: the series.",
        )
        .or("one without a name"),
        Key::new(
            "value",
            Shape::Expression,
            "'mean(among=region, edition=edition)'",
            "In full: the expression of each value.",
        )
        .when("an entry has none of its own"),
    ],
);

static SHOWS: [(&str, &str); 8] = [
    ("value", "a member’s value"),
    ("rank", "its rank"),
    ("mean", "the mean"),
    ("median", "the median"),
    ("lowest", "the lowest value"),
    ("highest", "the highest value"),
    ("count", "how many members"),
    ("share", "what share of them"),
];
