//! The commands. Each takes its arguments and gives an exit code: 0 if all is well, 1 if the
//! author has something to mend, 2 if the command itself could not be carried out.

mod build;
mod check;
mod completions;
mod eject;
mod external;
mod import;
mod man;
mod new;
mod reference;
mod renew;
mod schema;
mod serve;
mod what_if;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::diagnostic::Diagnostics;
use crate::disk::{self, Disk, Finished};
use crate::limits::{Limits, Raised};
use crate::pipeline::{self, Inputs};
use crate::site::write;

use crate::terminal::{Format, Output};
use crate::timings;

/// All is well.
const SUCCESS: u8 = 0;
/// The author has something to mend.
const CONTENT_FAULTY: u8 = 1;
/// The command could not be carried out.
const COMMAND_FAILED: u8 = 2;

/// Publishes an index survey as a checked static report.
#[derive(Debug, Parser)]
#[command(name = "egov-report", version, arg_required_else_help = false)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    build: build::Arguments,
    #[command(flatten)]
    shared: Shared,
}

/// What all commands know.
#[derive(Clone, Debug, Args)]
struct Shared {
    /// The folder of the report.
    #[arg(long, global = true, default_value = "content", value_name = "FOLDER")]
    content: PathBuf,
    /// Templates that replace those of the program [default: `templates` beside the content].
    #[arg(long, global = true, value_name = "FOLDER")]
    templates: Option<PathBuf>,
    /// Assets that replace those of the program [default: `assets` beside the content].
    #[arg(long, global = true, value_name = "FOLDER")]
    assets: Option<PathBuf>,
    /// Where the site goes [default: `site` beside the content]; for `schema`, where the schemas go
    /// [default: `schemas`].
    #[arg(long, global = true, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// The address of the site, instead of the one in report.yaml.
    #[arg(long, global = true, value_name = "URL")]
    base_url: Option<String>,
    /// Make the pages for authors as well: how charts are declared, and each kind with its YAML.
    #[arg(long, global = true)]
    manual: bool,
    /// Put up with more than the bounds of files, charts, pages and messages; docs/report.md lists
    /// their names.
    #[arg(long, global = true, value_name = "NAME=NUMBER")]
    limit: Vec<Raised>,
    /// How what is wrong is printed: for people on standard error, or for programs on standard
    /// output.
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "FORMAT"
    )]
    format: Format,
    /// Say how long the stages took, after each build of a preview too; with a file, write them there
    /// for a viewer of traces, such as Chrome's or Perfetto.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        num_args = 0..=1,
        require_equals = true
    )]
    timings: Option<Option<PathBuf>>,
    /// Say nothing unless something is wrong.
    #[arg(short, long, global = true)]
    quiet: bool,
}

impl Shared {
    /// Tells how long the stages since the last time took, where that was asked for.
    fn tell_timings(&self, output: &Output) {
        match &self.timings {
            None => {}
            Some(None) => {
                let table = timings::table();
                output.note(&format!("how long the stages took\n{}", table.trim_end()));
            }
            Some(Some(path)) => {
                if let Err(error) = std::fs::write(path, timings::trace()) {
                    output.fail(&format!("cannot write `{}`: {error}", path.display()));
                }
            }
        }
    }

    fn limits(&self) -> Limits {
        let raised = self.limit.iter();
        raised.fold(Limits::default(), |limits, r| limits.with(r.limit, r.value))
    }

    /// What this run prints.
    fn output(&self) -> Output {
        Output::within(self.quiet, self.limits()).in_format(self.format)
    }

    /// An empty collection for this run.
    fn diagnostics(&self) -> Diagnostics {
        Diagnostics::within(self.limits())
    }

    fn inputs(&self) -> Inputs {
        let beside = Inputs::beside(&self.content);
        Inputs {
            templates: self.templates.clone().or(beside.templates),
            assets: self.assets.clone().or(beside.assets),
            base_url: self.base_url.clone(),
            manual: self.manual,
            pictures: None,
            content: beside.content,
        }
    }

