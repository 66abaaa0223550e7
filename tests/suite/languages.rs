//! Reports in one, two, three and other languages, from outside.

mod listed;
mod words;

use std::collections::BTreeMap;
use std::path::Path;

use egov_report::site::{Route, SiteTree};

use crate::common::planted::Planted;
use crate::common::{checkout, in_three_languages, make, unset, well};

fn page(tree: &SiteTree, route: &str) -> String {
    let file = tree.get(&Route::new(route));
    let file = file.unwrap_or_else(|| panic!("there is no /{route}"));
    unset(std::str::from_utf8(&file.bytes).unwrap())
}

fn alternates(html: &str) -> BTreeMap<String, String> {
    let links = html.split("<link rel=\"alternate\" hreflang=\"").skip(1);
    links
        .map(|rest| {
            let (tag, rest) = rest.split_once("\" href=\"").unwrap();
            (tag.to_owned(), rest.split('"').next().unwrap().to_owned())
        })
        .collect()
}

#[test]
fn three_languages_lead_to_each_other() {
    let (report, site) = well(&in_three_languages());
    let base = report.config.base_url.to_string();
    for (route, here) in [("en/towns/ell/", "English"), ("fr/towns/ell/", "Français")] {
        let html = page(&site.tree, route);
        let links = alternates(&html);
        assert_eq!(links["zh-Hans"], format!("{base}zh/towns/ell/"));
        assert_eq!(links["en"], format!("{base}en/towns/ell/"));
        assert_eq!(links["fr"], format!("{base}fr/towns/ell/"));
        assert_eq!(links["x-default"], links["zh-Hans"]);
        let switch = html
            .split("<details class=\"menu languages\">")
            .nth(1)
            .unwrap();
        let switch = switch.split("</details>").next().unwrap();
        assert!(switch.contains(here), "{switch}");
        assert_eq!(switch.matches("class=\"language\"").count(), 2, "{switch}");
        assert!(switch.contains("../../../zh/towns/ell/"), "{switch}");
    }
    let sitemap = page(&site.tree, "sitemap.xml");
    let entry = sitemap.lines().find(|l| l.contains("fr/towns/ell/</loc>"));
    assert_eq!(entry.unwrap().matches("hreflang").count(), 4);
    for (route, heading) in [("404.html", "Page introuvable"), ("", "Entrer en français")] {
        let html = page(&site.tree, route);
        assert!(html.contains(heading), "/{route}");
        assert_eq!(html.matches("<section lang=").count(), 3, "/{route}");
    }
    let home = page(&site.tree, "fr/");
    assert_eq!(alternates(&home)["x-default"], format!("{base}zh/"));
    assert_eq!(alternates(&page(&site.tree, ""))["x-default"], base);
}

#[test]
fn french_is_written_as_in_french() {
    let (_, site) = well(&in_three_languages());
    let html = page(&site.tree, "fr/towns/ell/");
    for wanted in [
        "<html lang=\"fr\">",
        "0,700",
        "En chinois",
        "En anglais",
        "埃尔塞",
    ] {
        assert!(html.contains(wanted), "{wanted}");
    }
    let chapter = page(&site.tree, "fr/reading/overview/");
    assert!(chapter.contains("Ellsay"), "a list of names");
    assert!(chapter.contains(" et "), "its last joined as in French");
    assert!(
        chapter.contains("<td>4e</td>") || chapter.contains(">4e<"),
        "a rank"
    );
    let levels = page(&site.tree, "fr/years/2018/");
    // CLDR has a no-break space before the sign.
    assert!(levels.contains("33\u{a0}%"), "a percentage");
}

#[test]
fn one_language_needs_no_switch_and_no_segment() {
    let (report, site) = well(&checkout("tests/fixtures/lighthouse/content"));
    assert_eq!(report.config.title.languages().count(), 1);
    let routes: Vec<String> = site.tree.iter().map(|(r, _)| r.to_string()).collect();
    assert!(routes.contains(&"lights/nes/".to_owned()), "{routes:?}");
    assert!(!routes.iter().any(|r| r.starts_with("en/")), "{routes:?}");
    for route in routes.iter().filter(|r| r.is_empty() || r.ends_with('/')) {
        let html = page(&site.tree, route);
        assert!(!html.contains("hreflang"), "/{route}");
        assert!(!html.contains("class=\"language\""), "/{route}");
        assert!(html.contains("<html lang=\"en\">"), "/{route}");
    }
    let home = page(&site.tree, "");
    assert!(
        home.contains("class=\"home\""),
        "the home page stands at the root"
    );
    assert!(!page(&site.tree, "sitemap.xml").contains("hreflang"));
    let not_found = page(&site.tree, "404.html");
    assert_eq!(not_found.matches("<section lang=").count(), 1);
}

