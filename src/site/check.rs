//! Every link of the finished site: does it lead to a file, and to an anchor in it?

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use rayon::prelude::*;

use super::{Route, SiteTree};
use crate::web::{self, Target};

/// A link that leads nowhere, or an anchor that stands twice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Broken {
    /// The page.
    pub page: Route,
    /// The link as it stands there.
    pub link: String,
    /// What is wrong.
    pub problem: Problem,
    /// Where the link leads, if it stays inside the site.
    pub to: Option<Route>,
}

/// What is wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Problem {
    /// There is no such file in the site.
    NoFile,
    /// The page has no such anchor.
    NoAnchor,
    /// The anchor (in `link`) stands on the page more than once.
    Twice,
    /// The address is of a kind that no page may have, `javascript:` say.
    Forbidden,
}

/// The links and anchors of a page.
#[derive(Debug, Default)]
struct Page {
    links: BTreeSet<String>,
    anchors: BTreeSet<String>,
    twice: BTreeSet<String>,
    base: Option<String>,
}

/// Follows every link inside the site. `base_url` is the address of the site: links to it that are
/// written in full are inside too.
pub fn check(tree: &SiteTree, base_url: &str) -> Vec<Broken> {
    let pages: BTreeMap<&Route, Page> = tree
        .iter()
        .filter(|(route, _)| route.file().ends_with(".html"))
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(route, file)| (route, read(&String::from_utf8_lossy(&file.bytes))))
        .collect();
    let path = site_path(base_url);
    let mut broken: Vec<Broken> = pages
        .par_iter()
        .flat_map_iter(|(route, page)| {
            let links = page.links.iter().filter_map(|link| {
                let (problem, to) = follow(link, route, page, &pages, tree, base_url, &path)?;
                Some(Broken {
                    page: (*route).clone(),
                    link: link.clone(),
                    problem,
                    to,
                })
            });
            let twice = page.twice.iter().map(|anchor| Broken {
                page: (*route).clone(),
                link: anchor.clone(),
                problem: Problem::Twice,
                to: None,
            });
            links.chain(twice).collect::<Vec<_>>()
        })
        .collect();
    broken.sort();
    broken
}

/// The links that lead to other sites, with the pages that have them.
pub fn outside(tree: &SiteTree, base_url: &str) -> BTreeMap<String, Vec<Route>> {
    let pages: Vec<_> = tree
        .iter()
        .filter(|(route, _)| route.file().ends_with(".html"))
        .collect();
    let links: Vec<(&Route, BTreeSet<String>)> = pages
        .into_par_iter()
        .map(|(route, file)| (route, read(&String::from_utf8_lossy(&file.bytes)).links))
        .collect();
    let mut outside: BTreeMap<String, Vec<Route>> = BTreeMap::new();
    for (route, links) in links {
        for link in links {
            let link = link.trim_ascii();
            let is_own = link.starts_with(base_url);
            if let (false, Ok(Target::Web(_))) = (is_own, web::target(link)) {
                let pages = outside.entry(link.to_owned()).or_default();
                pages.push(route.clone());
            }
        }
    }
    outside
}

/// The path of an address: `https://a.org/b/` is `/b/`.
pub fn site_path(base_url: &str) -> String {
    let rest = base_url
        .split_once("://")
        .map_or(base_url, |(_, rest)| rest);
    rest.find('/').map_or("/", |at| &rest[at..]).to_owned()
}

fn follow(
    link: &str,
    route: &Route,
    page: &Page,
    pages: &BTreeMap<&Route, Page>,
    tree: &SiteTree,
    base_url: &str,
    path: &str,
) -> Option<(Problem, Option<Route>)> {
    let link = link.trim_ascii();
    let outside = match web::target(link) {
        Ok(Target::Web(_) | Target::Mail(_)) => true,
        Ok(Target::Inside) => false,
        Ok(Target::Own(..)) | Err(_) => return Some((Problem::Forbidden, None)),
    };
    let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = target.split('?').next().unwrap_or_default();
    let to = if let Some(inside) = target.strip_prefix(base_url) {
        Route::new(inside)
    } else if outside {
        return None;
    } else if target.is_empty() {
        route.clone()
    } else {
        let from = match &page.base {
            Some(base) => base.strip_prefix(path).unwrap_or("").to_owned(),
            None => route.as_str().to_owned(),
        };
        match join(&from, target, path) {
            Some(to) => to,
            None => return Some((Problem::NoFile, None)),
        }
    };
    let to = decode(&to);
    if !tree.contains(&to) {
        return Some((Problem::NoFile, Some(to)));
    }
    if anchor.is_empty() || anchor == "top" {
        return None;
    }
    let anchors = &pages.get(&to)?.anchors;
    let anchor = decode(&Route::new(anchor));
    (!anchors.contains(anchor.as_str())).then(|| (Problem::NoAnchor, Some(to.clone())))
}

