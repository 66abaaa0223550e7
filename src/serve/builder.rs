//! Builds, again and again.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::{Mutex, watch as channel};

use super::problem::{Problem, problems};
use super::watch::Watch;
use super::{Setup, Shown};
use crate::diagnostic::{Diagnostic, Diagnostics, Reported};
use crate::limits::Limits;
use crate::pipeline::{self, Inputs, Site};
use crate::site::SiteTree;
use crate::site::check::site_path;
use crate::site::write::write;
use crate::terminal::Output;
use crate::timings;

/// How many changed files are named before a build.
const NAMED: usize = 3;

/// Builds whenever a file has changed.
pub(super) struct Builder {
    pub(super) setup: Setup,
    pub(super) output: Arc<Output>,
    pub(super) show: channel::Sender<Option<Arc<Shown>>>,
    /// Held while the site is written.
    pub(super) writing: Arc<Mutex<()>>,
    /// What is said when the first build is done.
    pub(super) ready: String,
}

/// A site with the path of its address.
struct Made {
    site: Site,
    path: String,
}

impl Builder {
    /// Builds at once and after each burst of changes; never ends by itself.
    pub(super) fn run(self) {
        let mut watch = Watch::new(self.setup.folders.clone());
        // The last refusal to write, which is not said again with each build.
        let mut refusal = None;
        let mut ready = Some(self.ready.as_str());
        loop {
            watch.renew(&self.output);
            self.build(&mut refusal);
            if let Some(ready) = ready.take() {
                self.output.say(ready);
            }
            self.output.say(&named(&watch.changed()));
        }
    }

    fn build(&self, refusal: &mut Option<String>) {
        let start = Instant::now();
        let (made, list) = make(&(self.setup.inputs)(), self.setup.limits);
        let (errors, warnings) = self.output.list(&list);
        let before = self.show.borrow().clone().unwrap_or_default();
        let shown = match made {
            Some(made) if errors == 0 => {
                self.output.say(&format!(
                    "{} pages, {} charts, {warnings} warning(s), {:.1} s",
                    made.site.tree.pages(),
                    made.site.charts,
                    start.elapsed().as_secs_f64()
                ));
                Shown {
                    tree: Arc::new(made.site.tree),
                    path: made.path,
                    problems: Vec::new(),
                }
            }
            _ => {
                let last = match before.tree.is_empty() {
                    true => "there is no good site to show yet",
                    false => "the last good site is shown",
                };
                self.output.fail(&format!("{errors} error(s); {last}"));
                let mut problems = problems(&list, self.setup.editor.as_ref());
                if problems.is_empty() {
                    problems.push(Problem::new("the report could not be built"));
                }
                Shown {
                    tree: Arc::clone(&before.tree),
                    path: before.path.clone(),
                    problems,
                }
            }
        };
        let good = shown.problems.is_empty().then(|| Arc::clone(&shown.tree));
        self.show.send_replace(Some(Arc::new(shown)));
        if let Some(tree) = good {
            let _at = timings::stage("writing");
            self.write(&tree, refusal);
        }
        (self.setup.built)(&self.output);
    }

    /// Writes a good site. Where that is refused, the preview goes on from memory.
    fn write(&self, tree: &SiteTree, refusal: &mut Option<String>) {
        // Not given back to this thread once the program ends.
        let _writing = self.writing.blocking_lock();
        let failure = match write(tree, &self.setup.out) {
            Ok(written) => {
                written
                    .recovered
                    .iter()
                    .for_each(|done| self.output.note(done));
                None
            }
            Err(error) => Some(error.sentence()),
        };
        if let Some(failure) = failure.as_ref().filter(|_| *refusal != failure) {
            let goes_on = "the preview goes on from memory";
            self.output.fail(&format!("{failure}; {goes_on}"));
        }
        *refusal = failure;
    }
}

/// Reads and builds once. A fault of the program is a diagnostic as well: the next change of a file
/// may avoid it.
fn make(inputs: &Inputs, limits: Limits) -> (Option<Made>, Vec<Diagnostic>) {
    let diagnostics = Diagnostics::within(limits);
    let made = catch_unwind(AssertUnwindSafe(|| {
        let report = pipeline::read(inputs, &diagnostics)?;
        let path = site_path(&report.config.base_url);
        let site = report.build(&pipeline::Silent, &diagnostics)?;
        Ok::<_, Reported>(Made { site, path })
    }));
    let made = made.map(Result::ok).unwrap_or_else(|_| {
        diagnostics.push(
            Diagnostic::error("the program has failed on this report")
                .hint("the terminal says where; please report it"),
        );
        None
    });
    (made, diagnostics.into_sorted())
}

fn named(changed: &[PathBuf]) -> String {
    let names: Vec<String> = changed
        .iter()
        .take(NAMED)
        .map(|path| path.display().to_string())
        .collect();
    match changed.len().saturating_sub(NAMED) {
        0 => format!("changed: {}", names.join(", ")),
        more => format!("changed: {} and {more} more", names.join(", ")),
    }
}
