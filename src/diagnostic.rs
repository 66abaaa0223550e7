//! What is wrong with the author's files: collected, never just the first, each with its place.
//!
//! Low-level code returns plain errors; whoever knows the place makes a [`Diagnostic`] of it.

mod escape;
mod follow;
mod machine;
mod show;

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

pub use self::escape::escaped;
pub use self::follow::Stage;
use crate::limits::Limits;

/// A text file that an author wrote.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The path as the author knows it, relative to the working folder where possible.
    pub path: String,
    /// The whole text, UTF-8.
    pub text: String,
}

/// A stretch of a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Byte offsets into the file's text.
    pub span: Range<usize>,
}

impl Place {
    /// A place in `file`; a span beyond the text is cut to it and to whole characters.
    pub fn new(file: &Arc<SourceFile>, span: Range<usize>) -> Self {
        let start = floor_char(&file.text, span.start);
        let end = floor_char(&file.text, span.end).max(start);
        Place {
            file: Arc::clone(file),
            span: start..end,
        }
    }

    /// Line and column, both from 1; the column counts characters.
    pub fn line_column(&self) -> (usize, usize) {
        let before = &self.file.text[..self.span.start];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }
}

fn floor_char(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Whether the build may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The site is written all the same.
    Warning,
}

/// One thing to mend.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Whether it stops the build.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where, if it is in a text file that could be read.
    pub place: Option<Place>,
    /// The file or folder that it is about, where it has no place in a text.
    pub about: Option<String>,
    /// Other places that explain it, each with a few words.
    pub related: Vec<(Place, String)>,
    /// What to do.
    pub hint: Option<String>,
    /// What it rests on, where it may be no more than an echo.
    follows: Option<follow::Follows>,
}

impl Diagnostic {
    /// An error without a place yet.
    pub fn error(message: impl Into<String>) -> Self {
        Diagnostic {
            severity: Severity::Error,
            message: message.into(),
            place: None,
            about: None,
            related: Vec::new(),
            hint: None,
            follows: None,
        }
    }

    /// A warning without a place yet.
    pub fn warning(message: impl Into<String>) -> Self {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(message)
        }
    }

    /// Says where.
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Tells programs which file or folder it is about, where there is no place in a text.
    pub fn about(mut self, path: impl Into<String>) -> Self {
        self.about = Some(path.into());
        self
    }

    /// Says what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says what to do, if there is something to say.
    pub fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint.or(self.hint);
        self
    }

    /// Points at another place that explains this one.
    pub fn related(mut self, place: Place, words: impl Into<String>) -> Self {
        self.related.push((place, words.into()));
        self
    }

    /// The ending of its file's name; empty without a file.
    pub fn kind_of_file(&self) -> &str {
        let name = self.place.as_ref().map_or("", |p| p.file.path.as_str());
        name.rsplit_once('.').map_or("", |(_, ending)| ending)
    }

    fn sort_key(&self) -> (Severity, &str, usize, &str) {
        let (path, start) = self
            .place
            .as_ref()
            .map_or(("", 0), |p| (p.file.path.as_str(), p.span.start));
        (self.severity, path, start, &self.message)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

/// Proof that an error was reported: whoever gives up on what an author wrote hands it on.
///
/// Only [`Diagnostics::report`] makes one, so nothing that an author wrote can be given up in
/// silence. An `Option` means that something may be absent, never that it was wrong.
#[must_use = "hand it on with `Err`, or use `push` where the work goes on"]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported(());

/// What was read and checked, or the proof that what is wrong with it was reported.
pub type Checked<T> = Result<T, Reported>;

/// Diagnostics as they are found, from any thread.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Mutex<Vec<Diagnostic>>,
    limits: Limits,
}

impl Diagnostics {
    /// An empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty collection for work within `limits`.
    pub fn within(limits: Limits) -> Self {
        Diagnostics {
            limits,
            ..Self::default()
        }
    }

    /// How much is put up with before something goes into this collection.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Adds one; the work goes on.
    pub fn push(&self, diagnostic: Diagnostic) {
        self.lock().push(diagnostic);
    }

    /// Adds an error that the work cannot pass over. A warning becomes an error by it.
    pub fn report(&self, diagnostic: Diagnostic) -> Reported {
        self.push(Diagnostic {
            severity: Severity::Error,
            ..diagnostic
        });
        Reported(())
    }

