//! Finding and reading files. The only file of the crate's reading side that touches the disk.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::known::{Known, parted, unprintable};
use super::read::{self, Taken};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place, SourceFile};
use crate::lang::Languages;

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
                Ok(entry) => folder.add(entry.path(), known, diagnostics),
                Err(error) => {
                    let name = error.path().and_then(Path::file_name);
                    if !name.is_some_and(|name| known.passes_over(&name.to_string_lossy())) {
                        let message = format!("cannot read a folder: {error}");
                        diagnostics.push(Diagnostic::error(message));
                    }
                }
            }
        }
        folder.warn_of(unread.into_inner(), known, diagnostics);
        folder.told_apart(diagnostics);
        folder
    }

    /// Reads a file that is wanted.
    fn add(&mut self, path: &Path, known: &Known, diagnostics: &Diagnostics) {
        let shown = shown(path);
        let Some(name) = inside(path, &self.root) else {
            diagnostics.push(Diagnostic::error(format!(
                "the name of `{shown}` is not valid UTF-8"
            )));
            return;
        };
        let Some(rule) = known.rule(&name) else {
            return;
        };
        let limits = diagnostics.limits();
        let problem = match read::take(path, limits.get(rule.limit)) {
            Ok(Taken::Bytes(bytes)) => {
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
        diagnostics.push(problem);
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
                    .hint(known.near(path, *is_folder)),
            );
        }
    }

    /// Files whose names differ in case only are one file on many systems.
    fn told_apart(&self, diagnostics: &Diagnostics) {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for name in self.names() {
            if let Some(first) = seen.insert(name.to_lowercase(), name) {
                diagnostics.push(
                    Diagnostic::error(format!(
                        "`{}` and `{}` differ in capitals only",
                        self.display(first),
                        self.display(name)
                    ))
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
        }
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
                let text = String::from_utf8_lossy(bytes).into_owned();
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
    for (at, c) in found.clone().take(REPORTED) {
        diagnostics.push(unprintable_at(c, Place::new(&file, at..at + c.len_utf8())));
    }
    if found.count() == 0 {
        return file;
    }
    // Of the same length, so that places stay where they are.
    let stand_in = |c: char| match c.len_utf8() {
        1 => '?',
        2 => '·',
        _ => '\u{fffd}',
    };
    let text = file.text.chars();
    let text = text.map(|c| if unprintable(c) { stand_in(c) } else { c });
    Arc::new(SourceFile {
        path: file.path.clone(),
        text: text.collect(),
    })
}

/// What is wrong with a character that no text may hold.
pub fn unprintable_at(c: char, place: Place) -> Diagnostic {
    let code = u32::from(c);
    Diagnostic::error(format!(
        "the character U+{code:04X} cannot be used in a text"
    ))
    .at(place)
    .hint("it is for control or private use and shows differently everywhere; remove it")
}

/// A path as messages show it, relative to the working folder where possible.
fn shown(path: &Path) -> String {
    std::env::current_dir()
        .ok()
        .and_then(|here| path.strip_prefix(&here).map(Path::to_owned).ok())
        .unwrap_or_else(|| path.to_owned())
        .display()
        .to_string()
}

/// The path inside `root`, with `/` between segments; `None` if it is not valid UTF-8.
fn inside(path: &Path, root: &Path) -> Option<String> {
    let relative = path.strip_prefix(root).ok()?;
    let segments = relative.iter().map(|segment| segment.to_str());
    Some(segments.collect::<Option<Vec<_>>>()?.join("/"))
}

/// Whether something in a folder is read.
///
/// # Errors
/// The path of what nothing reads and should be told.
fn wanted(
    entry: &DirEntry,
    root: &Path,
    real: &Path,
    known: &Known,
    diagnostics: &Diagnostics,
) -> Result<bool, String> {
    if known.passes_over(&entry.file_name().to_string_lossy()) {
        return Ok(false);
    }
    let Some(path) = inside(entry.path(), root) else {
        // The name is reported when the file is to be read.
        return Ok(true);
    };
    let has_use = if entry.file_type().is_dir() {
        known.may_hold(&path)
    } else {
        known.rule(&path).is_some()
    };
    if !has_use {
        return Err(path);
    }
    let leads = entry.path_is_symlink().then(|| entry.path().canonicalize());
    if let Some(Ok(target)) = leads
        && !target.starts_with(real)
    {
        let shown = shown(entry.path());
        diagnostics.push(
            Diagnostic::error(format!("the link `{shown}` leads out of the folder"))
                .hint("links are followed inside the folder only: put the file itself here"),
        );
        return Ok(false);
    }
    Ok(true)
}

/// Folders laid over each other: a file of a later one wins.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    layers: Vec<Folder>,
}

impl Overlay {
    /// From the lowest layer to the highest.
    pub fn new(layers: Vec<Folder>) -> Overlay {
        Overlay { layers }
    }

    /// The names of all layers, each once, in order.
    pub fn names(&self) -> Vec<&str> {
        let names: std::collections::BTreeSet<&str> =
            self.layers.iter().flat_map(Folder::names).collect();
        names.into_iter().collect()
    }

    /// The highest layer that has the file.
    pub fn folder_of(&self, name: &str) -> Option<&Folder> {
        self.layers.iter().rev().find(|f| f.bytes(name).is_some())
    }

    /// The bytes of the highest layer's file.
    pub fn bytes(&self, name: &str) -> Option<&Arc<Vec<u8>>> {
        self.folder_of(name)?.bytes(name)
    }

    /// The text of the highest layer's file.
    pub fn text(&self, name: &str, diagnostics: &Diagnostics) -> Option<Checked<Arc<SourceFile>>> {
        self.folder_of(name)?.text(name, diagnostics)
    }

    /// The folders, from the lowest to the highest.
    pub fn layers(&self) -> &[Folder] {
        &self.layers
    }
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
