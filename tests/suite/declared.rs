//! Charts as authors declare them: the short form, and what is said of slips.

use std::fs;
use std::path::PathBuf;

use crate::common::{copy, fixture, make};

/// The fixture with one more chart, of which `head` and `data` are given.
fn with_chart(head: &str, data: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().join("content");
    copy(&fixture(), &content);
    fs::create_dir_all(content.join("charts")).unwrap();
    let yaml = format!(
        "{head}\ndescription: {{zh: 说明, en: What is drawn}}\nsource: almanac\ndata: {data}\n"
    );
    fs::write(content.join("charts/mine.yaml"), yaml).unwrap();
    (folder, content)
}

const TITLE: &str = "title: {zh: 题, en: Title}";

fn messages(head: &str, data: &str) -> Vec<String> {
    let (_folder, content) = with_chart(head, data);
    let (.., said) = make(&content);
    said.iter()
        .map(|d| {
            let place = d.place.as_ref().unwrap();
            assert!(place.file.path.ends_with("charts/mine.yaml"), "{d}");
            d.message.clone()
        })
        .collect()
}

#[test]
fn slips_are_told() {
    let line = format!("kind: line\n{TITLE}");
    let towns = "{members: [ELL, DUN], editions: all}";
    let cases = [
        (
            format!("{line}\nhighlight: [ELK]"),
            towns,
            "has the id `ELK`",
        ),
        (
            format!("{line}\nstack: sum"),
            towns,
            "`stack` means nothing",
        ),
        (format!("{line}\nhighlight: ELL"), towns, "expected a list"),
        (
            line.clone(),
            "{members: [ELX], editions: all}",
            "unknown member `ELX`",
        ),
        (
            line.clone(),
            "{editions: all, component: helth}",
            "unknown component `helth`",
        ),
        (line.clone(), "{edition: 2021}", "one or two axes"),
        (line.clone(), "{members: [ELL]}", "runs over editions"),
        (
            format!("kind: dumbbell\n{TITLE}"),
            "{members: [ELL], editions: all}",
            "exactly two series",
        ),
        (
            "kind: line\ntitle: {zh: '{{ total() }}镇', en: Towns}".to_owned(),
            towns,
            "holds other values",
        ),
    ];
    for (head, data, wanted) in cases {
        let said = messages(&head, data);
        assert_eq!(said.len(), 1, "{head}\n{data}: {said:?}");
        assert!(said[0].contains(wanted), "{head}\n{data}: {said:?}");
    }
}

#[test]
fn the_short_form_gives_the_numbers_of_the_long_one() {
    let table = |kind: &str, data: &str| {
        let (_folder, content) = with_chart(&format!("kind: {kind}\n{TITLE}"), data);
        let (_, site, said) = make(&content);
        assert!(said.is_empty(), "{data}: {said:?}");
        let route = egov_report::site::Route::new("en/charts/mine.csv");
        let file = site.unwrap().tree.get(&route).unwrap().bytes.clone();
        String::from_utf8(file).unwrap()
    };
    for (kind, short, long) in [
        (
            "line",
            "{members: [ELL, DUN], editions: all, component: health}",
            "{items: {editions: all}, series: {members: [ELL, DUN]}, value: 'value(member=member, edition=edition, component=\"health\")'}",
        ),
        (
            "ranks",
            "{members: [ELL, DUN], editions: all}",
            "{items: {editions: all}, series: {members: [ELL, DUN]}, value: 'rank(member=member, edition=edition)'}",
        ),
        (
            "bars",
            "{regions: all, edition: 2018, show: highest}",
            "{items: {regions: all}, value: 'highest(among=region, edition=2018)'}",
        ),
    ] {
        assert_eq!(table(kind, short), table(kind, long), "{short}");
    }
}

#[test]
fn numbers_that_no_function_wrote_are_found_in_the_texts_of_charts() {
    let (_folder, content) = with_chart(
        "kind: line\ntitle: {zh: 12座镇，2021年, en: '12 towns, 2021'}",
        "{editions: all}",
    );
    let (report, ..) = make(&content);
    let report = report.unwrap();
    let loose: Vec<&str> = report
        .loose
        .iter()
        .map(|place| &place.file.text[place.span.clone()])
        .collect();
    assert_eq!(loose, ["12", "12"]);
}

#[test]
fn a_sparkline_stands_in_a_text() {
    let (_folder, content) = with_chart(&format!("kind: sparkline\n{TITLE}"), "{editions: all}");
    for lang in ["zh", "en"] {
        let path = content.join(format!("commentary/overview.{lang}.md"));
        let text = fs::read_to_string(&path).unwrap();
        let with = text.replacen("\n## ", "\nA {{ sparkline(id=\"mine\") }} B.\n\n## ", 1);
        assert_ne!(text, with);
        fs::write(path, with).unwrap();
    }
    let (_, site, said) = make(&content);
    assert!(said.is_empty(), "{said:?}");
    let route = egov_report::site::Route::new("en/reading/overview/");
    let file = site.unwrap().tree.get(&route).unwrap().bytes.clone();
    let page = String::from_utf8(file).unwrap();
    let drawn = "A <svg class=\"ch ch-s\" viewBox=\"0 0 96 24\" role=\"img\" aria-label=\"Title\">";
    assert!(page.contains(drawn));
}
