//! Calls about invitations.

use domain::ids::UserId;
use domain::invitation::{Added, Link, NewUsers, OpenInvitation};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::request::{ctx, enter, reply, reply_form_on, request};
use super::{ApiResult, Call};

#[server(prefix = "/api/fn", endpoint = "add_users", protocol = Call)]
pub async fn add_users(users: NewUsers) -> ApiResult<Vec<Added>> {
    let request = request()?;
    reply((request.may_invite)(users.addresses()).map_err(Into::into))?;
    reply(service::invitations::add(&request.ctx, &users).await)
}

#[server(prefix = "/api/fn", endpoint = "resend_invitation", protocol = Call)]
pub async fn resend_invitation(user: UserId) -> ApiResult<Link> {
    reply(service::invitations::resend(&ctx()?, user).await)
}

#[server(prefix = "/api/fn", endpoint = "make_invitation_link", protocol = Call)]
pub async fn make_invitation_link(user: UserId) -> ApiResult<Link> {
    reply(service::invitations::make_link(&ctx()?, user).await)
}

#[server(prefix = "/api/fn", endpoint = "view_invitation", protocol = Call)]
pub async fn view_invitation(token: String) -> ApiResult<OpenInvitation> {
    reply(service::invitations::open(&ctx()?, &token).await)
}

#[server(prefix = "/api/fn", endpoint = "accept_invitation", protocol = Call)]
pub async fn accept_invitation(token: String, name: String, username: String, password: String) -> ApiResult<String> {
    let (ctx, browser) = (ctx()?, request()?.browser);
    let typed =
        service::invitations::Acceptance { name: name.clone(), username: username.clone(), password: password.into() };
    let outcome = service::invitations::accept(&ctx, &token, typed, &browser).await;
    let (page, typed) = (format!("/invite/{token}"), [("name", name.as_str()), ("username", username.as_str())]);
    enter(&reply_form_on(&page, "accept_invitation", &typed, outcome)?, "/").await
}
