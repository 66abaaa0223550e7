//! The languages of `report.yaml`, which all other files are read by.

use std::collections::BTreeMap;

use icu::locale::{Locale, LocaleCanonicalizer};

use crate::citation;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, nearest, suggest};
use crate::lang::{self, Languages, Setting};
use crate::schema::files::report::{LANGUAGE, RECORD};
use crate::source::node::{Entry, is_id};
use crate::source::{Folder, Node, Tree, Yaml};

/// What no language can be called in addresses, because something else stands there.
const TAKEN: [&str; 1] = ["assets"];

/// The languages that the report lists; those that are built in where it lists none. What else is
/// wrong with the file is for its reader to say.
///
/// # Errors
/// If the file does not tell them, since then no other file can be read as it was meant.
pub fn read(content: &Folder, d: &Diagnostics) -> Checked<Languages> {
    let built_in = Languages::built_in();
    let file = content.need_text("report.yaml", d)?;
    let yaml = Yaml::parse(&file, built_in, d)?;
    let entries = Node::root(&yaml).entries(d)?;
    let listed = entries.iter().find(|entry| entry.key == LANGUAGES);
    match listed {
        Some(entry) if *entry.value.tree() != Tree::Null => {
            read_list(&entry.value, d).map(Languages::of)
        }
        Some(_) => Ok(built_in),
        None => misspelt(&entries, d).map(|()| built_in),
    }
}

/// The key that lists them.
const LANGUAGES: &str = "languages";

/// Reports a key that nobody knows and that may be meant to list the languages.
fn misspelt(entries: &[Entry<'_>], d: &Diagnostics) -> Checked<()> {
    let known = || RECORD.keys.iter().map(|key| key.name);
    let unknown = entries
        .iter()
        .filter(|entry| RECORD.key(entry.key).is_none());
    for entry in unknown {
        if nearest(entry.key, known()) == Some(LANGUAGES) {
            return Err(d.report(
                Diagnostic::error(format!("report.yaml has no key `{}`", entry.key))
                    .at(entry.key_at.place())
                    .hint(format!("did you mean `{LANGUAGES}`?")),
            ));
        }
    }
    Ok(())
}

/// A language as listed: its address may follow from those of the others.
struct Listed<'n> {
    node: Node<'n>,
    setting: Setting,
    segment: Option<(String, Node<'n>)>,
}

fn read_list(node: &Node<'_>, d: &Diagnostics) -> Checked<Vec<Setting>> {
    let listed = node.list(d, |n| read_one(n, d))?;
    if listed.is_empty() {
        return Err(node.error_hint(
            d,
            "a report has at least one language",
            Some("write its tag: `[en]`".to_owned()),
        ));
    }
    let mut ok = Ok(());
    for (i, one) in listed.iter().enumerate() {
        let tag = &one.setting.tag;
        if let Some(first) = listed[..i].iter().find(|l| l.setting.tag == *tag) {
            ok = Err(d.report(
                Diagnostic::error(format!("the language `{tag}` is listed twice"))
                    .at(one.node.place())
                    .related(first.node.place(), "first here")
                    .hint("remove one of the two"),
            ));
        }
        let Some((segment, node)) = &one.segment else {
            continue;
        };
        let same = |other: &&Listed<'_>| other.segment.as_ref().is_some_and(|s| s.0 == *segment);
        if let Some(first) = listed[..i].iter().find(same) {
            ok = Err(d.report(
                Diagnostic::error(format!("two languages have the segment `{segment}`"))
                    .at(node.place())
                    .related(first.node.place(), "first here")
                    .hint("give one of them another: addresses and files are told apart by it"),
            ));
        }
    }
    ok?;
    let mut taken: Vec<String> = listed
        .iter()
        .filter_map(|one| Some(one.segment.as_ref()?.0.clone()))
        .collect();
    let settings = listed.into_iter().map(|one| {
        let key = one.segment.map_or_else(
            || {
                let free = own_segment(&one.setting.tag, &taken);
                taken.push(free.clone());
                free
            },
            |(segment, _)| segment,
        );
        Setting { key, ..one.setting }
    });
    Ok(settings.collect())
}

/// The language's subtag; with as much of the rest of the tag as tells it from the others.
pub fn own_segment(tag: &Locale, taken: &[String]) -> String {
    let whole = tag.to_string().to_lowercase();
    let mut segment = String::new();
    for part in whole.split('-') {
        if !segment.is_empty() {
            segment.push('-');
        }
        segment.push_str(part);
        let free = !taken.contains(&segment) && !TAKEN.contains(&segment.as_str());
        if free {
            return segment;
        }
    }
    // Tags differ, but a segment of the author's own may be another's tag.
    (2..)
        .map(|n| format!("{whole}-{n}"))
        .find(|segment| !taken.contains(segment))
        .unwrap_or(whole)
}

fn read_one<'n>(node: &Node<'n>, d: &Diagnostics) -> Checked<Listed<'n>> {
    if !matches!(node.tree(), Tree::Map(_)) {
        let tag = read_tag(node, false, d)?;
        return Ok(Listed {
            node: node.clone(),
            setting: Setting::plain(tag, ""),
            segment: None,
        });
    }
    let mut fields = node.fields(d, &LANGUAGE)?;
    let name = fields.optional("name", |n| n.text(d));
    let named = !matches!(name, Ok(None));
    let tag = fields.required("tag", d, |n| read_tag(n, named, d));
    let segment = fields.optional("segment", |n| Ok((read_segment(n, d)?, n.clone())));
    let conventions = fields.optional("conventions", |n| read_tag(n, false, d));
    let citation_style = fields.optional("citation-style", |n| read_style(n, d));
    fields.finish(d);
    let tag = tag?;
    Ok(Listed {
        node: node.clone(),
        setting: Setting {
            conventions: conventions?.unwrap_or_else(|| tag.clone()),
            name: name?,
            citation_style: citation_style?,
            ..Setting::plain(tag, "")
        },
        segment: segment?,
    })
}

