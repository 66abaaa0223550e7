//! The HTTP side of the preview.

use std::convert::Infallible;
use std::sync::{Arc, RwLock};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tokio::sync::broadcast;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt};

use super::{News, Shown};
use crate::site::Route;

/// Put at the end of each page that the preview shows; the site itself has none of it.
const SCRIPT: &str = include_str!("reload.html");

#[derive(Clone)]
struct Served {
    shown: Arc<RwLock<Shown>>,
    tell: broadcast::Sender<News>,
}

pub(super) fn router(shown: Arc<RwLock<Shown>>, tell: broadcast::Sender<News>) -> Router {
    Router::new()
        .route("/__news", get(news))
        .fallback(get(file))
        .with_state(Served { shown, tell })
}

async fn news(State(served): State<Served>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let stream = BroadcastStream::new(served.tell.subscribe()).filter_map(|news| {
        Some(Ok(match news.ok()? {
            News::Built => Event::default().event("built").data(""),
            News::Errors(text) => Event::default().event("errors").data(text),
        }))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

async fn file(State(served): State<Served>, uri: Uri) -> Response {
    let Ok(shown) = served.shown.read() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let path = percent_decoded(uri.path().trim_start_matches('/'));
    let route = Route::new(path.as_str());
    if let Some(file) = shown.tree.get(&route) {
        return answer(StatusCode::OK, &route.file(), &file.bytes, &shown);
    }
    if shown.tree.contains(&Route::new(format!("{path}/"))) {
        return Redirect::temporary(&format!("/{path}/")).into_response();
    }
    match shown.tree.get(&Route::new("404.html")) {
        Some(file) => {
            let html = String::from_utf8_lossy(&file.bytes);
            // The page is served at any depth, so it names where the site stands; here that is `/`.
            let html = html.replace(
                &format!("<base href=\"{}\">", shown.path),
                "<base href=\"/\">",
            );
            answer(StatusCode::NOT_FOUND, "404.html", html.as_bytes(), &shown)
        }
        None => answer(
            StatusCode::NOT_FOUND,
            "404.html",
            b"<!doctype html>",
            &shown,
        ),
    }
}

fn answer(status: StatusCode, name: &str, bytes: &[u8], shown: &Shown) -> Response {
    let mut bytes = bytes.to_vec();
    if name.ends_with(".html") {
        let errors = crate::html::escape(&shown.errors);
        bytes.extend(SCRIPT.replace("{{errors}}", &errors).into_bytes());
    }
    let headers = [
        (header::CONTENT_TYPE, content_type(name)),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, bytes).into_response()
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "json" => "application/json",
        "xml" => "application/xml; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "bib" => "application/x-bibtex; charset=utf-8",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn percent_decoded(path: &str) -> String {
    crate::site::check::decode(&Route::new(path))
        .as_str()
        .to_owned()
}
