//! A report as far as an import needs it: its survey, which may have no edition yet.

use super::Inputs;
use super::read::Files;
use crate::diagnostic::{Checked, Diagnostics};
use crate::source::{Folder, Overlay};
use crate::survey::Survey;

/// The survey of a report with the files that it was read from.
pub struct Begun {
    /// The files of the report.
    pub content: Folder,
    /// Templates, and what stands with them.
    pub templates: Overlay,
    /// What could be read; what is wrong with the rest is for whoever goes on to ask.
    pub survey: Survey,
}

/// Reads the survey of a report. Mistakes in it are no hindrance as long as there is a survey: an
/// import may be what mends them.
///
/// # Errors
/// Where too little could be read to go on.
pub fn begun(inputs: &Inputs, d: &Diagnostics) -> Checked<Begun> {
    let told = Diagnostics::within(d.limits());
    let read = || {
        let files = Files::read(inputs, &told)?;
        let survey = Survey::begun(&files.content, &told)?;
        Ok(Begun {
            content: files.content,
            templates: files.templates,
            survey,
        })
    };
    read().map_err(|_: crate::diagnostic::Reported| {
        d.extend(told.into_sorted());
        let nothing = || {
            d.report(crate::diagnostic::Diagnostic::error(
                "the report cannot be read",
            ))
        };
        d.reported().unwrap_or_else(nothing)
    })
}
