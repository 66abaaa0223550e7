//! From files to a checked report.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use super::parsed::{Parsed, bind_words};
use super::{Inputs, Report};
use crate::assets;
use crate::commentary::{self, Commentary, Setting, Statements};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place};
use crate::expression::Engine;
use crate::index::Indices;
use crate::lang::{Lang, PerLanguage};
use crate::page::{self, Addresses};
use crate::report::charts::examples::Example;
use crate::report::charts::{self, Declaration, Subject};
use crate::report::numbering::Numbering;
use crate::report::wording::{Found, Wording};
use crate::report::{
    Chapter, Config, Figure, claims, exceptions, freshness, languages, parity, quotations, record,
    unwritten,
};
use crate::source::known::{self, Known};
use crate::source::{Folder, Overlay};
use crate::survey::MemberId;
use crate::timings::{stage, timed};

/// Reads, computes and checks a report.
///
/// # Errors
/// Where too little could be read to go on.
pub fn read(inputs: &Inputs, d: &Diagnostics) -> Checked<Report> {
    let _whole = stage("read");
    let (content, templates, assets) = timed("files", || Files::read(inputs, d))?.parts();
    let mut parsed = Parsed::read(&content, &templates, inputs, d)?;
    let focus = parsed.config.focus_member(&parsed.survey, d);
    parsed.config.check_written_for(&parsed.survey, d);
    let indices = Arc::new(timed("indices", || Indices::compute(&parsed.survey)));
    let (replication, exceptions) = exceptions::look(&indices, d);
    let engine = parsed.engine(&content, &indices);
    let own_words = Arc::clone(&engine.knowledge().words);
    let (engine, of_words) = timed("words", || bind_words(engine, d));
    let mut wording = Wording::new(&engine, d);
    parsed.bind(&mut wording);
    let Parsed {
        config,
        chapters,
        survey,
        tests,
        quotations,
        changes,
        declarations,
        ..
    } = parsed;
    let listed = config.slugs();
    let addresses = Addresses::new(page::kinds(), &config.routes, listed, d);
    let texts: Vec<PerLanguage<Commentary>> = timed("chapters", || {
        let render = |chapter| render_chapter(chapter, &engine, &addresses, config.raw_html, d);
        chapters.par_iter().map(render).collect()
    });
    let broken = check_anchors(&chapters, &texts, d);
    compare_pairs(&config, &chapters, &texts, &broken, d);
    let (mut figures, by_subject) = resolve_figures(&declarations, &engine, &templates, d);
    let examples = of_kinds(inputs.manual, &templates, &engine, focus);
    figures.extend(resolve_examples(&examples, &engine));
    let _at = stage("claims and warnings");
    let numbering = Numbering::checked(&texts, &figures, d);
    let named = sections(&config, &chapters, &texts);
    let claims = claims::verify(&tests, &mut wording, &named, d);
    let (others, loose) = found(wording.found(), of_words, &declarations);
    let looked_at = freshness::Texts {
        config: &config,
        chapters: &chapters,
        commentary: &texts,
        declarations: &declarations,
        figures: &figures,
        words: &own_words,
        survey: &survey,
    };
    let warnings = [
        freshness::stale(&looked_at),
        quotations::unused(&quotations, &texts),
        claims::idle(&claims),
    ];
    Ok(Report {
        changes,
        folder: folder_name(&inputs.content),
        claims,
        replication,
        exceptions,
        figures,
        numbering,
        loose,
        statements: statements(&texts, &declarations, &others, &engine),
        declarations,
        examples,
        by_subject,
        manual: inputs.manual,
        pictures: inputs.pictures.clone().filter(|_| config.share_pictures),
        stale: stale(&config, &chapters, &texts),
        warnings: warnings.concat(),
        config,
        indices,
        engine,
        chapters,
        texts,
        addresses,
        content,
        templates,
        assets,
    })
}

/// All files that are read.
pub(super) struct Files {
    pub(super) content: Folder,
    pub(super) templates: Overlay,
    assets: Overlay,
}

impl Files {
    fn parts(self) -> (Folder, Overlay, Overlay) {
        (self.content, self.templates, self.assets)
    }

    pub(super) fn read(inputs: &Inputs, d: &Diagnostics) -> Checked<Files> {
        let mut content = Folder::read(&inputs.content, &known::CONTENT, d);
        if let Some(told) = content.refused() {
            return Err(told);
        }
        if content.names().next().is_none() {
            return Err(d.reported().unwrap_or_else(|| {
                d.report(
                    Diagnostic::error(format!(
                        "the folder `{}` is empty",
                        inputs.content.display()
                    ))
                    .hint("a report starts with report.yaml"),
                )
            }));
        }
        content.languages = languages::read(&content, d)?;
        d.extend(unwritten::find(&content));
        let layer = |own: &Option<PathBuf>, shipped: Folder, known: &Known| {
            let own = own.as_ref().map(|folder| Folder::read(folder, known, d));
            match own.as_ref().and_then(Folder::refused) {
                Some(told) => Err(told),
                None => Ok(Overlay::new(std::iter::once(shipped).chain(own).collect())),
            }
        };
        for (what, own, shipped) in [
            ("templates", &inputs.templates, assets::templates()),
            ("assets", &inputs.assets, assets::assets()),
        ] {
            let own = own.iter();
            d.extend(own.flat_map(|own| assets::ejected::outdated(what, &shipped, own)));
        }
        Ok(Files {
            content,
            templates: layer(&inputs.templates, assets::templates(), &known::TEMPLATES)?,
            assets: layer(&inputs.assets, assets::assets(), &known::ASSETS)?,
        })
    }
}

