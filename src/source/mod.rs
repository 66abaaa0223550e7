//! The author's files as text and as trees with places. Knows nothing of surveys.

pub mod characters;
pub mod find;
pub mod front;
pub mod known;
pub mod node;
pub mod place;
mod read;
mod visit;
pub mod yaml;

pub use find::{Folder, Overlay};
pub use front::FrontMatter;
pub use node::{Fields, Node};
pub use place::Spot;
pub use yaml::{Tree, Yaml};
