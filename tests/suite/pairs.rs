//! The two languages stay in step: whatever is taken from one of them only, on either side, is told
//! with both places, and no site is written. Edits make a translation stale until it is renewed.

mod taken;

use crate::common::planted::Planted;
use crate::common::{both, en, other, zh};
use crate::common::{checkout, fixture};
use egov_report::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use egov_report::lang::Lang;
use egov_report::pipeline::{self, Inputs};
use taken::{Plant, REAL, TOWNS, Taken, file, take};

fn said(copy: &Planted) -> Vec<Diagnostic> {
    let d = Diagnostics::new();
    let report = pipeline::read(&Inputs::beside(copy.content()), &d);
    d.extend(report.map(|r| r.stale).unwrap_or_default());
    d.into_sorted()
}

fn all(said: &[Diagnostic]) -> String {
    said.iter().map(|d| format!("{d}\n")).collect()
}

/// Told as an error, placed where it still stands, with the other file, naming the section.
fn told(copy: &Planted, said: &[Diagnostic], plant: &Plant, lang: Lang) {
    let kept = file(plant.chapter, other(lang));
    let line = copy.line(&kept, plant.needle);
    let heading = matches!(plant.taken, Taken::Heading);
    let taken = file(plant.chapter, lang);
    let changed = matches!(plant.taken, Taken::Changed(_));
    let found = said.iter().any(|d| {
        let (Some(place), Some((other, _))) = (&d.place, d.related.first()) else {
            return false;
        };
        let at = |place: &Place| (place.line_column().0, place.file.path.clone());
        // Of what was changed, the two are told as each other's counterparts, the first language first.
        let key = plant.told.find('`').map_or("", |at| &plant.told[at..]);
        if changed && d.message.contains(" is `") {
            let both = [at(place), at(other)];
            let stands = both
                .iter()
                .any(|(own, path)| *own == line && path.ends_with(&kept));
            let differs = both
                .iter()
                .any(|(own, path)| *own > 1 && path.ends_with(&taken));
            return d.message.contains(key) && stands && differs;
        }
        d.severity == Severity::Error
            && d.message.starts_with(plant.told)
            && d.message.contains(" is missing in ")
            && (heading || d.message.contains(&format!("`#{}`", plant.section)))
            && place.file.path.ends_with(&kept)
            && place.line_column().0 == line
            && other.file.path.ends_with(&taken)
            && other.line_column().0 > 1
    });
    assert!(
        found,
        "{} ({kept}:{line}), taken from {lang}, in\n{}",
        plant.told,
        all(said)
    );
}

const CHART: &str = "kind: bars
title: {zh: 港镇, en: Towns}
takeaway: {zh: 港镇各异。, en: Towns differ.}
description: {zh: 条形图。, en: Bars.}
source: almanac
data:
  items: {regions: all}
  value: 'mean(among=region, edition=2018)'
";

/// The second report with a chart, not yet recorded as translated.
fn towns() -> Planted {
    let copy = Planted::of(&fixture());
    copy.write("charts/towns.yaml", CHART);
    for lang in both() {
        let placed = "{{ chart(id=\"towns\") }}\n\n> [!NOTE]";
        copy.replace(&file("overview", lang), "> [!NOTE]", placed);
    }
    copy
}

/// The errors stop the build through the program: what stood in the folder of the site stays.
fn nothing_is_written(copy: &Planted) {
    std::fs::create_dir_all(copy.out()).unwrap();
    let before = copy.site();
    let run = copy.run(&["build", "-q"]);
    assert_eq!(run.status.code(), Some(1));
    assert!(before == copy.site(), "the site was changed");
    assert_eq!(copy.run(&["check", "-q"]).status.code(), Some(1));
}

#[test]
fn each_thing_taken_from_one_language_of_the_second_report() {
    for plant in &TOWNS {
        for lang in both() {
            let copy = towns();
            take(&copy, plant, lang);
            told(&copy, &said(&copy), plant, lang);
        }
    }
}

