//! What the author wrote: the report's settings, chapters in pairs, claims, charts. Resolved
//! against the survey; knows no page.

pub mod chapters;
pub mod claims;
pub mod config;
mod exactness;
pub mod figures;
pub mod languages;
pub mod parity;
pub mod record;

pub use chapters::{Chapter, ChapterFile};
pub use claims::{Claim, Verdict, Verified};
pub use config::Config;
pub use figures::Figure;
