//! The author's files as text and as trees with places. Knows nothing of surveys.

pub(crate) mod characters;
pub(crate) mod find;
pub(crate) mod front;
pub mod known;
pub(crate) mod node;
mod overlay;
pub(crate) mod place;
mod read;
mod visit;
mod walk;
pub(crate) mod yaml;

pub use find::Folder;
pub use front::FrontMatter;
pub use node::{Fields, Node};
pub use overlay::Overlay;
pub use place::NodePlace;
pub use yaml::{Tree, Yaml};
