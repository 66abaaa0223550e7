//! The author's files as text and as trees with places. Knows nothing of surveys.

pub(crate) mod characters;
pub(crate) mod find;
pub(crate) mod front;
pub mod known;
pub(crate) mod node;
pub(crate) mod node_place;
mod overlay;
pub(crate) mod place;
pub(crate) mod read;
pub(crate) mod tree;
mod visit;
mod walk;
pub(crate) mod yaml;
mod yaml_words;

pub use find::Folder;
pub use front::FrontMatter;
pub use node::{Fields, Node};
pub use node_place::NodePlace;
pub use overlay::Overlay;
pub use tree::Tree;
pub use yaml::Yaml;
