//! `survey/methodology.yaml`.

use crate::schema::{
    ANY, DECIMALS, FileDescription, Key, NUMBER, Others, POSITIVE, Record, Shape, YEAR,
};

/// `survey/methodology.yaml`.
pub static METHODOLOGY: FileDescription = FileDescription {
    name: "methodology",
    path: "survey/methodology.yaml",
    about: "The index: what it is made of, how it is computed, and what must be known to read the series.",
    shape: Shape::Record(&RECORD),
};

/// `survey/methodology.yaml` as a mapping.
pub static RECORD: Record = Record::new(
    "methodology",
    "methodology.yaml",
    &[
        Key::needed("index", Shape::Record(&COMPONENT), "{id: wellbeing, name: {zh: 安居指数, en: Well-being Index}}", "The index, with its components below it."),
        Key::new("stand-alone", Shape::List(&Shape::Record(&COMPONENT), 0, ANY), "[{id: epi, name: {zh: 电子参与指数, en: E-Participation Index}}]", "Indices that are published beside it and are no part of it.").also(&["standalone", "other-indices"]),
        Key::new("results", Shape::Choice(&RESULTS), "published", "What ranks, levels, means and changes are made from.").or("`computed`"),
        Key::new("levels", Shape::Record(&LEVELS), "{threshold-belongs-to: upper, list: [{id: high, name: {zh: 高, en: High}, from: 0.5}]}", "The levels into which the index sorts its members.").or("no levels").also(&["groups", "classes"]),
        Key::new("ranks", Shape::Record(&RANKS), "{ties: competition}", "How ranks are given.").or("`{ties: competition}`").also(&["ranking", "rank"]),
        Key::new("means", Shape::Record(&MEANS), "{over: assessed}", "Which members count in means.").or("`{over: assessed}`").also(&["mean", "averages"]),
        Key::new("weights", Shape::Choice(&WEIGHTS_MEAN), "relative", "What weights mean. Where they are shares, those of a component’s parts sum to 1 in every edition.").or("`shares`").also(&["weighting"]),
        Key::new("jump", POSITIVE, "0.3", "How far a value may move from one edition to the next before it is warned of, as a share of its component’s `range`, or of the distance between its goalposts. What moved further is mended, or listed under `exceptions` in the edition.").or("not looked at").also(&["jumps", "max-change"]),
        Key::new("replication", Shape::Record(&REPLICATION), "{tolerance: 0.0001}", "When a computed value agrees with the published one.").or("`{tolerance: 0}`"),
        Key::new("breaks", Shape::List(&Shape::Record(&BREAK), 0, ANY), "[{edition: 2021, components: [wellbeing], note: {zh: 权重加倍。, en: Twice the weight.}}]", "Where a series is not comparable with the edition before."),
    ],
);

/// What weights mean.
pub static WEIGHTS_MEAN: [(&str, &str); 2] = [
    ("shares", "the share that each part has in the whole"),
    (
        "relative",
        "proportions, such as 2 and 1, that are scaled to shares",
    ),
];

/// What results are made from.
pub static RESULTS: [(&str, &str); 2] = [
    (
        "published",
        "the values that the editions give for the index",
    ),
    ("computed", "the values computed here"),
];

