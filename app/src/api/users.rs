//! Calls about the people of the organization.

use domain::activity::UserActivity;
use domain::ids::UserId;
use domain::page::Page;
use domain::policy::OrgRole;
use domain::user::{User, UserQuery};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::request::{ctx, reply};
use super::{ApiResult, Call};

/// One page of users; `after` is the `next` of the page before.
#[server(prefix = "/api/fn", endpoint = "list_users", protocol = Call)]
pub async fn list_users(query: UserQuery, after: Option<String>) -> ApiResult<Page<User>> {
    reply(service::users::list(&ctx()?, &query, after.as_deref()).await)
}

#[server(prefix = "/api/fn", endpoint = "set_user_role", protocol = Call)]
pub async fn set_user_role(user: UserId, role: OrgRole) -> ApiResult<User> {
    reply(service::users::set_role(&ctx()?, user, role).await)
}

#[server(prefix = "/api/fn", endpoint = "deactivate_user", protocol = Call)]
pub async fn deactivate_user(user: UserId) -> ApiResult<User> {
    reply(service::users::deactivate(&ctx()?, user).await)
}

#[server(prefix = "/api/fn", endpoint = "reactivate_user", protocol = Call)]
pub async fn reactivate_user(user: UserId) -> ApiResult<User> {
    reply(service::users::reactivate(&ctx()?, user).await)
}

#[server(prefix = "/api/fn", endpoint = "remove_user", protocol = Call)]
pub async fn remove_user(user: UserId) -> ApiResult<()> {
    reply(service::users::remove(&ctx()?, user).await)
}

/// What somebody did on each day of the last 52 weeks.
#[server(prefix = "/api/fn", endpoint = "get_user_activity", protocol = Call)]
pub async fn get_user_activity(user: UserId) -> ApiResult<UserActivity> {
    reply(service::activity::of_user(&ctx()?, user).await)
}
