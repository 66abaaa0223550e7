//! Mistakes that authors make, one at a time: each is told by exactly one message, which names the
//! cause, at the file and line where it stands, and nothing is said of what follows from it.

use crate::common::planted::Planted;
use crate::common::{checkout, fixture};

/// What is changed where, and what is then said, in which file, on a line that holds what.
struct Mistake {
    file: &'static str,
    from: &'static str,
    to: &'static str,
    says: &'static str,
    helps: &'static str,
    at: (&'static str, &'static str),
}

macro_rules! mistakes {
    ($($file:literal: $from:literal => $to:literal, $says:literal, $helps:literal, $at:expr;)*) => {
        &[$(Mistake { file: $file, from: $from, to: $to, says: $says, helps: $helps, at: $at },)*]
    };
}

const CHART: &str = "kind: bars
title: {zh: 各地平均, en: Regional means}
takeaway: {zh: '{{ judgement() }}各地不同。', en: '{{ judgement() }}Regions differ.'}
description: {zh: 条形图。, en: Bars.}
source: almanac
data:
  items: {regions: all}
  value: 'mean(among=region, edition=2018)'
";

/// Half-written YAML, in plain words.
static YAML: &[Mistake] = mistakes! {
    "report.yaml": "original: en" => "original: \"en", "this is not valid YAML: this quotation mark has no partner", "end the text", ("report.yaml", "original: \"en");
    "survey/editions/2018.yaml": "BRA: {income: 1000000, " => "BRA: {income: 1000000 ", "this is not valid YAML: a `,` or the closing `}` is missing", "parted by `,`", ("2018.yaml", "BRA:");
    "survey/methodology.yaml": "\nlevels:" => "\n levels:", "this is not valid YAML: ", "", ("methodology.yaml", "levels:");
    "survey/methodology.yaml": "  range: [0, 1]" => "   range: [0, 1]", "this is not valid YAML: this line does not fit the block", "indent", ("methodology.yaml", "range:");
    "survey/sources.yaml": "  type: dataset" => "\ttype: dataset", "this is not valid YAML: a tab in the indentation", "blanks", ("sources.yaml", "type: dataset");
    "survey/regions.yaml": "regions:\n" => "regions\n", "this is not valid YAML: a key without `:`", "key: value", ("regions.yaml", "regions");
    "survey/members.yaml": "region: upper-amber}" => "region: upper-amber", "this is not valid YAML: ", "", ("members.yaml", "code:");
    "charts/means.yaml": "title: {zh: 各地平均, en: Regional means}" => "title: {zh: 各地平均, en: Regional means: all}", "this is not valid YAML: ", "quotation marks", ("means.yaml", "title:");
    "claims.yaml": "says: 4" => "says: 4\n  says: 4", "the key `says` stands here twice", "remove one", ("claims.yaml", "says: 4");
    "survey/editions/2018.yaml": "  COR:" => "  BRA:", "the key `BRA` stands here twice", "remove one", ("2018.yaml", "BRA:");
};

