//! Calls about how I am called, where mails reach me, and which of them I want.

use domain::email::EmailChange;
use domain::notification::{Notification, NotificationSettings};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::request::{ctx, go_on, reply, reply_form, reply_form_on};
use super::{ApiResult, Call};

#[server(prefix = "/api/fn", endpoint = "change_profile", protocol = Call)]
pub async fn change_profile(display_name: String, username: String) -> ApiResult<String> {
    let outcome = service::profile::change(&ctx()?, &display_name, &username).await;
    reply_form("change_profile", &[("display_name", &display_name), ("username", &username)], outcome)?;
    Ok(go_on("/settings?changed=profile"))
}

/// The address that I asked for and did not confirm yet, if there is one.
#[server(prefix = "/api/fn", endpoint = "get_email_change", protocol = Call)]
pub async fn get_email_change() -> ApiResult<Option<EmailChange>> {
    reply(service::email_changes::own(&ctx()?).await)
}

/// Asks for another address. The password comes along where it was asked for.
#[server(prefix = "/api/fn", endpoint = "ask_email_change", protocol = Call)]
pub async fn ask_email_change(email: String, #[server(default)] password: String) -> ApiResult<String> {
    let ctx = ctx()?;
    let confirmed = if password.is_empty() { Ok(()) } else { service::sessions::confirm(&ctx, password.into()).await };
    let outcome = match confirmed {
        Ok(()) => service::email_changes::ask(&ctx, &email).await,
        refused => refused,
    };
    reply_form("ask_email_change", &[("email", &email)], outcome)?;
    Ok(go_on("/settings?changed=email_asked"))
}

#[server(prefix = "/api/fn", endpoint = "drop_email_change", protocol = Call)]
pub async fn drop_email_change() -> ApiResult<String> {
    reply_form("drop_email_change", &[], service::email_changes::drop_own(&ctx()?).await)?;
    Ok(go_on("/settings?changed=email_kept"))
}

/// What the link in a mail asks to be confirmed.
#[server(prefix = "/api/fn", endpoint = "view_email_change", protocol = Call)]
pub async fn view_email_change(token: String) -> ApiResult<EmailChange> {
    reply(service::email_changes::open(&ctx()?, &token).await)
}

#[server(prefix = "/api/fn", endpoint = "confirm_email_change", protocol = Call)]
pub async fn confirm_email_change(token: String) -> ApiResult<String> {
    let outcome = service::email_changes::confirm(&ctx()?, &token).await;
    reply_form_on(&format!("/settings/email/{token}"), "confirm_email_change", &[], outcome)?;
    Ok(go_on("/settings?changed=email"))
}

#[server(prefix = "/api/fn", endpoint = "get_notifications", protocol = Call)]
pub async fn get_notifications() -> ApiResult<NotificationSettings> {
    reply(service::notifications::own(&ctx()?).await)
}

#[server(prefix = "/api/fn", endpoint = "set_notification", protocol = Call)]
pub async fn set_notification(notification: Notification, on: bool) -> ApiResult<()> {
    reply(service::notifications::set(&ctx()?, notification, on).await)
}
