//! Writing files of the author's: the old one or the new one stands there, whatever happens.

use std::fs;
use std::io;
use std::path::Path;

use super::{Disk, unforeseen};

/// Replaces the content of the file at `path`, which must be there. It is written beside and
/// renamed; a link is followed and kept; permissions stay, and the owner where that is allowed.
///
/// # Errors
/// Those of the system; the old file then stands as it was, and nothing is left beside it.
pub fn replace(disk: &Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let folder = path.parent().ok_or(io::ErrorKind::IsADirectory)?;
    let old = fs::metadata(&path)?;
    // Renaming asks for the folder only; who may not write the file must not replace it.
    fs::OpenOptions::new().write(true).open(&path)?;
    by_way(disk, folder, bytes, |beside| {
        keep_rights(beside, &old)?;
        disk.flush(folder, &[beside.to_owned()])?;
        disk.rename(beside, &path)
    })
}

/// Writes a file that is not there yet, whole or not at all; its folder is made if need be.
///
/// # Errors
/// Those of the system; also if something stands there.
pub fn create(disk: &Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::IsADirectory)?;
    fs::create_dir_all(folder)?;
    by_way(disk, folder, bytes, |beside| {
        disk.flush(folder, &[beside.to_owned()])?;
        disk.place(beside, path)
    })
}

/// Writes a file for a moment into a folder, from where it goes to its place.
fn by_way(
    disk: &Disk,
    folder: &Path,
    bytes: &[u8],
    go: impl FnOnce(&Path) -> io::Result<()>,
) -> io::Result<()> {
    remove_left(folder);
    let beside = folder.join(format!("{BEFORE}{:016x}{AFTER}", unforeseen()));
    let written = disk.write_locked(&beside, bytes).and_then(|file| {
        let gone = go(&beside);
        drop(file);
        gone
    });
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// The names of files on their way to their place.
const BEFORE: &str = ".egov-report-";
const AFTER: &str = ".tmp";

/// Removes what dead runs left on the way: nobody holds its lock.
fn remove_left(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten();
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let number = name
            .to_str()
            .and_then(|name| name.strip_prefix(BEFORE)?.strip_suffix(AFTER));
        let is_left = number.is_some_and(|n| n.len() == 16);
        if is_left
            && entry.file_type().is_ok_and(|kind| kind.is_file())
            && let Ok(file) = fs::File::open(entry.path())
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Gives a file the rights of another, and its owner where that is allowed.
pub(super) fn keep_rights(new: &Path, old: &fs::Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let file = fs::File::open(new)?;
        // Only root may give files away; to everybody else their files belong already.
        let _ = std::os::unix::fs::fchown(&file, Some(old.uid()), Some(old.gid()));
    }
    fs::set_permissions(new, old.permissions())
}

/// Replaces the text of a file that was read as `old`: without a byte order mark and with `\n` for
/// `\r\n`. Both stay as they are in the file, line by line; new lines end as its first one does.
///
/// # Errors
/// As [`replace`]; also if the file holds another text by now.
pub fn replace_text(disk: &Disk, path: &Path, old: &str, new: &str) -> io::Result<()> {
    let raw = fs::read_to_string(path)?;
    let new = replaced(&raw, old, new)?;
    replace(disk, path, new.as_bytes())
}

/// The text of a file, of which `old` was read, with `new` instead.
///
/// # Errors
/// If the file holds another text by now.
pub(super) fn replaced(raw: &str, old: &str, new: &str) -> io::Result<String> {
    let (mark, text) = match raw.strip_prefix('\u{feff}') {
        Some(text) => ("\u{feff}", text),
        None => ("", raw),
    };
    if text.replace("\r\n", "\n") != old {
        return Err(io::Error::other("it was changed meanwhile; run this again"));
    }
    Ok(format!("{mark}{}", as_written(text, old, new)))
}

/// `new` with the line ends of `raw`, whose lines are those of `old`.
fn as_written(raw: &str, old: &str, new: &str) -> String {
    fn lines(text: &str) -> Vec<&str> {
        text.split_inclusive('\n').collect()
    }
    let (raw, old, new) = (lines(raw), lines(old), lines(new));
    let shorter = old.len().min(new.len());
    let pairs = old.iter().zip(&new);
    let before = pairs.take_while(|(a, b)| a == b).count();
    let pairs = old.iter().rev().zip(new.iter().rev());
    let after = pairs
        .take(shorter - before)
        .take_while(|(a, b)| a == b)
        .count();
    let end = match raw.first() {
        Some(first) if first.ends_with("\r\n") => "\r\n",
        _ => "\n",
    };
    let mut text = raw[..before].concat();
    for line in &new[before..new.len() - after] {
        text.push_str(&line.replace('\n', end));
    }
    text + &raw[raw.len() - after..].concat()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;
    use crate::disk::faults::Faults;

    #[test]
    fn line_ends_and_mark_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "\u{feff}---\r\na: 1\r\n---\r\none\ntwo\r\n\r\nthree").unwrap();
        let old = "---\na: 1\n---\none\ntwo\n\nthree";
        let new = "---\na: 1\nb:\n  c: 2\n---\none\ntwo\n\nthree";
        replace_text(&Disk::default(), &path, old, new).unwrap();
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            "\u{feff}---\r\na: 1\r\nb:\r\n  c: 2\r\n---\r\none\ntwo\r\n\r\nthree"
        );
        assert!(replace_text(&Disk::default(), &path, old, "").is_err());
    }

    #[test]
    fn repeated_lines_are_not_counted_twice() {
        assert_eq!(as_written("a\r\na\r\n", "a\na\n", "a\n"), "a\r\n");
        assert_eq!(as_written("a\n", "a\n", "a\na\n"), "a\na\n");
        assert_eq!(as_written("a\r\nb", "a\nb", "a\nc\nb"), "a\r\nc\r\nb");
        assert_eq!(as_written("", "", "a\n"), "a\n");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_and_rights_stay_and_a_failure_leaves_the_old_file() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("real/a.md");
        let link = folder.path().join("a.md");
        fs::create_dir(folder.path().join("real")).unwrap();
        fs::write(&target, "old").unwrap();
        fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real/a.md", &link).unwrap();
        let whole = || {
            let names = fs::read_dir(folder.path().join("real")).unwrap().count();
            assert!(fs::symlink_metadata(&link).unwrap().is_symlink() && names == 1);
            let mode = fs::metadata(&target).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o640);
            fs::read_to_string(&target).unwrap()
        };
        let mut at = 1;
        loop {
            let faults = Faults::new(at, usize::MAX, 28, false);
            let disk = Disk { faults };
            if replace(&disk, &link, b"new").is_ok() {
                break;
            }
            assert_eq!(whole(), "old");
            at += 1;
        }
        assert!(at > 3, "{at}");
        assert_eq!(whole(), "new");
    }

    #[test]
    fn what_a_dead_run_left_beside_a_file_goes_with_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        let named = |name: &str| folder.path().join(format!(".egov-report-{name}.tmp"));
        let [left, held, mine] = ["0123456789abcdef", "fedcba9876543210", "mine"].map(named);
        for file in [&path, &left, &held, &mine] {
            fs::write(file, "old").unwrap();
        }
        let writing = fs::File::open(&held).unwrap();
        writing.try_lock().unwrap();
        replace(&Disk::default(), &path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert!(!left.exists() && held.exists() && mine.exists());
        let long = folder.path().join("x".repeat(255));
        create(&Disk::default(), &long, b"new").unwrap();
        assert!(create(&Disk::default(), &long, b"newer").is_err());
        assert_eq!(fs::read(&long).unwrap(), b"new");
    }
}
