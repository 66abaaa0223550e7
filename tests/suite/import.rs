//! Tables of others imported by the program: the real report's newest edition in every form in which
//! it may come, and the second report's with every mistake that a table may have.

#[path = "import/forms.rs"]
mod forms;
#[path = "import/kills.rs"]
mod kills;
#[path = "import/mistakes.rs"]
mod mistakes;
#[path = "import/rows.rs"]
mod rows;
#[path = "import/rubbish.rs"]
mod rubbish;
#[path = "import/tables.rs"]
mod tables;
#[path = "import/written.rs"]
mod written;

use std::process::Output;

use crate::common::planted::Planted;

/// A copy of the second report with a table beside it.
struct Beside {
    report: Planted,
}

impl Beside {
    fn new() -> Beside {
        Beside {
            report: Planted::of(&crate::common::in_three_languages()),
        }
    }

    /// Imports a table under a name, without the check at the end.
    fn import(&self, name: &str, table: &[u8], more: &[&str]) -> Said {
        let path = self.report.content().with_file_name(name);
        std::fs::write(&path, table).unwrap();
        let mut arguments = vec!["import", path.to_str().unwrap(), "--no-check"];
        arguments.extend(more);
        Said::of(&self.report.run(&arguments))
    }

    fn edition(&self, year: u16) -> String {
        self.report.text(&format!("survey/editions/{year}.yaml"))
    }

    /// All files of the report.
    fn files(&self) -> Vec<(std::path::PathBuf, Vec<u8>)> {
        let files = walkdir::WalkDir::new(self.report.content()).sort_by_file_name();
        let files = files.into_iter().map(Result::unwrap);
        files
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                (
                    entry.path().to_owned(),
                    std::fs::read(entry.path()).unwrap(),
                )
            })
            .collect()
    }
}

/// What the program said, and how it ended.
#[derive(Debug)]
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Said {
    fn of(output: &Output) -> Said {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Said {
            code: output.status.code(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    #[track_caller]
    fn well(self) -> Said {
        assert_eq!(self.code, Some(0), "{self:?}");
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    /// It ended with mistakes to mend, and said each of these.
    #[track_caller]
    fn refused(self, wanted: &[&str]) -> Said {
        assert_eq!(self.code, Some(1), "{self:?}");
        assert!(!self.err.contains("panicked"), "{}", self.err);
        for wanted in wanted {
            assert!(
                self.err.contains(wanted),
                "`{wanted}` is not in:\n{}",
                self.err
            );
        }
        self
    }
}
