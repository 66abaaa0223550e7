//! What the commands print: progress and summaries to the terminal, errors to standard error.

mod repeats;

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, escaped};
use crate::limits::{Limit, Limits};
use crate::pipeline::Progress;

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With the lines that they are about, on standard error.
    #[default]
    Human,
    /// An object of JSON for each, on a line of its own, and nothing else on standard output.
    Json,
    /// Commands that make annotations in GitHub's pull requests, and nothing else on standard output.
    Github,
}

/// Where a command's words go.
#[derive(Debug)]
pub struct Output {
    quiet: bool,
    format: Format,
    messages: usize,
    bar: Mutex<Option<ProgressBar>>,
}

impl Output {
    /// `quiet`: only what is wrong.
    pub fn new(quiet: bool) -> Output {
        Output {
            quiet,
            format: Format::Human,
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

    /// As [`Output::new`], which prints diagnostics in `format`.
    pub fn in_format(self, format: Format) -> Output {
        Output { format, ..self }
    }

    /// A line of the command's own words. A reader that has gone away is no error.
    pub fn say(&self, line: &str) {
        self.end();
        if self.quiet {
            return;
        }
        // A program that reads diagnostics finds nothing else among them.
        let _ = match self.format {
            Format::Human => writeln!(std::io::stdout(), "{}", lines(line)),
            Format::Json | Format::Github => writeln!(std::io::stderr(), "{}", lines(line)),
        };
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
        match self.format {
            Format::Human => self.conclude(message),
            Format::Json | Format::Github => self.print_one(&Diagnostic::error(message)),
        }
    }

    /// That a command did not come to its end, after what is wrong was told.
    pub fn conclude(&self, message: &str) {
        self.end();
        let _ = writeln!(std::io::stderr(), "error: {}", lines(message));
    }

    /// A diagnostic for a program.
    fn print_one(&self, diagnostic: &Diagnostic) {
        let line = match self.format {
            Format::Github => diagnostic.annotation(&repository()),
            Format::Human | Format::Json => diagnostic.json(),
        };
        let _ = writeln!(std::io::stdout(), "{line}");
    }

    /// Prints all diagnostics and how many there are; gives the errors and the warnings.
    pub fn diagnostics(&self, diagnostics: Diagnostics) -> (usize, usize) {
        self.list(&diagnostics.into_sorted())
    }

    /// As [`Output::diagnostics`], of a list.
    pub fn list(&self, list: &[Diagnostic]) -> (usize, usize) {
        self.end();
        let errors = list
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .count();
        let shown = list.iter();
        match self.format {
            Format::Human => self.show(shown),
            // A program wants all of them.
            Format::Json | Format::Github => shown.for_each(|d| self.print_one(d)),
        }
        (errors, list.len() - errors)
    }

    /// Prints diagnostics for people, so many of each kind of file, and few of one message.
    fn show<'d>(&self, shown: impl Iterator<Item = &'d Diagnostic>) {
        let mut stderr = std::io::stderr().lock();
        let colour = stderr.is_terminal();
        let mut by_kind: BTreeMap<&str, usize> = BTreeMap::new();
        for shown in repeats::folded(shown) {
            let kind = shown.diagnostic.kind_of_file();
            let count = by_kind.entry(kind).or_default();
            *count += 1;
            if *count <= self.messages {
                let _ = writeln!(stderr, "{}\n", shown.render(colour));
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
    }

    fn end(&self) {
        if let Ok(mut bar) = self.bar.lock()
            && let Some(bar) = bar.take()
        {
            bar.finish_and_clear();
        }
    }
}

/// The folder of the repository that GitHub's runner works in; elsewhere the working folder.
fn repository() -> PathBuf {
    let named = std::env::var_os("GITHUB_WORKSPACE").filter(|named| !named.is_empty());
    named.map_or_else(|| Path::new(".").to_owned(), PathBuf::from)
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
