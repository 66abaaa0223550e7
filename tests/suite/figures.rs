//! Figures have numbers, counted through all chapters, and are referred to by them.

use std::path::Path;

use crate::common::planted::Planted;
use crate::common::{both, checkout, fixture};

const BARS: &str = "kind: bars
title: {zh: 港镇, en: Towns}
takeaway: {zh: 港镇各异。, en: Towns differ.}
description: {zh: 条形图。, en: Bars.}
source: almanac
data:
  items: {regions: all}
  value: 'mean(among=region, edition=2018)'
";

/// The second report with two charts in its first chapter and one in its second.
fn numbered() -> Planted {
    let copy = Planted::of(&fixture());
    for id in ["means", "towns", "later"] {
        copy.write(&format!("charts/{id}.yaml"), BARS);
    }
    for lang in both() {
        let (first, second) = (file("overview", lang.key()), file("changes", lang.key()));
        let charts = "{{ chart(id=\"towns\") }}\n\n{{ chart(id=\"means\") }}\n\n> [!NOTE]";
        copy.replace(&first, "> [!NOTE]", charts);
        let text = copy.text(&second);
        copy.write(&second, &format!("{text}\n{{{{ chart(id=\"later\") }}}}\n"));
    }
    copy
}

fn file(chapter: &str, lang: &str) -> String {
    format!("commentary/{chapter}.{lang}.md")
}

/// Puts a sentence at the end of a chapter in each language.
fn add(copy: &Planted, chapter: &str, sentence: &str) {
    for lang in both() {
        let name = file(chapter, lang.key());
        let text = copy.text(&name);
        copy.write(&name, &format!("{text}\n{sentence}\n"));
    }
}

fn page(copy: &Planted, route: &str) -> String {
    std::fs::read_to_string(copy.out().join(route).join("index.html")).unwrap()
}

fn build(copy: &Planted) {
    let run = copy.run(&["build", "-q"]);
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(0), "{said}");
}

/// The one error of a build that fails.
fn fails(copy: &Planted) -> String {
    let run = copy.run(&["check"]);
    assert_eq!(run.status.code(), Some(1));
    String::from_utf8_lossy(&run.stderr).into_owned()
}

/// What stands before the title of a chart.
fn number<'p>(page: &'p str, id: &str) -> &'p str {
    let figure = page.split_once(&format!("id=\"chart-{id}\"")).unwrap().1;
    let heading = figure.split_once("</h3>").unwrap().0;
    heading
        .split_once("figure-number\">")
        .map_or("", |(_, rest)| rest.split_once('<').unwrap().0)
}

#[test]
fn charts_are_counted_through_the_chapters_as_they_are_read() {
    let copy = numbered();
    build(&copy);
    let first = page(&copy, "en/reading/overview");
    assert_eq!(number(&first, "towns"), "Figure 1");
    assert_eq!(number(&first, "means"), "Figure 2");
    let second = page(&copy, "zh/reading/changes");
    assert_eq!(number(&second, "later"), "图3");
    // Another order of the chapters gives other numbers.
    let settings = copy.text("report.yaml");
    let turned = settings.replace("- overview\n  - changes", "- changes\n  - overview");
    assert_ne!(settings, turned, "the order of the chapters");
    copy.write("report.yaml", &turned);
    build(&copy);
    assert_eq!(
        number(&page(&copy, "en/reading/changes"), "later"),
        "Figure 1"
    );
    assert_eq!(
        number(&page(&copy, "en/reading/overview"), "towns"),
        "Figure 2"
    );
}

#[test]
fn a_reference_names_its_figure_and_leads_there() {
    let copy = numbered();
    add(
        &copy,
        "overview",
        "{{ figure(id=\"means\") }}, {{ figure(id=\"later\") }}[^more]\n\n[^more]: {{ figure(id=\"towns\") }}",
    );
    build(&copy);
    let first = page(&copy, "en/reading/overview");
    for link in [
        "<a class=\"figure-reference\" href=\"#chart-means\">Figure 2</a>",
        "<a class=\"figure-reference\" href=\"../changes/#chart-later\">Figure 3</a>",
        // In a note as in the text.
        "<a class=\"figure-reference\" href=\"#chart-towns\">Figure 1</a>",
    ] {
        assert!(first.contains(link), "{link} in\n{first}");
    }
    assert!(page(&copy, "zh/reading/overview").contains(">图2</a>"));
    // A sentence that names a figure only claims nothing of the data.
    let said = copy.run(&["check"]);
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(
        said.contains("to sources), 0 loose") && !said.contains("1 loose"),
        "{said}"
    );
}

