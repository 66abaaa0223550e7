//! Root first, no echo: what may only follow from another error waits until that one is mended.

use super::{Diagnostic, Severity};

/// How far from what an author wrote a finding is. It may follow from errors of earlier stages only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// What stands in a file itself.
    File,
    /// What is looked up in the data.
    Data,
    /// Languages compared with each other.
    Languages,
    /// What texts, charts and claims say of each other.
    References,
    /// What is found on finished pages.
    Pages,
}

/// What a finding rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Follows {
    stage: Stage,
    /// Errors of stages before this one do not bring it about.
    since: Stage,
    files: Vec<String>,
}

impl Diagnostic {
    /// Says that the finding may follow from an error of an earlier stage in one of these files: paths
    /// inside the report's folder, or the beginnings of some (`survey/`); an empty one is all of them.
    pub fn follows<F: Into<String>>(
        mut self,
        stage: Stage,
        files: impl IntoIterator<Item = F>,
    ) -> Diagnostic {
        let files = files.into_iter().map(Into::into).collect();
        self.follows = Some(Follows {
            stage,
            since: Stage::File,
            files,
        });
        self
    }

    /// As [`Diagnostic::follows`], of errors that were found in comparing languages alone.
    pub fn follows_differences(self, files: impl IntoIterator<Item = String>) -> Diagnostic {
        let mut own = self.follows(Stage::References, files);
        if let Some(follows) = &mut own.follows {
            follows.since = Stage::Languages;
        }
        own
    }

    fn stage(&self) -> Stage {
        self.follows.as_ref().map_or(Stage::File, |f| f.stage)
    }

    /// Whether this finding may follow from that error.
    fn may_follow(&self, error: &Root) -> bool {
        let Some(Follows {
            stage,
            since,
            files,
        }) = &self.follows
        else {
            return false;
        };
        let within = |file: &String| match &error.path {
            // A file that is missing, or listed nowhere.
            None => *stage > Stage::Data,
            Some(path) => {
                file.is_empty() || path.starts_with(file) || path.contains(&format!("/{file}"))
            }
        };
        (*since..*stage).contains(&error.stage) && files.iter().any(within)
    }
}

struct Root {
    stage: Stage,
    path: Option<String>,
}

/// Leaves out what may follow from another error in the list.
pub(super) fn settle(list: &mut Vec<Diagnostic>) {
    let errors = list.iter().filter(|d| d.severity == Severity::Error);
    let mut roots: Vec<Root> = errors
        .map(|d| Root {
            stage: d.stage(),
            path: d.place.as_ref().map(|place| place.file.path.clone()),
        })
        .collect();
    roots.sort_by(|a, b| (&a.path, a.stage).cmp(&(&b.path, b.stage)));
    roots.dedup_by(|a, b| (&a.path, a.stage) == (&b.path, b.stage));
    list.retain(|d| !roots.iter().any(|root| d.may_follow(root)));
}

#[cfg(test)]
mod tests {
    use super::super::{Diagnostics, Place, SourceFile};
    use super::*;
    use std::sync::Arc;

    fn at(path: &str, message: &str) -> Diagnostic {
        let file = Arc::new(SourceFile {
            path: path.to_owned(),
            text: "text".to_owned(),
        });
        Diagnostic::error(message).at(Place::new(&file, 0..1))
    }

    fn told(list: Vec<Diagnostic>) -> Vec<String> {
        let all = Diagnostics::new();
        all.extend(list);
        all.into_sorted().into_iter().map(|d| d.message).collect()
    }

    #[test]
    fn an_echo_waits_and_a_second_fault_does_not() {
        let root = || at("content/survey/members.yaml", "root");
        let echo = || at("content/charts/a.yaml", "echo").follows(Stage::Data, ["survey/"]);
        assert_eq!(told(vec![echo(), root()]), ["root"]);
        assert_eq!(told(vec![echo()]), ["echo"]);
        let other = at("content/charts/b.yaml", "other");
        assert_eq!(told(vec![echo(), other, root()]), ["other", "root"]);
    }

    #[test]
    fn what_follows_from_an_echo_follows_from_its_root() {
        let root = at("survey/members.yaml", "root");
        let echo = at("charts/a.yaml", "echo").follows(Stage::Data, ["survey/"]);
        let far = at("commentary/x.en.md", "far").follows(Stage::References, ["charts/a."]);
        assert_eq!(told(vec![far, echo, root]), ["root"]);
    }

    #[test]
    fn two_of_one_stage_do_not_hide_each_other() {
        let one = at("charts/a.yaml", "one").follows(Stage::Languages, ["charts/"]);
        let two = at("charts/b.yaml", "two").follows(Stage::Languages, ["charts/"]);
        assert_eq!(told(vec![one, two]), ["one", "two"]);
    }

    #[test]
    fn a_warning_hides_nothing_and_is_hidden() {
        let warning = Diagnostic {
            severity: Severity::Warning,
            ..at("survey/a.yaml", "warning")
        };
        let echo = at("charts/a.yaml", "echo").follows(Stage::Data, ["survey/"]);
        assert_eq!(told(vec![warning, echo]), ["echo", "warning"]);
        let stale = Diagnostic {
            severity: Severity::Warning,
            ..at("commentary/x.en.md", "stale").follows(Stage::Pages, [""])
        };
        assert_eq!(told(vec![stale, at("report.yaml", "root")]), ["root"]);
    }
}
