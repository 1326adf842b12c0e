//! A name for each request, the same in the answer, in the log and in the words of an error page.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::client::{Cidr, PeerAddr};

pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub String);

/// Middleware; an id that is sent along is kept only if a trusted proxy sends it, so that nobody else can write
/// into the log or pretend to be another request.
pub async fn assign(State(trusted): State<Arc<[Cidr]>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<PeerAddr>().map(|peer| peer.0.ip());
    let is_trusted = peer.is_some_and(|ip| trusted.iter().any(|network| network.contains(ip)));
    let id = given(request.headers()).filter(|_| is_trusted).unwrap_or_else(make);
    request.extensions_mut().insert(RequestId(id.clone()));

    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

fn given(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(HEADER)?.to_str().ok()?;
    let sound = (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    sound.then(|| id.to_owned())
}

fn make() -> String {
    format!("{:032x}", rand::random::<u128>())
}
