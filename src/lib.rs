//! Publishes an index survey as a checked, bilingual static report.
//!
//! Data flows one way, and nothing to the right is imported by anything to its left:
//!
//! [`source`] files and trees with places → [`survey`] and [`report`] typed values, resolved →
//! [`index`] everything computed → [`expression`] and [`commentary`] the checked text → [`page`]
//! a typed view for each page and language → [`site`] all files in memory → disk or preview
//! ([`serve`]).
//!
//! [`import`] turns tables of others into editions. [`chart`] draws plain data as SVG, [`citation`] writes sources as bibliographies have them,
//! [`assets`] carries the templates and assets of the program. [`pipeline`] puts the stages in
//! order; [`cli`] is the command line and [`terminal`] what it prints; [`diagnostic`] collects what is
//! wrong; `picture` makes PNG of SVG; `external` follows links to other sites; `timings` measures stages; `handbook` is the manual; [`begin`] has the files of new reports; [`disk`]
//! changes files in steps that happen or do not; [`limits`] says how much is put up
//! with; [`html`] escapes text; [`web`] checks addresses; [`lang`] knows the
//! two languages and [`words`] the texts of the templates.
#![forbid(unsafe_code)]

pub mod assets;
pub(crate) mod begin;
pub mod chart;
pub mod citation;
pub mod cli;
pub mod commentary;
pub(crate) mod dataset;
pub mod diagnostic;
pub(crate) mod disk;
pub(crate) mod expression;
pub(crate) mod external;
pub(crate) mod handbook;
pub(crate) mod html;
pub(crate) mod import;
pub mod index;
pub mod lang;
pub mod limits;
pub mod page;
pub(crate) mod picture;
pub mod pipeline;
pub mod report;
pub mod schema;
pub(crate) mod serve;
pub mod site;
pub mod source;
pub mod survey;
pub(crate) mod terminal;
pub(crate) mod timings;
pub mod web;
pub mod words;
