//! What a page on the reader's screen is made from, so that the browser can tell whether it is still
//! what would be sent: the page with all that it shows, and its styles apart, which can be exchanged
//! without loading the page anew.

use std::cell::RefCell;
use std::collections::BTreeSet;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use serde::Serialize;
use url::Url;

use super::find::{Document, Found, digest, find};
use super::{Shown, client};
use crate::site::Route;

/// A page as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct State {
    /// Changes with the page, its scripts, its images, and whatever its styles show.
    pub(super) page: String,
    /// Its style sheets in order.
    pub(super) styles: Vec<Style>,
}

/// A style sheet of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Style {
    /// Its address as it stands in the page.
    pub(super) href: String,
    /// Changes with its content.
    pub(super) hash: String,
}

/// The state of what would be sent for a path.
pub(super) fn state(shown: &Shown, path: &str) -> State {
    match find(shown, path) {
        Found::File(document) => of_document(shown, &document),
        Found::Moved(route) => State {
            page: digest(&[route.as_str().as_bytes()]),
            styles: Vec::new(),
        },
    }
}

fn of_document(shown: &Shown, document: &Document<'_>) -> State {
    match document.page() {
        Some(html) => of_page(shown, &html, &document.route),
        None => State {
            page: digest(&[&document.bytes]),
            styles: Vec::new(),
        },
    }
}

fn of_page(shown: &Shown, html: &str, route: &Route) -> State {
    let links = links(html);
    let mut html = html.to_owned();
    let mut styles = Vec::new();
    let mut files = BTreeSet::new();
    for href in links.styles {
        // A style's address changes with its content, so it is no part of the page.
        html = html.replace(&format!("\"{href}\""), "\"\"");
        let found = target(route, &href);
        let bytes = found.as_ref().and_then(|r| shown.tree.get(r));
        let hash = bytes.map_or_else(String::new, |file| digest(&[&file.bytes]));
        if let (Some(at), Some(file)) = (&found, bytes) {
            let css = String::from_utf8_lossy(&file.bytes);
            files.extend(urls(&css).filter_map(|url| target(at, url)));
        }
        styles.push(Style { href, hash });
    }
    files.extend(links.shown.iter().filter_map(|link| target(route, link)));
    let files = files.iter().filter_map(|route| shown.tree.get(route));
    let mut parts = vec![client::CLIENT.as_bytes(), html.as_bytes()];
    parts.extend(files.map(|file| file.bytes.as_slice()));
    State {
        page: digest(&parts),
        styles,
    }
}

/// The page with the preview's script, which knows the state that it was sent in.
pub(super) fn with_script(html: &str, route: &Route, shown: &Shown) -> String {
    let state = of_page(shown, html, route);
    let styles: Vec<&str> = state.styles.iter().map(|s| s.hash.as_str()).collect();
    // Hashes need no escaping.
    let script = format!(
        "<script src=\"{}\" data-page=\"{}\" data-styles=\"{}\" defer></script>\n",
        client::SCRIPT,
        state.page,
        styles.join(" ")
    );
    let end = html.rfind("</body>").unwrap_or(html.len());
    format!("{}{script}{}", &html[..end], &html[end..])
}

/// The file of the site to which a link on a page leads.
fn target(from: &Route, link: &str) -> Option<Route> {
    let site = Url::parse("http://site.invalid/").ok()?;
    // The page that is served at any depth has its base at the root, where it also stands.
    let to = site.join(from.as_str()).ok()?.join(link).ok()?;
    if to.host_str() != site.host_str() {
        return None;
    }
    let path = percent_encoding::percent_decode_str(to.path().trim_start_matches('/'));
    Some(Route::new(path.decode_utf8().ok()?.into_owned()))
}

/// The addresses in a style sheet, `url(…)` and `@import "…"`.
fn urls(css: &str) -> impl Iterator<Item = &str> {
    let end = |rest: &'static [char]| move |text: &str| text.find(rest);
    let named = css
        .split("url(")
        .skip(1)
        .map(move |rest| (rest, end(&[')'])));
    let imported = css
        .split("@import")
        .skip(1)
        .map(move |rest| (rest, end(&[';'])));
    named
        .filter_map(|(rest, end)| end(rest).map(|at| &rest[..at]))
        .chain(imported.filter_map(|(rest, end)| end(rest).map(|at| &rest[..at])))
        .map(|text| text.trim().trim_matches(['"', '\'']))
}

