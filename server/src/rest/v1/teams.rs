//! Teams, and who is in them.

use axum::extract::Path;
use axum::{Extension, Json};
use domain::ids::{TeamId, UserId};
use domain::policy::TeamRole;
use domain::team::TeamChip;
use domain::user::Status;
use serde::{Deserialize, Serialize};
use service::Ctx;
use utoipa::{IntoParams, ToSchema};

use super::listed::{Listed, Searched};
use super::shape::{self, Id, Time};
use crate::rest::extract::Asked;
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
    fn from(TeamChip { id, name }: TeamChip) -> Self {
        Self { id, name }
    }
}

#[derive(Serialize, ToSchema)]
pub struct Member {
    #[schema(value_type = Id)]
    id: UserId,
    name: String,
    username: Option<String>,
    email: String,
    #[schema(value_type = shape::Status)]
    status: Status,
    #[schema(value_type = shape::TeamRole)]
    role: TeamRole,
    joined: Time,
    last_active: Option<Time>,
}

impl From<domain::team::Member> for Member {
    fn from(it: domain::team::Member) -> Self {
        Self {
            id: it.id,
            name: it.name,
            username: it.username,
            email: it.email,
            status: it.status,
            role: it.role,
            joined: it.joined.into(),
            last_active: it.last_active.map(Into::into),
        }
    }
}

/// The teams of the key's owner, by name.
#[utoipa::path(get, path = "/teams", tag = "teams", responses((status = 200, body = Listed<Team>)))]
pub async fn list(Extension(caller): Extension<Caller>) -> Answer<Json<Listed<Team>>> {
    Ok(Listed::whole(service::teams::mine(&caller.ctx).await?.teams))
}

/// The members of a team, by name.
#[utoipa::path(
    get, path = "/teams/{team}/members", tag = "teams",
    params(OfTeam, Searched), responses((status = 200, body = Listed<Member>))
)]
pub async fn members(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(OfTeam { team }): Path<OfTeam>,
    Asked(Searched { search, after }): Asked<Searched>,
) -> Answer<Json<Listed<Member>>> {
    Ok(Listed::page(service::teams::members(&ctx, &team, &search, after.as_deref()).await?))
}
