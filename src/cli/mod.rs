//! The commands. Each takes its arguments and gives an exit code: 0 if all is well, 1 if the
//! author has something to mend, 2 if the command itself could not be carried out.

mod build;
mod check;
mod renew;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::pipeline::Places;

use crate::terminal::Output;

/// All is well.
const WELL: u8 = 0;
/// The author has something to mend.
const MEND: u8 = 1;
/// The command could not be carried out.
const FAILED: u8 = 2;

/// Publishes an index survey as a checked, bilingual static report.
#[derive(Debug, Parser)]
#[command(name = "egov-report", version, arg_required_else_help = false)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
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
    /// Where the site goes [default: `site` beside the content].
    #[arg(long, global = true, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// The address of the site, instead of the one in report.yaml.
    #[arg(long, global = true, value_name = "URL")]
    base_url: Option<String>,
    /// Say nothing unless something is wrong.
    #[arg(short, long, global = true)]
    quiet: bool,
}

impl Shared {
    fn places(&self) -> Places {
        let beside = Places::beside(&self.content);
        Places {
            templates: self.templates.clone().or(beside.templates),
            assets: self.assets.clone().or(beside.assets),
            base_url: self.base_url.clone(),
            content: beside.content,
        }
    }

    fn out(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| {
            let parent = self.content.parent().map(PathBuf::from);
            parent.unwrap_or_default().join("site")
        })
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site (the default).
    Build,
    /// Build, serve, rebuild on change and reload the browser.
    Serve(serve::Arguments),
    /// Check everything without writing: replication, bound numbers, pairs, translations, claims.
    Check(check::Arguments),
    /// Record that the translations of chapters are up to date, after looking at them.
    Renew(renew::Arguments),
}

/// Reads the arguments and carries out the command.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let shared = arguments.shared;
    let output = Output::new(shared.quiet);
    let code = match arguments.command.unwrap_or(Command::Build) {
        Command::Build => build::run(&shared, &output),
        Command::Serve(own) => serve::run(&shared, &own, &output),
        Command::Check(own) => check::run(&shared, &own, &output),
        Command::Renew(own) => renew::run(&shared, &own, &output),
    };
    ExitCode::from(code)
}