/// A component.
pub static COMPONENT: Record = Record::new(
    "component",
    "a component",
    &[
        Key::needed("id", Shape::Id("this component"), "services", "As expressions, editions and addresses name it; not `rank`, `assessed` or another name of a column in the data (`member`, `edition`, `groups`, `set-aside`), nor another component’s id with `-rank`, `-level` or `-computed`.").also(&["code", "key"]),
        Key::needed("name", Shape::Texts, "{zh: 在线服务指数, en: Online Service Index}", "Its full name.").also(&["title"]),
        Key::new("short", Shape::Texts, "{zh: 在线服务, en: SRV}", "Its abbreviation.").or("the name").also(&["short-name", "abbreviation"]),
        Key::new("description", Shape::Texts, "{zh: 评估员逐项核查。, en: Assessors check item by item.}", "What it measures, in a sentence or two.").also(&["about", "note"]),
        Key::new("unit", Shape::Texts, "{zh: 平方米, en: square metres}", "The unit of its values; none for an index.").also(&["units"]),
        Key::new("range", Shape::List(&NUMBER, 2, 2), "[0, 1]", "The lowest and the highest value that it can have; a value outside is an error unless it is `flagged`.").when("`direction: lower-is-better` and the value is not normalised").also(&["bounds", "limits"]),
        Key::new("decimals", Shape::Either(&DECIMALS_OF), "{default: 4, 2024: 5}", "Its decimal places in tables, charts and texts; a number, or `prose` for charts and texts and years of editions beside the `default`.").or("2").also(&["digits", "precision"]),
        Key::new("normalise", Shape::Either(&NORMALISE), "{goalposts: {min: 10, max: 50, beyond: error}}", "How its value becomes a score from 0 to 1.").or("`none`").also(&["normalize", "normalisation", "normalization", "scaling"]),
        Key::new("direction", Shape::Choice(&DIRECTION), "lower-is-better", "Which end is good.").or("`higher-is-better`").also(&["polarity"]),
        Key::new("weight", Shape::Either(&WEIGHTS), "{default: 1/3, 2008: 0.34}", "Its weight beside its siblings: its share in the component that they make, or with `weights: relative` a number in proportion to it.").or("as much as its siblings, if none of them has one; else 1").also(&["weights"]),
        Key::new("jump", POSITIVE, "0.3", "How far its value may move from one edition to the next before it is warned of, in its own unit.").or("the methodology’s `jump`").also(&["max-change"]),
        Key::new("components", Shape::List(&Shape::Record(&COMPONENT), 1, ANY), "[{id: soot, name: {zh: 煤烟, en: Soot}}]", "The parts that it is made of.").also(&["parts", "children", "pillars"]),
        Key::new("aggregation", Shape::Choice(&AGGREGATION), "geometric", "How it is made of its parts’ scores.").when("it has `components`").also(&["aggregate", "mean", "method"]),
        Key::new("missing", Shape::Either(&MISSING), "{rescale-from: 2}", "What it is where some of its parts have no value.").or("`none`"),
    ],
);

static NORMALISE: [Shape; 2] = [
    Shape::Choice(&[
        ("none", "the value is the score"),
        (
            "min-max",
            "the lowest and the highest value of the edition become 0 and 1",
        ),
        (
            "z-score-min-max",
            "distance from the edition’s mean in standard deviations, then lowest and highest to 0 and 1",
        ),
        (
            "percent-rank",
            "the share of the edition’s other members that it is ahead of; ties count half",
        ),
    ]),
    Shape::Record(&NORMALISATION),
];

/// `normalise` as a mapping.
pub static NORMALISATION: Record = Record::new(
    "normalisation",
    "a normalisation",
    &[Key::needed(
        "goalposts",
        Shape::Record(&GOALPOSTS),
        "{min: 10, max: 50, beyond: error}",
        "The values that become 0 and 1.",
    )],
);

/// `goalposts`.
pub static GOALPOSTS: Record = Record::new(
    "goalposts",
    "goalposts",
    &[
        Key::needed("min", NUMBER, "100", "Becomes 0, in the component’s unit.")
            .also(&["low", "lowest", "from"]),
        Key::needed("max", NUMBER, "1000000", "Becomes 1; above `min`.")
            .also(&["high", "highest", "to"]),
        Key::new(
            "scale",
            Shape::Choice(&[
                ("linear", "(x − min) / (max − min)"),
                ("log", "by logarithms; both goalposts above 0"),
            ]),
            "log",
            "How the distance between them is measured.",
        )
        .or("`linear`"),
        Key::needed(
            "beyond",
            Shape::Choice(&[
                ("cap", "it counts as the goalpost"),
                ("error", "it is an error in the edition’s file"),
            ]),
            "cap",
            "What a value beyond a goalpost does.",
        )
        .also(&["outside", "clamp"]),
    ],
);

static DIRECTION: [(&str, &str); 2] = [
    ("higher-is-better", "more is better"),
    (
        "lower-is-better",
        "less is better; the score is turned round",
    ),
];

static WEIGHTS: [Shape; 2] = [POSITIVE, Shape::Record(&WEIGHT)];

/// `weight` as a mapping.
pub static WEIGHT: Record = Record {
    name: "weight",
    what: "a weight",
    keys: &[Key::needed(
        "default",
        POSITIVE,
        "1/3",
        "The weight in every edition that is not named; a fraction may be written `1/3`.",
    )],
    others: Some(Others {
        key: "the year of an edition",
        pattern: "^[0-9]{1,4}$",
        shape: POSITIVE,
        about: "The weight in that edition.",
        example: "2008: 0.34",
    }),
};

static DECIMALS_OF: [Shape; 2] = [DECIMALS, Shape::Record(&DECIMALS_BY_YEAR)];

