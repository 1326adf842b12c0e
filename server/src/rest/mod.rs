//! The API for programs, each of which shows a key. No route of it reads a cookie.

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

/// Everything under `/api/v1`, also what is not there: without a key it answers 401 all the same.
pub fn routes(web: &Web) -> Router<Web> {
    // A page of a team could be at any address of two parts: what is not there is said here.
    let routes = v1::routes()
        .route("/", any(nothing))
        .route("/{*nothing}", any(nothing))
        .fallback(nothing)
        .method_not_allowed_fallback(not_so);
    let require = from_fn_with_state(web.clone(), key::require);
    let bare = Router::new().route("/api/v1/", any(nothing)).layer(require.clone());
    Router::new().nest("/api/v1", routes.layer(require)).merge(bare)
}

async fn nothing() -> impl IntoResponse {
    Problem::new(StatusCode::NOT_FOUND, "There is no such address.")
}

async fn not_so() -> impl IntoResponse {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "This address does not answer that method.")
}
