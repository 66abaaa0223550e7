//! New chapters, charts, editions, claims, indicators and sources of a report.

use std::fmt::Write as _;

use super::File;
use super::edit::{at_end, to_list_of};
use super::text::{fill, prose, yaml};
use super::tongue::Tongues;
use crate::assets;
use crate::lang::Lang;
use crate::report::charts::ChartKind;
use crate::survey::{Survey, Year};
use crate::words::Words;

fn thing(name: &str) -> String {
    let starter = assets::starter();
    let bytes = starter.bytes(&format!("things/{name}"));
    bytes.map_or_else(String::new, |b| String::from_utf8_lossy(b).into_owned())
}

/// Where a thing is to be put by hand.
fn no_place(path: &str, what: &str) -> String {
    format!(
        "`{path}` is written in a way that leaves no place for it: add {what} there yourself; \
         nothing was written"
    )
}

/// A chapter in every language, and its place after the others. `settings` is `report.yaml` as it is.
///
/// # Errors
/// If the settings leave no place for it.
pub fn chapter(slug: &str, tongues: Tongues, settings: &str) -> Result<Vec<File>, String> {
    let text = thing("chapter.md");
    let one = |lang: Lang| {
        let path = format!("commentary/{slug}.{lang}.md");
        File::new(path, prose(&text, lang))
    };
    let mut files: Vec<File> = tongues.iter().map(one).collect();
    let new = to_list_of(settings, "chapters", slug);
    let new = new.ok_or_else(|| no_place("report.yaml", &format!("`{slug}` under `chapters:`")))?;
    files.push(File::Changed {
        path: "report.yaml".to_owned(),
        old: settings.to_owned(),
        new,
    });
    Ok(files)
}

/// A chart of a kind. `example` is one that the report's data can fill.
pub fn chart(id: &str, kind: &ChartKind, example: &str, words: &Words, lang: Lang) -> File {
    let function = match kind.name {
        "sparkline" => "sparkline",
        _ => "chart",
    };
    let mut text = format!(
        "# {}: {}\n# {{{{ {function}(id=\"{id}\") }}}}\n",
        words.get(lang, &format!("kind-{}", kind.name)),
        words.get(lang, &format!("about-{}", kind.name)),
    );
    for key in kind.keys {
        let about = words.get(lang, &format!("key-{}", key.name));
        let _ = writeln!(text, "# {}: {about}", key.name);
    }
    text.push_str(example.trim_end());
    text.push('\n');
    File::new(format!("charts/{id}.yaml"), text)
}

/// An edition as the newest one has it, without its figures: a draft until they are filled in.
pub fn edition(year: Year, survey: &Survey, tongues: Tongues) -> File {
    let newest = &survey.editions[survey.latest().0];
    let components = &survey.methodology.components;
    let mut given: Vec<&str> = Vec::new();
    if newest.entries.iter().any(|entry| entry.rank.is_some()) {
        given.push("rank");
    }
    let has = |at: &usize| {
        newest
            .entries
            .iter()
            .any(|entry| entry.values[*at].is_some())
    };
    let used = (0..components.len()).filter(has);
    given.extend(used.map(|at| components[at].id.as_str()));
    let blank: Vec<String> = given.iter().map(|id| format!("{id}: ")).collect();
    let blank = blank.join(", ");
    let mut lines = String::new();
    for member in &survey.members {
        let code = &member.code;
        let line = match member.since {
            Some(since) if since > year => "assessed: false".to_owned(),
            // Without the blank at its end the last would be no key.
            _ => blank.clone(),
        };
        let _ = writeln!(lines, "  {code}: {{{line}}}");
    }
    let head = "# «Fill in the values; `{assessed: false}` is for a member that was not assessed. While `draft: true` stands here the edition is left out of the report: remove the line when all values are there.¦填入数值；未获评估的成员写 `{assessed: false}`。写着 `draft: true` 时，这一届不计入报告；数值填齐后删去这一行。»\n";
    let source = &survey.sources[newest.source.0].id;
    let text = format!("{head}draft: true\nyear: {year}\nsource: {source}\nmembers:\n");
    let path = format!("survey/editions/{year}.yaml");
    File::new(path, yaml(&text, tongues) + &lines)
}

/// Where a claim belongs.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'c> {
    /// Its id.
    pub id: &'c str,
    /// The chapter and heading where it is discussed.
    pub section: &'c str,
    /// Who says so.
    pub source: &'c str,
    /// How many members there are.
    pub members: usize,
}

/// A claim after the others. `claims` is the file as it is, if it is there.
///
/// # Errors
/// If the file leaves no place for it.
pub fn claim(claim: Claim<'_>, tongues: Tongues, claims: Option<&str>) -> Result<File, String> {
    let values = [
        ("id", claim.id.to_owned()),
        ("section", claim.section.to_owned()),
        ("source", claim.source.to_owned()),
        ("count", claim.members.to_string()),
    ];
    let entry = yaml(&fill(&thing("claim.yaml"), &values), tongues);
    added("claims.yaml", claims, &entry, "a claim")
}

/// A source after the others. `sources` is the file as it is.
///
/// # Errors
/// If the file leaves no place for it.
pub fn source(id: &str, tongues: Tongues, sources: Option<&str>) -> Result<File, String> {
    let values = [("id", id.to_owned())];
    let entry = yaml(&fill(&thing("source.yaml"), &values), tongues);
    added("survey/sources.yaml", sources, &entry, "a source")
}

/// An indicator without values.
pub fn indicator(id: &str, source: &str, tongues: Tongues) -> File {
    let values = [("id", id.to_owned()), ("source", source.to_owned())];
    let text = yaml(&fill(&thing("indicator.yaml"), &values), tongues);
    File::new(format!("survey/indicators/{id}.yaml"), text)
}

fn added(path: &str, old: Option<&str>, entry: &str, what: &str) -> Result<File, String> {
    let Some(old) = old else {
        return Ok(File::new(path, entry));
    };
    let new = at_end(old, entry).ok_or_else(|| no_place(path, what))?;
    Ok(File::Changed {
        path: path.to_owned(),
        old: old.to_owned(),
        new,
    })
}
