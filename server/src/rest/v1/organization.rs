//! The organization itself, for its admins.

use std::collections::BTreeMap;

use axum::{Extension, Json};
use domain::setting::{Decision, InstanceSettings, TeamSwitch};
use domain::user::Figures;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shape;
use crate::rest::extract::Sent;
use crate::rest::key::Caller;
use crate::rest::problem::Answer;

#[derive(Serialize, ToSchema)]
pub struct Organization {
    name: String,
    /// Active, pending and deactivated ones.
    users: i64,
    pending: i64,
    /// Those who can sign in.
    admins: i64,
    seats: Seats,
    teams: i64,
    /// How many users were active in the last 7 days, today among them.
    active_7_days: i64,
    active_30_days: i64,
}

#[derive(Serialize, ToSchema)]
pub struct Seats {
    used: i64,
    /// Null where there is none.
    limit: Option<i64>,
}

impl From<Figures> for Organization {
    fn from(it: Figures) -> Self {
        Self {
            name: it.organization,
            users: it.users,
            pending: it.pending,
            admins: it.admins,
            seats: Seats { used: it.seats.used, limit: it.seats.limit },
            teams: it.teams,
            active_7_days: it.active_7_days,
            active_30_days: it.active_30_days,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganizationName {
    #[schema(min_length = 1, max_length = 64)]
    name: String,
}

#[derive(Serialize, ToSchema)]
pub struct OrganizationSettings {
    /// Whether every member creates teams, and not only admins.
    members_create_teams: bool,
    /// What is decided of each switch for all teams.
    #[schema(value_type = shape::DecidedSwitches)]
    teams: BTreeMap<TeamSwitch, Decision>,
}

impl From<InstanceSettings> for OrganizationSettings {
    fn from(it: InstanceSettings) -> Self {
        let decided = TeamSwitch::ALL.iter().map(|switch| (*switch, it.enforced.decision(*switch)));
        Self { members_create_teams: it.members_create_teams, teams: decided.collect() }
    }
}

/// What is to be decided; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    members_create_teams: Option<bool>,
    #[serde(default)]
    #[schema(value_type = shape::DecidedSwitches)]
    teams: BTreeMap<TeamSwitch, Decision>,
}

/// The organization in figures.
#[utoipa::path(
    get, path = "/organization", tag = "organization",
    responses((status = 200, body = Organization))
)]
pub async fn open(Extension(caller): Extension<Caller>) -> Answer<Json<Organization>> {
    Ok(Json(service::organization::figures(&caller.ctx).await?.into()))
}

/// Gives the organization another name.
#[utoipa::path(
    put, path = "/organization/name", tag = "organization",
    request_body = OrganizationName, responses((status = 204))
)]
pub async fn rename(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Sent(OrganizationName { name }): Sent<OrganizationName>,
) -> Answer<StatusCode> {
    service::organization::rename(&ctx, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the admins of the organization have decided.
#[utoipa::path(
    get, path = "/organization/settings", tag = "organization",
    responses((status = 200, body = OrganizationSettings))
)]
pub async fn settings(Extension(caller): Extension<Caller>) -> Answer<Json<OrganizationSettings>> {
    Ok(Json(service::organization::settings(&caller.ctx).await?.into()))
}

/// Decides for the organization.
#[utoipa::path(
    put, path = "/organization/settings", tag = "organization",
    request_body = Decisions, responses((status = 200, body = OrganizationSettings))
)]
pub async fn decide(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Sent(Decisions { members_create_teams, teams }): Sent<Decisions>,
) -> Answer<Json<OrganizationSettings>> {
    let teams: Vec<_> = teams.into_iter().collect();
    Ok(Json(service::organization::decide(&ctx, members_create_teams, &teams).await?.into()))
}
