//! From memory to the disk.
//!
//! The folder is the user's: a list in it says which files are the program's, and only these are
//! replaced or removed. New files are written into a work folder beside them and brought to the
//! disk, then a journal says what goes where; from there on the new site is the one that counts.
//! Each file reaches its place in one step, what pages need before they do. A run that dies is
//! finished, or cleared away, by the next one.

mod apply;
mod conflict;
mod earlier;
mod folder;
mod journal;
mod look;
mod marker;
mod plan;
mod recover;
mod way;

#[cfg(test)]
mod tests;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::SiteTree;
use crate::disk::Disk;
use folder::Folder;

pub use earlier::Earlier;
pub use folder::{overlap, resolve};
pub use marker::MARKER;

/// Why a site was not written. The folder stands as it did, but for [`Error::HalfDone`] and
/// [`Error::NotCleared`].
#[derive(Debug)]
pub enum Error {
    /// Another run is writing into this folder.
    Busy(PathBuf),
    /// Something of the user's would be lost; all in words.
    Refused(String),
    /// The system said no.
    Io(PathBuf, io::Error),
    /// The system said no, and again on the way back: the next run finishes the new site.
    HalfDone(Box<Error>),
    /// The new site stands, and the journal in this folder could not be removed: the next run would
    /// go by it, whatever has been done to the site by then.
    NotCleared(PathBuf, io::Error),
}

impl Error {
    fn io(path: &Path, error: io::Error) -> Error {
        Error::Io(path.to_owned(), error)
    }

    /// The whole sentence, for the user.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Error::NotCleared(..) => self.to_string(),
            error => format!("cannot write the site: {error}"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Busy(out) => write!(f, "`{}`: another build is writing here", out.display()),
            Error::Refused(why) => f.write_str(why),
            Error::Io(path, error) => write!(f, "`{}`: {error}", path.display()),
            Error::HalfDone(error) => write!(
                f,
                "{error}; what was done could not be taken back whole: the next run finishes the \
                 new site"
            ),
            Error::NotCleared(work, error) => write!(
                f,
                "the new site is in place, but `{}`, which is for a run that dies on the way, could \
                 not be removed: {error}; remove it before you change the site by other means",
                work.display()
            ),
        }
    }
}

impl std::error::Error for Error {}

/// What a write has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or differ from those before. All others are untouched.
    pub changed: usize,
    /// Files that the site has no longer.
    pub removed: usize,
    /// What was done about what a dead run had left, for the user.
    pub recovered: Option<String>,
}

/// Writes the site into the folder `out`. All that is not in the folder's list stays as it is.
///
/// # Errors
/// See [`Error`]; nothing has then been changed.
pub fn write(tree: &SiteTree, out: &Path) -> Result<Written, Error> {
    write_with(&Disk::default(), tree, out, false)
}

/// As [`write()`]; files of the user's that stand where the site's own go are replaced.
///
/// # Errors
/// See [`Error`].
pub fn write_over(tree: &SiteTree, out: &Path) -> Result<Written, Error> {
    write_with(&Disk::default(), tree, out, true)
}

fn write_with(disk: &Disk, tree: &SiteTree, out: &Path, force: bool) -> Result<Written, Error> {
    let mut folder = Folder::open(disk, out)?;
    let written = write_into(disk, tree, &folder.path, out, force);
    match written {
        Ok(_) | Err(Error::NotCleared(..)) => folder.keep(),
        // What could not be cleared away keeps the folder, since it is not empty.
        Err(_) => folder.discard(),
    }
    written
}

fn write_into(
    disk: &Disk,
    tree: &SiteTree,
    root: &Path,
    out: &Path,
    force: bool,
) -> Result<Written, Error> {
    let recovered = recover::recover(disk, root)?;
    // What was just given back is not to go by a leave that was given before.
    let recovered = recovered.told(out);
    if let (true, Some(why)) = (force, recovered.as_ref().and_then(Recovered::refusal)) {
        return Err(Error::Refused(why));
    }
    let plan = plan::plan(tree, root, out, force)?;
    if !plan.steps.is_empty() {
        apply::apply(disk, root, &plan)?;
    }
    Ok(Written {
        changed: plan.changed,
        removed: plan.removed,
        recovered: recovered.map(|recovered| recovered.words),
    })
}

/// What was done about what dead runs had left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// For the user.
    pub words: String,
    /// Whether something that somebody had changed since was left so, or given back.
    pub has_kept: bool,
}

impl Recovered {
    /// Why a build that may replace what the user has changed does not go on now.
    pub fn refusal(&self) -> Option<String> {
        let again = "look at it, and build again with --force if it is to be replaced";
        self.has_kept.then(|| format!("{}; {again}", self.words))
    }
}

/// Finishes, takes back or clears away what dead runs left in `out`, if there is anything and nobody else is
/// writing there; says what was done.
///
/// # Errors
/// If it cannot be finished.
pub fn recover(out: &Path) -> Result<Option<Recovered>, Error> {
    recover_with(&Disk::default(), out)
}

fn recover_with(disk: &Disk, out: &Path) -> Result<Option<Recovered>, Error> {
    if !out.is_dir()
        || journal::Work::left_in(out)
            .map_err(|e| Error::io(out, e))?
            .is_empty()
    {
        return Ok(None);
    }
    let folder = match Folder::open(disk, out) {
        Err(Error::Busy(_)) => return Ok(None),
        folder => folder?,
    };
    Ok(recover::recover(disk, &folder.path)?.told(out))
}

/// Whether `out` holds a whole site that this program wrote: all files of its list.
pub fn holds_site(out: &Path) -> bool {
    let Ok(Some(list)) = marker::Marker::read(out) else {
        return false;
    };
    let mut names = list.files.keys();
    !list.files.is_empty() && names.all(|name| out.join(name).is_file())
}
