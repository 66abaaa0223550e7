//! Reading `sources.yaml`.

use percent_encoding::percent_decode_str;

use super::{Date, Name, Source, SourceKind};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics};
use crate::lang::PerLanguage;
use crate::schema::files::sources as files;
use crate::source::{Node, Tree, node::wrong_id};
use crate::web::{self, Address};

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
pub fn read(root: &Node<'_>, d: &Diagnostics) -> Checked<Vec<Source>> {
    let sources: Vec<Checked<Source>> = root
        .entries(d)?
        .into_iter()
        .map(|entry| {
            if let Some((message, hint)) = wrong_id(entry.key) {
                let error = Diagnostic::error(message).at(entry.key_at.place());
                return Err(d.report(error.hint(hint)));
            }
            read_one(entry.key, &entry.value, d)
        })
        .collect();
    sources.into_iter().collect()
}

/// A text in every language, or one text that is the same in all.
fn either(node: &Node<'_>, d: &Diagnostics) -> Checked<PerLanguage<String>> {
    match node.tree() {
        Tree::Map(_) => node.texts(d),
        _ => line(node, d).map(|text| PerLanguage::same(node.languages(), text)),
    }
}

/// A text whose line breaks and doubled spaces mean nothing.
fn line(node: &Node<'_>, d: &Diagnostics) -> Checked<String> {
    let text = node.text(d)?;
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Names of authors or editors: a list, or one alone.
pub fn authors(node: &Node<'_>, d: &Diagnostics) -> Checked<Vec<PerLanguage<Name>>> {
    match node.tree() {
        Tree::List(_) => node.list(d, |n| name(n, d)),
        _ => Ok(vec![name(node, d)?]),
    }
}

/// A name in every language, or one that is the same in all.
fn name(node: &Node<'_>, d: &Diagnostics) -> Checked<PerLanguage<Name>> {
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

fn one_name(node: &Node<'_>, d: &Diagnostics) -> Checked<Name> {
    if !matches!(node.tree(), Tree::Map(_)) {
        return line(node, d).map(Name::whole);
    }
    let mut fields = node.fields(d, &files::PERSON)?;
    if let Some(literal) = fields.get("literal") {
        let whole = line(&literal, d).map(Name::whole);
        fields.finish(d);
        return whole;
    }
    let family = fields.required("family", d, |n| line(n, d));
    let given = fields.optional("given", |n| line(n, d));
    fields.finish(d);
    Ok(Name {
        family: family?,
        given: given?,
    })
}

/// A date; `whole` asks for one with its day.
pub fn date(node: &Node<'_>, d: &Diagnostics, whole: bool) -> Checked<Date> {
    let text = node.text(d)?;
    let date = Date::parse(&text).filter(|date| !whole || date.day.is_some());
    date.ok_or_else(|| {
        let hint = if whole {
            "a day is written `2026-11-01`"
        } else {
            "a date is written `2026`, `2026-11` or `2026-11-01`"
        };
        node.error_hint(d, format!("`{text}` is not a date"), Some(hint.to_owned()))
    })
}

/// An address of the web.
pub fn url(node: &Node<'_>, d: &Diagnostics) -> Checked<Address> {
    Address::parse(&node.text(d)?).map_err(|message| node.error(d, message))
}

/// A DOI, also if it is written as a link.
fn doi(node: &Node<'_>, d: &Diagnostics) -> Checked<String> {
    let text = node.text(d)?;
    let link = [
        "https://doi.org/",
        "http://doi.org/",
        "https://dx.doi.org/",
        "http://dx.doi.org/",
    ]
    .iter()
    .find_map(|prefix| text.strip_prefix(prefix));
    // In a link a DOI is encoded.
    let bare = match link {
        Some(encoded) => percent_decode_str(encoded).decode_utf8().ok(),
        None => {
            let bare = text.trim_start_matches("doi:").trim_start_matches("DOI:");
            Some(bare.trim().into())
        }
    };
    let valid = |bare: &str| {
        bare.starts_with("10.")
            && bare
                .split_once('/')
                .is_some_and(|(_, rest)| !rest.is_empty())
            && web::harmless(bare).is_ok()
            && !bare.contains(char::is_whitespace)
    };
    match bare.filter(|bare| valid(bare)) {
        Some(bare) => Ok(bare.into_owned()),
        None => Err(node.error_hint(
            d,
            format!("`{text}` is not a DOI"),
            Some("a DOI is written `10.1000/182`".to_owned()),
        )),
    }
}

fn read_one(id: &str, node: &Node<'_>, d: &Diagnostics) -> Checked<Source> {
    let mut fields = node.fields(d, &files::SOURCE)?;
    let kind = fields.required("type", d, |n| n.choice(d, &KINDS));
    let title = fields.required("title", d, |n| either(n, d));
    let authors_read = fields.optional("author", |n| authors(n, d));
    let editors = fields.optional("editor", |n| authors(n, d));
    let issued = fields.optional("issued", |n| date(n, d, false));
    let place = fields.optional("place", |n| either(n, d));
    let publisher = fields.optional("publisher", |n| either(n, d));
    let container = fields.optional("container-title", |n| either(n, d));
    let volume = fields.optional("volume", |n| line(n, d));
    let issue = fields.optional("issue", |n| line(n, d));
    let page = fields.optional("page", |n| line(n, d));
    let edition = fields.optional("edition", |n| either(n, d));
    let number = fields.optional("number", |n| line(n, d));
    let version = fields.optional("version", |n| line(n, d));
    let doi = fields.optional("doi", |n| doi(n, d));
    let isbn = fields.optional("isbn", |n| line(n, d));
    let url = fields.optional("url", |n| url(n, d));
    let accessed = fields.optional("accessed", |n| date(n, d, true));
    let note = fields.optional("note", |n| n.texts(d));
    fields.finish(d);
    Ok(Source {
        authors: authors_read?.unwrap_or_default(),
        editors: editors?.unwrap_or_default(),
        issued: issued.unwrap_or_default(),
        place: place.unwrap_or_default(),
        publisher: publisher.unwrap_or_default(),
        container: container.unwrap_or_default(),
        volume: volume.unwrap_or_default(),
        issue: issue.unwrap_or_default(),
        page: page.unwrap_or_default(),
        edition: edition.unwrap_or_default(),
        number: number.unwrap_or_default(),
        version: version.unwrap_or_default(),
        doi: doi.unwrap_or_default(),
        isbn: isbn.unwrap_or_default(),
        url: url.unwrap_or_default(),
        accessed: accessed.unwrap_or_default(),
        note: note.unwrap_or_default(),
        ..Source::new(id, kind?, title?)
    })
}
