//! Calls about API keys: one's own, or those of a service account.

use domain::api_key::{ApiKey, Expiry, NewKey, Overlap};
use domain::ids::{ApiKeyId, ServiceAccountId};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::request::{ctx, reply};
use super::{ApiResult, Call};

#[server(prefix = "/api/fn", endpoint = "list_api_keys", protocol = Call)]
pub async fn list_api_keys(account: Option<ServiceAccountId>) -> ApiResult<Vec<ApiKey>> {
    let ctx = ctx()?;
    reply(match account {
        Some(account) => service::api_keys::list_for(&ctx, account).await,
        None => service::api_keys::list_own(&ctx).await,
    })
}

/// The answer holds the key, this once.
#[server(prefix = "/api/fn", endpoint = "make_api_key", protocol = Call)]
pub async fn make_api_key(account: Option<ServiceAccountId>, name: String, expiry: Expiry) -> ApiResult<NewKey> {
    let ctx = ctx()?;
    reply(match account {
        Some(account) => service::api_keys::make_for(&ctx, account, &name, expiry).await,
        None => service::api_keys::make_own(&ctx, &name, expiry).await,
    })
}

#[server(prefix = "/api/fn", endpoint = "rename_api_key", protocol = Call)]
pub async fn rename_api_key(key: ApiKeyId, name: String) -> ApiResult<()> {
    reply(service::api_keys::rename(&ctx()?, key, &name).await)
}

/// The answer holds the new key, this once.
#[server(prefix = "/api/fn", endpoint = "rotate_api_key", protocol = Call)]
pub async fn rotate_api_key(key: ApiKeyId, overlap: Overlap) -> ApiResult<NewKey> {
    reply(service::api_keys::rotate(&ctx()?, key, overlap).await)
}

#[server(prefix = "/api/fn", endpoint = "revoke_api_key", protocol = Call)]
pub async fn revoke_api_key(key: ApiKeyId) -> ApiResult<()> {
    reply(service::api_keys::revoke(&ctx()?, key).await)
}
