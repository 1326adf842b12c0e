//! The server's half of every call. The one module of `api` the browser never sees.

use std::sync::Arc;

use domain::team::MyTeams;
use domain::user::Viewer;
use http::header::{ACCEPT, LOCATION, REFERER, RETRY_AFTER, SET_COOKIE};
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use secrecy::ExposeSecret;
use service::sessions::{Browser, SignedIn};
use service::{Ctx, activity};

use super::{ApiError, ApiResult};
use crate::viewer::{Flash, Welcome};

/// How long, in seconds, a message waits for the page that a form without JavaScript comes back to.
const FLASH_SECONDS: i64 = 60;
const FLASH_PLACE: &str = "cookie:flash";

/// Whether the caller may invite so many more addresses now.
pub type MayInvite = Arc<dyn Fn(u32) -> Result<(), domain::Error> + Send + Sync>;

/// What the session layer found out about the request at hand.
#[derive(Clone)]
pub struct Request {
    pub ctx: Ctx,
    pub viewer: Option<Viewer>,
    /// Of whoever opens a page; a call has none.
    pub teams: MyTeams,
    pub browser: Browser,
    pub cookies: Cookies,
    pub may_invite: MayInvite,
    /// The sealed flash cookie, if the browser sent one.
    pub flash: Option<String>,
}

/// How this instance's cookies are called: prefixed where they only travel over https.
#[derive(Debug, Clone, Copy)]
pub struct Cookies {
    pub secure: bool,
}

impl Cookies {
    pub const fn session(self) -> &'static str {
        if self.secure { "__Host-rollcall" } else { "rollcall" }
    }

    pub const fn flash(self) -> &'static str {
        if self.secure { "__Host-rollcall-flash" } else { "rollcall-flash" }
    }

    fn line(self, name: &str, value: &str, seconds: i64) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
    }
}

pub fn request() -> ApiResult<Request> {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<Request>().cloned())
        .ok_or_else(|| refuse(domain::Error::Unauthenticated))
}

/// The context of whoever makes the request at hand.
pub fn ctx() -> ApiResult<Ctx> {
    Ok(request()?.ctx)
}

/// Turns a use case's outcome into a call's: sets the status, logs what only the log may see.
pub fn reply<T>(outcome: service::Result<T>) -> ApiResult<T> {
    outcome.map_err(|error| refuse(error.told()))
}

/// As [`reply`], for a form that works without JavaScript: there the refusal comes back with the page.
pub fn reply_form<T>(form: &str, typed: &[(&str, &str)], outcome: service::Result<T>) -> ApiResult<T> {
    reply_form_on(&referring_path(), form, typed, outcome)
}

/// As [`reply_form`], for a form on a page whose address is a secret: no browser sends it along.
pub fn reply_form_on<T>(page: &str, form: &str, typed: &[(&str, &str)], outcome: service::Result<T>) -> ApiResult<T> {
    outcome.map_err(|error| {
        let error = error.told();
        if !is_plain_form() {
            return refuse(error);
        }
        let typed =
            typed.iter().map(|(field, text)| ((*field).to_owned(), (*text).chars().take(300).collect())).collect();
        leave_flash(&Flash { form: form.to_owned(), error: error.clone(), typed }, page);
        ApiError::Domain(error)
    })
}

fn refuse(error: domain::Error) -> ApiError {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
        if let Some(seconds) = error.retry_after() {
            response.insert_header(RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
    ApiError::Domain(error)
}

/// A call whose arguments are no such thing is refused as such.
pub fn malformed() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
}

/// A page that does not exist answers as such.
pub fn not_found() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::NOT_FOUND);
    }
}

/// Whether the browser sent a form by itself and expects a page.
fn is_plain_form() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        let accepts = parts.headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        parts.method == http::Method::POST && accepts.contains("text/html")
    })
}

/// Puts the session into the browser's cookie and goes on to `next`.
pub async fn enter(signed_in: &SignedIn, next: &str) -> ApiResult<String> {
    let request = request()?;
    activity::write_entry(&request.ctx, signed_in).await;
    let seconds = (signed_in.expires.0 - request.ctx.now().0) / 1000;
    set_cookie(&request.cookies.line(request.cookies.session(), signed_in.token.expose_secret(), seconds));
    Ok(go_on(next))
}

