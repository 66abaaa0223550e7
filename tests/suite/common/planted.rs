//! A copy of a report in a folder that goes away, to plant changes in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::common::{copy, few_charts};

pub struct Planted {
    folder: tempfile::TempDir,
}

impl Planted {
    /// A copy of the report in `content`, with [`few_charts`].
    pub fn of(content: &Path) -> Planted {
        let planted = Planted::whole(content);
        few_charts(&planted.content());
        planted
    }

    /// A copy of the report in `content`, with all charts that pages have.
    pub fn whole(content: &Path) -> Planted {
        let folder = tempfile::tempdir().unwrap();
        copy(content, &folder.path().join("content"));
        Planted { folder }
    }

    pub fn content(&self) -> PathBuf {
        self.folder.path().join("content")
    }

    pub fn out(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub fn text(&self, file: &str) -> String {
        std::fs::read_to_string(self.content().join(file)).unwrap()
    }

    pub fn write(&self, file: &str, text: &str) {
        let path = self.content().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn replace(&self, file: &str, from: &str, to: &str) {
        let text = self.text(file);
        assert!(text.contains(from), "{file} has no `{from}`");
        self.write(file, &text.replacen(from, to, 1));
    }

    pub fn remove(&self, file: &str) {
        std::fs::remove_file(self.content().join(file)).unwrap();
    }

    /// The line of the first `needle`, from 1.
    pub fn line(&self, file: &str, needle: &str) -> usize {
        let text = self.text(file);
        let at = text.find(needle);
        assert!(at.is_some(), "{file} has no `{needle}`");
        text[..at.unwrap()].matches('\n').count() + 1
    }

    /// The program on the copy.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_egov-report"));
        command.args(arguments).arg("--content").arg(self.content());
        command.arg("--out").arg(self.out());
        command
    }

    /// Runs the program on the copy.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// The files of the site that was written.
    pub fn site(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        walkdir::WalkDir::new(self.out())
            .into_iter()
            .filter_map(Result::ok)
            .filter(|e| e.file_type().is_file())
            .map(|e| (e.path().to_owned(), std::fs::read(e.path()).unwrap()))
            .collect()
    }
}
