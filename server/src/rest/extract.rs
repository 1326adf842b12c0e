//! What a request brings, refused in the one form of the API where it is not what was asked for.

use std::str::FromStr;

use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use bytes::Bytes;
use domain::error::Kind;
use http::request::Parts;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::problem::{Answer, Problem};

/// The body: JSON that is said to be JSON, and then what the route takes.
pub struct Sent<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Answer<Self> {
        let (parts, body) = request.into_parts();
        let body = Bytes::from_request(Request::new(body), state).await.map_err(JsonRejection::from)?;
        let request = Request::from_parts(parts, body.clone().into());
        let Json(IgnoredAny) = Json::from_request(request, state).await?;
        let Json(sent) = Json::from_bytes(&body).map_err(|it| Problem::unlike::<serde_json::Error>("body", &it))?;
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
        let asked = Query::from_request_parts(parts, state).await;
        let Query(asked) = asked.map_err(|it| Problem::unlike::<serde::de::value::Error>("query", &it))?;
        Ok(Self(asked))
    }
}

/// The id in an address; what is no id is the id of nothing.
pub fn id<T: FromStr>(text: &str, of: Kind) -> Answer<T> {
    text.parse().map_err(|_| domain::Error::NotFound(of).into())
}
