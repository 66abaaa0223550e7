//! The HTTP side of the preview: who may ask what.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::Semaphore;

use super::client::{CLIENT, EVENTS, OVERLAY, SCRIPT, STYLE};
use super::hosts::Hosts;
use super::served::Served;
use super::{Current, events, files};

pub(super) fn router(current: Current, hosts: Hosts) -> Router {
    let served = Served {
        current,
        hosts: Arc::new(hosts),
        streams: Arc::new(Semaphore::new(events::STREAMS)),
    };
    let own = |name: &'static str, text: &'static str| {
        get(move |headers: HeaderMap| async move { files::answer(name, text.into(), &headers) })
    };
    Router::new()
        .route(EVENTS, get(events::events))
        .route(SCRIPT, own("client.js", CLIENT))
        .route(STYLE, own("overlay.css", OVERLAY))
        .fallback(get(file))
        .layer(middleware::from_fn_with_state(served.clone(), guard))
        .with_state(served)
}

/// Answers only who asked for this host, and lets no browser guess types.
async fn guard(State(served): State<Served>, mut request: Request, next: Next) -> Response {
    // Only GET has ranges (RFC 9110, 14.2); HEAD is about the whole.
    if request.method() != Method::GET {
        request.headers_mut().remove(header::RANGE);
    }
    let mut response = if served.hosts.know(request.uri(), request.headers()) {
        next.run(request).await
    } else {
        let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
        (StatusCode::FORBIDDEN, kind, served.hosts.to_string()).into_response()
    };
    let headers = response.headers_mut();
    let no_guessing = HeaderValue::from_static("nosniff");
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, no_guessing);
    // Browsers may keep what they got, but ask each time whether it is still so.
    let ask = HeaderValue::from_static("no-cache");
    headers.entry(header::CACHE_CONTROL).or_insert(ask);
    response
}

async fn file(State(served): State<Served>, uri: Uri, headers: HeaderMap) -> Response {
    match served.shown().await {
        Some(shown) => files::file(&shown, &uri, &headers),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
