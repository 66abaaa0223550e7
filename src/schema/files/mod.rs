//! The descriptions, a file for each kind of file that authors write. That of a chart is put together
//! in the room of reports, with the keys of each kind of chart.

pub mod changes;
pub(crate) mod chapter;
pub mod chart;
pub mod claims;
pub(crate) mod edition;
pub(crate) mod import;
pub(crate) mod indicator;
pub(crate) mod methodology;
pub mod quotations;
pub mod report;
pub(crate) mod sources;
pub(crate) mod strings;
pub mod survey;
