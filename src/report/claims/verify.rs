//! What the data give for each claim, and how the two compare.

use std::collections::{BTreeMap, BTreeSet};

use tera::Value;

use super::named;
use super::{Claim, Test};
use crate::commentary::BoundText;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Stage};
use crate::expression::{Call, Engine, Evaluated, Style};
use crate::lang::{Lang, PerLanguage, rounded};
use crate::report::exactness::{self, Verdict};
use crate::report::wording::{Text, Wording};

/// A test with what the data give.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The test.
    pub test: Test,
    /// The source's own words.
    pub words: Option<PerLanguage<BoundText>>,
    /// What is tested.
    pub text: Option<PerLanguage<BoundText>>,
    /// How it fares.
    pub verdict: Verdict,
    /// What the expression gave, in each language.
    pub computed: PerLanguage<Evaluated>,
    /// What the source says, as each language writes it.
    pub said: PerLanguage<String>,
    /// The computed value, as exactly as the source writes its own, or as the verdict needs; empty of
    /// what is only restated.
    pub shown: PerLanguage<String>,
    /// How the figure follows from what the source says.
    pub derived: Option<PerLanguage<BoundText>>,
    /// Why the two differ.
    pub why: Option<PerLanguage<BoundText>>,
}

/// The anchors of each chapter; `None` of one that is listed and could not be read.
pub type Sections = BTreeMap<String, Option<Vec<String>>>;

/// Compares each claim with the data.
pub fn verify(
    tests: &[Test],
    wording: &mut Wording<'_>,
    sections: &Sections,
    d: &Diagnostics,
) -> Vec<Verified> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut verified = Vec::new();
    for test in tests {
        if seen.insert(&test.claim.id) {
            check_section(&test.claim, sections, d);
        }
        // One that could not be computed was reported.
        verified.extend(verify_one(test, wording, d).ok());
    }
    verified
}

fn check_section(claim: &Claim, sections: &Sections, d: &Diagnostics) {
    let (slug, anchor) = claim
        .section
        .split_once('#')
        .unwrap_or((&claim.section, ""));
    let problem = match sections.get(slug) {
        None => Some((
            format!("there is no chapter `{slug}`"),
            crate::diagnostic::suggest(slug, sections.keys().map(String::as_str)),
        )),
        // What is wrong with the chapter has been reported.
        Some(None) => None,
        Some(Some(anchors)) if !anchor.is_empty() && !anchors.iter().any(|a| a == anchor) => {
            Some((
                format!("the chapter `{slug}` has no heading `#{anchor}`"),
                crate::diagnostic::suggest(anchor, anchors.iter().map(String::as_str)),
            ))
        }
        Some(Some(_)) => None,
    };
    if let Some((message, hint)) = problem {
        let lost = !sections.contains_key(slug);
        let error = Diagnostic::error(message)
            .at(claim.section_at.place())
            .maybe_hint(hint);
        d.push(match lost {
            true => error.follows(Stage::References, ["report.yaml"]),
            false => error.follows_differences([format!("commentary/{slug}.")]),
        });
    }
}

/// What an expression gives in each language.
fn evaluated(text: &Text, engine: &Engine, d: &Diagnostics) -> Checked<PerLanguage<Evaluated>> {
    let expression = engine
        .parse(&text.text, &[])
        .map_err(|failures| engine.report_all(failures, |span| text.place(span), d))?;
    let languages = engine.knowledge().indices.survey().languages;
    PerLanguage::try_from_fn(languages, |lang| {
        engine.evaluate(&expression, lang, &[]).map_err(|failure| {
            let place = text.place(failure.span.clone());
            engine.report(failure, place, d)
        })
    })
}

