//! What the data say counts: what is unlikely in them is told at its place, or declared.

use crate::common::planted::Planted;
use crate::common::{checkout, fixture, make, unset};
use egov_report::diagnostic::Diagnostic;
use egov_report::site::Route;

const METHODOLOGY: &str = "survey/methodology.yaml";
const E18: &str = "survey/editions/2018.yaml";

/// Message, file, line and what is underlined of all that reading and building say.
fn said(planted: &Planted) -> Vec<(String, String, usize, String)> {
    let (.., said) = make(&planted.content());
    said.iter().map(told).collect()
}

fn told(d: &Diagnostic) -> (String, String, usize, String) {
    let place = d.place.as_ref().unwrap_or_else(|| panic!("{d}"));
    let file = place.file.path.rsplit("content/").next().unwrap();
    (
        d.message.clone(),
        file.to_owned(),
        place.line_column().0,
        place.file.text[place.span.clone()].to_owned(),
    )
}

fn row(
    planted: &Planted,
    message: &str,
    file: &str,
    line: &str,
    text: &str,
) -> (String, String, usize, String) {
    (
        message.to_owned(),
        file.to_owned(),
        planted.line(file, line),
        text.to_owned(),
    )
}

/// The real report, and a member's line of an edition of it.
fn real() -> Planted {
    Planted::of(&checkout("content"))
}

fn line(planted: &Planted, file: &str, code: &str) -> String {
    let text = planted.text(file);
    let start = format!("  {code}: ");
    text.lines()
        .find(|l| l.starts_with(&start))
        .unwrap()
        .to_owned()
}

/// A line with the value of one key changed by `change`.
fn with(line: &str, key: &str, change: impl Fn(f64) -> String) -> String {
    let start = line
        .find(&format!(" {key}: "))
        .or_else(|| line.find(&format!("{{{key}: ")))
        .unwrap();
    let at = start + line[start..].find(": ").unwrap() + 2;
    let end = at + line[at..].find([',', '}']).unwrap();
    format!(
        "{}{}{}",
        &line[..at],
        change(line[at..end].parse().unwrap()),
        &line[end..]
    )
}

#[test]
fn weights_are_shares_unless_they_are_said_to_be_relative() {
    let planted = Planted::of(&fixture());
    planted.replace(METHODOLOGY, "weights: relative\n", "");
    let first = "weight: {default: 1, 2021: 2}";
    let place = |message: &str| row(&planted, message, METHODOLOGY, first, &first[8..]);
    let message =
        "the weights of the parts of `wellbeing` sum to 3 in 2015 and 2018, to 4 in 2021, not to 1";
    assert_eq!(said(&planted), [place(message)]);
    // The usual slip, silently rescaled otherwise.
    let planted = Planted::of(&fixture());
    planted.replace(METHODOLOGY, "weights: relative\n", "");
    planted.replace(METHODOLOGY, first, "weight: 1/2");
    let text = planted
        .text(METHODOLOGY)
        .replace("weight: 1\n", "weight: 1/3\n");
    planted.write(METHODOLOGY, &text);
    let message = "the weights of the parts of `wellbeing` sum to 1.1667, not to 1";
    assert_eq!(
        said(&planted),
        [row(&planted, message, METHODOLOGY, "weight: 1/2", "1/2")]
    );
    let run = planted.run(&["build"]);
    assert_eq!(run.status.code(), Some(1));
    assert!(planted.site().is_empty());
    // Shares that sum to 1 are well, and so are parts of which none has a weight.
    planted.replace(METHODOLOGY, "weight: 1/2", "weight: 1/3");
    assert!(
        said(&planted)
            .iter()
            .all(|(message, ..)| !message.contains("weights"))
    );
    let text = planted.text(METHODOLOGY).replace("      weight: 1/3\n", "");
    planted.write(METHODOLOGY, &text);
    assert!(
        said(&planted)
            .iter()
            .all(|(message, ..)| !message.contains("weights"))
    );
}

#[test]
fn a_value_that_its_components_do_not_give_is_told_once() {
    let planted = real();
    let own = line(&planted, E18, "CHN");
    // Far enough to pass some sixty ranks.
    let wrong = with(&own, "egdi", |v| format!("{:.4}", v - 0.2));
    planted.replace(E18, &own, &wrong);
    let value = wrong
        .split("egdi: ")
        .nth(1)
        .unwrap()
        .split(',')
        .next()
        .unwrap()
        .to_owned();
    let (.., all) = make(&planted.content());
    let of_data: Vec<_> = all
        .iter()
        .filter(|d| d.message.contains("published"))
        .map(told)
        .collect();
    let message =
        format!("`egdi` of `CHN` is published as {value} in 2018; its components give 0.6811");
    assert_eq!(of_data, [row(&planted, &message, E18, "  CHN:", &value)]);
}

