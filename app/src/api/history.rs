//! Calls about what was changed.

use domain::history::{Entry, HistoryQuery};
use domain::page::Page;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::request::{ctx, reply};
use super::{ApiResult, Call};

/// One page of changes; `after` is the `next` of the page before.
#[server(prefix = "/api/fn", endpoint = "list_history", protocol = Call)]
pub async fn list_history(query: HistoryQuery, after: Option<String>) -> ApiResult<Page<Entry>> {
    reply(service::history::list(&ctx()?, &query, after.as_deref()).await)
}
