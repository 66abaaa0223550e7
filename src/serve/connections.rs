//! Connections: how many there may be, and how long a slow one is waited for.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;

/// Connections at one time; more wait until one ends.
const CONNECTIONS: usize = 256;
/// How long a client may take to send a request, and stay silent after an answer.
const REQUEST: Duration = Duration::from_secs(10);
/// How long a client may take to read anything of an answer.
const READ: Duration = Duration::from_secs(10);
/// The pause after a connection could not be accepted, as when the system has no more files.
const PAUSE: Duration = Duration::from_millis(200);

/// Answers all connections, for ever.
pub(super) async fn serve(listener: TcpListener, router: Router) {
    let free = Arc::new(Semaphore::new(CONNECTIONS));
    let service = TowerToHyperService::new(router);
    loop {
        // The semaphore is never closed.
        let Ok(place) = Arc::clone(&free).acquire_owned().await else {
            return;
        };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(_) => {
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        // Only a matter of speed.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(READ));
        let service = service.clone();
        tokio::spawn(async move {
            // A client that goes away is no error.
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(REQUEST)
                .serve_connection(TokioIo::new(Box::pin(stream)), service)
                .await;
            drop(place);
        });
    }
}