#[test]
fn a_rank_that_does_not_follow_is_told_at_the_rank() {
    let planted = real();
    let own = line(&planted, E18, "CHN");
    planted.replace(E18, &own, &with(&own, "rank", |_| "56".to_owned()));
    let (.., all) = make(&planted.content());
    let of_data: Vec<_> = all
        .iter()
        .filter(|d| d.message.contains("published"))
        .map(told)
        .collect();
    let message = "`CHN` is published as rank 56 in 2018; its value gives 65";
    assert_eq!(of_data, [row(&planted, message, E18, "  CHN:", "56")]);
}

#[test]
fn many_of_one_cause_are_told_as_one() {
    let planted = real();
    planted.replace(METHODOLOGY, "2010: 0.34}", "2010: 0.34, 2018: 0.5}");
    planted.replace(METHODOLOGY, "2010: 0.33}", "2010: 0.33, 2018: 0.25}");
    planted.replace(METHODOLOGY, "2010: 0.33}\n", "2010: 0.33, 2018: 0.25}\n");
    let (.., all) = make(&planted.content());
    let of_data: Vec<_> = all
        .iter()
        .filter(|d| d.message.contains("published as"))
        .collect();
    assert_eq!(of_data.len(), 1, "{of_data:?}");
    assert!(
        of_data[0].message.contains("more members in 2018"),
        "{}",
        of_data[0].message
    );
    assert!(
        of_data[0]
            .hint
            .as_ref()
            .unwrap()
            .contains("methodology.yaml")
    );
}

#[test]
fn an_input_that_is_missing_is_told_at_the_line() {
    let planted = Planted::of(&fixture());
    planted.replace(
        E18,
        "  ELL: {income: 10000, soot: 10, green: 50, health: 0.686}",
        "  ELL: {income: 10000, soot: 10, green: 50}",
    );
    let message = "`ELL` has no `health` in 2018, without which `wellbeing` is not computed";
    let text = "{income: 10000, soot: 10, green: 50}";
    let (.., all) = make(&planted.content());
    let found: Vec<_> = all
        .iter()
        .filter(|d| d.message.contains("has no `health`"))
        .map(told)
        .collect();
    assert_eq!(found, [row(&planted, message, E18, "  ELL:", text)]);
    // What stands in for it is said by the methodology: soot of two, the other is enough.
    let planted = Planted::of(&fixture());
    planted.replace(
        E18,
        "soot: 10, green: 50, health: 0.686",
        "green: 50, health: 0.686",
    );
    let (.., all) = make(&planted.content());
    assert!(
        all.iter().all(|d| !d.message.contains("has no `soot`")),
        "{all:?}"
    );
}

/// Health moved by 0.254, −0.436, 0.148 … ; what stands between two equal values is told once.
#[test]
fn a_jump_is_told_where_it_arrives() {
    let planted = Planted::of(&fixture());
    planted.replace(
        METHODOLOGY,
        "weights: relative\n",
        "weights: relative\njump: 0.4\n",
    );
    let told: Vec<_> = said(&planted);
    let message =
        "`health` of `ELL` moves from 0.6860 in 2018 to 0.2500 in 2021, further than `jump` allows";
    let wanted = row(
        &planted,
        message,
        "survey/editions/2021.yaml",
        "  ELL:",
        "0.25",
    );
    assert!(told.contains(&wanted), "{told:?}");
    assert!(
        told.iter()
            .all(|(m, ..)| m.contains("further than `jump` allows")),
        "{told:?}"
    );
    // Its own bound, in its own unit, is stronger.
    planted.replace(
        METHODOLOGY,
        "      name: {zh: 健康, en: Health",
        "      jump: 0.9\n      name: {zh: 健康, en: Health",
    );
    assert!(said(&planted).iter().all(|(m, ..)| !m.contains("`health`")));
    // A slip of the keyboard in one edition is one finding, not one there and one back.
    planted.replace(METHODOLOGY, "jump: 0.9", "jump: 0.45");
    planted.replace(E18, "health: 0.75}", "health: 0.0075}");
    let slips = said(&planted);
    let slips: Vec<_> = slips
        .iter()
        .filter(|(m, ..)| m.contains("`health` of `HOL`"))
        .collect();
    assert_eq!(slips.len(), 1, "{slips:?}");
    assert_eq!(slips[0].3, "0.0075");
}

#[test]
fn no_jump_is_asked_about_at_a_break() {
    let planted = Planted::of(&fixture());
    planted.replace(
        METHODOLOGY,
        "weights: relative\n",
        "weights: relative\njump: 0.4\n",
    );
    planted.replace(
        METHODOLOGY,
        "components: [wellbeing]",
        "components: [wellbeing, health]",
    );
    assert!(said(&planted).iter().all(|(m, ..)| !m.contains("in 2021")));
}

