//! The planned files on the disk: all of them, or none.

use std::path::{Path, PathBuf};

use crate::disk::{self, Change, Disk, NotWritten};

/// A file as it is to be.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    /// Where.
    pub(crate) path: PathBuf,
    /// Its name in the folder of the report.
    pub(crate) name: Option<String>,
    /// What it holds now; none of a file that is not there.
    pub(crate) old: Option<String>,
    /// What it is to hold.
    pub(crate) new: String,
}

impl Planned {
    fn change(&self) -> Change {
        match &self.old {
            Some(old) => Change::Text(self.path.clone(), old.clone(), self.new.clone()),
            None => Change::New(self.path.clone(), self.new.clone()),
        }
    }
}

/// Writes files below the folder of the report together, also if the program is killed.
///
/// # Errors
/// What could not be written; everything is then as it was.
pub(crate) fn write(disk: &Disk, folder: &Path, files: &[Planned]) -> Result<(), String> {
    let changes: Vec<Change> = files.iter().map(Planned::change).collect();
    disk::write_together(disk, folder, &changes).map_err(|not| {
        let ends = match not.is_half_done {
            false => "everything is as it was",
            true => "what was done could not be taken back: the next command settles it",
        };
        let NotWritten { path, error, .. } = not;
        format!("cannot write `{}`: {error}; {ends}", path.display())
    })
}
