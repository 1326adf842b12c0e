//! What the admins of a team decide for it.

use axum::extract::Path;
use axum::{Extension, Json};
use domain::setting::TeamSwitch;
use domain::storage::StorageType;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shape;
use super::teams::OfTeam;
use crate::rest::extract::Sent;
use crate::rest::key::Caller;
use crate::rest::problem::Answer;

#[derive(Serialize, ToSchema)]
pub struct TeamSettings {
    /// What holds in the team.
    #[schema(value_type = shape::Switches)]
    switches: domain::setting::TeamSettings,
    /// Which of them an admin of the organization has decided for all teams.
    #[schema(value_type = Vec<shape::TeamSwitch>)]
    decided: Vec<TeamSwitch>,
    #[schema(value_type = shape::StorageType)]
    storage: StorageType,
    /// Of a team that keeps its files in one.
    bucket: Option<Bucket>,
}

/// A bucket, without the secret that opens it.
#[derive(Serialize, ToSchema)]
pub struct Bucket {
    endpoint: String,
    region: String,
    name: String,
    /// What the names of all objects begin with.
    prefix: String,
    access_key_id: String,
}

impl From<domain::team::Team> for TeamSettings {
    fn from(it: domain::team::Team) -> Self {
        let is_decided = |switch: &&TeamSwitch| it.enforced.get(**switch).is_some();
        let told = |all: domain::setting::TeamSettings, switch: &TeamSwitch| {
            let on = it.settings.is_on(*switch);
            all.with(*switch, Some(on))
        };
        Self {
            switches: TeamSwitch::ALL.iter().fold(domain::setting::TeamSettings::default(), told),
            decided: TeamSwitch::ALL.iter().filter(is_decided).copied().collect(),
            storage: it.storage,
            bucket: it.bucket.map(Into::into),
        }
    }
}

impl From<domain::storage::Bucket> for Bucket {
    fn from(it: domain::storage::Bucket) -> Self {
        Self {
            endpoint: it.endpoint,
            region: it.region,
            name: it.name,
            prefix: it.prefix,
            access_key_id: it.access_key_id,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamSwitches {
    /// Those to be turned; what is left out stays.
    #[schema(value_type = shape::Switches)]
    switches: domain::setting::TeamSettings,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BucketKey {
    access_key_id: String,
    secret_access_key: String,
}

/// The settings of a team, for its admins.
#[utoipa::path(
    get, path = "/teams/{team}/settings", tag = "teams",
    params(OfTeam), responses((status = 200, body = TeamSettings))
)]
pub async fn show(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(OfTeam { team }): Path<OfTeam>,
) -> Answer<Json<TeamSettings>> {
    Ok(Json(service::teams::open_settings(&ctx, &team).await?.into()))
}

/// Turns switches of a team. What is decided for all teams is refused.
#[utoipa::path(
    put, path = "/teams/{team}/settings", tag = "teams",
    params(OfTeam), request_body = TeamSwitches, responses((status = 200, body = TeamSettings))
)]
pub async fn set(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfTeam>,
    Sent(TeamSwitches { switches }): Sent<TeamSwitches>,
) -> Answer<Json<TeamSettings>> {
    service::teams::set_switches(&ctx, of.id(&ctx).await?, &switches).await?;
    Ok(Json(service::teams::open_settings(&ctx, &of.team).await?.into()))
}

/// Gives a team another key to its bucket, if it opens it.
#[utoipa::path(
    put, path = "/teams/{team}/bucket-key", tag = "teams",
    params(OfTeam), request_body = BucketKey, responses((status = 204))
)]
pub async fn set_bucket_key(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfTeam>,
    Sent(BucketKey { access_key_id, secret_access_key }): Sent<BucketKey>,
) -> Answer<StatusCode> {
    service::teams::set_bucket_key(&ctx, of.id(&ctx).await?, &access_key_id, &secret_access_key).await?;
    Ok(StatusCode::NO_CONTENT)
}
