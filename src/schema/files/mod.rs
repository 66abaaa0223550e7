//! The descriptions, a file for each kind of file that authors write. That of a chart is put together
//! in the room of reports, with the keys of each kind of chart.

pub mod chapter;
pub mod chart;
pub mod claims;
pub mod edition;
pub mod indicator;
pub mod methodology;
pub mod report;
pub mod sources;
pub mod strings;
pub mod survey;
