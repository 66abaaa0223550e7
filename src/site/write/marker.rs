//! The list of what the program has written into a folder: what it may replace and remove.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Error;
use super::look::read_within;

/// The list's name in the output folder.
pub const MARKER: &str = ".egov-report.json";

/// What all names of the program's own in the output folder begin with.
pub(super) const OWN: &str = ".egov-report";

const VERSION: u32 = 1;
/// The largest list that is read, in bytes.
const LARGEST: u64 = 256 << 20;
/// Folders of version control, which are never the program's, whatever a list says.
const OTHERS: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// Each file of the site with its SHA-256.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Marker {
    about: String,
    version: u32,
    /// By the path in the folder, with `/`.
    pub files: BTreeMap<String, String>,
}

impl Marker {
    pub(super) fn new(files: BTreeMap<String, String>) -> Marker {
        Marker {
            about: "The files here that egov-report wrote, with their SHA-256. \
                    Only these does it replace or remove."
                .to_owned(),
            version: VERSION,
            files,
        }
    }

    /// The list of a folder; `None` if it has none.
    pub(super) fn read(folder: &Path) -> Result<Option<Marker>, Error> {
        Marker::read_file(&folder.join(MARKER))
    }

    /// The list at this path; `None` if there is nothing.
    pub(super) fn read_file(path: &Path) -> Result<Option<Marker>, Error> {
        let bytes = match fs::symlink_metadata(path) {
            Ok(found) if found.is_file() => read_within(path, LARGEST)
                .map_err(|e| Error::io(path, e))?
                .ok_or_else(|| unreadable(path, "it is larger than any list"))?,
            Ok(_) => return Err(unreadable(path, "it is not a file")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io(path, error)),
        };
        let marker: Marker =
            serde_json::from_slice(&bytes).map_err(|e| unreadable(path, &e.to_string()))?;
        if marker.version != VERSION {
            return Err(unreadable(path, "another version of the program wrote it"));
        }
        match marker.files.keys().find(|name| !is_safe(name)) {
            Some(name) => Err(unreadable(path, &format!("`{name}` is no file's name"))),
            None => Ok(Some(marker)),
        }
    }

    /// The same site, the same bytes.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = serde_json::to_vec_pretty(self)
            .map_err(|e| Error::Refused(format!("the list of files cannot be written: {e}")))?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

fn unreadable(path: &Path, why: &str) -> Error {
    Error::Refused(format!(
        "`{}` lists which files here are the program's, and cannot be read: {why}; restore it, or \
         remove it: the folder is then treated as one published by hand",
        path.display()
    ))
}

/// Whether a name stays inside the folder, and is none of the program's own.
pub(super) fn is_safe(name: &str) -> bool {
    let reserved = name.starts_with(OWN) || (cfg!(windows) && name.contains(':'));
    let steps_aside = |part: &str| {
        let of_others = OTHERS.iter().any(|name| part.eq_ignore_ascii_case(name));
        part.is_empty() || part == "." || part == ".." || of_others
    };
    !reserved && !name.contains(['\0', '\\']) && !name.split('/').any(steps_aside)
}
