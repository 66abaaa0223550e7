//! Chapters: pairs of Markdown files, side by side.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Config;
use super::wording::{Text, Wording, is_same};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place, SourceFile, Stage, nearest};
use crate::lang::{Lang, PerLanguage};
use crate::schema::files::chapter::RECORD;
use crate::source::{Folder, FrontMatter, Node, NodePlace};

/// By section: the hashes of the original and of the translation.
pub type Record = BTreeMap<String, (String, String)>;

/// One language's file of a chapter.
#[derive(Clone, Debug)]
pub struct ChapterFile {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Where the Markdown starts.
    pub body: usize,
    /// The title.
    pub title: String,
    /// For lists and search engines.
    pub description: String,
    /// A shorter title for navigation.
    pub short_title: String,
    /// Title, description and short title as written, with their expressions.
    written: [Text; 3],
    /// What text this one translates, section by section; on the translated side.
    pub record: Option<Record>,
    /// Where the record stands.
    pub record_at: Option<NodePlace>,
}

/// A chapter in every language.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// As addresses name it.
    pub slug: String,
    /// Its two files.
    pub files: PerLanguage<ChapterFile>,
}

impl Chapter {
    /// The texts of its front matter as written, by what each is.
    pub(super) fn front_matter(&self) -> Vec<(&'static str, PerLanguage<Text>)> {
        let written = |at: usize| self.files.map(|_, file| file.written[at].clone());
        let mut texts = vec![("title", written(0)), ("description", written(1))];
        if !is_same(&written(2), &texts[0].1) {
            texts.push(("short title", written(2)));
        }
        texts
    }

    /// Writes the expressions in its front matter out.
    pub fn bind(&mut self, wording: &mut Wording<'_>) {
        let written = |at: usize| self.files.map(|_, file| file.written[at].clone());
        let [title, description, short] = [written(0), written(1), written(2)];
        let mut plain = |name: &str, text: &PerLanguage<Text>| {
            wording.plain(&format!("{name} of the chapter `{}`", self.slug), text)
        };
        let bound_title = plain("title", &title);
        let bound_short = match is_same(&short, &title) {
            true => bound_title.clone(),
            false => plain("short title", &short),
        };
        let bound_description = plain("description", &description);
        for lang in self.files.languages().iter() {
            let file = &mut self.files[lang];
            file.title = bound_title[lang].clone();
            file.description = bound_description[lang].clone();
            file.short_title = bound_short[lang].clone();
        }
    }
}

/// The files of chapters.
struct Found<'f> {
    /// The languages of each chapter.
    by_slug: BTreeMap<&'f str, BTreeSet<&'f str>>,
    /// Those whose file has a name of no language: it may be the one that is missing.
    misnamed: BTreeSet<&'f str>,
}

impl<'f> Found<'f> {
    fn of(content: &'f Folder, files: &dyn Fn(&str, &str) -> String, d: &Diagnostics) -> Found<'f> {
        let languages = content.languages;
        let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut misnamed: BTreeSet<&str> = BTreeSet::new();
        for name in content.names_in("commentary") {
            let file_name = name.rsplit('/').next().unwrap_or(name);
            let Some(stem) = file_name.strip_suffix(".md") else {
                continue;
            };
            let known = stem
                .rsplit_once('.')
                .filter(|(_, key)| languages.get(key).is_some());
            match known {
                Some((slug, key)) => {
                    found.entry(slug).or_default().insert(key);
                }
                None => {
                    let slug = stem.split('.').next().unwrap_or(stem);
                    misnamed.insert(slug);
                    d.push(
                        Diagnostic::error(format!(
                            "the name of `{}` does not say its language",
                            content.display(name)
                        ))
                        .about(content.display(name))
                        .hint(format!("name it {}", files(slug, " or "))),
                    );
                }
            }
        }
        Found {
            by_slug: found,
            misnamed,
        }
    }
}

/// Reads the chapters in the order of the settings. A file without its pair, a chapter that is not
/// listed, and one that is listed but not there, are errors.
pub fn read_all(content: &Folder, config: &Config, d: &Diagnostics) -> Vec<Chapter> {
    let languages = content.languages;
    let files = |slug: &str, between: &str| {
        let names: Vec<String> = languages
            .keys()
            .map(|k| format!("`{slug}.{k}.md`"))
            .collect();
        names.join(between)
    };
    let Found {
        by_slug: found,
        misnamed,
    } = Found::of(content, &files, d);
    let mut seen: BTreeMap<String, &NodePlace> = BTreeMap::new();
    let mut chapters = Vec::new();
    // Files whose name in the list is misspelt are not left out of it as well.
    let mut meant: BTreeSet<&str> = BTreeSet::new();
    let listed: BTreeSet<&str> = config.chapters.iter().map(|(s, _)| s.as_str()).collect();
    for (slug, declared_at) in &config.chapters {
        // Addresses are in lower case.
        if let Some(first) = seen.insert(slug.to_lowercase(), declared_at) {
            d.push(
                Diagnostic::error(format!(
                    "two pages have one address: chapter `{slug}` is listed twice"
                ))
                .at(declared_at.place())
                .related(first.place(), "first here"),
            );
            continue;
        }
        let is_misnamed = misnamed.contains(slug.as_str());
        if !found.contains_key(slug.as_str()) {
            if is_misnamed {
                continue;
            }
            let unlisted = || found.keys().copied().filter(|file| !listed.contains(file));
            let near = nearest(slug, unlisted());
            meant.extend(near);
            let hint = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("add {}", files(&format!("commentary/{slug}"), " and ")),
            };
            d.push(
                Diagnostic::error(format!("there is no chapter `{slug}`"))
                    .at(declared_at.place())
                    .hint(hint),
            );
            continue;
        }
        let files = PerLanguage::try_from_fn(languages, |lang| {
            let is_there = found
                .get(slug.as_str())
                .is_some_and(|f| f.contains(lang.key()));
            match d.reported() {
                Some(told) if is_misnamed && !is_there => Err(told),
                _ => read_one(content, slug, declared_at, lang, d),
            }
        });
        if let Ok(files) = files {
            chapters.push(Chapter {
                slug: slug.clone(),
                files,
            });
        }
    }
    report_unlisted(
        content,
        &found,
        |slug| seen.contains_key(&slug.to_lowercase()) || meant.contains(slug),
        d,
    );
    chapters
}