#[test]
fn the_pages_for_authors_show_what_an_author_of_this_report_would_write() {
    let planted = Planted::of(&checkout("tests/fixtures/lighthouse/content"));
    let run = planted.run(&["build", "--manual", "-q"]);
    assert_eq!(run.status.code(), Some(0));
    let page = |route: &str| {
        let file = planted.out().join(route).join("index.html");
        std::fs::read_to_string(file).unwrap()
    };
    assert!(
        page("manual/bars").contains("title: &#39;Mean by region, 2024&#39;"),
        "no key of a language"
    );
    assert!(!page("manual").contains("renew"), "nothing to compare");
}

#[test]
fn one_language_is_checked_without_a_word_of_translations() {
    let planted = Planted::of(&checkout("tests/fixtures/lighthouse/content"));
    let output = planted.run(&["check", "--strict"]);
    let told =
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("en: 1 chapters"), "{told}");
}

#[test]
fn each_translation_is_compared_with_its_original() {
    let planted = Planted::of(&in_three_languages());
    planted.replace(
        "commentary/changes.fr.md",
        "{{ indicator(id=\"ferries\", year=2021) }}",
        "x",
    );
    let (_, _, said) = make(&planted.content());
    let told: Vec<&str> = said.iter().map(|d| d.message.as_str()).collect();
    let missing = told
        .iter()
        .filter(|m| m.contains("is missing in Français (`fr`)"));
    assert_eq!(
        missing.count(),
        1,
        "told once, against the original: {told:?}"
    );
    assert!(
        !told.iter().any(|m| m.contains("missing in 中文")),
        "{told:?}"
    );
}

#[test]
fn a_chapter_may_have_an_original_of_its_own() {
    let planted = Planted::of(&in_three_languages());
    planted.replace(
        "report.yaml",
        "  - changes",
        "  - {slug: changes, original: fr}",
    );
    let output = planted.run(&["renew", "changes"]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(
        told.contains("changes.en.md") && told.contains("changes.zh.md"),
        "{told}"
    );
    assert!(!told.contains("changes.fr.md"), "{told}");
    assert!(
        planted
            .text("commentary/changes.en.md")
            .contains("translates:")
    );
    planted.replace("commentary/changes.fr.md", "plus haut", "ci-dessus");
    let (report, ..) = make(&planted.content());
    let stale = report.unwrap().stale;
    let of_changes = stale
        .iter()
        .filter(|d| d.message.contains("the original changed"));
    assert_eq!(
        of_changes.count(),
        2,
        "both translations are stale: {stale:?}"
    );
}

#[test]
fn a_style_of_citation_is_the_report_s_choice() {
    let planted = Planted::of(&in_three_languages());
    planted.replace(
        "report.yaml",
        ", fr]",
        ", {tag: fr, citation-style: iso-690-author-date}]",
    );
    let (_, site) = well(&planted.content());
    let chosen = page(&site.tree, "fr/sources/");
    let (_, usual) = well(&in_three_languages());
    assert_ne!(entries(&chosen), entries(&page(&usual.tree, "fr/sources/")));
    assert_eq!(
        entries(&page(&site.tree, "en/sources/")),
        entries(&page(&usual.tree, "en/sources/"))
    );
    planted.replace("report.yaml", "iso-690-author-date", "iso-69-author-date");
    let (.., said) = make(&planted.content());
    assert!(said.iter().any(|d| {
        d.message.contains("unknown style of citation")
            && d.hint
                .as_ref()
                .is_some_and(|h| h.contains("iso-690-author-date"))
    }));
}

fn entries(html: &str) -> String {
    let list = html.split("class=\"sources").nth(1).unwrap_or_default();
    list.split("</ol>").next().unwrap_or_default().to_owned()
}

/// The second report with another language instead of French, its words filled mechanically.
fn with_language(tag: &str, key: &str) -> Planted {
    let planted = Planted::of(&in_three_languages());
    let folder = planted.content();
    for entry in walkdir::WalkDir::new(&folder) {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|e| e == "yaml") {
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.replace(", fr]", &format!(", {{tag: {tag}, segment: {key}}}]"));
            std::fs::write(
                &path,
                text.replace(", fr: ", &format!(", {key}: "))
                    .replace("  fr: ", &format!("  {key}: ")),
            )
            .unwrap();
        }
        if let Some(name) = path.to_str().unwrap().strip_suffix(".fr.md") {
            std::fs::rename(&path, format!("{name}.{key}.md")).unwrap();
        }
    }
    std::fs::remove_file(folder.join("strings/fr.yaml")).unwrap();
    fill(&planted, key);
    planted
}

