use axum::Router;
use axum::routing::get;
use http::{Method, StatusCode};

use crate::support::{edge, from, header, public_edge, request, send, status, text};

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

#[tokio::test]
async fn programs_are_told_of_another_host_in_the_form_of_the_api() {
    let edge = edge(Router::new().route("/api/v1/teams", get(|| async { "never" })));
    let request = |path| request(Method::GET, path, &[("host", "evil.example")]);

    let (of_api, of_page) = (send(&edge, request("/api/v1/teams")).await, send(&edge, request("/teams")).await);

    assert_eq!((of_api.status(), of_page.status()), (StatusCode::MISDIRECTED_REQUEST, StatusCode::MISDIRECTED_REQUEST));
    assert_eq!(header(&of_api, "content-type"), "application/problem+json");
    assert_eq!(header(&of_page, "content-type"), "text/plain; charset=utf-8");
    assert!(!header(&of_api, "x-request-id").is_empty() && !header(&of_api, "content-security-policy").is_empty());
    let problem: serde_json::Value = serde_json::from_str(&text(of_api).await).unwrap();
    assert_eq!((&problem["status"], &problem["title"]), (&421.into(), &"Misdirected Request".into()));
    assert!(problem["detail"].as_str().unwrap().contains("host"), "{problem}");
}
