//! Addresses inside the site.

use std::fmt;

/// The address of a file from the site's root, without a leading `/`: `en/editions/2018/`, ``,
/// `zh/charts/a.svg`. One that ends with `/`, and the empty one, is a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(String);

impl Route {
    /// A route from its text.
    pub fn new(path: impl Into<String>) -> Route {
        Route(path.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a page of HTML.
    pub fn is_page(&self) -> bool {
        self.0.is_empty() || self.0.ends_with('/') || self.0.ends_with(".html")
    }

    /// The file that a server sends for it.
    pub fn file(&self) -> String {
        if self.0.is_empty() || self.0.ends_with('/') {
            format!("{}index.html", self.0)
        } else {
            self.0.clone()
        }
    }

    /// A link from the page `from` to here, so that the site works at any place.
    pub fn from(&self, from: &Route) -> String {
        let (here, there) = (folders(&from.0), folders(&self.0));
        let shared = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
        let mut link = "../".repeat(here.len() - shared);
        for folder in &there[shared..] {
            link.push_str(folder);
            link.push('/');
        }
        link.push_str(self.0.rsplit('/').next().unwrap_or(""));
        if link.is_empty() {
            link.push_str("./");
        }
        link
    }
}

/// The folders on the way to a route's file.
fn folders(path: &str) -> Vec<&str> {
    let mut segments: Vec<&str> = path.split('/').collect();
    segments.pop();
    segments
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative() {
        let link = |from: &str, to: &str| Route::new(to).from(&Route::new(from));
        assert_eq!(link("", "zh/"), "zh/");
        assert_eq!(link("zh/", "zh/"), "./");
        assert_eq!(link("zh/a/", "zh/b/c/"), "../b/c/");
        assert_eq!(link("zh/a/b/", "en/a/b/"), "../../../en/a/b/");
        assert_eq!(link("zh/a/", "assets/x.css"), "../../assets/x.css");
        assert_eq!(link("zh/a/", ""), "../../");
        assert_eq!(link("zh/a/", "zh/a/x.svg"), "x.svg");
        assert_eq!(Route::new("en/").file(), "en/index.html");
    }
}
