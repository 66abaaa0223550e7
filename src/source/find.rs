//! Finding and reading files. The only file of the crate's reading side that touches the disk.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use super::characters::{refused_at, unpaired_in, unprintable};
use super::known::{Known, parted};
use super::read::{self, Taken};
use super::walk::{inside, not_walked, shown, wanted};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place, Reported, SourceFile};
use crate::lang::Languages;
use crate::limits::{self, Limit};

/// A folder's files by their path inside it, with `/` between segments, in order.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Where the folder is; what messages show before a file's name.
    pub root: PathBuf,
    /// The languages in which its files give texts.
    pub languages: Languages,
    files: BTreeMap<String, Arc<Vec<u8>>>,
    /// Files that stand there and nothing reads.
    unread: Vec<String>,
    /// Bytes of all files.
    size: u64,
    refused: Option<Reported>,
}

impl Folder {
    /// Reads what is known of a folder with all below it. What else stands there is not opened and
    /// warned of. A folder that does not exist, a file that cannot be read or is too large, and a
    /// link that leads out of the folder, go to `diagnostics`.
    pub fn read(root: &Path, known: &Known, diagnostics: &Diagnostics) -> Folder {
        let mut folder = Folder {
            root: root.to_owned(),
            languages: Languages::built_in(),
            files: BTreeMap::new(),
            unread: Vec::new(),
            size: 0,
            refused: None,
        };
        let Some(real) = root.canonicalize().ok().filter(|real| real.is_dir()) else {
            diagnostics.push(
                Diagnostic::error(format!("there is no folder `{}`", root.display()))
                    .hint("run the command beside the report's folders, or name the folder"),
            );
            return folder;
        };
        let unread = RefCell::new(Vec::new());
        let walk = WalkDir::new(root)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|e| {
                e.depth() == 0
                    || wanted(e, root, &real, known, diagnostics).unwrap_or_else(|path| {
                        unread.borrow_mut().push((path, e.file_type().is_dir()));
                        false
                    })
            });
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => {
                    folder.add(entry.path(), known, diagnostics);
                    if let Some(told) = folder.exceeds(known, diagnostics) {
                        folder.refused = Some(told);
                        return folder;
                    }
                }
                Err(error) => {
                    let name = error.path().and_then(Path::file_name);
                    if !name.is_some_and(|name| known.passes_over(&name.to_string_lossy())) {
                        diagnostics.push(not_walked(&error));
                    }
                }
            }
        }
        folder.warn_of(unread.into_inner(), known, diagnostics);
        folder.refuse_equal_names(diagnostics);
        folder
    }

    /// Reads a file that is wanted.
    fn add(&mut self, path: &Path, known: &Known, diagnostics: &Diagnostics) {
        let shown = shown(path);
        let Some(name) = inside(path, &self.root) else {
            let message = format!("the name of `{shown}` is not valid UTF-8");
            diagnostics.push(Diagnostic::error(message).about(shown));
            return;
        };
        let Some(rule) = known.rule(&name) else {
            return;
        };
        let limits = diagnostics.limits();
        let problem = match read::take(path, limits.get(rule.limit)) {
            Ok(Taken::Bytes(bytes)) => {
                self.size += bytes.len() as u64;
                self.files.insert(name, Arc::new(bytes));
                return;
            }
            Ok(Taken::TooLarge) => {
                Diagnostic::error(format!("`{shown}` is too large")).hint(limits.hint(rule.limit))
            }
            Ok(Taken::Special) => Diagnostic::error(format!("`{shown}` is not a file"))
                .hint("put a file in place of the pipe or device"),
            Err(error) => Diagnostic::error(format!("cannot read `{shown}`: {error}")),
        };
        diagnostics.push(problem.about(shown));
    }

    /// Reports that all files together are too many or too large.
    fn exceeds(&self, known: &Known, diagnostics: &Diagnostics) -> Option<Reported> {
        let limits = diagnostics.limits();
        let shown = shown(&self.root);
        if self.files.len() > limits.count(Limit::Files) {
            let message = format!("the folder `{shown}` has too many files");
            return Some(
                diagnostics.report(Diagnostic::error(message).hint(limits.hint(Limit::Files))),
            );
        }
        if self.size <= limits.get(known.together) {
            return None;
        }
        let mut largest: Vec<(&String, usize)> = self
            .files
            .iter()
            .map(|(name, bytes)| (name, bytes.len()))
            .collect();
        largest.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
        let largest = largest
            .iter()
            .take(3)
            .map(|(name, size)| format!("`{name}` ({})", limits::bytes(*size as u64)));
        let message = format!("the files of `{shown}` are too large together");
        let hint = format!(
            "the largest read so far: {}; {}",
            largest.collect::<Vec<_>>().join(", "),
            limits.hint(known.together)
        );
        Some(diagnostics.report(Diagnostic::error(message).hint(hint)))
    }

    /// What was reported if the folder is too large; its files are not all here then.
    pub fn refused(&self) -> Option<Reported> {
        self.refused
    }

    /// Says what nothing reads, but not what the message of a missing file will name.
    fn warn_of(&mut self, unread: Vec<(String, bool)>, known: &Known, diagnostics: &Diagnostics) {
        let files = unread.iter().filter(|(_, is_folder)| !is_folder);
        self.unread = files.map(|(path, _)| path.clone()).collect();
        let missing = known.needed().filter(|n| !self.files.contains_key(n));
        let meant: Vec<String> = missing
            .filter_map(|n| self.nearest(&n).map(str::to_owned))
            .collect();
        for (path, is_folder) in unread.iter().filter(|(path, _)| !meant.contains(path)) {
            let what = if *is_folder { "folder" } else { "file" };
            let shown = self.display(path);
            diagnostics.push(
                Diagnostic::warning(format!("nothing reads the {what} `{shown}`"))
                    .about(shown)
                    .hint(known.near(path, *is_folder)),
            );
        }
    }

    /// Files whose names differ in case only are one file on many systems.
    fn refuse_equal_names(&self, diagnostics: &Diagnostics) {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for name in self.names() {
            if let Some(first) = seen.insert(name.to_lowercase(), name) {
                diagnostics.push(
                    Diagnostic::error(format!(
                        "`{}` and `{}` differ in capitals only",
                        self.display(first),
                        self.display(name)
                    ))
                    .about(self.display(name))
                    .hint("many systems take them for one file: rename one"),
                );
            }
        }
    }

    /// A folder that is not on the disk (what the binary carries).
    pub fn embedded(root: &str, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Folder {
        Folder {
            root: PathBuf::from(root),
            languages: Languages::built_in(),
            files: files
                .into_iter()
                .map(|(name, bytes)| (name, Arc::new(bytes)))
                .collect(),
            unread: Vec::new(),
            size: 0,
            refused: None,
        }
    }

    /// This folder with other contents of some files, or with more files.
    #[must_use]
    pub fn with(&self, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Folder {
        let mut folder = self.clone();
        let files = files.into_iter();
        folder
            .files
            .extend(files.map(|(name, bytes)| (name, Arc::new(bytes))));
        folder
    }

    /// The files' paths in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The paths in a folder below this one.
    pub fn names_in<'a>(&'a self, below: &'a str) -> impl Iterator<Item = &'a str> {
        self.names().filter(move |name| {
            name.strip_prefix(below)
                .is_some_and(|rest| rest.starts_with('/'))
        })
    }

    /// A file's bytes.
    pub fn bytes(&self, name: &str) -> Option<&Arc<Vec<u8>>> {
        self.files.get(name)
    }

    /// The path to show for a file of this folder.
    pub fn display(&self, name: &str) -> String {
        shown(&self.root.join(name))
    }

    /// A file as text; `None` if there is no such file. Invalid UTF-8 is reported with the place of
    /// the first bad byte, and characters that no text may hold are reported and replaced.
    pub fn text(&self, name: &str, diagnostics: &Diagnostics) -> Option<Checked<Arc<SourceFile>>> {
        let bytes = self.files.get(name)?;
        Some(self.decoded(name, bytes, diagnostics))
    }

    fn decoded(
        &self,
        name: &str,
        bytes: &[u8],
        diagnostics: &Diagnostics,
    ) -> Checked<Arc<SourceFile>> {
        let path = self.display(name);
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(text);
                let text = text.replace("\r\n", "\n");
                Ok(printable(Arc::new(SourceFile { path, text }), diagnostics))
            }
            Err(error) => {
                // What can be shown is the text as far as it is text, the bad byte replaced.
                let at = error.valid_up_to();
                let text = replaced(&String::from_utf8_lossy(bytes));
                let file = Arc::new(SourceFile { path, text });
                Err(diagnostics.report(
                    Diagnostic::error("this byte is not valid UTF-8")
                        .at(Place::new(&file, at..at + '\u{fffd}'.len_utf8()))
                        .hint("save the file as UTF-8"),
                ))
            }
        }
    }

    /// As [`Folder::text`]; a missing file is an error. A near miss has the same name in another
    /// folder, or nearly the same in the same one: other files of the folder are no misspelling.
    pub fn need_text(&self, name: &str, diagnostics: &Diagnostics) -> Checked<Arc<SourceFile>> {
        self.text(name, diagnostics).unwrap_or_else(|| {
            Err(diagnostics.report(
                Diagnostic::error(format!("the file `{}` is missing", self.display(name)))
                    .about(self.display(name))
                    .hint(self.near(name)),
            ))
        })
    }

    /// What to do about a missing file.
    fn near(&self, wanted: &str) -> String {
        match self.nearest(wanted) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add it, or look whether it has another name".to_owned(),
        }
    }

    /// The file that may be meant by the name of a missing one.
    fn nearest(&self, wanted: &str) -> Option<&str> {
        let (folder, name) = parted(wanted);
        let unread = self.unread.iter().map(String::as_str);
        self.names().chain(unread).find(|candidate| {
            let (other, candidate) = parted(candidate);
            candidate == name
                || (other == folder
                    && strsim::normalized_damerau_levenshtein(candidate, name) >= 0.7)
        })
    }
}

