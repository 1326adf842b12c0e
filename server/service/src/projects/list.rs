//! Projects as somebody sees them.

use std::collections::HashMap;

use domain::error::Kind;
use domain::ids::{ProjectId, TeamId, UserId};
use domain::page::{COUNTED, PAGE, Page, check_search};
use domain::pin::Pinned;
use domain::project::{Author, Project, ProjectColumn, ProjectPage, ProjectQuery};
use domain::team::TeamChip;
use entity::{project, run};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use super::last_run;
use crate::ctx::{InProject, InTeam, UseInstance, ViewTeam};
use crate::keyset::{self, Holds, Key, Keyset};
use crate::{Ctx, Result, counted, made, markdown, pins};

/// The projects of the team, without those that the actor may not know of; `after` is the `next` of the page before.
///
/// # Errors
///
/// `Invalid` where `after` was made for another query, or the search is too long; else as
/// [`authorize_in`](Ctx::authorize_in).
pub async fn list(cx: &Ctx, team: TeamId, query: &ProjectQuery, after: Option<&str>) -> Result<Page<Project>> {
    let granted = cx.authorize_in::<ViewTeam>(team).await?;
    let ProjectQuery { search, sort } = query;
    check_search(search)?;
    let (db, list) = (cx.instance.db.read(), (team, query));
    let order = match sort.column {
        ProjectColumn::Name => Keyset::unique((project::Entity, project::Column::Name), sort.direction),
        ProjectColumn::LastRun => {
            let [key, id] = [project::Column::LastRunKey, project::Column::Id].map(|it| (project::Entity, it));
            Keyset::new(key, Holds::Numbers, id, sort.direction)
        }
    };
    let after = order.read(after, &list)?;
    let mut select = known(&granted);
    if !search.is_empty() {
        select = select.filter(made::stands_in(project::Column::Name, search));
    }
    let each = select.clone().select_only().column(project::Column::Id).into_query();
    let total = counted::rows(db, each).await?;
    let mut rows = order.ordered(select, after.as_ref()).limit(PAGE + 1).all(db).await?;
    let key = |row: &project::Model| match sort.column {
        ProjectColumn::Name => Key::from(&row.name),
        ProjectColumn::LastRun => Key::from(row.last_run_key),
    };
    let next = keyset::next(&mut rows, PAGE, &list, |row| (key(row), row.id.uuid()));
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

fn told(creators: &HashMap<UserId, Author>, runs: Option<i64>, row: project::Model) -> Project {
    Project {
        last_run: last_run::of(&row),
        id: row.id,
        name: row.name,
        description: row.description,
        visibility: row.visibility,
        creator: row.creator_id.and_then(|it| creators.get(&it)).cloned(),
        created: row.created_at,
        runs: counted::total(runs.unwrap_or_default()),
    }
}

/// How many runs each project has, counted as far as a page says it.
async fn runs_of(
    db: &impl ConnectionTrait,
    projects: impl Iterator<Item = ProjectId>,
) -> Result<HashMap<ProjectId, i64>> {
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
        .from(project::Entity)
        .and_where(project::Column::Id.is_in(projects))
        .take();
    let rows = db.query_all(&select).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

fn of_project() -> SimpleExpr {
    Expr::col((run::Entity, run::Column::ProjectId)).equals((project::Entity, project::Column::Id))
}
