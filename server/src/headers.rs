//! Headers that tell browsers how little the pages need, on every answer.

use std::sync::Arc;

use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use crate::hosts::Hosts;

const ALWAYS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// What the answers depend on.
#[derive(Clone, Debug)]
pub struct Site {
    pub hosts: Arc<Hosts>,
    pub is_https: bool,
}

/// The policy of every page; a page with scripts of its own names their `nonce`.
pub fn content_security_policy(nonce: Option<&str>) -> String {
    let nonce = nonce.map_or_else(String::new, |nonce| format!(" 'nonce-{nonce}'"));
    format!(
        "default-src 'none'; script-src 'self'{nonce} 'wasm-unsafe-eval'; style-src 'self'{nonce}; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
         base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    )
}

/// Middleware. What a handler set for policy and cache is kept; a `Location` to elsewhere becomes `/`, since Leptos
/// answers a form with whatever `Referer` it was sent.
pub async fn secure(State(site): State<Site>, request: Request, next: Next) -> Response {
    let has_token = token_page(request.uri().path()).is_some();
    let mut response = next.run(request).await;

    let needs_type = is_untyped(&response);
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if site.is_https {
        let value = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    if needs_type {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    }
    if has_token {
        headers.insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
    }
    let referrer = if has_token { "no-referrer" } else { "same-origin" };
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static(referrer));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    set_default_policy(headers);
    keep_at_home(headers, &site.hosts);
    response
}

fn set_default_policy(headers: &mut HeaderMap) {
    if let Ok(policy) = HeaderValue::from_str(&content_security_policy(None)) {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
}

/// The part of `path` before the token, on pages whose address is the secret.
pub fn token_page(path: &str) -> Option<&'static str> {
    ["/invite/", "/reset/", "/public/", "/settings/email/"].into_iter().find(|page| path.starts_with(page))
}

fn is_untyped(response: &Response) -> bool {
    let has_body = response.body().size_hint().upper() != Some(0);
    let may_have = !matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    has_body && may_have && !response.headers().contains_key(header::CONTENT_TYPE)
}

fn keep_at_home(headers: &mut HeaderMap, hosts: &Hosts) {
    let Some(location) = headers.get(header::LOCATION) else { return };
    if !location.to_str().is_ok_and(|location| stays(location, hosts)) {
        headers.insert(header::LOCATION, HeaderValue::from_static("/"));
    }
}

/// Browsers drop tabs, and read `\` as `/`: neither belongs into an address of ours.
fn stays(location: &str, hosts: &Hosts) -> bool {
    if location.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') || location.starts_with("//") {
        return false;
    }
    let path_at = ["http://", "https://"].into_iter().find(|scheme| location.starts_with(scheme)).map_or(0, str::len);
    let (origin, _) =
        location.split_at(location[path_at..].find(['/', '?', '#']).map_or(location.len(), |at| at + path_at));
    hosts.have_origin(origin) || path_at == 0 && !origin.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Options};

    #[test]
    fn only_addresses_of_this_site_stay() {
        let hosts = Hosts::new(&Config::load(&Options::default(), |_| None).unwrap());

        for own in [
            "/",
            "/login?next=/a:b",
            "members",
            "?page=2",
            "#top",
            "http://127.0.0.1:3000",
            "http://localhost:3000/x",
            "/a?next=http://x",
        ] {
            assert!(stays(own, &hosts), "{own}");
        }
        for foreign in [
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "http://127.0.0.1:3000@evil.example/",
            "http://127.0.0.1:3000.evil.example",
            "https://127.0.0.1:3000/",
            "https:evil.example",
            "x:?://http://127.0.0.1:3000",
        ] {
            assert!(!stays(foreign, &hosts), "{foreign}");
        }
    }

    #[test]
    fn the_policy_names_a_nonce_where_there_is_one() {
        assert!(
            content_security_policy(Some("R"))
                .contains("script-src 'self' 'nonce-R' 'wasm-unsafe-eval'; style-src 'self' 'nonce-R';")
        );
        assert!(!content_security_policy(None).contains("nonce"));
    }
}
