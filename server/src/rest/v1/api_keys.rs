//! The keys of whoever shows one.

use axum::extract::Path;
use axum::{Extension, Json};
use domain::api_key::{Expiry, Overlap};
use domain::error::Kind;
use domain::ids::ApiKeyId;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::listed::Listed;
use super::shape::{self, Id, Time};
use crate::rest::extract::{Sent, id};
use crate::rest::idempotency::ShownOnce;
use crate::rest::key::Caller;
use crate::rest::problem::Answer;

#[derive(Serialize, ToSchema)]
pub struct ApiKey {
    #[schema(value_type = Id)]
    id: ApiKeyId,
    name: String,
    /// What the key begins with.
    key_id: String,
    created: Time,
    expires: Option<Time>,
    last_used: Option<Time>,
}

impl From<domain::api_key::ApiKey> for ApiKey {
    fn from(it: domain::api_key::ApiKey) -> Self {
        Self {
            id: it.id,
            name: it.name,
            key_id: it.key_id,
            created: it.created.into(),
            expires: it.expires.map(Into::into),
            last_used: it.last_used.map(Into::into),
        }
    }
}

/// A key in the one answer that makes it.
#[derive(Serialize, ToSchema)]
pub struct MadeApiKey {
    #[serde(flatten)]
    about: ApiKey,
    key: String,
}

impl From<domain::api_key::NewKey> for MadeApiKey {
    fn from(new: domain::api_key::NewKey) -> Self {
        Self { about: new.key.into(), key: new.secret }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApiKey {
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    /// `never` where it is left out.
    #[schema(value_type = Option<shape::Expiry>)]
    pub expiry: Option<Expiry>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiKeyName {
    #[schema(min_length = 1, max_length = 64)]
    name: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// How long the old key works beside the new one; `0h` where it is left out.
    #[schema(value_type = Option<shape::Overlap>)]
    overlap: Option<Overlap>,
}

/// One's own keys that work, the newest first.
#[utoipa::path(get, path = "/api-keys", tag = "api-keys", responses((status = 200, body = Listed<ApiKey>)))]
pub async fn list(Extension(caller): Extension<Caller>) -> Answer<Json<Listed<ApiKey>>> {
    Ok(Listed::whole(service::api_keys::list_own(&caller.ctx).await?))
}

/// Makes a key for oneself, which is shown this once.
#[utoipa::path(
    post, path = "/api-keys", tag = "api-keys",
    request_body = NewApiKey, responses((status = 201, body = MadeApiKey))
)]
pub async fn make(
    Extension(caller): Extension<Caller>,
    Sent(NewApiKey { name, expiry }): Sent<NewApiKey>,
) -> Answer<(StatusCode, Extension<ShownOnce>, Json<MadeApiKey>)> {
    let new = service::api_keys::make_own(&caller.ctx, &name, expiry.unwrap_or(Expiry::Never)).await?;
    Ok((StatusCode::CREATED, Extension(ShownOnce), Json(new.into())))
}

/// Gives a key of one's own, or of a service account that one manages, another name.
#[utoipa::path(
    put, path = "/api-keys/{id}/name", tag = "api-keys",
    params(("id" = Id, Path)), request_body = ApiKeyName, responses((status = 204))
)]
pub async fn rename(
    Extension(caller): Extension<Caller>,
    Path(key): Path<String>,
    Sent(ApiKeyName { name }): Sent<ApiKeyName>,
) -> Answer<StatusCode> {
    service::api_keys::rename(&caller.ctx, id(&key, Kind::ApiKey)?, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Replaces a key of one's own, or of a service account that one manages, by a new one, which is shown this once.
#[utoipa::path(
    post, path = "/api-keys/{id}/rotate", tag = "api-keys",
    params(("id" = Id, Path)), request_body = Replacement, responses((status = 201, body = MadeApiKey))
)]
pub async fn rotate(
    Extension(caller): Extension<Caller>,
    Path(key): Path<String>,
    Sent(Replacement { overlap }): Sent<Replacement>,
) -> Answer<(StatusCode, Extension<ShownOnce>, Json<MadeApiKey>)> {
    let (key, overlap) = (id(&key, Kind::ApiKey)?, overlap.unwrap_or(Overlap::None));
    let new = service::api_keys::rotate(&caller.ctx, key, overlap).await?;
    Ok((StatusCode::CREATED, Extension(ShownOnce), Json(new.into())))
}

/// Revokes a key of one's own, or of a service account that one manages.
#[utoipa::path(delete, path = "/api-keys/{id}", tag = "api-keys", params(("id" = Id, Path)), responses((status = 204)))]
pub async fn revoke(Extension(caller): Extension<Caller>, Path(key): Path<String>) -> Answer<StatusCode> {
    service::api_keys::revoke(&caller.ctx, id(&key, Kind::ApiKey)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
