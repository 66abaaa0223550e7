//! Files of the site from memory, answered as hosts of plain files answer.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::find::{Found, digest, find};
use super::{Shown, page};

/// What a path in an address does not hold.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Answers a request for a file of the site.
pub(super) fn file(shown: &Shown, uri: &Uri, headers: &HeaderMap) -> Response {
    match find(shown, uri.path()) {
        Found::Moved(route) => {
            let query = uri.query().map(|q| format!("?{q}")).unwrap_or_default();
            let path = utf8_percent_encode(route.as_str(), PATH);
            let to = format!("/{path}{query}");
            (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response()
        }
        Found::File(document) => {
            let name = document.route.file();
            let bytes = match document.page() {
                Some(html) => page::with_script(&html, &document.route, shown).into_bytes(),
                None => document.bytes.to_vec(),
            };
            if document.status == StatusCode::OK {
                return answer(&name, bytes, headers);
            }
            let kind = [(header::CONTENT_TYPE, content_type(&name))];
            (document.status, kind, bytes).into_response()
        }
    }
}

/// Answers with bytes, or a part of them, or that they are still the same.
pub(super) fn answer(name: &str, bytes: Vec<u8>, asked: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", digest(&[&bytes]));
    let mut response = if is_still(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = part(bytes, asked, &tag);
        if let Ok(kind) = HeaderValue::from_str(&content_type(name)) {
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
        }
        response
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    response
}

/// Whether the client has these bytes already.
fn is_still(asked: &HeaderMap, tag: &str) -> bool {
    asked.get_all(header::IF_NONE_MATCH).iter().any(|tags| {
        let tags = tags.to_str().unwrap_or_default();
        tags.split(',')
            .map(str::trim)
            .any(|known| known == "*" || known.trim_start_matches("W/") == tag)
    })
}

/// One range of the bytes, if one was asked for; several are answered with the whole, as is a range
/// that nobody can read.
fn part(bytes: Vec<u8>, asked: &HeaderMap, tag: &str) -> Response {
    let size = bytes.len() as u64;
    let same = asked
        .get(header::IF_RANGE)
        .is_none_or(|known| known.to_str().is_ok_and(|known| known == tag));
    let ranges = asked
        .get(header::RANGE)
        .filter(|_| same)
        .and_then(|range| range.to_str().ok())
        .filter(|range| !range.contains(','))
        .and_then(|range| http_range_header::parse_range_header(range).ok());
    let Some(ranges) = ranges else {
        return bytes.into_response();
    };
    let range = ranges.validate(size).ok().and_then(|r| r.first().cloned());
    let Some(range) = range.filter(|r| *r.end() < size) else {
        let whole = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
        return (StatusCode::RANGE_NOT_SATISFIABLE, whole).into_response();
    };
    let (start, end) = (*range.start(), *range.end());
    // Both are below the size of bytes in memory.
    let part = bytes[start as usize..=end as usize].to_vec();
    let which = [(header::CONTENT_RANGE, format!("bytes {start}-{end}/{size}"))];
    (StatusCode::PARTIAL_CONTENT, which, Body::from(part)).into_response()
}

fn content_type(name: &str) -> String {
    if name.ends_with(".bib") {
        return "application/x-bibtex; charset=utf-8".to_owned();
    }
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let is_text = kind.type_() == mime_guess::mime::TEXT
        || ["json", "xml", "javascript"].contains(&kind.subtype().as_str());
    if is_text {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: header::HeaderName, value: &'static str) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_static(value));
        answer("a.txt", b"0123456789".to_vec(), &headers)
    }

    #[test]
    fn ranges_are_answered_as_hosts_do() {
        for (range, status, content) in [
            ("bytes=2-4", 206, Some("bytes 2-4/10")),
            ("bytes=8-", 206, Some("bytes 8-9/10")),
            ("bytes=8-99", 206, Some("bytes 8-9/10")),
            ("bytes=-3", 206, Some("bytes 7-9/10")),
            ("bytes=-99", 206, Some("bytes 0-9/10")),
            ("bytes=10-", 416, Some("bytes */10")),
            ("bytes=-0", 416, Some("bytes */10")),
            ("bytes=0-1,3-4", 200, None),
            ("lines=0-1", 200, None),
            ("bytes=4-2", 200, None),
            ("bytes=x", 200, None),
        ] {
            let response = asked(header::RANGE, range);
            let said = response.headers().get(header::CONTENT_RANGE);
            let said = said.and_then(|v| v.to_str().ok());
            assert_eq!(
                (response.status().as_u16(), said),
                (status, content),
                "{range}"
            );
        }
    }

    #[test]
    fn texts_say_their_encoding() {
        for (name, kind) in [
            ("index.html", "text/html; charset=utf-8"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("a.css", "text/css; charset=utf-8"),
            ("a.svg", "image/svg+xml"),
            ("a.json", "application/json; charset=utf-8"),
            ("a.csv", "text/csv; charset=utf-8"),
            ("a.wasm", "application/wasm"),
            ("a.bib", "application/x-bibtex; charset=utf-8"),
            ("a.unknown", "application/octet-stream"),
        ] {
            assert_eq!(content_type(name), kind);
        }
    }
}
