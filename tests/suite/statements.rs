//! Sentences that claim something of the data: bound to conditions, judgements and sources, or loose.

use crate::common::planted::Planted;
use crate::common::{fixture, make, well};
use egov_report::commentary::Statements;
use egov_report::diagnostic::Diagnostic;
use egov_report::lang::PerLanguage;
use egov_report::site::Route;

/// The report with a sentence more in its chapter, in Chinese and English.
fn with(zh: &str, en: &str) -> Planted {
    let planted = Planted::of(&fixture());
    for (lang, sentence) in [("zh", zh), ("en", en)] {
        let file = format!("commentary/overview.{lang}.md");
        let text = planted.text(&file);
        planted.write(&file, &format!("{text}\n{sentence}\n"));
    }
    planted
}

fn said(planted: &Planted) -> Vec<Diagnostic> {
    let (.., said) = make(&planted.content());
    said
}

fn statements(planted: &Planted) -> PerLanguage<Statements> {
    let (report, _, said) = make(&planted.content());
    assert!(said.is_empty(), "{said:?}");
    report.unwrap().statements
}

fn both(sentence: (&str, &str), condition: &str) -> Planted {
    with(
        &format!("{}{{{{ {condition} }}}}。", sentence.0),
        &format!("{} {{{{ {condition} }}}}.", sentence.1),
    )
}

const TRUE: &str = "holds(that=mean(edition=2021) < mean(edition=2018))";
const FALSE: &str = "holds(that=mean(edition=2021) > mean(edition=2018))";
const FELL: (&str, &str) = ("均值下降", "The mean fell");

#[test]
fn a_condition_writes_nothing_and_binds_its_sentence() {
    let before = statements(&Planted::of(&fixture()));
    let planted = both(FELL, TRUE);
    let (report, site) = well(&planted.content());
    for (lang, found) in report.statements.iter() {
        assert_eq!(found.conditions, before[lang].conditions + 1);
        assert_eq!(found.loose, before[lang].loose);
    }
    let page = |route: &str| {
        let file = site.tree.get(&Route::new(route)).unwrap();
        String::from_utf8(file.bytes.clone()).unwrap()
    };
    assert!(page("en/reading/overview/").contains("<p>The mean fell.</p>"));
    assert!(page("zh/reading/overview/").contains("<p>均值下降。</p>"));
}

