//! Publishes an index survey as a checked, bilingual static report.
#![forbid(unsafe_code)]

pub mod diagnostic;
pub mod expression;
pub mod index;
pub mod lang;
pub mod source;
pub mod survey;
pub mod words;
