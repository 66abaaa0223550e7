//! `claims.yaml`: what the source says, and what the data give.

mod named;
mod verify;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use tera::Value;

pub use verify::{Sections, Verified, idle, verify};

use super::quotations::source_of;
use super::wording::Text;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics};
use crate::expression::Said;
use crate::lang::PerLanguage;
use crate::schema::files::claims::{CLAIM, PART};
use crate::source::node::Fields;
use crate::source::{Folder, Node, NodePlace, Tree, Yaml};
use crate::survey::{SourceId, Survey};

/// What the source says, in its words.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Unique among claims and tests.
    pub id: String,
    /// Chapter and heading where it is discussed: `status#groups`.
    pub section: String,
    /// Who says so.
    pub source: Option<SourceId>,
    /// Where in the source.
    pub place: Option<PerLanguage<String>>,
    /// The source's own words, and translations of them.
    pub words: Option<PerLanguage<Text>>,
    /// Where it and its section stand.
    declared_at: NodePlace,
    section_at: NodePlace,
}

/// A value of a claim, and what computes it.
#[derive(Clone, Debug)]
pub struct Test {
    /// Unique among claims and tests; that of a claim with one test.
    pub id: String,
    /// The claim that it tests.
    pub claim: Arc<Claim>,
    /// Whether it is one of the claim's parts.
    pub is_part: bool,
    /// What is tested, in a few words.
    pub text: Option<PerLanguage<Text>>,
    /// What the source says, as a value.
    pub said: Said,
    /// What computes it.
    pub expression: Text,
    /// Whether what is said in words is so.
    pub holds: Option<Text>,
    /// How the figure follows from what the source says.
    pub derived: Option<PerLanguage<Text>>,
    /// One sentence, where the two differ.
    pub why: Option<PerLanguage<Text>>,
    /// Where it stands.
    declared_at: NodePlace,
}

/// Reads `claims.yaml`; a report may have none.
pub fn read(content: &Folder, survey: &Survey, d: &Diagnostics) -> Checked<Vec<Test>> {
    let Some(file) = content.text("claims.yaml", d) else {
        return Ok(Vec::new());
    };
    let yaml = Yaml::parse(&file?, content.languages, d)?;
    let mut ids: HashMap<String, NodePlace> = HashMap::new();
    let claims = Node::root(&yaml).list(d, |n| {
        let tests = read_claim(n, survey, d)?;
        let mut all: Vec<(&str, &NodePlace)> = Vec::new();
        for test in &tests {
            let is_first = all.is_empty();
            if is_first {
                all.push((&test.claim.id, &test.claim.declared_at));
            }
            // One without parts is its own test.
            if test.is_part {
                all.push((&test.id, &test.declared_at));
            }
        }
        for (id, declared_at) in all {
            if let Some(first) = ids.insert(id.to_owned(), declared_at.clone()) {
                return Err(d.report(
                    Diagnostic::error(format!("there are two claims `{id}`"))
                        .at(declared_at.place())
                        .related(first.place(), "first here"),
                ));
            }
        }
        Ok(tests)
    })?;
    Ok(claims.into_iter().flatten().collect())
}

fn read_claim(node: &Node<'_>, survey: &Survey, d: &Diagnostics) -> Checked<Vec<Test>> {
    let mut fields = node.fields(d, &CLAIM)?;
    let id = fields.required("id", d, |n| n.id(d));
    let section = fields.required("section", d, |n| Ok((n.text(d)?, n.node_place())));
    let source = fields.optional("source", |n| source_of(n, survey, d));
    let place = fields.optional("place", |n| n.texts(d));
    let words = fields.optional("words", |n| Text::read_all(n, d));
    let parts = fields.get("parts");
    let own = match &parts {
        Some(_) => None,
        None => Some(TestFields::read(&mut fields, d)),
    };
    if let (Some(parts), Some(entry)) = (&parts, fields.get("says").or(fields.get("expression"))) {
        return Err(d.report(
            Diagnostic::error("a claim with `parts` is tested by them")
                .at(entry.place())
                .related(parts.place(), "the parts")
                .hint("move this into one of the parts"),
        ));
    }
    let (section, section_at) = match section {
        Ok(section) => section,
        Err(told) => {
            fields.finish(d);
            return Err(told);
        }
    };
    fields.finish(d);
    let claim = Arc::new(Claim {
        id: id?,
        section,
        source: source?,
        place: place?,
        words: words?,
        declared_at: node.node_place(),
        section_at,
    });
    match (own, parts) {
        (Some(own), _) => {
            let id = claim.id.clone();
            own?.test(id, &claim, node, d).map(|test| vec![test])
        }
        (None, Some(parts)) => parts.list(d, |n| {
            let mut fields = n.fields(d, &PART)?;
            let id = fields.required("id", d, |n| n.id(d));
            let own = TestFields::read(&mut fields, d);
            fields.finish(d);
            let test = own?.test(id?, &claim, n, d)?;
            if test.text.is_none() {
                return Err(n.error_hint(
                    d,
                    "it is not said what this part tests",
                    Some(format!("add `text: {}`", n.languages().example())),
                ));
            }
            Ok(test)
        }),
        (None, None) => Ok(Vec::new()),
    }
}