/// How many characters of a file are reported that no text may hold.
const REPORTED: usize = 10;

/// The file without characters that no text may hold, each of which is reported.
fn printable(file: Arc<SourceFile>, diagnostics: &Diagnostics) -> Arc<SourceFile> {
    let found = file.text.char_indices().filter(|(_, c)| unprintable(*c));
    let alone = unpaired_in(&file.text).into_iter();
    for (at, c) in found.clone().take(REPORTED).chain(alone.take(REPORTED)) {
        diagnostics.push(refused_at(c, Place::new(&file, at..at + c.len_utf8())));
    }
    if found.count() == 0 {
        return file;
    }
    Arc::new(SourceFile {
        path: file.path.clone(),
        text: replaced(&file.text),
    })
}

/// The text with others of the same length for characters that no text may hold, so that places
/// stay where they are.
fn replaced(text: &str) -> String {
    let stand_in = |c: char| match c.len_utf8() {
        1 => '?',
        2 => '¿',
        3 => '\u{fffd}',
        _ => '🚫',
    };
    text.chars()
        .map(|c| if unprintable(c) { stand_in(c) } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_utf8_has_a_place_and_a_missing_file_a_suggestion() {
        let folder = Folder::embedded(
            "content",
            [
                ("a.yaml".to_owned(), b"x: 1\ny: \xff\n".to_vec()),
                ("report.yaml".to_owned(), b"x: 1".to_vec()),
            ],
        );
        let diagnostics = Diagnostics::new();
        assert!(
            folder
                .text("a.yaml", &diagnostics)
                .is_some_and(|read| read.is_err())
        );
        assert!(folder.need_text("reprot.yaml", &diagnostics).is_err());
        let list = diagnostics.into_sorted();
        assert!(list[0].message.contains("reprot.yaml"));
        assert_eq!(list[0].hint.as_deref(), Some("did you mean `report.yaml`?"));
        assert_eq!(list[1].place.as_ref().map(Place::line_column), Some((2, 4)));
    }
}
