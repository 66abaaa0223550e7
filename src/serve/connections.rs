//! Connections: how many there may be, and how long a slow one is waited for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio_io_timeout::TimeoutStream;

use super::client::EVENTS;

/// Connections at one time; for one more, that is closed from which nothing was heard for longest.
const CONNECTIONS: usize = 256;
/// How long a client may take to send a request, and stay silent after an answer.
const REQUEST: Duration = Duration::from_secs(10);
/// How long a client may take to read anything of an answer.
const READ: Duration = Duration::from_secs(10);
/// The pause after a connection could not be accepted, as when the system has no more files.
const PAUSE: Duration = Duration::from_millis(200);

/// Answers all connections, for ever.
pub(super) async fn serve(listener: TcpListener, router: Router) {
    let table = Arc::new(Table::default());
    let service = TowerToHyperService::new(router);
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let place = Place::taken(&table);
                tokio::spawn(answer(stream, place, service.clone()));
            }
            Err(_) => {
                table.open().close_idlest();
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Answers the requests of one connection, until it ends or its place goes to another.
async fn answer(stream: TcpStream, place: Place, service: TowerToHyperService<Router>) {
    // Only a matter of speed.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(READ));
    let answered = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(REQUEST)
        .serve_connection(
            TokioIo::new(Box::pin(stream)),
            service_fn(|request: hyper::Request<hyper::body::Incoming>| {
                place.heard(request.uri().path() == EVENTS);
                service.call(request)
            }),
        );
    tokio::select! {
        // A client that goes away is no error.
        _ = answered => {}
        () = place.close.notified() => {}
    }
}

/// All connections.
#[derive(Default)]
struct Table(Mutex<Open>);

#[derive(Default)]
struct Open {
    /// Counts what is heard, so that later is more.
    clock: u64,
    connections: BTreeMap<u64, Connection>,
}

struct Connection {
    /// When the last request came.
    heard: u64,
    /// Whether it is a page's stream of events, which is silent by its nature. Those have a bound of
    /// their own.
    is_stream: bool,
    close: Arc<Notify>,
}

impl Table {
    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn tick(&mut self) -> u64 {
        self.clock += 1;
        self.clock
    }

    fn close_idlest(&mut self) {
        let idlest = self
            .connections
            .iter()
            .min_by_key(|(_, connection)| (connection.is_stream, connection.heard))
            .map(|(id, _)| *id);
        if let Some(closed) = idlest.and_then(|id| self.connections.remove(&id)) {
            closed.close.notify_one();
        }
    }
}

/// A connection's place among all, given back when it is dropped.
struct Place {
    table: Arc<Table>,
    id: u64,
    close: Arc<Notify>,
}

impl Place {
    fn taken(table: &Arc<Table>) -> Place {
        let close = Arc::new(Notify::new());
        let mut open = table.open();
        if open.connections.len() >= CONNECTIONS {
            open.close_idlest();
        }
        let id = open.tick();
        let connection = Connection {
            heard: id,
            is_stream: false,
            close: Arc::clone(&close),
        };
        open.connections.insert(id, connection);
        drop(open);
        Place {
            table: Arc::clone(table),
            id,
            close,
        }
    }

    /// A request came.
    fn heard(&self, is_stream: bool) {
        let mut open = self.table.open();
        let now = open.tick();
        if let Some(connection) = open.connections.get_mut(&self.id) {
            connection.heard = now;
            connection.is_stream = is_stream;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.table.open().connections.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_idlest_goes_first_and_streams_last() {
        let table = Arc::new(Table::default());
        let places: Vec<Place> = (0..CONNECTIONS).map(|_| Place::taken(&table)).collect();
        places[0].heard(true);
        places[1].heard(false);
        let is_there = |i: usize| table.open().connections.contains_key(&places[i].id);
        let more: Vec<Place> = (0..3).map(|_| Place::taken(&table)).collect();
        assert_eq!(table.open().connections.len(), CONNECTIONS);
        assert_eq!(
            [0, 1, 2, 3, 4, 5].map(is_there),
            [true, true, false, false, false, true]
        );
        drop(more);
        assert_eq!(table.open().connections.len(), CONNECTIONS - 3);
        // With nothing but streams, the oldest of them.
        for place in &places {
            place.heard(true);
        }
        table.open().close_idlest();
        assert!(!is_there(0) && is_there(1));
    }
}
