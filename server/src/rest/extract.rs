//! What a request brings, refused in the one form of the API where it is not what was asked for.

use std::str::FromStr;

use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use domain::error::Kind;
use http::request::Parts;

use super::problem::{Answer, Problem};

/// The body.
pub struct Sent<T>(pub T);

impl<S: Send + Sync, T> FromRequest<S> for Sent<T>
where
    Json<T>: FromRequest<S, Rejection = JsonRejection>,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Answer<Self> {
        let Json(sent) = Json::from_request(request, state).await?;
        Ok(Self(sent))
    }
}

/// What stands behind the question mark.
pub struct Asked<T>(pub T);

impl<S: Send + Sync, T> FromRequestParts<S> for Asked<T>
where
    Query<T>: FromRequestParts<S, Rejection = QueryRejection>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let Query(asked) = Query::from_request_parts(parts, state).await?;
        Ok(Self(asked))
    }
}

/// The id in an address; what is no id is the id of nothing.
pub fn id<T: FromStr>(text: &str, of: Kind) -> Answer<T> {
    text.parse().map_err(|_| domain::Error::NotFound(of).into())
}
