//! Objects that no file of a run names: on their way, or left behind. Each is written down before it can come to be, so that
//! none is forgotten, whatever ends in the middle.

use std::collections::HashSet;
use std::time::Duration;

use domain::ids::{ObjectId, RunId, TeamId};
use domain::time::Timestamp;
use entity::stray_object::{Column, Entity, Model};
use entity::{run, run_file};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use tokio::time::error::Elapsed;
use tokio::time::timeout;

use crate::ctx::{Change, UseInstance};
use crate::{Instance, Result, many, storage};

/// Strays that are deleted in one go.
const AT_ONCE: u64 = 100;
/// How long it is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// When what could not be deleted is tried again.
const AGAIN_SECONDS: i64 = 3600;

/// How an object is called in the storage of its team. The name of its file is not in it: it may be anything.
pub(crate) fn name(run: RunId, object: ObjectId) -> String {
    format!("runs/{run}/{object}")
}

/// Writes down that nothing names the objects any more, from now on.
pub(super) async fn leave(tx: &DatabaseTransaction, strays: Vec<Model>) -> Result<()> {
    many::insert::<Entity>(tx, strays).await?;
    Ok(())
}

/// Leaves all objects of a run that is being deleted, and says which.
pub(super) async fn of_run(change: &Change<UseInstance>, row: &run::Model) -> Result<Vec<Model>> {
    let Some(team_id) = row.team_id else { return Ok(Vec::new()) };
    let objects: Vec<Option<ObjectId>> = run_file::Entity::find()
        .select_only()
        .column(run_file::Column::Object)
        .filter(run_file::Column::RunId.eq(row.id))
        .filter(run_file::Column::Object.is_not_null())
        .into_tuple()
        .all(&change.tx)
        .await?;
    let stray = |id| Model { id, team_id, run_id: row.id, due_at: change.now() };
    let strays: Vec<Model> = objects.into_iter().flatten().map(stray).collect();
    leave(&change.tx, strays.clone()).await?;
    Ok(strays)
}

/// Deletes strays after the commit that made them such. What does not go, or takes too long, is left to the [`sweep`].
pub(super) async fn clear(instance: &Instance, strays: Vec<Model>) {
    let outcome = timeout(PATIENCE, async {
        for stray in strays {
            delete(instance, &stray).await?;
        }
        Ok::<_, crate::Error>(())
    });
    match outcome.await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(?error, "a file could not be deleted: it is tried again later"),
        Err(_) => tracing::info!("files take long to delete: the others are deleted later"),
    }
}

/// Deletes strays that are due, up to a hundred, and says how many were found. What does not go is due again in an hour, and
/// with it what else lies in that storage: it is not asked again until then.
pub async fn sweep(instance: &Instance) -> Result<usize> {
    let now = instance.clock.now();
    let due = Entity::find().filter(Column::DueAt.lte(now)).order_by_asc(Column::DueAt).limit(AT_ONCE);
    let found = due.all(instance.db.read()).await?;
    let count = found.len();
    let mut failing: HashSet<TeamId> = HashSet::new();
    for stray in found {
        let taken = take(instance, &stray, now.plus_seconds(AGAIN_SECONDS)).await?;
        if !taken || failing.contains(&stray.team_id) {
            continue;
        }
        if !is_gone(timeout(PATIENCE, delete(instance, &stray)).await) {
            tracing::warn!(run = %stray.run_id, "a file could not be deleted: it is tried again in an hour");
            failing.insert(stray.team_id);
        }
    }
    Ok(count)
}

fn is_gone(outcome: Result<Result<()>, Elapsed>) -> bool {
    match outcome {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::warn!(?error, "the storage refuses to delete");
            false
        }
        Err(_) => false,
    }
}

/// Takes a stray that is still due: whoever was on the way to name it comes too late from now on.
async fn take(instance: &Instance, stray: &Model, again: Timestamp) -> Result<bool> {
    let taken = Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(again.0))
        .filter(Column::Id.eq(stray.id))
        .filter(Column::DueAt.eq(stray.due_at))
        .exec(instance.db.writer())
        .await?;
    Ok(taken.rows_affected == 1)
}

async fn delete(instance: &Instance, stray: &Model) -> Result<()> {
    let store = storage::of_team(instance, stray.team_id).await?;
    store.delete(&name(stray.run_id, stray.id)).await?;
    Entity::delete_by_id(stray.id).exec(instance.db.writer()).await?;
    Ok(())
}