#[test]
fn an_exception_is_told_on_the_page_and_warned_of_when_it_is_none() {
    let planted = Planted::of(&fixture());
    planted.replace(E18, "health: 0.686}", "health: 0.686, wellbeing: 0.9}");
    assert_eq!(said(&planted).len(), 1);
    assert_eq!(planted.run(&["build"]).status.code(), Some(0));
    let before = planted.site();
    let strict = planted.run(&["build", "--strict"]);
    assert_eq!(strict.status.code(), Some(1));
    assert_eq!(planted.site(), before, "a refused build has written");
    let exception = "exceptions:\n  - {member: ELL, value: wellbeing, reason: {zh: 公布值另有来源。, en: \"The published value has another source.\"}}\nmembers:\n";
    planted.replace(E18, "members:\n", exception);
    let (_, site, said_now) = make(&planted.content());
    assert!(said_now.is_empty(), "{said_now:?}");
    for (route, reason) in [
        ("zh/replication/", "公布值另有来源。"),
        ("en/replication/", "The published value has another source."),
    ] {
        let file = site.as_ref().unwrap().tree.get(&Route::new(route)).unwrap();
        let html = unset(std::str::from_utf8(&file.bytes).unwrap());
        assert!(html.contains(reason), "{route}");
    }
    assert_eq!(planted.run(&["build", "--strict"]).status.code(), Some(0));
    // Mended, it is none any more.
    planted.replace(E18, ", wellbeing: 0.9}", "}");
    let message = "nothing is unlikely any more in `wellbeing` of `ELL` in 2018";
    let all = said(&planted);
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(
        (all[0].0.as_str(), all[0].2),
        (message, planted.line(E18, "- {member: ELL"))
    );
}

#[test]
fn exceptions_are_read_with_care() {
    for (from, message) in [
        (
            "{member: ELX, value: rank, reason: {zh: 甲。, en: A.}}",
            "unknown member `ELX`",
        ),
        (
            "{member: ELL, value: helth, reason: {zh: 甲。, en: A.}}",
            "unknown component `helth`",
        ),
        (
            "{value: rank, reason: {zh: 甲。, en: A.}}",
            "it is not said whose value this is",
        ),
        ("{member: ELL, value: rank}", "an exception needs `reason`"),
        (
            "{members: [ELL, ELL], value: rank, reason: {zh: 甲。, en: A.}}",
            "there are two exceptions for this value of `ELL`",
        ),
    ] {
        let planted = Planted::of(&fixture());
        planted.replace(
            E18,
            "members:\n",
            &format!("exceptions:\n  - {from}\nmembers:\n"),
        );
        let all = said(&planted);
        assert!(all.iter().any(|(m, ..)| m == message), "{from}: {all:?}");
    }
}

#[test]
fn the_report_builds_with_strict() {
    let planted = real();
    // Its pictures take longer than all else, and have tests of their own.
    planted.replace("report.yaml", "\nshare-pictures: true\n", "\n");
    let run = planted.run(&["build", "--strict"]);
    assert_eq!(
        run.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    assert!(!planted.site().is_empty());
    let before = planted.run(&["--strict", "check"]);
    assert_eq!(before.status.code(), Some(0));
}

/// What most others have is missed at the member's line: a published index, and the rank.
#[test]
fn a_result_that_one_member_lacks_is_told_at_its_line() {
    let planted = real();
    let old = line(&planted, E18, "PER");
    let without = |text: &str, key: &str| {
        let start = text.find(&format!("{key}: ")).unwrap();
        let end = text[start..].find([',', '}']).unwrap() + start;
        let end = end + usize::from(text[end..].starts_with(", ")) * 2;
        format!("{}{}", &text[..start], &text[end..]).replace(", }", "}")
    };
    let new = without(&without(&old, "rank"), "epi");
    planted.replace(E18, &old, &new);
    let said = said(&planted);
    for key in ["rank", "epi"] {
        let wanted = format!("`PER` has no `{key}` in 2018, which ");
        let found = said
            .iter()
            .find(|(message, ..)| message.starts_with(&wanted));
        let (_, file, at, _) = found.unwrap_or_else(|| panic!("{key}: {said:?}"));
        assert_eq!((file.as_str(), *at), (E18, planted.line(E18, "  PER: ")));
    }
}

/// A column of the wrong year.
#[test]
fn values_copied_from_the_edition_before_are_told_once() {
    let planted = real();
    let earlier = "survey/editions/2016.yaml";
    let value = |line: &str| {
        let start = line.find(" epi: ")? + 6;
        let end = line[start..].find([',', '}'])? + start;
        Some((start, end))
    };
    let before = planted.text(earlier);
    let text: String = planted
        .text(E18)
        .lines()
        .map(|line| {
            let code = line
                .get(..6)
                .filter(|code| code.starts_with("  ") && code.ends_with(':'));
            let old = code.and_then(|code| before.lines().find(|l| l.starts_with(code)));
            let from = old.and_then(|old| value(old).map(|(start, end)| &old[start..end]));
            match (value(line), from) {
                (Some((start, end)), Some(from)) => {
                    format!("{}{from}{}\n", &line[..start], &line[end..])
                }
                _ => format!("{line}\n"),
            }
        })
        .collect();
    planted.write(E18, &text);
    let said = said(&planted);
    let copied = said.iter().filter(|(message, ..)| {
        message.starts_with("all ")
            && message.ends_with(" values of `epi` in 2018 are those of 2016")
    });
    assert_eq!(copied.count(), 1, "{said:?}");
}