fn verify_one(test: &Test, wording: &mut Wording<'_>, d: &Diagnostics) -> Checked<Verified> {
    let engine = wording.engine();
    let languages = engine.knowledge().indices.survey().languages;
    let first = languages.first();
    let holds = test.holds.as_ref().map(|text| truth(text, engine, d));
    let mut bind = |what: &str, text: &Option<PerLanguage<Text>>| {
        let what = format!("{what} of the claim `{}`", test.id);
        text.as_ref().map(|text| wording.bind(&what, text))
    };
    // Without its own words in `words`, the text is what the source says.
    let text = match &test.claim.words {
        Some(_) => bind("text", &test.text),
        None => test.text.as_ref().map(|text| {
            let what = format!("text of the claim `{}`", test.id);
            wording.bind_of_others(&what, text)
        }),
    };
    let mut bind = |what: &str, text: &Option<PerLanguage<Text>>| {
        let what = format!("{what} of the claim `{}`", test.id);
        text.as_ref().map(|text| wording.bind(&what, text))
    };
    let derived = bind("derivation", &test.derived);
    let computed = computed(test, engine, d)?;
    let mut test = test.clone();
    let survey = engine.knowledge().indices.survey();
    test.said.value = named::as_ids(&test.said.value, &computed[first].value, survey);
    let test = &test;
    let holds = holds.transpose()?;
    let verdict = match (&test.said.words, holds) {
        (Some(_), Some(true)) => Verdict::Agrees,
        (Some(_), Some(false)) => Verdict::Differs,
        (Some(_), None) if is_restated(&computed[first]) => Verdict::Restated,
        (Some(_), None) => {
            return Err(d.report(
                Diagnostic::error("nothing says whether these words are so")
                    .at(test.expression.declared_at.place())
                    .hint("add a condition: `holds: '<expression that is true or false>'`"),
            ));
        }
        (None, _) => verdict(test, &computed, first),
    };
    // Where the two do not differ, nobody reads why they do.
    let why = match verdict {
        Verdict::Differs => bind("reason", &test.why),
        _ => None,
    };
    let complete = engine.knowledge().indices.survey().incomplete.is_none();
    if verdict == Verdict::Differs && test.why.is_none() && complete {
        d.push(
            Diagnostic::error(format!(
                "the claim `{}` differs from the data: it says {}, they give {}",
                test.id, test.said.value, computed[first].text
            ))
            .at(test.declared_at.place())
            .hint(format!(
                "say why in one sentence: `why: {}`",
                languages.example()
            )),
        );
    }
    let said = PerLanguage::from_fn(languages, |lang| {
        said_text(test, &computed[lang], lang, engine)
    });
    let shown = PerLanguage::from_fn(languages, |lang| match verdict {
        Verdict::Restated => String::new(),
        _ => exactness::shown(&test.said, verdict, &computed[lang], lang, engine),
    });
    Ok(Verified {
        test: test.clone(),
        words: test
            .claim
            .words
            .as_ref()
            .map(|words| words.map(|_, text| BoundText::of(&text.text))),
        text,
        verdict,
        computed,
        said,
        shown,
        derived,
        why,
    })
}

/// What the data give for a test; no condition, and not what the claim says itself.
fn computed(test: &Test, engine: &Engine, d: &Diagnostics) -> Checked<PerLanguage<Evaluated>> {
    let computed = evaluated(&test.expression, engine, d)?;
    let one = &computed[computed.languages().first()];
    let told = |message: &str, hint: &str| {
        let place = test.expression.declared_at.place();
        Err(d.report(Diagnostic::error(message).at(place).hint(hint)))
    };
    if one.basis().is_some() {
        return told(
            "this computes no value",
            "write the expression of a value; a condition stands under `holds`",
        );
    }
    let own = |call: &Call| call.function == "claim" && call.argument("id") == Some(&test.id);
    if one.calls.iter().any(own) {
        return told(
            "a claim cannot be tested by itself",
            "compute what it says from the data",
        );
    }
    Ok(computed)
}

