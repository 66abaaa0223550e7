//! From memory to the disk: all or nothing.
//!
//! The new site is written beside the old one and takes its place by renaming, so that a failure
//! at any point leaves the last good site whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::SiteTree;

/// The marker of a folder that this program may replace.
const MARKER: &str = ".nojekyll";

/// Writes `tree` as the folder `out`. What an `out` of ours held before is gone afterwards, but
/// for its `.gitignore`.
///
/// # Errors
/// With the path in the message. A folder that is not empty and was not written by this program is
/// refused.
pub fn write(tree: &SiteTree, out: &Path) -> io::Result<()> {
    refuse_foreign(out)?;
    let parent = match out.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    with_path(&parent, fs::create_dir_all(&parent))?;
    let name = out.file_name().map_or_else(
        || "site".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    let new = parent.join(format!(".{name}.new"));
    let old = parent.join(format!(".{name}.old"));
    for leftover in [&new, &old] {
        if leftover.exists() {
            with_path(leftover, fs::remove_dir_all(leftover))?;
        }
    }
    if let Err(error) = fill(tree, &new, out) {
        // The half-written copy is of no use; the old site stands.
        let _ = fs::remove_dir_all(&new);
        return Err(error);
    }
    if out.exists() {
        with_path(out, fs::rename(out, &old))?;
    }
    if let Err(error) = with_path(out, fs::rename(&new, out)) {
        let _ = fs::rename(&old, out);
        return Err(error);
    }
    if old.exists() {
        with_path(&old, fs::remove_dir_all(&old))?;
    }
    Ok(())
}

fn fill(tree: &SiteTree, new: &Path, out: &Path) -> io::Result<()> {
    with_path(new, fs::create_dir_all(new))?;
    for (route, file) in tree.iter() {
        let path = new.join(route.file());
        if let Some(folder) = path.parent() {
            with_path(folder, fs::create_dir_all(folder))?;
        }
        with_path(&path, fs::write(&path, &file.bytes))?;
    }
    let ignore = out.join(".gitignore");
    if ignore.is_file() {
        with_path(&ignore, fs::copy(&ignore, new.join(".gitignore")))?;
    }
    Ok(())
}

fn refuse_foreign(out: &Path) -> io::Result<()> {
    if !out.exists() {
        return Ok(());
    }
    if !out.is_dir() {
        return Err(io::Error::other(format!(
            "`{}` is a file, not a folder for a site",
            out.display()
        )));
    }
    let mut foreign = false;
    for entry in with_path(out, fs::read_dir(out))? {
        let name = with_path(out, entry)?.file_name();
        if name == MARKER {
            return Ok(());
        }
        foreign |= name != ".gitignore";
    }
    if foreign {
        return Err(io::Error::other(format!(
            "`{}` holds files that are not a site of this program; name another folder with --out",
            out.display()
        )));
    }
    Ok(())
}

fn with_path<T>(path: &Path, result: io::Result<T>) -> io::Result<T> {
    result.map_err(|e| io::Error::new(e.kind(), format!("`{}`: {e}", path.display())))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail so")]
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::site::Route;

    fn tree(files: &[&str]) -> SiteTree {
        let mut tree = SiteTree::default();
        let d = Diagnostics::new();
        for file in files.iter().chain(&[MARKER]) {
            tree.insert(Route::new(*file), *file, "a test", &d);
        }
        tree
    }

    #[test]
    fn the_old_site_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("site");
        fs::create_dir(&out).unwrap();
        fs::write(out.join(".gitignore"), "*").unwrap();
        write(&tree(&["a/", "b.txt"]), &out).unwrap();
        write(&tree(&["a/"]), &out).unwrap();
        assert!(out.join("a/index.html").is_file() && out.join(".gitignore").is_file());
        assert!(!out.join("b.txt").exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_foreign_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("thesis.doc"), "x").unwrap();
        assert!(write(&tree(&[]), folder.path()).is_err());
        assert!(folder.path().join("thesis.doc").is_file());
    }
}
