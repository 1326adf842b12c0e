//! What becomes of what a member made, told before they go.

use domain::error::Kind;
use domain::ids::{TeamId, UserId};
use domain::policy::{self, TeamRole};
use domain::team::Removal;
use domain::user::Status;
use entity::{project, report, run, team, team_member, user};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, Order};

use super::members::one;
use super::open::counts;
use crate::ctx::ManageMembers;
use crate::{Ctx, Result, counted};

/// What of a member stays with the team when they go.
///
/// # Errors
///
/// `NotFound` where the user is no member.
pub async fn preview_removal(cx: &Ctx, team: TeamId, user: UserId) -> Result<Removal> {
    cx.authorize_in::<ManageMembers>(team).await?;
    let db = cx.instance.db.read();
    let member = one(db, team, user).await?.ok_or(domain::Error::NotFound(Kind::Member))?;
    let counts = counts(db, team).await?;
    let runs = counted::all()
        .from(run::Entity)
        .and_where(run::Column::AuthorId.eq(user))
        .and_where(run::Column::ProjectId.in_subquery(projects_of(team)))
        .take();
    let reports = counted::all()
        .from(report::Entity)
        .and_where(report::Column::AuthorId.eq(user))
        .and_where(report::Column::ProjectId.in_subquery(projects_of(team)))
        .take();
    Ok(Removal {
        runs: counted::number(db, &runs).await?,
        reports: counted::number(db, &reports).await?,
        is_last_admin: policy::is_last_admin(member.standing(), counts),
    })
}

fn projects_of(team: TeamId) -> SelectStatement {
    Query::select().column(project::Column::Id).from(project::Entity).and_where(project::Column::TeamId.eq(team)).take()
}

/// The names of the teams whose last admins are among these users, and that have other members.
pub(crate) async fn left_without_admin(db: &impl ConnectionTrait, users: &[UserId]) -> Result<Vec<String>> {
    let among = |column: (team_member::Entity, team_member::Column)| {
        Expr::col(column).is_in(users.iter().map(|user| user.uuid()))
    };
    let of_team =
        || Expr::col((team_member::Entity, team_member::Column::TeamId)).equals((team::Entity, team::Column::Id));
    let member = (team_member::Entity, team_member::Column::UserId);
    let role = || Expr::col((team_member::Entity, team_member::Column::Role)).eq(TeamRole::Admin.as_str());
    let theirs = Query::select()
        .column((team_member::Entity, team_member::Column::TeamId))
        .from(team_member::Entity)
        .and_where(among(member))
        .and_where(role())
        .take();
    let own = Expr::col((user::Entity, user::Column::Id)).equals(member);
    let others = Query::select()
        .expr(Expr::val(1))
        .from(team_member::Entity)
        .inner_join(user::Entity, own)
        .and_where(of_team())
        .and_where(among(member).not())
        .take();
    let other_admins = others
        .clone()
        .and_where(role())
        .and_where(Expr::col((user::Entity, user::Column::Status)).eq(Status::Active.as_str()))
        .take();
    let select = Query::select()
        .column((team::Entity, team::Column::Name))
        .from(team::Entity)
        .and_where(Expr::col((team::Entity, team::Column::Id)).in_subquery(theirs))
        .and_where(Expr::exists(others))
        .and_where(Expr::not_exists(other_admins))
        .order_by((team::Entity, team::Column::Name), Order::Asc)
        .take();
    let rows = db.query_all(&select).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}
