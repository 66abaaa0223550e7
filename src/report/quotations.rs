//! `quotations.yaml`: words of others, declared once for all languages.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::commentary::Commentary;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Stage, suggest};
use crate::expression::Quotation;
use crate::lang::{Lang, PerLanguage};
use crate::schema::files::quotations::QUOTATION;
use crate::source::{Folder, Node, NodePlace, Yaml};
use crate::survey::{SourceId, Survey};

/// A quotation with the place of its declaration.
#[derive(Clone, Debug)]
pub struct Declared {
    /// Unique.
    pub id: String,
    /// What is quoted.
    pub quotation: Quotation,
    /// Who said it, where the source quotes somebody else.
    pub speaker: Option<PerLanguage<String>>,
    /// The language of the words.
    pub language: Lang,
    /// Where it stands.
    pub declared_at: NodePlace,
}

/// Reads `quotations.yaml`; a report may have none.
pub fn read(content: &Folder, survey: &Survey, d: &Diagnostics) -> Checked<Vec<Declared>> {
    let Some(file) = content.text("quotations.yaml", d) else {
        return Ok(Vec::new());
    };
    let yaml = Yaml::parse(&file?, content.languages, d)?;
    let mut seen: HashMap<String, NodePlace> = HashMap::new();
    Node::root(&yaml).list(d, |n| {
        let declared = read_one(n, survey, d)?;
        match seen.insert(declared.id.clone(), declared.declared_at.clone()) {
            None => Ok(declared),
            Some(first) => Err(d.report(
                Diagnostic::error(format!("there are two quotations `{}`", declared.id))
                    .at(n.place())
                    .related(first.place(), "first here"),
            )),
        }
    })
}

fn read_one(node: &Node<'_>, survey: &Survey, d: &Diagnostics) -> Checked<Declared> {
    let mut fields = node.fields(d, &QUOTATION)?;
    let id = fields.required("id", d, |n| n.id(d));
    let source = fields.required("source", d, |n| source_of(n, survey, d));
    let place = fields.required("place", d, |n| n.texts(d));
    let speaker = fields.optional("speaker", |n| n.texts(d));
    let known: Vec<(&str, Lang)> = node.languages().iter().map(|l| (l.key(), l)).collect();
    let language = fields.optional("language", |n| n.choice(d, &known));
    let text = fields.required("text", d, |n| n.texts(d));
    fields.finish(d);
    Ok(Declared {
        id: id?,
        quotation: Quotation {
            source: source?,
            place: place?,
            text: text?,
        },
        speaker: speaker?,
        language: language?.unwrap_or(node.languages().first()),
        declared_at: node.node_place(),
    })
}

/// The source that a node names.
pub(super) fn source_of(node: &Node<'_>, survey: &Survey, d: &Diagnostics) -> Checked<SourceId> {
    let id = node.id(d)?;
    survey.source(&id).ok_or_else(|| {
        node.error_of_survey(
            d,
            format!("unknown source `{id}`"),
            suggest(&id, survey.sources.iter().map(|s| s.id.as_str())),
        )
    })
}

/// Those that no text quotes.
pub fn unused(declared: &[Declared], texts: &[PerLanguage<Commentary>]) -> Vec<Diagnostic> {
    let sections = texts
        .iter()
        .flat_map(|text| text.iter())
        .flat_map(|(_, t)| &t.sections);
    let calls: BTreeSet<&str> = sections
        .flat_map(|section| &section.values)
        .map(|(print, _)| print.as_str())
        .collect();
    let is_unused = |one: &&Declared| {
        let call = format!("quote(id=\"{}\")", one.id);
        let plain = format!("quote(id={})", one.id);
        !calls
            .iter()
            .any(|made| made.contains(&call) || made.contains(&plain))
    };
    let unused = declared.iter().filter(is_unused);
    unused
        .map(|one| {
            Diagnostic::warning(format!("the quotation `{}` stands in no chapter", one.id))
                .at(one.declared_at.place())
                .follows(Stage::References, ["commentary/"])
                .hint(format!(
                    "quote it, `{{{{ quote(id=\"{}\") }}}}`, or remove it",
                    one.id
                ))
        })
        .collect()
}

/// For `quote(id=…)`.
pub fn by_id(declared: &[Declared]) -> BTreeMap<String, Quotation> {
    let all = declared.iter();
    all.map(|one| (one.id.clone(), one.quotation.clone()))
        .collect()
}
