//! What went stale when an edition was added: titles and texts whose years end before the data that
//! they stand with, and places that name the edition for which the report was written as the newest.

mod years;

use std::ops::Range;
use std::sync::Arc;

use years::Years;

use super::wording::{Text, without_expressions};
use super::{Chapter, Config, Figure};
use crate::commentary::Commentary;
use crate::diagnostic::{Diagnostic, Place, SourceFile, Stage};
use crate::lang::{Lang, PerLanguage};
use crate::report::charts::Declaration;
use crate::survey::{Survey, Year};
use crate::words::Words;

/// What is looked at.
pub struct Texts<'t> {
    pub config: &'t Config,
    pub chapters: &'t [Chapter],
    pub commentary: &'t [PerLanguage<Commentary>],
    pub declarations: &'t [Declaration],
    pub figures: &'t [Figure],
    pub words: &'t Words,
    pub survey: &'t Survey,
}

/// A stretch of text that is read as one: a chart's file, a section, a title.
struct Stretch {
    /// What it is, for messages.
    what: String,
    file: Arc<SourceFile>,
    /// The years of editions in it.
    years: Vec<(Range<usize>, Year)>,
    /// Whether it names the latest edition as such.
    names_latest: bool,
    /// The newest that an expression of it, or a chart, reads by its year.
    read: Option<Year>,
    /// Numbers of editions in words: `eleven editions`.
    counts: Vec<(Range<usize>, usize)>,
}

impl Stretch {
    fn last_year(&self) -> Option<Year> {
        self.years.iter().map(|(_, year)| *year).max()
    }

    fn place(&self, at: &Range<usize>) -> Place {
        Place::new(&self.file, at.clone())
    }
}

/// Warnings on everything that the newest editions left behind.
pub fn stale(texts: &Texts<'_>) -> Vec<Diagnostic> {
    let latest = texts.survey.editions[texts.survey.latest().0].year;
    let mut found = titles(texts);
    let stretches = stretches(texts);
    // Without a word from the author the report was written for the newest edition that it reads by
    // its year; one that a text only mentions may be yet to come.
    let named = || stretches.iter().filter_map(|stretch| stretch.read).max();
    let written_for = texts.config.written_for.or_else(named);
    let Some(written_for) = written_for.filter(|year| *year < latest) else {
        return found;
    };
    let editions = texts.survey.editions.iter();
    let then = editions.filter(|e| e.year <= written_for).count();
    let now = texts.survey.editions.len();
    for stretch in &stretches {
        found.extend(pinned(stretch, written_for, latest));
        found.extend(skipping(stretch, written_for, texts.survey));
        for (at, _) in stretch.counts.iter().filter(|(_, count)| *count == then) {
            found.push(
                Diagnostic::warning(format!(
                    "{} counts the editions: there are {now}",
                    stretch.what
                ))
                .at(stretch.place(at))
                .follows(Stage::References, [""])
                .hint("let it be counted: `{{ editions() }}`"),
            );
        }
    }
    found
}

/// A stretch that names no later edition than the one for which it was written.
fn pinned(stretch: &Stretch, written_for: Year, latest: Year) -> Option<Diagnostic> {
    if stretch.last_year() != Some(written_for) {
        return None;
    }
    let at: Vec<&Range<usize>> = stretch
        .years
        .iter()
        .filter(|(_, year)| *year == written_for)
        .map(|(at, _)| at)
        .collect();
    let times = match at.len() {
        1 => String::new(),
        n => format!(" ({n} times)"),
    };
    Some(
        Diagnostic::warning(format!(
            "{} ends with {written_for}{times}, and the data run to {latest}",
            stretch.what
        ))
        .at(stretch.place(at.first()?))
        .follows(Stage::References, [""])
        .hint(format!(
            "write `edition=\"latest\"` where the latest is meant; when all is read again, say \
             `written-for: {latest}` in report.yaml"
        )),
    )
}

/// What to write instead of a year.
const LATEST: &str = "write `{{ name(edition=\"latest\") }}` for the year of the latest edition";

/// A stretch that ran through the edition for which it was written as the latest, and now skips it:
/// 2020, 2022 and the latest, which is no longer that of 2024.
fn skipping(stretch: &Stretch, written_for: Year, survey: &Survey) -> Option<Diagnostic> {
    let written = survey.edition(written_for)?.0;
    let before = survey.editions[written.checked_sub(1)?].year;
    if !stretch.names_latest || stretch.last_year() != Some(before) {
        return None;
    }
    let (at, _) = stretch.years.iter().rfind(|(_, year)| *year == before)?;
    let message = format!(
        "{} names {before} and the latest edition, and no longer that of {written_for} between them",
        stretch.what
    );
    let hint = format!("add {written_for} by its year where each edition is told");
    Some(
        Diagnostic::warning(message)
            .at(stretch.place(at))
            .follows(Stage::References, [""])
            .hint(hint),
    )
}

/// Titles whose years end before the data of their chart, and texts whose years end before theirs.
fn titles(texts: &Texts<'_>) -> Vec<Diagnostic> {
    let years = Years::of(texts.survey);
    let mut found = Vec::new();
    for declaration in texts.declarations.iter().filter(|d| d.subject.is_none()) {
        let figure = texts.figures.iter().find(|f| f.name == declaration.id);
        let Some(until) = figure.and_then(|f| f.until) else {
            continue;
        };
        for (_, title) in declaration.title.iter() {
            let prose = years.outside_expressions(&title.text);
            let last = prose.into_iter().max_by_key(|(_, year)| *year);
            // A bound year says itself how far the data run.
            let bound = title.text.contains("year(") || title.text.contains("name(edition");
            let Some((at, year)) = last.filter(|(_, year)| *year < until && !bound) else {
                continue;
            };
            let message = format!(
                "the title of the chart `{}` ends with {year}, and its data run to {until}",
                declaration.id
            );
            found.push(
                Diagnostic::warning(message)
                    .at(title.place(at))
                    .follows(Stage::References, [""])
                    .hint(LATEST),
            );
        }
    }
    found.extend(sentences(texts, &years));
    found
}

