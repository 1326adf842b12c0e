//! Service accounts, for those who manage them.

use axum::extract::Path;
use axum::{Extension, Json};
use domain::api_key::Expiry;
use domain::error::Kind;
use domain::ids::{ServiceAccountId, TeamId};
use domain::service_account::Scope;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::api_keys::{ApiKey, MadeApiKey, NewApiKey};
use super::listed::Listed;
use super::shape::{self, Id, Time};
use super::teams::{OfTeam, Team};
use crate::rest::extract::{Sent, id};
use crate::rest::idempotency::ShownOnce;
use crate::rest::key::Caller;
use crate::rest::problem::Answer;

#[derive(Serialize, ToSchema)]
pub struct ServiceAccount {
    #[schema(value_type = Id)]
    id: ServiceAccountId,
    name: String,
    #[schema(value_type = shape::Scope)]
    scope: Scope,
    /// Whose it is; of one of the organization, where its runs go if nothing else is said.
    team: Team,
    created: Time,
    /// How many of its keys work.
    keys: i64,
    /// When one of them was used last.
    last_used: Option<Time>,
}

impl From<domain::service_account::ServiceAccount> for ServiceAccount {
    fn from(it: domain::service_account::ServiceAccount) -> Self {
        Self {
            id: it.id,
            name: it.name,
            scope: it.scope,
            team: it.team.into(),
            created: it.created.into(),
            keys: it.keys,
            last_used: it.last_used.map(Into::into),
        }
    }
}

/// What reaches every team.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewServiceAccount {
    #[schema(min_length = 1, max_length = 64)]
    name: String,
    /// Where its runs go if nothing else is said.
    #[schema(value_type = Id)]
    team: TeamId,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceAccountName {
    #[schema(min_length = 1, max_length = 64)]
    name: String,
}

/// The service accounts of the organization, by name.
#[utoipa::path(
    get, path = "/service-accounts", tag = "service-accounts",
    responses((status = 200, body = Listed<ServiceAccount>))
)]
pub async fn list(Extension(caller): Extension<Caller>) -> Answer<Json<Listed<ServiceAccount>>> {
    Ok(Listed::whole(service::service_accounts::list_of_organization(&caller.ctx).await?))
}

/// Creates a service account that reaches every team.
#[utoipa::path(
    post, path = "/service-accounts", tag = "service-accounts",
    request_body = NewServiceAccount, responses((status = 201, body = ServiceAccount))
)]
pub async fn create(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Sent(NewServiceAccount { name, team }): Sent<NewServiceAccount>,
) -> Answer<(StatusCode, Json<ServiceAccount>)> {
    let made = service::service_accounts::create_in_organization(&ctx, team, &name).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// The service accounts of a team, by name.
#[utoipa::path(
    get, path = "/teams/{team}/service-accounts", tag = "service-accounts",
    params(OfTeam), responses((status = 200, body = Listed<ServiceAccount>))
)]
pub async fn list_of_team(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfTeam>,
) -> Answer<Json<Listed<ServiceAccount>>> {
    Ok(Listed::whole(service::service_accounts::list_of_team(&ctx, of.id(&ctx).await?).await?))
}

/// Creates a service account that reaches one team.
#[utoipa::path(
    post, path = "/teams/{team}/service-accounts", tag = "service-accounts",
    params(OfTeam), request_body = ServiceAccountName, responses((status = 201, body = ServiceAccount))
)]
pub async fn create_in_team(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfTeam>,
    Sent(ServiceAccountName { name }): Sent<ServiceAccountName>,
) -> Answer<(StatusCode, Json<ServiceAccount>)> {
    let made = service::service_accounts::create_in_team(&ctx, of.id(&ctx).await?, &name).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// Gives a service account another name.
#[utoipa::path(
    put, path = "/service-accounts/{id}/name", tag = "service-accounts",
    params(("id" = Id, Path)), request_body = ServiceAccountName, responses((status = 204))
)]
pub async fn rename(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(account): Path<String>,
    Sent(ServiceAccountName { name }): Sent<ServiceAccountName>,
) -> Answer<StatusCode> {
    service::service_accounts::rename(&ctx, id(&account, Kind::ServiceAccount)?, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes a service account. Its keys stop working at once.
#[utoipa::path(
    delete, path = "/service-accounts/{id}", tag = "service-accounts",
    params(("id" = Id, Path)), responses((status = 204))
)]
pub async fn remove(Extension(caller): Extension<Caller>, Path(account): Path<String>) -> Answer<StatusCode> {
    service::service_accounts::remove(&caller.ctx, id(&account, Kind::ServiceAccount)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The keys of a service account that work, the newest first.
#[utoipa::path(
    get, path = "/service-accounts/{id}/api-keys", tag = "service-accounts",
    params(("id" = Id, Path)), responses((status = 200, body = Listed<ApiKey>))
)]
pub async fn list_keys(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(account): Path<String>,
) -> Answer<Json<Listed<ApiKey>>> {
    Ok(Listed::whole(service::api_keys::list_for(&ctx, id(&account, Kind::ServiceAccount)?).await?))
}

/// Makes a key for a service account, which is shown this once.
#[utoipa::path(
    post, path = "/service-accounts/{id}/api-keys", tag = "service-accounts",
    params(("id" = Id, Path)), request_body = NewApiKey, responses((status = 201, body = MadeApiKey))
)]
pub async fn make_key(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(account): Path<String>,
    Sent(NewApiKey { name, expiry }): Sent<NewApiKey>,
) -> Answer<(StatusCode, Extension<ShownOnce>, Json<MadeApiKey>)> {
    let (account, expiry) = (id(&account, Kind::ServiceAccount)?, expiry.unwrap_or(Expiry::Never));
    let new = service::api_keys::make_for(&ctx, account, &name, expiry).await?;
    Ok((StatusCode::CREATED, Extension(ShownOnce), Json(new.into())))
}