#[test]
fn a_reference_without_a_figure_is_an_error_at_its_place() {
    let copy = numbered();
    copy.write("charts/apart.yaml", BARS);
    add(&copy, "overview", "{{ figure(id=\"apart\") }}");
    let said = fails(&copy);
    assert!(
        said.contains("the chart `apart` stands in no chapter"),
        "{said}"
    );
    let line = copy.line(&file("overview", "en"), "figure(id=\"apart\")");
    assert!(said.contains(&format!("overview.en.md:{line}:")), "{said}");
    assert_eq!(
        said.matches("stands in no chapter").count(),
        2,
        "one a language:\n{said}"
    );
}

#[test]
fn references_are_the_same_in_both_languages() {
    let copy = numbered();
    let name = file("overview", "zh");
    let text = copy.text(&name);
    copy.write(&name, &format!("{text}\n{{{{ figure(id=\"means\") }}}}\n"));
    let said = fails(&copy);
    assert!(
        said.contains("the reference to a figure `means` is missing"),
        "{said}"
    );
}

#[test]
fn outside_of_chapters_nothing_has_a_number() {
    for function in ["figure", "chart", "sparkline"] {
        let copy = numbered();
        copy.replace(
            "charts/means.yaml",
            "en: Towns}",
            &format!("en: 'Towns {{{{ {function}(id=\"towns\") }}}}'}}"),
        );
        let said = fails(&copy);
        let message = format!("`{function}` stands in the text of a chapter only");
        let other = "is no sparkline";
        assert!(said.contains(&message) || said.contains(other), "{said}");
        assert!(said.contains("means.yaml"), "{said}");
    }
}

#[test]
fn the_gallery_leads_to_every_chart_of_a_chapter_and_shows_no_yaml() {
    let copy = numbered();
    build(&copy);
    let gallery = page(&copy, "en/charts");
    for (id, link, number) in [
        ("towns", "../reading/overview/#chart-towns", "Figure 1"),
        ("later", "../reading/changes/#chart-later", "Figure 3"),
    ] {
        assert!(gallery.contains(&format!("href=\"{link}\"")), "{gallery}");
        assert!(
            gallery.contains(&format!("src=\"{id}.small.svg\"")),
            "{gallery}"
        );
        assert!(gallery.contains(number));
        let small = copy.out().join(format!("en/charts/{id}.small.svg"));
        assert!(std::fs::read_to_string(small).unwrap().starts_with("<svg "));
    }
    assert!(!gallery.contains("kind: bars") && !gallery.contains("data:"));
    assert!(!exists(&copy.out(), "en/manual"));
}

fn exists(out: &Path, what: &str) -> bool {
    out.join(what).exists()
}

#[test]
fn a_report_without_charts_of_its_own_has_a_gallery_of_those_by_default() {
    let copy = Planted::of(&fixture());
    build(&copy);
    assert!(exists(&copy.out(), "en/charts/index.html"));
    assert!(page(&copy, "en").contains("charts/"));
}

#[test]
fn authors_get_their_pages_where_they_ask_for_them_and_all_else_is_the_same() {
    let copy = numbered();
    build(&copy);
    let without = copy.site();
    let run = copy.run(&["build", "--manual", "-q"]);
    assert_eq!(run.status.code(), Some(0));
    let manual = page(&copy, "en/manual");
    assert!(manual.contains("content/charts/my-chart.yaml"));
    // Each kind with a file to copy, and the report's own charts of it.
    let bars = page(&copy, "en/manual/bars");
    assert!(bars.contains("id=\"chart-example-bars\""));
    assert!(bars.contains("kind: bars") && bars.contains("content/charts/towns.yaml"));
    assert!(page(&copy, "zh/manual/strip").contains("kind: strip"));
    // Each page of the manual as it stands in the repository, in every language's menu.
    for file in std::fs::read_dir(checkout("docs")).unwrap() {
        let file = file.unwrap().path();
        let name = file.file_stem().unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        let title = text.lines().next().unwrap().trim_start_matches("# ");
        let folder = match name {
            "README" => "handbook".to_owned(),
            name => format!("handbook/{name}"),
        };
        for lang in ["en", "zh"] {
            let html = page(&copy, &format!("{lang}/{folder}"));
            assert!(
                name == "README" || html.contains(&format!(">{title}</h1>")),
                "{html}"
            );
            // Headings have the anchors that links between the files name.
            let outside = text.split("```").step_by(2).flat_map(str::lines);
            let headings = outside.filter(|line| line.starts_with("## ")).count();
            assert!(html.matches("<h2 id=").count() >= headings, "{name}");
        }
    }
    let with = copy.site();
    for (path, bytes) in &without {
        let html = path.extension().is_some_and(|e| e == "html" || e == "xml");
        // Menus and the map of the site name the new pages.
        let list = path
            .file_name()
            .is_some_and(|name| name == ".egov-report.json");
        if !html && !list {
            assert!(with.get(path) == Some(bytes), "{} changed", path.display());
        }
    }
    build(&copy);
    assert!(copy.site() == without, "and gone again");
}
