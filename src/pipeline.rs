//! The stages in order: the only file that knows them all.
//!
//! Files → survey and report → indices → checked report → pages → site tree. Each stage takes
//! owned values and gives owned values; what is wrong goes to one collection of diagnostics, and a
//! stage goes on with what it has, so that one run shows all errors. Nothing is written here.

mod build;
mod words;

pub use words::{WordsSheet, words_sheet};

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::assets;
use crate::commentary::{self, Commentary, Setting};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics};
use crate::expression::{Engine, Knowledge, Placing};
use crate::index::Indices;
use crate::index::replicate::Replication;
use crate::lang::{Lang, PerLanguage};
use crate::page::Addresses;
use crate::report::charts::examples::Example;
use crate::report::charts::{self, Declaration, Subject};
use crate::report::{
    Chapter, Config, Figure, Verified, chapters, claims, languages, parity, record,
};
use crate::site::SiteTree;
use crate::source::known::{self, Known};
use crate::source::{Folder, Overlay};
use crate::survey::Survey;
use crate::words::Words;

/// Where everything is.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The report.
    pub content: PathBuf,
    /// The report's own templates, laid over those of the program.
    pub templates: Option<PathBuf>,
    /// The report's own assets, laid over those of the program.
    pub assets: Option<PathBuf>,
    /// Overrides the address in the settings.
    pub base_url: Option<String>,
}

impl Inputs {
    /// The report in `content`; templates and assets beside it if they are there.
    pub fn beside(content: impl Into<PathBuf>) -> Inputs {
        let content = content.into();
        let beside = |name: &str| Some(beside(&content, name)).filter(|folder| folder.is_dir());
        Inputs {
            templates: beside("templates"),
            assets: beside("assets"),
            base_url: None,
            content,
        }
    }
}

/// The path of a folder beside the content, which may be given as `.` too.
pub fn beside(content: &Path, name: &str) -> PathBuf {
    let is_named = content
        .components()
        .next_back()
        .is_some_and(|last| matches!(last, Component::Normal(_)));
    let real = match is_named {
        true => None,
        false => content.canonicalize().ok(),
    };
    let content = real.as_deref().unwrap_or(content);
    content.parent().unwrap_or(content).join(name)
}

/// Told how the work goes on.
pub trait Progress: Sync {
    /// A stage begins, with so many steps.
    fn stage(&self, name: &str, steps: usize);
    /// A step is done.
    fn step(&self);
}

/// Says nothing.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &str, _: usize) {}
    fn step(&self) {}
}

/// What the author wrote, resolved, computed and checked.
pub struct Report {
    /// The settings.
    pub config: Config,
    /// Everything computed.
    pub indices: Arc<Indices>,
    /// Evaluates expressions.
    pub engine: Engine,
    /// The chapters in order.
    pub chapters: Vec<Chapter>,
    /// Their texts, rendered.
    pub texts: Vec<PerLanguage<Commentary>>,
    /// The claims, compared with the data.
    pub claims: Vec<Verified>,
    /// Computed against published.
    pub replication: Vec<Replication>,
    /// Sections whose translation is not up to date.
    pub stale: Vec<Diagnostic>,
    /// The charts with their pages' subjects.
    pub figures: Vec<Figure>,
    /// The charts as declared.
    pub declarations: Vec<Declaration>,
    /// Numbers in the texts of charts that no expression wrote.
    pub loose: Vec<crate::diagnostic::Place>,
    /// An example or two of each kind of chart, drawn from this report.
    pub examples: Vec<Example>,
    by_subject: BTreeMap<(Subject, String), Vec<String>>,
    addresses: Addresses,
    templates: Overlay,
    assets: Overlay,
}

/// A finished site.
#[derive(Debug)]
pub struct Site {
    /// All files.
    pub tree: SiteTree,
    /// How many charts were drawn.
    pub charts: usize,
}

