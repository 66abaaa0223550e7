//! An example of each kind of chart, drawn from whatever the report is about: the files in
//! `templates/gallery/`, in which names such as `@member` stand for things of the survey. What an
//! example says, and how its kind is called, stands before it in the same file.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::read::read_text;
use super::spec::Declaration;
use crate::diagnostic::{Diagnostics, SourceFile};
use crate::expression::Knowledge;
use crate::index::Indices;
use crate::lang::Languages;
use crate::report::unwritten::MARK;
use crate::source::node::Entry;
use crate::source::{Node, Overlay, Yaml};
use crate::survey::{AreaKind, ComponentId, MemberId, Survey};
use crate::words::{Words, split_example};

/// The folder of the examples, among the templates.
const FOLDER: &str = "gallery/";

/// An example as an author would write it for this report.
#[derive(Clone, Debug)]
pub struct Example {
    /// The file's name without its ending.
    pub id: String,
    /// The YAML, with this report's own ids.
    pub yaml: String,
    /// The same to begin a chart with: texts that nobody has translated yet say so.
    pub to_fill: String,
    /// `None` where the report has not the data for it.
    pub declaration: Option<Declaration>,
}

/// All examples, in the order of their names.
pub fn all(templates: &Overlay, knowledge: &Knowledge, focus: Option<MemberId>) -> Vec<Example> {
    let mut names: Vec<&str> = templates
        .names()
        .into_iter()
        .filter(|n| n.starts_with(FOLDER) && n.ends_with(".yaml"))
        .collect();
    names.sort_unstable();
    let stand_ins = stand_ins(&knowledge.indices, focus);
    names
        .into_iter()
        .filter_map(|name| {
            let id = name.strip_prefix(FOLDER)?.strip_suffix(".yaml")?;
            let example = made(
                templates,
                name,
                &format!("example-{id}"),
                knowledge,
                &stand_ins,
            )?;
            Some(Example {
                id: id.to_owned(),
                ..example
            })
        })
        .collect()
}

