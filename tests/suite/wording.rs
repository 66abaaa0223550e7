//! Conditions, numbers and quotations in every text that is not a chapter's.

mod claims;

use crate::common::planted::Planted;
use crate::common::{fixture, make, unset, well};
use egov_report::diagnostic::Diagnostic;
use egov_report::pipeline::Site;
use egov_report::site::Route;

const TRUE: &str = "holds(that=mean(edition=2021) < mean(edition=2018))";
const FALSE: &str = "holds(that=mean(edition=2021) > mean(edition=2018))";

fn page(site: &Site, route: &str) -> String {
    let file = site.tree.get(&Route::new(route));
    let file = file.unwrap_or_else(|| panic!("there is no /{route}"));
    unset(std::str::from_utf8(&file.bytes).unwrap())
}

fn said(planted: &Planted) -> Vec<Diagnostic> {
    make(&planted.content()).2
}

/// The line of a file in which `start` stands.
fn line(planted: &Planted, file: &str, start: &str) -> String {
    let text = planted.text(file);
    let found = text.lines().find(|l| l.contains(start));
    found
        .unwrap_or_else(|| panic!("{file} has no `{start}`"))
        .to_owned()
}

/// The report with a number and a condition in a text of each kind.
fn plant(condition: &str) -> Planted {
    let planted = Planted::of(&fixture());
    let mark = format!("下降{{{{ {condition} }}}}");
    let fell = format!(" The mean fell to {{{{ mean(edition=2021) }}}} {{{{ {condition} }}}}");
    let zh_fell = format!("均值{{{{ mean(edition=2021) }}}}，{mark}");
    for (key, old_en) in [
        ("title", "The towns at a glance"),
        (
            "description",
            "Levels, means and ranks of the harbour towns.",
        ),
    ] {
        let file = "commentary/overview.en.md";
        planted.replace(
            file,
            &format!("{key}: {old_en}"),
            &format!("{key}: '{old_en}{fell}'"),
        );
        let file = "commentary/overview.zh.md";
        let old = line(&planted, file, &format!("{key}: "));
        let text = old.split_once(": ").unwrap().1.to_owned();
        planted.replace(file, &old, &format!("{key}: '{text}{zh_fell}'"));
    }
    for start in ["  en: The well-being", "  en: The towns and"] {
        let old = line(&planted, "report.yaml", start);
        let text = old.trim().strip_prefix("en: ").unwrap().to_owned();
        planted.replace("report.yaml", &old, &format!("  en: '{text}{fell}'"));
    }
    for start in ["  zh: 十二座", "  zh: 港镇与"] {
        let old = line(&planted, "report.yaml", start);
        let text = old.trim().strip_prefix("zh: ").unwrap().to_owned();
        planted.replace("report.yaml", &old, &format!("  zh: '{text}{zh_fell}'"));
    }
    let old = line(&planted, "strings/zh.yaml", "page-members: ");
    planted.replace(
        "strings/zh.yaml",
        &old,
        &format!("page-members: '港镇{zh_fell}'"),
    );
    planted.replace(
        "strings/en.yaml",
        "page-members: Towns",
        &format!("page-members: 'Towns{fell}'"),
    );
    let old = line(&planted, "claims.yaml", "Four towns were thriving");
    planted.replace(
        "claims.yaml",
        &old,
        &format!("  text: {{zh: '四镇兴旺{zh_fell}', en: 'Four towns.{fell}'}}"),
    );
    let old = line(&planted, "claims.yaml", "  why: ");
    planted.replace(
        "claims.yaml",
        &old,
        &format!("  why: {{zh: '数未到{zh_fell}', en: 'It came late.{fell}'}}"),
    );
    planted
}

#[test]
fn conditions_and_numbers_stand_in_every_kind_of_text() {
    let planted = plant(TRUE);
    let (report, site) = well(&planted.content());
    let mean = report.engine.evaluate_text(
        "mean(edition=2021)",
        report.indices.survey().languages.first(),
    );
    let mean = mean.unwrap().text;
    let fell = format!("The mean fell to {mean}");
    let overview = page(&site, "en/reading/overview/");
    assert!(
        overview.contains(&format!("<h1>The towns at a glance {fell}")),
        "{overview}"
    );
    assert!(overview.contains(&format!(
        "content=\"Levels, means and ranks of the harbour towns. {fell}\""
    )));
    // The notice of the data and the word for members are on every page.
    assert!(
        overview.contains(&format!("invented. {fell}"))
            && overview.contains(&format!("Towns {fell}"))
    );
    assert!(page(&site, "en/").contains(&format!("in three years. {fell}")));
    let claims = page(&site, "en/claims/");
    let number = "</data>";
    assert!(
        claims.contains("Four towns. The mean fell to <data class=\"bound\"")
            && claims.contains(number)
    );
    assert!(claims.contains("It came late. The mean fell to <data"));
    for (route, file) in site.tree.iter() {
        if route.as_str().ends_with('/') || route.as_str().is_empty() {
            let html = String::from_utf8_lossy(&file.bytes);
            assert!(
                !html.contains("holds(") && !html.contains("mean(edition=2021)}}"),
                "/{route}"
            );
        }
    }
}

