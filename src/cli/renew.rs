//! `renew`: records that translations are up to date.

use std::path::Path;

use super::{COMMAND_FAILED, CONTENT_FAULTY, Output, SUCCESS, Shared};
use crate::disk::{self, Disk};
use crate::pipeline;
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
    for (chapter, text) in report.chapters.iter().zip(&report.texts) {
        if !own.all && !own.chapters.contains(&chapter.slug) {
            continue;
        }
        let original = report.config.original_of(&chapter.slug);
        for translated in original.others() {
            let file = &chapter.files[translated].file;
            let renewed = record::renewed(chapter, text, original, translated);
            if renewed == file.text {
                continue;
            }
            // The place shown to the author is relative to where the command runs.
            if let Err(error) = disk::replace_text(
                &Disk::default(),
                Path::new(&file.path),
                &file.text,
                &renewed,
            ) {
                output.fail(&format!("cannot write `{}`: {error}", file.path));
                return COMMAND_FAILED;
            }
            output.say(&format!("recorded: {}", file.path));
        }
    }
    SUCCESS
}
