//! Members and regions.

use crate::schema::{ANY, FileDescription, Key, Others, Record, Shape, YEAR};

/// `survey/members.yaml`.
pub static MEMBERS: FileDescription = FileDescription {
    name: "members",
    path: "survey/members.yaml",
    about: "Who is surveyed: a list, one member a line.",
    shape: Shape::List(&Shape::Record(&MEMBER), 1, ANY),
};

/// A member.
pub static MEMBER: Record = Record::new(
    "member",
    "a member",
    &[
        Key::needed(
            "code",
            Shape::Id("this member"),
            "ELL",
            "Its id, as editions, expressions and addresses name it.",
        )
        .also(&["id", "iso3", "iso"]),
        Key::needed(
            "name",
            Shape::Texts,
            "{zh: 灯港, en: Ellmouth}",
            "Its name in running text.",
        )
        .also(&["title", "names"]),
        IN_TEXT,
        POSSESSIVE,
        Key::new(
            "since",
            YEAR,
            "2011",
            "The year in which it became a member: before, it is neither counted nor “not assessed”.",
        )
        .or("before the first edition")
        .also(&["member-since", "joined"]),
        Key::needed(
            "region",
            Shape::Id("a region or subregion"),
            "eastern-asia",
            "Where it belongs.",
        )
        .also(&["subregion", "area"]),
        Key::new(
            "groups",
            Shape::List(&Shape::Id("a group"), 0, ANY),
            "[ldc, lldc]",
            "The groups to which it belongs as well.",
        )
        .also(&["group"]),
        Key::new(
            "aliases",
            Shape::List(&Shape::Text, 0, ANY),
            "[Port of Ellmouth]",
            "Other names, as sources and readers write them: long, short, former. Lists find it by them.",
        )
        .also(&["alias", "other-names"]),
        Key::new(
            "codes",
            Shape::Record(&CODES),
            "{iso2: CN, m49: \"156\"}",
            "Its codes in other systems, each its own; one of two letters stands on the tile map. Lists find it by them.",
        ),
        Key::new(
            "at",
            Shape::List(&Shape::Number(-180.0, 180.0), 2, 2),
            "[35.0, 105.0]",
            "Latitude (−90 to 90) and longitude (−180 to 180) in degrees.",
        )
        .also(&["position", "coordinates", "latlon", "location"]),
        Key::new(
            "tile",
            Shape::List(&Shape::Whole(0, 999), 2, 2),
            "[22, 6]",
            "Column and row on the grid of the tile map, counted from 0.",
        ),
    ],
);

/// `codes`.
pub static CODES: Record = Record {
    name: "codes",
    what: "the codes of a member",
    keys: &[],
    others: Some(Others {
        key: "a system",
        pattern: "^.+$",
        shape: Shape::Text,
        about: "The member's code in that system.",
        example: "iso2: CN",
    }),
};

/// `survey/regions.yaml`.
pub static REGIONS: FileDescription = FileDescription {
    name: "regions",
    path: "survey/regions.yaml",
    about: "The parts of the whole: regions, their subregions, and groups of members.",
    shape: Shape::Record(&REGIONS_RECORD),
};

/// `survey/regions.yaml` as a mapping.
pub static REGIONS_RECORD: Record = Record::new(
    "regions",
    "regions.yaml",
    &[
        Key::needed(
            "whole",
            Shape::Texts,
            "{zh: 世界, en: World}",
            "What the members are together.",
        )
        .also(&["world", "all"]),
        Key::needed(
            "regions",
            Shape::List(&Shape::Record(&REGION), 0, ANY),
            "[{id: asia, name: {zh: 亚洲, en: Asia}}]",
            "The regions; they do not overlap, and together are the whole.",
        ),
        Key::new(
            "groups",
            Shape::List(&Shape::Record(&GROUP), 0, ANY),
            "[{id: ldc, name: {zh: 最不发达国家, en: Least developed countries}}]",
            "Groups of members by another trait; they may overlap.",
        ),
    ],
);

/// A region.
pub static REGION: Record = Record::new(
    "region",
    "a region",
    &[
        AREA_ID,
        AREA_NAME,
        IN_TEXT,
        POSSESSIVE,
        AREA_SHORT,
        AREA_NOTE,
        AREA_SOURCE,
        Key::new(
            "subregions",
            Shape::List(&Shape::Record(&SUBREGION), 0, ANY),
            "[{id: eastern-asia, name: {zh: 东亚, en: Eastern Asia}}]",
            "Its parts.",
        )
        .also(&["parts", "regions"]),
    ],
);

/// A subregion.
pub static SUBREGION: Record = Record::new(
    "subregion",
    "a subregion",
    &[
        AREA_ID,
        AREA_NAME,
        IN_TEXT,
        POSSESSIVE,
        AREA_SHORT,
        AREA_NOTE,
        AREA_SOURCE,
    ],
);

/// A group.
pub static GROUP: Record = Record::new(
    "group",
    "a group",
    &[
        AREA_ID,
        AREA_NAME,
        IN_TEXT,
        POSSESSIVE,
        AREA_SHORT,
        AREA_NOTE,
        AREA_SOURCE,
    ],
);

const IN_TEXT: Key = Key::new(
    "in-text",
    Shape::SomeTexts,
    "{en: the Dunes}",
    "The name inside a sentence, in languages where it differs.",
)
.or("the name")
.also(&["text-name"]);
const POSSESSIVE: Key = Key::new(
    "possessive",
    Shape::SomeTexts,
    "{en: the Dunes’}",
    "The name inside a sentence as an owner, where the language's rule does not make it.",
)
.or("as the word `possessive` says")
.also(&["genitive"]);

const AREA_ID: Key = Key::needed(
    "id",
    Shape::Id("this area"),
    "asia",
    "Unique among all regions, subregions and groups.",
)
.also(&["code", "key"]);
const AREA_NAME: Key = Key::needed(
    "name",
    Shape::Texts,
    "{zh: 亚洲, en: Asia}",
    "Its full name.",
)
.also(&["title"]);
const AREA_SHORT: Key = Key::new(
    "short",
    Shape::Texts,
    "{zh: 亚洲, en: Asia}",
    "A shorter name, for charts.",
)
.or("the name")
.also(&["short-name", "abbreviation"]);
const AREA_NOTE: Key = Key::new(
    "note",
    Shape::Texts,
    "{zh: 名单以2018年为准。, en: As listed in 2018.}",
    "What a reader must know of it; its page shows it.",
)
.also(&["notes", "remark", "comment"]);
const AREA_SOURCE: Key = Key::new(
    "source",
    Shape::Id("a source"),
    "un-2018",
    "Where the list of its members comes from; its page cites it.",
);