/// What a page shows of other files.
#[derive(Debug, Default)]
struct Links {
    styles: Vec<String>,
    shown: Vec<String>,
}

fn links(html: &str) -> Links {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.links.into_inner()
}

#[derive(Default)]
struct Sink {
    links: RefCell<Links>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token
            && tag.kind == TagKind::StartTag
        {
            let mut links = self.links.borrow_mut();
            let value = |name: &str| attribute(&tag, name);
            match &*tag.name {
                "link" => {
                    let rel = value("rel").unwrap_or_default().to_lowercase();
                    if let Some(href) = value("href") {
                        match rel.split_whitespace().any(|word| word == "stylesheet") {
                            true => links.styles.push(href),
                            false if rel.contains("icon") => links.shown.push(href),
                            false => {}
                        }
                    }
                }
                "image" | "use" => {
                    links.shown.extend(value("href"));
                    links.shown.extend(value("xlink:href"));
                }
                "object" => links.shown.extend(value("data")),
                _ => {
                    links.shown.extend(value("src"));
                    links.shown.extend(value("poster"));
                    if let Some(set) = value("srcset") {
                        let sources = set.split(',').filter_map(|s| s.split_whitespace().next());
                        links.shown.extend(sources.map(str::to_owned));
                    }
                }
            }
        }
        TokenSinkResult::Continue
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    tag.attrs
        .iter()
        .find(|attribute| &*attribute.name.local == name)
        .map(|attribute| attribute.value.to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::site::SiteTree;

    const PAGE: &str = "<link rel=\"stylesheet\" href=\"../s.1.css\"><img src=\"a.png\">\
        <a href=\"../b/\">b</a></body>";

    fn shown(files: &[(&str, &str)]) -> Shown {
        let mut tree = SiteTree::default();
        for (route, text) in files {
            tree.insert(Route::new(*route), *text, "a test", &Diagnostics::new());
        }
        Shown {
            tree: Arc::new(tree),
            ..Shown::default()
        }
    }

    fn state_with(page: &str, css: (&str, &str), image: &str, back: &str) -> State {
        let files = [
            ("p/", page),
            (css.0, css.1),
            ("p/a.png", image),
            ("back.png", back),
            ("b/", "another page"),
        ];
        state(&shown(&files), "/p/index.html")
    }

    #[test]
    fn styles_are_apart_and_all_else_that_is_shown_is_the_page() {
        let css = ("s.1.css", "p { background: url('back.png') }");
        let was = state_with(PAGE, css, "i", "b");
        assert_eq!(was.styles[0].href, "../s.1.css");

        let other = ("s.2.css", "p { color: red; background: url('back.png') }");
        let restyled = state_with(&PAGE.replace("s.1", "s.2"), other, "i", "b");
        assert_eq!(restyled.page, was.page);
        assert_ne!(restyled.styles, was.styles);

        assert_ne!(
            state_with(&PAGE.replace('>', "> "), css, "i", "b").page,
            was.page
        );
        assert_ne!(state_with(PAGE, css, "another image", "b").page, was.page);
        assert_ne!(
            state_with(PAGE, css, "i", "another background").page,
            was.page
        );
    }

    #[test]
    fn the_script_stands_in_the_body_and_knows_the_state() {
        let shown = shown(&[("p/", PAGE), ("s.1.css", "")]);
        let html = with_script(PAGE, &Route::new("p/"), &shown);
        let state = state(&shown, "/p/");
        assert!(html.contains(&format!("data-page=\"{}\"", state.page)));
        assert!(html.trim_end().ends_with("</body>"));
    }

    #[test]
    fn a_style_sheet_names_files() {
        let css =
            "@import \"a.css\"; @font-face { src: url(b.woff2) } p { background: url( 'c.png' ) }";
        let mut named: Vec<&str> = urls(css).collect();
        named.sort_unstable();
        assert_eq!(named, ["a.css", "b.woff2", "c.png"]);
    }
}
