//! Teams: listed, created, described.

use axum::extract::Path;
use axum::{Extension, Json};
use domain::ids::TeamId;
use domain::policy::TeamRole;
use domain::storage::{StorageType, TypedBucket};
use domain::team::TeamChip;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use service::Ctx;
use utoipa::{IntoParams, ToSchema};

use super::listed::Listed;
use super::shape::{self, Id, Time};
use crate::rest::extract::{Asked, Sent};
use crate::rest::key::Caller;
use crate::rest::problem::Answer;

/// Something of a team.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfTeam {
    /// The name of the team.
    pub team: String,
}

impl OfTeam {
    pub async fn id(&self, ctx: &Ctx) -> Answer<TeamId> {
        Ok(service::teams::open(ctx, &self.team).await?.id)
    }
}

#[derive(Serialize, ToSchema)]
pub struct Team {
    #[schema(value_type = Id)]
    id: TeamId,
    name: String,
}

impl From<TeamChip> for Team {
    fn from(TeamChip { id, name, .. }: TeamChip) -> Self {
        Self { id, name }
    }
}

/// A team with what is told of it to those who are in it.
#[derive(Serialize, ToSchema)]
pub struct WholeTeam {
    #[serde(flatten)]
    about: Team,
    /// In Markdown.
    description: String,
    /// What the key's owner is in it; null of an admin of the organization who is not in it.
    #[schema(value_type = Option<shape::TeamRole>)]
    role: Option<TeamRole>,
    #[schema(value_type = shape::StorageType)]
    storage: StorageType,
    created: Time,
    members: i64,
    /// How many of them are admins who can sign in.
    admins: i64,
    projects: i64,
}

impl From<domain::team::Team> for WholeTeam {
    fn from(it: domain::team::Team) -> Self {
        Self {
            about: Team { id: it.id, name: it.name },
            description: it.description,
            role: it.viewer.team,
            storage: it.storage,
            created: it.created.into(),
            members: it.counts.members,
            admins: it.counts.admins,
            projects: it.projects,
        }
    }
}

/// Which teams.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WhichTeams {
    /// Every team of the organization, told to its admins.
    #[serde(default)]
    all: bool,
    /// Leaves out whose name does not have it.
    #[serde(default)]
    search: String,
    /// The `next` of the page before.
    #[param(min_length = 1)]
    after: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTeam {
    /// Of the letters a-z, digits, dashes and underscores.
    #[schema(min_length = 1, max_length = 64)]
    name: String,
    /// Where its files go; to the instance where it is left out.
    bucket: Option<NewBucket>,
}

/// An S3-compatible bucket, and the key that opens it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBucket {
    /// As in `https://s3.example.com`.
    endpoint: String,
    region: String,
    name: String,
    /// What the names of all objects begin with.
    #[serde(default)]
    prefix: String,
    access_key_id: String,
    secret_access_key: String,
}

impl From<NewBucket> for TypedBucket {
    fn from(it: NewBucket) -> Self {
        Self {
            endpoint: it.endpoint,
            region: it.region,
            name: it.name,
            prefix: it.prefix,
            access_key_id: it.access_key_id,
            secret_access_key: it.secret_access_key,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamDescription {
    /// In Markdown.
    description: String,
}

/// The teams of the key's owner, by name, or all teams.
#[utoipa::path(get, path = "/teams", tag = "teams", params(WhichTeams), responses((status = 200, body = Listed<Team>)))]
pub async fn list(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Asked(WhichTeams { all, search, after }): Asked<WhichTeams>,
) -> Answer<Json<Listed<Team>>> {
    if all {
        return Ok(Listed::page(service::teams::list_all(&ctx, &search, after.as_deref()).await?));
    }
    Ok(Listed::page(service::teams::list_own(&ctx, &search, after.as_deref()).await?))
}

/// Creates a team, whose first admin is the key's owner. A bucket is tried out before.
#[utoipa::path(
    post, path = "/teams", tag = "teams",
    request_body = NewTeam, responses((status = 201, body = WholeTeam))
)]
pub async fn create(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Sent(NewTeam { name, bucket }): Sent<NewTeam>,
) -> Answer<(StatusCode, Json<WholeTeam>)> {
    let made = if let Some(bucket) = bucket {
        service::teams::create_in_bucket(&ctx, &name, &bucket.into()).await?
    } else {
        let new = domain::team::NewTeam { name, storage: StorageType::Instance };
        service::teams::create(&ctx, &new).await?
    };
    Ok((StatusCode::CREATED, Json(service::teams::open(&ctx, &made.name).await?.into())))
}

/// One team.
#[utoipa::path(
    get, path = "/teams/{team}", tag = "teams",
    params(OfTeam), responses((status = 200, body = WholeTeam))
)]
pub async fn open(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(OfTeam { team }): Path<OfTeam>,
) -> Answer<Json<WholeTeam>> {
    Ok(Json(service::teams::open(&ctx, &team).await?.into()))
}

/// Describes a team.
#[utoipa::path(
    put, path = "/teams/{team}/description", tag = "teams",
    params(OfTeam), request_body = TeamDescription, responses((status = 204))
)]
pub async fn describe(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfTeam>,
    Sent(TeamDescription { description }): Sent<TeamDescription>,
) -> Answer<StatusCode> {
    service::teams::describe(&ctx, of.id(&ctx).await?, &description).await?;
    Ok(StatusCode::NO_CONTENT)
}
