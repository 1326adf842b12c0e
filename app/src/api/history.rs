//! Calls about what was changed.

use domain::history::{Entry, HistoryQuery};
use domain::page::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use super::ApiResult;
#[cfg(feature = "ssr")]
use super::request::{ctx, reply};

/// One page of changes; `after` is the `next` of the page before.
#[server(prefix = "/api/fn", endpoint = "list_history", input = Json)]
pub async fn list_history(query: HistoryQuery, after: Option<String>) -> ApiResult<Page<Entry>> {
    reply(service::history::list(&ctx()?, &query, after.as_deref()).await)
}