/// What was found in all texts but the chapters', and the numbers among it that nothing bound.
fn found(mut all: Found, of_words: Found, declarations: &[Declaration]) -> (Found, Vec<Place>) {
    all.extend(of_words);
    let mut loose = charts::texts::loose(declarations);
    loose.append(&mut all.loose);
    (all, loose)
}

/// Holds the languages of each chapter to each other.
fn compare_pairs(
    config: &Config,
    chapters: &[Chapter],
    texts: &[PerLanguage<Commentary>],
    broken: &BTreeSet<String>,
    d: &Diagnostics,
) {
    for (chapter, text) in chapters.iter().zip(texts) {
        parity::compare(text, config.original_of(&chapter.slug), broken, d);
    }
}

/// What a folder is called, which may be given as `.` too.
fn folder_name(content: &std::path::Path) -> String {
    let real = content.canonicalize();
    let real = real.as_deref().unwrap_or(content);
    let name = real
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| "content".to_owned())
}

/// An example or two of each kind of chart, where the manual asks for them.
fn of_kinds(
    manual: bool,
    templates: &Overlay,
    engine: &Engine,
    focus: Option<MemberId>,
) -> Vec<Example> {
    match manual {
        true => charts::examples::all(templates, engine.knowledge(), focus),
        false => Vec::new(),
    }
}

/// The examples of kinds of charts. What they cannot show of this report is no error of the author.
fn resolve_examples(examples: &[Example], engine: &Engine) -> Vec<Figure> {
    let one = |example: &Example| {
        let quiet = Diagnostics::new();
        let declaration = example.declaration.as_ref()?;
        let prepared = charts::prepare(declaration, engine, &quiet).ok()?;
        charts::resolve(&prepared, None, engine, &quiet)
            .unwrap_or_default()
            .filter(|_| !quiet.has_errors())
    };
    examples.iter().filter_map(one).collect()
}

/// The headings of the chapters that claims may name.
fn sections(
    config: &Config,
    chapters: &[Chapter],
    texts: &[PerLanguage<Commentary>],
) -> claims::Sections {
    let listed = config.chapters.iter().map(|(slug, _)| (slug.clone(), None));
    let mut sections: claims::Sections = listed.collect();
    sections.extend(chapters.iter().zip(texts).map(|(chapter, text)| {
        let anchors = &text[text.languages().first()].headings;
        let ids = anchors.iter().map(|h| h.id.clone()).collect();
        // What is wrong with a text that could not be rendered has been reported.
        let rendered = text.iter().all(|(_, text)| !text.sections.is_empty());
        (chapter.slug.clone(), rendered.then_some(ids))
    }));
    sections
}

/// What the sentences of all texts rest on.
fn statements(
    texts: &[PerLanguage<Commentary>],
    declarations: &[Declaration],
    others: &Found,
    engine: &Engine,
) -> PerLanguage<Statements> {
    let of_charts = charts::texts::statements(declarations, &engine.knowledge().words);
    of_charts.map(|lang, of_charts| {
        let mut all = Statements::default();
        for text in texts {
            all.extend(&text[lang].statements);
        }
        all.extend(of_charts);
        all.extend(&others.statements[lang]);
        all
    })
}

/// The sections whose translation is not up to date.
fn stale(
    config: &Config,
    chapters: &[Chapter],
    texts: &[PerLanguage<Commentary>],
) -> Vec<Diagnostic> {
    let texts = chapters.iter().zip(texts);
    texts
        .flat_map(|(chapter, text)| {
            let original = config.original_of(&chapter.slug);
            let stale = move |translated| record::stale(chapter, text, original, translated);
            original.others().flat_map(stale)
        })
        .collect()
}

type BySubject = BTreeMap<(Subject, String), Vec<String>>;

/// All charts, those of a page kind once for each page; and the names of those by page.
fn resolve_figures(
    declarations: &[Declaration],
    engine: &Engine,
    templates: &Overlay,
    d: &Diagnostics,
) -> (Vec<Figure>, BySubject) {
    let _at = stage("figures");
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
    add_defaults(
        declarations,
        engine,
        templates,
        (&mut figures, &mut by_subject),
    );
    (figures, by_subject)
}

/// The charts of pages for which the author declared none.
fn add_defaults(
    declarations: &[Declaration],
    engine: &Engine,
    templates: &Overlay,
    (figures, by_subject): (&mut Vec<Figure>, &mut BySubject),
) {
    let defaults = charts::defaults::all(templates, engine.knowledge(), declarations);
    let made: Vec<_> = defaults
        .par_iter()
        .map(|chart| (chart.subject, charts::defaults::figures(chart, engine)))
        .collect();
    for (subject, of_pages) in made {
        for (suffix, figure) in of_pages {
            let Some(subject) = subject else {
                continue;
            };
            let names = by_subject.entry((subject, suffix)).or_default();
            names.push(figure.name.clone());
            figures.push(figure);
        }
    }
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

/// Follows links to headings, of this chapter or another; gives those that lead to none.
fn check_anchors(
    chapters: &[Chapter],
    texts: &[PerLanguage<Commentary>],
    d: &Diagnostics,
) -> BTreeSet<String> {
    let mut broken = BTreeSet::new();
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
                    broken.insert(written.clone());
                    d.push(
                        Diagnostic::error(format!(
                            "the chapter `{slug}` has no heading `#{anchor}`"
                        ))
                        .at(place.clone())
                        .follows_differences([format!("commentary/{slug}.")])
                        .maybe_hint(crate::diagnostic::suggest(anchor, headings.iter().copied())),
                    );
                }
            }
        }
    }
    broken
}
