//! Calls about the browsers in which one is signed in.

use domain::ids::SessionId;
use domain::session::Session;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::request::{ctx, go_on, reply, reply_form};
use super::{ApiResult, Call};

#[server(prefix = "/api/fn", endpoint = "list_sessions", protocol = Call)]
pub async fn list_sessions() -> ApiResult<Vec<Session>> {
    reply(service::sessions::list(&ctx()?).await)
}

#[server(prefix = "/api/fn", endpoint = "revoke_session", protocol = Call)]
pub async fn revoke_session(session: SessionId) -> ApiResult<String> {
    reply(service::sessions::revoke(&ctx()?, Some(session)).await)?;
    Ok(go_on("/settings#sessions"))
}

#[server(prefix = "/api/fn", endpoint = "revoke_other_sessions", protocol = Call)]
pub async fn revoke_other_sessions() -> ApiResult<String> {
    reply(service::sessions::revoke(&ctx()?, None).await)?;
    Ok(go_on("/settings#sessions"))
}

/// Types the password again, for something weighty.
#[server(prefix = "/api/fn", endpoint = "confirm_password", protocol = Call)]
pub async fn confirm_password(password: String) -> ApiResult<()> {
    reply_form("confirm_password", &[], service::sessions::confirm(&ctx()?, password.into()).await)
}
