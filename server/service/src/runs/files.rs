//! The files of a run: their names in the table, their contents in the storage of its team.

use bytes::Bytes;
use domain::error::Kind;
use domain::ids::{ObjectId, RunId, TeamId};
use domain::run::{FILE_MAX, FILES_MAX, RunFile, file_name};
use domain::time::Timestamp;
use entity::{run_file, stray_object};
use futures::{Stream, StreamExt};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter,
};
use uuid::Uuid;

use super::{prove, stray};
use crate::storage::{self, Stored, Writing};
use crate::{Ctx, Error, Result, organization};

/// How long a file may be on its way.
const ON_ITS_WAY_DAYS: i64 = 1;

/// What is in a file.
pub struct Contents {
    pub file: RunFile,
    pub stored: Stored,
}

/// Keeps what comes as a file of the run, in the place of the one of that name; `length` is what is known of its length. What
/// breaks off leaves the file as it was.
///
/// # Errors
///
/// `Invalid` where the name breaks a rule, the body breaks off or is too large, or the run has too many files; `Denied` for code
/// where no team saves it; else as [`log`](super::log()), though a run that ended still takes files.
pub async fn put_file<E>(
    cx: &Ctx,
    run: RunId,
    name: &str,
    length: Option<u64>,
    body: impl Stream<Item = Result<Bytes, E>> + Send,
) -> Result<RunFile> {
    let name = file_name(name).map_err(|rule| domain::Error::invalid("name", rule))?;
    check_length(length.unwrap_or_default())?;
    let coming = announce(cx, run, &name).await?;
    let store = storage::of_team(&cx.instance, coming.team_id).await?;
    let writing = store.write(&stray::name(run, coming.id), length);
    let kept = match receive(writing, body).await {
        Ok(size) => name_it(cx, &coming, name, size).await,
        Err(error) => Err(error),
    };
    match kept {
        Ok((file, replaced)) => {
            stray::clear(&cx.instance, replaced).await;
            Ok(file)
        }
        Err(error) => {
            stray::clear(&cx.instance, vec![coming]).await;
            Err(error)
        }
    }
}

/// Writes down that an object is coming.
async fn announce(cx: &Ctx, run: RunId, name: &str) -> Result<stray_object::Model> {
    let (write, row) = prove::begin(cx, run).await?;
    organization::decided(&write.tx).await?.keep_file(name)?;
    let of_run = run_file::Entity::find().filter(run_file::Column::RunId.eq(run));
    if of_run.count(&write.tx).await? >= FILES_MAX {
        return Err(domain::Error::invalid("name", "A run has at most 10,000 files.").into());
    }
    let due_at = write.now().plus_days(ON_ITS_WAY_DAYS);
    let coming = stray(team(row.team_id)?, run, ObjectId::from_uuid(Uuid::now_v7()), due_at);
    stray::leave(&write.tx, vec![coming.clone()]).await?;
    write.commit().await?;
    Ok(coming)
}

async fn receive<E>(mut writing: Writing, body: impl Stream<Item = Result<Bytes, E>> + Send) -> Result<u64> {
    let mut body = std::pin::pin!(body);
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|_| domain::Error::invalid("body", "The file broke off before its end."))?;
        check_length(writing.size() + piece.len() as u64)?;
        writing.write(piece).await?;
    }
    writing.finish().await
}

fn check_length(length: u64) -> Result<(), domain::Error> {
    if length > FILE_MAX { Err(domain::Error::invalid("body", "A file has at most 500 GB.")) } else { Ok(()) }
}

