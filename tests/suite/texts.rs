//! Every text of every YAML file is text: whatever stands in it, no page, drawing or file of the site
//! contains it as markup.

use std::collections::BTreeSet;

use biblatex::{Bibliography, ChunksExt};
use proptest::prelude::*;
use serde_yaml::Value;

use crate::common::{fixture, make, planted::Planted};
use egov_report::diagnostic::{Diagnostic, Severity};
use egov_report::site::SiteTree;

/// Stands in each planted text, so that it can be found however it is written.
const SIGN: &str = "zqx";

const FILES: [&str; 10] = [
    "report.yaml",
    "survey/members.yaml",
    "survey/regions.yaml",
    "survey/methodology.yaml",
    "survey/sources.yaml",
    "survey/indicators/ferries.yaml",
    "survey/indicators/lamps.yaml",
    "claims.yaml",
    "strings/zh.yaml",
    "strings/en.yaml",
];

/// Appends `payload` to the texts that readers see: those given in both languages, and those under
/// keys whose values are free. Gives how many there were.
fn plant(value: &mut Value, payload: &str, key: &str, strings: bool) -> usize {
    const FREE: [&str; 9] = [
        "zh",
        "en",
        "title",
        "publisher",
        "author",
        "note",
        "literal",
        "version",
        "family",
    ];
    match value {
        Value::Mapping(map) => map
            .iter_mut()
            .map(|(key, value)| plant(value, payload, key.as_str().unwrap_or_default(), strings))
            .sum(),
        Value::Sequence(list) => list
            .iter_mut()
            .map(|v| plant(v, payload, key, strings))
            .sum(),
        Value::String(text) if strings || FREE.contains(&key) => {
            text.push_str(payload);
            1
        }
        _ => 0,
    }
}

fn all(said: &[Diagnostic]) -> String {
    said.iter().map(Diagnostic::to_string).collect()
}

/// The small report with `payload` in all its texts, as a site; and in how many texts it stands.
fn planted(payload: &str) -> (SiteTree, usize) {
    let report = Planted::of(&fixture());
    report.write(
        "charts/towns.yaml",
        "kind: bars\ntitle: {zh: 港镇, en: Towns}\ntakeaway: {zh: 港镇。, en: Towns.}\ndescription: {zh: 条形图。, en: A bar chart.}\nsource: almanac\ndata: {members: all}\n",
    );
    let mut count = 0;
    for file in FILES.into_iter().chain(["charts/towns.yaml"]) {
        let mut tree: Value = serde_yaml::from_str(&report.text(file)).unwrap();
        count += plant(&mut tree, payload, "", file.starts_with("strings/"));
        report.write(file, &serde_yaml::to_string(&tree).unwrap());
    }
    for chapter in ["overview", "changes"] {
        for language in ["zh", "en"] {
            let file = format!("commentary/{chapter}.{language}.md");
            let text = report.text(&file);
            let (front, body) = text
                .strip_prefix("---\n")
                .unwrap()
                .split_once("\n---\n")
                .unwrap();
            let mut front: Value = serde_yaml::from_str(front).unwrap();
            for key in ["title", "description"] {
                if let Some(Value::String(text)) = front.get_mut(key) {
                    text.push_str(payload);
                    count += 1;
                }
            }
            let front = serde_yaml::to_string(&front).unwrap();
            let drawn = if chapter == "overview" {
                "\n{{ chart(id=\"towns\") }}\n"
            } else {
                ""
            };
            report.write(&file, &format!("---\n{front}---\n{body}{drawn}"));
        }
    }
    let (_, site, said) = make(&report.content());
    let errors = said.iter().any(|d| d.severity == Severity::Error);
    assert!(!errors, "{}", all(&said));
    (site.unwrap().tree, count)
}

/// The elements that a page has, without those that its charts draw.
fn tags(html: &str) -> BTreeSet<String> {
    html.match_indices('<')
        .map(|(at, _)| {
            let rest = html[at + 1..].chars();
            rest.take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
                .collect()
        })
        .collect()
}

fn check(payload: &str) {
    let (site, count) = planted(payload);
    assert!(count > 100, "{count}");
    let (mut found, mut cells) = (0, 0);
    for (route, file) in site.iter() {
        let text = String::from_utf8_lossy(&file.bytes);
        let name = route.file();
        if name.ends_with(".html") || name.ends_with(".svg") || name.ends_with(".xml") {
            found += usize::from(text.contains(SIGN));
            for bad in [
                "<zqx",
                "</zqx",
                "<!--zqx",
                "<![CDATA[zqx",
                "]]>",
                "<script>zqx",
                "<img src=x",
                "onerror=zqx>",
            ] {
                assert!(!text.contains(bad), "{route} contains {bad}");
            }
            assert!(!tags(&text).contains("zqx"), "{route}");
            // A quotation mark of the payload closes no attribute.
            assert!(
                !text.contains("\"zqx") && !text.contains("zqx\" "),
                "{route}"
            );
            if name.ends_with(".html") {
                let head = text.split("</head>").next().unwrap_or_default();
                let titles = (
                    head.matches("<title>").count(),
                    head.matches("</title>").count(),
                );
                assert_eq!(titles, (1, 1), "{route}");
            }
        }
        if name.ends_with(".csv") {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(text.as_bytes());
            for record in reader.records() {
                cells += record
                    .unwrap()
                    .iter()
                    .filter(|c| c.contains(payload.trim()))
                    .count();
            }
        }
        if name.ends_with(".bib") {
            let bibliography = Bibliography::parse(&text).unwrap();
            let titles = bibliography
                .iter()
                .map(|e| e.title().unwrap().format_verbatim());
            assert!(titles.filter(|t| t.contains(SIGN)).count() > 0, "{text}");
        }
    }
    assert!(found > 50 && cells > 5, "{found} files, {cells} cells");
}

#[test]
fn markup_in_texts_is_text() {
    for payload in [
        "<script>zqx</script>",
        "\"><img src=x onerror=zqx>",
        "</title><zqx>",
        "]]><zqx>",
        "<!--zqx-->",
        "<![CDATA[zqx]]>",
        "'\"zqx\" onload=\"zqx",
        "&lt;zqx&gt;&amp;",
        "</script></style></svg></main><zqx>",
    ] {
        check(payload);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn whatever_stands_in_texts_is_text(
        parts in prop::collection::vec(
            prop::sample::select(vec!["<", ">", "\"", "'", "&", "/", "zqx", "]]>", "<!--", "-->", "=", "script", "svg", "title", " ", "\u{2028}", "#", "%"]),
            1..12,
        ),
    ) {
        check(&format!("zqx{}zqx", parts.concat()));
    }
}