/// The keys of a test.
struct TestFields {
    text: Option<PerLanguage<Text>>,
    said: Said,
    expression: Text,
    holds: Option<Text>,
    derived: Option<PerLanguage<Text>>,
    why: Option<PerLanguage<Text>>,
}

impl TestFields {
    fn read(fields: &mut Fields<'_>, d: &Diagnostics) -> Checked<TestFields> {
        let text = fields.optional("text", |n| Text::read_all(n, d));
        let says = fields.required("says", d, |n| says(n, d));
        let expression = fields.required("expression", d, |n| Text::read(n, d));
        let holds = fields.optional("holds", |n| Text::read(n, d));
        let decimals = fields.optional("decimals", |n| n.whole(d));
        let derived = fields.optional("derived", |n| Text::read_all(n, d));
        let why = fields.optional("why", |n| Text::read_all(n, d));
        let mut said = says?;
        said.decimals = decimals?.unwrap_or(0);
        Ok(TestFields {
            text: text?,
            said,
            expression: expression?,
            holds: holds?,
            derived: derived?,
            why: why?,
        })
    }

    fn test(
        self,
        id: String,
        claim: &Arc<Claim>,
        node: &Node<'_>,
        d: &Diagnostics,
    ) -> Checked<Test> {
        if let (Some(holds), None) = (&self.holds, &self.said.words) {
            return Err(d.report(
                Diagnostic::error("`holds` is for what a source says in words")
                    .at(holds.declared_at.place())
                    .hint("leave it out: a value is compared with that of the `expression`"),
            ));
        }
        if self.text.is_none() && claim.words.is_none() {
            return Err(node.error_hint(
                d,
                "it is not said what the source says",
                Some(format!(
                    "add its own words, `words: {}`, or `text:` in yours",
                    node.languages().example()
                )),
            ));
        }
        Ok(Test {
            is_part: id != claim.id || node.node_place().path != claim.declared_at.path,
            id,
            claim: Arc::clone(claim),
            text: self.text,
            said: self.said,
            expression: self.expression,
            holds: self.holds,
            derived: self.derived,
            why: self.why,
            declared_at: node.node_place(),
        })
    }
}

/// What the source says: a value, whether it was written as a percentage (`16%`), or words by language.
fn says(node: &Node<'_>, d: &Diagnostics) -> Checked<Said> {
    let said = |value, percent| Said {
        value,
        decimals: 0,
        percent,
        words: None,
    };
    if matches!(node.tree(), Tree::Map(_)) {
        let words = node.texts(d)?;
        let first = words[node.languages().first()].as_str();
        return Ok(Said {
            words: Some(words.clone()),
            ..said(Value::from(first), false)
        });
    }
    let (value, percent) = value(node, d)?;
    Ok(said(value, percent))
}

fn value(node: &Node<'_>, d: &Diagnostics) -> Checked<(Value, bool)> {
    let value = match node.tree() {
        Tree::Int(n) => Value::from(*n),
        Tree::Float(n) => Value::from(*n),
        Tree::Bool(b) => Value::from(*b),
        Tree::List(_) => Value::from(node.list(d, |n| Ok(value(n, d)?.0))?),
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
pub fn said(tests: &[Test]) -> BTreeMap<String, Said> {
    let tests = tests.iter();
    tests.map(|t| (t.id.clone(), t.said.clone())).collect()
}
