//! Lists, and pages of them.

use axum::Json;
use domain::page::Page;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A list, or a page of one.
#[derive(Serialize, ToSchema)]
pub struct Listed<T> {
    items: Vec<T>,
    /// What `after` is for the next page; null on the last one.
    next: Option<String>,
}

impl<T> Listed<T> {
    /// A list that has one page.
    pub fn whole<D: Into<T>>(items: Vec<D>) -> Json<Self> {
        Json(Self { items: items.into_iter().map(Into::into).collect(), next: None })
    }

    pub fn page<D: Into<T>>(page: Page<D>) -> Json<Self> {
        Json(Self { items: page.rows.into_iter().map(Into::into).collect(), next: page.next })
    }
}

/// Which of a list that is searched by name.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Searched {
    /// Leaves out whose name does not have it.
    #[serde(default)]
    pub search: String,
    /// The `next` of the page before.
    #[param(min_length = 1)]
    pub after: Option<String>,
}
