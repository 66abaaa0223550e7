//! `charts/*.yaml`: what an author declares, resolved to what the chart room draws.
//!
//! A chart's data are items × series; each of the two is an axis over things of the survey
//! (members, regions, levels, components, editions, an indicator's items) that binds a variable,
//! and `value` is an expression in which those variables stand. A value that does not exist leaves
//! a gap; any other failure is the author's error, at its place.

mod axis;
mod breaks;
mod cell;
mod data;
pub(crate) mod defaults;
pub(crate) mod description;
pub(crate) mod examples;
mod kind;
mod matrix;
mod prepare;
mod read;
mod resolve;
mod spec;
pub(crate) mod texts;
mod words;

pub use kind::{ChartKind, KINDS};
pub use prepare::{Prepared, prepare};
pub use read::read_all;
pub use resolve::{Drawing, Figure, resolve};
pub use spec::{Declaration, Subject};
