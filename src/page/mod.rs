//! Pages: a typed view for each kind, in each language. What they show is computed elsewhere.

pub(crate) mod address;
pub(crate) mod area;
mod bounded;
pub(crate) mod chapter;
pub(crate) mod cite;
pub(crate) mod cited;
pub(crate) mod component;
pub(crate) mod edition;
pub(crate) mod fact;
pub mod figure;
pub mod find;
mod formula;
mod frame;
mod functions;
pub(crate) mod gallery;
pub(crate) mod home;
mod keyed;
mod kind;
mod kinds;
pub(crate) mod lists;
pub(crate) mod made;
pub(crate) mod maker;
mod making;
pub(crate) mod manual;
pub(crate) mod member;
pub(crate) mod method;
pub mod render;
mod setting;
pub(crate) mod sitemap;
pub mod source;
pub(crate) mod verify;

pub use address::Addresses;
pub use kind::PageKind;
pub use kinds::{kinds, pages};
pub use made::{Page, tell_apart};
pub use maker::{Contents, Link, Maker};
