//! Runs as lists, the newest first.

use domain::error::Kind;
use domain::ids::{ProjectId, RunId, TeamId, UserId};
use domain::page::{PAGE, Page};
use domain::run::{Run, RunQuery, RunState};
use domain::time::Timestamp;
use entity::run;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
};
use serde::Serialize;
use serde_json::Value;

use crate::ctx::{InProject, InTeam, UseInstance, ViewTeam};
use crate::made::{self, After, author, authors, project_names};
use crate::{Ctx, Result, counted, cursor};

/// How many a team's home page shows.
const LATEST: u64 = 5;

/// What a list needs of a run: neither config nor notes.
pub(super) const COLUMNS: [run::Column; 10] = [
    run::Column::Id,
    run::Column::ProjectId,
    run::Column::Name,
    run::Column::DisplayName,
    run::Column::State,
    run::Column::AuthorId,
    run::Column::Tags,
    run::Column::CreatedAt,
    run::Column::HeartbeatAt,
    run::Column::FinishedAt,
];

#[derive(FromQueryResult)]
pub(super) struct Listed {
    pub id: RunId,
    pub project_id: ProjectId,
    name: String,
    display_name: String,
    state: RunState,
    author_id: UserId,
    tags: Value,
    pub created_at: Timestamp,
    heartbeat_at: Timestamp,
    finished_at: Option<Timestamp>,
}

/// The runs of a team, without those in projects that the actor may not know of; `after` is the `next` of the page
/// before.
///
/// # Errors
///
/// `Invalid` where `after` was made for another query, or the search is too long; else as
/// [`authorize_in`](Ctx::authorize_in).
pub async fn list_of_team(cx: &Ctx, team: TeamId, query: &RunQuery, after: Option<&str>) -> Result<Page<Run>> {
    let granted = cx.authorize_in::<ViewTeam>(team).await?;
    page(cx, of_team(&granted), query, &(team, query), after).await
}

/// The few newest of them.
pub(crate) async fn latest(cx: &Ctx, granted: &InTeam<ViewTeam>) -> Result<Vec<Run>> {
    let db = cx.instance.db.read();
    let rows = newest(of_team(granted)).limit(LATEST).into_model().all(db).await?;
    told(db, rows).await
}

fn of_team(granted: &InTeam<ViewTeam>) -> Select<run::Entity> {
    let select = run::Entity::find().filter(run::Column::TeamId.eq(granted.team.id));
    match granted.hidden_projects() {
        Some(hidden) => select.filter(Expr::col(run::Column::ProjectId).not_in_subquery(hidden)),
        None => select,
    }
}

pub(super) fn newest(runs: Select<run::Entity>) -> Select<run::Entity> {
    runs.order_by_desc(run::Column::CreatedAt).order_by_desc(run::Column::Id).select_only().columns(COLUMNS)
}

/// The runs of a project; `after` is the `next` of the page before.
///
/// # Errors
///
/// `Invalid` as [`list_of_team`]; `NotFound` for whoever may not know of the project.
pub async fn list_of_project(cx: &Ctx, project: ProjectId, query: &RunQuery, after: Option<&str>) -> Result<Page<Run>> {
    let granted = cx.authorize::<UseInstance>().await?;
    InProject::prove(cx.instance.db.read(), &granted, project, Kind::Project).await?;
    let select = run::Entity::find().filter(run::Column::ProjectId.eq(project));
    page(cx, select, query, &(project, query), after).await
}

async fn page(
    cx: &Ctx,
    mut select: Select<run::Entity>,
    query: &RunQuery,
    list: &impl Serialize,
    after: Option<&str>,
) -> Result<Page<Run>> {
    query.check()?;
    let db = cx.instance.db.read();
    let after: Option<After> = after.map(|text| cursor::decode(text, list)).transpose()?;
    if let Some(state) = query.state {
        select = select.filter(run::Column::State.eq(state));
    }
    if !query.search.is_empty() {
        let named = run::Column::Name.eq(made::sought(&query.search));
        select = select.filter(made::stands_in(run::Column::DisplayName, &query.search).or(named));
    }
    let each = select.clone().select_only().column(run::Column::Id).into_query();
    let total = counted::rows(db, each).await?;
    if let Some(After { at, id, .. }) = after {
        let key = Expr::tuple([run::Column::CreatedAt, run::Column::Id].map(|it| Expr::col((run::Entity, it))));
        select = select.filter(key.lt(Expr::tuple([Expr::val(at.0), Expr::val(id)])));
    }
    let mut rows: Vec<Listed> = newest(select).limit(PAGE + 1).into_model().all(db).await?;
    let next = made::next_of(&mut rows, PAGE, list, |row| (row.created_at, row.id.uuid()));
    Ok(Page { rows: told(db, rows).await?, next, total })
}

pub(super) async fn told(db: &impl ConnectionTrait, rows: Vec<Listed>) -> Result<Vec<Run>> {
    let people = authors(db, rows.iter().map(|row| row.author_id)).await?;
    let projects = project_names(db, rows.iter().map(|row| row.project_id)).await?;
    let tell = |row: Listed| {
        Ok(Run {
            id: row.id,
            name: row.name,
            display_name: row.display_name,
            project: projects.get(&row.project_id).cloned().unwrap_or_default(),
            state: row.state,
            author: author(&people, row.author_id)?,
            tags: tags(row.tags),
            created: row.created_at,
            heartbeat: row.heartbeat_at,
            finished: row.finished_at,
        })
    };
    rows.into_iter().map(tell).collect()
}

/// The tags of a run as they are stored.
pub(super) fn tags(stored: Value) -> Vec<String> {
    serde_json::from_value(stored).unwrap_or_default()
}
