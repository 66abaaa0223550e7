//! The signals that end the preview.

use std::future::Future;
use std::io;

/// Ends when the program is asked to stop: Ctrl+C, and on Unix SIGTERM and SIGHUP. From this call
/// on, none of them ends the program by itself.
///
/// # Errors
/// If the system lets no signal be handled.
#[cfg(unix)]
pub(super) fn signals() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    })
}

/// Ends when the program is asked to stop with Ctrl+C.
///
/// # Errors
/// Never before it is waited for.
#[cfg(not(unix))]
pub(super) fn signals() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
