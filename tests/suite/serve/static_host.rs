//! Files are answered as hosts of plain files answer.

use super::program::{Preview, get, report, request, send};

#[test]
fn files_are_answered_as_by_a_static_host() {
    let report = report();
    let (_preview, at) = Preview::ready(report.path(), &[]);

    let page = get(at, "/en/");
    assert_eq!(page.status, 200);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert!(page.text().contains("<script src=\"/__preview/client.js\""));
    assert!(
        !page.text().contains("<style"),
        "nothing stands in the page itself"
    );
    assert_eq!(get(at, "/en/index.html").body, page.body);
    assert_eq!(get(at, "/index.html").body, get(at, "/").body);
    assert_eq!(get(at, "/%65n/").body, page.body);

    let head = request(at, "HEAD", "/en/", &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), page.header("content-length"));
    assert_eq!(head.header("etag"), page.header("etag"));

    let tag = page.header("etag").unwrap();
    for known in [
        tag.to_owned(),
        format!("\"other\", W/{tag}"),
        "*".to_owned(),
    ] {
        let known = format!("If-None-Match: {known}");
        let same = request(at, "GET", "/en/", &[&known]);
        assert_eq!((same.status, same.body.len()), (304, 0), "{known}");
        assert_eq!(same.header("etag"), Some(tag));
    }
    let other = request(at, "GET", "/en/", &["If-None-Match: \"other\""]);
    assert_eq!(other.status, 200);

    let moved = get(at, "/en?a=b%20c&d");
    assert_eq!(moved.status, 301);
    assert_eq!(moved.header("location"), Some("/en/?a=b%20c&d"));
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let refused = request(at, method, "/en/", &["Content-Length: 0"]);
        assert_eq!(refused.status, 405, "{method}");
        assert!(refused.header("allow").unwrap().contains("GET"), "{method}");
        assert_eq!(refused.header("x-content-type-options"), Some("nosniff"));
    }
}

#[test]
fn a_part_of_a_file_is_answered() {
    let report = report();
    let (_preview, at) = Preview::ready(report.path(), &[]);
    let whole = get(at, "/robots.txt");
    let size = whole.body.len();
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));

    // Only GET has ranges.
    let head = request(at, "HEAD", "/robots.txt", &["Range: bytes=2-5"]);
    assert_eq!((head.status, head.header("content-range")), (200, None));
    let part = request(at, "GET", "/robots.txt", &["Range: bytes=2-5"]);
    assert_eq!(part.status, 206);
    assert_eq!(part.body, whole.body[2..=5]);
    let range = format!("bytes 2-5/{size}");
    assert_eq!(part.header("content-range"), Some(range.as_str()));
    let last = request(at, "GET", "/robots.txt", &["Range: bytes=-3"]);
    assert_eq!(
        (last.status, &last.body[..]),
        (206, &whole.body[size - 3..])
    );

    let beyond = format!("Range: bytes={size}-");
    let beyond = request(at, "GET", "/robots.txt", &[&beyond]);
    assert_eq!(beyond.status, 416);
    let range = format!("bytes */{size}");
    assert_eq!(beyond.header("content-range"), Some(range.as_str()));

    let known = format!("If-Range: {}", whole.header("etag").unwrap());
    let part = request(at, "GET", "/robots.txt", &["Range: bytes=0-0", &known]);
    assert_eq!(part.status, 206);
    let old = request(
        at,
        "GET",
        "/robots.txt",
        &["Range: bytes=0-0", "If-Range: \"old\""],
    );
    assert_eq!((old.status, old.body.len()), (200, size));
}

#[test]
fn what_is_not_there_is_the_page_that_says_so() {
    let report = report();
    let (_preview, at) = Preview::ready(report.path(), &[]);
    for missing in [
        "/nothing",
        "/en/nothing/at/all",
        "/%ff%fe",
        "/%zz",
        "/en%00/",
        "//en",
        "//evil.example",
        "/../en/",
        "/en/../../etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/en/index.html/",
    ] {
        let answer = get(at, missing);
        assert_eq!(answer.status, 404, "{missing}");
        assert!(answer.text().contains("<base href=\"/\">"), "{missing}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
    let not_utf8 = [
        b"GET /\xff HTTP/1.1\r\nHost: ".as_slice(),
        at.to_string().as_bytes(),
        b"\r\nConnection: close\r\n\r\n",
    ]
    .concat();
    assert!([400, 404].contains(&send(at, &not_utf8).status));
    assert_eq!(get(at, "/en/").status, 200, "the preview goes on");
}
