//! Members come, change their roles, and go.

use domain::error::Kind;
use domain::history::Action;
use domain::ids::{TeamId, UserId};
use domain::mail::MailKind;
use domain::notification::Notification;
use domain::policy::{self, MemberStanding, TeamRole};
use domain::setting::TeamSwitch;
use domain::team::Member;
use domain::user::Status;
use entity::{team, team_member, user};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};

use super::members::one;
use super::open::{counts, of};
use crate::ctx::{Change, InTeam, ManageMembers, UseInstance, ViewTeam};
use crate::history::Record;
use crate::outbox::{self, Text};
use crate::{Ctx, Error, Result, notifications, users};

/// Puts somebody of the instance into the team: who is active is in at once and gets a mail that says so, who is pending
/// joins with accepting.
///
/// # Errors
///
/// `Invalid` where the role is not one for people; `Conflict` for somebody who is in already or deactivated; `NotFound`
/// where there is no such user.
pub async fn add_member(cx: &Ctx, team: TeamId, user: UserId, role: TeamRole) -> Result<Member> {
    check_role(role)?;
    let mut change = cx.begin::<UseInstance>().await?;
    let granted = InTeam::<ViewTeam>::prove(&change.tx, &change.granted, team).await?;
    policy::add_to_team(granted.actor, granted.settings.is_on(TeamSwitch::MembersInvite), role)?;
    let row = users::find_listed(&change.tx, user).await?;
    if row.status == Status::Deactivated {
        let words = format!("{} is deactivated. Ask an admin of the organization to reactivate them first.", row.name);
        return Err(domain::Error::Conflict(words).into());
    }
    if team_member::Entity::find_by_id((team, user)).one(&change.tx).await?.is_some() {
        return Err(domain::Error::Conflict(format!("{} is in the team already.", row.name)).into());
    }
    let member = team_member::ActiveModel {
        team_id: Set(team),
        user_id: Set(user),
        role: Set(role),
        added_at: Set(change.now()),
        number: Set(row.number),
    };
    member.insert(&change.tx).await?;
    let row = say_teams(&change.tx, row).await?;
    if row.status == Status::Active && granted.by != Some(row.id) {
        tell(cx, &change, &granted.team, &row, role).await?;
    }
    let member = shown(&change.tx, team, user).await?;
    change.also(Record::member(Action::MemberAdded, &granted.team, &row, None, Some(role)));
    change.commit_if_any().await?;
    Ok(member)
}

/// Writes to somebody that they are in a team from now on, if they want to be told.
async fn tell(
    cx: &Ctx,
    change: &Change<UseInstance>,
    team: &team::Model,
    row: &user::Model,
    role: TeamRole,
) -> Result<()> {
    let settings = &cx.instance().settings;
    if settings.mail_server.is_none() || !notifications::wants(&change.tx, row.id, Notification::TeamNotice).await? {
        return Ok(());
    }
    let url = format!("{}/{}/members", settings.base_url, team.name);
    let text = Text::team_notice(&team.name, &change.granted.name, role, &url);
    outbox::put(cx, &change.tx, MailKind::TeamNotice, row, &text).await
}

/// Gives a member another role in the team.
///
/// # Errors
///
/// `Denied` for the last admin, unless an admin of the organization says `without_admin`; `NotFound` where the user is no
/// member.
pub async fn set_member_role(
    cx: &Ctx,
    team: TeamId,
    user: UserId,
    role: TeamRole,
    without_admin: bool,
) -> Result<Member> {
    check_role(role)?;
    let (mut change, granted) = cx.begin_in::<ManageMembers>(team).await?;
    let (row, member) = find(&change.tx, &granted.team, user).await?;
    if member.role != role {
        let counts = counts(&change.tx, team).await?;
        policy::change_team_role(granted.actor, standing(&row, &member), role, counts, without_admin)?;
        let before = member.role;
        team_member::ActiveModel { role: Set(role), ..member.into_active_model() }.update(&change.tx).await?;
        change.also(Record::member(Action::MemberRoleChanged, &granted.team, &row, Some(before), Some(role)));
    }
    let member = shown(&change.tx, team, user).await?;
    change.commit_if_any().await?;
    Ok(member)
}

/// Takes a member out of the team. Runs and reports stay, under the member's name.
///
/// # Errors
///
/// As [`set_member_role`].
pub async fn remove_member(cx: &Ctx, team: TeamId, user: UserId, without_admin: bool) -> Result<()> {
    let (mut change, granted) = cx.begin_in::<ManageMembers>(team).await?;
    let (row, member) = find(&change.tx, &granted.team, user).await?;
    policy::take_out(granted.actor, standing(&row, &member), counts(&change.tx, team).await?, without_admin)?;
    let before = member.role;
    let row = take_out(&change.tx, row, member).await?;
    change.also(Record::member(Action::MemberRemoved, &granted.team, &row, Some(before), None));
    change.commit_if_any().await
}

/// Leaves the team, as the member that the actor is.
///
/// # Errors
///
/// `Denied` for the last admin of others; `NotFound` where the actor is no member.
pub async fn leave(cx: &Ctx, team: TeamId) -> Result<()> {
    let (mut change, granted) = cx.begin_in::<ViewTeam>(team).await?;
    let me = granted.by.ok_or(domain::Error::NotFound(Kind::Member))?;
    let (row, member) = find(&change.tx, &granted.team, me).await?;
    policy::leave(standing(&row, &member), counts(&change.tx, team).await?)?;
    let before = member.role;
    let row = take_out(&change.tx, row, member).await?;
    change.also(Record::member(Action::MemberLeft, &granted.team, &row, Some(before), None));
    change.commit_if_any().await
}

async fn take_out(tx: &DatabaseTransaction, row: user::Model, member: team_member::Model) -> Result<user::Model> {
    member.into_active_model().delete(tx).await?;
    say_teams(tx, row).await
}

fn check_role(role: TeamRole) -> Result<()> {
    if TeamRole::OF_PEOPLE.contains(&role) {
        return Ok(());
    }
    Err(domain::Error::invalid("role", "Service is the role of service accounts. Choose another for a person.").into())
}

async fn find(tx: &DatabaseTransaction, team: &team::Model, user: UserId) -> Result<(user::Model, team_member::Model)> {
    let unknown = || Error::from(domain::Error::NotFound(Kind::Member));
    let member = team_member::Entity::find_by_id((team.id, user)).one(tx).await?.ok_or_else(unknown)?;
    Ok((users::find_listed(tx, user).await?, member))
}

fn standing(user: &user::Model, member: &team_member::Model) -> MemberStanding {
    MemberStanding { role: member.role, status: user.status }
}

async fn shown(tx: &DatabaseTransaction, team: TeamId, user: UserId) -> Result<Member> {
    let unknown = || Error::Internal(format!("member {user} of {team} has no row"));
    one(tx, team, user).await?.ok_or_else(unknown)
}

/// Writes into the user's row which teams they are in, as they are now.
pub(super) async fn say_teams(tx: &DatabaseTransaction, mut row: user::Model) -> Result<user::Model> {
    let teams = of(tx, row.id).await?;
    users::set_teams(&mut row, &teams.iter().map(|team| team.name.as_str()).collect::<Vec<_>>());
    Ok(users::save(tx, row).await?)
}
