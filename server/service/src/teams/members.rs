//! Who is in a team, and who could be.

use std::collections::HashMap;

use domain::error::Kind;
use domain::ids::{TeamId, UserId};
use domain::page::{Direction, Page};
use domain::policy::{self, TeamRole};
use domain::setting::TeamSwitch;
use domain::team::{Candidate, Member, MemberColumn, MemberQuery};
use domain::user::{Status, User, UserColumn, UserQuery, UserSort};
use entity::team_member::{self, Column};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::open::find;
use crate::ctx::{InTeam, ViewTeam};
use crate::{Ctx, Result, accounts, users};

/// People offered at once to whoever looks for one.
const CANDIDATES: usize = 8;
/// People shown of those who were active last.
const ACTIVE: usize = 8;

/// The members of the team, pending ones among them; searched and sorted as the users of the organization are, `after`
/// being the `next` of the page before.
///
/// # Errors
///
/// `Invalid` where `after` was made for another query, or the search is too long; else as
/// [`authorize_in`](Ctx::authorize_in).
pub async fn members(cx: &Ctx, team: &str, query: &MemberQuery, after: Option<&str>) -> Result<Page<Member>> {
    let granted = find::<ViewTeam>(cx, team).await?;
    let MemberQuery { search, sort } = query;
    let by = |column| {
        let sort = UserSort { column, direction: sort.direction };
        users::in_team(cx, &granted, UserQuery { search: search.clone(), sort, ..UserQuery::default() }, after)
    };
    let Page { rows, next, total } = match sort.column {
        MemberColumn::Name => by(UserColumn::Name).await?,
        MemberColumn::LastActive => by(UserColumn::LastActive).await?,
        MemberColumn::Email => by(UserColumn::Email).await?,
        MemberColumn::Role => users::by_team_role(cx, &granted, search, sort.direction, after).await?,
    };
    let rows = as_members(cx.instance.db.read(), granted.team.id, rows).await?;
    Ok(Page { rows, next, total })
}

/// The members who were active last, the newest first; nobody who never was.
pub(super) async fn active(cx: &Ctx, granted: &InTeam<ViewTeam>) -> Result<Vec<Member>> {
    let sort = UserSort { column: UserColumn::LastActive, direction: Direction::Descending };
    let mut rows = users::in_team(cx, granted, UserQuery { sort, ..UserQuery::default() }, None).await?.rows;
    rows.retain(|it| it.status == Status::Active && it.last_active.is_some());
    rows.truncate(ACTIVE);
    as_members(cx.instance.db.read(), granted.team.id, rows).await
}

/// One member.
pub(super) async fn one(db: &impl ConnectionTrait, team: TeamId, user: UserId) -> Result<Option<Member>> {
    match team_member::Entity::find_by_id((team, user)).one(db).await? {
        Some(member) => Ok(Some(as_member(users::shown(db, user).await?, &member))),
        None => Ok(None),
    }
}

/// People of the instance who fit what was typed, with what they are in the team already. Nobody where nothing was.
///
/// # Errors
///
/// `Invalid` where the search is too long.
pub async fn candidates(cx: &Ctx, team: TeamId, search: &str) -> Result<Vec<Candidate>> {
    let granted = cx.authorize_in::<ViewTeam>(team).await?;
    policy::add_to_team(granted.actor, granted.settings.is_on(TeamSwitch::MembersInvite), TeamRole::Member)?;
    if search.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut found = users::found(cx, &granted, search).await?;
    found.retain(|it| it.status != Status::Deactivated);
    found.truncate(CANDIDATES);
    let members = of(cx.instance.db.read(), team, &found).await?;
    let offer = |it: User| Candidate {
        role: members.get(&it.id).map(|member| member.role),
        id: it.id,
        name: it.name,
        username: it.username,
        avatar: it.avatar,
        email: it.email,
        status: it.status,
    };
    Ok(found.into_iter().map(offer).collect())
}

/// Who in the instance is meant by an id, an e-mail address or a username, told to whoever may put them into the team.
///
/// # Errors
///
/// `NotFound` where it is nobody.
pub async fn named(cx: &Ctx, team: TeamId, who: &str) -> Result<UserId> {
    let granted = cx.authorize_in::<ViewTeam>(team).await?;
    policy::add_to_team(granted.actor, granted.settings.is_on(TeamSwitch::MembersInvite), TeamRole::Member)?;
    if let Ok(id) = who.parse() {
        return Ok(id);
    }
    let found = accounts::find_by_login(cx.instance.db.read(), who).await?;
    Ok(found.ok_or(domain::Error::NotFound(Kind::User))?.id)
}

/// These users as members. Who was taken out a moment ago is left out.
async fn as_members(db: &impl ConnectionTrait, team: TeamId, users: Vec<User>) -> Result<Vec<Member>> {
    let members = of(db, team, &users).await?;
    let member = |user: User| members.get(&user.id).map(|member| as_member(user, member));
    Ok(users.into_iter().filter_map(member).collect())
}

fn as_member(user: User, member: &team_member::Model) -> Member {
    Member {
        id: user.id,
        name: user.name,
        username: user.username,
        avatar: user.avatar,
        email: user.email,
        status: user.status,
        role: member.role,
        last_active: user.last_active,
        joined: member.added_at,
    }
}

/// What each of these users is in the team, of those who are in it.
async fn of(db: &impl ConnectionTrait, team: TeamId, users: &[User]) -> Result<HashMap<UserId, team_member::Model>> {
    let found = team_member::Entity::find()
        .filter(Column::TeamId.eq(team))
        .filter(Column::UserId.is_in(users.iter().map(|user| user.id)))
        .all(db)
        .await?;
    Ok(found.into_iter().map(|it| (it.user_id, it)).collect())
}
