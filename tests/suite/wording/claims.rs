//! Claims as the words of their source with the tests of them.

use super::{page, said};
use crate::common::planted::Planted;
use crate::common::{fixture, well};

const CLAIM: &str = "- id: both\n  section: overview#levels\n  source: pilot-book\n  place: {zh: 第三章, en: chapter 3}\n  \
     words: {zh: 四镇兴旺，都在增长, en: 'four towns thrive, and “all” grow'}\n  parts:\n    \
     - id: four\n      text: {zh: 兴旺的镇, en: Thriving towns}\n      says: 4\n      expression: 'count(edition=2018, level=\"thriving\")'\n    \
     - id: all-grow\n      text: {zh: 增长的镇, en: Towns that grew}\n      says: {zh: 都在增长, en: all grow}\n      \
       expression: 'count(edition=2018, since=2015, above=0)'\n      holds: 'count(edition=2018, since=2015, above=0) == total()'\n      \
       why: {zh: 有些镇没有。, en: Some towns did not.}\n    \
     - id: lamps\n      text: {zh: 灯塔, en: Lighthouses}\n      says: {zh: 许多灯塔, en: many lighthouses}\n      \
       expression: 'indicator(id=\"lamps\", year=2018, item=\"slate-isles\")'\n    \
     - id: twice\n      text: {zh: 灯塔的两倍, en: Twice the lighthouses}\n      says: 999\n      \
       expression: 'indicator(id=\"lamps\", year=2018, item=\"slate-isles\") * 2'\n      derived: {zh: 由灯塔数推得。, en: From the lighthouses.}\n      \
       why: {zh: 数错了。, en: Miscounted.}\n";

fn claiming(claim: &str) -> Planted {
    let planted = Planted::of(&fixture());
    let text = planted.text("claims.yaml");
    planted.write("claims.yaml", &format!("{text}{claim}"));
    planted
}

#[test]
fn a_claim_is_the_words_of_its_source_with_tests() {
    let (report, site) = well(&claiming(CLAIM).content());
    assert!(report.warnings.is_empty(), "{:?}", report.warnings);
    let verdict = |id: &str| {
        report
            .claims
            .iter()
            .find(|c| c.test.id == id)
            .unwrap()
            .verdict
            .key()
    };
    assert_eq!(
        ["four", "all-grow", "lamps", "twice"].map(verdict),
        ["agrees", "differs", "restated", "differs"]
    );
    let html = page(&site, "en/claims/");
    let row = |id: &str| {
        let rest = html.split(&format!("id=\"claim-{id}\"")).nth(1).unwrap();
        rest.split("</tr>").next().unwrap().to_owned()
    };
    assert!(
        html.contains("“four towns thrive, and ‘all’ grow”") && html.contains("chapter 3; "),
        "{html}"
    );
    assert!(
        row("all-grow").contains(">all grow</td>")
            && row("all-grow").contains("Some towns did not.")
    );
    // Restated: what is said stands there in words, and nothing is recomputed.
    let lamps = row("lamps");
    assert!(
        lamps.contains(">many lighthouses</td>")
            && !lamps.contains("<data")
            && !lamps.contains("<span class=\"bound\""),
        "{lamps}"
    );
    assert!(row("twice").contains("From the lighthouses.") && row("twice").contains("Miscounted."));
    let zh = page(&site, "zh/claims/");
    assert!(zh.contains("“四镇兴旺，都在增长”") && zh.contains("都在增长</td>"));
    // What is not different needs no reason.
    let (report, _) = well(
        &claiming(&CLAIM.replacen("says: 4\n", "says: 4\n      why: {zh: 甲。, en: A.}\n", 1))
            .content(),
    );
    assert_eq!(
        report.warnings[0].message,
        "the claim `four` does not differ from the data"
    );
}

#[test]
fn claims_that_cannot_be_tested_are_told() {
    for (from, to, message) in [
        (
            "      holds: 'count(edition=2018, since=2015, above=0) == total()'\n",
            "",
            "nothing says whether these words are so",
        ),
        (
            "holds: 'count(edition=2018, since=2015, above=0) == total()'",
            "holds: '1 == 1'",
            "this condition looks at no data",
        ),
        (
            "holds: 'count(edition=2018, since=2015, above=0) == total()'",
            "holds: 'total()'",
            "a condition is true or not",
        ),
        (
            "expression: 'count(edition=2018, level=\"thriving\")'",
            "expression: 'claim(id=\"four\")'",
            "a claim cannot be tested by itself",
        ),
        (
            "expression: 'count(edition=2018, level=\"thriving\")'",
            "expression: 'holds(that=total() > 0)'",
            "this computes no value",
        ),
        (
            "says: 4\n",
            "says: 4\n      holds: 'total() > 0'\n",
            "`holds` is for what a source says in words",
        ),
        ("- id: four", "- id: both", "there are two claims `both`"),
        (
            "      text: {zh: 兴旺的镇, en: Thriving towns}\n",
            "",
            "it is not said what this part tests",
        ),
        (
            "  parts:",
            "  says: 4\n  parts:",
            "a claim with `parts` is tested by them",
        ),
        (
            "source: pilot-book",
            "source: pilot",
            "unknown source `pilot`",
        ),
        (
            "      why: {zh: 有些镇没有。, en: Some towns did not.}\n",
            "",
            "the claim `all-grow` differs from the data",
        ),
    ] {
        let told = said(&claiming(&CLAIM.replacen(from, to, 1)));
        assert!(
            told.iter().any(|d| d.message.starts_with(message)),
            "{message}: {told:?}"
        );
    }
}
