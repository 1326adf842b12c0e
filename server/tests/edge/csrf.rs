use axum::Router;
use axum::routing::any;
use http::{Method, StatusCode};

use crate::support::{HOME, edge, request, send, status, text};

async fn answer(method: Method, headers: &[(&str, &str)]) -> StatusCode {
    let edge = edge(Router::new().route("/change", any(|| async { "changed" })));
    status(&edge, request(method, "/change", headers)).await
}

const COOKIE: (&str, &str) = ("cookie", "sid=1");

#[tokio::test]
async fn our_own_pages_may_change() {
    for headers in [
        vec![COOKIE, ("sec-fetch-site", "same-origin"), ("origin", HOME)],
        vec![COOKIE, ("sec-fetch-site", "same-origin")],
        vec![COOKIE, ("sec-fetch-site", "same-origin"), ("origin", "null")],
        vec![COOKIE, ("sec-fetch-site", "none")],
        vec![COOKIE, ("origin", HOME)],
    ] {
        assert_eq!(answer(Method::POST, &headers).await, StatusCode::OK, "{headers:?}");
    }
}

#[tokio::test]
async fn pages_of_others_may_not() {
    for headers in [
        vec![COOKIE, ("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
        vec![COOKIE, ("sec-fetch-site", "same-site"), ("origin", HOME)],
        vec![COOKIE, ("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "cross-site")],
        vec![COOKIE, ("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")],
        vec![COOKIE, ("sec-fetch-site", "none"), ("origin", "https://evil.example")],
        vec![COOKIE, ("origin", "https://evil.example")],
        vec![("origin", "https://evil.example")],
        vec![COOKIE, ("origin", "https://127.0.0.1:3000")],
        vec![COOKIE, ("origin", "null")],
        vec![COOKIE, ("origin", "null"), ("sec-fetch-site", "none")],
        vec![COOKIE, ("origin", "null"), ("sec-fetch-site", "cross-site")],
        vec![COOKIE],
        vec![COOKIE, ("origin", "http://localhost:3000")],
        vec![COOKIE, ("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
        vec![COOKIE, ("sec-fetch-site", "same-origin"), ("content-type", "Text/Plain; charset=utf-8")],
    ] {
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            assert_eq!(answer(method, &headers).await, StatusCode::FORBIDDEN, "{headers:?}");
        }
    }
}

#[tokio::test]
async fn a_program_without_cookies_needs_no_origin() {
    assert_eq!(answer(Method::POST, &[("authorization", "Bearer key")]).await, StatusCode::OK);
}

#[tokio::test]
async fn reading_is_free() {
    let headers = [COOKIE, ("sec-fetch-site", "cross-site")];

    assert_eq!(answer(Method::GET, &headers).await, StatusCode::OK);
    assert_eq!(answer(Method::HEAD, &headers).await, StatusCode::OK);
}

#[tokio::test]
async fn whoever_is_refused_reads_why() {
    let edge = edge(Router::new());

    for headers in [vec![COOKIE], vec![COOKIE, ("sec-fetch-site", "cross-site")]] {
        let response = send(&edge, request(Method::POST, "/", &headers)).await;
        assert!(text(response).await.contains("did not come from a page of this site"));
    }
}
