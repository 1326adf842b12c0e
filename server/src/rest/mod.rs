//! The API for programs, each of which shows a key. No route of it reads a cookie. What there is, is told to everybody.

mod docs;
mod document;
mod extract;
mod idempotency;
mod key;
pub(crate) mod problem;
mod v1;

use axum::Router;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
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
    let routes = routes.layer(from_fn(spelled)).layer(once).layer(require);
    Router::new().nest("/api/v1", routes).merge(bare).merge(document::routes(described))
}

/// Middleware: an address that spells no text is that of nothing.
async fn spelled(names: Result<RawPathParams, RawPathParamsRejection>, request: Request, next: Next) -> Response {
    match names {
        Err(RawPathParamsRejection::InvalidUtf8InPathParam(_)) => nothing().await.into_response(),
        _ => next.run(request).await,
    }
}

async fn nothing() -> impl IntoResponse {
    Problem::new(StatusCode::NOT_FOUND, "There is no such address.")
}

async fn not_so() -> impl IntoResponse {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "This address does not answer that method.")
}