/// Reads, computes and checks a report.
///
/// # Errors
/// Where too little could be read to go on.
pub fn read(places: &Inputs, d: &Diagnostics) -> Checked<Report> {
    let mut content = Folder::read(&places.content, &known::CONTENT, d);
    if let Some(told) = content.refused() {
        return Err(told);
    }
    if content.names().next().is_none() {
        return Err(d.reported().unwrap_or_else(|| {
            d.report(
                Diagnostic::error(format!(
                    "the folder `{}` is empty",
                    places.content.display()
                ))
                .hint("a report starts with report.yaml"),
            )
        }));
    }
    content.languages = languages::read(&content, d);
    let layer = |own: &Option<PathBuf>, shipped: Folder, known: &Known| {
        let own = own.as_ref().map(|folder| Folder::read(folder, known, d));
        match own.as_ref().and_then(Folder::refused) {
            Some(told) => Err(told),
            None => Ok(Overlay::new(std::iter::once(shipped).chain(own).collect())),
        }
    };
    let templates = layer(&places.templates, assets::templates(), &known::TEMPLATES)?;
    let asset_files = layer(&places.assets, assets::assets(), &known::ASSETS)?;
    let words = Words::read(&templates, &content, d);
    let config = Config::read(&content, d);
    let claim_list = claims::read(&content, d).unwrap_or_default();
    let chapters = config
        .as_ref()
        .map(|config| chapters::read_all(&content, config, d))
        .map_err(|told| *told);
    let survey = Survey::read(&content, d);
    let (mut config, survey, chapters) = (config?, Arc::new(survey?), chapters?);
    if let Some(url) = &places.base_url {
        match crate::web::Address::parse_base(url) {
            Ok(url) => config.base_url = url,
            Err(message) => d.push(Diagnostic::error(message)),
        }
    }
    config.focus_member(&survey, d);
    let indices = Arc::new(Indices::compute(&survey));
    let declarations = charts::read_all(&content, &survey, d);
    let knowledge = Arc::new(Knowledge {
        indices: Arc::clone(&indices),
        words: Arc::new(words),
        claims: claims::said(&claim_list),
        charts: chart_kinds(&content, &declarations),
    });
    let engine = Engine::new(knowledge);
    let addresses = Addresses::new(
        &config.routes,
        config
            .chapters
            .iter()
            .map(|(slug, _)| slug.clone())
            .collect(),
        d,
    );
    let texts: Vec<PerLanguage<Commentary>> = chapters
        .par_iter()
        .map(|chapter| render_chapter(chapter, &engine, &addresses, config.raw_html, d))
        .collect();
    for (chapter, text) in chapters.iter().zip(&texts) {
        parity::compare(text, config.original_of(&chapter.slug), d);
    }
    check_anchors(&chapters, &texts, d);
    let (mut figures, by_subject) = resolve_figures(&declarations, &engine, d);
    let focus = config.focus_member(&survey, &Diagnostics::new());
    let examples = charts::examples::all(&templates, engine.knowledge(), focus);
    figures.extend(examples.iter().filter_map(|example| {
        // What an example cannot show is no error of the author.
        let quiet = Diagnostics::new();
        let declaration = example.declaration.as_ref()?;
        let prepared = charts::prepare(declaration, &engine, &quiet).ok()?;
        charts::resolve(&prepared, None, &engine, &quiet)
            .unwrap_or_default()
            .filter(|_| !quiet.has_errors())
    }));
    let listed = config.chapters.iter().map(|(slug, _)| (slug.clone(), None));
    let mut sections: claims::Sections = listed.collect();
    sections.extend(chapters.iter().zip(&texts).map(|(chapter, text)| {
        let anchors = &text[text.languages().first()].headings;
        let ids = anchors.iter().map(|h| h.id.clone()).collect();
        // What is wrong with a text that could not be rendered has been reported.
        let rendered = text.iter().all(|(_, text)| !text.sections.is_empty());
        (chapter.slug.clone(), rendered.then_some(ids))
    }));
    let stale = chapters
        .iter()
        .zip(&texts)
        .flat_map(|(chapter, text)| {
            let original = config.original_of(&chapter.slug);
            let stale = move |translated| record::stale(chapter, text, original, translated);
            original.others().flat_map(stale)
        })
        .collect();
    Ok(Report {
        claims: claims::verify(&claim_list, &engine, &sections, d),
        replication: indices.replicate(),
        figures,
        loose: charts::texts::loose(&declarations),
        declarations,
        examples,
        by_subject,
        config,
        indices,
        engine,
        chapters,
        texts,
        stale,
        addresses,
        templates,
        assets: asset_files,
    })
}

