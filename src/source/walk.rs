//! What stands in a folder: which of it is read, and what cannot be.

use std::io::ErrorKind;
use std::path::Path;

use walkdir::DirEntry;

use super::known::Known;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// A path as messages show it, relative to the working folder where possible.
pub(super) fn shown(path: &Path) -> String {
    std::env::current_dir()
        .ok()
        .and_then(|here| path.strip_prefix(&here).map(Path::to_owned).ok())
        .unwrap_or_else(|| path.to_owned())
        .display()
        .to_string()
}

/// The path inside `root`, with `/` between segments; `None` if it is not valid UTF-8.
pub(super) fn inside(path: &Path, root: &Path) -> Option<String> {
    let relative = path.strip_prefix(root).ok()?;
    let segments = relative.iter().map(|segment| segment.to_str());
    Some(segments.collect::<Option<Vec<_>>>()?.join("/"))
}

/// What is wrong with an entry of a folder that could not be looked at.
pub(super) fn not_walked(error: &walkdir::Error) -> Diagnostic {
    let path = error.path().unwrap_or_else(|| Path::new(""));
    let shown = shown(path);
    let is_link = std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    let cause = error.io_error();
    let kind = cause.map(std::io::Error::kind);
    let leads = match kind {
        None if error.loop_ancestor().is_some() => "leads to a folder that holds the link",
        Some(ErrorKind::NotFound) if is_link => "leads to nothing",
        // No other fault of a link has a name of its own.
        Some(kind) if is_link && kind != ErrorKind::PermissionDenied => "leads to itself",
        _ => {
            let cause = cause.map_or_else(|| error.to_string(), ToString::to_string);
            return Diagnostic::error(format!("cannot read `{shown}`: {cause}")).about(shown);
        }
    };
    Diagnostic::error(format!("the link `{shown}` {leads}"))
        .about(shown)
        .hint("remove the link, or put the file itself here")
}

/// Whether something in a folder is read.
///
/// # Errors
/// The path of what nothing reads and should be told.
pub(super) fn wanted(
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
                .about(shown)
                .hint("links are followed inside the folder only: put the file itself here"),
        );
        return Ok(false);
    }
    Ok(true)
}