/// Takes the session out of the browser's cookie and goes on to the sign-in page.
pub fn leave() -> ApiResult<String> {
    let cookies = request()?.cookies;
    set_cookie(&cookies.line(cookies.session(), "", 0));
    Ok(go_on("/login"))
}

/// Where to go next: a browser without JavaScript is sent there, another goes by itself.
pub fn go_on(next: &str) -> String {
    let next = local_path(next);
    if is_plain_form() {
        redirect(next);
    }
    next.to_owned()
}

/// `next` if it is a path of this server, else the home page.
fn local_path(next: &str) -> &str {
    let is_local = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    if is_local && next.bytes().all(|byte| byte.is_ascii_graphic()) { next } else { "/" }
}

fn redirect(path: &str) {
    if let (Some(response), Ok(path)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(path)) {
        response.set_status(StatusCode::SEE_OTHER);
        response.insert_header(LOCATION, path);
    }
}

/// Leaves the message for `page`, and goes there.
fn leave_flash(flash: &Flash, page: &str) {
    let Ok(request) = request() else { return };
    if let Some(line) = flash_line(&request, flash) {
        set_cookie(&line);
    }
    redirect(local_path(page));
}

/// The line that puts the refusal of a form that is no call into the browser's cookie, for the page that comes next.
pub fn refusal_line(request: &Request, form: &str, error: domain::Error) -> Option<String> {
    flash_line(request, &Flash { form: form.to_owned(), error, typed: Vec::new() })
}

fn flash_line(request: &Request, flash: &Flash) -> Option<String> {
    use base64::Engine;
    let text = serde_json::to_string(flash).ok()?;
    let sealed = request.ctx.instance().seal.seal(FLASH_PLACE, &text).ok()?;
    let value = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(sealed);
    Some(request.cookies.line(request.cookies.flash(), &value, FLASH_SECONDS))
}

/// The path and query of the page that the form is on.
fn referring_path() -> String {
    use_context::<Parts>().map_or_else(|| "/".to_owned(), |parts| path_of_referer(&parts.headers))
}

/// The same, of a request at hand.
pub fn path_of_referer(headers: &http::HeaderMap) -> String {
    let referer = headers.get(REFERER).and_then(|it| it.to_str().ok()?.parse::<http::Uri>().ok());
    let path = referer.and_then(|uri| uri.path_and_query().map(ToString::to_string));
    path.filter(|path| local_path(path) == path).unwrap_or_else(|| "/".to_owned())
}

/// What the page starts from. Outside a request, as when the routes are listed, there is nobody and no time.
pub fn welcome() -> Welcome {
    let parts = use_context::<Parts>();
    let Some(request) = parts.and_then(|parts| parts.extensions.get::<Request>().cloned()) else {
        return Welcome::default();
    };
    let sends_mail = request.ctx.instance().settings.mail_server.is_some();
    Welcome {
        flash: take_flash(&request),
        now: request.ctx.now(),
        viewer: request.viewer,
        teams: request.teams.teams,
        creates_no_team: request.teams.denied,
        sends_mail,
    }
}

/// Where this instance is. Nowhere outside a request.
pub fn base_url() -> String {
    let request = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Request>().cloned());
    request.map(|it| it.ctx.instance().settings.base_url.clone()).unwrap_or_default()
}

/// The message that waits for this page; it is taken out of the cookie.
fn take_flash(request: &Request) -> Option<Flash> {
    use base64::Engine;
    let sealed = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(request.flash.as_ref()?).ok()?;
    set_cookie(&request.cookies.line(request.cookies.flash(), "", 0));
    let text = request.ctx.instance().seal.unseal(FLASH_PLACE, &sealed).ok()?;
    let flash: Flash = serde_json::from_str(&text).ok()?;
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::from_u16(flash.error.status()).unwrap_or(StatusCode::OK));
    }
    Some(flash)
}

fn set_cookie(line: &str) {
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(line)) {
        response.append_header(SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn one_goes_on_within_this_server_only() {
        for (next, path) in [
            ("/organization?sort=role", "/organization?sort=role"),
            ("//evil.example", "/"),
            ("https://evil.example", "/"),
            ("/\\evil.example", "/"),
            ("", "/"),
            ("/a\r\nSet-Cookie: x", "/"),
        ] {
            assert_eq!(local_path(next), path);
        }
    }
}
