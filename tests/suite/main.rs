//! Tests of the whole crate, in one program so that it is linked once.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may fail so"
)]

mod addresses;
mod architecture;
mod bounds;
mod change;
mod cjk;
mod common;
mod crash;
mod data;
mod declared;
mod defaults;
mod editions;
mod eject;
mod errors;
mod external;
mod faults;
mod figures;
mod fixture;
mod formats;
mod import;
mod languages;
mod mistakes;
mod new;
mod out_folder;
mod pairs;
mod pictures;
mod raw_html;
mod real;
mod recompute;
mod schema;
mod serve;
mod shipped;
mod silence;
mod size;
mod spreadsheet;
mod statements;
mod supply;
mod taken;
mod templates;
mod texts;
mod tutorial;
mod wording;
