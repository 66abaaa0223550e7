//! `check`: everything that can be verified, without writing.

use std::fs;
use std::io;

use super::external;
use super::{COMMAND_FAILED, CONTENT_FAULTY, Output, SUCCESS, Shared};
use crate::diagnostic::{Diagnostic, Place, Stage};
use crate::disk::{self, Disk};
use crate::index::Indices;
use crate::index::Rank;
use crate::index::replicate::Replication;
use crate::lang::Lang;
use crate::pipeline::{self, Report, WordsSheet};
use crate::report::Verdict;
use crate::survey::{MemberId, Survey};

#[derive(Debug, Default, clap::Args)]
pub(super) struct Arguments {
    /// Count warnings (slips of typesetting, unrecorded translations) as errors.
    #[arg(long)]
    strict: bool,
    /// Print the file of the words of the pages in this language, to be filled in, and nothing else.
    #[arg(long, value_name = "LANGUAGE", conflicts_with = "strict")]
    words: Option<String>,
    /// With `--words`: write them to the language's file in the report instead. Words that stand
    /// there already stay as they are; those that are missing are put below them.
    #[arg(long, requires = "words")]
    write: bool,
    #[command(flatten)]
    links: external::Arguments,
}

impl Arguments {
    /// The same, with warnings as errors.
    pub(super) fn strict(self) -> Arguments {
        Arguments {
            strict: true,
            ..self
        }
    }
}

/// The file for a language of the report, by its key, or for any other, by its tag.
fn words(shared: &Shared, language: &str, write: bool, output: &Output) -> u8 {
    let done = pipeline::words_sheet(&shared.inputs(), language).and_then(|sheet| match write {
        true => write_words(&sheet, output),
        false => output
            .print(&sheet.whole)
            .map_err(|e| format!("cannot print the words: {e}")),
    });
    match done {
        Ok(()) => SUCCESS,
        Err(message) => {
            output.fail(&message);
            COMMAND_FAILED
        }
    }
}

fn write_words(sheet: &WordsSheet, output: &Output) -> Result<(), String> {
    let (path, disk) = (&sheet.path, Disk::default());
    let shown = path.display();
    let failed = |error: io::Error| format!("cannot write `{shown}`: {error}");
    let old = match fs::read_to_string(path) {
        Ok(old) => old,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            disk::create(&disk, path, sheet.whole.as_bytes()).map_err(failed)?;
            output.say(&format!("{shown}: to be filled in"));
            return Ok(());
        }
        Err(error) => return Err(failed(error)),
    };
    let old = old.strip_prefix('\u{feff}').unwrap_or(&old);
    let old = old.replace("\r\n", "\n");
    let Some(new) = sheet.added_to(&old) else {
        return Err(format!(
            "`{shown}` is not written as one word a line: add what is missing yourself, as \
             `check --words` prints it without `--write`"
        ));
    };
    let missing = &sheet.missing;
    if missing.is_empty() {
        output.say(&format!("{shown}: no word is missing"));
        return Ok(());
    }
    disk::replace_text(&disk, path, &old, &new).map_err(failed)?;
    let words = missing
        .lines()
        .filter(|line| !line.starts_with('#') && line.contains(':'));
    output.say(&format!(
        "{shown}: {} more to be filled in, below the others",
        words.count()
    ));
    Ok(())
}

pub(super) fn run(shared: &Shared, own: &Arguments, output: &Output) -> u8 {
    if let Some(language) = &own.words {
        return words(shared, language, own.write, output);
    }
    let diagnostics = shared.diagnostics();
    let report = pipeline::read(&shared.inputs(), &diagnostics);
    let built = match &report {
        Ok(report) => report.build(output, &diagnostics),
        Err(told) => Err(*told),
    };
    if own.links.external {
        match (&report, &built) {
            (Ok(report), Ok(site)) if !diagnostics.has_errors() => {
                external::run(&own.links, report, site, output, &diagnostics);
            }
            _ => output.note("external links are not followed before the errors are mended"),
        }
    }
    if let Ok(report) = &report {
        diagnostics.extend(open_points(report));
        replication(report, output);
        commentary(report, output);
        statements(report, output);
        claims(report, output);
    }
    let (errors, warnings) = output.diagnostics(diagnostics);
    output.say(&format!("{errors} error(s), {warnings} warning(s)"));
    if errors > 0 || (own.strict && warnings > 0) || built.is_err() {
        CONTENT_FAULTY
    } else {
        SUCCESS
    }
}

