//! The keys of whoever shows one.

use axum::extract::Path;
use axum::extract::rejection::JsonRejection;
use axum::{Extension, Json};
use domain::api_key::Expiry;
use domain::error::Kind;
use domain::ids::ApiKeyId;
use domain::time::Timestamp;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::Listed;
use crate::rest::key::Caller;
use crate::rest::problem::Answer;

#[derive(Serialize)]
pub struct ApiKey {
    id: ApiKeyId,
    name: String,
    /// What the key begins with.
    key_id: String,
    /// RFC 3339, in UTC.
    created: String,
    expires: Option<String>,
    last_used: Option<String>,
}

impl From<domain::api_key::ApiKey> for ApiKey {
    fn from(it: domain::api_key::ApiKey) -> Self {
        Self {
            id: it.id,
            name: it.name,
            key_id: it.key_id,
            created: it.created.rfc3339(),
            expires: it.expires.map(Timestamp::rfc3339),
            last_used: it.last_used.map(Timestamp::rfc3339),
        }
    }
}

/// A key in the one answer that makes it.
#[derive(Serialize)]
pub struct Made {
    #[serde(flatten)]
    about: ApiKey,
    key: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    name: String,
    expiry: Option<Expiry>,
}

pub async fn list(Extension(caller): Extension<Caller>) -> Answer<Json<Listed<ApiKey>>> {
    let keys = service::api_keys::list_own(&caller.ctx).await?;
    Ok(Json(Listed::whole(keys.into_iter().map(Into::into))))
}

pub async fn make(
    Extension(caller): Extension<Caller>,
    wanted: Result<Json<Wanted>, JsonRejection>,
) -> Answer<(StatusCode, Json<Made>)> {
    let Json(Wanted { name, expiry }) = wanted?;
    let new = service::api_keys::make_own(&caller.ctx, &name, expiry.unwrap_or(Expiry::Never)).await?;
    Ok((StatusCode::CREATED, Json(Made { about: new.key.into(), key: new.secret })))
}

pub async fn revoke(Extension(caller): Extension<Caller>, Path(id): Path<String>) -> Answer<StatusCode> {
    let id = id.parse().map_err(|_| domain::Error::NotFound(Kind::ApiKey))?;
    service::api_keys::revoke(&caller.ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
