//! Runs as lists.

use domain::error::Kind;
use domain::ids::{ProjectId, RunId, TeamId, UserId};
use domain::page::{PAGE, Page};
use domain::run::{Run, RunColumn, RunQuery, RunState};
use domain::sort::Sort;
use domain::time::Timestamp;
use entity::run;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait, Select,
};
use serde::Serialize;
use serde_json::Value;

use crate::ctx::{InProject, InTeam, UseInstance, ViewTeam};
use crate::keyset::{self, Holds, Key, Keyset};
use crate::made::{self, author, authors, project_names};
use crate::{Ctx, Result, counted};

/// How many a team's home page shows.
const LATEST: u64 = 5;

/// What a list needs of a run: neither config nor notes.
const COLUMNS: [run::Column; 10] = [
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

/// What runs are ordered by when they are by name, which the database derives from the name.
const NAME_KEY: &str = "name_key";

#[derive(FromQueryResult)]
pub(super) struct Listed {
    pub id: RunId,
    pub project_id: ProjectId,
    name: String,
    display_name: String,
    name_key: String,
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
    keyset(Sort::default()).ordered(listed(runs), None)
}

/// With what a list needs of each.
pub(super) fn listed(runs: Select<run::Entity>) -> Select<run::Entity> {
    runs.select_only().columns(COLUMNS).column_as(Expr::col((run::Entity, NAME_KEY)), NAME_KEY)
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
    let (db, order) = (cx.instance.db.read(), keyset(query.sort));
    let after = order.read(after, list)?;
    if let Some(state) = query.state {
        select = select.filter(run::Column::State.eq(state));
    }
    if !query.search.is_empty() {
        let named = run::Column::Name.eq(made::sought(&query.search));
        select = select.filter(made::stands_in(run::Column::DisplayName, &query.search).or(named));
    }
    let each = select.clone().select_only().column(run::Column::Id).into_query();
    let total = counted::rows(db, each).await?;
    let select = order.ordered(listed(select), after.as_ref());
    let mut rows: Vec<Listed> = select.limit(PAGE + 1).into_model().all(db).await?;
    let key = |row: &Listed| match query.sort.column {
        RunColumn::Name => Key::from(&row.name_key),
        RunColumn::Created => Key::from(row.created_at),
    };
    let next = keyset::next(&mut rows, PAGE, list, |row| (key(row), row.id.uuid()));
    Ok(Page { rows: told(db, rows).await?, next, total })
}

pub(super) fn keyset(sort: Sort<RunColumn>) -> Keyset {
    let id = (run::Entity, run::Column::Id);
    match sort.column {
        RunColumn::Name => Keyset::new((run::Entity, NAME_KEY), Holds::Texts, id, sort.direction),
        RunColumn::Created => Keyset::new((run::Entity, run::Column::CreatedAt), Holds::Numbers, id, sort.direction),
    }
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
