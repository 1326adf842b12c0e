use std::sync::LazyLock;

use axum::Router;
use axum::routing::get;
use http::{Method, StatusCode};
use metrics_exporter_prometheus::PrometheusHandle;
use secrecy::SecretString;
use server::metrics;

use crate::support::{edge, from, request, send, status, text};

static HANDLE: LazyLock<PrometheusHandle> = LazyLock::new(|| metrics::install().unwrap());

fn counted(token: Option<&str>) -> Router {
    edge(metrics::routes(HANDLE.clone(), token.map(SecretString::from)).route("/counted", get(|| async { "counted" })))
}

#[tokio::test]
async fn requests_are_counted_by_route_and_status() {
    let edge = counted(None);

    send(&edge, request(Method::GET, "/api/v1/nothing-here", &[])).await;

    let shown = text(send(&edge, from("127.0.0.1", request(Method::GET, "/metrics", &[]))).await).await;
    assert!(shown.contains(r#"rollcall_requests_total{route="rest",status="404"}"#), "{shown}");
    assert!(shown.contains("rollcall_request_seconds_bucket") && !shown.contains("nothing-here"));
}

#[tokio::test]
async fn the_numbers_are_for_this_machine_and_for_the_token() {
    let edge = counted(Some("0123456789abcdef"));
    let ask = |headers: &[(&str, &str)]| request(Method::GET, "/metrics", headers);

    assert_eq!(status(&edge, from("127.0.0.1", ask(&[]))).await, StatusCode::OK);
    assert_eq!(status(&edge, from("::1", ask(&[]))).await, StatusCode::OK);
    assert_eq!(status(&edge, ask(&[("authorization", "Bearer 0123456789abcdef")])).await, StatusCode::OK);
    for headers in [vec![], vec![("authorization", "Bearer 0123456789abcdeF")], vec![("x-forwarded-for", "127.0.0.1")]]
    {
        assert_eq!(status(&edge, ask(&headers)).await, StatusCode::NOT_FOUND, "{headers:?}");
    }
    let behind_a_proxy = from("127.0.0.1", ask(&[("x-forwarded-for", "198.51.100.7")]));
    assert_eq!(status(&edge, behind_a_proxy).await, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn without_a_token_no_bearer_opens_them() {
    let asked = request(Method::GET, "/metrics", &[("authorization", "Bearer ")]);

    assert_eq!(status(&counted(None), asked).await, StatusCode::NOT_FOUND);
}
