//! Addresses that authors write, checked before a page links to them. What a browser would read
//! otherwise than it looks (`java\tscript:`, `https:\\host`, `//host`) is refused, not mended.

use std::fmt;
use std::ops::Deref;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::Url;

use crate::lang::characters::is_invisible;

/// What may stand before the colon of an address that leads out of the report.
const ALLOWED: &str = "an address starts with `https://` or `http://`";

/// An address of the web, `http` or `https`, as its author wrote it: it names a host, has no user
/// name and password, and no character that an address cannot have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

/// What a link in a text leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target<'t> {
    /// Another site.
    Web(Address),
    /// A mailbox: an address that starts with `mailto:`.
    Mail(String),
    /// A thing of the report: its kind and what stands after the colon, as in `member:CODE#top`.
    Own(&'t str, &'t str),
    /// A path or an anchor inside the site.
    Inside,
}

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// In one sentence, what is wrong with it.
    pub fn parse(text: &str) -> Result<Address, String> {
        harmless(text)?;
        let lower = text.to_ascii_lowercase();
        if !lower.starts_with("https://") && !lower.starts_with("http://") {
            return Err(ALLOWED.to_owned());
        }
        let bad = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '`' | '\\');
        if let Some(c) = text.chars().find(|c| bad(*c)) {
            return Err(format!("`{text}` is not an address: it contains `{c}`"));
        }
        let url = Url::parse(text).map_err(|e| format!("`{text}` is not an address: {e}"))?;
        // The parser finds a host behind any number of slashes.
        let host = lower.split_once("://").map_or("", |(_, rest)| rest);
        if url.host_str().is_none_or(str::is_empty) || host.starts_with(['/', '?', '#', ':']) {
            return Err(format!("`{text}` is not an address: it names no host"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(format!(
                "the address `{text}` contains a user name, which hides the host behind it"
            ));
        }
        Ok(Address(text.to_owned()))
    }

    /// Reads the address of a site: without `?` and `#`, written as browsers write it, ending in
    /// `/`.
    ///
    /// # Errors
    /// In one sentence, what is wrong with it.
    pub fn parse_base(text: &str) -> Result<Address, String> {
        let Address(text) = Address::parse(text)?;
        if text.contains(['?', '#']) {
            return Err(format!("`{text}` cannot be the address of a site"));
        }
        let url = Url::parse(&text).map_err(|e| format!("`{text}` is not an address: {e}"))?;
        let mut written = url.to_string();
        if !written.ends_with('/') {
            written.push('/');
        }
        Ok(Address(written))
    }
}

impl Deref for Address {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads a link as it stands in a text, after entities and escapes have been resolved.
///
/// # Errors
/// In one sentence, what is wrong with it.
pub fn target(written: &str) -> Result<Target<'_>, String> {
    harmless(written)?;
    if written.starts_with("//") {
        return Err(format!("the address `{written}` does not say its protocol"));
    }
    if written.contains('\\') {
        return Err(format!("the address `{written}` contains `\\`"));
    }
    let path = written.find(['/', '?', '#']).unwrap_or(written.len());
    let Some(colon) = written[..path].find(':') else {
        return Ok(Target::Inside);
    };
    let (scheme, rest) = (&written[..colon], &written[colon + 1..]);
    match scheme.to_ascii_lowercase().as_str() {
        "https" | "http" => Address::parse(written).map(Target::Web),
        "mailto" => mail(rest).map(Target::Mail),
        _ => Ok(Target::Own(scheme, rest)),
    }
}

/// The address under which a DOI is found. A DOI can have characters that mean something else in an
/// address, or cannot stand there.
pub fn of_doi(doi: &str) -> String {
    format!("https://doi.org/{}", utf8_percent_encode(doi, IN_DOI))
}

/// What is encoded in the address of a DOI, as the DOI Handbook has it.
const IN_DOI: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'+')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The addresses that an attribute of an element of HTML holds.
pub fn in_attribute<'v>(element: &str, attribute: &str, value: &'v str) -> Vec<&'v str> {
    match attribute {
        "href" | "src" | "poster" | "action" | "formaction" | "cite" | "xlink:href"
        | "background" | "manifest" => vec![value],
        "data" if element == "object" => vec![value],
        "ping" => value.split_whitespace().collect(),
        "srcset" | "imagesrcset" => {
            let sources = value.split(',');
            sources
                .filter_map(|s| s.split_whitespace().next())
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The address of a mailbox as a link has it: `name@host`, with a subject if need be.
///
/// # Errors
/// If it is none.
pub fn mail(mailbox: &str) -> Result<String, String> {
    let (name, host) = mailbox
        .split_once('?')
        .map_or(mailbox, |(box_of, _)| box_of)
        .split_once('@')
        .unwrap_or_default();
    let bad = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '`' | '\\');
    if name.is_empty() || host.is_empty() || mailbox.contains(bad) {
        return Err(format!("`{mailbox}` is not a mail address"));
    }
    Ok(format!("mailto:{mailbox}"))
}

/// Refuses what browsers drop, or what shows an address otherwise than it is read: control
/// characters, blanks at the ends, marks that change the direction of writing.
///
/// # Errors
/// In one sentence, what is wrong.
pub fn harmless(text: &str) -> Result<(), String> {
    let hidden = |c: char| c.is_control() || is_invisible(c);
    if let Some(c) = text.chars().find(|c| hidden(*c)) {
        return Err(format!(
            "an address cannot contain the invisible character U+{:04X}",
            u32::from(c)
        ));
    }
    if text.trim() != text {
        return Err(format!("the address `{text}` has a blank at its end"));
    }
    Ok(())
}

#[cfg(test)]
#[path = "web/tests.rs"]
mod tests;
