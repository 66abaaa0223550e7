//! Finding and reading files. The only file of the crate's reading side that touches the disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

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
}

impl Folder {
    /// Reads a folder with all below it. Hidden files and editors' back-ups are passed over.
    /// A folder that does not exist, and a file that cannot be read, go to `diagnostics`.
    pub fn read(root: &Path, diagnostics: &Diagnostics) -> Folder {
        let mut folder = Folder {
            root: root.to_owned(),
            languages: Languages::built_in(),
            files: BTreeMap::new(),
        };
        if !root.is_dir() {
            diagnostics.push(
                Diagnostic::error(format!("there is no folder `{}`", root.display()))
                    .hint("run the command beside the report's folders, or name the folder"),
            );
            return folder;
        }
        let walk = WalkDir::new(root)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|e| e.depth() == 0 || !ignored(&e.file_name().to_string_lossy()));
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    diagnostics.push(Diagnostic::error(format!("cannot read a folder: {error}")));
                    continue;
                }
            };
            if !entry.file_type().is_file() {
                continue;
            }
            let Ok(relative) = entry.path().strip_prefix(root) else {
                continue;
            };
            let Some(name) = relative
                .iter()
                .map(|segment| segment.to_str())
                .collect::<Option<Vec<_>>>()
            else {
                diagnostics.push(Diagnostic::error(format!(
                    "the name of `{}` is not valid UTF-8",
                    entry.path().display()
                )));
                continue;
            };
            match std::fs::read(entry.path()) {
                Ok(bytes) => {
                    folder.files.insert(name.join("/"), Arc::new(bytes));
                }
                Err(error) => diagnostics.push(Diagnostic::error(format!(
                    "cannot read `{}`: {error}",
                    entry.path().display()
                ))),
            }
        }
        folder
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
        let path = self.root.join(name);
        let path = std::env::current_dir()
            .ok()
            .and_then(|here| path.strip_prefix(&here).map(Path::to_owned).ok())
            .unwrap_or(path);
        path.display().to_string()
    }

    /// A file as text; `None` if there is no such file. Invalid UTF-8 is reported with the place of
    /// the first bad byte.
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
                Ok(Arc::new(SourceFile {
                    path,
                    text: text.replace("\r\n", "\n"),
                }))
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
        let (folder, name) = parted(wanted);
        let near = self.names().find(|candidate| {
            let (other, candidate) = parted(candidate);
            candidate == name
                || (other == folder
                    && strsim::normalized_damerau_levenshtein(candidate, name) >= 0.7)
        });
        match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add it, or look whether it has another name".to_owned(),
        }
    }
}

/// The folder and the name of a path inside a [`Folder`].
fn parted(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// Hidden files, back-ups of editors, half-written downloads.
pub fn ignored(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || name.starts_with('#') || name.ends_with(".swp")
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

    /// The layers that have the file, from the lowest to the highest.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &Folder> {
        self.layers.iter().filter(move |f| f.bytes(name).is_some())
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
