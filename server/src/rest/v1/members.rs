//! Who is in a team: put into it, given another role, taken out.

use axum::extract::Path;
use axum::{Extension, Json};
use domain::error::Kind;
use domain::ids::UserId;
use domain::policy::TeamRole;
use domain::team::MemberColumn;
use domain::user::Status;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::listed::{Listed, which};
use super::shape::{self, Id, Time};
use super::teams::OfTeam;
use crate::rest::extract::{Asked, Sent, id};
use crate::rest::key::Caller;
use crate::rest::problem::Answer;

/// Somebody in a team.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfMember {
    /// The name of the team.
    team: String,
    /// The id of the user.
    #[param(value_type = Id)]
    user: String,
}

impl OfMember {
    fn split(self) -> Answer<(OfTeam, UserId)> {
        Ok((OfTeam { team: self.team }, id(&self.user, Kind::Member)?))
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

/// Whom to put into a team, as what.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    /// The id, the e-mail address or the username of a user.
    user: String,
    #[schema(value_type = shape::PersonRole)]
    role: TeamRole,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberRole {
    #[schema(value_type = shape::PersonRole)]
    role: TeamRole,
}

/// What an admin of the organization confirms.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Confirmed {
    /// The team may be left without an admin, which only an admin of the organization may do.
    #[serde(default)]
    leave_without_admin: bool,
}

which!(WhichMembers by MemberColumn in shape::MemberColumn);

/// The members of a team.
#[utoipa::path(
    get, path = "/teams/{team}/members", tag = "members",
    params(OfTeam, WhichMembers), responses((status = 200, body = Listed<Member>))
)]
pub async fn list(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(OfTeam { team }): Path<OfTeam>,
    Asked(which): Asked<WhichMembers>,
) -> Answer<Json<Listed<Member>>> {
    let (query, after) = which.query();
    Ok(Listed::page(service::teams::members(&ctx, &team, &query, after.as_deref()).await?))
}

/// Puts somebody of the organization into a team. Who is pending joins when they accept.
#[utoipa::path(
    post, path = "/teams/{team}/members", tag = "members",
    params(OfTeam), request_body = NewMember, responses((status = 201, body = Member))
)]
pub async fn add(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfTeam>,
    Sent(NewMember { user, role }): Sent<NewMember>,
) -> Answer<(StatusCode, Json<Member>)> {
    let team = of.id(&ctx).await?;
    let user = service::teams::named(&ctx, team, &user).await?;
    let member = service::teams::add_member(&ctx, team, user, role).await?;
    Ok((StatusCode::CREATED, Json(member.into())))
}

/// Gives a member another role in the team.
#[utoipa::path(
    put, path = "/teams/{team}/members/{user}/role", tag = "members",
    params(OfMember, Confirmed), request_body = MemberRole, responses((status = 200, body = Member))
)]
pub async fn set_role(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfMember>,
    Asked(Confirmed { leave_without_admin }): Asked<Confirmed>,
    Sent(MemberRole { role }): Sent<MemberRole>,
) -> Answer<Json<Member>> {
    let (of, user) = of.split()?;
    let team = of.id(&ctx).await?;
    Ok(Json(service::teams::set_member_role(&ctx, team, user, role, leave_without_admin).await?.into()))
}

/// Takes a member out of a team. Runs and reports stay.
#[utoipa::path(
    delete, path = "/teams/{team}/members/{user}", tag = "members",
    params(OfMember, Confirmed), responses((status = 204))
)]
pub async fn remove(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfMember>,
    Asked(Confirmed { leave_without_admin }): Asked<Confirmed>,
) -> Answer<StatusCode> {
    let (of, user) = of.split()?;
    service::teams::remove_member(&ctx, of.id(&ctx).await?, user, leave_without_admin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Leaves a team. The last admin of others stays.
#[utoipa::path(
    delete, path = "/teams/{team}/members/me", tag = "members",
    params(OfTeam), responses((status = 204))
)]
pub async fn leave(Extension(Caller { ctx, .. }): Extension<Caller>, Path(of): Path<OfTeam>) -> Answer<StatusCode> {
    service::teams::leave(&ctx, of.id(&ctx).await?).await?;
    Ok(StatusCode::NO_CONTENT)
}
