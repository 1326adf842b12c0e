//! Teams as their members see them.

use domain::error::Kind;
use domain::ids::{TeamId, UserId};
use domain::policy::{self, Denied, OrgRole, TeamCounts, TeamRole};
use domain::service_account::{Reach, Scope};
use domain::team::{MyTeams, Team, TeamChip, TeamHome};
use domain::user::Status;
use entity::{project, team, team_bucket, team_member, user};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Order, QueryResult};

use super::members::active;
use crate::ctx::{InTeam, ManageTeam, TeamGrant, UseInstance, ViewTeam};
use crate::{Ctx, Result, counted, handles, markdown, organization, pins, runs, storage};

/// What a list shows of a team.
pub(super) const CHIP: [team::Column; 3] = [team::Column::Id, team::Column::Name, team::Column::Avatar];

/// The teams I am in, by name, and whether I may create one; for a service account those that it reaches.
pub async fn mine(cx: &Ctx) -> Result<MyTeams> {
    let granted = cx.authorize::<UseInstance>().await?;
    let db = cx.instance.db.read();
    let teams = match (granted.by, granted.account) {
        (Some(me), _) => of(db, me).await?,
        (None, Some(account)) => chips(db, &of_account(account.reach)).await?,
        (None, None) => Vec::new(),
    };
    Ok(MyTeams { teams, denied: may_create_as(db, granted.role).await?.err() })
}

/// Refuses whoever may not create a team.
pub(super) async fn may_create(cx: &Ctx) -> Result<()> {
    let granted = cx.authorize::<UseInstance>().await?;
    if cx.is_service_account() {
        return Err(Denied::PeopleOnly.into());
    }
    Ok(may_create_as(cx.instance.db.read(), granted.role).await??)
}

async fn may_create_as(db: &impl ConnectionTrait, role: OrgRole) -> Result<Result<(), Denied>> {
    // Whoever may in any case needs not be asked about.
    if policy::create_team(role, false).is_ok() {
        return Ok(Ok(()));
    }
    Ok(policy::create_team(role, organization::decided(db).await?.members_create_teams))
}

/// The teams somebody is in, by name.
pub(crate) async fn of(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<TeamChip>> {
    chips(db, &of_user(user)).await
}

async fn chips(db: &impl ConnectionTrait, teams: &SelectStatement) -> Result<Vec<TeamChip>> {
    let rows = db.query_all(teams).await?;
    let chip = |row: &QueryResult| {
        Ok(TeamChip { id: row.try_get_by_index(0)?, name: row.try_get_by_index(1)?, avatar: row.try_get_by_index(2)? })
    };
    rows.iter().map(chip).collect()
}

pub(super) fn of_user(user: UserId) -> SelectStatement {
    let own = Expr::col((team::Entity, team::Column::Id)).equals((team_member::Entity, team_member::Column::TeamId));
    Query::select()
        .columns(CHIP.map(|it| (team::Entity, it)))
        .from(team_member::Entity)
        .inner_join(team::Entity, own)
        .and_where(team_member::Column::UserId.eq(user))
        .order_by((team::Entity, team::Column::Name), Order::Asc)
        .take()
}

pub(super) fn of_account(reach: Reach) -> SelectStatement {
    let mut select = Query::select().columns(CHIP).from(team::Entity).order_by(team::Column::Name, Order::Asc).take();
    if reach.scope == Scope::Team {
        select.and_where(team::Column::Id.eq(reach.team));
    }
    select
}

/// The team with this name, as the actor sees it.
///
/// # Errors
///
/// `NotFound` where there is none, and for whoever is not in it.
pub async fn open(cx: &Ctx, name: &str) -> Result<Team> {
    opened(cx, find::<ViewTeam>(cx, name).await?).await
}

/// What the team's home page shows.
///
/// # Errors
///
/// As [`open`].
pub async fn home(cx: &Ctx, team: TeamId) -> Result<TeamHome> {
    let granted = cx.authorize_in::<ViewTeam>(team).await?;
    let (active, latest) = (active(cx, &granted).await?, runs::latest(cx, &granted).await?);
    let pins = pins::shown(cx, &granted).await?;
    let team = opened(cx, granted).await?;
    Ok(TeamHome { about: markdown::render(&team.description), pins, latest, active, team })
}

/// The same, for whoever may see and change the team's settings.
///
/// # Errors
///
/// `Denied` for members; else as [`open`].
pub async fn open_settings(cx: &Ctx, name: &str) -> Result<Team> {
    let granted = find::<ManageTeam>(cx, name).await?;
    let bucket = team_bucket::Entity::find_by_id(granted.team.id).one(cx.instance.db.read()).await?;
    Ok(Team { bucket: bucket.map(storage::place), ..opened(cx, granted).await? })
}

/// Proves that the actor holds `G` in the team with this name.
pub(crate) async fn find<G: TeamGrant>(cx: &Ctx, name: &str) -> Result<InTeam<G>> {
    let granted = cx.authorize::<UseInstance>().await?;
    let db = cx.instance.db.read();
    let id = handles::find(db, name).await?.and_then(|it| it.team_id);
    InTeam::prove(db, &granted, id.ok_or(domain::Error::NotFound(Kind::Team))?).await
}

async fn opened<G>(cx: &Ctx, granted: InTeam<G>) -> Result<Team> {
    let (db, InTeam { team, settings, actor, .. }) = (cx.instance.db.read(), granted);
    let id = team.id;
    let projects = counted::all().from(project::Entity).and_where(project::Column::TeamId.eq(id)).take();
    Ok(Team {
        counts: counts(db, id).await?,
        projects: counted::number(db, &projects).await?,
        id,
        name: team.name,
        description: team.description,
        storage: team.storage,
        bucket: None,
        avatar: team.avatar,
        enforced: organization::decided(db).await?.enforced,
        settings,
        created: team.created_at,
        viewer: actor,
    })
}

/// How many are in the team, and how many of them are admins who can sign in.
pub(super) async fn counts(db: &impl ConnectionTrait, team: TeamId) -> Result<TeamCounts> {
    let members = counted::all().from(team_member::Entity).and_where(team_member::Column::TeamId.eq(team)).take();
    let own = Expr::col((user::Entity, user::Column::Id)).equals((team_member::Entity, team_member::Column::UserId));
    let active = Expr::case(user::Column::Status.eq(Status::Active), 1);
    // Of a condition on the status SQLite would make a walk through all active users.
    let admins = Query::select()
        .expr(Func::count(active))
        .from(team_member::Entity)
        .inner_join(user::Entity, own)
        .and_where(team_member::Column::TeamId.eq(team))
        .and_where(Expr::col((team_member::Entity, team_member::Column::Role)).eq(TeamRole::Admin.as_str()))
        .take();
    Ok(TeamCounts { admins: counted::number(db, &admins).await?, members: counted::number(db, &members).await? })
}
