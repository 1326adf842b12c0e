//! Calls about one's own account. They work without JavaScript too.

use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::request::{ctx, enter, go_on, leave, reply, reply_form, reply_form_on, request};
use super::{ApiResult, Call};

/// Who may sign up now: nobody has yet, everybody, or whoever is invited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum SignUpDoor {
    First,
    Open,
    Closed,
}

#[server(prefix = "/api/fn", endpoint = "get_sign_up_door", protocol = Call)]
pub async fn get_sign_up_door() -> ApiResult<SignUpDoor> {
    use service::accounts::SignUpDoor as Door;
    let door = reply(service::accounts::sign_up_door(&ctx()?).await)?;
    Ok(match door {
        Door::First => SignUpDoor::First,
        Door::Open => SignUpDoor::Open,
        Door::Closed => SignUpDoor::Closed,
    })
}

#[server(prefix = "/api/fn", endpoint = "sign_up", protocol = Call)]
pub async fn sign_up(name: String, username: String, email: String, password: String) -> ApiResult<String> {
    let (ctx, browser) = (ctx()?, request()?.browser);
    let typed = service::accounts::SignUp {
        name: name.clone(),
        username: username.clone(),
        email: email.clone(),
        password: password.into(),
    };
    let outcome = service::accounts::sign_up(&ctx, typed, &browser).await;
    let typed = [("name", name.as_str()), ("username", &username), ("email", &email)];
    enter(&reply_form("sign_up", &typed, outcome)?, "/organization").await
}

#[server(prefix = "/api/fn", endpoint = "sign_in", protocol = Call)]
pub async fn sign_in(login: String, password: String, #[server(default)] next: String) -> ApiResult<String> {
    let (ctx, browser) = (ctx()?, request()?.browser);
    let outcome = service::accounts::sign_in(&ctx, &login, password.into(), &browser).await;
    enter(&reply_form("sign_in", &[("login", &login)], outcome)?, &next).await
}

#[server(prefix = "/api/fn", endpoint = "sign_out", protocol = Call)]
pub async fn sign_out() -> ApiResult<String> {
    reply(service::sessions::sign_out(&ctx()?).await)?;
    leave()
}

/// Asks for a link; the answer is the same whether there is such an account or not.
#[server(prefix = "/api/fn", endpoint = "request_password_reset", protocol = Call)]
pub async fn request_password_reset(email: String) -> ApiResult<String> {
    let outcome = service::password_resets::request(&ctx()?, &email).await;
    reply_form("request_password_reset", &[("email", &email)], outcome)?;
    Ok(go_on("/forgot?sent=1"))
}

#[server(prefix = "/api/fn", endpoint = "open_password_reset", protocol = Call)]
pub async fn open_password_reset(token: String) -> ApiResult<()> {
    reply(service::password_resets::open(&ctx()?, &token).await)
}

#[server(prefix = "/api/fn", endpoint = "reset_password", protocol = Call)]
pub async fn reset_password(token: String, password: String) -> ApiResult<String> {
    let (ctx, browser) = (ctx()?, request()?.browser);
    let outcome = service::password_resets::use_link(&ctx, &token, password.into(), &browser).await;
    enter(&reply_form_on(&format!("/reset/{token}"), "reset_password", &[], outcome)?, "/").await
}

/// Takes my picture away. One comes as a file: it is no call.
#[server(prefix = "/api/fn", endpoint = "remove_picture", protocol = Call)]
pub async fn remove_picture() -> ApiResult<String> {
    reply_form("picture", &[], service::avatars::set_own(&ctx()?, None).await)?;
    Ok(go_on("/settings?changed=picture"))
}

#[server(prefix = "/api/fn", endpoint = "change_password", protocol = Call)]
pub async fn change_password(current_password: String, new_password: String) -> ApiResult<String> {
    let outcome = service::accounts::change_password(&ctx()?, current_password.into(), new_password.into()).await;
    reply_form("change_password", &[], outcome)?;
    Ok(go_on("/settings?changed=password"))
}