/// The charts by id with where they stand, as far as their files could be read.
fn chart_kinds(
    content: &Folder,
    declarations: &[Declaration],
) -> BTreeMap<String, Option<Placing>> {
    let id = |name: &str| {
        Some(
            name.strip_prefix("charts/")?
                .strip_suffix(".yaml")?
                .to_owned(),
        )
    };
    let mut kinds: BTreeMap<String, Option<Placing>> = content
        .names_in("charts")
        .filter_map(|name| Some((id(name)?, None)))
        .collect();
    for declaration in declarations {
        kinds.insert(declaration.id.clone(), Some(declaration.kind.placing));
    }
    kinds
}

type BySubject = BTreeMap<(Subject, String), Vec<String>>;

/// All charts, those of a page kind once for each page; and the names of those by page.
fn resolve_figures(
    declarations: &[Declaration],
    engine: &Engine,
    d: &Diagnostics,
) -> (Vec<Figure>, BySubject) {
    let survey = engine.knowledge().indices.survey();
    let mut figures = Vec::new();
    let mut by_subject = BySubject::new();
    for declaration in declarations {
        let Ok(prepared) = charts::prepare(declaration, engine, d) else {
            continue;
        };
        let Some(subject) = declaration.subject else {
            // One that could not be made was reported.
            let figure = charts::resolve(&prepared, None, engine, d);
            figures.extend(figure.unwrap_or_default());
            continue;
        };
        let resolved: Vec<(String, Checked<Option<Figure>>)> = subject
            .all(survey)
            .into_par_iter()
            .map(|(suffix, variables)| {
                let figure = charts::resolve(&prepared, Some((&suffix, &variables)), engine, d);
                (suffix, figure)
            })
            .collect();
        for (suffix, figure) in resolved {
            let Ok(Some(figure)) = figure else {
                continue;
            };
            // A sparkline stands in the tables that list the pages, not on them.
            if !figure.is_sparkline() {
                by_subject
                    .entry((subject, suffix))
                    .or_default()
                    .push(figure.name.clone());
            }
            figures.push(figure);
        }
    }
    (figures, by_subject)
}

fn render_chapter(
    chapter: &Chapter,
    engine: &Engine,
    addresses: &Addresses,
    raw_html: bool,
    d: &Diagnostics,
) -> PerLanguage<Commentary> {
    let survey = engine.knowledge().indices.survey();
    chapter.files.map(|lang, file| {
        let route = addresses.chapter(lang, &chapter.slug);
        commentary::render(&Setting {
            file: &file.file,
            body: file.body,
            lang,
            engine,
            link: &|written| addresses.link(written, lang, &route, survey),
            raw_html,
            diagnostics: d,
        })
    })
}

/// Links to headings, of this chapter or another.
fn check_anchors(chapters: &[Chapter], texts: &[PerLanguage<Commentary>], d: &Diagnostics) {
    let mut anchors: BTreeMap<(&str, Lang), BTreeSet<&str>> = BTreeMap::new();
    for (chapter, text) in chapters.iter().zip(texts) {
        // What is wrong with a text that could not be rendered has been reported.
        for (lang, text) in text.iter().filter(|(_, t)| !t.sections.is_empty()) {
            let ids = text.headings.iter().map(|h| h.id.as_str());
            anchors.insert((&chapter.slug, lang), ids.collect());
        }
    }
    for (chapter, text) in chapters.iter().zip(texts) {
        for (lang, text) in text.iter() {
            for (written, place) in text.sections.iter().flat_map(|s| &s.links) {
                let Some((target, anchor)) = written.split_once('#') else {
                    continue;
                };
                let slug = match target.strip_prefix("chapter:") {
                    Some(slug) => slug,
                    None if target.is_empty() => &chapter.slug,
                    None => continue,
                };
                let Some(headings) = anchors.get(&(slug, lang)) else {
                    continue;
                };
                if !headings.contains(anchor) {
                    d.push(
                        Diagnostic::error(format!(
                            "the chapter `{slug}` has no heading `#{anchor}`"
                        ))
                        .at(place.clone())
                        .maybe_hint(crate::diagnostic::suggest(anchor, headings.iter().copied())),
                    );
                }
            }
        }
    }
}
