//! Why a request was not done, by RFC 9457: the one form of every refusal of the API.

use std::error::Error;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::response::{IntoResponse, Response};
use domain::error::FieldError;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;

/// What a handler answers with.
pub type Answer<T> = Result<T, Problem>;

#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    detail: String,
    errors: Vec<FieldError>,
    retry_after: Option<u32>,
}

/// Why a request was not done, by RFC 9457. The status says which it is.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Body {
    /// Always `about:blank`.
    r#type: &'static str,
    title: &'static str,
    status: u16,
    /// A sentence for whoever reads it.
    detail: String,
    /// The fields that break a rule, where some do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<Broken>,
}

/// A field, and the rule that it breaks.
#[derive(Serialize, ToSchema)]
struct Broken {
    field: String,
    message: String,
}

impl Problem {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), errors: Vec::new(), retry_after: None }
    }

    /// Part of a request is not as it is described, `E` being what reading it fails with.
    pub fn unlike<E: Error + 'static>(part: &str, rejection: &(dyn Error + 'static)) -> Self {
        let Some(cause) = behind::<serde_path_to_error::Error<E>>(rejection) else {
            return Self::new(StatusCode::UNPROCESSABLE_ENTITY, rejection.to_string());
        };
        let (field, message) = (cause.path().to_string(), cause.inner().to_string());
        let detail = format!("The {part} is not as described: {message}.");
        let errors = if field == "." { Vec::new() } else { vec![FieldError { field, message }] };
        Self { errors, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail) }
    }
}

/// What is behind an error, if it is a `T`.
fn behind<'a, T: Error + 'static>(mut error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    loop {
        match error.downcast_ref() {
            Some(found) => return Some(found),
            None => error = error.source()?,
        }
    }
}

impl From<domain::Error> for Problem {
    fn from(error: domain::Error) -> Self {
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let (detail, retry_after) = (error.to_string(), error.retry_after());
        let errors = if let domain::Error::Invalid(fields) = error { fields } else { Vec::new() };
        Self { status, detail, errors, retry_after }
    }
}

impl From<service::Error> for Problem {
    fn from(error: service::Error) -> Self {
        error.told().into()
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let title = self.status.canonical_reason().unwrap_or_default();
        let body = Body {
            r#type: "about:blank",
            title,
            status: self.status.as_u16(),
            detail: self.detail,
            errors: self.errors.into_iter().map(|it| Broken { field: it.field, message: it.message }).collect(),
        };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
