//! Calls of the home page.

use domain::home::Home;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::request::{ctx, reply};
use super::{ApiResult, Call};

/// My newest runs, and what waits for me.
#[server(prefix = "/api/fn", endpoint = "get_home", protocol = Call)]
pub async fn get_home() -> ApiResult<Home> {
    reply(service::home::open(&ctx()?).await)
}
