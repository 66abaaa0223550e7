//! The site as a tree of files in memory, its addresses, and how it reaches the disk.

pub mod check;
pub mod files;
pub(crate) mod route;
mod tags;
pub(crate) mod tree;
pub mod write;

mod sections;

pub use route::Route;
pub use sections::{Section, sections};
pub use tree::SiteTree;
