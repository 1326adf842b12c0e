use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use http::{Method, StatusCode};

use crate::support::{edge, header, public_edge, request, send};

fn routes() -> Router {
    let page = || async { ([("content-security-policy", "own"), ("cache-control", "public")], "page") };
    Router::new()
        .route("/", get(|| async { "home" }))
        .route("/own", get(page))
        .route("/invite/{token}", get(|| async { "welcome" }))
        .route("/untyped", get(|| async { Response::new(Body::from("<b>")) }))
        .route("/empty", get(|| async { StatusCode::NO_CONTENT }))
        .route("/away", get(|| async { Redirect::to("https://evil.example/").into_response() }))
        .route("/back", get(|| async { Redirect::to("/members?page=2").into_response() }))
        .route("/panic", get(panics))
}

async fn answer(path: &str) -> Response {
    send(&edge(routes()), request(Method::GET, path, &[])).await
}

async fn panics() -> &'static str {
    panic!("oh")
}

#[tokio::test]
async fn every_answer_has_them() {
    let edge = edge(routes());
    let refused = request(Method::GET, "/", &[("host", "evil.example")]);

    for request in [
        request(Method::GET, "/", &[]),
        request(Method::GET, "/none", &[]),
        request(Method::GET, "/panic", &[]),
        request(Method::POST, "/", &[]),
        refused,
    ] {
        let response = send(&edge, request).await;
        assert!(
            header(&response, "content-security-policy")
                .starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'")
        );
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert_eq!(header(&response, "referrer-policy"), "same-origin");
        assert_eq!(header(&response, "cross-origin-resource-policy"), "same-origin");
        assert_eq!(header(&response, "cross-origin-opener-policy"), "same-origin");
        assert_eq!(header(&response, "cache-control"), "no-store");
        assert!(header(&response, "permissions-policy").contains("camera=()"));
        assert_eq!(header(&response, "x-request-id").len(), 32);
    }
}

#[tokio::test]
async fn a_page_keeps_its_own_policy_and_cache() {
    let response = answer("/own").await;

    assert_eq!(header(&response, "content-security-policy"), "own");
    assert_eq!(header(&response, "cache-control"), "public");
}

#[tokio::test]
async fn a_page_with_a_token_in_its_address_sends_no_referrer() {
    for path in ["/invite/abc", "/reset/abc", "/public/abc", "/settings/email/abc"] {
        assert_eq!(header(&answer(path).await, "referrer-policy"), "no-referrer", "{path}");
    }
}

#[tokio::test]
async fn browsers_are_held_to_https_only_where_it_is_spoken() {
    let public = send(&public_edge(routes(), &[]), request(Method::GET, "/", &[("host", "roll.example")])).await;

    assert_eq!(header(&public, "strict-transport-security"), "max-age=63072000; includeSubDomains");
    assert_eq!(header(&answer("/").await, "strict-transport-security"), "");
}

#[tokio::test]
async fn a_body_without_a_type_is_text() {
    assert_eq!(header(&answer("/untyped").await, "content-type"), "text/plain; charset=utf-8");
    assert_eq!(header(&answer("/empty").await, "content-type"), "");
}

#[tokio::test]
async fn no_redirect_leaves_the_site() {
    assert_eq!(header(&answer("/away").await, "location"), "/");
    assert_eq!(header(&answer("/back").await, "location"), "/members?page=2");
}
