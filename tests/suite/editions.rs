//! A new edition: what follows it, and what is named because it does not. Values that do not count, and
//! members that were none yet.

use crate::common::planted::Planted;
use crate::common::{fixture, make, well};
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
    String::from_utf8(file.bytes.clone()).unwrap()
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
    assert_eq!(text(&planted), "2021 0.25 2018 2015 3");
    let planted = with_2024();
    add(&planted, (sentence, sentence));
    assert_eq!(text(&planted), "2024 0.95 2021 2015 4");
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
    planted.replace("report.yaml", "written-for: 2024", "written-for: 2021");
    let told = warnings(&planted);
    assert!(
        told.iter()
            .any(|(m, ..)| m.starts_with("`changes#ferries` ends with 2021")),
        "{told:#?}"
    );
}

const FLAG: &str = "year: 2018\nflagged:\n  - members: [DUN, FAR]\n    component: health\n    counts: false\n    \
     note: {zh: 缺数，按此公布。, en: Missing; published so.}\n";

#[test]
fn a_value_that_does_not_count_enters_the_index_and_nothing_else() {
    let sentence = "{{ lowest(edition=2018, component=\"health\") }}|{{ mean(edition=2018, component=\"health\") | fixed(digits=4) }}|\
         {{ count(edition=2018, component=\"health\", above=0) }}|{{ mean(edition=2018) | fixed(digits=6) }}|\
         {{ rank(member=\"DUN\", edition=2018) }}|{{ set_aside(edition=2018, component=\"health\") }}|\
         {{ published(member=\"DUN\", edition=2018, component=\"health\") }}";
    let numbers = |planted: &Planted| -> Vec<String> {
        let (_, site) = well(&planted.content());
        let html = page(&site, "en/reading/overview/");
        let text = html.rsplit("<p>").find(|p| p.contains("</data>|")).unwrap();
        let cells = text.split("</p>").next().unwrap().split('|');
        cells
            .map(|c| c.rsplit_once("\">").unwrap().1.replace("</data>", ""))
            .collect()
    };
    let planted = Planted::of(&fixture());
    add(&planted, (sentence, sentence));
    let before = numbers(&planted);
    planted.replace("survey/editions/2018.yaml", "year: 2018\n", FLAG);
    let after = numbers(&planted);
    assert_eq!(
        before[..3],
        ["0.25", "0.6239", "12"].map(str::to_owned)[..].to_vec()[..]
    );
    assert_eq!(after[0], "0.43");
    let sum: f64 = [
        0.729, 0.432, 1.0, 0.686, 0.8192, 0.75, 0.432, 0.512, 0.5, 0.864,
    ]
    .iter()
    .sum();
    assert_eq!(after[1], format!("{:.4}", sum / 10.0));
    assert_eq!(after[2], "10");
    // The index of both is as it was.
    assert_eq!(before[3..5], after[3..5]);
    assert_eq!((before[5].as_str(), after[5].as_str()), ("0", "2"));
    assert_eq!(after[6], "0.25");
    let (_, site) = well(&planted.content());
    for route in ["en/towns/dun/", "en/years/2018/"] {
        let html = page(&site, route);
        assert!(html.contains("Missing; published so."), "{route}");
        assert!(html.contains("0.2500"), "{route} shows the value");
    }
}

#[test]
fn flags_that_are_wrong_are_told() {
    for (change, message) in [
        (
            ("counts: false", "counts: true"),
            "the flagged value 0.25 is inside its range",
        ),
        (
            ("component: health", "component: wellbeing"),
            "only a component without parts can be kept from counting",
        ),
        (
            ("members: [DUN, FAR]", "members: [DUN, ELX]"),
            "unknown member `ELX`",
        ),
        (
            (
                "members: [DUN, FAR]\n",
                "members: [DUN, FAR]\n    member: DUN\n",
            ),
            "a flag has `member` or `members`",
        ),
        (
            ("members: [DUN, FAR]\n    ", ""),
            "it is not said whose value this is",
        ),
    ] {
        let planted = Planted::of(&fixture());
        planted.replace(
            "survey/editions/2018.yaml",
            "year: 2018\n",
            &FLAG.replacen(change.0, change.1, 1),
        );
        let (.., said) = make(&planted.content());
        assert!(
            said.iter().any(|d| d.message == message),
            "{message}: {said:?}"
        );
    }
}

#[test]
fn nobody_is_counted_before_joining() {
    let planted = Planted::of(&fixture());
    planted.replace(
        "survey/members.yaml",
        "{code: KES,",
        "{code: KES, since: 2016,",
    );
    let sentence = "{{ total(edition=2015) }}|{{ total(edition=2018) }}|{{ share(edition=2015, level=\"thriving\") | percent(digits=1) }}";
    add(&planted, (sentence, sentence));
    let (report, site) = well(&planted.content());
    let html = page(&site, "en/reading/overview/");
    assert!(
        html.contains(">11</data>|") && html.contains(">12</data>|"),
        "{html}"
    );
    assert_eq!(
        report.replication[0].not_assessed.len(),
        0,
        "it was no member yet"
    );
    let year = page(&site, "en/years/2015/");
    assert!(year.contains("Not yet members: Kestrel Quay."), "{year}");
    assert!(page(&site, "en/towns/kes/").contains("not yet a member"));
    planted.replace(
        "survey/editions/2015.yaml",
        "KES: {assessed: false}",
        "KES: {income: 10000, soot: 30, green: 30, health: 0.5}",
    );
    let (.., said) = make(&planted.content());
    assert_eq!(
        said[0].message,
        "`KES` has a result in 2015, and became a member in 2016"
    );
}

#[test]
fn names_take_the_form_of_their_place() {
    let planted = Planted::of(&fixture());
    planted.replace(
        "survey/members.yaml",
        "name: {zh: 拉克口, en: Larkmouth},",
        "name: {zh: 拉克口, en: Larkmouth}, in-text: {en: the Larkmouth}, possessive: {en: the Larkmouth’},",
    );
    planted.replace(
        "survey/regions.yaml",
        "en: Reed Delta}",
        "en: Reed Delta}\n    in-text: {en: the Reed Delta}",
    );
    let sentence = "{{ name(member=\"LAR\", form=\"text\") }}|{{ name(member=\"LAR\", form=\"possessive\") }}|\
         {{ name(member=\"ELL\", form=\"text\") }}|{{ name(member=\"ELL\", form=\"possessive\") }}|{{ name(region=\"reed-delta\", form=\"possessive\") }}";
    add(&planted, (sentence, sentence));
    let (_, site) = well(&planted.content());
    let english = page(&site, "en/reading/overview/");
    assert!(
        english.contains("the Larkmouth|the Larkmouth’|Ellsay|Ellsay’s|the Reed Delta’s"),
        "{english}"
    );
    let chinese = page(&site, "zh/reading/overview/");
    assert!(
        chinese.contains("拉克口|拉克口的|埃尔塞|埃尔塞的|"),
        "{chinese}"
    );
    assert!(page(&site, "en/towns/lar/").contains("in the Reed Delta"));
    planted.replace(
        "survey/members.yaml",
        "in-text: {en: the",
        "in-text: {de: the",
    );
    let (.., said) = make(&planted.content());
    assert!(
        said[0]
            .message
            .contains("`de` is no language of this report"),
        "{said:?}"
    );
}
