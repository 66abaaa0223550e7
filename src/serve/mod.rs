//! The preview: the site from memory, rebuilt when a file changes, the browser output of it.

mod builder;
mod client;
mod connections;
mod editor;
mod events;
mod files;
mod find;
mod hosts;
mod listen;
mod page;
mod problem;
mod router;
mod served;
mod stop;
mod watch;

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, oneshot, watch as channel};

use crate::limits::Limits;
use crate::pipeline::Inputs;
use crate::site::SiteTree;
use crate::terminal::Output;

pub use editor::EditorUrl;
pub use hosts::AllowedHost;

/// How long a stopped preview waits for a site that is just being written.
const LAST_WRITE: Duration = Duration::from_secs(2);

/// What to serve, and where.
pub struct Setup {
    /// Where the report is, asked anew for each build: folders appear and go.
    pub inputs: Box<dyn Fn() -> Inputs + Send + Sync>,
    /// The folders of the report, those that are not there yet included.
    pub folders: Vec<PathBuf>,
    /// Where each good build is written as well.
    pub out: PathBuf,
    /// The address to listen on.
    pub host: IpAddr,
    /// The port to listen on, 0 for any; without one the first free of some.
    pub port: Option<u16>,
    /// Names by which the preview may be asked for, beside its own.
    pub allowed: Vec<AllowedHost>,
    /// How a place in a file is opened in the author's editor.
    pub editor: Option<EditorUrl>,
    /// How much of what authors write is put up with.
    pub limits: Limits,
    /// What is done after each build has been shown and written.
    pub built: Box<dyn Fn(&Output) + Send + Sync>,
}

/// What the server shows. Never changed: each build makes another.
#[derive(Debug, Default)]
struct Shown {
    /// The last good site; empty if there was none yet.
    tree: Arc<SiteTree>,
    /// The path of the site's own address, for the page that is served at any depth.
    path: String,
    /// What is wrong with the report as it is now.
    problems: Vec<problem::Problem>,
}

/// What is shown now; nothing until the first build is done.
type Current = channel::Receiver<Option<Arc<Shown>>>;

/// Builds, serves and watches until it is stopped by a signal.
///
/// # Errors
/// If no port can be opened, or the system refuses what every server needs.
pub fn run(setup: Setup, output: Arc<Output>) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|e| format!("cannot start the server: {e}"))?;
    let result = runtime.block_on(serve(setup, Arc::clone(&output)));
    // Open streams and a build that is under way are not waited for.
    runtime.shutdown_background();
    if result.is_ok() {
        output.say("stopped");
    }
    result
}

async fn serve(setup: Setup, output: Arc<Output>) -> Result<(), String> {
    let stopped = stop::signals().map_err(|e| format!("cannot listen to signals: {e}"))?;
    let (listener, address) = listen::listen(setup.host, setup.port, &output).await?;
    let (show, current) = channel::channel(None);
    let hosts = hosts::Hosts::new(address, setup.allowed.clone());
    tokio::spawn(connections::serve(listener, router::router(current, hosts)));
    let writing = Arc::new(Mutex::new(()));
    let builder = builder::Builder {
        setup,
        output,
        show,
        writing: Arc::clone(&writing),
        ready: format!("serving at {} (Ctrl+C stops)", listen::printed(address)),
    };
    let (gone, builder_is_gone) = oneshot::channel::<()>();
    std::thread::Builder::new()
        .name("builder".to_owned())
        .spawn(move || {
            // Dropped, and so heard of, however the thread ends.
            let _gone = gone;
            builder.run();
        })
        .map_err(|e| format!("cannot start the builder: {e}"))?;
    tokio::select! {
        () = stopped => {}
        _ = builder_is_gone => return Err("the builder stopped unexpectedly".to_owned()),
    }
    // The lock is kept to the end of the program, so that no other write begins.
    if let Ok(last) = tokio::time::timeout(LAST_WRITE, writing.lock_owned()).await {
        std::mem::forget(last);
    }
    Ok(())
}
