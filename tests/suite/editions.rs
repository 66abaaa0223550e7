//! A new edition: what follows it, and what is named because it does not.

mod members;

use crate::common::planted::Planted;
use crate::common::{fixture, make, unset, well};
use egov_report::diagnostic::Diagnostic;
use egov_report::pipeline::Site;
use egov_report::site::Route;

const E24: &str = "survey/editions/2024.yaml";

/// The report with an edition of 2024, every value that of 2021 but Ellsay's health.
fn with_2024() -> Planted {
    let planted = Planted::of(&fixture());
    let text = planted.text("survey/editions/2021.yaml");
    planted.write(E24, &text.replace("year: 2021", "year: 2024"));
    planted.replace(
        E24,
        "green: 100, health: 0.25}",
        "green: 100, health: 0.95}",
    );
    planted
}

fn page(site: &Site, route: &str) -> String {
    let file = site.tree.get(&Route::new(route));
    let file = file.unwrap_or_else(|| panic!("there is no /{route}"));
    unset(std::str::from_utf8(&file.bytes).unwrap())
}

fn add(planted: &Planted, sentence: (&str, &str)) {
    for (lang, sentence) in [("zh", sentence.0), ("en", sentence.1)] {
        let file = format!("commentary/overview.{lang}.md");
        let text = planted.text(&file);
        planted.write(&file, &format!("{text}\n{sentence}\n"));
    }
}

/// What `check` warns of: message, file and what is underlined.
fn warnings(planted: &Planted) -> Vec<(String, String, String)> {
    let (report, _, said) = make(&planted.content());
    let errors: Vec<String> = said.iter().map(Diagnostic::to_string).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let told = report.unwrap().warnings;
    told.into_iter()
        .map(|d| {
            let place = d.place.unwrap();
            let file = place
                .file
                .path
                .rsplit("content/")
                .next()
                .unwrap()
                .to_owned();
            (
                d.message,
                file,
                place.file.text[place.span.clone()].to_owned(),
            )
        })
        .collect()
}

#[test]
fn latest_first_and_previous_follow_the_editions() {
    let sentence = "{{ name(edition=\"latest\") }} {{ value(member=\"ELL\", edition=\"latest\", component=\"health\") }} \
         {{ name(edition=\"previous\") }} {{ name(edition=\"first\") }} {{ editions() }}";
    let planted = Planted::of(&fixture());
    add(&planted, (sentence, sentence));
    let text = |planted: &Planted| {
        let (_, site) = well(&planted.content());
        let html = page(&site, "en/reading/overview/");
        let last = html.rsplit("<p>").find(|p| p.contains("2015")).unwrap();
        let last = last.split("</p>").next().unwrap();
        let mut plain = String::new();
        let mut inside = false;
        for c in last.chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                c if !inside => plain.push(c),
                _ => {}
            }
        }
        plain
    };
    assert_eq!(text(&planted), "2021 0.2500 2018 2015 3");
    let planted = with_2024();
    add(&planted, (sentence, sentence));
    assert_eq!(text(&planted), "2024 0.9500 2021 2015 4");
}

#[test]
fn charts_name_editions_by_their_place_and_pages_their_neighbours() {
    let planted = with_2024();
    planted.write(
        "charts/ends.yaml",
        "kind: slope\ntitle: {zh: 首尾, en: Ends}\ndescription: {zh: 两点, en: Two points}\n\
         source: almanac\ndata: {members: [ELL, JUN], editions: [first, 2024, latest], component: health}\n",
    );
    planted.write(
        "charts/step.yaml",
        "kind: bars\npage: edition\ntitle: {zh: 变化, en: Change}\ndescription: {zh: 条形, en: Bars}\n\
         source: almanac\ndata:\n  items: {members: [ELL]}\n  \
         value: 'value(member=member, edition=edition, component=\"health\") - value(member=member, edition=\"previous\", component=\"health\")'\n",
    );
    add(
        &planted,
        ("{{ chart(id=\"ends\") }}", "{{ chart(id=\"ends\") }}"),
    );
    let (_, site) = well(&planted.content());
    let csv = page(&site, "en/charts/ends.csv");
    let head = csv.lines().next().unwrap();
    assert!(head.contains("2015") && head.contains("2024"), "{csv}");
    assert_eq!(csv.matches("2024").count(), 1, "{csv}");
    assert!(csv.contains("0.95") && csv.contains("0.432"), "{csv}");
    // 2024 less 2021, 2021 less 2018; before 2015 there is none.
    assert!(page(&site, "en/charts/step-2024.csv").contains("0.7"));
    assert!(page(&site, "en/charts/step-2021.csv").contains("-0.436"));
    assert!(
        site.tree
            .get(&Route::new("en/charts/step-2015.csv"))
            .is_none()
    );
}

