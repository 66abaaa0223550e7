//! Faults of texts: each is told once, at its place, in words that the author knows.

use super::{all, page, said};
use crate::common::planted::Planted;
use crate::common::{both, fixture, well};
use egov_report::diagnostic::Diagnostic;

/// `text` at the end of the English overview; its first line.
fn with(text: &str) -> (Planted, usize) {
    let copy = Planted::of(&fixture());
    let name = "commentary/overview.en.md";
    let before = copy.text(name);
    copy.write(name, &format!("{before}\n{text}\n"));
    (copy, before.matches('\n').count() + 2)
}

/// The errors about the overview, without those that compare it with its translation.
fn of_text(said: &[Diagnostic]) -> Vec<&Diagnostic> {
    let compared = |d: &&Diagnostic| !d.message.contains("missing") && d.related.is_empty();
    said.iter().filter(compared).collect()
}

#[test]
fn the_address_of_an_image_is_one_error() {
    for text in ["![d](//e/x)", "![a](javascript:x)", "![a](member:ELL)"] {
        let (copy, line) = with(text);
        let said = said(&copy);
        let of_text = of_text(&said);
        let [one] = of_text.as_slice() else {
            panic!("{text}: {}", all(&said));
        };
        assert!(one.message.contains("is not a file of the site"), "{one}");
        assert_eq!(
            one.place.as_ref().unwrap().line_column(),
            (line, 1),
            "{one}"
        );
    }
}

/// Said of the expression, in the author's words and once.
#[test]
fn an_expression_where_none_can_stand() {
    for (text, what, column) in [
        ("[a]({{ \"x\" }})", "the address of a link", 5),
        ("![a]({{ \"x\" }})", "the address of an image", 6),
        (
            "[r] [r]\n\n[r]: #levels \"t {{ total() }}\"",
            "the title of a link",
            17,
        ),
        (
            "[r]: #levels \"t {{ total() }}\"",
            "the title of a link",
            17,
        ),
        ("### h {#h{{ total() }}}", "the id of a heading", 10),
        ("x <b title={{ total() }}>y</b>", "HTML", 12),
        ("``` {{ \"`\" }}\na\n```", "the language of code", 5),
    ] {
        let (copy, line) = with(text);
        let said = said(&copy);
        let wanted = format!("no expression can stand in {what}");
        let told: Vec<_> = said.iter().filter(|d| d.message == wanted).collect();
        let [one] = told.as_slice() else {
            panic!("{text}: {}", all(&said));
        };
        let (at, from) = one.place.as_ref().unwrap().line_column();
        assert!(at >= line && from == column, "{one}");
        assert!(!all(&said).contains("U+E1"), "{}", all(&said));
    }
}

/// What typography writes otherwise is no reference to a character.
#[test]
fn an_expression_beside_a_dash() {
    let (copy, _) = with("a --- {{ total() }} ... **b**{{ total() }}");
    assert!(!all(&said(&copy)).contains("U+E"), "{}", all(&said(&copy)));
}

#[test]
fn the_length_of_a_text_in_an_expression_is_said() {
    let long = "a".repeat(2001);
    let (copy, line) = with(&format!("{{{{ unbound(text=\"{long}\", reason=\"b\") }}}}"));
    let said = said(&copy);
    let of_text = of_text(&said);
    let [one] = of_text.as_slice() else {
        panic!("{:.2000}", all(&said));
    };
    assert!(
        one.message.contains("text in an expression is too long"),
        "{one:.500}"
    );
    assert!(one.hint.as_ref().unwrap().contains("2000"));
    assert_eq!(one.place.as_ref().unwrap().line_column().0, line);
}

/// Others link to its headings, and claims name them.
#[test]
fn a_chapter_that_is_nested_too_deeply_is_one_error() {
    for deep in [">".repeat(60), "<b>".repeat(60), "<div>\n".repeat(60)] {
        for name in ["overview", "changes"] {
            let copy = Planted::of(&fixture());
            let file = format!("commentary/{name}.en.md");
            let text = copy.text(&file);
            copy.write(&file, &format!("{text}\n{deep} x\n"));
            let said = said(&copy);
            let errors: Vec<_> = said
                .iter()
                .filter(|d| d.severity == egov_report::diagnostic::Severity::Error)
                .collect();
            assert_eq!(errors.len(), 1, "{deep}: {}", all(&said));
            assert!(errors[0].message.contains("nested too deeply"));
        }
    }
}

#[test]
fn a_doi_with_any_characters_is_a_link() {
    for (doi, href) in [
        (
            "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
            "10.1002/(SICI)1097-4571(199806)49:8%3C693::AID-ASI4%3E3.0.CO;2-O",
        ),
        (
            "https://doi.org/10.1002/a%3Cb%3E;2-O",
            "10.1002/a%3Cb%3E;2-O",
        ),
        (
            "10.1000/a#b?c%d\"e`f\\g{h}|i^j[k]",
            "10.1000/a%23b%3Fc%25d%22e%60f%5Cg%7Bh%7D%7Ci%5Ej%5Bk%5D",
        ),
        ("doi:10.1000/中", "10.1000/%E4%B8%AD"),
    ] {
        let copy = Planted::of(&fixture());
        let quoted = format!("  issued: 2019\n  doi: '{doi}'\n");
        copy.replace("survey/sources.yaml", "  issued: 2019\n", &quoted);
        let (_, site) = well(&copy.content());
        for lang in both() {
            let html = page(&site, &format!("{lang}/sources/pilot-book/"));
            let link = format!("href=\"https://doi.org/{href}\"");
            assert!(html.contains(&link), "{doi}: {html}");
        }
    }
    for doi in [
        "10.1000/a\\u202eb",
        "10.1000/a b",
        "10.1000/a\\u200bb",
        "11.1/a",
    ] {
        let copy = Planted::of(&fixture());
        let quoted = format!("  issued: 2019\n  doi: \"{doi}\"\n");
        copy.replace("survey/sources.yaml", "  issued: 2019\n", &quoted);
        let said = said(&copy);
        let [one] = said.as_slice() else {
            panic!("{doi}: {}", all(&said));
        };
        assert!(
            one.place
                .as_ref()
                .unwrap()
                .file
                .path
                .ends_with("sources.yaml")
        );
    }
}