/// What an author should look at and a build passes over.
pub(super) fn open_points(report: &Report) -> Vec<Diagnostic> {
    let mut points = report.stale.clone();
    points.extend(report.warnings.clone());
    points.extend(loose(report));
    points.extend(loose_statements(report));
    points
}

/// Loose numbers are errors here; a build only passes over them.
fn loose(report: &Report) -> Vec<Diagnostic> {
    let place = |place: &Place| {
        let number = &place.file.text[place.span.clone()];
        Diagnostic::error(format!("the number `{number}` is bound to nothing"))
            .at(place.clone())
            .follows(Stage::Languages, [&place.file.path])
            .hint("let a function write it, or mark it: {{ unbound(text=\"…\", reason=\"…\") }}")
    };
    report
        .texts
        .iter()
        .flat_map(|text| text.iter())
        .flat_map(|(_, text)| &text.loose)
        .chain(&report.loose)
        .map(place)
        .collect()
}

/// Sentences that claim something of the data and rest on nothing.
fn loose_statements(report: &Report) -> Vec<Diagnostic> {
    let of = |place: &Place| {
        let phrase = &place.file.text[place.span.clone()];
        Diagnostic::warning(format!("the statement with `{phrase}` rests on nothing"))
            .at(place.clone())
            .follows(Stage::Languages, [&place.file.path])
            .hint(
                "bind it to what the data must say, {{ holds(that=…) }}, let a value stand in it, \
                 cite who says so, or mark it: {{ judgement() }}",
            )
    };
    let all = report.statements.iter();
    all.flat_map(|(_, found)| found.loose.iter().map(of))
        .collect()
}

/// The language of names among the program's own words, which are English: English where the report
/// has it, else its first.
fn language(survey: &Survey) -> Lang {
    let english = |lang: &Lang| lang.locale().id.language.as_str() == "en";
    let found = survey.languages.iter().find(english);
    found.unwrap_or(survey.languages.first())
}

fn names(survey: &Survey, members: &[MemberId]) -> String {
    let lang = language(survey);
    let mut names: Vec<&str> = members
        .iter()
        .map(|m| survey.members[m.0].name[lang].as_str())
        .collect();
    names.sort_by(|a, b| lang.compare(a, b));
    names.join(", ")
}

fn replication(report: &Report, output: &Output) {
    let survey = report.indices.survey();
    if report.replication.iter().all(|r| r.compared == 0) {
        output.say("Replication: nothing was published to compare with");
        return;
    }
    output.say("Replication of the published results");
    output.say(
        "edition  members  compared  agree  largest error  ranks compared  agree  not assessed",
    );
    for r in &report.replication {
        output.say(&format!(
            "{:<8} {:>7} {:>9} {:>6} {:>14.6} {:>15} {:>6} {:>13}",
            survey.editions[r.edition.0].year,
            survey.members_in(r.edition, None).count(),
            r.compared,
            r.agreeing,
            r.largest_error,
            r.ranks_compared,
            r.ranks_compared - r.ranks.len(),
            r.not_assessed.len()
        ));
    }
    let sum = |of: fn(&Replication) -> usize| report.replication.iter().map(of).sum::<usize>();
    output.say(&format!(
        "{} member-editions: {} compared, {} agree within {}; {} not assessed; {} of {} ranks agree",
        report
            .replication
            .iter()
            .map(|r| survey.members_in(r.edition, None).count())
            .sum::<usize>(),
        sum(|r| r.compared),
        sum(|r| r.agreeing),
        survey.methodology.tolerance,
        sum(|r| r.not_assessed.len()),
        sum(|r| r.ranks_compared - r.ranks.len()),
        sum(|r| r.ranks_compared),
    ));
    for r in &report.replication {
        differences(&report.indices, r, output);
    }
}

