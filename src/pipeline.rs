//! The stages in order: the only file that knows them all.
//!
//! Files → survey and report → indices → checked report → pages → site tree. Each stage takes
//! owned values and gives owned values; what is wrong goes to one collection of diagnostics, and a
//! stage goes on with what it has, so that one run shows all errors. Nothing is written here.

mod begun;
mod build;
mod data;
mod outside;
mod parsed;
mod pictures;
mod read;
mod words;

pub use begun::{Begun, begun};
pub use outside::Outside;
pub use read::read;
pub use words::{WordsSheet, words_sheet};

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::commentary::{Commentary, Statements};
use crate::diagnostic::Diagnostic;
use crate::expression::Engine;
use crate::index::Indices;
use crate::index::replicate::Replication;
use crate::lang::PerLanguage;
use crate::page::Addresses;
use crate::report::changes::Change;
use crate::report::charts::examples::Example;
use crate::report::charts::{Declaration, Subject};
use crate::report::exceptions::Known;
use crate::report::numbering::Numbering;
use crate::report::{Chapter, Config, Figure, Verified};
use crate::site::SiteTree;
use crate::source::{Folder, Overlay};

/// Where everything is.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The report.
    pub content: PathBuf,
    /// The report's own templates, laid over those of the program.
    pub templates: Option<PathBuf>,
    /// The report's own assets, laid over those of the program.
    pub assets: Option<PathBuf>,
    /// Overrides the address in the settings.
    pub base_url: Option<String>,
    /// Whether to make the pages for authors as well.
    pub manual: bool,
    /// Where the site goes, if pictures for sharing are to be drawn: those that stand there are taken
    /// again.
    pub pictures: Option<PathBuf>,
}

impl Inputs {
    /// The report in `content`; templates and assets beside it if they are there.
    pub fn beside(content: impl Into<PathBuf>) -> Inputs {
        let content = content.into();
        let beside = |name: &str| Some(beside(&content, name)).filter(|folder| folder.is_dir());
        Inputs {
            templates: beside("templates"),
            assets: beside("assets"),
            base_url: None,
            manual: false,
            pictures: None,
            content,
        }
    }
}

/// The path of a folder beside the content, which may be given as `.` too.
pub fn beside(content: &Path, name: &str) -> PathBuf {
    let is_named = content
        .components()
        .next_back()
        .is_some_and(|last| matches!(last, Component::Normal(_)));
    let real = match is_named {
        true => None,
        false => content.canonicalize().ok(),
    };
    let content = real.as_deref().unwrap_or(content);
    content.parent().unwrap_or(content).join(name)
}

/// Told how the work goes on.
pub trait Progress: Sync {
    /// A stage begins, with so many steps.
    fn stage(&self, name: &str, steps: usize);
    /// A step is done.
    fn step(&self);
}

/// Says nothing.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &str, _: usize) {}
    fn step(&self) {}
}

/// What the author wrote, resolved, computed and checked.
pub struct Report {
    /// The settings.
    pub config: Config,
    /// Everything computed.
    pub indices: Arc<Indices>,
    /// Evaluates expressions.
    pub engine: Engine,
    /// The chapters in order.
    pub chapters: Vec<Chapter>,
    /// Their texts, rendered.
    pub texts: Vec<PerLanguage<Commentary>>,
    /// The claims, compared with the data.
    pub claims: Vec<Verified>,
    /// Computed against published.
    pub replication: Vec<Replication>,
    /// What is unlikely in the data, and known.
    pub exceptions: Vec<Known>,
    /// Sections whose translation is not up to date.
    pub stale: Vec<Diagnostic>,
    /// What else an author should look at: texts that the newest editions left behind, quotations that
    /// nobody quotes.
    pub warnings: Vec<Diagnostic>,
    /// The charts with their pages' subjects.
    pub figures: Vec<Figure>,
    /// Where charts stand in chapters, and as which figures.
    pub numbering: Numbering,
    /// What the sentences of texts and charts rest on.
    pub statements: PerLanguage<Statements>,
    /// The charts as declared.
    pub declarations: Vec<Declaration>,
    /// Numbers in the texts of charts that no expression wrote.
    pub loose: Vec<crate::diagnostic::Place>,
    /// An example or two of each kind of chart, drawn from this report, for the pages for authors.
    pub examples: Vec<Example>,
    /// What has changed, the newest first.
    pub changes: Vec<Change>,
    /// What the content's folder is called.
    folder: String,
    by_subject: BTreeMap<(Subject, String), Vec<String>>,
    manual: bool,
    pictures: Option<PathBuf>,
    addresses: Addresses,
    content: Folder,
    templates: Overlay,
    assets: Overlay,
}

/// A finished site.
#[derive(Debug)]
pub struct Site {
    /// All files.
    pub tree: SiteTree,
    /// How many charts were drawn.
    pub charts: usize,
    /// What is good to know of what it lacks.
    pub notes: Vec<String>,
}
