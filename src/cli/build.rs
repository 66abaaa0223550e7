//! `build`: read, check, write.

use std::time::Instant;

use super::{FAILED, MEND, Output, Shared, WELL};
use crate::diagnostic::Diagnostics;
use crate::pipeline::{self, Site};
use crate::site::write::write;

/// What went wrong, as an exit code; or the site.
pub(super) fn make(shared: &Shared, output: &Output) -> Result<(Site, usize), u8> {
    let diagnostics = Diagnostics::new();
    let site = pipeline::read(&shared.places(), &diagnostics)
        .and_then(|report| report.build(output, &diagnostics));
    let (errors, warnings) = output.diagnostics(diagnostics);
    match site {
        Ok(site) if errors == 0 => Ok((site, warnings)),
        _ => {
            output.fail(&format!(
                "{errors} error(s), {warnings} warning(s); nothing was written, the last good site is untouched"
            ));
            Err(MEND)
        }
    }
}

pub(super) fn run(shared: &Shared, output: &Output) -> u8 {
    let start = Instant::now();
    let (site, warnings) = match make(shared, output) {
        Ok(made) => made,
        Err(code) => return code,
    };
    let out = shared.out();
    if let Err(error) = write(&site.tree, &out) {
        output.fail(&format!("cannot write the site: {error}"));
        return FAILED;
    }
    output.say(&format!(
        "{}: {} pages, {} charts, {} files in all, {} warning(s), {:.1} s",
        out.display(),
        site.tree.pages(),
        site.charts,
        site.tree.len(),
        warnings,
        start.elapsed().as_secs_f64()
    ));
    WELL
}