/// What looks at no data binds nothing, and a false condition is told once.
#[test]
fn constants_and_names_bind_nothing() {
    for written in ["{{ 1 + 1 }}", "{{ name(region=\"slate-isles\") }}"] {
        let planted = with(
            &format!("均值最高的是{written}。"),
            &format!("The highest mean is that of {written}."),
        );
        let (report, ..) = make(&planted.content());
        for (lang, found) in report.unwrap().statements.iter() {
            assert_eq!(found.loose.len(), 1, "{lang} {written}");
        }
    }
    let planted = with("共{{ 45 }}座。", "There are {{ 45 }} of them.");
    let output = planted.run(&["check"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told.matches("is bound to nothing").count(), 2, "{told}");
    let output = both(FELL, FALSE).run(&["check"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!told.contains("rests on nothing"), "{told}");
}

#[test]
fn a_condition_that_is_not_true_fails_at_its_place_with_the_values() {
    let planted = both(FELL, FALSE);
    let said = said(&planted);
    assert_eq!(said.len(), 2, "{said:?}");
    for one in said {
        assert_eq!(one.message, "this is not true");
        let hint = one.hint.unwrap();
        assert!(
            hint.contains("edition=2021") && hint.contains(" is 0."),
            "{hint}"
        );
        let place = one.place.unwrap();
        let shown = &place.file.text[place.span.clone()];
        assert_eq!(shown, "mean(edition=2021) > mean(edition=2018)");
    }
}

#[test]
fn flipped_data_are_found_in_each_kind_of_text() {
    let planted = Planted::of(&fixture());
    let chart = "kind: line\n\
        title: {zh: '均值下降CONDITION', en: 'The mean fell CONDITION'}\n\
        takeaway: {zh: '均值下降。CONDITION', en: 'The mean fell.CONDITION'}\n\
        description: {zh: '线在下降。CONDITION', en: 'A line that falls. CONDITION'}\n\
        source: almanac\n\
        data: {regions: all, editions: all}\n\
        page: home\n";
    let well = chart.replace("CONDITION", &format!("{{{{ {TRUE} }}}}"));
    planted.write("charts/falling.yaml", &well);
    let before = statements(&Planted::of(&fixture()));
    for (lang, found) in statements(&planted).iter() {
        assert_eq!(found.conditions, before[lang].conditions + 3, "{lang}");
        assert_eq!(found.loose, before[lang].loose, "{lang}");
    }
    let flipped = chart.replace("CONDITION", &format!("{{{{ {FALSE} }}}}"));
    planted.write("charts/falling.yaml", &flipped);
    let said = said(&planted);
    let lines: Vec<usize> = said
        .iter()
        .filter(|d| d.message == "this is not true")
        .map(|d| d.place.as_ref().unwrap().line_column().0)
        .collect();
    assert_eq!(lines, [2, 2, 3, 3, 4, 4], "{said:?}");
}

#[test]
fn languages_carry_the_same_conditions() {
    let other = TRUE.replace('<', "<=");
    let planted = with(
        &format!("均值下降{{{{ {TRUE} }}}}。"),
        &format!("The mean fell {{{{ {other} }}}}."),
    );
    let said = said(&planted);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said.iter().all(|d| d.message.contains("holds(that=")),
        "{said:?}"
    );
    // Written otherwise, and the same.
    let other = "holds( that = (mean( edition = 2021 )) < mean(edition=2018) )";
    let planted = with(
        &format!("均值下降{{{{ {TRUE} }}}}。"),
        &format!("The mean fell {{{{ {other} }}}}."),
    );
    let said = self::said(&planted);
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn a_statement_that_rests_on_nothing_is_listed_at_its_phrase() {
    let planted = with(
        "这些城镇一直领先。它们是小城。",
        "These towns have **always** led. They are towns.",
    );
    let (report, _, said) = make(&planted.content());
    assert!(said.is_empty(), "{said:?}");
    for (lang, found) in report.unwrap().statements.iter() {
        let place = found.loose.last().unwrap();
        let phrase = &place.file.text[place.span.clone()];
        assert_eq!(
            phrase,
            if lang.key() == "zh" {
                "一直"
            } else {
                "always"
            }
        );
    }
    let output = planted.run(&["check"]);
    assert_eq!(output.status.code(), Some(0));
    let told = String::from_utf8(output.stderr).unwrap();
    for phrase in ["always", "一直"] {
        let message = format!("the statement with `{phrase}` rests on nothing");
        assert!(told.contains(&message), "{told}");
    }
    let strict = planted.run(&["check", "--strict"]);
    assert_eq!(strict.status.code(), Some(1));
}

#[test]
fn judgements_sources_and_values_bind_too() {
    let before = statements(&Planted::of(&fixture()));
    let planted = with(
        "这是最好的办法{{ judgement() }}。据说它们领先。{{ cite(source=\"almanac\") }}最高的均值是{{ mean(edition=2018) }}。",
        "This is the best way {{ judgement() }}. They are said to lead, leading by far.{{ cite(source=\"almanac\") }} The highest mean was {{ mean(edition=2018) }}.",
    );
    for (lang, found) in statements(&planted).iter() {
        let before = &before[lang];
        assert_eq!(found.judgements, before.judgements + 1, "{lang}");
        assert_eq!(found.sources, before.sources + 1, "{lang}");
        assert_eq!(found.values, before.values + 1, "{lang}");
        assert_eq!(found.loose, before.loose, "{lang}");
    }
}

#[test]
fn a_condition_compares_and_stands_alone() {
    for (condition, message) in [
        (
            "holds(that=mean(edition=2018))",
            "must be something that is true or not",
        ),
        (
            "holds(that=1 > 0) ~ \"x\"",
            "gives nothing to calculate with",
        ),
        ("[judgement()]", "gives nothing to calculate with"),
        ("holds()", "`that`"),
        ("holds(that=1 < 2)", "looks at no data"),
    ] {
        let said = said(&both(FELL, condition));
        assert_eq!(said.len(), 2, "{condition}: {said:?}");
        assert!(
            said.iter().all(|d| d.message.contains(message)),
            "{condition}: {said:?}"
        );
    }
}

/// A report may have phrases of its own, and of a language that brings none.
#[test]
fn phrases_are_data() {
    let planted = with("它们是小城。", "They are towns.");
    let folder = planted
        .content()
        .parent()
        .unwrap()
        .join("templates/statements");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(
        folder.join("en.yaml"),
        "words: [towns]\nexcept: [harbour towns]\n",
    )
    .unwrap();
    let before = statements(&Planted::of(&fixture()));
    let now = statements(&planted);
    let [zh, en] = crate::common::both();
    assert_eq!(now[zh], before[zh]);
    assert!(now[en].loose.len() > before[en].loose.len());
    std::fs::write(folder.join("en.yaml"), "wrods: [towns]\n").unwrap();
    let said = said(&planted);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].message.contains("no key `wrods`"));
}
