//! What is an error in HTML, also in a report that allows all of it.

use super::{FILE, all, built};
use egov_report::diagnostic::{Diagnostic, Severity};

/// The one error about the text, which begins on line `start`: its message, line and column.
fn only(said: &[Diagnostic], start: usize) -> (String, usize, usize) {
    // The other language lacks what is added here; that is told as well.
    let beside = ["heading", "note", "the link", "translat", "missing"];
    let mut errors = said.iter().filter(|d| {
        d.severity == Severity::Error && !beside.iter().any(|b| d.message.starts_with(b))
    });
    let one = errors.next();
    assert!(one.is_some(), "{}", all(said));
    assert!(errors.next().is_none(), "{}", all(said));
    let one = one.unwrap();
    let place = one.place.as_ref().unwrap();
    assert!(place.file.path.ends_with(FILE), "{one}");
    let (line, column) = place.line_column();
    (one.message.clone(), line - start, column)
}

/// A reference in HTML is one in a text: what it stands for would be taken for a mark of the
/// program's own.
#[test]
fn references_to_what_no_text_may_hold() {
    for (text, line, column, code) in [
        ("<p title=\"&#xe011;\">x</p>", 0, 11, "E011"),
        ("<p>a&#xe011;b</p>", 0, 5, "E011"),
        ("<p>a</p>\n<p>&#57361;</p>", 1, 4, "E011"),
        ("<a href=\"/&#xe010;/evil.example\">x</a>", 0, 11, "E010"),
        (
            "<p><a href=\"/&#XE010/evil.example\">x</a></p>",
            0,
            14,
            "E010",
        ),
        ("x <b title='&#x00e100;'>y</b>", 0, 13, "E100"),
        ("x <b>&#xf8ff;</b>", 0, 6, "F8FF"),
        ("<p>&#1;</p>", 0, 4, "0001"),
        ("<p>&#x7f;</p>", 0, 4, "007F"),
        ("<p>&#xfffe;</p>", 0, 4, "FFFE"),
        ("<p>&#x10ffff;</p>", 0, 4, "10FFFF"),
        ("<p>&#xf0000;</p>", 0, 4, "F0000"),
        ("<p>&#x202e;</p>", 0, 4, "202E"),
        ("<p>&#x2067;</p>", 0, 4, "2067"),
        ("[a](#levels \"&#xe011;\")", 0, 14, "E011"),
        ("![a&#xe010;](../../../icon.svg)", 0, 4, "E010"),
        ("a &#x85; b", 0, 3, "0085"),
    ] {
        for allow in [false, true] {
            let (_, said, start) = built(text, allow);
            let (message, at, from) = only(&said, start);
            assert!(message.contains(&format!("U+{code}")), "{text}: {message}");
            assert_eq!((at, from), (line, column), "{text}");
        }
    }
    // In code they are shown as they are.
    let (page, said, _) = built("`&#xe011;`\n\n    &#xe011;\n", false);
    assert!(!all(&said).contains("U+E011"), "{}", all(&said));
    assert_eq!(page.unwrap().matches("&amp;#xe011;").count(), 2);
}

/// Numbers in an author's comments are no places.
#[test]
fn comments_do_not_hide_a_fault() {
    for text in ["<!--99--><div>", "<!--0-->\n\nx</main>"] {
        let (_, said, start) = built(text, true);
        let (_, line, _) = only(&said, start);
        assert!(line <= 2, "{text}: {}", all(&said));
    }
}

#[test]
fn addresses_are_refused_at_their_place() {
    for (text, line, column, what) in [
        ("<a href=\"javascript:x\">y</a>", 0, 1, "javascript:x"),
        ("x <a href=\"//evil.example\">y</a>", 0, 3, "protocol"),
        (
            "<div>\n<img src='data:image/png,x'></div>",
            1,
            1,
            "`src` of `<img>`",
        ),
        (
            "<form action=\"javascript:x\"></form>",
            0,
            1,
            "`action` of `<form>`",
        ),
        ("<base href=\"https://evil.example/\">", 0, 1, "`<base>`"),
        ("x <base target=_blank>", 0, 3, "`<base>`"),
        (
            "<meta HTTP-EQUIV=Refresh content=\"0;url=https://evil.example\">",
            0,
            1,
            "`<meta http-equiv",
        ),
    ] {
        let (_, said, start) = built(text, true);
        let (message, at, from) = only(&said, start);
        assert!(message.contains(what), "{text}: {message}");
        assert_eq!((at, from), (line, column), "{text}");
    }
}

/// A browser and the parser of Markdown see other ends: the rest of the text would go.
#[test]
fn comments_end_alike_for_all() {
    for (text, line, column) in [
        ("<!-- a --!>\n\n## Later {#later}\n", 0, 1),
        ("x <!-- a --!> b --> c", 0, 3),
        ("<div>\n<!-- a --!>\n</div>", 1, 1),
        ("<![CDATA[ a > b\n\nc", 0, 1),
        ("<?php a > b\n\nc ?>", 0, 1),
    ] {
        for allow in [false, true] {
            let (_, said, start) = built(text, allow);
            let told = said.iter().any(|d| {
                d.severity == Severity::Error
                    && d.message.contains("and Markdown does not")
                    && d.place.as_ref().map(|p| p.line_column()) == Some((start + line, column))
            });
            assert!(told, "{text}: {}", all(&said));
        }
    }
}

/// The text of an image stands in an attribute.
#[test]
fn the_text_of_an_image_has_no_elements() {
    let (page, said, _) = built("![n {{ total() }} [l](#levels)](../../../icon.svg)", false);
    assert!(!all(&said).contains("image"), "{}", all(&said));
    let page = page.unwrap();
    assert!(page.contains("alt=\"n 12 l\""), "{page}");
    let cited = "![a {{ cite(source=\"almanac\") }}](../../../icon.svg)";
    let (_, said, _) = built(cited, false);
    assert!(all(&said).contains("`cite`"), "{}", all(&said));
}
