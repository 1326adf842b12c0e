//! Calls about many users at once.

use domain::bulk::{Counts, Deed, Done, Preview};
use domain::ids::UserId;
use domain::user::UserQuery;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::request::{ctx, reply, request};
use super::{ApiResult, Call};

/// The ids of all users that match, so that they can be selected.
#[server(prefix = "/api/fn", endpoint = "list_user_ids", protocol = Call)]
pub async fn list_user_ids(query: UserQuery) -> ApiResult<Vec<UserId>> {
    reply(service::users::bulk::ids(&ctx()?, &query).await)
}

/// What the deed will do; `from` is what the calls before this one leave.
#[server(prefix = "/api/fn", endpoint = "preview_bulk", protocol = Call)]
pub async fn preview_bulk(deed: Deed, users: Vec<UserId>, from: Option<Counts>) -> ApiResult<Preview> {
    reply(service::users::bulk::preview(&ctx()?, deed, &users, from).await)
}

/// Does the deed. Invitations that are sent again count as those that are sent first.
#[server(prefix = "/api/fn", endpoint = "run_bulk", protocol = Call)]
pub async fn run_bulk(deed: Deed, users: Vec<UserId>) -> ApiResult<Vec<Done>> {
    let request = request()?;
    reply((request.may_invite)(deed.invitations(&users)).map_err(Into::into))?;
    reply(service::users::bulk::run(&request.ctx, deed, &users).await)
}