#[test]
fn a_place_without_an_edition_and_an_unknown_word_are_errors_there() {
    for (wrong, message) in [
        (
            "value(member=\"ELL\", edition=\"next\")",
            "there is no edition after 2021",
        ),
        (
            "value(member=\"ELL\", edition=\"newest\")",
            "unknown edition `newest`",
        ),
        (
            "value(member=\"ELL\", edition=\"2021\")",
            "unknown edition `2021`",
        ),
    ] {
        let planted = Planted::of(&fixture());
        let sentence = format!("{{{{ {wrong} }}}}");
        add(&planted, (&sentence, &sentence));
        let (.., said) = make(&planted.content());
        assert_eq!(said.len(), 2, "{said:?}");
        for one in said {
            assert_eq!(one.message, message);
            let place = one.place.unwrap();
            assert!(place.file.text[place.span.clone()].starts_with('"'));
        }
    }
    let planted = Planted::of(&fixture());
    planted.write(
        "charts/wrong.yaml",
        "kind: line\ntitle: {zh: 线, en: A line}\ndescription: {zh: 线, en: A line}\nsource: almanac\n\
         data: {members: [ELL], editions: [2015, lastest]}\n",
    );
    let (.., said) = make(&planted.content());
    let hint = said[0].hint.clone().unwrap();
    assert!(hint.contains("`latest`"), "{said:?}");
}

const RUN: &str = "kind: line\ntitle: {zh: '健康，2015—2021年', en: 'Health, 2015–2021'}\n\
    description: {zh: 线, en: A line}\nsource: almanac\n\
    data: {members: [ELL], editions: all, component: health}\n";
const TWO: &str = "kind: slope\ntitle: {zh: 两年, en: Two years}\n\
    description: {zh: 两点, en: Two points}\nsource: almanac\n\
    data: {members: [ELL], editions: [2015, 2021], component: health}\n";

/// Puts into a report what names its newest edition, 2021, in each way.
fn pin(planted: &Planted) {
    planted.write("charts/run.yaml", RUN);
    planted.write("charts/two.yaml", TWO);
    for chart in ["{{ chart(id=\"run\") }}", "{{ chart(id=\"two\") }}"] {
        add(planted, (chart, chart));
    }
    let sentence = (
        "2015—2021年，均值为{{ mean(edition=\"latest\") }}，共三届。",
        "Over 2015–2021 the mean came to {{ mean(edition=\"latest\") }} in three editions.",
    );
    add(planted, sentence);
}

/// The same report before and after an edition was added: nothing is said before.
#[test]
fn what_an_added_edition_left_behind_is_named() {
    let planted = Planted::of(&fixture());
    pin(&planted);
    // That the next survey is due is no reason to call all before it stale.
    add(&planted, ("下一次在2024年。", "The next is due in 2024."));
    assert_eq!(warnings(&planted), []);
    let planted = with_2024();
    pin(&planted);
    add(&planted, ("下一次在2024年。", "The next is due in 2024."));
    let told = warnings(&planted);
    let all = |message: &str| -> Vec<&(String, String, String)> {
        let named = told.iter().filter(|(m, ..)| m.starts_with(message));
        named.collect()
    };
    let counts = "`overview#places` counts the editions: there are 4";
    for (message, count) in [
        (
            "the title of the chart `run` ends with 2021, and its data run to 2024",
            2,
        ),
        (
            "these years end with 2021, and the data beside them run to 2024",
            2,
        ),
        ("the chart `two` ends with 2021", 1),
        (counts, 2),
    ] {
        assert_eq!(all(message).len(), count, "{message}: {told:#?}");
    }
    let file = &all("these years end")[0].1;
    assert!(file.starts_with("commentary/overview."));
    for words in ["three editions", "三届"] {
        assert!(all(counts).iter().any(|w| w.2 == words), "{told:#?}");
    }
}

#[test]
fn for_which_edition_a_report_was_written_its_author_can_say() {
    let planted = with_2024();
    pin(&planted);
    planted.replace(
        "report.yaml",
        "original: en",
        "written-for: 2024\noriginal: en",
    );
    // What contradicts its own data is still told.
    let told = warnings(&planted);
    let ends =
        |m: &str| m.starts_with("the title of the chart") || m.starts_with("these years end");
    assert!(
        told.iter().all(|(m, ..)| ends(m)) && told.len() == 4,
        "{told:#?}"
    );
    // An edition in between that the latest no longer is.
    let sentence = "{{ mean(edition=2018) }} {{ mean(edition=\"latest\") }}";
    add(&planted, ("## 附记 {#more}", "## More {#more}"));
    add(&planted, (sentence, sentence));
    planted.replace("report.yaml", "written-for: 2024", "written-for: 2021");
    let told = warnings(&planted);
    let skips = "`overview#more` names 2018 and the latest edition, and no longer that of 2021";
    assert!(told.iter().any(|(m, ..)| m.starts_with(skips)), "{told:#?}");
    planted.replace("report.yaml", "written-for: 2021", "written-for: 2030");
    let (.., said) = make(&planted.content());
    assert_eq!(said[0].message, "there is no edition of 2030");
    planted.replace("report.yaml", "written-for: 2030", "written-for: 2021");
    let told = warnings(&planted);
    assert!(
        told.iter()
            .any(|(m, ..)| m.starts_with("`changes#ferries` ends with 2021")),
        "{told:#?}"
    );
}