fn differences(indices: &Indices, r: &Replication, output: &Output) {
    let survey = indices.survey();
    let year = survey.editions[r.edition.0].year;
    let lang = language(survey);
    let name = |m: MemberId| survey.members[m.0].name[lang].as_str();
    for v in &r.values {
        output.say(&format!(
            "  {year}: {} is published as {:.4}, its components give {:.4}",
            name(v.member),
            v.published,
            v.computed
        ));
    }
    for rank in &r.ranks {
        let tied = if rank.tied_with.is_empty() {
            String::new()
        } else {
            format!(", level with {}", names(survey, &rank.tied_with))
        };
        output.say(&format!(
            "  {year}: {} is published as rank {}, its value gives {}{tied}",
            name(rank.member),
            rank.published,
            rank.computed
                .map_or_else(|| "none".to_owned(), |Rank(r)| r.to_string()),
        ));
    }
    for (member, component, value) in &r.flagged {
        output.say(&format!(
            "  {year}: {} has {} {value}, kept as published{}",
            name(*member),
            survey.methodology.components[component.0].short[lang],
            match indices.cell(r.edition, *component, *member).set_aside {
                true => " and counted in nothing else",
                false => "",
            },
        ));
    }
    if !r.not_assessed.is_empty() {
        output.say(&format!(
            "  {year}: not assessed ({}): {}",
            r.not_assessed.len(),
            names(survey, &r.not_assessed)
        ));
    }
}

fn commentary(report: &Report, output: &Output) {
    if report.chapters.is_empty() {
        return;
    }
    output.say("Commentary");
    for lang in report.indices.survey().languages.iter() {
        let texts = || report.texts.iter().map(|t| &t[lang]);
        output.say(&format!(
            "  {lang}: {} chapters, {} bound numbers, {} loose",
            report.chapters.len(),
            texts().map(|t| t.bound).sum::<usize>(),
            texts().map(|t| t.loose.len()).sum::<usize>(),
        ));
    }
    output.say(&format!(
        "  {} charts declared, {} loose numbers in their texts",
        report.declarations.len(),
        report.loose.len()
    ));
    output.say(&format!("  {} stale section(s)", report.stale.len()));
}

fn statements(report: &Report, output: &Output) {
    output.say("Statements");
    for (lang, found) in report.statements.iter() {
        output.say(&format!(
            "  {lang}: {} bound ({} to conditions, {} to values, {} to judgements, {} to sources), {}",
            found.bound(),
            found.conditions,
            found.values,
            found.judgements,
            found.sources,
            match report.engine.knowledge().words.phrases(lang).are_known() {
                true => format!("{} loose", found.loose.len()),
                false => "others not looked for, as no phrases of the language are known".to_owned(),
            }
        ));
    }
}

fn claims(report: &Report, output: &Output) {
    if report.claims.is_empty() {
        return;
    }
    output.say(&format!(
        "Claims: {} in all; {} agree, {} agree after rounding, {} differ, {} restated and not verifiable",
        report.claims.len(),
        report.claims_with(Verdict::Agrees),
        report.claims_with(Verdict::AgreesRounded),
        report.claims_with(Verdict::Differs),
        report.claims_with(Verdict::Restated),
    ));
    let lang = language(report.indices.survey());
    for claim in report
        .claims
        .iter()
        .filter(|c| c.verdict == Verdict::Differs)
    {
        output.say(&format!(
            "  differs: {}: says {}, the data give {}",
            claim.test.id, claim.said[lang], claim.computed[lang].text
        ));
    }
}
