//! What the commands print: progress and summaries to the terminal, errors to standard error.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, escaped};
use crate::limits::{Limit, Limits};
use crate::pipeline::Progress;

/// Where a command's words go.
#[derive(Debug)]
pub struct Output {
    quiet: bool,
    messages: usize,
    bar: Mutex<Option<ProgressBar>>,
}

impl Output {
    /// `quiet`: only what is wrong.
    pub fn new(quiet: bool) -> Output {
        Output {
            quiet,
            messages: Limits::default().count(Limit::Messages),
            bar: Mutex::new(None),
        }
    }

    /// As [`Output::new`], which prints no more messages than `limits` has for each kind of file.
    pub fn within(quiet: bool, limits: Limits) -> Output {
        Output {
            messages: limits.count(Limit::Messages),
            ..Output::new(quiet)
        }
    }

    /// A line of the command's own words. A reader that has gone away is no error.
    pub fn say(&self, line: &str) {
        self.end();
        if !self.quiet {
            let _ = writeln!(std::io::stdout(), "{}", lines(line));
        }
    }

    /// What the command was asked for, also if it is to be quiet.
    ///
    /// # Errors
    /// Those of the system, as where the disk is full.
    pub fn print(&self, text: &str) -> std::io::Result<()> {
        self.end();
        let mut stdout = std::io::stdout();
        stdout.write_all(text.as_bytes())?;
        stdout.flush()
    }

    /// Something that the user must hear of, also if the command is to be quiet.
    pub fn note(&self, message: &str) {
        self.end();
        let _ = writeln!(std::io::stderr(), "note: {}", lines(message));
    }

    /// Something that went wrong with the command itself.
    pub fn fail(&self, message: &str) {
        self.end();
        let _ = writeln!(std::io::stderr(), "error: {}", lines(message));
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
        let mut by_kind: BTreeMap<&str, usize> = BTreeMap::new();
        for diagnostic in shown {
            let count = by_kind.entry(diagnostic.kind_of_file()).or_default();
            *count += 1;
            if *count <= self.messages {
                let _ = writeln!(stderr, "{}\n", diagnostic.render(colour));
            }
        }
        for (kind, count) in by_kind {
            if let Some(more @ 1..) = count.checked_sub(self.messages) {
                let of = match kind {
                    "" => "without a file".to_owned(),
                    kind => format!("about `*.{}` files", escaped(kind)),
                };
                let name = Limit::Messages.name();
                let _ = writeln!(
                    stderr,
                    "and {more} more {of}; `--limit {name}={count}` shows them\n"
                );
            }
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

/// Lines of words, in which the names of files may stand.
fn lines(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(escaped).collect();
    lines.join("\n")
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
