//! One message at many places, such as a removed edition's at each expression that names it: shown
//! with its line a few times, then as a list of places.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::diagnostic::{Diagnostic, Severity, escaped};

/// How often a message is shown with its line.
const SHOWN: usize = 3;

/// How many further places are listed.
const LISTED: usize = 100;

/// A diagnostic to be shown, and where else the same is wrong.
#[derive(Debug)]
pub(super) struct Shown<'d> {
    pub diagnostic: &'d Diagnostic,
    elsewhere: Vec<&'d Diagnostic>,
}

/// The diagnostics in their order. The last one shown of a message that occurs more often has the
/// rest; one more is shown rather than listed.
pub(super) fn folded<'d>(all: impl Iterator<Item = &'d Diagnostic>) -> Vec<Shown<'d>> {
    let all: Vec<&Diagnostic> = all.collect();
    let mut times: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for diagnostic in &all {
        *times.entry(key(diagnostic)).or_default() += 1;
    }
    // Where the last one shown of a message stands.
    let mut last: BTreeMap<(Severity, &str), (usize, usize)> = BTreeMap::new();
    let mut shown: Vec<Shown<'d>> = Vec::new();
    for diagnostic in all {
        let key = key(diagnostic);
        let repeats = diagnostic.place.is_some() && times[&key] > SHOWN + 1;
        if let Some((at, SHOWN)) = last.get(&key).copied().filter(|_| repeats) {
            shown[at].elsewhere.push(diagnostic);
            continue;
        }
        let count = last.get(&key).map_or(1, |(_, count)| count + 1);
        last.insert(key, (shown.len(), count));
        shown.push(Shown {
            diagnostic,
            elsewhere: Vec::new(),
        });
    }
    shown
}

fn key(diagnostic: &Diagnostic) -> (Severity, &str) {
    (diagnostic.severity, &diagnostic.message)
}

impl Shown<'_> {
    /// The diagnostic and the further places.
    pub fn render(&self, colour: bool) -> String {
        let mut text = self.diagnostic.render(colour);
        if self.elsewhere.is_empty() {
            return text;
        }
        let _ = write!(
            text,
            "\n   = the same at {} more places:",
            self.elsewhere.len()
        );
        let places = self.elsewhere.iter().filter_map(|d| d.place.as_ref());
        let mut open: Option<&str> = None;
        for place in places.take(LISTED) {
            let file = place.file.path.as_str();
            let (line, column) = place.line_column();
            let _ = match open.replace(file) {
                Some(before) if before == file => write!(text, ", {line}:{column}"),
                _ => write!(text, "\n     {}:{line}:{column}", escaped(file)),
            };
        }
        if let Some(more @ 1..) = self.elsewhere.len().checked_sub(LISTED) {
            let _ = write!(text, "\n     and {more} more; `--format json` has all");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::{Place, SourceFile};

    fn list(messages: &[&str]) -> Vec<Diagnostic> {
        let text = "x\n".repeat(messages.len());
        let file = Arc::new(SourceFile {
            path: "a.md".to_owned(),
            text,
        });
        let one = |(i, message): (usize, &&str)| {
            Diagnostic::warning(*message).at(Place::new(&file, 2 * i..2 * i + 1))
        };
        messages.iter().enumerate().map(one).collect()
    }

    fn shown(list: &[Diagnostic]) -> Vec<String> {
        let folded = folded(list.iter());
        folded.iter().map(|shown| shown.render(false)).collect()
    }

    #[test]
    fn the_fifth_of_a_message_is_listed_behind_the_third() {
        assert_eq!(shown(&list(&["a"; 4])).len(), 4);
        let five = shown(&list(&["a", "b", "a", "a", "a", "a"]));
        assert_eq!(five.len(), 4);
        assert!(
            five[3].ends_with("= the same at 2 more places:\n     a.md:5:1, 6:1"),
            "{}",
            five[3]
        );
        assert!(!five[0].contains("more places"));
    }

    #[test]
    fn of_very_many_places_some_are_listed() {
        let many = shown(&list(&["a"; 200]));
        assert_eq!(many.len(), 3);
        let last = &many[2];
        assert!(last.contains("the same at 197 more places:\n     a.md:4:1, 5:1, "));
        assert!(
            last.ends_with("103:1\n     and 97 more; `--format json` has all"),
            "{last}"
        );
    }
}
