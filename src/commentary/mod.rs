//! Commentary: Markdown to HTML, with expressions, the rules of Chinese typesetting, notes,
//! citations and links. Knows no chapter and no address: links are resolved by who calls.

pub(crate) mod bind;
pub(crate) mod cjk;
mod half;
pub(crate) mod html;
pub(crate) mod loose;
pub(crate) mod model;
mod raw;
pub mod render;
pub(crate) mod rewrite;
mod short;
mod skip;
pub(crate) mod statements;

pub use model::{Cited, Commentary, Fragment, Heading, Linked, Section, Setting};
pub use render::render;
pub use short::{BoundText, ShortText, expressions};
pub use statements::Statements;