#[test]
fn flipped_data_are_found_in_every_kind_of_text() {
    let untrue: Vec<Diagnostic> = said(&plant(FALSE))
        .into_iter()
        .filter(|d| d.message == "this is not true")
        .collect();
    let mut files: Vec<String> = untrue
        .iter()
        .map(|d| {
            let place = d.place.as_ref().unwrap();
            let shown = &place.file.text[place.span.clone()];
            assert_eq!(shown, "mean(edition=2021) > mean(edition=2018)");
            assert!(d.hint.as_ref().unwrap().contains(" is 0."), "{d}");
            place.file.path.rsplit('/').next().unwrap().to_owned()
        })
        .collect();
    files.sort();
    let count = |name: &str| files.iter().filter(|f| *f == name).count();
    let found = [
        "overview.zh.md",
        "overview.en.md",
        "report.yaml",
        "zh.yaml",
        "en.yaml",
        "claims.yaml",
    ]
    .map(count);
    assert_eq!(found, [2, 2, 4, 1, 1, 4], "{untrue:?}");
}

#[test]
fn languages_say_the_same_in_every_kind_of_text() {
    let planted = plant(TRUE);
    for (file, what) in [
        (
            "commentary/overview.en.md",
            "the title of the chapter `overview` holds other values",
        ),
        (
            "report.yaml",
            "the description of the report holds other values",
        ),
        (
            "strings/en.yaml",
            "the string `page-members` holds other values",
        ),
        (
            "claims.yaml",
            "the text of the claim `thriving-2018` holds other values",
        ),
    ] {
        let planted = Planted::of(&planted.content());
        let text = planted.text(file);
        // In the English text alone.
        let at = text
            .find(" The mean fell to {{ mean(edition=2021) }}")
            .unwrap();
        let (before, behind) = text.split_at(at);
        planted.write(
            file,
            &format!(
                "{before}{}",
                behind.replacen("mean(edition=2021)", "mean(edition=2018)", 1)
            ),
        );
        let told = said(&planted);
        assert!(
            told.iter().any(|d| d.message.starts_with(what)),
            "{what}: {told:?}"
        );
    }
}

#[test]
fn what_is_loose_there_is_told() {
    let planted = Planted::of(&fixture());
    planted.replace(
        "commentary/overview.en.md",
        "title: The towns at a glance",
        "title: Ellsay is highest of 12 towns",
    );
    planted.replace(
        "strings/en.yaml",
        "page-members: Towns",
        "page-members: All towns rose",
    );
    planted.replace(
        "report.yaml",
        "  en: The towns and the figures are invented.",
        "  en: Every town improved.",
    );
    let run = planted.run(&["check"]);
    let err = String::from_utf8(run.stderr).unwrap();
    let out = String::from_utf8(run.stdout).unwrap();
    assert!(err.contains("the number `12` is bound to nothing"), "{err}");
    for phrase in ["highest", "All", "Every"] {
        assert!(
            err.contains(&format!("the statement with `{phrase}` rests on nothing")),
            "{err}"
        );
    }
    let english = out
        .lines()
        .find(|l| l.starts_with("  en: ") && l.contains("conditions"))
        .unwrap();
    assert!(english.ends_with("3 loose"), "{english}");
}

const TIDE: &str = "- id: tide\n  source: pilot-book\n  place: {zh: 第二章, en: chapter 2}\n  language: en\n  \
     text: {zh: 潮来“人动”, en: \"When the tide comes, “people” move\"}\n";

fn quoting(quotations: &str, expression: &str) -> Planted {
    let planted = Planted::of(&fixture());
    planted.write("quotations.yaml", quotations);
    for lang in ["zh", "en"] {
        let file = format!("commentary/overview.{lang}.md");
        let text = planted.text(&file);
        planted.write(&file, &format!("{text}\n{{{{ {expression} }}}}\n"));
    }
    planted
}

#[test]
fn a_quotation_stands_in_the_marks_of_the_language_with_its_source() {
    let (report, site) = well(&quoting(TIDE, "quote(id=\"tide\")").content());
    assert!(report.warnings.is_empty(), "{:?}", report.warnings);
    let english = page(&site, "en/reading/overview/");
    let chinese = page(&site, "zh/reading/overview/");
    assert!(
        english.contains("“When the tide comes, ‘people’ move”</span>"),
        "{english}"
    );
    assert!(chinese.contains("“潮来‘人动’”</span>"), "{chinese}");
    assert!(
        english.contains("title=\"The Pilot Book, chapter 2\""),
        "{english}"
    );
    assert!(
        english.contains("id=\"source-pilot-book\""),
        "the source is listed"
    );
}

#[test]
fn quotations_that_are_wrong_or_unused_are_told() {
    let told = said(&quoting(TIDE, "quote(id=\"tides\")"));
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told.iter().all(|d| d.message == "unknown quotation `tides`"
            && d.hint.as_ref().unwrap().contains("`tide`"))
    );
    let (report, _) = well(&quoting(TIDE, "mean(edition=2018)").content());
    assert_eq!(
        report.warnings[0].message,
        "the quotation `tide` stands in no chapter"
    );
    for (change, message) in [
        (("pilot-book", "pilot"), "unknown source `pilot`"),
        (
            ("language: en", "language: de"),
            "expected `zh` or `en`, found `de`",
        ),
    ] {
        let told = said(&quoting(
            &TIDE.replace(change.0, change.1),
            "mean(edition=2018)",
        ));
        assert!(
            told.iter()
                .any(|d| d.message.contains(message.split(',').next().unwrap())
                    || d.message.contains("de")),
            "{told:?}"
        );
    }
    let told = said(&quoting(&TIDE.repeat(2), "quote(id=\"tide\")"));
    assert!(
        told.iter()
            .any(|d| d.message == "there are two quotations `tide`"),
        "{told:?}"
    );
}
