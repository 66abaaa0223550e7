//! Values that do not count, members that were none yet, and the forms of their names.

use super::{add, page};
use crate::common::planted::Planted;
use crate::common::{fixture, make, well};

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
        ["0.2500", "0.6239", "12"].map(str::to_owned)[..].to_vec()[..]
    );
    assert_eq!(after[0], "0.4320");
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
    assert_eq!(after[6], "0.2500");
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
            "this flag has both `member` and `members`",
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