#[test]
fn a_fault_writes_nothing_and_leaves_the_old_site() {
    let copy = towns();
    assert!(copy.run(&["build", "-q"]).status.success());
    assert!(!copy.site().is_empty());
    take(&copy, &TOWNS[1], en());
    nothing_is_written(&copy);
    let fresh = towns();
    take(&fresh, &TOWNS[4], zh());
    nothing_is_written(&fresh);
    assert!(fresh.site().is_empty());
}

/// All at once on each side: one run tells them all.
#[test]
fn everything_taken_from_one_language_of_the_real_report() {
    for lang in both() {
        let copy = Planted::of(&checkout("content"));
        for plant in &REAL {
            take(&copy, plant, lang);
        }
        swap(&copy, &file("after-2018", lang), "{#levels}", "{#regions}");
        let said = said(&copy);
        for plant in &REAL {
            told(&copy, &said, plant, lang);
        }
        in_another_order(&said, "after-2018");
    }
}

/// Puts the section of the second heading before that of the first, which stands right before it.
fn swap(copy: &Planted, name: &str, first: &str, second: &str) {
    let text = copy.text(name);
    let start = |id: &str| text[..text.find(id).unwrap()].rfind("\n## ").unwrap() + 1;
    let (a, b) = (start(first), start(second));
    let end = text[b + 3..]
        .find("\n## ")
        .map_or(text.len(), |at| b + 3 + at + 1);
    let ending = if text[b..end].ends_with("\n\n") {
        ""
    } else {
        "\n"
    };
    let swapped = [&text[..a], &text[b..end], ending, &text[a..b], &text[end..]].concat();
    copy.write(name, &swapped);
}

fn in_another_order(said: &[Diagnostic], chapter: &str) {
    let found = said.iter().any(|d| {
        let places: Vec<_> = d
            .place
            .iter()
            .chain(d.related.iter().map(|r| &r.0))
            .collect();
        d.message
            .starts_with("the headings stand in another order: `#")
            && both().iter().all(|l| {
                let name = file(chapter, *l);
                places
                    .iter()
                    .any(|p| p.file.path.ends_with(&name) && p.line_column().0 > 1)
            })
    });
    assert!(found, "{}", all(said));
}

#[test]
fn headings_in_another_order() {
    for lang in both() {
        let copy = towns();
        swap(&copy, &file("changes", lang), "{#ellsay}", "{#ferries}");
        in_another_order(&said(&copy), "changes");
    }
}

/// An edit of either text is told until `renew` records it; nothing but that is told.
fn stale_until_renewed(
    copy: &Planted,
    original: Lang,
    chapter: &str,
    section: &str,
    edited: &[Lang],
    message: &str,
) {
    for lang in edited {
        let name = file(chapter, *lang);
        let heading = format!("{{#{section}}}\n");
        let sentence = if *lang == zh() {
            "另有一句。"
        } else {
            "One more sentence."
        };
        copy.replace(&name, &heading, &format!("{heading}\n{sentence}\n"));
    }
    let stale = said(copy);
    let [told] = stale.as_slice() else {
        panic!("{}", all(&stale));
    };
    assert_eq!(told.message, message);
    assert_eq!(told.severity, Severity::Warning);
    assert!(
        told.hint
            .as_deref()
            .is_some_and(|h| h.contains(&format!("renew {chapter}")))
    );
    let places = [told.place.as_ref().unwrap(), &told.related[0].0];
    for (place, lang) in places.into_iter().zip([other(original), original]) {
        let name = file(chapter, lang);
        assert!(place.file.path.ends_with(&name), "{told}");
        assert_eq!(
            place.line_column().0,
            copy.line(&name, &format!("{{#{section}}}"))
        );
    }
    assert_eq!(copy.run(&["renew", chapter]).status.code(), Some(0));
    assert_eq!(all(&said(copy)), "");
}

