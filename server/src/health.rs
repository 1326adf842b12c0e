//! What an operator's tools ask: does the process live, and can it work.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use http::StatusCode;

use crate::router::Web;

pub fn routes() -> Router<Web> {
    Router::new().route("/healthz", get(|| async { "ok" })).route("/readyz", get(is_ready))
}

async fn is_ready(State(web): State<Web>) -> (StatusCode, &'static str) {
    if web.instance.db.is_ready().await {
        (StatusCode::OK, "ready")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer, or its schema is another version's")
    }
}