/// Fills the words of a language from what the program prints for it: each with its own key.
fn fill(planted: &Planted, key: &str) {
    let output = planted.run(&["check", "--words", key]);
    assert_eq!(output.status.code(), Some(0));
    let sheet = String::from_utf8(output.stdout).unwrap();
    let mut shown = String::new();
    let mut filled = String::new();
    for line in sheet.lines() {
        if let Some(comment) = line.strip_prefix("# ") {
            shown = comment.to_owned();
        }
        if line.starts_with('#') || line.is_empty() {
            filled.push_str(&format!("{line}\n"));
            continue;
        }
        // What is shown of forms is `one: … | other: …`: the last text will do.
        let text = shown.rsplit(": ").next().unwrap().trim();
        let text = if line.contains('{') {
            text
        } else {
            shown.as_str()
        };
        let text = if text.is_empty() { "-" } else { text };
        let quoted = format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        filled.push_str(&format!("{}\n", line.replace("\"\"", &quoted)));
    }
    planted.write(&format!("strings/{key}.yaml"), &filled);
}

#[test]
fn arabic_runs_from_right_to_left_in_its_own_digits() {
    let planted = with_language("ar-EG", "ar");
    let (report, site) = well_but_stale(&planted.content());
    assert!(report);
    let html = page(&site, "ar/towns/ell/");
    assert!(
        html.contains("<html lang=\"ar-EG\" dir=\"rtl\""),
        "{}",
        &html[..200]
    );
    assert!(html.contains('٧'), "Egypt's own digits");
    assert!(!html.contains("0.700"), "none of ASCII");
    assert!(
        html.contains("<span lang=\"zh-Hans\" dir=\"ltr\">"),
        "a name in another direction"
    );
    let landing = page(&site, "");
    assert!(landing.contains("<section lang=\"ar-EG\" dir=\"rtl\">"));
    let english = page(&site, "en/towns/ell/");
    assert!(
        english.contains("<html lang=\"en\">"),
        "the others stay as they are"
    );
    assert!(english.contains("lang=\"ar-EG\" dir=\"rtl\""), "the switch");
}

/// Builds; only what is said of records of translations may be wrong.
fn well_but_stale(content: &Path) -> (bool, SiteTree) {
    let (_, site, said) = make(content);
    let errors: Vec<String> = said.iter().map(|d| d.message.clone()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    (errors.is_empty(), site.unwrap().tree)
}

#[test]
fn two_scripts_of_chinese_are_told_apart() {
    let planted = with_language("zh-Hant", "zh-hant");
    let text = planted.text("report.yaml");
    let list = text.lines().find(|l| l.starts_with("languages:")).unwrap();
    // Both would be `zh`: the second takes as much of its tag as it needs.
    planted.replace(
        "report.yaml",
        list,
        "languages: [zh-Hans, {tag: en, conventions: en-GB}, zh-Hant]",
    );
    let (_, site) = well_but_stale(&planted.content());
    for (route, tag) in [
        ("zh/towns/ell/", "zh-Hans"),
        ("zh-hant/towns/ell/", "zh-Hant"),
    ] {
        let html = page(&site, route);
        assert!(html.contains(&format!("<html lang=\"{tag}\">")), "{route}");
        assert!(
            html.contains("繁體中文") && html.contains("简体中文"),
            "{route}: told apart by script"
        );
    }
}
