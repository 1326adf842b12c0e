//! Teams, and who is in them.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::{Extension, Json};
use domain::ids::{TeamId, UserId};
use domain::policy::TeamRole;
use domain::team::TeamChip;
use domain::user::Status;
use serde::{Deserialize, Serialize};

use super::Listed;
use crate::rest::key::Caller;
use crate::rest::problem::Answer;

#[derive(Serialize)]
pub struct Team {
    id: TeamId,
    name: String,
}

impl From<TeamChip> for Team {
    fn from(TeamChip { id, name }: TeamChip) -> Self {
        Self { id, name }
    }
}

#[derive(Serialize)]
pub struct Member {
    id: UserId,
    name: String,
    username: Option<String>,
    email: String,
    status: Status,
    role: TeamRole,
    /// RFC 3339, in UTC.
    joined: String,
    last_active: Option<String>,
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
            joined: it.joined.rfc3339(),
            last_active: it.last_active.map(domain::time::Timestamp::rfc3339),
        }
    }
}

/// Which members.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    #[serde(default)]
    search: String,
    after: Option<String>,
}

pub async fn list(Extension(caller): Extension<Caller>) -> Answer<Json<Listed<Team>>> {
    let teams = service::teams::mine(&caller.ctx).await?.teams;
    Ok(Json(Listed::whole(teams.into_iter().map(Into::into))))
}

pub async fn members(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(team): Path<String>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Answer<Json<Listed<Member>>> {
    let Query(Wanted { search, after }) = wanted?;
    let page = service::teams::members(&ctx, &team, &search, after.as_deref()).await?;
    Ok(Json(Listed { items: page.rows.into_iter().map(Into::into).collect(), next: page.next }))
}
