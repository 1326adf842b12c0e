//! Teams as their members see them.

use domain::error::Kind;
use domain::ids::{TeamId, UserId};
use domain::policy::{TeamCounts, TeamRole};
use domain::team::{Team, TeamChip};
use domain::user::Status;
use entity::{handle, project, team, team_member, user};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Order};

use crate::ctx::{InTeam, UseInstance, ViewTeam};
use crate::{Ctx, Error, Result};

/// The teams I am in, by name.
pub async fn mine(cx: &Ctx) -> Result<Vec<TeamChip>> {
    let granted = cx.authorize::<UseInstance>().await?;
    let Some(me) = granted.by else { return Ok(Vec::new()) };
    let rows = cx.instance.db.read().query_all(&of_user(me)).await?;
    let chip =
        |row: &sea_orm::QueryResult| Ok(TeamChip { id: row.try_get_by_index(0)?, name: row.try_get_by_index(1)? });
    rows.iter().map(chip).collect()
}

/// The names of the teams somebody is in, in order.
pub(super) async fn names_of(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<String>> {
    let rows = db.query_all(&of_user(user)).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(1)?)).collect()
}

fn of_user(user: UserId) -> SelectStatement {
    let own = Expr::col((team::Entity, team::Column::Id)).equals((team_member::Entity, team_member::Column::TeamId));
    Query::select()
        .columns([team::Column::Id, team::Column::Name].map(|it| (team::Entity, it)))
        .from(team_member::Entity)
        .inner_join(team::Entity, own)
        .and_where(team_member::Column::UserId.eq(user))
        .order_by((team::Entity, team::Column::Name), Order::Asc)
        .take()
}

/// The team with this name, as the actor sees it.
///
/// # Errors
///
/// `NotFound` where there is none, and for whoever is not in it.
pub async fn open(cx: &Ctx, name: &str) -> Result<Team> {
    let granted = cx.authorize::<UseInstance>().await?;
    let db = cx.instance.db.read();
    let id = handle::Entity::find_by_id(name).one(db).await?.and_then(|it| it.team_id);
    let id = id.ok_or(domain::Error::NotFound(Kind::Team))?;
    let InTeam { team, actor, .. } = InTeam::<ViewTeam>::prove(db, &granted, id).await?;
    let projects = count().from(project::Entity).and_where(project::Column::TeamId.eq(id)).take();
    Ok(Team {
        counts: counts(db, id).await?,
        projects: number(db, &projects).await?,
        id,
        name: team.name,
        description: team.description,
        storage: team.storage,
        settings: team.settings,
        created: team.created_at,
        viewer: actor,
    })
}

/// How many are in the team, and how many of them are admins who can sign in.
pub(super) async fn counts(db: &impl ConnectionTrait, team: TeamId) -> Result<TeamCounts> {
    let members = count().from(team_member::Entity).and_where(team_member::Column::TeamId.eq(team)).take();
    let own = Expr::col((user::Entity, user::Column::Id)).equals((team_member::Entity, team_member::Column::UserId));
    let admins = count()
        .from(team_member::Entity)
        .inner_join(user::Entity, own)
        .and_where(team_member::Column::TeamId.eq(team))
        .and_where(Expr::col((team_member::Entity, team_member::Column::Role)).eq(TeamRole::Admin.as_str()))
        .and_where(user::Column::Status.eq(Status::Active))
        .take();
    Ok(TeamCounts { admins: number(db, &admins).await?, members: number(db, &members).await? })
}

fn count() -> SelectStatement {
    Query::select().expr(Func::count(Expr::cust("*"))).take()
}

async fn number(db: &impl ConnectionTrait, select: &SelectStatement) -> Result<i64> {
    let row = db.query_one(select).await?.ok_or_else(|| Error::Internal("a count without an answer".to_owned()))?;
    Ok(row.try_get_by_index(0)?)
}
