//! Publishes an index survey as a checked, bilingual static report.
#![forbid(unsafe_code)]

pub mod chart;
pub mod lang;