/// `decimals` as a mapping.
pub static DECIMALS_BY_YEAR: Record = Record {
    name: "decimals",
    what: "the decimals of a component",
    keys: &[
        Key::needed(
            "default",
            DECIMALS,
            "4",
            "Decimal places in every edition that is not named.",
        ),
        Key::new(
            "prose",
            DECIMALS,
            "2",
            "Decimal places in charts and texts, of all editions.",
        )
        .or("those of tables")
        .also(&["texts", "charts"]),
    ],
    others: Some(Others {
        key: "the year of an edition",
        pattern: "^[0-9]{1,4}$",
        shape: DECIMALS,
        about: "Decimal places in that edition.",
        example: "2024: 5",
    }),
};

static AGGREGATION: [(&str, &str); 3] = [
    ("arithmetic", "the weighted mean"),
    ("geometric", "the weighted geometric mean"),
    ("harmonic", "the weighted harmonic mean"),
];

static MISSING: [Shape; 2] = [
    Shape::Choice(&[
        ("none", "it has no value either"),
        ("rescale", "the other parts’ weights are scaled up"),
    ]),
    Shape::Record(&MISSING_RULE),
];

/// `missing` as a mapping.
pub static MISSING_RULE: Record = Record::new(
    "missing",
    "a rule for missing values",
    &[
        Key::new(
            "rescale-from",
            Shape::Whole(1, 999),
            "2",
            "The other parts’ weights are scaled up, if there are at least this many.",
        )
        .when("there is no `score`"),
        Key::new(
            "score",
            Shape::Number(0.0, 1.0),
            "0",
            "The part counts as this score.",
        )
        .when("there is no `rescale-from`"),
    ],
);

/// `levels`.
pub static LEVELS: Record = Record::new(
    "levels",
    "levels",
    &[
        Key::needed(
            "threshold-belongs-to",
            Shape::Choice(&[
                ("upper", "a value on a threshold is in the level above it"),
                ("lower", "it is in the level below it"),
            ]),
            "upper",
            "Where a value on a threshold belongs.",
        ),
        Key::needed(
            "list",
            Shape::List(&Shape::Record(&LEVEL), 1, ANY),
            "[{id: high, name: {zh: 高, en: High}, from: 0.5}]",
            "The levels, from the highest to the lowest.",
        ),
    ],
);

/// A level.
pub static LEVEL: Record = Record::new(
    "level",
    "a level",
    &[
        Key::needed(
            "id",
            Shape::Id("this level"),
            "very-high",
            "As expressions name it.",
        )
        .also(&["code", "key"]),
        Key::needed(
            "name",
            Shape::Texts,
            "{zh: 非常高, en: Very high}",
            "Its name.",
        )
        .also(&["title"]),
        Key::needed(
            "from",
            NUMBER,
            "0.75",
            "Its lower threshold, in the unit of the index.",
        )
        .also(&["min", "threshold", "low"]),
    ],
);

/// `ranks`.
pub static RANKS: Record = Record::new(
    "ranks",
    "ranks",
    &[
        Key::needed(
            "ties",
            Shape::Choice(&[
                (
                    "competition",
                    "the better rank, the next are skipped: 1, 2, 2, 4",
                ),
                ("modified", "the worse rank: 1, 3, 3, 4"),
                ("dense", "the better rank, none is skipped: 1, 2, 2, 3"),
                ("mean", "their mean: 1, 2.5, 2.5, 4"),
            ]),
            "competition",
            "Which rank equal values get.",
        ),
        Key::new(
            "decimals",
            Shape::Whole(0, 15),
            "6",
            "Decimal places to which values are rounded before they are compared.",
        )
        .or("not rounded")
        .also(&["digits"]),
    ],
);

/// `means`.
pub static MEANS: Record = Record::new(
    "means",
    "means",
    &[Key::needed(
        "over",
        Shape::Choice(&[
            ("assessed", "those that were assessed"),
            ("all", "all, those without a value as 0"),
        ]),
        "assessed",
        "Which members count.",
    )],
);

/// `replication`.
pub static REPLICATION: Record = Record::new(
    "replication",
    "replication",
    &[Key::needed(
        "tolerance",
        POSITIVE,
        "0.0001",
        "The largest difference, in the unit of the index.",
    )],
);

/// A break.
pub static BREAK: Record = Record::new(
    "break",
    "a break",
    &[
        Key::needed("edition", YEAR, "2021", "The first edition after it.").also(&["year"]),
        Key::needed(
            "components",
            Shape::List(&Shape::Id("a component"), 1, ANY),
            "[skills]",
            "Whose series it breaks.",
        )
        .also(&["component"]),
        Key::needed(
            "note",
            Shape::Texts,
            "{zh: 权重加倍。, en: Twice the weight.}",
            "Why: the rest of a sentence.",
        )
        .also(&["why", "reason"]),
    ],
);
