//! The descriptions, a file for each kind of file that authors write.

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

use super::File;

/// All of them, in the order of the manual.
pub static FILES: [&File; 11] = [
    &report::REPORT,
    &survey::MEMBERS,
    &survey::REGIONS,
    &methodology::METHODOLOGY,
    &edition::EDITION,
    &indicator::INDICATOR,
    &sources::SOURCES,
    &chart::CHART,
    &claims::CLAIMS,
    &strings::STRINGS,
    &chapter::CHAPTER,
];
