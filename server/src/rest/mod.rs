//! The API for programs, each of which shows a key. No route of it reads a cookie. What there is, is told to everybody.

mod docs;
mod document;
mod extract;
mod idempotency;
mod key;
mod problem;
mod v1;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::any;
use http::StatusCode;

use crate::router::Web;

use problem::Problem;

/// Everything under `/api/v1`, also what is not there: without a key it answers 401 all the same. Beside it, for
/// everybody, what is said of it.
pub fn routes(web: &Web) -> Router<Web> {
    let (routes, described) = v1::routes().split_for_parts();
    // A page of a team could be at any address of two parts: what is not there is said here.
    let routes = routes
        .route("/", any(nothing))
        .route("/{*nothing}", any(nothing))
        .fallback(nothing)
        .method_not_allowed_fallback(not_so);
    let once = from_fn_with_state(web.clone(), idempotency::once);
    let require = from_fn_with_state(web.clone(), key::require);
    let bare = Router::new().route("/api/v1/", any(nothing)).layer(require.clone());
    Router::new().nest("/api/v1", routes.layer(once).layer(require)).merge(bare).merge(document::routes(described))
}

async fn nothing() -> impl IntoResponse {
    Problem::new(StatusCode::NOT_FOUND, "There is no such address.")
}

async fn not_so() -> impl IntoResponse {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "This address does not answer that method.")
}
