//! What a team uses.

use domain::usage::Usage;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::request::{ctx, reply};
use super::{ApiResult, Call};

/// The last months of the team with this name, for its admins.
#[server(prefix = "/api/fn", endpoint = "get_usage", protocol = Call)]
pub async fn get_usage(team: String) -> ApiResult<Usage> {
    reply(service::usage::of_team(&ctx()?, &team).await)
}
