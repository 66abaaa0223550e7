//! What authors may write as an address, wherever they write one: in YAML, in Markdown and in
//! templates.

use std::path::Path;

use crate::common::{fixture, make, planted::Planted};
use egov_report::diagnostic::{Diagnostic, Severity};

/// What no page may lead to, however it is disguised.
const BAD: [&str; 10] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "vbscript:x",
    "data:text/html,x",
    "file:///etc/passwd",
    "blob:https://a.example/1",
    "//evil.example/x",
    "https:evil.example",
    "https://un.example@evil.example/",
    "https://a.example/\"onmouseover=\"alert(1)",
];

fn told<'d>(said: &'d [Diagnostic], file: &str, line: usize) -> Option<&'d Diagnostic> {
    said.iter().find(|d| {
        d.severity == Severity::Error
            && d.place
                .as_ref()
                .is_some_and(|p| p.file.path.ends_with(file) && p.line_column().0 == line)
    })
}

fn all(said: &[Diagnostic]) -> String {
    said.iter().map(Diagnostic::to_string).collect()
}

#[test]
fn addresses_in_yaml() {
    let places = [
        (
            "report.yaml",
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
        ("report.yaml", "https://harbours.example/reader/"),
        ("survey/sources.yaml", "https://harbours.example/almanac"),
    ];
    for (file, from) in places {
        for bad in BAD {
            let planted = Planted::of(&fixture());
            let quoted = format!("'{bad}'");
            planted.replace(file, from, &quoted);
            let line = planted.line(file, &quoted);
            let (_, site, said) = make(&planted.content());
            assert!(
                told(&said, file, line).is_some(),
                "{file} {bad}:\n{}",
                all(&said)
            );
            assert!(site.is_none() || said.iter().any(|d| d.severity == Severity::Error));
        }
    }
    for bad in BAD {
        let planted = Planted::of(&fixture());
        let text = planted.text("report.yaml");
        planted.write("report.yaml", &format!("{text}repository: '{bad}'\n"));
        let line = planted.line("report.yaml", "repository:");
        let (_, _, said) = make(&planted.content());
        assert!(
            told(&said, "report.yaml", line).is_some(),
            "{bad}:\n{}",
            all(&said)
        );
    }
}

#[test]
fn the_address_on_the_command_line() {
    let planted = Planted::of(&fixture());
    for bad in ["javascript:alert(1)", "//a.example", "https://a.example/?x"] {
        let output = planted.run(&["build", "--base-url", bad]);
        assert_eq!(output.status.code(), Some(1), "{bad}");
        assert!(!planted.out().exists());
    }
}

#[test]
fn addresses_in_markdown() {
    let file = "commentary/overview.en.md";
    let forms = [
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](java&Tab;script:alert(1))",
        "[x](java&NewLine;script:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](&#x6A;avascript&colon;alert(1))",
        "[x](<\u{1}javascript:alert(1)>)",
        "[x](< javascript:alert(1) >)",
        "[x](javascript&#58;alert(1))",
        "[x](java\\script:alert(1))",
        "[x](vbscript:x)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](//evil.example)",
        "[x](/\\\\evil.example)",
        "[x](https:evil.example)",
        "[x](https://un.example@evil.example)",
        "[x](file:///etc/passwd)",
        "[x][ref]\n\n[ref]: javascript:alert(1)",
        "[ref]\n\n[ref]: <java&#9;script:alert(1)>",
        "<javascript:alert(1)>",
        "<data:text/html,x>",
        "![x](javascript:alert(1))",
        "![x](data:image/svg+xml,x)",
        "![x](https://tracker.example/x.png)",
        "![x](//tracker.example/x.png)",
        "[![x](javascript:x)](member:ELL)",
    ];
    for form in forms {
        let planted = Planted::of(&fixture());
        let text = planted.text(file);
        let start = text.matches('\n').count() + 2;
        planted.write(file, &format!("{text}\n{form}\n"));
        let (_, _, said) = make(&planted.content());
        assert!(
            told(&said, file, start).is_some(),
            "{form:?}:\n{}",
            all(&said)
        );
    }
}

#[test]
fn addresses_that_are_allowed() {
    let planted = Planted::of(&fixture());
    let forms = "[a](https://a.example/?b=c&d) <https://b.example> [m](MAILTO:a@b.example?subject=x) \
        <reader@b.example> ![x](../../../p.svg)";
    for file in ["commentary/overview.en.md", "commentary/overview.zh.md"] {
        let text = planted.text(file);
        planted.write(file, &format!("{text}\n{}\n", forms));
    }
    let own = planted.content().join("../assets/static");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::write(
        own.join("p.svg"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    )
    .unwrap();
    let (_, site, said) = make(&planted.content());
    let errors: Vec<_> = said
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{}", all(&said));
    let site = site.unwrap();
    let (_, page) = site
        .tree
        .iter()
        .find(|(r, _)| r.as_str() == "en/reading/overview/")
        .unwrap();
    let html = String::from_utf8_lossy(&page.bytes);
    for part in [
        "href=\"https://a.example/?b=c&amp;d\"",
        "href=\"https://b.example\"",
        "href=\"mailto:a@b.example?subject=x\"",
        "href=\"mailto:reader@b.example\"",
        "src=\"../../../p.svg\"",
    ] {
        assert!(html.contains(part), "{part}");
    }
}

#[test]
fn addresses_in_templates() {
    for bad in [
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        "data:text/html,x",
        "//evil.example",
    ] {
        let planted = Planted::of(&fixture());
        let own = planted.content().join("../templates");
        std::fs::create_dir_all(&own).unwrap();
        let shipped = std::fs::read_to_string(Path::new("templates/previous-next.html")).unwrap();
        let added = format!("{shipped}\n<a href=\"{bad}\">x</a>\n");
        let line = added[..added.find(bad).unwrap()].matches('\n').count() + 1;
        std::fs::write(own.join("previous-next.html"), &added).unwrap();
        let (_, _, said) = make(&planted.content());
        let told = told(&said, "previous-next.html", line);
        assert!(told.is_some(), "{bad}:\n{}", all(&said));
    }
}
