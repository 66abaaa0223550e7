//! `eject`: copies built-in files beside the content, to be changed there.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use clap::ValueEnum;

use super::{COMMAND_FAILED, Output, SUCCESS, Shared};
use crate::assets::{self, ejected};
use crate::diagnostic::suggest;
use crate::disk::{Change, Disk, NotWritten, write_all};
use crate::pipeline;
use crate::source::Folder;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Which files.
    #[arg(value_enum)]
    what: What,
    /// Their names, with or without folder and ending: `chapter`, `gallery/line`, `en`, `style.css`.
    /// Without a name all are listed, and nothing is copied.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// All of them.
    #[arg(long, conflicts_with_all = ["names", "print"])]
    all: bool,
    /// Print a built-in file, to be compared with yours, and copy nothing.
    #[arg(long, requires = "names", conflicts_with = "keep")]
    print: bool,
    /// Record that your files, copied before, are up to date with the built-in ones.
    #[arg(long)]
    keep: bool,
}

/// Which of the program's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// The HTML of the pages, and the examples of charts.
    Templates,
    /// The words of the pages in the languages that are built in.
    Strings,
    /// Styles, scripts and the icon.
    Assets,
}

impl What {
    fn shipped(self) -> Folder {
        match self {
            What::Templates | What::Strings => assets::templates(),
            What::Assets => assets::assets(),
        }
    }

    /// Whether a file of the folder is one of them.
    fn holds(self, name: &str) -> bool {
        let of_words = name.starts_with("strings/");
        match self {
            What::Templates => !of_words,
            What::Strings => of_words,
            What::Assets => true,
        }
    }

    fn word(self) -> &'static str {
        match self {
            What::Templates => "templates",
            What::Strings => "strings",
            What::Assets => "assets",
        }
    }

    /// The author's folder.
    fn folder(self, shared: &Shared) -> PathBuf {
        let (given, name) = match self {
            What::Templates | What::Strings => (&shared.templates, "templates"),
            What::Assets => (&shared.assets, "assets"),
        };
        let beside = || pipeline::beside(&shared.content, name);
        given.clone().unwrap_or_else(beside)
    }
}

pub(super) fn run(shared: &Shared, own: &Arguments, output: &Output) -> u8 {
    let done = Ejection {
        what: own.what,
        shipped: own.what.shipped(),
        folder: own.what.folder(shared),
        output,
    }
    .run(shared, own);
    match done {
        Ok(()) => SUCCESS,
        Err(message) => {
            output.fail(&message);
            COMMAND_FAILED
        }
    }
}

struct Ejection<'e> {
    what: What,
    shipped: Folder,
    folder: PathBuf,
    output: &'e Output,
}

