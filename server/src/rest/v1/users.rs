//! The people of the organization, for its admins.

use axum::extract::{Path, State};
use axum::{Extension, Json};
use domain::error::Kind;
use domain::ids::{TeamId, UserId};
use domain::invitation::{AddOutcome, Added, Delivery, NewUsers};
use domain::last_active::LastActive;
use domain::page::Direction;
use domain::policy::OrgRole;
use domain::sort::Sort;
use domain::user::{Status, UserColumn, UserQuery};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::listed::Listed;
use super::shape::{self, Id, Time};
use crate::rest::extract::{Asked, Sent, id};
use crate::rest::idempotency::ShownOnce;
use crate::rest::key::Caller;
use crate::rest::problem::Answer;
use crate::router::Web;
use crate::throttle;

#[derive(Serialize, ToSchema)]
pub struct User {
    #[schema(value_type = Id)]
    id: UserId,
    /// Of a pending person, the address.
    name: String,
    username: Option<String>,
    email: String,
    #[schema(value_type = shape::OrgRole)]
    role: OrgRole,
    #[schema(value_type = shape::Status)]
    status: Status,
    added: Time,
    joined: Option<Time>,
    last_active: Option<Time>,
    days_active: i64,
    runs: i64,
    reports: i64,
    /// Their names, in order.
    teams: Vec<String>,
    /// Of a pending person.
    invitation: Option<Invitation>,
}

#[derive(Serialize, ToSchema)]
pub struct Invitation {
    sent: Time,
    expires: Time,
    #[schema(value_type = shape::Delivery)]
    delivery: Delivery,
    /// What the mail server answered, if delivery failed.
    error: Option<String>,
}

impl From<domain::user::User> for User {
    fn from(it: domain::user::User) -> Self {
        Self {
            id: it.id,
            name: it.name,
            username: it.username,
            email: it.email,
            role: it.role,
            status: it.status,
            added: it.added.into(),
            joined: it.joined.map(Into::into),
            last_active: it.last_active.map(Into::into),
            days_active: it.days_active,
            runs: it.runs,
            reports: it.reports,
            teams: it.teams,
            invitation: it.invitation.map(Into::into),
        }
    }
}

impl From<domain::invitation::Invitation> for Invitation {
    fn from(it: domain::invitation::Invitation) -> Self {
        Self { sent: it.sent.into(), expires: it.expires.into(), delivery: it.delivery, error: it.error }
    }
}

/// The link of an invitation, in the one answer that makes it.
#[derive(Serialize, ToSchema)]
pub struct Link {
    #[schema(value_type = Id)]
    user: UserId,
    url: String,
    expires: Time,
    /// Whether a mail with the link is on its way.
    mailed: bool,
}

impl From<domain::invitation::Link> for Link {
    fn from(it: domain::invitation::Link) -> Self {
        Self { user: it.user, url: it.url, expires: it.expires.into(), mailed: it.mailed }
    }
}

/// What became of one address.
#[derive(Serialize, ToSchema)]
pub struct Invited {
    email: String,
    /// Of whom was invited.
    link: Option<Link>,
    /// Why this address was left out.
    refused: Option<String>,
}

impl From<Added> for Invited {
    fn from(Added { email, outcome }: Added) -> Self {
        match outcome {
            AddOutcome::Invited(link) => Self { email, link: Some(link.into()), refused: None },
            AddOutcome::Refused(why) => Self { email, link: None, refused: Some(why) },
        }
    }
}

/// Which users, in which order.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WhichUsers {
    /// Words of the name, the username or the e-mail.
    #[serde(default)]
    search: String,
    #[param(value_type = Option<shape::Status>, inline)]
    status: Option<Status>,
    #[param(value_type = Option<shape::OrgRole>, inline)]
    role: Option<OrgRole>,
    /// The name of a team.
    team: Option<String>,
    /// `never`, `before:2026-10-01` or `after:2026-10-01`.
    #[param(value_type = Option<String>, pattern = r"^(never|(before|after):\d{4}-\d{2}-\d{2})$")]
    active: Option<LastActive>,
    /// `name` where it is left out.
    #[param(value_type = Option<shape::UserColumn>, inline)]
    sort: Option<UserColumn>,
    /// `asc` where it is left out.
    #[param(value_type = Option<shape::Direction>, inline)]
    dir: Option<Direction>,
    /// The `next` of the page before.
    #[param(min_length = 1)]
    after: Option<String>,
}

