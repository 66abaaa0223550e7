//! The manual: the files of `docs/`, as HTML for the pages that authors read. They are written for
//! whoever reads the repository, so this takes what GitHub's Markdown takes of them: headings, lists,
//! tables, code, links between the files.

mod markdown;

use std::sync::LazyLock;

use serde::Serialize;

use crate::assets;

/// The language in which the manual is written.
pub const LANGUAGE: &str = "en";

/// A part of the manual.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// The file's name without its ending, the last part of the page's address.
    pub slug: String,
    /// Its first heading.
    pub title: String,
    /// What it is for, in the words of the manual's list; HTML.
    pub about: String,
    /// The same as plain text.
    pub plain: String,
    /// All but the title; links to other parts are those of a page beside theirs.
    pub html: String,
    /// The headings of its sections.
    pub headings: Vec<Heading>,
}

/// A heading below the title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// Its anchor, as GitHub makes it of the text.
    pub id: String,
    /// Its text.
    pub text: String,
    /// 2 or 3.
    pub level: u8,
}

/// The manual's parts, in the order in which `docs/README.md` lists them.
pub fn parts() -> &'static [Part] {
    static PARTS: LazyLock<Vec<Part>> = LazyLock::new(|| {
        let files = assets::docs();
        let text = |name: &str| {
            files
                .bytes(name)
                .map(|bytes| String::from_utf8_lossy(bytes))
        };
        let Some(list) = text("README.md") else {
            return Vec::new();
        };
        let listed = markdown::listed(&list).into_iter();
        let parts = listed.filter_map(|entry| {
            let name = format!("{}.md", entry.slug);
            Some(markdown::part(entry, &text(&name)?))
        });
        parts.collect()
    });
    &PARTS
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_file_is_listed_once() {
        let files = assets::docs();
        let there: BTreeSet<String> = files.names().map(ToOwned::to_owned).collect();
        let mut listed: Vec<String> = parts().iter().map(|p| format!("{}.md", p.slug)).collect();
        listed.push("README.md".to_owned());
        assert_eq!(listed.len(), there.len());
        assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), there);
        for part in parts() {
            assert!(
                !part.title.is_empty() && !part.plain.is_empty(),
                "{}",
                part.slug
            );
        }
    }
}
