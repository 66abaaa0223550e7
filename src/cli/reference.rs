//! The commands as a part of the manual's reference, in Markdown, from what the program itself knows
//! of its arguments.

use std::fmt::Write as _;

use clap::{Arg, Command};

const HEAD: &str = "
## Commands

`egov-report COMMAND --help` prints the same. Without a command, `egov-report` builds the site.
";

/// All commands with their options, those first that every command takes.
pub(super) fn page(mut program: Command) -> String {
    program.build();
    let mut page = HEAD.to_owned();
    let (shared, own): (Vec<&Arg>, Vec<&Arg>) =
        shown(&program).partition(|argument| argument.is_global_set());
    let _ = writeln!(page, "\n### Options of every command\n");
    table(&shared, &mut page);
    debug_assert!(own.iter().all(|own| {
        let build = program.find_subcommand("build");
        build.is_some_and(|build| shown(build).any(|known| known.get_id() == own.get_id()))
    }));
    for command in program.get_subcommands() {
        below(command, "egov-report", &mut page);
    }
    page
}

/// The arguments that are the author's to give.
fn shown(command: &Command) -> impl Iterator<Item = &Arg> {
    let built_in = |argument: &Arg| ["help", "version"].contains(&argument.get_id().as_str());
    command
        .get_arguments()
        .filter(move |argument| !argument.is_hide_set() && !built_in(argument))
}

fn below(command: &Command, above: &str, page: &mut String) {
    if command.is_hide_set() || command.get_name() == "help" {
        return;
    }
    let path = format!("{above} {}", command.get_name());
    let about = command.get_about().map(ToString::to_string);
    let title = path.split_once(' ').map_or(path.as_str(), |(_, rest)| rest);
    let _ = writeln!(
        page,
        "\n### `{title}`\n\n{}.",
        about.unwrap_or_default().trim_end_matches('.')
    );
    let usage = command.clone().render_usage().to_string();
    let usage: Vec<&str> = usage
        .trim_start_matches("Usage:")
        .lines()
        .map(str::trim)
        .collect();
    let _ = writeln!(page, "\n```\n{}\n```", usage.join("\n"));
    let own: Vec<&Arg> = shown(command).filter(|a| !a.is_global_set()).collect();
    if !own.is_empty() {
        page.push('\n');
        table(&own, page);
    }
    for command in command.get_subcommands() {
        below(command, &path, page);
    }
}

fn table(arguments: &[&Arg], page: &mut String) {
    let _ = writeln!(page, "| option | does | note |\n|---|---|---|");
    for argument in arguments {
        let help = argument.get_long_help().or_else(|| argument.get_help());
        let help = help.map(ToString::to_string).unwrap_or_default();
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(
            page,
            "| `{}` | {}. | {} |",
            cell(&written(argument)),
            cell(help.trim_end_matches('.')),
            cell(&more(argument))
        );
    }
}

/// As it is typed: `-q, --quiet`, `--out <FOLDER>`, `<DIR>`.
fn written(argument: &Arg) -> String {
    if argument.is_positional() {
        return argument.to_string();
    }
    match argument.get_short() {
        Some(short) => format!("-{short}, {argument}"),
        None => argument.to_string(),
    }
}

/// What it can be, and what it is unless it is given.
fn more(argument: &Arg) -> String {
    let takes_value = argument.get_action().takes_values();
    let mut more = Vec::new();
    let possible = argument.get_possible_values();
    let names: Vec<String> = possible
        .iter()
        .filter(|value| takes_value && !value.is_hide_set())
        .map(|value| format!("`{}`", value.get_name()))
        .collect();
    if !names.is_empty() {
        more.push(format!("{}.", names.join(" or ")));
    }
    let default: Vec<String> = argument
        .get_default_values()
        .iter()
        .filter(|_| takes_value)
        .map(|value| value.to_string_lossy().into_owned())
        .collect();
    if !default.is_empty() {
        more.push(format!("Without it: `{}`.", default.join(",")));
    }
    if argument.is_required_set() {
        more.push("**Needed.**".to_owned());
    }
    more.join(" ")
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
