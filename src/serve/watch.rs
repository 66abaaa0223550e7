//! Watching the author's folders.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{EventKind, RecursiveMode, Watcher};

use crate::pipeline::Places;
use crate::source::find::ignored;

/// Editors write a file in several steps; a build starts when they have been quiet so long.
const QUIET: Duration = Duration::from_millis(80);

/// A message for each burst of changes in the report's folders.
///
/// # Errors
/// If a folder cannot be watched.
pub(super) fn watch(places: &Places) -> Result<Receiver<()>, String> {
    let (changed, changes) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        let reading = matches!(event.kind, EventKind::Access(_));
        let all_ignored = event.paths.iter().all(|path| {
            path.file_name()
                .is_none_or(|name| ignored(&name.to_string_lossy()))
        });
        if !reading && !all_ignored {
            let _ = changed.send(());
        }
    })
    .map_err(|e| format!("cannot watch files: {e}"))?;
    let folders: Vec<&PathBuf> = std::iter::once(&places.content)
        .chain(&places.templates)
        .chain(&places.assets)
        .filter(|folder| folder.is_dir())
        .collect();
    for folder in folders {
        watcher
            .watch(folder, RecursiveMode::Recursive)
            .map_err(|e| format!("cannot watch `{}`: {e}", folder.display()))?;
    }
    let (burst, bursts) = channel();
    std::thread::spawn(move || {
        // The watcher lives as long as somebody waits for what it sees.
        let _watcher = watcher;
        while changes.recv().is_ok() {
            while changes.recv_timeout(QUIET).is_ok() {}
            if burst.send(()).is_err() {
                return;
            }
        }
    });
    Ok(bursts)
}
