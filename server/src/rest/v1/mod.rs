//! The first version: what it answers changes by additions only.

mod api_keys;
mod teams;
mod viewer;

use axum::Router;
use axum::routing::{delete, get};
use serde::Serialize;

use crate::router::Web;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/viewer", get(viewer::show))
        .route("/teams", get(teams::list))
        .route("/teams/{team}/members", get(teams::members))
        .route("/api-keys", get(api_keys::list).post(api_keys::make))
        .route("/api-keys/{id}", delete(api_keys::revoke))
}

/// A list, or a page of one.
#[derive(Serialize)]
struct Listed<T> {
    items: Vec<T>,
    /// What `after` is for the next page; null on the last one.
    next: Option<String>,
}

impl<T> Listed<T> {
    /// A list that has one page.
    fn whole(items: impl IntoIterator<Item = T>) -> Self {
        Self { items: items.into_iter().collect(), next: None }
    }
}
