//! Rate limits of the calls that are worth guessing at.

use std::num::NonZeroU32;
use std::sync::Arc;

use app::api::ApiError;
use app::api::request::MayInvite;
use axum::Json;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::ids::UserId;
use http::{HeaderMap, StatusCode, header};

use crate::client::ClientIp;
use crate::rate_limit::{Action, RetryAfter};
use crate::router::Web;

/// Refuses a call that an address makes too often.
pub async fn calls(State(web): State<Web>, request: Request, next: Next) -> Response {
    let action = match request.uri().path() {
        "/api/fn/sign_in" | "/api/fn/confirm_password" | "/api/fn/change_password" | "/api/fn/ask_email_change" => {
            Action::SignIn
        }
        "/api/fn/sign_up" | "/api/fn/accept_invitation" => Action::SignUp,
        "/api/fn/request_password_reset" | "/api/fn/reset_password" => Action::ForgotFrom,
        _ => return next.run(request).await,
    };
    let Some(ip) = request.extensions().get::<ClientIp>() else { return next.run(request).await };
    match web.limits.check_address(action, ip.0) {
        Ok(()) => next.run(request).await,
        Err(wait) => refuse(request.headers(), wait),
    }
}

/// In the form that the caller reads: a page's own call wants the error, a plain form wants words.
fn refuse(headers: &HeaderMap, wait: RetryAfter) -> Response {
    let accepts = headers.get(header::ACCEPT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if accepts.contains("text/html") {
        return wait.into_response();
    }
    let error = ApiError::Domain(domain::Error::TooMany(wait.0));
    (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, wait.0.to_string())], Json(error)).into_response()
}

/// Counts the addresses that an admin invites.
pub fn invitations(web: &Web, admin: Option<UserId>) -> MayInvite {
    let (limits, admin) = (web.limits.clone(), admin.map(|it| it.to_string()).unwrap_or_default());
    Arc::new(move |addresses| {
        let Some(addresses) = NonZeroU32::new(addresses) else { return Ok(()) };
        limits.check(Action::Invite, &admin, addresses).map_err(|wait| domain::Error::TooMany(wait.0))
    })
}
