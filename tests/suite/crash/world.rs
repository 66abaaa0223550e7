//! Reports that differ, the sites that they make, and an output folder with strangers' files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::common::{checkout, copy, few_charts, fixture};

/// What a stranger keeps in the output folder.
const STRANGERS: [(&str, &str); 4] = [
    (".git/HEAD", "ref: refs/heads/gh-pages"),
    (".git/objects/ab/cdef", "an object"),
    ("CNAME", "reader.example"),
    ("en/thesis.odt", "four years of work"),
];

/// Files with their bytes; folders without.
pub type Snapshot = BTreeMap<String, Option<Vec<u8>>>;

pub struct World {
    folder: tempfile::TempDir,
    wanted: BTreeMap<&'static str, Snapshot>,
}

impl World {
    /// The reports `a`, `b` (other title, other style, another file) and `broken`.
    pub fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        let source = match std::env::var_os("CRASH_CONTENT") {
            Some(content) => PathBuf::from(content),
            None => fixture(),
        };
        for name in ["a", "b", "broken"] {
            let content = folder.path().join(name).join("content");
            copy(&source, &content);
            few_charts(&content);
        }
        let mut world = World {
            folder,
            wanted: BTreeMap::new(),
        };
        let report = world.content("b").join("report.yaml");
        let text = fs::read_to_string(&report).unwrap();
        let title = text.find("title: {zh: ").unwrap() + "title: {zh: ".len();
        fs::write(&report, format!("{}新{}", &text[..title], &text[title..])).unwrap();
        let assets = world.content("b").parent().unwrap().join("assets");
        fs::create_dir_all(assets.join("static")).unwrap();
        let style = fs::read_to_string(checkout("assets/style.css")).unwrap();
        fs::write(assets.join("style.css"), style + "\n/* another style */\n").unwrap();
        fs::write(assets.join("static/note.txt"), "only in b").unwrap();
        fs::write(world.content("broken").join("report.yaml"), "title: [").unwrap();
        for name in ["a", "b"] {
            let _ = fs::remove_dir_all(world.out());
            world.put_strangers();
            let run = world.run(&["build"], name);
            assert!(
                run.status.success(),
                "{}",
                String::from_utf8_lossy(&run.stderr)
            );
            copy(
                &world.out(),
                &world.folder.path().join(format!("site-{name}")),
            );
            world.wanted.insert(name, snapshot(&world.out()));
        }
        assert!(world.wanted["a"] != world.wanted["b"]);
        world
    }

    fn put_strangers(&self) {
        for (name, text) in STRANGERS {
            let path = self.out().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    pub fn strangers_are_whole(&self) -> bool {
        let read = |name: &str| fs::read_to_string(self.out().join(name)).unwrap_or_default();
        STRANGERS.iter().all(|(name, text)| read(name) == *text)
    }

    pub fn content(&self, name: &str) -> PathBuf {
        self.folder.path().join(name).join("content")
    }

    pub fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    pub fn log(&self) -> PathBuf {
        self.folder.path().join("strace.log")
    }

    /// The output folder after a build of `name` into it.
    pub fn wanted(&self, name: &str) -> Snapshot {
        self.wanted[name].clone()
    }

    /// Makes the output folder what it was after a build of `name`.
    pub fn restore(&self, name: &str) {
        fs::remove_dir_all(self.out()).unwrap();
        copy(
            &self.folder.path().join(format!("site-{name}")),
            &self.out(),
        );
    }

    pub fn command(&self, arguments: &[&str], name: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_egov-report"));
        command
            .args(arguments)
            .arg("--content")
            .arg(self.content(name));
        command.arg("--out").arg(self.out());
        command
    }

    pub fn run(&self, arguments: &[&str], name: &str) -> Output {
        self.command(arguments, name).output().unwrap()
    }

    /// A change that a preview of `name` sees.
    pub fn touch(&self, name: &str, round: usize) {
        let path = self.content(name).join("report.yaml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, format!("{text}# {round}\n")).unwrap();
    }

    /// At the end: strangers' files stand as they stood.
    pub fn done(&self) {
        assert!(self.strangers_are_whole());
    }
}

pub fn snapshot(folder: &Path) -> Snapshot {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).unwrap();
            let bytes = entry
                .file_type()
                .is_file()
                .then(|| fs::read(entry.path()).unwrap());
            (name.display().to_string(), bytes)
        })
        .collect()
}

/// What the pages of a folder name and is not there.
pub fn missing(out: &Path) -> Vec<String> {
    let pages = snapshot(out)
        .into_iter()
        .filter(|(name, _)| name.ends_with(".html"));
    pages
        .flat_map(|(name, bytes)| {
            let text = String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned();
            lacks(out, &name, &text)
        })
        .collect()
}

/// The styles and scripts that a page names and that are not there.
pub fn lacks(out: &Path, page: &str, text: &str) -> Vec<String> {
    let folder = out.join(page).parent().unwrap().to_owned();
    let named = ["href=\"", "src=\""]
        .into_iter()
        .flat_map(|key| text.split(key).skip(1));
    named
        .filter_map(|rest| rest.split('"').next())
        .filter(|link| link.ends_with(".css") || link.ends_with(".js"))
        .filter(|link| !folder.join(link).is_file())
        .map(|link| format!("{page}: {link} is not there"))
        .collect()
}
