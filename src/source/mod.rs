//! The author's files as text and as trees with places. Knows nothing of surveys.

pub mod find;
pub mod front;
pub mod node;
pub mod yaml;

pub use find::{Folder, Overlay};
pub use front::FrontMatter;
pub use node::{Fields, Node};
pub use yaml::{Spot, Tree, Yaml};