/// A name that stands for a thing of the survey, and the thing.
pub(super) type StandIn = (&'static str, String);

/// A file of the templates as an author would write it for this report. What it cannot show, for
/// want of data, is no error of the author.
pub(super) fn made(
    templates: &Overlay,
    name: &str,
    id: &str,
    knowledge: &Knowledge,
    stand_ins: &[StandIn],
) -> Option<Example> {
    let quiet = Diagnostics::new();
    let file = templates.text(name, &quiet)?.ok()?;
    let (head, own) = split_example(&file.text).unwrap_or(("", &file.text));
    let yaml = fill(&in_languages(own, &knowledge.words, None), stand_ins);
    let english = english(head);
    let to_fill = fill(
        &in_languages(own, &knowledge.words, Some(&english)),
        stand_ins,
    );
    let source = Arc::new(SourceFile {
        path: file.path.clone(),
        text: yaml.clone(),
    });
    let declaration = read_text(id, &source, knowledge.indices.survey(), &quiet)
        .ok()
        .filter(|_| !quiet.has_errors());
    Some(Example {
        id: id.to_owned(),
        yaml,
        to_fill,
        declaration,
    })
}

/// The English words before an example, which other languages have until they have their own.
fn english(head: &str) -> BTreeMap<String, String> {
    let quiet = Diagnostics::new();
    let source = Arc::new(SourceFile {
        path: String::new(),
        text: head.to_owned(),
    });
    let languages = Yaml::parse(&source, Languages::built_in(), &quiet);
    let words = languages.and_then(|yaml| {
        let own = Node::root(&yaml).entries(&quiet)?;
        let english = own.into_iter().find(|entry| entry.key == "en");
        let words = english.map_or_else(|| Ok(Vec::new()), |entry| entry.value.entries(&quiet))?;
        let text = |word: Entry<'_>| Some((word.key.to_owned(), word.value.text(&quiet).ok()?));
        Ok(words.into_iter().filter_map(text).collect())
    });
    words.unwrap_or_default()
}

/// Puts the words of the report's languages where `@words(key)` stands for them, and the same text
/// in each where `@each(text)` does: as an author writes it, who need not name a language where
/// there is only one.
///
/// With `english` given, a text that another language has in these words is marked as unwritten.
fn in_languages(text: &str, words: &Words, english: Option<&BTreeMap<String, String>>) -> String {
    let languages = words.languages();
    let one = |line: &str| -> Option<String> {
        let (before, rest) = line.split_once(": @")?;
        let (inside, after) = match rest.strip_prefix("each(") {
            // An expression holds brackets of its own.
            Some(rest) => rest
                .split_once("}})")
                .map(|(text, after)| (format!("{text}}}}}"), after))?,
            None => {
                let (key, after) = rest.strip_prefix("words(")?.split_once(')')?;
                (key.to_owned(), after)
            }
        };
        let same = rest.starts_with("each(");
        let texts = languages.iter().map(|lang| {
            let text = if same {
                inside.clone()
            } else {
                let text = words.get(lang, &inside);
                let own = lang.locale().id.language.as_str() == "en";
                let borrowed = english.is_some_and(|all| all.get(&inside) == Some(&text));
                match borrowed && !own {
                    true => format!("{MARK} {text}"),
                    false => text,
                }
            };
            (lang, scalar(&text, !after.is_empty()))
        });
        let texts: Vec<_> = texts.collect();
        Some(match texts.as_slice() {
            [(_, text)] => format!("{before}: {text}{after}"),
            _ if !after.is_empty() => {
                let all: Vec<String> = texts
                    .iter()
                    .map(|(l, text)| format!("{l}: {text}"))
                    .collect();
                format!("{before}: {{{}}}{after}", all.join(", "))
            }
            _ => {
                let all = texts.iter().map(|(l, text)| format!("\n  {l}: {text}"));
                format!("{before}:{}", all.collect::<String>())
            }
        })
    };
    let lines = text
        .lines()
        .map(|line| one(line).unwrap_or_else(|| line.to_owned()) + "\n");
    lines.collect()
}

/// A text as YAML has it, in quotation marks where it needs them.
fn scalar(text: &str, within_braces: bool) -> String {
    let special = ["@", ": ", "{{", " #"]
        .iter()
        .any(|mark| text.contains(mark));
    let starts = text.starts_with([
        '\'', '"', '[', '{', '&', '*', '!', '|', '>', '%', '`', '-', '?', '#',
    ]);
    let parts = within_braces && text.contains([',', '[', ']', '{', '}']);
    if special || starts || parts || text.ends_with(':') {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        text.to_owned()
    }
}

/// Puts the things of this survey in place of the names that stand for them, the longest first.
fn fill(text: &str, stand_ins: &[StandIn]) -> String {
    let mut sorted: Vec<_> = stand_ins.iter().collect();
    sorted.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    sorted
        .into_iter()
        .fold(text.to_owned(), |text, (name, with)| {
            text.replace(&format!("@{name}"), with)
        })
}

pub(super) fn stand_ins(indices: &Indices, focus: Option<MemberId>) -> Vec<StandIn> {
    let survey: &Survey = indices.survey();
    let latest = survey.latest();
    let index = ComponentId::INDEX;
    let ranking = indices.ranking(latest, index, None);
    let code = |m: MemberId| survey.members[m.0].code.clone();
    let leader = ranking.first().map(|(m, _)| *m);
    let member = focus
        .or_else(|| ranking.get(ranking.len() / 2).map(|(m, _)| *m))
        .or_else(|| survey.member_ids().next());
    let mut found = vec![
        ("latest", survey.editions[latest.0].year.to_string()),
        ("first", survey.editions[0].year.to_string()),
        ("index", survey.methodology.components[index.0].id.clone()),
    ];
    if let Some(previous) = latest.0.checked_sub(1) {
        found.push(("previous", survey.editions[previous].year.to_string()));
    }
    if let Some(member) = member {
        found.push(("member", code(member)));
        let region = survey.members[member.0]
            .areas
            .iter()
            .map(|a| &survey.areas[a.0])
            .find(|a| a.kind == AreaKind::Region);
        found.extend(region.map(|r| ("region", r.id.clone())));
        let mut few: Vec<MemberId> = ranking.iter().map(|(m, _)| *m).collect();
        few.retain(|m| *m != member);
        few.truncate(5);
        few.push(member);
        let codes: Vec<String> = few.into_iter().map(code).collect();
        found.push(("leaders", format!("[{}]", codes.join(", "))));
    }
    // The focus itself may lead: then the second stands beside it.
    let beside = ranking.iter().map(|(m, _)| *m).find(|m| Some(*m) != member);
    found.extend(beside.or(leader).map(|m| ("leader", code(m))));
    let ids: Vec<&str> = survey.methodology.components[index.0]
        .parts
        .iter()
        .map(|c| survey.methodology.components[c.0].id.as_str())
        .collect();
    if let Some(first) = ids.first() {
        found.push(("component", (*first).to_owned()));
        found.push(("parts", format!("[{}]", ids.join(", "))));
    }
    let source = survey.editions[latest.0].source;
    found.push(("source", survey.sources[source.0].id.clone()));
    found
}
