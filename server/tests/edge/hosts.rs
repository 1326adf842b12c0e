use axum::Router;
use axum::routing::get;
use http::{Method, StatusCode};

use crate::support::{edge, from, public_edge, request, send, status, text};

fn routes() -> Router {
    Router::new().route("/", get(|| async { "home" })).route("/healthz", get(|| async { "ok" }))
}

#[tokio::test]
async fn a_foreign_name_is_misdirected() {
    let edge = edge(routes());

    for host in ["evil.example", "127.0.0.1:3001", "127.0.0.1", "127.0.0.1:3000, evil.example", ""] {
        let response = send(&edge, request(Method::GET, "/", &[("host", host)])).await;
        assert_eq!(response.status(), StatusCode::MISDIRECTED_REQUEST, "{host}");
        assert!(text(response).await.contains("ROLLCALL_BASE_URL"));
    }
    for host in ["127.0.0.1:3000", "LocalHost:3000", "[::1]:3000"] {
        assert_eq!(status(&edge, request(Method::GET, "/", &[("host", host)])).await, StatusCode::OK, "{host}");
    }
}

#[tokio::test]
async fn no_name_or_two_names_are_misdirected() {
    let edge = edge(routes());

    let mut nameless = request(Method::GET, "/", &[]);
    nameless.headers_mut().clear();
    assert_eq!(status(&edge, nameless).await, StatusCode::MISDIRECTED_REQUEST);
    let twice = request(Method::GET, "/", &[("host", "127.0.0.1:3000"), ("host", "evil.example")]);
    assert_eq!(status(&edge, twice).await, StatusCode::MISDIRECTED_REQUEST);
    let apart = request(Method::GET, "http://evil.example/", &[]);
    assert_eq!(status(&edge, apart).await, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn a_probe_may_use_any_name() {
    let edge = public_edge(routes(), &[]);
    let probe = || request(Method::GET, "/healthz", &[("host", "10.1.2.3:3000")]);

    assert_eq!(status(&edge, from("127.0.0.1", probe())).await, StatusCode::OK);
    assert_eq!(status(&edge, probe()).await, StatusCode::OK);
    let page = request(Method::GET, "/", &[("host", "10.1.2.3:3000")]);
    assert_eq!(status(&edge, from("127.0.0.1", page)).await, StatusCode::MISDIRECTED_REQUEST);
}
