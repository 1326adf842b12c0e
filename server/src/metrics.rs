//! Numbers for Prometheus.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{StatusCode, header};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use secrecy::{ExposeSecret, SecretString};

use crate::client::is_loopback_peer;

const SECONDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 15.0];

/// Makes this process count; a second call is an error.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    PrometheusBuilder::new().set_buckets(&SECONDS)?.install_recorder()
}

/// Folds what was measured into the histograms; without it their memory grows until somebody reads `/metrics`.
pub async fn upkeep(handle: PrometheusHandle) {
    let mut ticks = tokio::time::interval(Duration::from_secs(5));
    loop {
        ticks.tick().await;
        handle.run_upkeep();
    }
}

/// `/metrics`, for connections from this machine and for whoever sends `token`; to others it is not there.
pub fn routes(handle: PrometheusHandle, token: Option<SecretString>) -> Router {
    Router::new().route("/metrics", get(show)).with_state(Arc::new(Door { handle, token }))
}

struct Door {
    handle: PrometheusHandle,
    token: Option<SecretString>,
}

/// A proxy on this machine makes everybody a loopback peer: what it forwards needs the token all the same.
async fn show(State(door): State<Arc<Door>>, request: Request) -> Response {
    let is_forwarded = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"]
        .iter()
        .any(|name| request.headers().contains_key(*name));
    let bearer =
        request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let has_token = door.token.as_ref().zip(bearer).is_some_and(|(token, guess)| is_same(token, guess));
    if has_token || (is_loopback_peer(&request) && !is_forwarded) {
        return ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], door.handle.render()).into_response();
    }
    StatusCode::NOT_FOUND.into_response()
}

/// Takes a time that tells nothing about where the two differ.
fn is_same(secret: &SecretString, guess: &str) -> bool {
    let (secret, guess) = (secret.expose_secret().as_bytes(), guess.as_bytes());
    let differ = secret.iter().zip(guess).fold(0, |differ, (a, b)| std::hint::black_box(differ | (a ^ b)));
    differ == 0 && secret.len() == guess.len()
}

/// Middleware that counts requests and measures the time to the start of the answer.
pub async fn count(request: Request, next: Next) -> Response {
    let class = class_of(request.uri().path());
    let begun = Instant::now();
    let response = next.run(request).await;

    let status = response.status().as_u16().to_string();
    metrics::counter!("rollcall_requests_total", "route" => class, "status" => status).increment(1);
    metrics::histogram!("rollcall_request_seconds", "route" => class).record(begun.elapsed());
    response
}

/// A handful of classes: an address a visitor can choose must never become a label.
fn class_of(path: &str) -> &'static str {
    let first = path.split('/').nth(1).unwrap_or_default();
    match first {
        "api" if path.starts_with("/api/fn/") => "call",
        "api" => "rest",
        "graphql" | "files" => "wandb",
        "pkg" => "static",
        "healthz" | "readyz" | "metrics" => "operator",
        _ => "page",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_compared_whole() {
        let secret = SecretString::from("0123456789abcdef");

        assert!(is_same(&secret, "0123456789abcdef"));
        for wrong in ["", "0123456789abcde", "0123456789abcdefg", "0123456789abcdeF"] {
            assert!(!is_same(&secret, wrong), "{wrong}");
        }
    }

    #[test]
    fn no_address_becomes_a_label() {
        assert_eq!(class_of("/api/fn/set_member_role"), "call");
        assert_eq!(class_of("/anything/at/all"), "page");
        assert_eq!(class_of("*"), "page");
    }
}
