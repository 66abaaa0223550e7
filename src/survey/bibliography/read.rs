//! Reading `sources.yaml`.

use super::{Date, Name, Source, SourceKind};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lang::PerLanguage;
use crate::source::{Node, Tree, node::is_id};
use crate::web::Address;

/// The types by the name that authors use; those of CSL serve too.
const KINDS: [(&str, SourceKind); 17] = [
    ("report", SourceKind::Report),
    ("book", SourceKind::Book),
    ("chapter", SourceKind::Chapter),
    ("article", SourceKind::Article),
    ("newspaper", SourceKind::Newspaper),
    ("paper", SourceKind::Paper),
    ("thesis", SourceKind::Thesis),
    ("standard", SourceKind::Standard),
    ("dataset", SourceKind::Dataset),
    ("webpage", SourceKind::Webpage),
    ("law", SourceKind::Law),
    ("article-journal", SourceKind::Article),
    ("article-newspaper", SourceKind::Newspaper),
    ("paper-conference", SourceKind::Paper),
    ("legislation", SourceKind::Law),
    ("regulation", SourceKind::Law),
    ("post-weblog", SourceKind::Webpage),
];

/// Reads `sources.yaml`.
pub fn read(root: &Node<'_>, d: &Diagnostics) -> Option<Vec<Source>> {
    let sources: Vec<Option<Source>> = root
        .entries(d)?
        .into_iter()
        .map(|entry| {
            if !is_id(entry.key) {
                d.push(
                    Diagnostic::error(format!("`{}` cannot be an id", entry.key))
                        .at(entry.key_spot.place())
                        .hint("use letters a–z, digits and `-` only"),
                );
                return None;
            }
            read_one(entry.key, &entry.value, d)
        })
        .collect();
    sources.into_iter().collect()
}

/// A text in every language, or one text that is the same in all.
fn either(node: &Node<'_>, d: &Diagnostics) -> Option<PerLanguage<String>> {
    match node.tree() {
        Tree::Map(_) => node.texts(d),
        _ => line(node, d).map(|text| PerLanguage::same(node.languages(), text)),
    }
}

