//! `renew`: records that translations are up to date.

use std::path::Path;

use super::{COMMAND_FAILED, CONTENT_FAULTY, Output, SUCCESS, Shared};
use crate::disk::{self, Disk};
use crate::pipeline::{self, Report};
use crate::report::record;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The chapters, by their slugs; all of them with `--all`.
    #[arg(required_unless_present = "all")]
    chapters: Vec<String>,
    /// All chapters.
    #[arg(long, conflicts_with = "chapters")]
    all: bool,
}

pub(super) fn run(shared: &Shared, own: &Arguments, output: &Output) -> u8 {
    let diagnostics = shared.diagnostics();
    let report = pipeline::read(&shared.inputs(), &diagnostics);
    let errors = diagnostics.has_errors();
    let report = match report {
        Ok(report) if !errors => report,
        _ => {
            output.diagnostics(diagnostics);
            output.conclude("nothing was recorded: mend these first");
            return CONTENT_FAULTY;
        }
    };
    let known: Vec<&str> = report.chapters.iter().map(|c| c.slug.as_str()).collect();
    for slug in &own.chapters {
        if !known.contains(&slug.as_str()) {
            let hint = crate::diagnostic::suggest(slug, known.iter().copied());
            output.fail(&format!(
                "there is no chapter `{slug}`; {}",
                hint.unwrap_or_default()
            ));
            return COMMAND_FAILED;
        }
    }
    let renewed = |slug: &str| own.all || own.chapters.iter().any(|c| c == slug);
    for (path, old, new) in records(&report, renewed) {
        if let Err(error) = disk::replace_text(&Disk::default(), Path::new(&path), &old, &new) {
            output.fail(&format!("cannot write `{path}`: {error}"));
            return COMMAND_FAILED;
        }
        output.say(&format!("recorded: {path}"));
    }
    SUCCESS
}

/// The files of chapters that would change if their translations were recorded: where each stands,
/// what it holds, and what it would hold.
pub(super) fn records(report: &Report, of: impl Fn(&str) -> bool) -> Vec<(String, String, String)> {
    let mut changed = Vec::new();
    let chapters = report.chapters.iter().zip(&report.texts);
    for (chapter, text) in chapters.filter(|(chapter, _)| of(&chapter.slug)) {
        let original = report.config.original_of(&chapter.slug);
        for translated in original.others() {
            let file = &chapter.files[translated].file;
            let renewed = record::renewed(chapter, text, original, translated);
            if renewed != file.text {
                // The place shown to the author is relative to where the command runs.
                changed.push((file.path.clone(), file.text.clone(), renewed));
            }
        }
    }
    changed
}
