//! `survey/sources.yaml`, and names of authors.

use crate::schema::{ANY, FileDescription, Key, Others, Record, Shape};

/// `survey/sources.yaml`.
pub static SOURCES: FileDescription = FileDescription {
    name: "sources",
    path: "survey/sources.yaml",
    about: "The bibliography: every figure names one of these.",
    shape: Shape::Record(&RECORD),
};

/// `survey/sources.yaml` as a mapping.
pub static RECORD: Record = Record {
    name: "sources",
    what: "sources.yaml",
    keys: &[],
    others: Some(Others {
        key: "the id of the source",
        pattern: "^[A-Za-z0-9][A-Za-z0-9-]*$",
        shape: Shape::Record(&SOURCE),
        about: "A source, as `cite`, charts and data name it.",
        example: "un-2018: {type: report, title: {zh: 调查, en: A survey}, issued: 2018}",
    }),
};

/// A text in each language, or one that is the same in all.
static EITHER: [Shape; 2] = [Shape::Text, Shape::Texts];

/// Names, as an example.
pub(super) const NAMES: &str = "[{zh: 联合国, en: United Nations}]";

static NAME: [Shape; 4] = [
    Shape::Text,
    Shape::Texts,
    Shape::Record(&PERSON),
    Shape::Record(&NAMES_BY_LANGUAGE),
];

/// A name, or a list of names.
pub(super) static AUTHORS: [Shape; 5] = [
    Shape::List(&Shape::Either(&NAME), 0, ANY),
    Shape::Text,
    Shape::Texts,
    Shape::Record(&PERSON),
    Shape::Record(&NAMES_BY_LANGUAGE),
];

/// A name with its parts.
pub static PERSON: Record = Record::new(
    "person",
    "a name",
    &[
        Key::new("family", Shape::Text, "Smith", "The family name.")
            .when("there is no `literal`")
            .also(&["surname", "last"]),
        Key::new("given", Shape::Text, "John A.", "The given names.").also(&["first", "forename"]),
        Key::new(
            "literal",
            Shape::Text,
            "Board of Harbours",
            "A name without parts.",
        ),
    ],
);

/// A name in each language.
pub static NAMES_BY_LANGUAGE: Record = Record {
    name: "names",
    what: "a name in each language",
    keys: &[],
    others: Some(Others {
        key: "a language",
        pattern: "^[a-z]{2,3}(-[A-Za-z0-9]+)*$",
        shape: Shape::Either(&[Shape::Text, Shape::Record(&PERSON)]),
        about: "The name in that language.",
        example: "en: {family: Smith, given: John A.}",
    }),
};

/// A source.
pub static SOURCE: Record = Record::new(
    "source",
    "a source",
    &[
        Key::needed("type", Shape::Choice(&TYPES), "report", "What it is.").also(&["kind"]),
        Key::needed("title", Shape::Either(&EITHER), "{zh: 调查, en: A survey}", "The title with its subtitle after a colon; no 《》, no full stop: the form sets them.").also(&["name"]),
        Key::new("author", Shape::Either(&AUTHORS), NAMES, "Its authors in order. An institution’s name is a text; a person’s may be `{family: Smith, given: John A.}`.").also(&["authors", "by"]),
        Key::new("editor", Shape::Either(&AUTHORS), "[{family: Smith, given: John A.}]", "Its editors in order.").also(&["editors"]),
        Key::new("issued", Shape::Date, "2018", "When it was issued.").also(&["year", "date", "published"]),
        Key::new("place", Shape::Either(&EITHER), "{zh: 纽约, en: New York}", "Where it was published.").also(&["publisher-place", "city", "location"]),
        Key::new("publisher", Shape::Either(&EITHER), "{zh: 联合国, en: United Nations}", "By whom it was published; a thesis: its university.").also(&["institution"]),
        Key::new("container-title", Shape::Either(&EITHER), "Journal of Surveys", "The journal, newspaper, book, proceedings or site in which it stands.").also(&["journal", "booktitle", "container", "in"]),
        Key::new("volume", Shape::Text, "12", "The volume, of the journal or its own."),
        Key::new("issue", Shape::Text, "3", "The issue of the journal."),
        Key::new("page", Shape::Text, "12-20", "The pages on which it stands; a newspaper’s `page` is its section.").also(&["pages"]),
        Key::new("edition", Shape::Either(&EITHER), "2", "The edition, a number or in words; not for a first edition."),
        Key::new("number", Shape::Text, "ISO 690:2021", "The number of a standard or a report."),
        Key::new("version", Shape::Text, "\"1.0\"", "The version of a data set or site; in quotation marks if it looks like a number."),
        Key::new("doi", Shape::Text, "10.1000/182", "Its DOI, also as a link."),
        Key::new("isbn", Shape::Text, "978-92-1-123207-3", "Its ISBN."),
        Key::new("url", Shape::Address, "https://example.org/survey", "Where it can be read.").also(&["link", "address", "href"]),
        Key::new("accessed", Shape::Day, "2026-11-01", "The day on which `url` was read, only if it was.").also(&["access-date", "retrieved"]),
        Key::new("note", Shape::Texts, "{zh: 含勘误。, en: With errata.}", "A sentence for the reader.").also(&["notes", "remark", "comment"]),
    ],
);

static TYPES: [(&str, &str); 17] = [
    ("report", "a report of an institution"),
    ("book", "a book"),
    ("chapter", "a part of a book"),
    ("article", "an article in a journal"),
    ("newspaper", "an article in a newspaper"),
    ("paper", "a paper at a conference"),
    ("thesis", "a dissertation"),
    ("standard", "a standard"),
    ("dataset", "a data set"),
    ("webpage", "a web page"),
    ("law", "a law or regulation"),
    ("article-journal", "CSL’s word for `article`"),
    ("article-newspaper", "CSL’s word for `newspaper`"),
    ("paper-conference", "CSL’s word for `paper`"),
    ("legislation", "CSL’s word for `law`"),
    ("regulation", "CSL’s word for `law`"),
    ("post-weblog", "CSL’s word for `webpage`"),
];