/// Where a relative link leads; `None` if it leads out of the site.
fn join(from: &str, link: &str, path: &str) -> Option<Route> {
    if link.starts_with('/') {
        return link.strip_prefix(path).map(Route::new);
    }
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    for (i, segment) in link.split('/').enumerate() {
        let last = i == link.matches('/').count();
        match segment {
            ".." => {
                folders.pop()?;
            }
            "." => {}
            "" if last => {}
            name if last => {
                let mut route = folders.join("/");
                if !route.is_empty() {
                    route.push('/');
                }
                return Some(Route::new(route + name));
            }
            name => folders.push(name),
        }
    }
    let route = folders.join("/");
    Some(Route::new(if route.is_empty() {
        route
    } else {
        route + "/"
    }))
}

/// Undoes percent-encoding.
pub(crate) fn decode(route: &Route) -> Route {
    let text = route.as_str();
    if !text.contains('%') {
        return route.clone();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|h| std::str::from_utf8(h).ok());
        match hex.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    Route::new(String::from_utf8_lossy(&bytes).into_owned())
}

fn read(html: &str) -> Page {
    let sink = Sink::default();
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.page.into_inner()
}

#[derive(Default)]
struct Sink {
    page: RefCell<Page>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token
            && tag.kind == TagKind::StartTag
        {
            let mut page = self.page.borrow_mut();
            for attribute in &tag.attrs {
                let value = attribute.value.to_string();
                match &*attribute.name.local {
                    "id" if !page.anchors.insert(value.clone()) => {
                        page.twice.insert(value);
                    }
                    "href" if &*tag.name == "base" => page.base = Some(value),
                    name => {
                        let addresses = web::in_attribute(&tag.name, name, &value);
                        page.links.extend(addresses.into_iter().map(str::to_owned));
                    }
                }
            }
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;

    fn broken(pages: &[(&str, &str)]) -> Vec<(String, Problem)> {
        let mut tree = SiteTree::default();
        let d = Diagnostics::new();
        for (route, html) in pages {
            tree.insert(Route::new(*route), *html, "a test", &d);
        }
        check(&tree, "https://a.org/b/")
            .into_iter()
            .map(|b| (b.link, b.problem))
            .collect()
    }

    #[test]
    fn links_are_followed() {
        let good = r##"<a id="x" href="../c/#y"><a href="#x"><a href="https://a.org/b/c/"><a href="/b/c/"><a href="https://else.org/"><img src="../p.svg">"##;
        let pages = [("a/", good), ("c/", "<p id=y>"), ("p.svg", "<svg>")];
        assert_eq!(broken(&pages), []);
    }

    #[test]
    fn addresses_that_no_page_may_have_are_found() {
        let bad = "<a href='java\tscript:x'><a href=' JavaScript:x '><img src='data:image/png,x'>\
            <form action='javascript:x'><a href='//a.org/b/'><object data='file:///x'>\
            <a href='https:a.org'><svg><a xlink:href='vbscript:x'></svg>";
        let found = broken(&[("a/", bad)]);
        assert_eq!(found.len(), 8, "{found:?}");
        assert!(
            found.iter().all(|(_, p)| *p == Problem::Forbidden),
            "{found:?}"
        );
        assert_eq!(
            broken(&[("a/", "<a href=' mailto:a@b.org '><a href='HTTPS://c.org'>")]),
            []
        );
    }

    #[test]
    fn broken_links_and_anchors_are_found() {
        let bad = r##"<a href="../d/"><a href="#no"><a href="../c/#no"><a href="/c/"><a href="../../../x"><p id=t><p id=t>"##;
        let found = broken(&[("a/", bad), ("c/", "")]);
        assert_eq!(found.len(), 6, "{found:?}");
        assert!(found.contains(&("t".into(), Problem::Twice)));
        assert!(found.contains(&("../c/#no".into(), Problem::NoAnchor)));
    }
}
