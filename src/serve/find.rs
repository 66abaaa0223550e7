//! What stands at an address of the preview.

use std::borrow::Cow;

use axum::http::StatusCode;
use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};

use super::Shown;
use crate::site::Route;

/// What is shown before any build went well.
const NOT_YET: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
    <title>Not built yet</title></head>\n<body><p>The report has not been built yet. As soon as it \
    is, it is shown here.</p></body>\n</html>\n";

/// What stands at an address.
pub(super) enum Found<'a> {
    /// A file of the site, or what is shown instead.
    File(Document<'a>),
    /// A page whose address lacks the slash at its end.
    Moved(Route),
}

/// A file to be sent.
pub(super) struct Document<'a> {
    pub(super) status: StatusCode,
    /// Where it stands; links of a page start from here.
    pub(super) route: Route,
    pub(super) bytes: Cow<'a, [u8]>,
}

impl Document<'_> {
    /// The text, if it is a page.
    pub(super) fn page(&self) -> Option<Cow<'_, str>> {
        self.route
            .file()
            .ends_with(".html")
            .then(|| String::from_utf8_lossy(&self.bytes))
    }
}

/// Looks a path up that begins with `/` and is percent-encoded.
pub(super) fn find<'a>(shown: &'a Shown, path: &str) -> Found<'a> {
    let path = path.strip_prefix('/').unwrap_or(path);
    // A name that is not UTF-8 is no file's.
    let path = percent_decode_str(path).decode_utf8().ok();
    if let Some(path) = path {
        let path = match path.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => &path,
        };
        let route = Route::new(path);
        if let Some(file) = shown.tree.get(&route) {
            return Found::File(Document {
                status: StatusCode::OK,
                route,
                bytes: Cow::Borrowed(&file.bytes),
            });
        }
        let folder = Route::new(format!("{path}/"));
        if !path.is_empty() && shown.tree.contains(&folder) {
            return Found::Moved(folder);
        }
    }
    Found::File(missing(shown))
}

fn missing(shown: &Shown) -> Document<'_> {
    let route = Route::new("404.html");
    let (status, bytes) = match shown.tree.get(&route) {
        Some(file) => {
            // The page is served at any depth, so it names where the site stands; here that is `/`.
            let own = format!("<base href=\"{}\">", shown.path);
            let html = String::from_utf8_lossy(&file.bytes).replace(&own, "<base href=\"/\">");
            (StatusCode::NOT_FOUND, html)
        }
        None if shown.tree.is_empty() => (StatusCode::SERVICE_UNAVAILABLE, NOT_YET.to_owned()),
        None => {
            let html = "<!doctype html>\n<title>404</title>\n<p>There is no such page.</p>\n";
            (StatusCode::NOT_FOUND, html.to_owned())
        }
    };
    Document {
        status,
        route,
        bytes: Cow::Owned(bytes.into_bytes()),
    }
}

/// A short name of what the parts hold.
pub(super) fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // The length keeps `a`, `bc` apart from `ab`, `c`.
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    let hash = hash.finalize();
    hash.iter().take(12).map(|b| format!("{b:02x}")).collect()
}
