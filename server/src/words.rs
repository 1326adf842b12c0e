//! Answers of the edge itself: a status and a sentence a person can act on.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

pub fn words(status: StatusCode, text: impl Into<String>) -> Response {
    let mut text = text.into();
    text.push('\n');
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// 503 with `Retry-After`, the only refusal that every client, also the one of `wandb`, tries again later.
pub fn busy(text: &str) -> Response {
    let mut response = words(StatusCode::SERVICE_UNAVAILABLE, text);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    response
}

/// A refusal of a use case, where no page's own script reads the answer.
pub fn refusal(error: &domain::Error) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = words(status, error.to_string());
    if let Some(seconds) = error.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