/// Whom to invite, as what.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invitees {
    /// At most a hundred addresses.
    #[schema(min_items = 1)]
    emails: Vec<String>,
    #[schema(value_type = shape::OrgRole)]
    role: OrgRole,
    /// Teams that they join when they accept.
    #[serde(default)]
    #[schema(value_type = Vec<Id>)]
    teams: Vec<TeamId>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserRole {
    #[schema(value_type = shape::OrgRole)]
    role: OrgRole,
}

/// The users, page by page.
#[utoipa::path(get, path = "/users", tag = "users", params(WhichUsers), responses((status = 200, body = Listed<User>)))]
pub async fn list(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Asked(which): Asked<WhichUsers>,
) -> Answer<Json<Listed<User>>> {
    let WhichUsers { search, status, role, team, active, sort, dir, after } = which;
    let query = UserQuery { search, status, role, team, last_active: active, sort: Sort::asked(sort, dir) };
    Ok(Listed::page(service::users::list(&ctx, &query, after.as_deref()).await?))
}

/// Invites people, each of whom takes a seat from now on. What is wrong with one address keeps no other out.
#[utoipa::path(
    post, path = "/users", tag = "users",
    request_body = Invitees, responses((status = 200, body = Listed<Invited>))
)]
pub async fn invite(
    State(web): State<Web>,
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Sent(Invitees { emails, role, teams }): Sent<Invitees>,
) -> Answer<(Extension<ShownOnce>, Json<Listed<Invited>>)> {
    let new = NewUsers { emails: emails.join("\n"), role, teams };
    throttle::invitations(&web, ctx.user())(new.addresses())?;
    Ok((Extension(ShownOnce), Listed::whole(service::invitations::add(&ctx, &new).await?)))
}

/// One user.
#[utoipa::path(
    get, path = "/users/{id}", tag = "users",
    params(("id" = Id, Path)), responses((status = 200, body = User))
)]
pub async fn open(Extension(caller): Extension<Caller>, Path(user): Path<String>) -> Answer<Json<User>> {
    Ok(Json(service::users::open(&caller.ctx, id(&user, Kind::User)?).await?.into()))
}

/// Gives a user another role in the organization.
#[utoipa::path(
    put, path = "/users/{id}/role", tag = "users",
    params(("id" = Id, Path)), request_body = UserRole, responses((status = 200, body = User))
)]
pub async fn set_role(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(user): Path<String>,
    Sent(UserRole { role }): Sent<UserRole>,
) -> Answer<Json<User>> {
    Ok(Json(service::users::set_role(&ctx, id(&user, Kind::User)?, role).await?.into()))
}

/// Takes a user's access away. The seat becomes free; runs and reports stay.
#[utoipa::path(
    post, path = "/users/{id}/deactivate", tag = "users",
    params(("id" = Id, Path)), responses((status = 200, body = User))
)]
pub async fn deactivate(Extension(caller): Extension<Caller>, Path(user): Path<String>) -> Answer<Json<User>> {
    Ok(Json(service::users::deactivate(&caller.ctx, id(&user, Kind::User)?).await?.into()))
}

/// Lets a deactivated user in again, who takes a seat.
#[utoipa::path(
    post, path = "/users/{id}/reactivate", tag = "users",
    params(("id" = Id, Path)), responses((status = 200, body = User))
)]
pub async fn reactivate(Extension(caller): Extension<Caller>, Path(user): Path<String>) -> Answer<Json<User>> {
    Ok(Json(service::users::reactivate(&caller.ctx, id(&user, Kind::User)?).await?.into()))
}

/// Takes a user out of the organization and its teams; of somebody pending, takes the invitation back.
#[utoipa::path(delete, path = "/users/{id}", tag = "users", params(("id" = Id, Path)), responses((status = 204)))]
pub async fn remove(Extension(caller): Extension<Caller>, Path(user): Path<String>) -> Answer<StatusCode> {
    service::users::remove(&caller.ctx, id(&user, Kind::User)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends the invitation of somebody pending again, with a new link; the old one stops working.
#[utoipa::path(
    post, path = "/users/{id}/invitation", tag = "users",
    params(("id" = Id, Path)), responses((status = 200, body = Link))
)]
pub async fn resend(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(user): Path<String>,
) -> Answer<(Extension<ShownOnce>, Json<Link>)> {
    let link = service::invitations::resend(&ctx, id(&user, Kind::User)?).await?;
    Ok((Extension(ShownOnce), Json(link.into())))
}