/// Names what came, and returns what it takes the place of.
async fn name_it(
    cx: &Ctx,
    coming: &stray_object::Model,
    name: String,
    size: u64,
) -> Result<(RunFile, Vec<stray_object::Model>)> {
    let (write, row) = prove::begin(cx, coming.run_id).await?;
    organization::decided(&write.tx).await?.keep_file(&name)?;
    strike_off(&write.tx, coming).await?;
    let before = run_file::Entity::find_by_id((row.id, name.clone())).one(&write.tx).await?;
    let now = write.now();
    let gone = before.as_ref().and_then(|it| it.object).map(|it| stray(coming.team_id, row.id, it, now));
    let replaced: Vec<_> = gone.into_iter().collect();
    stray::leave(&write.tx, replaced.clone()).await?;
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    let kept = run_file::Model { run_id: row.id, name, size, object: Some(coming.id) };
    let active = kept.clone().into_active_model().reset_all();
    if before.is_some() {
        active.update(&write.tx).await?
    } else {
        active.insert(&write.tx).await?
    };
    write.commit().await?;
    Ok((RunFile { name: kept.name, size, kept: true }, replaced))
}

/// # Errors
///
/// `Conflict` where it took longer than a day, and is deleted by now.
async fn strike_off(tx: &DatabaseTransaction, coming: &stray_object::Model) -> Result<()> {
    let struck = stray_object::Entity::delete_many()
        .filter(stray_object::Column::Id.eq(coming.id))
        .filter(stray_object::Column::DueAt.eq(coming.due_at))
        .exec(tx)
        .await?;
    if struck.rows_affected == 1 {
        return Ok(());
    }
    Err(domain::Error::Conflict("The file was on its way for more than a day. Send it again.".to_owned()).into())
}

/// What is in the file of this name.
///
/// # Errors
///
/// `NotFound` where there is none, and for whoever may not know of the run; `Conflict` where it is only listed, as those of
/// the demo are.
pub async fn open_file(cx: &Ctx, run: RunId, name: &str) -> Result<Contents> {
    let row = prove::view(cx, run).await?;
    let file = find(cx.instance.db.read(), run, name).await?;
    let Some(object) = file.object else {
        let words = "The demo lists this file and does not keep its contents.".to_owned();
        return Err(domain::Error::Conflict(words).into());
    };
    let store = storage::of_team(&cx.instance, team(row.team_id)?).await?;
    let stored = store.read(&stray::name(run, object)).await?.ok_or(domain::Error::NotFound(Kind::File))?;
    Ok(Contents { file: RunFile { name: file.name, size: file.size, kept: true }, stored })
}

/// Deletes the file of this name.
///
/// # Errors
///
/// `NotFound` where there is none; else as [`log`](super::log()), though a run that ended still lets its files go.
pub async fn delete_file(cx: &Ctx, run: RunId, name: &str) -> Result<()> {
    let (write, row) = prove::begin(cx, run).await?;
    let file = find(&write.tx, run, name).await?;
    let (team, now) = (team(row.team_id)?, write.now());
    let strays: Vec<_> = file.object.map(|it| stray(team, run, it, now)).into_iter().collect();
    stray::leave(&write.tx, strays.clone()).await?;
    run_file::Entity::delete_by_id((run, file.name)).exec(&write.tx).await?;
    write.commit().await?;
    stray::clear(&cx.instance, strays).await;
    Ok(())
}

/// The row of the file of this name; a name that no file can have is not asked for, as PostgreSQL takes no NUL.
async fn find(db: &impl ConnectionTrait, run: RunId, name: &str) -> Result<run_file::Model> {
    let name = file_name(name).map_err(|_| domain::Error::NotFound(Kind::File))?;
    let found = run_file::Entity::find_by_id((run, name)).one(db).await?;
    found.ok_or_else(|| domain::Error::NotFound(Kind::File).into())
}

fn stray(team_id: TeamId, run_id: RunId, id: ObjectId, due_at: Timestamp) -> stray_object::Model {
    stray_object::Model { id, team_id, run_id, due_at }
}

/// Only runs of teams are proved.
fn team(of_run: Option<TeamId>) -> Result<TeamId> {
    of_run.ok_or_else(|| Error::Internal("a run without a team".to_owned()))
}
