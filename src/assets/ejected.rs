//! Built-in files that an author copied to change them: which, and what they were then. When the
//! program's own file changes under such a copy, a build says so.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::diagnostic::Diagnostic;
use crate::source::Folder;

/// The list of copies in a folder of an author's. Hidden files are neither read nor published.
pub const LIST: &str = ".ejected.yaml";

/// What stands above the list.
const HEAD: &str = "# Files copied from the program by `egov-report eject`, each with the hash of what it was then.\n";

/// The hash by which a built-in file is known, whatever its line ends.
pub fn hash(bytes: &[u8]) -> String {
    let text: Vec<u8> = bytes.iter().copied().filter(|b| *b != b'\r').collect();
    let digest = Sha256::digest(&text);
    digest.iter().take(8).map(|b| format!("{b:02x}")).collect()
}

/// The list in `folder`: names with hashes; empty where there is none.
///
/// # Errors
/// If it is there and cannot be read.
pub fn listed(folder: &Path) -> io::Result<BTreeMap<String, String>> {
    let text = match fs::read_to_string(folder.join(LIST)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(error),
    };
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let entry = |line: &str| match line.trim().rsplit_once(": ") {
        Some((name, hash)) if hash.len() == 16 && hash.chars().all(|c| c.is_ascii_hexdigit()) => {
            Ok((name.to_owned(), hash.to_owned()))
        }
        _ => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("it is not as `eject` writes it: `{line}`"),
        )),
    };
    lines.map(entry).collect()
}

/// The list as it is written.
pub fn list(entries: &BTreeMap<String, String>) -> String {
    let lines = entries
        .iter()
        .map(|(name, hash)| format!("{name}: {hash}\n"));
    format!("{HEAD}{}", lines.collect::<String>())
}

/// Warnings on copies in an author's folder under which the built-in file is another by now. `what`
/// is what the files are, as `eject` names them.
pub fn outdated(what: &str, shipped: &Folder, own: &Path) -> Vec<Diagnostic> {
    let listed = match listed(own) {
        Ok(listed) => listed,
        Err(error) => {
            let shown = own.join(LIST).display().to_string();
            let message = format!("cannot read `{shown}`: {error}");
            return vec![Diagnostic::warning(message).about(shown)];
        }
    };
    let one = |(name, then): (&String, &String)| {
        let path = own.join(name);
        // A copy that was removed again is of no concern.
        if !path.is_file() {
            return None;
        }
        let shown = path.display();
        let what = match name.strip_prefix("strings/") {
            Some(_) => "strings",
            None => what,
        };
        match shipped.bytes(name) {
            Some(now) if hash(now) == *then => None,
            Some(_) => Some(
                Diagnostic::warning(format!(
                    "the built-in `{name}` has changed since `{shown}` was copied from it"
                ))
                .about(shown.to_string())
                .hint(format!(
                    "`egov-report eject {what} {name} --print` shows it: take over what you need, then \
                     `egov-report eject {what} {name} --keep` records that yours is up to date"
                )),
            ),
            None => Some(
                Diagnostic::warning(format!(
                    "`{shown}` was copied from a built-in file that is no longer there"
                ))
                .about(shown.to_string())
                .hint(format!(
                    "remove it if nothing uses it; `egov-report eject {what} {name} --keep` keeps it \
                     as your own"
                )),
            ),
        }
    };
    listed.iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    #[test]
    fn a_built_in_file_that_changed_is_told_once_it_was_copied() {
        let folder = tempfile::tempdir().unwrap();
        let shipped = |text: &str| {
            Folder::embedded(
                "templates",
                [("a.html".to_owned(), text.as_bytes().to_vec())],
            )
        };
        let warnings = |text: &str| outdated("templates", &shipped(text), folder.path()).len();
        assert_eq!(warnings("old"), 0);
        let entries = BTreeMap::from([("a.html".to_owned(), hash(b"old\n"))]);
        fs::write(folder.path().join(LIST), list(&entries)).unwrap();
        assert_eq!(warnings("new\n"), 0, "there is no copy");
        fs::write(folder.path().join("a.html"), "mine").unwrap();
        assert_eq!(warnings("old\r\n"), 0);
        assert_eq!(warnings("new\n"), 1);
        let none = Folder::embedded("templates", []);
        assert_eq!(outdated("templates", &none, folder.path()).len(), 1);
    }
}
