//! The files of a new report.

use super::text::{fill, for_authors, prose, yaml};
use super::tongue::{Takes, Tongues, takes};
use super::{File, MARK};
use crate::assets;
use crate::words;

/// Whose report it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Members {
    /// Eight towns that are made up.
    Example,
    /// The members of the United Nations.
    UnitedNations,
}

/// What can be chosen of a new report.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Its languages.
    pub tongues: Tongues,
    /// Its members.
    pub members: Members,
}

/// The files of a new report, each with its path inside the folder of the report.
pub fn report(choice: &Choice) -> Vec<File> {
    let starter = assets::starter();
    let kind = match choice.members {
        Members::Example => "example/",
        Members::UnitedNations => "un/",
    };
    let text = |name: &str| {
        let bytes = starter.bytes(name);
        bytes.map_or_else(String::new, |b| String::from_utf8_lossy(b).into_owned())
    };
    let listed = choice.tongues.listed();
    let given = text(&format!("{kind}values.yaml"));
    let mut values: Vec<(&str, String)> = given
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name, value.to_owned()))
        .collect();
    values.push(("languages", listed));
    let mut files = Vec::new();
    for name in starter.names() {
        let Some(path) = ["report/", kind].iter().find_map(|f| name.strip_prefix(f)) else {
            continue;
        };
        if path == "values.yaml" {
            continue;
        }
        let filled = fill(&text(name), &values);
        files.extend(written(path, &filled, choice.tongues));
    }
    files.extend(words_of(choice.tongues));
    files
}

/// A starting file as the report has it: Markdown of chapters in every language.
fn written(path: &str, text: &str, tongues: Tongues) -> Vec<File> {
    if let Some(stem) = path.strip_suffix(".md").filter(|_| path.contains('/')) {
        let one = |lang| File::new(format!("{stem}.{lang}.md"), prose(text, lang));
        return tongues.iter().map(one).collect();
    }
    match path {
        "gitignore" => vec![File::new(".gitignore", text)],
        _ if path.ends_with(".yaml") => vec![File::new(path, yaml(text, tongues))],
        _ => vec![File::new(path, for_authors(text, tongues.first()))],
    }
}

/// The words of the pages in each language that is not built in: in English, to be translated.
fn words_of(tongues: Tongues) -> Vec<File> {
    let templates = assets::templates();
    let one = |lang| {
        let sheet = words::begun(lang, &templates, MARK);
        File::new(format!("content/strings/{lang}.yaml"), sheet)
    };
    let marked = tongues.iter().filter(|lang| takes(*lang) == Takes::Marked);
    marked.map(one).collect()
}
