//! Answers of the edge itself: a status and a sentence a person can act on.

use std::sync::Arc;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use crate::rest::problem::Problem;

pub fn words(status: StatusCode, text: impl Into<String>) -> Response {
    let text = text.into();
    let body = format!("{text}\n");
    let mut response = (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], body).into_response();
    response.extensions_mut().insert(Said(text.into()));
    response
}

/// Middleware. What was said in words is told to programs in the form of their API.
pub async fn as_problem(request: Request, next: Next) -> Response {
    let is_of_api = request.uri().path().starts_with("/api/v1/");
    let response = next.run(request).await;
    let Some(Said(text)) = response.extensions().get::<Said>().filter(|_| is_of_api) else { return response };
    let mut problem = Problem::new(response.status(), &**text).into_response();
    let wait = response.headers().get(header::RETRY_AFTER).cloned();
    problem.headers_mut().extend(wait.map(|it| (header::RETRY_AFTER, it)));
    problem
}

/// What an answer in words says.
#[derive(Clone)]
struct Said(Arc<str>);

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
