//! What the author wrote: the report's settings, chapters in pairs, claims, charts. Resolved
//! against the survey; knows no page.

pub mod changes;
pub mod chapters;
pub mod charts;
pub mod claims;
pub mod config;
mod exactness;
pub mod exceptions;
pub mod files;
pub(crate) mod freshness;
pub(crate) mod languages;
pub mod numbering;
pub(crate) mod parity;
pub mod quotations;
pub(crate) mod record;
pub mod unwritten;
pub mod wording;

pub use chapters::{Chapter, ChapterFile};
pub use charts::Figure;
pub use claims::{Claim, Test, Verified};
pub use config::Config;
pub use exactness::Verdict;