/// Half-written expressions, and names that nobody knows.
static EXPRESSIONS: &[Mistake] = mistakes! {
    "commentary/overview.en.md": "mean(edition=2018) }}" => "mean(edition=2018) }", "a second `}` is missing", "`}}`", ("overview.en.md", "The mean was");
    "commentary/overview.en.md": "{{ mean(edition=2018) }}" => "{ mean(edition=2018) }}", "this expression does not begin with `{{`", "between `{{` and `}}`", ("overview.en.md", "The mean was");
    "commentary/overview.en.md": "{{ mean(edition=2018) }}" => "{mean(edition=2018)}", "this expression does not begin with `{{`", "between `{{` and `}}`", ("overview.en.md", "The mean was");
    "charts/means.yaml": "en: Regional means}" => "en: \"Regional {mean(edition=2018)}\"}", "this expression does not begin with `{{`", "between `{{` and `}}`", ("means.yaml", "title:");
    "commentary/overview.en.md": "The mean was" => "The mean[^x] was", "the note `x` is not defined", "`[^x]: …`", ("overview.en.md", "The mean[^x]");
    "commentary/overview.en.md": "mean(edition=2018) }}" => "mean(edition=2018)", "this expression has no end: its `}}` is missing", "`}}`", ("overview.en.md", "The mean was");
    "commentary/overview.en.md": "level=\"thriving\") }} thriving" => "level=\"thriving) }} thriving", "this quotation mark has no partner", "same mark", ("overview.en.md", "thriving towns");
    "commentary/overview.en.md": "mean(edition=2018) }}" => "mean(edition=2018 }}", "a `)` is missing", "", ("overview.en.md", "The mean was");
    "commentary/overview.en.md": "mean(edition=2018) }}" => "mean(2018) }}", "arguments are named: `mean(", "write the name before it", ("overview.en.md", "The mean was");
    "commentary/overview.en.md": "mean(edition=2018) }}" => "mean(year=2018) }}", "`mean` has no argument `year`", "did you mean `edition`?", ("overview.en.md", "The mean was");
    "commentary/overview.en.md": "mean(edition=2018) }}" => "maen(edition=2018) }}", "unknown function `maen`", "did you mean `mean`?", ("overview.en.md", "The mean was");
    "commentary/overview.en.md": "mean(edition=2018) }}" => "mean(edition=2017) }}", "there is no edition of 2017", "the nearest are `2015` and `2018`", ("overview.en.md", "The mean was");
    "commentary/overview.en.md": "value(member=\"ELL\", edition=2018) }} |" => "value(member=\"Ellsay\", edition=2018) }} |", "unknown member `Ellsay`", "write its code, `ELL`", ("overview.en.md", "| [Ellsay]");
    "commentary/overview.en.md": "component=\"soot\") |" => "component=\"sot\") |", "unknown component `sot`", "`soot`", ("overview.en.md", "\"sot\"");
    "commentary/overview.en.md": "level=\"thriving\") }} thriving" => "level=\"thrivng\") }} thriving", "unknown level `thrivng`", "did you mean `thriving`?", ("overview.en.md", "thriving towns");
    "commentary/overview.en.md": "source=\"almanac\"" => "source=\"almanach\"", "unknown source `almanach`", "did you mean `almanac`?", ("overview.en.md", "almanach");
    "commentary/overview.en.md": "fixed(digits=0)" => "fixd(digits=0)", "unknown filter `fixd`", "did you mean `fixed`?", ("overview.en.md", "fixd(");
    "commentary/overview.en.md": "[Dunmere](member:DUN)" => "[Dunmere](member:DUM)", "the link `member:DUM` leads nowhere", "did you mean `DUN`?", ("overview.en.md", "member:DUM");
    "commentary/overview.en.md": "## Places {#places}" => "## Places {#plases}", "the heading `#plases` is `#places` in ", "the same `{#id}`", ("overview.en.md", "{#plases}");
    "commentary/overview.en.md": "mean(edition=2018) }}, and" => "mean(edition=2015) }}, and", "the value `mean(edition=2015)` is `mean(edition=2018)` in ", "the same in both", ("overview.en.md", "The mean was");
    "commentary/overview.en.md": "title: The towns" => "titel: The towns", "front matter has no key `titel`", "did you mean `title`?", ("overview.en.md", "titel:");
    "commentary/overview.en.md": "{{ chart(id=\"means\") }}" => "{{ chart(id=\"meens\") }}", "unknown chart `meens`", "did you mean `means`?", ("overview.en.md", "chart(id=");
};

