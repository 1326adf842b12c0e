//! The log: one line a request, without anything that could open a door.

use std::io::IsTerminal;
use std::time::Instant;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use tracing::subscriber::{SetGlobalDefaultError, set_global_default};
use tracing::{Instrument, Level, Metadata, Subscriber};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::{self, MakeWriter};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{EnvFilter, Layer};

use crate::client::ClientIp;
use crate::config::{LogFormat, LogSettings};
use crate::headers::token_page;
use crate::request_id::RequestId;

/// Starts the log of this process on standard error; a second call is an error.
pub fn init(settings: &LogSettings) -> Result<(), SetGlobalDefaultError> {
    set_global_default(subscriber(settings, std::io::stderr().is_terminal(), std::io::stderr))
}

/// The log as [`init`] starts it, written to `writer`.
pub fn subscriber<W>(settings: &LogSettings, is_terminal: bool, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let is_text = settings.format == LogFormat::Text || (settings.format == LogFormat::Auto && is_terminal);
    let lines = if is_text {
        fmt::layer().with_ansi(is_terminal).with_writer(writer).boxed()
    } else {
        fmt::layer().json().flatten_event(true).with_writer(writer).boxed()
    };
    tracing_subscriber::registry().with(lines).with(EnvFilter::new(&settings.filter)).with(filter_fn(is_discreet))
}

/// Below `info` these crates write headers and addresses as they came, secrets and all.
fn is_discreet(metadata: &Metadata<'_>) -> bool {
    let is_chatty = ["h2", "hyper", "tower_http"].iter().any(|name| metadata.target().starts_with(name));
    *metadata.level() <= Level::INFO || !is_chatty
}

/// Middleware: headers and query are never written, and of the pages whose address is a secret only the name.
pub async fn trace(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map_or("", |id| id.0.as_str());
    let client = request.extensions().get::<ClientIp>().map(|client| client.0.to_string());
    let span = tracing::info_span!(
        "request",
        id,
        method = %request.method(),
        path = masked(request.uri().path()),
        client,
    );
    let begun = Instant::now();

    async move {
        let response = next.run(request).await;
        let (status, elapsed) = (response.status().as_u16(), begun.elapsed().as_secs_f64() * 1000.0);
        tracing::info!(status, elapsed_ms = (elapsed * 100.0).round() / 100.0, "answered");
        response
    }
    .instrument(span)
    .await
}

fn masked(path: &str) -> String {
    token_page(path).map_or_else(|| path.to_owned(), |page| format!("{page}…"))
}
