//! The preview: the site from memory, rebuilt when a file changes, the browser told of it.

mod server;
mod watch;

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, RwLock};
use std::time::Instant;

use tokio::sync::broadcast;

use crate::diagnostic::{Diagnostics, Severity};
use crate::pipeline::{self, Places};
use crate::site::{SiteTree, write::write};
use crate::terminal::Output;

/// What to serve, and where.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The report.
    pub places: Places,
    /// Where each good build is written as well.
    pub out: PathBuf,
    /// The address to listen on.
    pub host: IpAddr,
    /// The port to listen on.
    pub port: u16,
}

/// What the browser is told.
#[derive(Clone, Debug)]
enum News {
    /// The site was built anew.
    Built,
    /// It could not be; the text of the errors.
    Errors(String),
}

/// What the server shows.
#[derive(Debug, Default)]
struct Shown {
    tree: SiteTree,
    /// The path of the site's own address, for the page that is served at any depth.
    path: String,
    /// The errors of the last build; empty if it went well.
    errors: String,
}

/// Builds, serves and watches until it is stopped.
///
/// # Errors
/// If the port cannot be opened or the folders cannot be watched.
pub fn run(setup: &Setup, output: &Output) -> Result<(), String> {
    let shown = Arc::new(RwLock::new(Shown::default()));
    let (tell, _) = broadcast::channel(16);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| format!("cannot start the server: {e}"))?;
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind((setup.host, setup.port)))
        .map_err(|e| {
            format!(
                "cannot listen on {}:{}: {e}; name another port with --port",
                setup.host, setup.port
            )
        })?;
    rebuild(setup, output, &shown, &tell);
    let changes = watch::watch(&setup.places)?;
    let router = server::router(Arc::clone(&shown), tell.clone());
    runtime.spawn(async move {
        let _ = axum::serve(listener, router).await;
    });
    output.say(&format!(
        "serving at http://{}:{}/ (Ctrl+C stops)",
        setup.host, setup.port
    ));
    // Ends when the program is stopped.
    for () in changes {
        rebuild(setup, output, &shown, &tell);
    }
    Ok(())
}

fn rebuild(setup: &Setup, output: &Output, shown: &RwLock<Shown>, tell: &broadcast::Sender<News>) {
    let start = Instant::now();
    let diagnostics = Diagnostics::new();
    let report = pipeline::read(&setup.places, &diagnostics);
    let base_url = report
        .as_ref()
        .map_or_else(|_| String::new(), |r| r.config.base_url.to_string());
    let site = report.and_then(|report| report.build(&pipeline::Silent, &diagnostics));
    let list = diagnostics.into_sorted();
    let (errors, warnings) = output.list(&list);
    let news = match site {
        Ok(site) if errors == 0 => {
            if let Err(error) = write(&site.tree, &setup.out) {
                output.fail(&format!("cannot write the site: {error}"));
            }
            output.say(&format!(
                "{} pages, {} charts, {warnings} warning(s), {:.1} s",
                site.tree.pages(),
                site.charts,
                start.elapsed().as_secs_f64()
            ));
            if let Ok(mut shown) = shown.write() {
                shown.tree = site.tree;
                shown.path = crate::site::check::site_path(&base_url);
                shown.errors.clear();
            }
            News::Built
        }
        _ => {
            output.fail(&format!("{errors} error(s); the last good site is shown"));
            let text: Vec<String> = list
                .iter()
                .filter(|d| d.severity == Severity::Error)
                .map(|d| d.render(false))
                .collect();
            let text = text.join("\n\n");
            if let Ok(mut shown) = shown.write() {
                shown.errors.clone_from(&text);
            }
            News::Errors(text)
        }
    };
    // Nobody listening is no error.
    let _ = tell.send(news);
}
