//! What an operator's tools ask.

use axum::body::Body;
use http::Method;

use crate::support::TestServer;

#[tokio::test]
async fn a_server_that_lives_and_can_work_says_so() {
    let server = TestServer::new().await;

    for (path, words) in [("/healthz", "ok"), ("/readyz", "ready")] {
        let answer = server.browser().get(path).await;
        assert_eq!((answer.code(), answer.text.as_str()), (200, words));
    }
}

#[tokio::test]
async fn a_schema_of_another_version_is_not_ready_but_alive() {
    let server = TestServer::new().await;
    server.world.execute("DELETE FROM seaql_migrations").await;

    assert_eq!(server.browser().get("/readyz").await.code(), 503);
    assert_eq!(server.browser().get("/healthz").await.code(), 200);
}

#[tokio::test]
async fn the_numbers_are_for_this_machine_and_for_the_token() {
    let variables = [("ROLLCALL_RATE_LIMIT", "0"), ("ROLLCALL_METRICS_TOKEN", "0123456789abcdef")];
    let server = TestServer::with(testkit::settings(), &variables).await;
    let token = [("authorization", "Bearer 0123456789abcdef")];

    server.browser().get("/healthz").await;
    let here = server.browser().at("127.0.0.1").get("/metrics").await;
    let with_token = server.browser().send(Method::GET, "/metrics", &token, Body::empty()).await;
    let stranger = server.browser().get("/metrics").await;
    let wrong = [("authorization", "Bearer 0123456789abcdeF")];
    let guessing = server.browser().send(Method::GET, "/metrics", &wrong, Body::empty()).await;

    assert!(here.text.contains("rollcall_requests_total"), "{}", here.text);
    assert_eq!([here.code(), with_token.code(), stranger.code(), guessing.code()], [200, 200, 404, 404]);
}

#[tokio::test]
async fn a_database_that_is_gone_logs_nobody_out() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    server.world.execute("ALTER TABLE session RENAME TO lost").await;
    let browser = server.browser_of(&ada);

    let answer = browser.get("/organization").await;

    assert_eq!(answer.code(), 503);
    assert!(!answer.header("retry-after").is_empty() && answer.headers.get("set-cookie").is_none());
    server.world.execute("ALTER TABLE lost RENAME TO session").await;
    assert_eq!(browser.get("/organization").await.code(), 200);
}
