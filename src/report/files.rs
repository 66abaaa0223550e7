//! What authors write for a report, file by file.

use std::sync::LazyLock;

use super::charts::description::CHART;
use crate::schema::FileDescription;
use crate::schema::files::{
    changes, chapter, claims, edition, import, indicator, methodology, quotations, report, sources,
    strings, survey,
};

/// The descriptions of all files, in the order of the manual.
pub static FILES: LazyLock<[&'static FileDescription; 14]> = LazyLock::new(|| {
    [
        &report::REPORT,
        &survey::MEMBERS,
        &survey::REGIONS,
        &methodology::METHODOLOGY,
        &edition::EDITION,
        &import::IMPORT,
        &indicator::INDICATOR,
        &sources::SOURCES,
        &CHART,
        &changes::CHANGES,
        &claims::CLAIMS,
        &quotations::QUOTATIONS,
        &strings::STRINGS,
        &chapter::CHAPTER,
    ]
});
