//! `new`: begins a report, and adds to one.

mod things;

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};

use super::renew::records;
use super::{COMMAND_FAILED, CONTENT_FAULTY, Output, SUCCESS, Shared};
use crate::begin::{self, Choice, File, Members};
use crate::disk::{Change, Disk, NotWritten, Written, write_all};
use crate::pipeline::{self, Inputs};

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    thing: Option<Thing>,
    /// Begin a report in this folder, which is made if need be (`./chart` for one that is called as
    /// a thing below).
    #[arg(required = true, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The languages of the report by their tags, the default first. Texts are there in English and
    /// Chinese; those of any other language are English ones to be translated, which builds name.
    #[arg(
        long,
        value_name = "TAGS",
        value_delimiter = ',',
        default_value = "en,zh-Hans"
    )]
    languages: Vec<String>,
    /// Whose report it is: eight towns that are made up, or the members of the United Nations with
    /// their names, regions, groups and places on the tile map.
    #[arg(long, value_enum, default_value_t = Whose::Example)]
    members: Whose,
}

/// Whose report it is.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Whose {
    /// Eight towns that are made up.
    Example,
    /// The members of the United Nations.
    Un,
}

/// What a report can be given.
#[derive(Debug, Subcommand)]
enum Thing {
    /// A chapter: a file in every language, and its place after the others in report.yaml.
    Chapter(Named),
    /// A chart of any kind, drawn from the report's own data.
    Chart(Chart),
    /// An edition with a line for every member and no figures: a draft until they are filled in.
    Edition(Edition),
    /// A claim, to be tested, after the others in claims.yaml.
    Claim(Named),
    /// An indicator: a counted fact beside the index.
    Indicator(Named),
    /// A source, after the others in survey/sources.yaml.
    Source(Named),
}

#[derive(Debug, clap::Args)]
struct Named {
    /// What it is called in files, addresses and expressions: letters a–z, digits and `-`.
    #[arg(value_name = "ID")]
    id: String,
}

#[derive(Debug, clap::Args)]
struct Chart {
    #[command(flatten)]
    named: Named,
    /// The kind of chart; `serve --manual` shows all of them.
    #[arg(long, default_value = "bars", value_name = "KIND")]
    kind: String,
}

#[derive(Debug, clap::Args)]
struct Edition {
    /// The year that names it.
    #[arg(value_name = "YEAR", value_parser = clap::value_parser!(u16).range(1..=9999))]
    year: u16,
}

pub(super) fn run(shared: &Shared, own: &Arguments, output: &Output) -> u8 {
    match (&own.thing, &own.folder) {
        (Some(thing), _) => things::run(shared, thing, output),
        (None, Some(folder)) => begin_report(shared, own, folder, output),
        (None, None) => COMMAND_FAILED,
    }
}

/// The folder of a report's content inside the folder of a new report.
const CONTENT: &str = "content";

fn begin_report(shared: &Shared, own: &Arguments, folder: &Path, output: &Output) -> u8 {
    let made = begin::languages(&own.languages).and_then(|tongues| {
        if shared.content != Path::new(CONTENT) {
            return Err(
                "`--content` is for a report that is there: say `new DIR` alone".to_owned(),
            );
        }
        let members = match own.members {
            Whose::Example => Members::Example,
            Whose::Un => Members::UnitedNations,
        };
        let files = begin::report(&Choice { tongues, members });
        free(folder, &files)?;
        Ok(files)
    });
    let written = made.and_then(|files| write(folder, files));
    let mut written = match written {
        Ok(written) => written,
        Err(message) => {
            output.fail(&message);
            return COMMAND_FAILED;
        }
    };
    let inputs = Inputs::beside(folder.join(CONTENT));
    let diagnostics = shared.diagnostics();
    let recorded = match pipeline::read(&inputs, &diagnostics) {
        Ok(report) if !diagnostics.has_errors() => record(&mut written, records(&report, |_| true)),
        _ => {
            output.diagnostics(diagnostics);
            written.undo();
            output.fail("the new report would not build, so it was taken back");
            return CONTENT_FAULTY;
        }
    };
    if let Err(message) = recorded {
        written.undo();
        output.fail(&message);
        return COMMAND_FAILED;
    }
    tell(folder, diagnostics.into_sorted().len(), output);
    SUCCESS
}

/// What was made, and what can be done with it.
fn tell(folder: &Path, unwritten: usize, output: &Output) {
    let shown = folder.display();
    output.say(&format!(
        "{shown}: a report, to be made your own; README.md in it says how"
    ));
    if unwritten > 0 {
        output.say(
            "It builds, with English texts where others are still to be written: \
             `egov-report check` names them, marked TODO",
        );
    }
    let here = folder == Path::new(".");
    let go = match here {
        true => String::new(),
        false => format!("cd {shown} && "),
    };
    output.say(&format!("{go}egov-report serve"));
}

/// Refuses a folder in which something is in the way.
fn free(folder: &Path, files: &[File]) -> Result<(), String> {
    let shown = folder.display();
    match fs::metadata(folder) {
        Ok(found) if !found.is_dir() => return Err(format!("`{shown}` is a file, not a folder")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return match fs::symlink_metadata(folder) {
                Ok(_) => Err(format!("`{shown}` is a link that leads to nothing")),
                Err(_) => Ok(()),
            };
        }
        Err(error) => return Err(format!("cannot look into `{shown}`: {error}")),
        Ok(_) => {}
    }
    let is_there = |path: &Path| fs::symlink_metadata(path).is_ok();
    let mut in_the_way: Vec<&str> = files
        .iter()
        .map(File::path)
        .map(|path| path.split('/').next().unwrap_or(path))
        .filter(|top| is_there(&folder.join(top)))
        .collect();
    in_the_way.sort_unstable();
    in_the_way.dedup();
    if in_the_way.is_empty() {
        return Ok(());
    }
    let listed: Vec<String> = in_the_way.iter().map(|name| format!("`{name}`")).collect();
    let hint = match in_the_way.contains(&CONTENT) && is_there(&folder.join("content/report.yaml"))
    {
        true => format!(
            "a report is there already: `egov-report new chapter NAME --content {}` adds to it",
            folder.join(CONTENT).display()
        ),
        false => "name another folder, or move them away".to_owned(),
    };
    Err(format!(
        "in `{shown}` something is in the way, and nothing is overwritten: {}; {hint}",
        listed.join(", ")
    ))
}

/// Writes files below a folder, all of them or none.
fn write(folder: &Path, files: Vec<File>) -> Result<Written, String> {
    let change = |file| match file {
        File::New { path, text } => Change::New(folder.join(path), text),
        File::Changed { path, old, new } => Change::Text(folder.join(path), old, new),
    };
    let changes = files.into_iter().map(change).collect();
    write_all(&Disk::default(), changes).map_err(|NotWritten { path, error, .. }| {
        format!(
            "cannot write `{}`: {error}; nothing was written",
            path.display()
        )
    })
}

/// Records that texts which were just made are translations of each other.
fn record(written: &mut Written, records: Vec<(String, String, String)>) -> Result<(), String> {
    for (path, old, new) in records {
        let change = Change::Text(path.into(), old, new);
        let done = written.write(&Disk::default(), change);
        done.map_err(|(path, error)| {
            format!(
                "cannot write `{}`: {error}; nothing was written",
                path.display()
            )
        })?;
    }
    Ok(())
}