/// The original of the real report is Chinese, that of the second English.
#[test]
fn edits_are_stale_until_renewed() {
    let original = |s: &str| {
        format!("the section `{s}` is stale: the original changed since it was translated")
    };
    let translated =
        |s: &str| format!("the translation of the section `{s}` changed, the original did not");
    let both =
        |s: &str| format!("both texts of the section `{s}` changed since they were compared");
    let copy = towns();
    assert_eq!(copy.run(&["renew", "overview"]).status.code(), Some(0));
    assert_eq!(all(&said(&copy)), "");
    for (section, edited, message) in [
        ("levels", &[en()][..], original("levels")),
        ("levels", &[zh()], translated("levels")),
        ("places", &[zh(), en()], both("places")),
    ] {
        stale_until_renewed(&copy, en(), "overview", section, edited, &message);
    }
    assert_eq!(
        copy.run(&["check", "-q", "--strict"]).status.code(),
        Some(0)
    );
    copy.replace(&file("changes", en()), "crossings", "ferries");
    assert_eq!(copy.run(&["check", "-q"]).status.code(), Some(0));
    assert_eq!(
        copy.run(&["check", "-q", "--strict"]).status.code(),
        Some(1)
    );
    let real = Planted::of(&checkout("content"));
    stale_until_renewed(
        &real,
        zh(),
        "global-status",
        "regions",
        &[zh()],
        &original("regions"),
    );
}

fn one_error(copy: &Planted, name: &str, line: usize, parts: &[&str]) {
    let said = said(copy);
    let found = said.iter().any(|d| {
        let hint = d.hint.as_deref().unwrap_or_default();
        let whole = format!("{} {hint}", d.message);
        let place = d.place.as_ref();
        d.severity == Severity::Error
            && parts.iter().all(|part| whole.contains(part))
            && place.is_some_and(|p| p.file.path.ends_with(name) && p.line_column().0 == line)
    });
    assert!(found, "{parts:?} at {name}:{line} in\n{}", all(&said));
}

#[test]
fn one_file_of_a_pair_one_string_and_one_text_of_a_chart() {
    for lang in both() {
        let copy = towns();
        copy.remove(&file("changes", lang));
        let line = copy.line("report.yaml", "- changes");
        let has_none = format!("the chapter `changes` has no text in {}", lang.endonym());
        one_error(
            &copy,
            "report.yaml",
            line,
            &[&has_none, &file("changes", lang)],
        );

        // A word of the report's own, and one that replaces a word of the templates.
        let (own, theirs) = (
            format!("strings/{lang}.yaml"),
            format!("strings/{}.yaml", other(lang)),
        );
        let copy = towns();
        copy.write(&theirs, &format!("{}my-word: x\n", copy.text(&theirs)));
        one_error(
            &copy,
            &theirs,
            copy.line(&theirs, "my-word"),
            &["`my-word` is missing", &own],
        );
        let copy = towns();
        let line = copy
            .text(&own)
            .lines()
            .find(|l| l.starts_with("page-members"))
            .unwrap()
            .to_owned();
        copy.replace(&own, &line, "");
        one_error(
            &copy,
            &theirs,
            copy.line(&theirs, "page-members"),
            &["`page-members`", &own],
        );

        for key in ["title", "takeaway", "description"] {
            let copy = towns();
            let lines = CHART
                .lines()
                .map(|l| match l.strip_prefix(&format!("{key}: {{zh: ")) {
                    Some(texts) => {
                        let (zh, en) = texts.trim_end_matches('}').split_once(", en: ").unwrap();
                        let kept = if lang.key() == "zh" { en } else { zh };
                        format!("{key}: {{{}: {kept}}}\n", other(lang))
                    }
                    None => format!("{l}\n"),
                });
            copy.write("charts/towns.yaml", &lines.collect::<String>());
            let line = copy.line("charts/towns.yaml", key);
            let missing = format!("the text in {} (`{lang}`) is missing", lang.endonym());
            one_error(&copy, "charts/towns.yaml", line, &[&missing]);
        }
    }
}