/// Reports files of chapters that the settings do not list.
fn report_unlisted(
    content: &Folder,
    found: &BTreeMap<&str, BTreeSet<&str>>,
    listed: impl Fn(&str) -> bool,
    d: &Diagnostics,
) {
    for (slug, keys) in found.iter().filter(|(slug, _)| !listed(slug)) {
        let key = keys.iter().next().copied().unwrap_or_default();
        let name = format!("commentary/{slug}.{key}.md");
        let unlisted = Diagnostic::error(format!(
            "`{}` is not listed under `chapters` in report.yaml",
            content.display(&name)
        ));
        let unlisted = match content.text(&name, d) {
            Some(Ok(file)) => unlisted.at(Place::new(&file, 0..0)),
            _ => unlisted,
        };
        d.push(
            unlisted
                .follows(Stage::References, ["report.yaml"])
                .hint(format!("add `- {slug}` there, or remove the file")),
        );
    }
}

fn read_one(
    content: &Folder,
    slug: &str,
    declared_at: &NodePlace,
    lang: Lang,
    d: &Diagnostics,
) -> Checked<ChapterFile> {
    let name = format!("commentary/{slug}.{lang}.md");
    let file = content.text(&name, d).unwrap_or_else(|| {
        Err(d.report(
            Diagnostic::error(format!(
                "the chapter `{slug}` has no text in {} (`{lang}`)",
                lang.endonym()
            ))
            .at(declared_at.place())
            .hint(format!("add `{}`", content.display(&name))),
        ))
    })?;
    let front = FrontMatter::split(&file, content.languages, d)?;
    let mut fields = Node::root(&front.yaml).fields(d, &RECORD)?;
    let title = fields.required("title", d, |n| Text::read(n, d));
    let description = fields.required("description", d, |n| Text::read(n, d));
    let short_title = match fields.get("short-title") {
        Some(n) => Text::read(&n, d),
        None => title.clone(),
    };
    let record_node = fields.get("translates");
    let record = record_node.as_ref().map(|n| read_record(n, d)).transpose();
    fields.finish(d);
    let written = [title?, description?, short_title?];
    let [title, description, short_title] = written.clone().map(|text| text.text);
    Ok(ChapterFile {
        file,
        body: front.body,
        title,
        description,
        short_title,
        written,
        record: record.unwrap_or_default(),
        record_at: record_node.map(|n| n.node_place()),
    })
}

fn read_record(node: &Node<'_>, d: &Diagnostics) -> Checked<Record> {
    let mut record = Record::new();
    for entry in node.entries(d)? {
        let text = entry.value.text(d)?;
        let (original, own) = text.split_once('/').ok_or_else(|| {
            entry.value.error_hint(
                d,
                "this is not a record of a translation",
                Some("let the command `renew` write it".to_owned()),
            )
        })?;
        record.insert(entry.key.to_owned(), (original.to_owned(), own.to_owned()));
    }
    Ok(record)
}
