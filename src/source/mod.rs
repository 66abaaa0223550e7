//! The author's files as text and as trees with places. Knows nothing of surveys.

pub mod characters;
pub mod find;
pub mod front;
pub mod known;
pub mod node;
mod overlay;
pub mod place;
mod read;
mod visit;
mod walk;
pub mod yaml;

pub use find::Folder;
pub use front::FrontMatter;
pub use node::{Fields, Node};
pub use overlay::Overlay;
pub use place::NodePlace;
pub use yaml::{Tree, Yaml};
