//! `build`: read, check, write.

use std::time::Instant;

use super::check::open_points;
use super::{COMMAND_FAILED, CONTENT_FAULTY, Output, SUCCESS, Shared};
use crate::pipeline::{self, Inputs, Site};
use crate::site::{files, write};
use crate::timings;

/// What went wrong, as an exit code; or the site. Where `strict`, all that `check` finds counts.
fn make(shared: &Shared, strict: bool, output: &Output) -> Result<(Site, usize), u8> {
    let diagnostics = shared.diagnostics();
    let inputs = Inputs {
        pictures: Some(shared.out()),
        ..shared.inputs()
    };
    let site = pipeline::read(&inputs, &diagnostics).and_then(|report| {
        if strict {
            diagnostics.extend(open_points(&report));
        }
        report.build(output, &diagnostics)
    });
    let (errors, warnings) = output.diagnostics(diagnostics);
    match site {
        Ok(site) if errors == 0 && !(strict && warnings > 0) => Ok((site, warnings)),
        _ => {
            let out = shared.out();
            let stays = match write::holds_site(&out) {
                true => format!("; the site in `{}` stays as it is", out.display()),
                false => String::new(),
            };
            output.conclude(&format!(
                "{errors} error(s), {warnings} warning(s): no site was built{stays}"
            ));
            Err(CONTENT_FAULTY)
        }
    }
}

// Also without the word `build`: two structs of one name would be one group of arguments.
#[derive(Debug, clap::Args)]
#[group(id = "build")]
pub(super) struct Arguments {
    /// Replace also those files in the output folder that the program did not write, or that were
    /// changed since, where files of the site go. All others stay.
    #[arg(long)]
    pub(super) force: bool,
    /// Write nothing if `check --strict` finds anything to mend.
    #[arg(long)]
    pub(super) strict: bool,
    /// Write links with the names of their files, so that the site opens from a folder or a stick,
    /// without a server.
    #[arg(long)]
    pub(super) as_files: bool,
}

pub(super) fn run(shared: &Shared, own: &Arguments, output: &Output) -> u8 {
    let start = Instant::now();
    let (mut site, warnings) = match make(shared, own.strict, output) {
        Ok(made) => made,
        Err(code) => return code,
    };
    if own.as_files {
        files::name_index_files(&mut site.tree);
    }
    let out = shared.out();
    let writing = timings::stage("writing");
    let written = match own.force {
        true => write::write_over(&site.tree, &out),
        false => write::write(&site.tree, &out),
    };
    let written = match written {
        Ok(written) => written,
        Err(error) => {
            output.fail(&error.sentence());
            return COMMAND_FAILED;
        }
    };
    drop(writing);
    site.notes.iter().for_each(|note| output.note(note));
    written.recovered.iter().for_each(|done| output.note(done));
    output.say(&format!(
        "{}: {} pages, {} charts, {} files in all ({} changed, {} removed), {} warning(s), {:.1} s",
        out.display(),
        site.tree.pages(),
        site.charts,
        site.tree.len(),
        written.changed,
        written.removed,
        warnings,
        start.elapsed().as_secs_f64()
    ));
    SUCCESS
}
