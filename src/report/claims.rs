//! `claims.yaml`: what the source says, and what the data give.

use std::collections::{BTreeMap, HashMap};

use tera::Value;

use super::exactness::{self, Verdict};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics};
use crate::expression::{Engine, Evaluated, Said};
use crate::lang::{Lang, PerLanguage, rounded};
use crate::schema::files::claims::CLAIM;
use crate::source::{Folder, Node, NodePlace, Tree, Yaml};

/// A statement of the source.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Unique.
    pub id: String,
    /// Chapter and heading where it is discussed: `status#groups`.
    pub section: String,
    /// What the source says, in words.
    pub text: PerLanguage<String>,
    /// What it says, as a value.
    pub said: Said,
    /// What computes it.
    pub expression: String,
    /// One sentence, where the two differ.
    pub why: Option<PerLanguage<String>>,
    /// Where the claim, its section and its expression stand.
    declared_at: NodePlace,
    section_at: NodePlace,
    expression_at: NodePlace,
}

/// A claim with what the data give.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The claim.
    pub claim: Claim,
    /// How it fares.
    pub verdict: Verdict,
    /// What the expression gave, in each language.
    pub computed: PerLanguage<Evaluated>,
    /// What the source says, as each language writes it.
    pub said: PerLanguage<String>,
    /// The computed value, as exactly as the source writes its own, or as the verdict needs.
    pub shown: PerLanguage<String>,
}

/// Reads `claims.yaml`; a report may have none.
pub fn read(content: &Folder, d: &Diagnostics) -> Checked<Vec<Claim>> {
    let name = "claims.yaml";
    let Some(file) = content.text(name, d) else {
        return Ok(Vec::new());
    };
    let yaml = Yaml::parse(&file?, content.languages, d)?;
    let mut seen: HashMap<String, NodePlace> = HashMap::new();
    Node::root(&yaml).list(d, |n| {
        let claim = read_one(n, d)?;
        match seen.insert(claim.id.clone(), claim.declared_at.clone()) {
            None => Ok(claim),
            Some(first) => Err(d.report(
                Diagnostic::error(format!("there are two claims `{}`", claim.id))
                    .at(n.place())
                    .related(first.place(), "first here"),
            )),
        }
    })
}

fn read_one(node: &Node<'_>, d: &Diagnostics) -> Checked<Claim> {
    let mut fields = node.fields(d, &CLAIM)?;
    let id = fields.required("id", d, |n| n.id(d));
    let section_node = fields.need("section", d);
    let section = section_node.clone().and_then(|n| n.text(d));
    let text = fields.required("text", d, |n| n.texts(d));
    let says = fields.required("says", d, |n| says(n, d));
    let expression_node = fields.need("expression", d);
    let expression = expression_node.clone().and_then(|n| n.text(d));
    let decimals = fields.optional("decimals", |n| n.whole(d));
    let why = fields.optional("why", |n| n.texts(d));
    fields.finish(d);
    let (value, percent) = says?;
    Ok(Claim {
        id: id?,
        section: section?,
        text: text?,
        said: Said {
            value,
            decimals: decimals?.unwrap_or(0),
            percent,
        },
        expression: expression?,
        why: why.unwrap_or_default(),
        declared_at: node.node_place(),
        section_at: section_node?.node_place(),
        expression_at: expression_node?.node_place(),
    })
}

/// The value, and whether it was written as a percentage (`16%`).
fn says(node: &Node<'_>, d: &Diagnostics) -> Checked<(Value, bool)> {
    let value = match node.tree() {
        Tree::Int(n) => Value::from(*n),
        Tree::Float(n) => Value::from(*n),
        Tree::Bool(b) => Value::from(*b),
        Tree::List(_) => Value::from(node.list(d, |n| Ok(says(n, d)?.0))?),
        _ => {
            let text = node.text(d)?;
            let number = text
                .strip_suffix('%')
                .and_then(|t| t.trim().parse::<f64>().ok());
            if let Some(number) = number {
                return Ok((Value::from(number), true));
            }
            Value::from(text)
        }
    };
    Ok((value, false))
}

/// What the claims say, for `claim(id=…)`.
pub fn said(claims: &[Claim]) -> BTreeMap<String, Said> {
    claims
        .iter()
        .map(|c| (c.id.clone(), c.said.clone()))
        .collect()
}

/// The anchors of each chapter; `None` of one that is listed and could not be read.
pub type Sections = BTreeMap<String, Option<Vec<String>>>;

/// Compares each claim with the data.
pub fn verify(
    claims: &[Claim],
    engine: &Engine,
    sections: &Sections,
    d: &Diagnostics,
) -> Vec<Verified> {
    claims
        .iter()
        .filter_map(|claim| {
            check_section(claim, sections, d);
            // One that could not be computed was reported.
            verify_one(claim, engine, d).ok()
        })
        .collect()
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
        d.push(
            Diagnostic::error(message)
                .at(claim.section_at.place())
                .maybe_hint(hint),
        );
    }
}

fn verify_one(claim: &Claim, engine: &Engine, d: &Diagnostics) -> Checked<Verified> {
    let place = |span| {
        let declared_at = &claim.expression_at;
        declared_at.place_within(&claim.expression, span)
    };
    let expression = engine
        .parse(&claim.expression, &[])
        .map_err(|failures| engine.report_all(failures, place, d))?;
    let evaluate = |lang: Lang| {
        engine.evaluate(&expression, lang, &[]).map_err(|failure| {
            let place = place(failure.span.clone());
            engine.report(failure, place, d)
        })
    };
    let languages = claim.text.languages();
    let computed = PerLanguage::try_from_fn(languages, evaluate)?;
    let verdict = verdict(claim, &computed[languages.first()]);
    let complete = engine.knowledge().indices.survey().incomplete.is_none();
    if verdict == Verdict::Differs && claim.why.is_none() && complete {
        d.push(
            Diagnostic::error(format!(
                "the claim `{}` differs from the data: it says {}, they give {}",
                claim.id,
                claim.said.value,
                computed[languages.first()].text
            ))
            .at(claim.declared_at.place())
            .hint(format!(
                "say why in one sentence: `why: {}`",
                languages.example()
            )),
        );
    }
    let said = PerLanguage::from_fn(languages, |lang| said_text(claim, lang, engine));
    let shown = PerLanguage::from_fn(languages, |lang| {
        exactness::shown(&claim.said, verdict, &computed[lang], lang, engine)
    });
    Ok(Verified {
        claim: claim.clone(),
        verdict,
        computed,
        said,
        shown,
    })
}

/// The claim's own value, written like the computed one.
fn said_text(claim: &Claim, lang: Lang, engine: &Engine) -> String {
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
    match claim.said.value.as_array() {
        Some(items) => lang.list(&items.iter().map(name).collect::<Vec<_>>()),
        None => claim
            .said
            .number_text(lang, engine.knowledge())
            .unwrap_or_else(|| name(&claim.said.value)),
    }
}

fn verdict(claim: &Claim, computed: &Evaluated) -> Verdict {
    let restated = !computed.calls.is_empty()
        && computed
            .calls
            .iter()
            .any(|c| matches!(c.function, "indicator" | "items"));
    let said = &claim.said;
    let (Some(number), Some(says)) = (
        computed.number(),
        said.value.as_f64().filter(|_| said.value.is_number()),
    ) else {
        return match (computed.value == said.value, restated) {
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
