//! `man`: the program's manual pages.

use std::io;

use clap::CommandFactory;
use clap_mangen::Man;

use super::{COMMAND_FAILED, Output, SUCCESS, Shared, schema};

pub(super) fn run(shared: &Shared, output: &Output) -> u8 {
    let done = pages().and_then(|pages| match &shared.out {
        None => pages.first().map_or(Ok(()), |(_, text)| output.print(text)),
        Some(folder) => {
            for (name, text) in &pages {
                let path = folder.join(name);
                schema::write(&path, text).map_err(|error| {
                    io::Error::new(error.kind(), format!("`{}`: {error}", path.display()))
                })?;
            }
            output.say(&format!("{}: {} pages", folder.display(), pages.len()));
            Ok(())
        }
    });
    match done {
        Ok(()) => SUCCESS,
        Err(error) => {
            output.fail(&format!("cannot write the manual: {error}"));
            COMMAND_FAILED
        }
    }
}

/// The page of the program, and one for each command, with the names of their files.
fn pages() -> io::Result<Vec<(String, String)>> {
    let mut command = super::Arguments::command().disable_help_subcommand(true);
    command.build();
    let mut pages = vec![page(&command)?];
    for own in command.get_subcommands() {
        pages.push(page(own)?);
    }
    Ok(pages)
}

fn page(command: &clap::Command) -> io::Result<(String, String)> {
    // The version of the whole program.
    let version = concat!("egov-report ", env!("CARGO_PKG_VERSION"));
    let page = Man::new(command.clone()).source(version);
    let mut text = Vec::new();
    page.render(&mut text)?;
    let text = String::from_utf8_lossy(&text).into_owned();
    Ok((page.get_filename(), text))
}
