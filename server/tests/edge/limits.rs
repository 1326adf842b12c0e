use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::{get, post};
use http::{Method, StatusCode};
use server::limits::{BodyTime, RequestLimits, RouteLimits};
use server::stack;
use tokio::sync::Notify;

use crate::support::{config, edge, header, request, send, status, text};

const QUICK: RouteLimits = RouteLimits {
    body: Some(64),
    time: Some(Duration::from_millis(200)),
    body_time: BodyTime::Total(Duration::from_millis(100)),
};

fn with_limits(routes: Router, limits: RequestLimits) -> Router {
    stack::wrap(routes, &config(&[]), limits)
}

/// Sends `piece` again and again, after a pause each time, `count` times.
fn drip(piece: &'static [u8], count: usize, pause: Duration) -> Body {
    Body::from_stream(futures::stream::unfold(0, move |sent| async move {
        tokio::time::sleep(pause).await;
        (sent < count).then(|| (Ok::<_, Infallible>(Bytes::from_static(piece)), sent + 1))
    }))
}

fn posting(path: &str, headers: &[(&str, &str)], body: Body) -> http::Request<Body> {
    request(Method::POST, path, headers).map(|_| body)
}

async fn panics() -> &'static str {
    panic!("a secret reason")
}

#[tokio::test]
async fn a_large_body_is_refused_whether_it_is_announced_or_not() {
    let edge = edge(Router::new().route("/", post(|body: Bytes| async move { body.len().to_string() })));
    let most = 64 * 1024;

    let fitting = send(&edge, posting("/", &[], Body::from(vec![0; most]))).await;
    assert_eq!(text(fitting).await, most.to_string());
    let announced = send(&edge, posting("/", &[("content-length", "10737418240")], Body::empty())).await;
    assert_eq!(announced.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(text(announced).await.contains("larger than"));
    let chunked = drip(&[0; 1024], 65, Duration::ZERO);
    assert_eq!(status(&edge, posting("/", &[], chunked)).await, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_handler_that_hides_the_error_does_not_hide_the_answer() {
    let hiding = |body: Result<Bytes, axum::extract::rejection::BytesRejection>| async move {
        body.map_or("saved", |_| "saved")
    };
    let edge = edge(Router::new().route("/", post(hiding)));

    let response = send(&edge, posting("/", &[], drip(&[0; 1024], 65, Duration::ZERO))).await;

    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_route_may_take_more() {
    let limits = RequestLimits::default().route(Method::POST, "/graphql", RouteLimits::WANDB);
    let edge =
        with_limits(Router::new().route("/graphql", post(|body: Bytes| async move { body.len().to_string() })), limits);

    let response = send(&edge, posting("/graphql", &[], Body::from(vec![0; 3 << 20]))).await;

    assert_eq!(text(response).await, (3 << 20).to_string());
}

#[tokio::test]
async fn a_slow_handler_is_stopped() {
    let slow = || async { tokio::time::sleep(Duration::from_secs(5)).await };
    let edge =
        with_limits(Router::new().route("/", get(slow)), RequestLimits { default: QUICK, ..RequestLimits::default() });

    let response = send(&edge, request(Method::GET, "/", &[])).await;

    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(!header(&response, "retry-after").is_empty());
}

#[tokio::test]
async fn a_slow_body_is_stopped_by_its_sum_or_by_its_pauses() {
    let total = RouteLimits { time: None, ..QUICK };
    let idle = RouteLimits { body_time: BodyTime::Idle(Duration::from_millis(100)), ..total };
    let limits = RequestLimits::default().route(Method::POST, "/total", total).route(Method::POST, "/idle", idle);
    let take = || post(|_: Bytes| async { "taken" });
    let edge = with_limits(Router::new().route("/total", take()).route("/idle", take()), limits);
    let steady = || drip(b"x", 8, Duration::from_millis(30));

    assert_eq!(status(&edge, posting("/total", &[], steady())).await, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(status(&edge, posting("/idle", &[], steady())).await, StatusCode::OK);
    let halting = drip(b"x", 8, Duration::from_millis(400));
    assert_eq!(status(&edge, posting("/idle", &[], halting)).await, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn too_many_at_once_are_turned_away_but_probes_get_through() {
    let (entered, leave) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let wait = {
        let (entered, leave) = (entered.clone(), leave.clone());
        move || async move {
            entered.notify_one();
            leave.notified().await;
            "done"
        }
    };
    let routes = Router::new().route("/wait", get(wait)).route("/healthz", get(|| async { "ok" }));
    let edge = with_limits(routes, RequestLimits { concurrent: 1, ..RequestLimits::default() });
    let running = tokio::spawn({
        let edge = edge.clone();
        async move { status(&edge, request(Method::GET, "/wait", &[])).await }
    });
    entered.notified().await;

    let turned_away = send(&edge, request(Method::GET, "/wait", &[])).await;
    assert_eq!(turned_away.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(!header(&turned_away, "retry-after").is_empty());
    assert_eq!(status(&edge, request(Method::GET, "/healthz", &[])).await, StatusCode::OK);

    leave.notify_one();
    assert_eq!(running.await.unwrap(), StatusCode::OK);
    leave.notify_one();
    assert_eq!(status(&edge, request(Method::GET, "/wait", &[])).await, StatusCode::OK);
}

#[tokio::test]
async fn a_panic_becomes_an_answer_with_the_request_id() {
    let edge = edge(Router::new().route("/", get(panics)));

    let response = send(&edge, request(Method::GET, "/", &[])).await;

    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let id = header(&response, "x-request-id").to_owned();
    let words = text(response).await;
    assert!(words.contains(&id) && !words.contains("secret"), "{words}");
}
