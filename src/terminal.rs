//! What the commands print: progress and summaries to the terminal, errors to standard error.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::pipeline::Progress;

/// Where a command's words go.
#[derive(Debug)]
pub struct Output {
    quiet: bool,
    bar: Mutex<Option<ProgressBar>>,
}

impl Output {
    /// `quiet`: only what is wrong.
    pub fn new(quiet: bool) -> Output {
        Output {
            quiet,
            bar: Mutex::new(None),
        }
    }

    /// A line of the command's own words. A reader that has gone away is no error.
    pub fn say(&self, line: &str) {
        self.end();
        if !self.quiet {
            let _ = writeln!(std::io::stdout(), "{line}");
        }
    }

    /// Something that went wrong with the command itself.
    pub fn fail(&self, message: &str) {
        self.end();
        let _ = writeln!(std::io::stderr(), "error: {message}");
    }

    /// Prints all diagnostics and how many there are; gives the errors and the warnings.
    pub fn diagnostics(&self, diagnostics: Diagnostics) -> (usize, usize) {
        self.list(&diagnostics.into_sorted())
    }

    /// As [`Output::diagnostics`], of a list.
    pub fn list(&self, list: &[Diagnostic]) -> (usize, usize) {
        self.end();
        let mut stderr = std::io::stderr().lock();
        let colour = stderr.is_terminal();
        let errors = list
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .count();
        let warnings = list.len() - errors;
        let shown = list
            .iter()
            .filter(|d| !self.quiet || d.severity == Severity::Error);
        for diagnostic in shown {
            let _ = writeln!(stderr, "{}\n", diagnostic.render(colour));
        }
        (errors, warnings)
    }

    fn end(&self) {
        if let Ok(mut bar) = self.bar.lock()
            && let Some(bar) = bar.take()
        {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Output {
    fn stage(&self, name: &str, steps: usize) {
        self.end();
        if self.quiet {
            return;
        }
        let bar = ProgressBar::new(steps as u64);
        let style = ProgressStyle::with_template("{msg:>8} {wide_bar} {pos}/{len}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(name.to_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        if let Ok(mut current) = self.bar.lock() {
            *current = Some(bar);
        }
    }

    fn step(&self) {
        if let Ok(bar) = self.bar.lock()
            && let Some(bar) = bar.as_ref()
        {
            bar.inc(1);
        }
    }
}
