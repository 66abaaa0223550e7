//! What expressions give.

use super::*;

#[test]
fn the_syntax_of_tera() {
    for (text, want) in [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("2 ** 3 ** 2", "512"),
        ("-2 ** 2", "4"),
        ("7 // 2", "3"),
        ("7 % 4", "3"),
        ("7 / 2", "3.50"),
        ("1.5e3", "1,500.00"),
        ("'a' ~ \"b\" ~ `c` ~ 1", "abc1"),
        ("\"a\\\"b\"", "a\"b"),
        ("1 if 2 > 1 else 3", "1"),
        ("1 if false else 2 if false else 3", "3"),
        ("2 in [1, 2]", "true"),
        ("\"x\" not in [1, 2]", "true"),
        ("not 1 > 2 and 1 != 2", "true"),
        ("0 or 5", "5"),
        ("[1, 2, 3][-1]", "3"),
        ("[1, 2, 3][1:] | length", "2"),
        ("[3, 1] | first", "3"),
        ("2.6 | round | int", "3"),
        ("order(of=\"regions\", edition=2018) | length", "3"),
        (
            "order(of=\"regions\", edition=2018)[0] == \"slate-isles\"",
            "true",
        ),
        ("total() - count(edition=2015)", "1"),
        ("-5 | abs | fixed(digits=1)", "5.0"),
    ] {
        assert_eq!(value(text), want, "{text}");
    }
}

/// Numbers in texts have no noise and the form that was asked for; lists are the language's.
#[test]
fn values_in_texts() {
    for (text, want) in [
        ("\"a\" ~ (0.1 + 0.2)", "a0.3"),
        ("\"a\" ~ -0.5", "a−0.5"),
        ("\"a\" ~ (1 / 3)", "a0.3333333333"),
        ("\"a\" ~ 2018", "a2018"),
        ("\"a\" ~ 12345678.25", "a12345678.25"),
        ("\"a\" ~ 1.5e15", "a1500000000000000"),
        ("\"a\" ~ 0.00000012", "a0.00000012"),
        ("\"a\" ~ (0.256 | percent(digits=1)) ~ \"b\"", "a25.6%b"),
        ("[0.1 + 0.2]", "0.3"),
        ("[1, \"x\", 0.5]", "1, x and 0.5"),
        ("\"a\" ~ [1, 2]", "a1 and 2"),
        ("[]", "–"),
        ("5.5 % 0.1", "0.00"),
        ("1 % 0.1", "0.00"),
        ("0.3 // 0.1", "3.00"),
    ] {
        assert_eq!(value(text), want, "{text}");
    }
}

#[test]
fn the_style_belongs_to_the_value() {
    // Those of arguments and conditions are not the result's.
    assert_eq!(
        value("growth(from=(mean(edition=2015) | fixed(digits=5)), to=mean(edition=2018))"),
        value("growth(from=mean(edition=2015), to=mean(edition=2018))"),
    );
    assert_eq!(value("total() if (0.5 | percent) > 0 else 0"), "12");
    // A difference of ranks is no rank, also where it equals one of them.
    assert_eq!(
        value("rank(member=\"ELL\", edition=2018) - rank(member=\"ELL\", edition=2018)"),
        "0"
    );
    assert_eq!(
        value("rank(member=\"ELL\", edition=2018) if true else 0"),
        "4th"
    );
}

#[test]
fn what_is_read_comes_back_with_the_value() {
    let text = "rank(member=\"ELL\", edition=2018, among=\"slate-isles\") \
                + indicator(id=\"lamps\", year=2018, item=\"slate-isles\") + claim(id=\"four\")";
    let Ok(got) = evaluated(text) else {
        unreachable!()
    };
    let survey = super::KNOWLEDGE.indices.survey();
    let reads = got.reads;
    let first = |id: &str| survey.indicators.iter().position(|i| i.id == id);
    assert!(reads.members.iter().eq(&survey.member("ELL")));
    assert!(reads.areas.iter().eq(&survey.area("slate-isles")));
    assert!(
        reads
            .editions
            .iter()
            .eq(&survey.edition(crate::survey::Year(2018)))
    );
    assert!(reads.indicators.iter().copied().eq(first("lamps")));
    assert_eq!(reads.items.len(), 1);
    assert_eq!(reads.sources.len(), 2);
    assert!(reads.claims.contains("four"));
    assert!(!reads.all_members);
    let Ok(all) = evaluated("mean(edition=2018, component=\"soot\")") else {
        unreachable!()
    };
    assert!(all.reads.all_members);
    let soot = survey.methodology.component("soot");
    assert!(all.reads.components.iter().eq(&soot));
    assert!(evaluated("1 + 1").is_ok_and(|e| e.reads.is_empty()));
}

#[test]
fn a_variable_of_a_known_thing_and_one_that_is_looked_up_give_the_same() {
    use crate::expression::{Thing, Variable};
    let engine = engine();
    let survey = super::KNOWLEDGE.indices.survey();
    let Some(id) = survey.member("ELL") else {
        unreachable!()
    };
    let text = "value(member=member, edition=edition)";
    let Ok(expression) = engine.parse(text, &["member", "edition"]) else {
        unreachable!()
    };
    let edition = Variable::new("edition", 2018);
    let known = [
        Variable::thing("member", "ELL", Thing::Member(id)),
        edition.clone(),
    ];
    let named = [Variable::new("member", "ELL"), edition.clone()];
    let given = |variables: &[Variable]| engine.evaluate(&expression, en(), &[variables]);
    match (given(&known), given(&named)) {
        (Ok(a), Ok(b)) => assert_eq!((a.text, a.calls), (b.text, b.calls)),
        other => unreachable!("{other:?}"),
    }
    let wrong = [Variable::new("member", "XYZ"), edition];
    let failure = given(&wrong).err();
    assert_eq!(
        failure.map(|f| f.message).as_deref(),
        Some("unknown member `XYZ`")
    );
}
