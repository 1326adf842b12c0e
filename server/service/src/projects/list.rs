//! Projects as somebody sees them.

use std::collections::HashMap;

use domain::error::Kind;
use domain::ids::{ProjectId, TeamId, UserId};
use domain::page::{COUNTED, PAGE, Page};
use domain::pin::Pinned;
use domain::project::{Author, Project, ProjectPage};
use domain::run::check_search;
use domain::team::TeamChip;
use domain::time::Timestamp;
use entity::{project, run};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use crate::ctx::{InProject, InTeam, UseInstance, ViewTeam};
use crate::made::{self, AfterName};
use crate::{Ctx, Result, counted, cursor, markdown, pins};

/// The projects of the team by name, without those that the actor may not know of; `search` stands anywhere in the name,
/// `after` is the `next` of the page before.
///
/// # Errors
///
/// `Invalid` where `after` was made for another search, or the search is too long; else as
/// [`authorize_in`](Ctx::authorize_in).
pub async fn list(cx: &Ctx, team: TeamId, search: &str, after: Option<&str>) -> Result<Page<Project>> {
    let granted = cx.authorize_in::<ViewTeam>(team).await?;
    check_search(search)?;
    let (db, list) = (cx.instance.db.read(), (team, search));
    let after: Option<AfterName> = after.map(|text| cursor::decode(text, &list)).transpose()?;
    let mut select = known(&granted);
    if !search.is_empty() {
        select = select.filter(made::stands_in(project::Column::Name, search));
    }
    let each = select.clone().select_only().column(project::Column::Id).into_query();
    let total = counted::rows(db, each).await?;
    if let Some(AfterName { name, .. }) = after {
        select = select.filter(project::Column::Name.gt(name));
    }
    let mut rows = select.order_by_asc(project::Column::Name).limit(PAGE + 1).all(db).await?;
    let next = made::next_by_name(&mut rows, PAGE, &list, |row| &row.name);
    Ok(Page { rows: shown(db, rows).await?, next, total })
}

/// The projects of the team that the actor may know of.
pub(crate) fn known(granted: &InTeam<ViewTeam>) -> Select<project::Entity> {
    let select = project::Entity::find().filter(project::Column::TeamId.eq(granted.team.id));
    match granted.hidden_projects() {
        Some(hidden) => select.filter(Expr::col(project::Column::Id).not_in_subquery(hidden)),
        None => select,
    }
}

/// The project at this address.
///
/// # Errors
///
/// `NotFound` where there is none, and for whoever may not know of it.
pub async fn open(cx: &Ctx, team: &str, project: &str) -> Result<ProjectPage> {
    let granted = cx.authorize::<UseInstance>().await?;
    let db = cx.instance.db.read();
    let found = InProject::find(db, &granted, (team, project), Kind::Project).await?;
    let InProject { project, team, actor, settings, enforced, .. } = found;
    let pinned = pins::is_pinned(db, Pinned::Project(project.id)).await?;
    let mut found = shown(db, vec![project]).await?;
    let project = found.pop().ok_or(domain::Error::NotFound(Kind::Project))?;
    Ok(ProjectPage {
        team: TeamChip { id: team.id, name: team.name, avatar: team.avatar },
        viewer: actor,
        settings,
        enforced,
        description: markdown::render(&project.description),
        project,
        pinned,
    })
}

async fn shown(db: &impl ConnectionTrait, rows: Vec<project::Model>) -> Result<Vec<Project>> {
    let creators = made::authors(db, rows.iter().filter_map(|row| row.creator_id)).await?;
    let mut runs = runs_of(db, rows.iter().map(|row| row.id)).await?;
    Ok(rows.into_iter().map(|row| told(&creators, runs.remove(&row.id), row)).collect())
}

fn told(creators: &HashMap<UserId, Author>, runs: Option<(i64, Option<Timestamp>)>, row: project::Model) -> Project {
    let (runs, last_run) = runs.unwrap_or_default();
    Project {
        id: row.id,
        name: row.name,
        description: row.description,
        visibility: row.visibility,
        creator: row.creator_id.and_then(|it| creators.get(&it)).cloned(),
        created: row.created_at,
        runs: counted::total(runs),
        last_run,
    }
}

/// How many runs each project has, counted as far as a page says it, and when its newest began.
async fn runs_of(
    db: &impl ConnectionTrait,
    projects: impl Iterator<Item = ProjectId>,
) -> Result<HashMap<ProjectId, (i64, Option<Timestamp>)>> {
    let some = Query::select()
        .column((run::Entity, run::Column::Id))
        .from(run::Entity)
        .and_where(of_project())
        .limit(COUNTED.unsigned_abs() + 1)
        .take();
    let count = Query::select().expr(Func::count(Expr::cust("*"))).from_subquery(some, Alias::new("some")).take();
    let select: SelectStatement = Query::select()
        .column((project::Entity, project::Column::Id))
        .expr(Expr::SubQuery(None, Box::new(count.into())))
        .expr(newest_run())
        .from(project::Entity)
        .and_where(project::Column::Id.is_in(projects))
        .take();
    let rows = db.query_all(&select).await?;
    let read = |row: &sea_orm::QueryResult| {
        let last: Option<i64> = row.try_get_by_index(2)?;
        Ok((row.try_get_by_index(0)?, (row.try_get_by_index(1)?, last.map(Timestamp))))
    };
    rows.iter().map(read).collect()
}

/// When the newest run of each of these projects began, of those that have any.
pub(crate) async fn newest_runs(
    db: &impl ConnectionTrait,
    projects: impl Iterator<Item = ProjectId>,
) -> Result<HashMap<ProjectId, Timestamp>> {
    let select: SelectStatement = Query::select()
        .column((project::Entity, project::Column::Id))
        .expr(newest_run())
        .from(project::Entity)
        .and_where(project::Column::Id.is_in(projects))
        .take();
    let rows = db.query_all(&select).await?;
    let read = |row: &sea_orm::QueryResult| Ok((row.try_get_by_index(0)?, row.try_get_by_index::<Option<i64>>(1)?));
    let rows = rows.iter().map(read).collect::<Result<Vec<(ProjectId, Option<i64>)>>>()?;
    Ok(rows.into_iter().filter_map(|(id, at)| Some((id, Timestamp(at?)))).collect())
}

/// Of the project at hand.
fn newest_run() -> SimpleExpr {
    let newest = Query::select()
        .column((run::Entity, run::Column::CreatedAt))
        .from(run::Entity)
        .and_where(of_project())
        .order_by((run::Entity, run::Column::CreatedAt), Order::Desc)
        .limit(1)
        .take();
    Expr::SubQuery(None, Box::new(newest.into()))
}

fn of_project() -> SimpleExpr {
    Expr::col((run::Entity, run::Column::ProjectId)).equals((project::Entity, project::Column::Id))
}
