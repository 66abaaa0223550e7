//! What pages are made from.

use std::collections::BTreeMap;

use crate::citation::Series;
use crate::commentary::Commentary;
use crate::dataset::DataFile;
use crate::expression::Knowledge;
use crate::index::replicate::Replication;
use crate::lang::PerLanguage;
use crate::report::changes::Change;
use crate::report::charts::examples::Example;
use crate::report::charts::{Declaration, Subject};
use crate::report::exceptions::Known;
use crate::report::numbering::Numbering;
use crate::report::{Chapter, Figure, Verified};

/// What the report says beside the survey: everything from which pages are made.
#[derive(Debug)]
pub struct Contents<'r> {
    /// The chapters in order.
    pub chapters: &'r [Chapter],
    /// Their texts, in the same order.
    pub texts: &'r [PerLanguage<Commentary>],
    /// The claims, compared with the data.
    pub claims: &'r [Verified],
    /// Computed against published results, by edition.
    pub replication: &'r [Replication],
    /// What is unlikely in the data, and known.
    pub exceptions: &'r [Known],
    /// What expressions can read.
    pub knowledge: &'r Knowledge,
    /// The charts as declared.
    pub declarations: &'r [Declaration],
    /// An example or two of each kind of chart.
    pub examples: &'r [Example],
    /// All charts that were made.
    pub figures: &'r [Figure],
    /// Where they stand in chapters, and as which figures.
    pub numbering: &'r Numbering,
    /// Whether authors read how charts are declared.
    pub manual: bool,
    /// Those that stand on every page of a kind, by page.
    pub by_subject: BTreeMap<(Subject, &'r str), Vec<&'r Figure>>,
    /// Where each of them stands first, by its name.
    pub stands: BTreeMap<&'r str, Stands<'r>>,
    /// The files of the data.
    pub data: &'r [DataFile],
    /// What has changed, the newest first.
    pub changes: &'r [Change],
    /// Its pages as sources.
    pub cited_pages: PerLanguage<Series>,
    /// Whether pages have pictures for sharing.
    pub pictures: bool,
    /// What the content's folder is called in the report's repository.
    pub folder: &'r str,
}

/// Where a chart stands.
#[derive(Clone, Copy, Debug)]
pub enum Stands<'r> {
    /// In a chapter, by its place among all.
    Chapter(usize),
    /// On a page of a kind, by what its address ends with.
    Page(Subject, &'r str),
}