/// Whether a condition is true.
fn truth(text: &Text, engine: &Engine, d: &Diagnostics) -> Checked<bool> {
    let given = evaluated(text, engine, d)?;
    let given = &given[given.languages().first()];
    if given.calls.is_empty() {
        return Err(d.report(
            Diagnostic::error("this condition looks at no data")
                .at(text.declared_at.place())
                .hint("compare what functions give, as in `mean(edition=2018) > 0.5`"),
        ));
    }
    match given.value.as_bool() {
        Some(truth) => Ok(truth),
        None => Err(d.report(
            Diagnostic::error("a condition is true or not")
                .at(text.declared_at.place())
                .hint("compare two values, as in `mean(edition=2018) > 0.5`"),
        )),
    }
}

/// The claim's own value, written like the computed one.
fn said_text(test: &Test, computed: &Evaluated, lang: Lang, engine: &Engine) -> String {
    // A rank is written as one.
    if let (Some(Style::Ordinal), Some(rank)) = (computed.style, test.said.value.as_f64()) {
        return engine.knowledge().words.rank(lang, rank);
    }
    if let Some(words) = &test.said.words {
        return words[lang].clone();
    }
    let name = |value: &Value| -> String {
        let Some(id) = value.as_str() else {
            return value.to_string();
        };
        let survey = engine.knowledge().indices.survey();
        let area = survey.area(id).map(|a| &survey.areas[a.0].name);
        let member = || survey.member(id).map(|m| &survey.members[m.0].name);
        let level = || {
            let methodology = &survey.methodology;
            methodology.level(id).map(|l| &methodology.levels[l.0].name)
        };
        area.or_else(member)
            .or_else(level)
            .map_or_else(|| id.to_owned(), |names| names[lang].clone())
    };
    match test.said.value.as_array() {
        Some(items) => lang.list(&items.iter().map(name).collect::<Vec<_>>()),
        None => test
            .said
            .number_text(lang, engine.knowledge())
            .unwrap_or_else(|| name(&test.said.value)),
    }
}

/// Whether a value is a figure of the source as it stands: nothing was computed from it.
fn is_restated(computed: &Evaluated) -> bool {
    match computed.calls.as_slice() {
        [one] => matches!(one.function, "indicator" | "items") && one.value == computed.value,
        _ => false,
    }
}

fn verdict(test: &Test, all: &PerLanguage<Evaluated>, first: Lang) -> Verdict {
    let computed = &all[first];
    let restated = is_restated(computed);
    let said = &test.said;
    let (Some(number), Some(says)) = (
        computed.number(),
        said.value.as_f64().filter(|_| said.value.is_number()),
    ) else {
        // A name is one in any of the languages.
        let same = all.iter().any(|(_, one)| one.value == said.value);
        return match (same, restated) {
            (true, false) => Verdict::Agrees,
            (true, true) => Verdict::Restated,
            (false, _) => Verdict::Differs,
        };
    };
    let number = exactness::as_said(said, number, computed.style);
    let exact = (number - says).abs() < 1e-9;
    let round = (rounded(number, said.decimals) - says).abs() < 1e-9;
    match (exact, round, restated) {
        (true, _, true) | (_, true, true) => Verdict::Restated,
        (true, ..) => Verdict::Agrees,
        (_, true, _) => Verdict::AgreesRounded,
        _ => Verdict::Differs,
    }
}

/// Warnings of reasons for differences that are none.
pub fn idle(verified: &[Verified]) -> Vec<Diagnostic> {
    let idle = verified.iter().filter(|v| v.verdict != Verdict::Differs);
    idle.filter_map(|v| {
        let why = v.test.why.as_ref()?;
        let place = why[why.languages().first()].declared_at.place();
        let message = format!("the claim `{}` does not differ from the data", v.test.id);
        let warning = Diagnostic::warning(message)
            .at(place)
            .follows(Stage::Languages, ["survey/", "claims.yaml"]);
        Some(warning.hint("remove `why`, which says why it does"))
    })
    .collect()
}
