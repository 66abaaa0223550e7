//! `sources.yaml`: where figures and statements come from.

use crate::diagnostic::Diagnostics;
use crate::lang::Bilingual;
use crate::source::{Node, Tree};

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// A report of an institution.
    Report,
    /// A book.
    Book,
    /// An article in a journal.
    Article,
    /// A data set.
    Dataset,
    /// A web page.
    Webpage,
    /// A law or regulation.
    Law,
}

/// An entry of the bibliography.
#[derive(Clone, Debug)]
pub struct Source {
    /// Unique; as expressions name it.
    pub id: String,
    /// What it is.
    pub kind: SourceKind,
    /// Its title.
    pub title: Bilingual<String>,
    /// Its authors in order; may be empty.
    pub authors: Vec<Bilingual<String>>,
    /// The year of issue.
    pub issued: Option<u16>,
    /// Where it was published.
    pub place: Option<Bilingual<String>>,
    /// By whom it was published.
    pub publisher: Option<Bilingual<String>>,
    /// The journal or series in which it stands.
    pub container: Option<Bilingual<String>>,
    /// Where it can be read.
    pub url: Option<String>,
    /// When it was read there, `2026-11-01`.
    pub accessed: Option<String>,
    /// What a reader must know of it.
    pub note: Option<Bilingual<String>>,
}

/// Reads `sources.yaml`.
pub fn read(root: &Node<'_>, d: &Diagnostics) -> Option<Vec<Source>> {
    let sources: Vec<Option<Source>> = root
        .entries(d)?
        .into_iter()
        .map(|entry| {
            if !crate::source::node::is_id(entry.key) {
                d.push(
                    crate::diagnostic::Diagnostic::error(format!(
                        "`{}` cannot be an id",
                        entry.key
                    ))
                    .at(entry.key_spot.place()),
                );
                return None;
            }
            read_one(entry.key, &entry.value, d)
        })
        .collect();
    sources.into_iter().collect()
}

/// A text in both languages, or one text that is the same in both.
fn either(node: &Node<'_>, d: &Diagnostics) -> Option<Bilingual<String>> {
    match node.tree() {
        Tree::Map(_) => node.texts(d),
        _ => node.text(d).map(Bilingual::same),
    }
}

fn read_one(id: &str, node: &Node<'_>, d: &Diagnostics) -> Option<Source> {
    let mut fields = node.fields(d, "a source")?;
    let kind = fields.need("type", d).and_then(|n| {
        n.choice(
            d,
            &[
                ("report", SourceKind::Report),
                ("book", SourceKind::Book),
                ("article", SourceKind::Article),
                ("dataset", SourceKind::Dataset),
                ("webpage", SourceKind::Webpage),
                ("law", SourceKind::Law),
            ],
        )
    });
    let title = fields.need("title", d).and_then(|n| either(&n, d));
    let authors = fields
        .get("author")
        .map_or(Some(Vec::new()), |n| n.list(d, |n| either(n, d)));
    let issued = fields.get("issued").map(|n| n.whole(d));
    let place = fields.get("place").map(|n| either(&n, d));
    let publisher = fields.get("publisher").map(|n| either(&n, d));
    let container = fields.get("container").map(|n| either(&n, d));
    let url = fields.get("url").map(|n| {
        let url = n.text(d)?;
        if !url.starts_with("https://") && !url.starts_with("http://") {
            n.error(d, "an address starts with `https://`");
            return None;
        }
        Some(url)
    });
    let accessed = fields.get("accessed").map(|n| {
        let date = n.text(d)?;
        let parts: Vec<&str> = date.split('-').collect();
        let valid = matches!(parts.as_slice(), [y, m, day]
            if y.len() == 4 && m.len() == 2 && day.len() == 2
            && parts.iter().all(|p| p.chars().all(|c| c.is_ascii_digit())));
        if !valid {
            n.error(d, "a date is written `2026-11-01`");
        }
        valid.then_some(date)
    });
    let note = fields.get("note").map(|n| n.texts(d));
    fields.finish(d);
    Some(Source {
        id: id.to_owned(),
        kind: kind?,
        title: title?,
        authors: authors?,
        issued: issued.flatten(),
        place: place.flatten(),
        publisher: publisher.flatten(),
        container: container.flatten(),
        url: url.flatten(),
        accessed: accessed.flatten(),
        note: note.flatten(),
    })
}
