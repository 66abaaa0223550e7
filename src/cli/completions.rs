//! `completions`: what completes the program's arguments in a shell.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{COMMAND_FAILED, Output, SUCCESS};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(own: &Arguments, output: &Output) -> u8 {
    let mut command = super::Arguments::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(own.shell, &mut command, name.clone(), &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if own.shell == Shell::Bash {
        // In clap_complete 4.6 the hyphen of a program's name is one thing where a command is found
        // and another where its options are listed.
        script = script.replace(&name.replace('-', "__subcmd__"), &name.replace('-', "__"));
    }
    match output.print(&script) {
        Ok(()) => SUCCESS,
        Err(error) => {
            output.fail(&format!("cannot print the completions: {error}"));
            COMMAND_FAILED
        }
    }
}
