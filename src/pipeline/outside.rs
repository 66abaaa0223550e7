//! The links of a finished site that lead to other sites, and where they stand in the files.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use url::Url;

use super::{Report, Site};
use crate::diagnostic::{Diagnostics, Place};
use crate::site::{Route, check};
use crate::web::of_doi;

/// A link that leads out of the site.
#[derive(Debug)]
pub struct Outside {
    /// The address, as browsers write it, without its anchor.
    pub address: String,
    /// Where it stands in the report's files and templates.
    pub places: Vec<Place>,
    /// The pages that have it.
    pub pages: Vec<Route>,
}

impl Report {
    /// All links that lead out of the site, by their addresses.
    pub fn outside(&self, site: &Site) -> Vec<Outside> {
        let mut links: BTreeMap<String, Outside> = BTreeMap::new();
        for (link, pages) in check::outside(&site.tree, &self.config.base_url) {
            let Some(address) = address(&link) else {
                continue;
            };
            let outside = links.entry(address.clone()).or_insert_with(|| Outside {
                address,
                places: Vec::new(),
                pages: Vec::new(),
            });
            outside.pages.extend(pages);
        }
        // What is wrong with files has been told.
        let quiet = Diagnostics::new();
        let wanted = Wanted::new(links.keys());
        let content = self
            .content
            .names()
            .map(|name| self.content.text(name, &quiet));
        let templates = self.templates.names().into_iter();
        let templates = templates.map(|name| self.templates.text(name, &quiet));
        for file in content.chain(templates).flatten().flatten() {
            for (address, span) in wanted.in_text(&file.text) {
                if let Some(outside) = links.get_mut(&address) {
                    outside.places.push(Place::new(&file, span));
                }
            }
        }
        let mut links: Vec<Outside> = links.into_values().collect();
        for link in &mut links {
            link.pages.sort();
            link.pages.dedup();
        }
        links
    }
}

/// An address as browsers write it, without its anchor.
fn address(written: &str) -> Option<String> {
    let mut url = Url::parse(written).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    url.set_fragment(None);
    Some(url.into())
}

/// The longest address that is looked for, in bytes.
const LONGEST: usize = 2048;

/// So many characters at its end may belong to what stands around an address.
const AROUND: usize = 16;

/// Addresses that are looked for.
struct Wanted {
    addresses: BTreeSet<String>,
    /// Scheme and host of each.
    origins: BTreeSet<String>,
}

impl Wanted {
    fn new(addresses: impl IntoIterator<Item = impl AsRef<str>>) -> Wanted {
        let addresses = addresses.into_iter().map(|a| a.as_ref().to_owned());
        let addresses: BTreeSet<String> = addresses.collect();
        let origins = addresses.iter().filter_map(|a| origin(a)).collect();
        Wanted { addresses, origins }
    }

    /// Those in a text, also as DOIs, with their places.
    fn in_text(&self, text: &str) -> Vec<(String, Range<usize>)> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some((at, is_doi)) = next(text, from) {
            from = at + 1;
            let mut end = text.len().min(at + LONGEST);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            let rest = &text[at..end];
            let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '`' | '\\');
            let written = &rest[..rest.find(ends).unwrap_or(rest.len())];
            if let Some((address, length)) = self.begins(written, is_doi) {
                from = at + length;
                found.push((address, at..from));
            }
        }
        found
    }

    /// The address with which a text begins, and its length there. What follows it in Markdown and
    /// YAML may look like its end.
    fn begins(&self, mut written: &str, is_doi: bool) -> Option<(String, usize)> {
        if !is_doi && !self.origins.contains(&origin(written)?) {
            return None;
        }
        for _ in 0..AROUND {
            let address = match is_doi {
                true => address(&of_doi(written)),
                false => address(&written.replace("&amp;", "&")),
            };
            if let Some(address) = address.filter(|a| self.addresses.contains(a)) {
                return Some((address, written.len()));
            }
            let may_be_around = |c: char| !c.is_ascii_alphanumeric() && c != '/';
            written = &written[..written.rfind(may_be_around)?];
        }
        None
    }
}

/// Scheme and host, in small letters.
fn origin(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let end = |c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-' | ':' | '[' | ']');
    let host = &rest[..rest.find(end).unwrap_or(rest.len())];
    let host = host.trim_end_matches(|c: char| c == ':' || c == ']' || !c.is_ascii());
    Some(format!("{scheme}://{host}").to_lowercase())
}

/// Where the next address or DOI may begin, and whether it is a DOI.
fn next(text: &str, from: usize) -> Option<(usize, bool)> {
    let rest = text.get(from..)?;
    let starts = rest.char_indices().map(|(at, _)| at);
    let mut before = text[..from].chars().next_back();
    for at in starts {
        let here = &rest.as_bytes()[at..];
        let continues = before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.');
        before = rest[at..].chars().next();
        if continues {
            continue;
        }
        let begins = |with: &str| {
            here.get(..with.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
        };
        if begins("http://") || begins("https://") {
            return Some((from + at, false));
        }
        if begins("10.") {
            return Some((from + at, true));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, wanted: &[&str]) -> Vec<(String, String)> {
        Wanted::new(wanted)
            .in_text(text)
            .into_iter()
            .map(|(address, span)| (address, text[span].to_owned()))
            .collect()
    }

    #[test]
    fn addresses_are_found_where_they_stand_and_nowhere_else() {
        let wanted = [
            "https://a.org/b",
            "https://a.org/b(c)",
            "https://a.org/?x=1&y=2",
            "https://a.org/%E4%B8%AD",
            "http://c.org/",
            "https://doi.org/10.1000/182",
        ];
        let text = "[x](https://a.org/b), [y](https://a.org/b(c)) <https://a.org/b#part>。\n\
            {url: https://a.org/b, doi: 10.1000/182} <a href='HTTPS://a.org/?x=1&amp;y=2'>\n\
            [中](https://a.org/中)后 http://c.org https://a.org/bc 110.1000/182 https://dx.doi.org/10.1000/182";
        let written: Vec<String> = found(text, &wanted).into_iter().map(|(_, w)| w).collect();
        assert_eq!(
            written,
            [
                "https://a.org/b",
                "https://a.org/b(c)",
                "https://a.org/b#part",
                "https://a.org/b",
                "10.1000/182",
                "HTTPS://a.org/?x=1&amp;y=2",
                "https://a.org/中",
                "http://c.org",
                "10.1000/182",
            ]
        );
    }

    #[test]
    fn long_lines_of_nothing_take_no_time() {
        let text = "10.".repeat(20_000) + &"https://".repeat(20_000);
        assert_eq!(found(&text, &["https://a.org/"]), []);
    }
}
