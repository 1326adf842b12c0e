//! Who is in a team, and who could be.

use domain::ids::{TeamId, UserId};
use domain::page::{PAGE, Page, check_search};
use domain::policy::{self, TeamRole};
use domain::team::{Candidate, Member};
use domain::text::fold;
use domain::time::Timestamp;
use domain::user::Status;
use entity::{team_member, user};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, Order, QueryFilter, QueryResult};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

use super::open::find;
use crate::ctx::ViewTeam;
use crate::cursor::{self, Fingerprint, Place};
use crate::sql::Limited;
use crate::{Ctx, Result, counted, sql, users};

/// People offered at once to whoever looks for one.
const CANDIDATES: usize = 8;
/// People shown of those who were active last.
const ACTIVE: u64 = 8;

const COLUMNS: [user::Column; 6] = [
    user::Column::Id,
    user::Column::Name,
    user::Column::Username,
    user::Column::Email,
    user::Column::Status,
    user::Column::LastActiveKey,
];

/// The last member of a page.
#[derive(Serialize, Deserialize)]
struct After {
    name: String,
    id: UserId,
    list: Fingerprint,
}

impl Place for After {
    fn list(&self) -> &Fingerprint {
        &self.list
    }
}

/// The members of the team by name, pending ones among them; each word of `search` is looked for anywhere in name,
/// username and e-mail, `after` is the `next` of the page before.
///
/// # Errors
///
/// `Invalid` where `after` was made for another search, or the search is too long; else as
/// [`authorize_in`](Ctx::authorize_in).
pub async fn members(cx: &Ctx, team: &str, search: &str, after: Option<&str>) -> Result<Page<Member>> {
    let team = find::<ViewTeam>(cx, team).await?.team.id;
    check_search(search)?;
    let (db, list) = (cx.instance.db.read(), (team, search));
    let after: Option<After> = after.map(|text| cursor::decode(text, &list)).transpose()?;
    let mut matching = of_team(team);
    for term in fold(search).split(' ').filter(|term| !term.is_empty()) {
        matching.and_where(sql::has(db.get_database_backend(), term));
    }
    let total = counted::rows(db, matching.clone().column((user::Entity, user::Column::Id)).take()).await?;
    if let Some(After { name, id, .. }) = after {
        let key = Expr::tuple([user::Column::NameKey, user::Column::Id].map(|it| Expr::col((user::Entity, it))));
        matching.and_where(key.gt(Expr::tuple([Expr::val(name), Expr::val(id.uuid())])));
    }
    columns(&mut matching)
        .column((user::Entity, user::Column::NameKey))
        .order_by((user::Entity, user::Column::NameKey), Order::Asc)
        .order_by((user::Entity, user::Column::Id), Order::Asc)
        .limit(PAGE + 1);
    let mut found = db.query_all(&Limited(&matching)).await?;
    let more = found.len() as u64 > PAGE;
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let rows = found.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let next = match (found.last(), rows.last()) {
        (Some(row), Some(member)) if more => {
            let place = After { name: row.try_get_by_index(8)?, id: member.id, list: Fingerprint::of(&list) };
            Some(cursor::encode(&place))
        }
        _ => None,
    };
    Ok(Page { rows, next, total })
}

/// One member.
pub(super) async fn one(db: &impl ConnectionTrait, team: TeamId, user: UserId) -> Result<Option<Member>> {
    let mut select = of_team(team);
    columns(&mut select).and_where(Expr::col((user::Entity, user::Column::Id)).eq(user.uuid()));
    Ok(db.query_one(&select).await?.as_ref().map(read).transpose()?)
}

/// The members who were active last, the newest first; nobody who never was.
pub(super) async fn active(db: &impl ConnectionTrait, team: TeamId) -> Result<Vec<Member>> {
    let mut select = of_team(team);
    columns(&mut select)
        .and_where(Expr::col((user::Entity, user::Column::LastActiveKey)).gt(0))
        .and_where(user::Column::Status.eq(Status::Active))
        .order_by((user::Entity, user::Column::LastActiveKey), Order::Desc)
        .limit(ACTIVE);
    let rows = db.query_all(&Limited(&select)).await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

fn columns(select: &mut SelectStatement) -> &mut SelectStatement {
    select
        .columns(COLUMNS.map(|it| (user::Entity, it)))
        .columns([team_member::Column::Role, team_member::Column::AddedAt].map(|it| (team_member::Entity, it)))
}

fn of_team(team: TeamId) -> SelectStatement {
    let own = Expr::col((user::Entity, user::Column::Id)).equals((team_member::Entity, team_member::Column::UserId));
    Query::select()
        .from(team_member::Entity)
        .inner_join(user::Entity, own)
        .and_where(Expr::col((team_member::Entity, team_member::Column::TeamId)).eq(team.uuid()))
        .take()
}

fn read(row: &QueryResult) -> Result<Member, DbErr> {
    let last_active: i64 = row.try_get_by_index(5)?;
    Ok(Member {
        id: row.try_get_by_index(0)?,
        name: row.try_get_by_index(1)?,
        username: row.try_get_by_index(2)?,
        email: row.try_get_by_index(3)?,
        status: row.try_get_by_index(4)?,
        last_active: (last_active > 0).then_some(Timestamp(last_active)),
        role: row.try_get_by_index(6)?,
        joined: row.try_get_by_index(7)?,
    })
}

/// People of the instance who fit what was typed, with what they are in the team already. Nobody where nothing was.
///
/// # Errors
///
/// `Invalid` where the search is too long.
pub async fn candidates(cx: &Ctx, team: TeamId, search: &str) -> Result<Vec<Candidate>> {
    let granted = cx.authorize_in::<ViewTeam>(team).await?;
    policy::add_to_team(granted.actor, granted.team.settings.members_invite, TeamRole::Member)?;
    check_search(search)?;
    if search.trim().is_empty() {
        return Ok(Vec::new());
    }
    let db = cx.instance.db.read();
    let mut found = users::found(cx, search).await?;
    found.retain(|it| it.status != Status::Deactivated);
    found.truncate(CANDIDATES);
    let ids = found.iter().map(|it| it.id);
    let members = team_member::Entity::find()
        .filter(team_member::Column::TeamId.eq(team))
        .filter(team_member::Column::UserId.is_in(ids))
        .all(db)
        .await?;
    let mut roles: HashMap<_, _> = members.into_iter().map(|it| (it.user_id, it.role)).collect();
    let offer = |it: domain::user::User| Candidate {
        role: roles.remove(&it.id),
        id: it.id,
        name: it.name,
        username: it.username,
        email: it.email,
        status: it.status,
    };
    Ok(found.into_iter().map(offer).collect())
}
