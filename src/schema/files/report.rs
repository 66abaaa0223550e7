//! `report.yaml`.

use super::sources::{AUTHORS, NAMES};
use crate::schema::{ANY, FileDescription, Key, Record, Shape, YEAR};

/// `report.yaml`.
pub static REPORT: FileDescription = FileDescription {
    name: "report",
    path: "report.yaml",
    about: "The report itself: its names, its address, what it is about, the order of its chapters.",
    shape: Shape::Record(&RECORD),
};

/// `report.yaml` as a mapping.
pub static RECORD: Record = Record::new(
    "report",
    "report.yaml",
    &[
        Key::needed("title", Shape::Texts, "{zh: 读本, en: A reader}", "The title of the site.")
            .also(&["name"]),
        Key::new("short-title", Shape::Texts, "{zh: 读本, en: Reader}", "The title in the header of pages.")
            .or("the title")
            .also(&["short", "short-name"]),
        Key::needed("description", Shape::Texts, "{zh: 数据与评述。, en: Data and commentary.}", "One sentence for search engines and the landing page.")
            .also(&["about", "summary", "abstract"]),
        Key::needed("base-url", Shape::Address, "https://example.org/reader/", "Where the site stands; `--base-url` overrides it.")
            .also(&["url", "address", "site", "baseurl"]),
        Key::new("repository", Shape::Address, "https://example.org/code", "Where the source of the report can be read.")
            .also(&["source", "code", "github"]),
        Key::new("branch", Shape::Text, "main", "The branch of the repository at which readers mend a page.")
            .or("`main`"),
                Key::new("languages", Shape::List(&Shape::Either(&[Shape::Text, Shape::Record(&LANGUAGE)]), 1, ANY), "[{tag: zh-Hans, segment: zh}, en]", "The languages of the report by their tags (BCP 47); the first is the default.")
            .or("Chinese and English")
            .also(&["language", "langs", "locales"]),
        Key::new("original", Shape::Id("one of the report's languages"), "zh", "The language in which chapters are written first; the others are checked against it.")
            .or("the first language")
            .also(&["original-language", "source-language"]),
        Key::new("written-for", YEAR, "2024", "The newest edition for which the texts were written and read again: a newer one makes `check` name every place that ends with it.")
            .or("the newest edition that an expression or a chart reads by its year")
            .also(&["reviewed", "up-to-date"]),
        Key::new("focus", Shape::Id("a member"), "ELL", "The member that charts and commentary put first.")
            .also(&["member", "subject"]),
        Key::new("routes", Shape::Record(&ROUTES), "{members: countries}", "What the kinds of pages are called in addresses.")
            .also(&["segments", "paths", "addresses"]),
        Key::new("chapters", Shape::List(&Shape::Either(&[Shape::Id("a chapter"), Shape::Record(&LISTED_CHAPTER)]), 0, ANY), "[overview, changes]", "The slugs of the chapters, in the order in which they are read.")
            .also(&["commentary", "pages"]),
        Key::new("data-notice", Shape::Texts, "{zh: 数据属联合国。, en: The data are the United Nations’ own.}", "What is said of the data under every page.")
            .also(&["notice"]),
        Key::new("citation", Shape::Record(&CITATION), "{issued: 2026}", "How readers cite the report.")
            .also(&["cite"]),
        Key::new("licence", Shape::Record(&LICENCE), "{name: {zh: 公有领域, en: Public domain}, url: https://creativecommons.org/publicdomain/zero/1.0/}", "The licence of the texts and charts.")
            .also(&["license", "rights"]),
        Key::new("share-pictures", Shape::Boolean, "true", "Whether `build` draws a picture of each chart, member, chapter and overview, for networks on which readers share links to pages.")
            .or("`false`")
            .also(&["og-image", "og-images", "social-cards", "pictures", "cards"]),
        Key::new("raw-html", Shape::Choice(&[("listed", "only what is known to be harmless"), ("allow", "everything that an author writes")]), "allow", "Which HTML in commentary goes through.").or("`listed`").also(&["html"]),
    ],
);

/// A language.
pub static LANGUAGE: Record = Record::new(
    "language",
    "a language",
    &[
        Key::needed(
            "tag",
            Shape::Text,
            "pt-BR",
            "Its tag (BCP 47): language, and script or region if need be.",
        )
        .also(&["code", "language", "locale"]),
        Key::new(
            "segment",
            Shape::Segment,
            "pt",
            "What it is called in addresses, file names and texts.",
        )
        .or("its language’s subtag")
        .also(&["key", "path"]),
        Key::new("name", Shape::Text, "Português", "Its own name for itself.")
            .when("CLDR does not know the language")
            .also(&["title", "endonym"]),
        Key::new(
            "conventions",
            Shape::Text,
            "en-GB",
            "The tag of the language whose numbers, lists, order and dates it follows.",
        )
        .or("its own"),
        Key::new(
            "citation-style",
            Shape::Text,
            "iso-690-author-date",
            "The style of its bibliographies, by its name in CSL.",
        )
        .also(&["style", "citation"]),
    ],
);

/// A chapter of the list that was not first written in the report's original language.
pub static LISTED_CHAPTER: Record = Record::new(
    "listed-chapter",
    "a chapter of the list",
    &[
        Key::needed("slug", Shape::Id("a chapter"), "changes", "Its slug.")
            .also(&["id", "chapter"]),
        Key::new(
            "original",
            Shape::Id("a language of the report"),
            "en",
            "The language in which it was first written.",
        )
        .or("the report’s `original`")
        .also(&["language"]),
    ],
);

/// `routes`.
pub static ROUTES: Record = Record::new(
    "routes",
    "routes",
    &[
        Key::new(
            "members",
            Shape::Segment,
            "countries",
            "The segment of the pages of members.",
        )
        .or("`members`"),
        Key::new(
            "editions",
            Shape::Segment,
            "years",
            "The segment of the pages of editions.",
        )
        .or("`editions`"),
        Key::new(
            "regions",
            Shape::Segment,
            "coasts",
            "The segment of the pages of regions and subregions.",
        )
        .or("`regions`"),
        Key::new(
            "groups",
            Shape::Segment,
            "leagues",
            "The segment of the pages of groups.",
        )
        .or("`groups`"),
        Key::new(
            "components",
            Shape::Segment,
            "measures",
            "The segment of the pages of components.",
        )
        .or("`components`"),
        Key::new(
            "chapters",
            Shape::Segment,
            "reading",
            "The segment of the pages of chapters.",
        )
        .or("`chapters`"),
    ],
);

/// `citation`.
pub static CITATION: Record = Record::new(
    "citation",
    "the citation of the report",
    &[
        Key::new(
            "author",
            Shape::Either(&AUTHORS),
            NAMES,
            "Whose the report is: one name or a list, as a source's.",
        )
        .also(&["authors", "by"]),
        Key::new(
            "issued",
            Shape::Date,
            "2026",
            "When this version was issued.",
        )
        .also(&["date", "year", "published"]),
        Key::new(
            "version",
            Shape::Text,
            "\"1.0\"",
            "The number of this version; in quotation marks if it looks like a number.",
        ),
    ],
);

/// `licence`.
pub static LICENCE: Record = Record::new(
    "licence",
    "a licence",
    &[
        Key::needed(
            "name",
            Shape::Texts,
            "{zh: 公有领域, en: Public domain}",
            "Its name.",
        )
        .also(&["title"]),
        Key::needed(
            "url",
            Shape::Address,
            "https://creativecommons.org/publicdomain/zero/1.0/",
            "Where it can be read.",
        )
        .also(&["link", "address", "href"]),
    ],
);
