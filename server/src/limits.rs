//! What one request may take, by route: bytes, time, and a place among those that run.

mod body;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt;
use http::{Method, StatusCode, header};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::request_id::RequestId;
use crate::words::{busy, words};
use body::{Breach, Confined, Verdict};

/// How long a body may take to arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyTime {
    /// From its start to its end.
    Total(Duration),
    /// From one piece to the next.
    Idle(Duration),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouteLimits {
    /// `None` where the handler itself counts, against a quota.
    pub body: Option<u64>,
    /// From the request to the start of its answer.
    pub time: Option<Duration>,
    pub body_time: BodyTime,
}

impl RouteLimits {
    pub const DEFAULT: Self = Self::of(64 * 1024, 15);
    pub const AVATAR: Self = Self::of(2 * 1024 * 1024, 15);
    pub const BULK: Self = Self::of(1024 * 1024, 15);
    pub const WANDB: Self = Self::of(16 * 1024 * 1024, 60);
    pub const FILE: Self = Self { body: None, time: None, body_time: BodyTime::Idle(Duration::from_secs(30)) };

    const fn of(bytes: u64, seconds: u64) -> Self {
        let body_time = BodyTime::Total(Duration::from_secs(if seconds > 20 { seconds } else { 20 }));
        Self { body: Some(bytes), time: Some(Duration::from_secs(seconds)), body_time }
    }
}

/// The limits of all routes; the first that fits counts.
#[derive(Clone, Debug)]
pub struct RequestLimits {
    pub concurrent: usize,
    pub default: RouteLimits,
    pub routes: Vec<(Method, &'static str, RouteLimits)>,
}

impl Default for RequestLimits {
    fn default() -> Self {
        Self { concurrent: 1024, default: RouteLimits::DEFAULT, routes: Vec::new() }
    }
}

impl RequestLimits {
    /// In `pattern` a segment `*` stands for any one segment, and `**` at the end for the rest of the path.
    #[must_use]
    pub fn route(mut self, method: Method, pattern: &'static str, limits: RouteLimits) -> Self {
        self.routes.push((method, pattern, limits));
        self
    }

    pub fn of(&self, method: &Method, path: &str) -> RouteLimits {
        let fits = |(m, pattern, _): &&(Method, &str, RouteLimits)| m == method && matches(pattern, path);
        self.routes.iter().find(fits).map_or(self.default, |(_, _, limits)| *limits)
    }
}

fn matches(pattern: &str, path: &str) -> bool {
    let mut segments = path.split('/');
    for expected in pattern.split('/') {
        match (expected, segments.next()) {
            ("**", Some(_)) => return true,
            ("*", Some(segment)) if !segment.is_empty() => {}
            (expected, Some(segment)) if expected == segment => {}
            _ => return false,
        }
    }
    segments.next().is_none()
}

/// Middleware that turns requests away at once when too many run, instead of letting all of them wait. The probe
/// `/healthz` always gets through: busy is not dead.
pub async fn shed(State(places): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    let place = places.try_acquire();
    if place.is_err() && request.uri().path() != "/healthz" {
        return busy("The server is busy. Try again in a moment.");
    }
    next.run(request).await
}

/// Middleware for bytes and time. A body that breaks its limit decides the answer, whatever the handler made of
/// the error that it read.
pub async fn confine(State(limits): State<Arc<RequestLimits>>, request: Request, next: Next) -> Response {
    let limits = limits.of(request.method(), request.uri().path());
    if content_length(&request).zip(limits.body).is_some_and(|(length, most)| length > most) {
        return too_large();
    }

    let verdict = Verdict::default();
    let request = request.map(|body| Body::new(Confined::new(body, limits, verdict.clone())));
    let running = next.run(request);
    let answer = match limits.time {
        Some(time) => timeout(time, running).await.ok(),
        None => Some(running.await),
    };
    match (verdict.get(), answer) {
        (Some(Breach::TooLarge), _) => too_large(),
        (None, Some(answer)) => answer,
        (Some(Breach::TooSlow), _) | (None, None) => busy("The request took too long and was stopped. Try again."),
    }
}

fn content_length(request: &Request) -> Option<u64> {
    request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn too_large() -> Response {
    words(StatusCode::PAYLOAD_TOO_LARGE, "The request is larger than this address accepts.")
}

/// Middleware that answers 500 where a handler panics; without it the connection just ends.
pub async fn catch_panic(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map_or_else(|| "unknown".to_owned(), |id| id.0.clone());
    let running = std::panic::AssertUnwindSafe(next.run(request));
    running.catch_unwind().await.unwrap_or_else(|panic| {
        let reason = panic.downcast_ref::<String>().map(String::as_str);
        let reason = reason.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given");
        tracing::error!(reason, "a handler panicked");
        let text = format!("Something went wrong on the server. Tell its operator this request id: {id}");
        words(StatusCode::INTERNAL_SERVER_ERROR, text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_fits_segment_by_segment() {
        for (pattern, path, fits) in [
            ("/graphql", "/graphql", true),
            ("/graphql", "/graphql/x", false),
            ("/files/*/*/*/file_stream", "/files/a/b/c/file_stream", true),
            ("/files/*/*/*/file_stream", "/files/a//c/file_stream", false),
            ("/files/**", "/files/a/b", true),
            ("/files/**", "/files", false),
        ] {
            assert_eq!(matches(pattern, path), fits, "{pattern} {path}");
        }
    }

    #[test]
    fn a_method_has_limits_of_its_own() {
        let limits = RequestLimits::default().route(Method::PUT, "/files/**", RouteLimits::FILE);

        assert_eq!(limits.of(&Method::PUT, "/files/a"), RouteLimits::FILE);
        assert_eq!(limits.of(&Method::POST, "/files/a"), RouteLimits::DEFAULT);
    }
}
