//! Texts: commentary, expressions and addresses.

use egov_report::commentary::{self, Setting};
use egov_report::diagnostic::Diagnostics;
use egov_report::lang::Languages;
use egov_report::page::Addresses;
use egov_report::site::{Route, SiteTree, check};
use egov_report::web::{self, Address};

use super::{REPORT, file, of, printed, text};

pub(super) fn commentary(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let survey = REPORT.indices.survey();
    let addresses = Addresses::new(
        egov_report::page::kinds(),
        &[],
        vec!["overview".to_owned()],
        &Diagnostics::new(),
    );
    for lang in Languages::built_in().iter() {
        let d = Diagnostics::new();
        let route = addresses.chapter(lang, "overview");
        let text = commentary::render(&Setting {
            file: &file("x.md", text),
            body: 0,
            lang,
            engine: &REPORT.engine,
            link: &|written| addresses.link(written, lang, &route, survey),
            diagnostics: &d,
            raw_html: false,
        });
        for place in &text.loose {
            assert!(place.file.text.get(place.span.clone()).is_some());
        }
        printed(d);
    }
}

pub(super) fn expressions(data: &[u8]) {
    let Some(text) = text(data) else { return };
    for lang in Languages::built_in().iter() {
        match REPORT.engine.evaluate_text(text, lang) {
            Ok(evaluated) => {
                assert!(evaluated.number().is_none_or(f64::is_finite), "{text}");
                let _ = evaluated.provenance(REPORT.engine.knowledge(), lang);
            }
            Err(failures) => {
                assert!(!failures.is_empty(), "{text}");
                for failure in failures {
                    assert!(text.get(failure.span.clone()).is_some(), "{failure:?}");
                }
            }
        }
    }
}

pub(super) fn addresses(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let _ = (Address::parse(text), Address::parse_base(text));
    let _ = web::target(text);
    let survey = REPORT.indices.survey();
    let addresses = Addresses::new(
        egov_report::page::kinds(),
        &[],
        vec!["overview".to_owned()],
        &Diagnostics::new(),
    );
    for lang in Languages::built_in().iter() {
        let route = addresses.chapter(lang, "overview");
        let _ = addresses.link(text, lang, &route, survey);
        let _ = Route::new(text).from(&route);
    }
    let mut tree = SiteTree::default();
    let d = Diagnostics::new();
    tree.insert(
        Route::new("en/"),
        format!("<a href=\"{text}\">a</a>"),
        "a page",
        &d,
    );
    let _ = check::check(&tree, "https://example.org/report/");
    printed(d);
}

pub(super) fn commentary_seeds() -> Vec<Vec<u8>> {
    let own = [
        "## 标题 {#a}\n\n**重点。**后 [链接](page:home \"t\")[^1]\n\n[^1]: 注\n",
        "| a | b |\n|---|--:|\n| 1 | {{ members() }} |\n\n> [!NOTE]\n> text ~~gone~~\n",
        "- a\n  - b\n    1. c\n\n![x](y.png) <https://example.org> `{{ code }}`\n",
        "{{ cite(source=\"x\", page=\"1-2\") }} \\{{ a }} {{ \"}}\" }}\n",
    ];
    of(".md")
        .into_iter()
        .chain(own.map(|s| s.as_bytes().to_vec()))
        .collect()
}

pub(super) fn expression_seeds() -> Vec<Vec<u8>> {
    let mut found = vec![
        b"1 + 2 * (3 - 4) / 5 // 2 % 3 ** 2".to_vec(),
        b"not (1 < 2 and 3 >= 4) or 'a' in [\"a\", 'b'] and x is defined".to_vec(),
        b"\"a\" ~ `b` | int | round(precision=1)".to_vec(),
        b"(9223372036854775807 + 1) | percent(decimals=1)".to_vec(),
        b"1 if true else {\"a\": 1}.a".to_vec(),
    ];
    for bytes in of(".md").iter().chain(&of("claims.yaml")) {
        let text = String::from_utf8_lossy(bytes);
        for part in text.split("{{").skip(1) {
            found.extend(
                part.split("}}")
                    .next()
                    .map(|e| e.trim().as_bytes().to_vec()),
            );
        }
        for line in text.lines() {
            let expression = line.trim().strip_prefix("expression:");
            found.extend(expression.map(|e| e.trim().trim_matches('\'').as_bytes().to_vec()));
        }
    }
    found
}

pub(super) fn address_seeds() -> Vec<Vec<u8>> {
    [
        "https://example.org/a/?q=1#b",
        "member:ELL#data",
        "chapter:overview#towns",
        "page:methodology",
        "#top",
        "../../en/%2e%2e/a%zz/",
        "javascript:alert(1)",
        "//example.org/x",
        "mailto:a@example.org",
    ]
    .map(|s| s.as_bytes().to_vec())
    .into()
}
