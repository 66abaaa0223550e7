//! Every link of the finished site: does it lead to a file, and to an anchor in it?

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use super::{Route, SiteTree, tags};
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
struct Page<'h> {
    /// Each link once, in order.
    links: Vec<Cow<'h, str>>,
    /// In order; one that stands twice is here twice.
    anchors: Vec<Cow<'h, str>>,
    base: Option<String>,
}

impl Page<'_> {
    fn into_owned<'h>(self) -> Page<'h> {
        let owned = |list: Vec<Cow<'_, str>>| {
            let list = list.into_iter();
            list.map(|text| Cow::Owned(text.into_owned())).collect()
        };
        Page {
            links: owned(self.links),
            anchors: owned(self.anchors),
            base: self.base,
        }
    }
}

/// What links are followed in.
struct Inside<'s> {
    files: HashSet<&'s str>,
    pages: HashMap<&'s str, Page<'s>>,
    base_url: &'s str,
    /// The path of that address.
    path: String,
}

/// The pages of a site with their links.
fn pages(tree: &SiteTree) -> Vec<(&Route, Page<'_>)> {
    let pages: Vec<_> = tree.iter().filter(|(route, _)| route.is_page()).collect();
    let pages = pages.into_par_iter();
    pages
        .map(|(route, file)| match String::from_utf8_lossy(&file.bytes) {
            Cow::Borrowed(html) => (route, read(html)),
            // An asset in another encoding.
            Cow::Owned(html) => (route, read(&html).into_owned()),
        })
        .collect()
}

/// Follows every link inside the site. `base_url` is the address of the site: links to it that are
/// written in full are inside too.
pub fn check(tree: &SiteTree, base_url: &str) -> Vec<Broken> {
    let inside = Inside {
        files: tree.iter().map(|(route, _)| route.as_str()).collect(),
        pages: pages(tree)
            .into_iter()
            .map(|(route, page)| (route.as_str(), page))
            .collect(),
        base_url,
        path: site_path(base_url),
    };
    let mut broken: Vec<Broken> = inside
        .pages
        .par_iter()
        .flat_map_iter(|(route, page)| {
            let of = |link: &str, problem, to| Broken {
                page: Route::new(*route),
                link: link.to_owned(),
                problem,
                to,
            };
            let links = page.links.iter().filter_map(|link| {
                let (problem, to) = inside.follow(link, route, page)?;
                Some(of(link, problem, to))
            });
            let mut twice: Vec<&str> = page
                .anchors
                .windows(2)
                .filter(|pair| pair[0] == pair[1])
                .map(|pair| &*pair[0])
                .collect();
            twice.dedup();
            let twice = twice
                .into_iter()
                .map(|anchor| of(anchor, Problem::Twice, None));
            links.chain(twice).collect::<Vec<_>>()
        })
        .collect();
    broken.sort();
    broken
}

/// The links that lead to other sites, with the pages that have them.
pub fn outside(tree: &SiteTree, base_url: &str) -> BTreeMap<String, Vec<Route>> {
    let mut outside: BTreeMap<String, Vec<Route>> = BTreeMap::new();
    for (route, page) in pages(tree) {
        for link in page.links {
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

impl Inside<'_> {
    /// What is wrong with a link of a page, and where it leads.
    fn follow(&self, link: &str, route: &str, page: &Page<'_>) -> Option<(Problem, Option<Route>)> {
        let link = link.trim_ascii();
        let outside = match web::target(link) {
            Ok(Target::Web(_) | Target::Mail(_)) => true,
            Ok(Target::Inside) => false,
            Ok(Target::Own(..)) | Err(_) => return Some((Problem::Forbidden, None)),
        };
        let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
        let target = target.split('?').next().unwrap_or_default();
        let to = if let Some(inside) = target.strip_prefix(self.base_url) {
            Route::new(inside)
        } else if outside {
            return None;
        } else if target.is_empty() {
            Route::new(route)
        } else {
            let from = match &page.base {
                Some(base) => base.strip_prefix(self.path.as_str()).unwrap_or(""),
                None => route,
            };
            match join(from, target, &self.path) {
                Some(to) => to,
                None => return Some((Problem::NoFile, None)),
            }
        };
        let to = decode(&to);
        if !self.files.contains(to.as_str()) {
            return Some((Problem::NoFile, Some(to)));
        }
        if anchor.is_empty() || anchor == "top" {
            return None;
        }
        let anchors = &self.pages.get(to.as_str())?.anchors;
        let anchor = decode(&Route::new(anchor));
        let found = anchors.binary_search_by(|known| (**known).cmp(anchor.as_str()));
        found
            .is_err()
            .then(|| (Problem::NoAnchor, Some(to.clone())))
    }
}

/// Where a relative link of a page leads; `None` if it leads out of the site.
pub fn resolve(from: &Route, link: &str) -> Option<Route> {
    match link {
        "" => Some(from.clone()),
        link => join(from.as_str(), link, "/"),
    }
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

fn read(html: &str) -> Page<'_> {
    let mut page = Page::default();
    tags::each(html, |tag, attributes| {
        for (name, value) in attributes {
            match (&**name, value) {
                ("id", id) => page.anchors.push(id.clone()),
                ("href", base) if tag == "base" => page.base = Some(base.to_string()),
                ("href" | "src", link) => page.links.push(link.clone()),
                (name, Cow::Borrowed(value)) => {
                    let links = web::in_attribute(tag, name, value).into_iter();
                    page.links.extend(links.map(Cow::Borrowed));
                }
                (name, Cow::Owned(value)) => {
                    let links = web::in_attribute(tag, name, value).into_iter();
                    page.links
                        .extend(links.map(|link| Cow::Owned(link.to_owned())));
                }
            }
        }
    });
    page.links.sort_unstable();
    page.links.dedup();
    page.anchors.sort_unstable();
    page
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
