//! Tables of others as editions: read in any of the usual forms, matched to members and components,
//! planned as whole files, verified, and only then written.
//!
//! [`plan()`] writes nothing; what it gives, [`write()`] puts on the disk, all of it or none.

mod choose;
mod columns;
mod complete;
mod delimited;
mod edit;
mod edition;
mod fold;
mod gather;
mod given;
mod map;
mod map_file;
mod misfit;
mod names;
mod number;
mod plan;
mod read;
mod remember;
mod repeats;
mod settle;
mod table;
mod unplaced;
mod values;
mod verify;
mod whose;
mod words;
mod workbook;
mod write;

pub(crate) use map::read_all as read_maps;
pub(crate) use plan::{Request, plan};
pub(crate) use write::write;

#[cfg(test)]
mod tests;