/// Spans of years in commentary that end before the editions that the expressions of their sentence
/// read.
fn sentences(texts: &Texts<'_>, years: &Years) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for text in texts.commentary {
        for (_, text) in text.iter() {
            for section in &text.sections {
                let file = &section.place.file;
                let Some(written) = file.text.get(section.source.clone()) else {
                    continue;
                };
                let start = section.source.start;
                for sentence in written_sentences(written) {
                    let whole = start + sentence.start..start + sentence.end;
                    let read = text
                        .reads
                        .iter()
                        .filter(|(at, _)| whole.contains(&at.start));
                    let Some(newest) = read.map(|(_, edition)| *edition).max() else {
                        continue;
                    };
                    let until = texts.survey.editions[newest.0].year;
                    let prose = years.outside_expressions(&written[sentence.clone()]);
                    for (at, year) in years.ends_of_spans(&written[sentence.clone()], &prose) {
                        if year < until {
                            found.push(ends_early(file, whole.start, &at, year, until));
                        }
                    }
                }
            }
        }
    }
    found
}

fn ends_early(
    file: &Arc<SourceFile>,
    start: usize,
    at: &Range<usize>,
    year: Year,
    until: Year,
) -> Diagnostic {
    let message = format!("these years end with {year}, and the data beside them run to {until}");
    Diagnostic::warning(message)
        .at(Place::new(file, start + at.start..start + at.end))
        .follows(Stage::References, [""])
        .hint(LATEST)
}

/// The sentences of Markdown outside tables, whose cells are about different things.
fn written_sentences(text: &str) -> Vec<Range<usize>> {
    let blank = without_expressions(text);
    let mut found = Vec::new();
    let mut at = 0;
    for line in blank.split_inclusive('\n') {
        if !line.trim_start().starts_with('|') {
            let sentences = crate::lang::sentences(line);
            found.extend(sentences.map(|s| at + s.start..at + s.end));
        }
        at += line.len();
    }
    found
}

fn stretches(texts: &Texts<'_>) -> Vec<Stretch> {
    let years = Years::of(texts.survey);
    let mut all = Vec::new();
    for declaration in texts.declarations {
        let yaml = &declaration.yaml;
        all.push(Stretch {
            what: format!("the chart `{}`", declaration.id),
            file: Arc::clone(&yaml.file),
            years: years.in_yaml(&yaml.file.text),
            names_latest: yaml.file.text.contains("latest"),
            read: newest(years.in_yaml(&yaml.file.text)),
            counts: Vec::new(),
        });
    }
    for (chapter, text) in texts.chapters.iter().zip(texts.commentary) {
        for (lang, text) in text.iter() {
            all.extend(text.sections.iter().filter_map(|section| {
                let file = Arc::clone(&section.place.file);
                let written = file.text.get(section.source.clone())?;
                let moved = |at: Range<usize>| {
                    section.source.start + at.start..section.source.start + at.end
                };
                let in_it = years.in_text(written).into_iter();
                let counted = texts.words.phrases(lang).editions_in(written).into_iter();
                Some(Stretch {
                    what: match section.id.as_str() {
                        "" => format!("the beginning of `{}`", chapter.slug),
                        id => format!("`{}#{id}`", chapter.slug),
                    },
                    years: in_it.map(|(at, year)| (moved(at), year)).collect(),
                    names_latest: written.contains("\"latest\""),
                    read: newest(years.in_expressions(written)),
                    counts: counted.map(|(at, count)| (moved(at), count)).collect(),
                    file,
                })
            }));
        }
        for (name, text) in chapter.front_matter() {
            let what = format!("the {name} of `{}`", chapter.slug);
            all.extend(of_texts(&what, &text, texts.words, &years));
        }
    }
    for (name, text) in texts.config.texts() {
        let what = format!("the {name} of the report");
        all.extend(of_texts(&what, text, texts.words, &years));
    }
    for lang in texts.words.languages().iter() {
        for own in texts.words.own_texts(lang) {
            let text = Text {
                text: own.text.clone(),
                declared_at: own.declared_at.clone(),
            };
            let what = format!("the string `{}`", own.key);
            all.push(of_text(&what, &text, lang, texts.words, &years));
        }
    }
    let is_known = |s: &Stretch| !s.years.is_empty() || !s.counts.is_empty();
    all.retain(is_known);
    all
}

fn of_texts(what: &str, text: &PerLanguage<Text>, words: &Words, years: &Years) -> Vec<Stretch> {
    let all = text.iter();
    all.map(|(lang, text)| of_text(what, text, lang, words, years))
        .collect()
}

fn of_text(what: &str, text: &Text, lang: Lang, words: &Words, years: &Years) -> Stretch {
    let whole = text.declared_at.place();
    let placed = |at: Range<usize>| text.place(at).span;
    let counts = words.phrases(lang).editions_in(&text.text).into_iter();
    Stretch {
        what: what.to_owned(),
        file: whole.file,
        names_latest: text.text.contains("\"latest\""),
        read: newest(years.in_expressions(&text.text)),
        years: years
            .in_text(&text.text)
            .into_iter()
            .map(|(at, year)| (placed(at), year))
            .collect(),
        counts: counts.map(|(at, count)| (placed(at), count)).collect(),
    }
}

fn newest(years: Vec<(Range<usize>, Year)>) -> Option<Year> {
    years.into_iter().map(|(_, year)| year).max()
}