/// What does not fit the data, or is not what the key can hold.
static DATA: &[Mistake] = mistakes! {
    "charts/means.yaml": "kind: bars" => "kind: pie", "unknown kind of chart `pie`", "`bars`, `columns`", ("means.yaml", "kind: pie");
    "charts/means.yaml": "source: almanac" => "source: almanac\nsort: value", "a chart has no key `sort`", "did you mean `order`?", ("means.yaml", "sort:");
    "charts/means.yaml": ", en: Regional means}" => "}", "the text in English (`en`) is missing", "en: …", ("means.yaml", "title:");
    "charts/means.yaml": "edition=2018)" => "edition=2081)", "there is no edition of 2081", "the nearest is `2021`", ("means.yaml", "value:");
    "charts/means.yaml": "{regions: all}" => "{regoins: all}", "", "did you mean `regions`?", ("means.yaml", "items:");
    "survey/editions/2018.yaml": "year: 2018" => "year: 2081", "the edition of 2081 stands in the file `2018.yaml`", "its year as its name", ("2018.yaml", "year:");
    "survey/editions/2018.yaml": "health: 0.686}" => "health:0.686}", "unknown component `health:0.686`", "`health: 0.686`", ("2018.yaml", "ELL:");
    "survey/editions/2018.yaml": "health: 0.686}" => "health: 0,686}", "unknown component `686`", "a fraction has a point", ("2018.yaml", "ELL:");
    "survey/methodology.yaml": "  aggregation: geometric" => "  agregation: geometric", "a component has no key `agregation`", "did you mean `aggregation` or `direction`?", ("methodology.yaml", "agregation:");
    "claims.yaml": "expression: " => "expression: '{{ 4 }}' # ", "`{{` cannot stand in an expression", "without braces", ("claims.yaml", "expression:");
    "report.yaml": "chapters:\n" => "chapter:\n", "report.yaml has no key `chapter`", "did you mean `chapters`?", ("report.yaml", "chapter:");
    "survey/editions/2018.yaml": "  ELL: {" => "  Ellsay: {", "unknown member `Ellsay`", "write its code, `ELL`", ("2018.yaml", "Ellsay:");
    "survey/editions/2018.yaml": "ELL: {income: 10000, soot: 10" => "ELL: {income: 10000, soot: 100", "100 is beyond the goalposts of `soot`", "", ("2018.yaml", "ELL:");
    "survey/editions/2018.yaml": "health: 0.686}" => "health: n/a}", "expected a number, found a text", "", ("2018.yaml", "ELL:");
    "survey/editions/2018.yaml": "health: 0.686}" => "helth: 0.686}", "unknown component `helth`", "did you mean `health`?", ("2018.yaml", "ELL:");
    "survey/editions/2018.yaml": "  ELL: {income: 10000, soot: 10, green: 50, health: 0.686}\n" => "", "1 member(s) have no line here: `ELL`", "assessed: false", ("2018.yaml", "ALD:");
    "survey/members.yaml": "{code: HOL" => "{code HOL", "there is no `:` after `code`", "write `code: HOL`", ("members.yaml", "{code HOL");
    "strings/zh.yaml": "page-members:" => "page-membres:", "the word `page-membres` stands in one language only", "did you mean `page-members`?", ("strings/zh.yaml", "page-membres:");
    "survey/members.yaml": "region: inner-slate" => "region: iner-slate", "unknown region or group `iner-slate`", "did you mean `inner-slate`", ("members.yaml", "iner-slate");
    "survey/methodology.yaml": "- id: green" => "- id: soot", "there are two components `soot`", "another id", ("methodology.yaml", "- id: soot");
    "survey/methodology.yaml": "  aggregation: geometric\n" => "", "a component with parts needs an `aggregation`", "`arithmetic`", ("methodology.yaml", "- id: income");
    "survey/methodology.yaml": "aggregation: geometric" => "aggregation: median", "", "`geometric`", ("methodology.yaml", "aggregation: median");
    "survey/methodology.yaml": "weights: relative\n" => "", "the weights of the parts of `wellbeing` sum to 3 in 2015 and 2018, to 4 in 2021, not to 1", "weights: relative", ("methodology.yaml", "weight:");
    "survey/methodology.yaml": "components: [wellbeing]" => "components: [welbeing]", "unknown component `welbeing`", "did you mean `wellbeing`?", ("methodology.yaml", "welbeing");
    "report.yaml": "focus: ELL" => "foucs: ELL", "report.yaml has no key `foucs`", "did you mean `focus`", ("report.yaml", "foucs:");
    "report.yaml": "focus: ELL" => "focus: Ellsay", "unknown member `Ellsay`", "", ("report.yaml", "focus:");
    "report.yaml": "  - changes" => "  - change", "there is no chapter `change`", "did you mean `changes`?", ("report.yaml", "- change");
    "claims.yaml": "says: 4" => "says: 5", "the claim `thriving-2018` differs from the data: it says 5, they give 4", "why", ("claims.yaml", "id: thriving-2018");
    "claims.yaml": "section: overview#levels" => "section: overview#level", "the chapter `overview` has no heading `#level`", "did you mean `levels`?", ("claims.yaml", "section:");
    "survey/indicators/ferries.yaml": "source: pilot-book" => "source: pilotbook", "unknown source `pilotbook`", "did you mean `pilot-book`?", ("ferries.yaml", "source:");
};

