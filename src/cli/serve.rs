//! `serve`: build, serve, rebuild on change.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{COMMAND_FAILED, Output, SUCCESS, Shared};
use crate::serve::{self, AllowedHost, EditorUrl, Setup};

#[derive(Clone, Debug, clap::Args)]
pub(super) struct Arguments {
    /// The port to listen on, 0 for any [default: the first free one from 4000 on].
    #[arg(long)]
    port: Option<u16>,
    /// The address to listen on; 0.0.0.0 or :: for all of this machine.
    #[arg(long, default_value = "127.0.0.1", value_parser = address)]
    host: IpAddr,
    /// Another name by which browsers may ask for the preview; may be repeated.
    #[arg(long, value_name = "HOST[:PORT]")]
    allow_host: Vec<AllowedHost>,
    /// How errors in the browser open their place, as in
    /// `vscode://file/{path}:{line}:{column}` [default: what EDITOR_URL names].
    #[arg(long, value_name = "URL")]
    editor: Option<EditorUrl>,
}

/// An IP address, as it is or as addresses of pages have it.
fn address(text: &str) -> Result<IpAddr, String> {
    if text.eq_ignore_ascii_case("localhost") {
        return Ok(Ipv4Addr::LOCALHOST.into());
    }
    let plain = text.strip_prefix('[').and_then(|t| t.strip_suffix(']'));
    plain
        .unwrap_or(text)
        .parse()
        .map_err(|_| "an IP address is needed, such as 127.0.0.1, ::1 or 0.0.0.0".to_owned())
}

/// The editor of the environment, if it names one.
fn editor_of_environment() -> Result<Option<EditorUrl>, String> {
    match std::env::var("EDITOR_URL") {
        Ok(pattern) if !pattern.is_empty() => pattern
            .parse()
            .map(Some)
            .map_err(|e| format!("the environment variable EDITOR_URL: {e}")),
        _ => Ok(None),
    }
}

/// The folders that are watched, whether they are there or not.
fn folders(shared: &Shared) -> Vec<PathBuf> {
    let beside = shared.content.parent().unwrap_or_else(|| Path::new(""));
    let or_beside = |own: &Option<PathBuf>, name: &str| match own {
        Some(own) => own.clone(),
        None => beside.join(name),
    };
    vec![
        shared.content.clone(),
        or_beside(&shared.templates, "templates"),
        or_beside(&shared.assets, "assets"),
    ]
}

pub(super) fn run(shared: &Shared, own: &Arguments, output: &Output) -> u8 {
    match serve(shared, own) {
        Ok(()) => SUCCESS,
        Err(message) => {
            output.fail(&message);
            COMMAND_FAILED
        }
    }
}

fn serve(shared: &Shared, own: &Arguments) -> Result<(), String> {
    let editor = match &own.editor {
        Some(editor) => Some(editor.clone()),
        None => editor_of_environment()?,
    };
    let asked = shared.clone();
    let setup = Setup {
        inputs: Box::new(move || asked.inputs()),
        folders: folders(shared),
        out: shared.out(),
        host: own.host,
        port: own.port,
        allowed: own.allow_host.clone(),
        editor,
        limits: shared.limits(),
        built: Box::new({
            let shared = shared.clone();
            move |output| shared.tell_timings(output)
        }),
    };
    // The builder goes on in a thread of its own until the program ends.
    serve::run(setup, Arc::new(shared.output()))
}
