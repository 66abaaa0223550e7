//! The stream by which a page on the screen hears of changes.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::WatchStream;
use url::form_urlencoded;

use super::problem::Problem;
use super::served::Served;
use super::{Shown, page};

/// Streams at one time. They count as connections, and files need some of these too.
pub(super) const STREAMS: usize = 128;
/// How soon a browser comes back when the stream breaks off.
const AGAIN: Duration = Duration::from_millis(500);

/// What a page hears: how it would be sent now, and what is wrong with the report.
#[derive(Serialize)]
struct News<'a> {
    /// Nothing while there is no good site: what is on the screen stays there.
    #[serde(flatten)]
    state: Option<page::State>,
    problems: &'a [Problem],
}

/// A stream for the page at `?path=…`: its state at once, and after each build.
pub(super) async fn events(State(served): State<Served>, uri: Uri, headers: HeaderMap) -> Response {
    if !served.hosts.know_origin(&headers) {
        return (StatusCode::FORBIDDEN, served.hosts.to_string()).into_response();
    }
    let Ok(place) = Arc::clone(&served.streams).try_acquire_owned() else {
        let words = "Too many pages listen to this preview; close some.\n";
        return (StatusCode::SERVICE_UNAVAILABLE, words).into_response();
    };
    let query = uri.query().unwrap_or_default().as_bytes();
    let path = form_urlencoded::parse(query)
        .find(|(name, _)| name == "path")
        .map_or_else(|| "/".to_owned(), |(_, path)| path.into_owned());
    let stream = WatchStream::new(served.current.clone()).filter_map(move |shown| {
        // The place is given back with the stream.
        let _ = &place;
        Some(Ok::<_, Infallible>(event(&*shown?, &path)))
    });
    Sse::new(stream)
        .keep_alive(KeepAlive::default())
        .into_response()
}

fn event(shown: &Shown, path: &str) -> Event {
    let news = News {
        state: (!shown.tree.is_empty()).then(|| page::state(shown, path)),
        problems: &shown.problems,
    };
    let event = Event::default().event("state").retry(AGAIN);
    // JSON of such plain data has no way to fail; a comment would be passed over by browsers.
    match serde_json::to_string(&news) {
        Ok(json) => event.data(json),
        Err(error) => event.comment(error.to_string()),
    }
}
