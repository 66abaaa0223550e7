//! Commentary: Markdown to HTML, with expressions, the rules of Chinese typesetting, notes,
//! citations and links. Knows no chapter and no address: links are resolved by who calls.

pub mod bind;
pub mod cjk;
pub mod html;
pub mod loose;
pub mod model;
mod raw;
pub mod render;
pub mod rewrite;
mod short;
mod skip;

pub use model::{Cited, Commentary, Fragment, Heading, Linked, Section, Setting};
pub use render::render;
pub use short::{BoundText, ShortText, expressions};