    /// The proof that something was reported, if it was.
    pub fn reported(&self) -> Option<Reported> {
        self.has_errors().then_some(Reported(()))
    }

    /// Adds all.
    pub fn extend(&self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.lock().extend(diagnostics);
    }

    /// Whether any is an error.
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// How many are errors.
    pub fn errors(&self) -> usize {
        self.lock()
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .count()
    }

    /// All of them, errors first, then by file and place; the same one twice is told once, and what may
    /// only follow from another not at all.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let mut list = self
            .list
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        list.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        // Sorted, the same stand side by side.
        list.dedup_by(|a, b| a.sort_key() == b.sort_key());
        follow::settle(&mut list);
        list
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Diagnostic>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The candidate closest to `word`, if one is close.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(word, &candidates.into_iter().collect::<Vec<_>>())
        .first()
        .copied()
}

/// The candidates that `word` may be a slip of, the closest first.
fn near<'a>(word: &str, candidates: &[&'a str]) -> Vec<&'a str> {
    let lower = word.to_lowercase();
    // Nobody mistypes a name for a paragraph; comparing takes time by the product of the lengths.
    let alike = |c: &&&str| {
        let (a, b) = (c.len(), word.len());
        b <= 200 && a <= 200 && a <= 8 + 3 * b && b <= 8 + 3 * a
    };
    let likeness = |c: &&'a str| {
        let score = strsim::normalized_damerau_levenshtein(&lower, &c.to_lowercase());
        (score > 0.5).then_some((score, *c))
    };
    let mut near: Vec<(f64, &str)> = candidates
        .iter()
        .filter(alike)
        .filter_map(likeness)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.dedup_by(|a, b| a.1 == b.1);
    near.into_iter().map(|(_, c)| c).collect()
}

/// `did you mean …?` for the candidates closest to `word`, or the choices if they are few.
pub fn suggest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let near = near(word, &candidates);
    if !near.is_empty() {
        let names: Vec<String> = near.iter().take(3).map(|c| format!("`{c}`")).collect();
        return Some(format!("did you mean {}?", names.join(" or ")));
    }
    let few = (1..=12).contains(&candidates.len());
    few.then(|| format!("one of {}", some_of(&candidates)))
}

/// A dozen names at most, and how many more there are.
pub fn some_of(names: &[&str]) -> String {
    const SHOWN: usize = 12;
    // A thirteenth takes no more room than saying that there is one.
    let shown = if names.len() <= SHOWN + 1 {
        names.len()
    } else {
        SHOWN
    };
    let listed: Vec<String> = names[..shown]
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    match names.len() - shown {
        0 => listed.join(", "),
        more => format!("{} and {more} more", listed.join(", ")),
    }
}

/// What to write instead of `word`: near misses, and all that can stand there.
pub fn choose<'a>(word: &str, names: impl Iterator<Item = &'a str> + Clone, all: &str) -> String {
    match suggest(word, names).filter(|hint| hint.starts_with("did you mean")) {
        Some(near) => format!("{near} {all}"),
        None => all.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Arc<SourceFile> {
        Arc::new(SourceFile {
            path: "a.yaml".into(),
            text: text.into(),
        })
    }

    #[test]
    fn a_chinese_line_is_underlined_under_the_right_characters() {
        let file = file("title: 甲乙丙\n");
        let place = Place::new(&file, 10..13);
        assert_eq!(place.line_column(), (1, 9));
        let shown = Diagnostic::error("no").at(place).hint("do").render(false);
        // A Chinese character is two columns wide on a terminal.
        assert!(
            shown.contains("1 | title: 甲乙丙\n  |          ^^\n"),
            "{shown}"
        );
        assert!(shown.contains("a.yaml:1:9"), "{shown}");
        assert!(shown.contains("help: do"), "{shown}");
    }

    #[test]
    fn spans_beyond_the_text_are_cut() {
        let file = file("é");
        assert_eq!(Place::new(&file, 1..99).span, 0..2);
        assert!(
            !Diagnostic::error("x")
                .at(Place::new(&file, 9..9))
                .render(false)
                .is_empty()
        );
    }

    #[test]
    fn near_misses_are_suggested() {
        assert_eq!(
            suggest("FRO", ["FRA", "FRI", "DEU"]).as_deref(),
            Some("did you mean `FRA` or `FRI`?")
        );
        assert_eq!(
            suggest("zzz", ["a", "b"]).as_deref(),
            Some("one of `a`, `b`")
        );
    }
}