impl Ejection<'_> {
    fn run(&self, shared: &Shared, own: &Arguments) -> Result<(), String> {
        if !own.all && own.names.is_empty() && !own.keep {
            return self.list();
        }
        if own.print {
            let names = own.names.iter().map(|name| self.find(name));
            return self.print(&names.collect::<Result<Vec<String>, String>>()?);
        }
        if !shared.content.join("report.yaml").is_file() {
            return Err(format!(
                "there is no report in `{}`: go into its folder, or name it with `--content`",
                shared.content.display()
            ));
        }
        if own.keep {
            return self.keep(&own.names);
        }
        let names = match own.all {
            true => self.names().map(str::to_owned).collect(),
            false => {
                let found = own.names.iter().map(|name| self.find(name));
                found.collect::<Result<Vec<String>, String>>()?
            }
        };
        self.copy(&names)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.shipped.names().filter(|name| self.what.holds(name))
    }

    fn list(&self) -> Result<(), String> {
        let lines: String = self.names().map(|name| format!("{name}\n")).collect();
        let printed = self.output.print(&lines);
        printed.map_err(|error| format!("cannot print the list: {error}"))
    }

    /// A built-in file by its name, with or without folder and ending.
    fn find(&self, wanted: &str) -> Result<String, String> {
        let wanted = wanted.replace('\\', "/");
        let given = wanted.strip_prefix("./").unwrap_or(&wanted);
        let given = given.strip_prefix("templates/").unwrap_or(given);
        let short = |name: &'_ str| -> [String; 4] {
            let file = name.rsplit('/').next().unwrap_or(name);
            let stem = |name: &str| name.rsplit_once('.').map_or(name, |(s, _)| s).to_owned();
            [name.to_owned(), stem(name), file.to_owned(), stem(file)]
        };
        let forms: Vec<(&str, [String; 4])> = self.names().map(|n| (n, short(n))).collect();
        // The more of a name is given, the surer.
        for form in 0..4 {
            let found: Vec<&str> = forms
                .iter()
                .filter(|(_, forms)| forms[form] == given)
                .map(|(name, _)| *name)
                .collect();
            match found.as_slice() {
                [] => {}
                [one] => return Ok((*one).to_owned()),
                several => {
                    let all: Vec<String> = several.iter().map(|n| format!("`{n}`")).collect();
                    return Err(format!("`{given}` is more than one: {}", all.join(", ")));
                }
            }
        }
        let known = forms
            .iter()
            .flat_map(|(name, forms)| [*name, forms[3].as_str()]);
        let hint = suggest(given, known).filter(|hint| hint.starts_with("did you mean"));
        let word = self.what.word();
        Err(format!(
            "no built-in file is called `{given}`; {}`egov-report eject {word}` lists all",
            hint.map_or_else(String::new, |hint| format!("{hint} "))
        ))
    }

    fn print(&self, names: &[String]) -> Result<(), String> {
        for name in names {
            let bytes = self.shipped.bytes(name);
            let text = bytes.map_or_else(String::new, |b| String::from_utf8_lossy(b).into_owned());
            let printed = self.output.print(&text);
            printed.map_err(|error| format!("cannot print `{name}`: {error}"))?;
        }
        Ok(())
    }

    fn copy(&self, names: &[String]) -> Result<(), String> {
        let is_there = |name: &String| fs::symlink_metadata(self.folder.join(name)).is_ok();
        let there: Vec<String> = names
            .iter()
            .filter(|name| is_there(name))
            .map(|name| format!("`{}`", self.folder.join(name).display()))
            .collect();
        if !there.is_empty() {
            return Err(format!(
                "nothing is overwritten, and nothing was copied: {} is there already",
                there.join(", ")
            ));
        }
        let mut listed = self.listed()?;
        let mut changes = Vec::new();
        for name in names {
            let bytes = self.shipped.bytes(name);
            let text = bytes.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
            let text = text.ok_or_else(|| format!("`{name}` is no text"))?;
            listed.insert(name.clone(), ejected::hash(text.as_bytes()));
            changes.push(Change::New(self.folder.join(name), text));
        }
        changes.extend(self.list_changed(&listed)?);
        self.write(changes)?;
        for name in names {
            self.output
                .say(&self.folder.join(name).display().to_string());
        }
        Ok(())
    }

    /// Records the built-in files as they are now, for the copies named, or for all.
    fn keep(&self, names: &[String]) -> Result<(), String> {
        let mut listed = self.listed()?;
        let copies: Vec<String> = listed
            .keys()
            .filter(|name| self.what.holds(name))
            .cloned()
            .collect();
        let of = |name: &String| -> Result<String, String> {
            let given = self.find(name).unwrap_or_else(|_| name.clone());
            match copies.contains(&given) {
                true => Ok(given),
                false => Err(format!(
                    "`{name}` was not copied with `egov-report eject`; {}",
                    suggest(name, copies.iter().map(String::as_str)).unwrap_or_default()
                )),
            }
        };
        let names: Vec<String> = match names.is_empty() {
            true => copies.clone(),
            false => names.iter().map(of).collect::<Result<_, String>>()?,
        };
        for name in &names {
            match self.shipped.bytes(name) {
                Some(bytes) => listed.insert(name.clone(), ejected::hash(bytes)),
                None => listed.remove(name),
            };
        }
        self.write(self.list_changed(&listed)?)?;
        for name in &names {
            self.output
                .say(&format!("recorded: {}", self.folder.join(name).display()));
        }
        Ok(())
    }

    fn listed(&self) -> Result<BTreeMap<String, String>, String> {
        let path = self.folder.join(ejected::LIST);
        ejected::listed(&self.folder)
            .map_err(|error| format!("cannot read `{}`: {error}", path.display()))
    }

    /// The list of copies, as it is to be written.
    fn list_changed(&self, listed: &BTreeMap<String, String>) -> Result<Vec<Change>, String> {
        let path = self.folder.join(ejected::LIST);
        let new = ejected::list(listed);
        Ok(match fs::read_to_string(&path) {
            Ok(old) => {
                let old = old
                    .strip_prefix('\u{feff}')
                    .unwrap_or(&old)
                    .replace("\r\n", "\n");
                match old == new {
                    true => Vec::new(),
                    false => vec![Change::Text(path, old, new)],
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                vec![Change::New(path, new)]
            }
            Err(error) => return Err(format!("cannot read `{}`: {error}", path.display())),
        })
    }

    fn write(&self, changes: Vec<Change>) -> Result<(), String> {
        let written = write_all(&Disk::default(), changes);
        written
            .map(|_| ())
            .map_err(|NotWritten { path, error, .. }| {
                format!(
                    "cannot write `{}`: {error}; nothing was written",
                    path.display()
                )
            })
    }
}