/// The second report with a chart, without a word to say of it.
fn sound() -> Planted {
    let planted = Planted::of(&fixture());
    planted.write("charts/means.yaml", CHART);
    for lang in ["zh", "en"] {
        let file = format!("commentary/overview.{lang}.md");
        planted.replace(&file, "> [!NOTE]", "{{ chart(id=\"means\") }}\n\n> [!NOTE]");
    }
    assert!(planted.run(&["renew", "--all", "-q"]).status.success());
    planted
}

/// What is said on the screen, a message each with its lines.
fn messages(planted: &Planted) -> Vec<String> {
    let run = planted.run(&["check"]);
    let text = String::from_utf8(run.stderr).unwrap();
    let mut all: Vec<String> = Vec::new();
    for line in text.lines() {
        match all.last_mut() {
            _ if line.starts_with("error: ") || line.starts_with("warning: ") => {
                all.push(line.to_owned())
            }
            Some(last) => *last = format!("{last}\n{line}"),
            None => {}
        }
    }
    all
}

fn tried(mistakes: &[Mistake]) -> Vec<String> {
    let mut wrong = Vec::new();
    let sound = sound();
    for m in mistakes {
        let planted = Planted::of(&sound.content());
        planted.replace(m.file, m.from, m.to);
        let told = messages(&planted);
        let what = format!("{}: `{}` → `{}`", m.file, m.from, m.to);
        let [message] = told.as_slice() else {
            wrong.push(format!(
                "{what}: {} messages\n{}",
                told.len(),
                told.join("\n")
            ));
            continue;
        };
        let (file, line) = m.at;
        let body: Vec<&str> = message.lines().collect();
        let place = body
            .get(1)
            .is_some_and(|at| at.contains("--> ") && at.contains(file));
        let shown = body
            .iter()
            .skip(2)
            .any(|own| own.contains('|') && own.contains(line));
        let first = body[0].split_once(": ").unwrap().1;
        let helped = message.split_once("= help: ").map_or("", |(_, help)| help);
        if !(first.starts_with(m.says) && place && shown && helped.contains(m.helps)) {
            wrong.push(format!("{what}:\n{message}"));
        }
    }
    wrong
}

fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_sound_report_is_told_nothing() {
    assert_eq!(messages(&sound()), Vec::<String>::new());
}

#[test]
fn half_written_yaml_is_the_only_message_and_in_plain_words() {
    none(&tried(YAML));
}

#[test]
fn half_written_expressions_and_unknown_names_are_one_message() {
    none(&tried(EXPRESSIONS));
}

#[test]
fn what_does_not_fit_the_data_is_one_message() {
    none(&tried(DATA));
    assert!(YAML.len() + EXPRESSIONS.len() + DATA.len() >= 44);
}

/// What tells the languages is read before all else, in reports of any languages.
#[test]
fn a_mistake_in_the_settings_is_one_message_in_a_report_of_other_languages() {
    for (from, to, says) in [
        (
            "languages:",
            "langages:",
            "report.yaml has no key `langages`",
        ),
        (
            "languages:",
            "language:",
            "report.yaml has no key `language`",
        ),
        (", fr]", ", fra-x]", "`fra-x` is no language"),
        (
            "title: {zh: 港镇",
            "title: {zh: 港镇: 二",
            "this is not valid YAML",
        ),
        ("licence:\n", "licence\n", "this is not valid YAML"),
    ] {
        let planted = Planted::of(&checkout("tests/fixtures/wellbeing/content"));
        planted.replace("report.yaml", from, to);
        let told = messages(&planted);
        assert_eq!(told.len(), 1, "{to}:\n{}", told.join("\n"));
        assert!(
            told[0].starts_with("error: ") && told[0].contains(says),
            "{}",
            told[0]
        );
        assert!(told[0].contains("report.yaml:"), "{}", told[0]);
    }
}

