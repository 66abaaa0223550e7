//! What the program wrote into the output folder before, for what need not be made anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::look::{hash, read_within};
use super::marker::Marker;
use crate::site::Route;

/// The largest file that is taken again, in bytes.
const LARGEST: u64 = 16 << 20;

/// The site that stands in the output folder.
pub struct Earlier {
    out: PathBuf,
    files: BTreeMap<String, String>,
}

impl Earlier {
    /// None where nothing stands, or its list cannot be read, which is told when the site is written.
    pub fn read(out: &Path) -> Earlier {
        let list = Marker::read(out).ok().flatten();
        Earlier {
            out: out.to_owned(),
            files: list.map(|list| list.files).unwrap_or_default(),
        }
    }

    /// A file as it was written; `None` if it was not, or has been changed since.
    pub fn bytes(&self, route: &Route) -> Option<Vec<u8>> {
        let name = route.file();
        let wanted = self.files.get(&name)?;
        let bytes = read_within(&self.out.join(name), LARGEST).ok().flatten()?;
        (hash(&bytes) == *wanted).then_some(bytes)
    }
}