fn read_segment(node: &Node<'_>, d: &Diagnostics) -> Checked<String> {
    let text = node.text(d)?;
    if !is_id(&text) || text != text.to_lowercase() || TAKEN.contains(&text.as_str()) {
        return Err(node.error_hint(
            d,
            format!("`{text}` cannot be a part of an address"),
            Some("use letters a–z, digits and `-` only, as in `fr`".to_owned()),
        ));
    }
    Ok(text)
}

fn read_style(node: &Node<'_>, d: &Diagnostics) -> Checked<String> {
    let name = node.text(d)?;
    if citation::has_style(&name) {
        return Ok(name);
    }
    let known = citation::style_names();
    let few = "`apa`, `gb-7714-2015-numeric`, `chicago-author-date`, `iso-690-author-date`, `mla`";
    let hint = suggest(&name, known.iter().copied());
    Err(node.error_hint(
        d,
        format!("unknown style of citation `{name}`"),
        Some(match hint {
            Some(near) => format!("{near} Others are {few}"),
            None => format!("by their names in CSL, among {} others: {few}", known.len()),
        }),
    ))
}

/// A language by its tag.
///
/// # Errors
/// If it is none, or none that CLDR knows.
pub fn tag(text: &str) -> Result<Locale, String> {
    let tag = Locale::try_from_str(text).ok().map(|mut tag| {
        LocaleCanonicalizer::new_extended().canonicalize(&mut tag);
        tag
    });
    tag.filter(lang::is_known).ok_or_else(|| {
        format!("`{text}` is no language: write the key of one of the report, or a tag, as `fr`")
    })
}

/// A tag of BCP 47. A language that CLDR does not know must have been `named`.
fn read_tag(node: &Node<'_>, named: bool, d: &Diagnostics) -> Checked<Locale> {
    let text = node.text(d)?;
    let parsed = Locale::try_from_str(&text).ok().map(|mut tag| {
        LocaleCanonicalizer::new_extended().canonicalize(&mut tag);
        tag
    });
    match parsed {
        Some(tag) if tag.id.language.is_unknown() => Err(node.error_hint(
            d,
            format!("`{text}` names no language"),
            Some("start the tag with one, as in `en`".to_owned()),
        )),
        Some(tag) if named || lang::is_known(&tag) => Ok(tag),
        parsed => {
            let mut near: BTreeMap<String, String> = BTreeMap::new();
            for (tag, names) in lang::well_known() {
                near.extend(names.map(|name| (name.to_lowercase(), tag.clone())));
                near.insert(tag.to_lowercase(), tag);
            }
            let wanted = text.to_lowercase().replace('_', "-");
            let meant = near.get(&wanted).cloned().or_else(|| {
                let found = nearest(&wanted, near.keys().map(String::as_str))?;
                near.get(found).cloned()
            });
            let hint = match (meant, parsed) {
                (Some(tag), _) => format!("did you mean `{tag}`?"),
                (None, Some(_)) => {
                    format!("if it is one, say what it is called: {{tag: {text}, name: …}}")
                }
                (None, None) => {
                    "a tag of BCP 47 is a language, and a script or region if need be: \
                     `fr`, `zh-Hant`, `pt-BR`"
                        .to_owned()
                }
            };
            Err(node.error_hint(d, format!("`{text}` is no language"), Some(hint)))
        }
    }
}
