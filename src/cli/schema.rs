//! `schema`: writes what the author's files hold, for editors and for people.

use std::io;
use std::path::{Path, PathBuf};

use clap::CommandFactory;

use super::{COMMAND_FAILED, Output, SUCCESS, Shared};
use crate::expression::reference as functions;
use crate::report::files::FILES;
use crate::schema::{json, reference};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Write the reference there as well, in Markdown: files, functions, filters, commands.
    #[arg(long, value_name = "FILE")]
    reference: Option<PathBuf>,
}

pub(super) fn run(shared: &Shared, own: &Arguments, output: &Output) -> u8 {
    let folder = shared.out.clone().unwrap_or_else(|| "schemas".into());
    let mut files: Vec<(PathBuf, String)> = FILES
        .iter()
        .map(|file| {
            let name = format!("{}.json", file.name);
            (folder.join(name), json::text(file))
        })
        .collect();
    files.extend(own.reference.clone().map(|path| (path, whole())));
    for (path, text) in &files {
        if let Err(error) = write(path, text) {
            output.fail(&format!("cannot write `{}`: {error}", path.display()));
            return COMMAND_FAILED;
        }
    }
    output.say(&format!("{}: {} schemas", folder.display(), FILES.len()));
    SUCCESS
}

/// The whole reference: files, functions and filters, commands.
fn whole() -> String {
    let commands = super::reference::page(super::Arguments::command());
    reference::page(&*FILES) + &functions::page() + &commands
}

/// A file that is up to date is left alone.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    if std::fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}
