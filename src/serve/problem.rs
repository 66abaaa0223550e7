//! What is wrong with the report, as the browser shows it.

use std::path::Path;

use serde::Serialize;

use super::EditorUrl;
use crate::diagnostic::{Diagnostic, Place, Severity, escaped};

/// How many are shown; the rest are in the terminal.
const MOST: usize = 50;
/// Characters of a line that are shown before and after the place.
const AROUND: usize = 200;

/// One thing to mend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Problem {
    message: String,
    hint: Option<String>,
    /// Where it is, then other places that explain it.
    places: Vec<PlaceView>,
}

/// A place with its line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct PlaceView {
    path: String,
    line: usize,
    column: usize,
    /// The line: what stands before the place, the place, and what stands after it.
    text: (String, String, String),
    /// What the place has to do with it.
    words: Option<String>,
    /// The address that opens it in the author's editor.
    open: Option<String>,
}

impl Problem {
    /// A problem that has no place.
    pub(super) fn new(message: impl Into<String>) -> Problem {
        Problem {
            message: escaped(&message.into()).into_owned(),
            hint: None,
            places: Vec::new(),
        }
    }
}

/// The errors among the diagnostics.
pub(super) fn problems(list: &[Diagnostic], editor: Option<&EditorUrl>) -> Vec<Problem> {
    let mut errors = list
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error);
    let mut problems: Vec<Problem> = errors
        .by_ref()
        .take(MOST)
        .map(|diagnostic| problem(diagnostic, editor))
        .collect();
    let more = errors.count();
    if more > 0 {
        let message = format!("and {more} more: see the terminal");
        problems.push(Problem::new(message));
    }
    problems
}

fn problem(diagnostic: &Diagnostic, editor: Option<&EditorUrl>) -> Problem {
    let own = diagnostic.place.iter().map(|place| (place, None));
    let related = diagnostic
        .related
        .iter()
        .map(|(place, words)| (place, Some(escaped(words).into_owned())));
    Problem {
        message: escaped(&diagnostic.message).into_owned(),
        hint: diagnostic
            .hint
            .as_deref()
            .map(|hint| escaped(hint).into_owned()),
        places: own
            .chain(related)
            .map(|(place, words)| place_view(place, words, editor))
            .collect(),
    }
}

fn place_view(place: &Place, words: Option<String>, editor: Option<&EditorUrl>) -> PlaceView {
    let (line, column) = place.line_column();
    let text = &place.file.text;
    let start = text[..place.span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[place.span.start..]
        .find('\n')
        .map_or(text.len(), |at| place.span.start + at);
    let marked = place.span.end.clamp(place.span.start, end);
    let file = Path::new(&place.file.path);
    let open = editor.and_then(|editor| {
        // Files that the program carries are nowhere to be opened.
        let path = file.is_file().then(|| std::path::absolute(file).ok())??;
        Some(editor.link(&path, line, column))
    });
    PlaceView {
        path: escaped(&place.file.path).into_owned(),
        line,
        column,
        text: (
            shown(&text[start..place.span.start], true),
            shown(&text[place.span.start..marked], false),
            shown(&text[marked..end], false),
        ),
        words,
        open,
    }
}

fn shown(text: &str, end: bool) -> String {
    escaped(&shortened(text, end).replace('\t', "    ")).into_owned()
}

/// The end or the beginning of a text that is too long to be shown.
fn shortened(text: &str, end: bool) -> String {
    if text.chars().count() <= AROUND {
        return text.to_owned();
    }
    if end {
        let skipped = text.chars().count() - AROUND;
        format!("…{}", text.chars().skip(skipped).collect::<String>())
    } else {
        format!("{}…", text.chars().take(AROUND).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::SourceFile;

    #[test]
    fn a_place_is_shown_in_its_line() {
        let file = Arc::new(SourceFile {
            path: "Cargo.toml".into(),
            text: "eins\n甲乙 {{ 丙 }}!\nzwei".into(),
        });
        let at = file.text.find("{{").unwrap_or_default();
        let place = Place::new(&file, at..at + 9);
        let warning = Diagnostic::warning("w").at(place.clone());
        let list = [warning, Diagnostic::error("no").at(place)];
        let editor = "vscode://file/{path}:{line}:{column}".parse().ok();
        let shown = problems(&list, editor.as_ref());
        assert_eq!(shown.len(), 1);
        let shown_at = &shown[0].places[0];
        assert_eq!((shown_at.line, shown_at.column), (2, 4));
        let (before, marked, after) = &shown_at.text;
        assert_eq!((&**before, &**marked, &**after), ("甲乙 ", "{{ 丙 }}", "!"));
        let open = shown_at.open.clone().unwrap_or_default();
        assert!(
            open.starts_with("vscode://file/") && open.ends_with("/Cargo.toml:2:4"),
            "{open}"
        );
    }

    #[test]
    fn very_many_are_counted() {
        let list = vec![Diagnostic::error("no"); MOST + 7];
        let shown = problems(&list, None);
        assert_eq!(shown.len(), MOST + 1);
        assert!(shown[MOST].message.contains("7 more"));
    }
}
