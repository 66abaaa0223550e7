//! The files of a new report, and of new things in one: texts in, texts out. Who calls writes them.
//!
//! They are made from the folder `starter/`, whose texts stand in English and Chinese; in any other
//! language they are the English ones, marked as still to be written.

mod edit;
mod report;
mod text;
mod things;
mod tongue;

pub use report::{Choice, Members, report};
pub use things::{Claim, chapter, chart, claim, edition, indicator, source};
pub use tongue::{Tongues, languages};

/// What stands in for a text that is still to be written; builds warn of it.
pub use crate::report::unwritten::MARK;

/// What is to be written: a path inside the folder, with `/` between its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum File {
    /// One that is not there yet.
    New {
        /// Its path.
        path: String,
        /// What it holds.
        text: String,
    },
    /// One that is there.
    Changed {
        /// Its path.
        path: String,
        /// What it holds.
        old: String,
        /// What it is to hold.
        new: String,
    },
}

impl File {
    fn new(path: impl Into<String>, text: impl Into<String>) -> File {
        File::New {
            path: path.into(),
            text: text.into(),
        }
    }

    /// Its path.
    pub fn path(&self) -> &str {
        match self {
            File::New { path, .. } | File::Changed { path, .. } => path,
        }
    }
}
