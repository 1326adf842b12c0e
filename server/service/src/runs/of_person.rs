//! The runs of a person, of all teams, the newest first.

use domain::ids::UserId;
use domain::page::{PAGE, Page};
use domain::run::{RunState, TeamRun};
use domain::sort::Sort;
use domain::time::Timestamp;
use entity::run;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::list::{Listed, keyset, listed, newest, told};
use crate::ctx::{Granted, UseInstance};
use crate::keyset::{self as order, Last};
use crate::made_by::{self, Found, Table};
use crate::{Ctx, Result, users};

const RUNS: Table<run::Entity> = Table {
    entity: run::Entity,
    id: run::Column::Id,
    author: run::Column::AuthorId,
    project: run::Column::ProjectId,
    at: run::Column::CreatedAt,
    published: None,
};

/// What somebody logged, without the runs in projects that the actor may not know of; `after` is the `next` of the page
/// before.
///
/// # Errors
///
/// `Invalid` where `after` was made for another list; `NotFound` where there is no such person.
pub async fn list_of_person(cx: &Ctx, person: UserId, after: Option<&str>) -> Result<Page<TeamRun>> {
    let granted = cx.authorize::<UseInstance>().await?;
    let db = cx.instance.db.read();
    users::find_listed(db, person).await?;
    let last = keyset(Sort::default()).read(after, &("runs", person))?;
    page(db, &granted, person, PAGE, last.as_ref()).await
}

/// The few newest of them.
pub(crate) async fn newest_of_person(
    db: &impl ConnectionTrait,
    granted: &Granted<UseInstance>,
    person: UserId,
    few: u64,
) -> Result<Page<TeamRun>> {
    page(db, granted, person, few, None).await
}

/// One's own runs, for whom they wait.
pub(crate) struct Own {
    /// The few newest.
    pub newest: Page<TeamRun>,
    /// Those that failed or crashed, the last first.
    pub ended: Vec<TeamRun>,
}

/// The few newest of the actor, and those that ended badly since then; of these not more than a page.
pub(crate) async fn own(
    db: &impl ConnectionTrait,
    granted: &Granted<UseInstance>,
    me: UserId,
    few: u64,
    since: Timestamp,
) -> Result<Own> {
    let found = made_by::find(db, granted, RUNS, me, few, None).await?;
    let mut rows = Vec::new();
    for state in [RunState::Failed, RunState::Crashed] {
        let ended = run::Entity::find()
            .filter(run::Column::AuthorId.eq(me))
            .filter(run::Column::State.eq(state))
            .filter(run::Column::HeartbeatAt.gte(since))
            .order_by_desc(run::Column::HeartbeatAt)
            .order_by_desc(run::Column::Id);
        let of_state: Vec<Listed> = listed(ended).limit(PAGE).into_model().all(db).await?;
        rows.extend(of_state.into_iter().filter(|row| found.holds(row.project_id)));
    }
    let mut ended = in_teams(db, &found, rows).await?;
    ended.sort_by_key(|it| std::cmp::Reverse((it.run.heartbeat, it.run.id)));
    Ok(Own { newest: read(db, found, me, few).await?, ended })
}

async fn page(
    db: &impl ConnectionTrait,
    granted: &Granted<UseInstance>,
    person: UserId,
    page: u64,
    last: Option<&Last>,
) -> Result<Page<TeamRun>> {
    let found = made_by::find(db, granted, RUNS, person, page, last).await?;
    read(db, found, person, page).await
}

async fn read(db: &impl ConnectionTrait, mut found: Found, person: UserId, page: u64) -> Result<Page<TeamRun>> {
    let total = found.total;
    let Some(ids) = found.ids.take() else { return Ok(Page { rows: Vec::new(), next: None, total }) };
    let select = run::Entity::find().filter(Expr::col((run::Entity, run::Column::Id)).in_subquery(ids));
    let mut rows: Vec<Listed> = newest(select).limit(page + 1).into_model().all(db).await?;
    let next = order::next(&mut rows, page, &("runs", person), |row| (row.created_at.into(), row.id.uuid()));
    Ok(Page { rows: in_teams(db, &found, rows).await?, next, total })
}

async fn in_teams(db: &impl ConnectionTrait, found: &Found, rows: Vec<Listed>) -> Result<Vec<TeamRun>> {
    let teams: Vec<String> = rows.iter().map(|row| found.team_of(row.project_id)).collect();
    Ok(told(db, rows).await?.into_iter().zip(teams).map(|(run, team)| TeamRun { team, run }).collect())
}