#[test]
fn a_chapter_whose_name_says_no_language_is_one_message() {
    let planted = sound();
    let text = planted.text("commentary/overview.zh.md");
    planted.remove("commentary/overview.zh.md");
    planted.write("commentary/overview.zho.md", &text);
    let said = messages(&planted);
    let [message] = said.as_slice() else {
        panic!("{said:#?}");
    };
    assert!(
        message.contains("overview.zho.md` does not say its language"),
        "{message}"
    );
    assert!(message.contains("`overview.zh.md`"), "{message}");
}

#[test]
fn two_mistakes_are_two_messages() {
    let planted = sound();
    planted.replace(
        "survey/members.yaml",
        "region: inner-slate",
        "region: iner-slate",
    );
    planted.replace("charts/means.yaml", "kind: bars", "kind: pie");
    planted.replace("report.yaml", "focus: ELL", "foucs: ELL");
    let told = messages(&planted);
    assert_eq!(told.len(), 2, "{}", told.join("\n"));
}

/// One mistake in many places is shown a few times, and then where else it is; a program gets all.
#[test]
fn a_message_of_many_places_is_shown_three_times_and_listed() {
    let planted = sound();
    for lang in ["zh", "en"] {
        let file = format!("commentary/overview.{lang}.md");
        let text = planted.text(&file);
        let paragraph = "\n{{ mean(edition=2017) }}\n";
        planted.write(&file, &format!("{text}{}", paragraph.repeat(20)));
    }
    let told = messages(&planted);
    assert_eq!(told.len(), 3, "{}", told.join("\n"));
    assert!(
        told.iter()
            .all(|m| m.starts_with("error: there is no edition of 2017"))
    );
    let last = &told[2];
    assert!(last.contains("= the same at 37 more places:\n"), "{last}");
    for lang in ["zh", "en"] {
        let file = format!("overview.{lang}.md:");
        let lines = last.lines().filter(|line| line.contains(&file)).count();
        assert!(lines >= 1, "{last}");
    }
    let run = planted.run(&["check", "--format", "json"]);
    let lines = String::from_utf8(run.stdout).unwrap();
    assert_eq!(lines.matches("there is no edition of 2017").count(), 40);
}

/// A list that is cut says so.
#[test]
fn a_long_list_says_how_many_more() {
    let planted = Planted::of(&checkout("content"));
    let file = "survey/editions/2018.yaml";
    let kept = planted.text(file);
    let kept = kept
        .lines()
        .filter(|l| !(l.starts_with("  C") && l.contains("egdi:")));
    planted.write(file, &kept.map(|l| format!("{l}\n")).collect::<String>());
    let told = messages(&planted);
    let first = told.first().unwrap().lines().next().unwrap();
    assert!(
        first.contains("member(s) have no line here: `CAF`, `CAN`"),
        "{first}"
    );
    let told_more = first.contains(" more") || first.matches('`').count() / 2 <= 13;
    assert!(told_more, "{first}");
}

/// What a source says by name agrees with the member that the data give, by any of its names or its code.
#[test]
fn a_claim_names_a_member_as_its_source_does() {
    for (says, agrees) in [
        ("奥德威克", true),
        ("Alderwick", true),
        ("ALD", true),
        ("ald", true),
        ("布兰港", false),
    ] {
        let planted = sound();
        let claim = format!(
            "- id: first-2015\n  section: overview#levels\n  text: {{zh: 居首。, en: It was first.}}\n  says: {says}\n  expression: 'member_at(rank=1, edition=2015)'\n"
        );
        let text = planted.text("claims.yaml");
        planted.write("claims.yaml", &format!("{text}{claim}"));
        let told = messages(&planted);
        match agrees {
            true => assert_eq!(told, Vec::<String>::new(), "{says}"),
            false => {
                assert_eq!(told.len(), 1, "{told:?}");
                assert!(
                    told[0].contains("the claim `first-2015` differs"),
                    "{told:?}"
                );
            }
        }
    }
}
