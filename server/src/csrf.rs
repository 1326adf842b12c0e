//! Refuses changes that another site's page sends with the cookies of a visitor.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, Method, StatusCode, header};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::hosts::Hosts;
use crate::words::words;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Decides by `Sec-Fetch-Site`, else by `Origin`.
pub fn layer() -> CsrfLayer<fn(ProtectionError) -> Response> {
    CsrfLayer::new().with_rejection_response(|_| refusal())
}

/// Middleware outside of [`layer`] that refuses what it lets pass: a cookie with neither header, and an `Origin` that is
/// not ours beside a `Sec-Fetch-Site` that pretends it is.
pub async fn check(State(hosts): State<Arc<Hosts>>, request: Request, next: Next) -> Response {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if is_safe || is_ours(request.headers(), &hosts) {
        return next.run(request).await;
    }
    refusal()
}

fn is_ours(headers: &HeaderMap, hosts: &Hosts) -> bool {
    let (Some(origin), Some(site)) = (single(headers, &header::ORIGIN), single(headers, &FETCH_SITE)) else {
        return false;
    };
    let has_cookie = headers.contains_key(header::COOKIE);
    let origin_is_ours = match origin {
        "" => site == "same-origin" || site == "none" || !has_cookie,
        // A form on a page with `Referrer-Policy: no-referrer` sends this.
        "null" => site == "same-origin",
        origin => hosts.have_origin(origin),
    };
    origin_is_ours && !(has_cookie && is_text(headers))
}

/// The one value of a header, empty if it is missing; `None` if there are more or it cannot be read.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().map_or(Some(""), |value| value.to_str().ok());
    value.filter(|_| values.next().is_none())
}

/// No page of ours sends `text/plain`; a foreign form can, with any body that looks like JSON.
fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("text/plain"))
}

fn refusal() -> Response {
    words(
        StatusCode::FORBIDDEN,
        "This request did not come from a page of this site, so nothing was changed. Open the page again and repeat what you did.",
    )
}