    fn out(&self) -> PathBuf {
        let beside = || pipeline::beside(&self.content, "site");
        self.out.clone().unwrap_or_else(beside)
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site (the default).
    Build(build::Arguments),
    /// Build, serve, rebuild on change and reload the browser.
    Serve(serve::Arguments),
    /// Check everything without writing: replication, bound numbers, pairs, translations, claims.
    Check(check::Arguments),
    /// Make editions of a table of somebody else, CSV, XLSX or ODS, or change those that are there;
    /// then check.
    Import(import::Arguments),
    /// Record that the translations of chapters are up to date, after looking at them.
    Renew(renew::Arguments),
    /// Compute what would follow from other values of a member, or from other weights; in JSON.
    WhatIf(what_if::Arguments),
    /// Begin a report in a folder; or add a chapter, chart, edition, claim, indicator or source to one.
    New(new::Arguments),
    /// Copy built-in templates, words or assets beside the content, to be changed there.
    Eject(eject::Arguments),
    /// Write the JSON Schemas of the files in `content/` to the folder named by `--out` (default
    /// `schemas`).
    Schema(schema::Arguments),
    /// Print what completes the program's arguments in a shell.
    Completions(completions::Arguments),
    /// Print the program's manual page; with `--out`, write a page for each command there.
    Man,
}

/// Threads that `RAYON_NUM_THREADS` can ask for; more gain nothing, and take long to begin.
const MOST_THREADS: usize = 256;

/// As many threads as there are cores, or as the environment asks for.
fn threads() -> rayon::ThreadPoolBuilder {
    let pool = rayon::ThreadPoolBuilder::new();
    let asked = std::env::var("RAYON_NUM_THREADS").ok();
    match asked.and_then(|asked| asked.parse::<usize>().ok()) {
        Some(asked) if asked > MOST_THREADS => pool.num_threads(MOST_THREADS),
        _ => pool,
    }
}

/// Reads the arguments and carries out the command.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let shared = arguments.shared;
    let output = shared.output();
    if shared.timings.is_some() {
        timings::record();
    }
    // Else the first work in parallel would panic where the system gives no threads.
    if let Err(error) = threads().build_global() {
        output.fail(&format!(
            "the system gives no threads to work with: {error}; RAYON_NUM_THREADS=1 needs the fewest"
        ));
        return ExitCode::from(COMMAND_FAILED);
    }
    let command = match command(arguments.command, arguments.build) {
        Ok(command) => command,
        Err(message) => {
            output.fail(message);
            return ExitCode::from(COMMAND_FAILED);
        }
    };
    if let Err(code) = prepare(&shared, &command, &output) {
        return ExitCode::from(code);
    }
    let code = match command {
        Command::Build(own) => build::run(&shared, &own, &output),
        Command::Serve(own) => serve::run(&shared, &own, &output),
        Command::Check(own) => check::run(&shared, &own, &output),
        Command::Import(own) => import::run(&shared, &own, &output),
        Command::Renew(own) => renew::run(&shared, &own, &output),
        Command::WhatIf(own) => what_if::run(&shared, &own, &output),
        Command::New(own) => new::run(&shared, &own, &output),
        Command::Eject(own) => eject::run(&shared, &own, &output),
        Command::Schema(own) => schema::run(&shared, &own, &output),
        Command::Completions(own) => completions::run(&own, &output),
        Command::Man => man::run(&shared, &output),
    };
    shared.tell_timings(&output);
    ExitCode::from(code)
}

/// The command with the options that stand before it, which belong to `build`.
fn command(named: Option<Command>, before: build::Arguments) -> Result<Command, &'static str> {
    let build::Arguments {
        force,
        strict,
        as_files,
    } = before;
    match named {
        None => Ok(Command::Build(before)),
        Some(Command::Build(own)) => Ok(Command::Build(build::Arguments {
            force: force || own.force,
            strict: strict || own.strict,
            as_files: as_files || own.as_files,
        })),
        Some(_) if force || as_files => Err("--force and --as-files belong to `build`"),
        Some(Command::Check(own)) if strict => Ok(Command::Check(own.strict())),
        Some(_) if strict => Err("--strict belongs to `build` and `check`"),
        Some(command) => Ok(command),
    }
}

/// Finishes what a dead run began to change in the content, whatever the command is.
fn finish_content(shared: &Shared, output: &Output) -> Result<(), u8> {
    match disk::finish(&Disk::default(), &shared.content) {
        Ok(None) => Ok(()),
        Ok(Some(Finished { new, left })) => {
            let list = |paths: &[PathBuf]| {
                let shown: Vec<_> = paths.iter().map(|p| format!("`{}`", p.display())).collect();
                shown.join(", ")
            };
            if !new.is_empty() {
                output.note(&format!(
                    "an import that had been stopped is finished: {} as it was to write them",
                    list(&new)
                ));
            }
            if !left.is_empty() {
                output.note(&format!(
                    "an import had been stopped, and these files were changed since and stay as they \
                     are: {}; import the table again",
                    list(&left)
                ));
            }
            Ok(())
        }
        Err(message) => {
            output.fail(&message);
            Err(COMMAND_FAILED)
        }
    }
}

/// Looks at the output folder before anything else is done: that nothing which is read can be lost
/// in it, and that what a dead run left there is finished, whatever the content is like now.
fn prepare(shared: &Shared, command: &Command, output: &Output) -> Result<(), u8> {
    finish_content(shared, output)?;
    let writes = matches!(command, Command::Build(_) | Command::Serve(_));
    let (inputs, out) = (shared.inputs(), shared.out());
    // Also folders that are not there yet: once a site stands in one, it would be read.
    let beside = |given: &Option<PathBuf>, name| {
        let own = given.clone();
        own.unwrap_or_else(|| pipeline::beside(&shared.content, name))
    };
    let templates = beside(&shared.templates, "templates");
    let assets = beside(&shared.assets, "assets");
    let read: [(&str, &Path); 3] = [
        ("content", &inputs.content),
        ("templates", &templates),
        ("assets", &assets),
    ];
    let problem = match write::overlap(&out, &read) {
        // What writes nothing there has nothing to finish there.
        Some(_) if !writes => return Ok(()),
        Some(problem) => problem,
        None => match write::recover(&out) {
            Ok(done) => {
                let is_forced = matches!(command, Command::Build(own) if own.force);
                // What was just given back is not to go by a leave that was given before.
                match done.as_ref().and_then(write::Recovered::refusal) {
                    Some(why) if is_forced => why,
                    _ => {
                        // Also where little is to be said: the folder is not as it was.
                        done.iter().for_each(|done| output.note(&done.words));
                        return Ok(());
                    }
                }
            }
            // The preview goes on from memory.
            Err(error) if !matches!(command, Command::Build(_)) => {
                output.note(&format!(
                    "an earlier run did not come to its end, and cannot be finished: {error}"
                ));
                return Ok(());
            }
            Err(error) => format!("cannot finish what an earlier run began: {error}"),
        },
    };
    output.fail(&problem);
    Err(COMMAND_FAILED)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_well_formed() {
        super::Arguments::command().debug_assert();
    }
}