/// A text whose line breaks and doubled spaces mean nothing.
fn line(node: &Node<'_>, d: &Diagnostics) -> Option<String> {
    let text = node.text(d)?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Names of authors or editors: a list, or one alone.
pub fn authors(node: &Node<'_>, d: &Diagnostics) -> Option<Vec<PerLanguage<Name>>> {
    match node.tree() {
        Tree::List(_) => node.list(d, |n| name(n, d)),
        _ => Some(vec![name(node, d)?]),
    }
}

/// A name in every language, or one that is the same in all.
fn name(node: &Node<'_>, d: &Diagnostics) -> Option<PerLanguage<Name>> {
    let by_language = match node.tree() {
        Tree::Map(_) => node
            .entries(d)?
            .iter()
            .any(|entry| node.languages().get(entry.key).is_some()),
        _ => false,
    };
    if by_language {
        node.per_language(d, |n, _| one_name(n, d))
    } else {
        one_name(node, d).map(|name| PerLanguage::same(node.languages(), name))
    }
}

fn one_name(node: &Node<'_>, d: &Diagnostics) -> Option<Name> {
    if !matches!(node.tree(), Tree::Map(_)) {
        return line(node, d).map(Name::whole);
    }
    let mut fields = node.fields(d, "a name")?;
    if let Some(literal) = fields.get("literal") {
        let whole = line(&literal, d).map(Name::whole);
        fields.finish(d);
        return whole;
    }
    let family = fields.need("family", d).and_then(|n| line(&n, d));
    let given = fields.get("given").map(|n| line(&n, d));
    fields.finish(d);
    Some(Name {
        family: family?,
        given: match given {
            Some(given) => Some(given?),
            None => None,
        },
    })
}

/// A date; `whole` asks for one with its day.
pub fn date(node: &Node<'_>, d: &Diagnostics, whole: bool) -> Option<Date> {
    let text = node.text(d)?;
    let date = Date::parse(&text).filter(|date| !whole || date.day.is_some());
    if date.is_none() {
        let hint = if whole {
            "a day is written `2026-11-01`"
        } else {
            "a date is written `2026`, `2026-11` or `2026-11-01`"
        };
        node.error_hint(d, format!("`{text}` is not a date"), Some(hint.to_owned()));
    }
    date
}

/// An address of the web.
pub fn url(node: &Node<'_>, d: &Diagnostics) -> Option<Address> {
    let read = Address::parse(&node.text(d)?);
    read.map_err(|message| node.error(d, message)).ok()
}

/// A DOI, also if it is written as a link.
fn doi(node: &Node<'_>, d: &Diagnostics) -> Option<String> {
    let text = node.text(d)?;
    let bare = [
        "https://doi.org/",
        "http://doi.org/",
        "https://dx.doi.org/",
        "http://dx.doi.org/",
    ]
    .iter()
    .find_map(|prefix| text.strip_prefix(prefix))
    .unwrap_or_else(|| {
        text.trim_start_matches("doi:")
            .trim_start_matches("DOI:")
            .trim()
    });
    let valid = bare.starts_with("10.")
        && bare
            .split_once('/')
            .is_some_and(|(_, rest)| !rest.is_empty())
        && !bare.contains(|c: char| c.is_whitespace() || c.is_control() || "\"\\`".contains(c));
    if !valid {
        node.error_hint(
            d,
            format!("`{text}` is not a DOI"),
            Some("a DOI is written `10.1000/182`".to_owned()),
        );
    }
    valid.then(|| bare.to_owned())
}

fn read_one(id: &str, node: &Node<'_>, d: &Diagnostics) -> Option<Source> {
    let mut fields = node.fields(d, "a source")?;
    let kind = fields.need("type", d).and_then(|n| n.choice(d, &KINDS));
    let title = fields.need("title", d).and_then(|n| either(&n, d));
    let authors_read = fields.get("author").map(|n| authors(&n, d));
    let editors = fields.get("editor").map(|n| authors(&n, d));
    let issued = fields.get("issued").map(|n| date(&n, d, false));
    let place = fields.get("place").map(|n| either(&n, d));
    let publisher = fields.get("publisher").map(|n| either(&n, d));
    let container = fields.get("container-title").map(|n| either(&n, d));
    let volume = fields.get("volume").map(|n| line(&n, d));
    let issue = fields.get("issue").map(|n| line(&n, d));
    let page = fields.get("page").map(|n| line(&n, d));
    let edition = fields.get("edition").map(|n| either(&n, d));
    let number = fields.get("number").map(|n| line(&n, d));
    let version = fields.get("version").map(|n| line(&n, d));
    let doi = fields.get("doi").map(|n| doi(&n, d));
    let isbn = fields.get("isbn").map(|n| line(&n, d));
    let url = fields.get("url").map(|n| url(&n, d));
    let accessed = fields.get("accessed").map(|n| date(&n, d, true));
    let note = fields.get("note").map(|n| n.texts(d));
    fields.finish(d);
    Some(Source {
        authors: authors_read.unwrap_or_else(|| Some(Vec::new()))?,
        editors: editors.unwrap_or_else(|| Some(Vec::new()))?,
        issued: issued.flatten(),
        place: place.flatten(),
        publisher: publisher.flatten(),
        container: container.flatten(),
        volume: volume.flatten(),
        issue: issue.flatten(),
        page: page.flatten(),
        edition: edition.flatten(),
        number: number.flatten(),
        version: version.flatten(),
        doi: doi.flatten(),
        isbn: isbn.flatten(),
        url: url.flatten(),
        accessed: accessed.flatten(),
        note: note.flatten(),
        ..Source::new(id, kind?, title?)
    })
}
