use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::response::Response;
use http::{Method, Request, StatusCode};
use server::client::PeerAddr;
use server::config::{Config, Options};
use server::limits::RequestLimits;
use server::stack;
use tower::ServiceExt;

pub const HOME: &str = "http://127.0.0.1:3000";

pub fn config(variables: &[(&str, &str)]) -> Config {
    let value = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    Config::load(&Options::default(), value).unwrap()
}

/// The routes behind the edge, as it is on `http://127.0.0.1:3000`.
pub fn edge(routes: Router) -> Router {
    stack::wrap(routes, &config(&[]), RequestLimits::default())
}

pub fn public_edge(routes: Router, more: &[(&str, &str)]) -> Router {
    let mut variables = vec![("ROLLCALL_ADDR", "0.0.0.0:3000"), ("ROLLCALL_BASE_URL", "https://roll.example")];
    variables.extend(more);
    stack::wrap(routes, &config(&variables), RequestLimits::default())
}

/// A request with a `Host` that fits [`edge`], from a stranger.
pub fn request(method: Method, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", "127.0.0.1:3000");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    from("192.0.2.1", request.body(Body::empty()).unwrap())
}

pub fn from(ip: &str, mut request: Request<Body>) -> Request<Body> {
    request.extensions_mut().insert(PeerAddr(SocketAddr::new(ip.parse().unwrap(), 40_000)));
    request
}

pub async fn send(edge: &Router, request: Request<Body>) -> Response {
    edge.clone().oneshot(request).await.unwrap()
}

pub async fn status(edge: &Router, request: Request<Body>) -> StatusCode {
    send(edge, request).await.status()
}

pub async fn text(response: Response) -> String {
    String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

pub fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}
