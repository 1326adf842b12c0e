//! The right to log into a run.

use domain::error::Kind;
use domain::ids::RunId;
use entity::run;
use sea_orm::{DatabaseTransaction, EntityTrait, QuerySelect};

use crate::ctx::{InProject, Uncounted, UseInstance};
use crate::{Ctx, Result};

/// Begins to log into a run, or to change what it left.
///
/// # Errors
///
/// `NotFound` for whoever may not know of it; `Denied` to all but its author, the service account that logged it, and the
/// team's admins.
pub(super) async fn begin(cx: &Ctx, run: RunId) -> Result<(Uncounted, run::Model)> {
    let write = cx.begin_uncounted().await?;
    let row = locked(&write.tx, run).await?;
    let proof = InProject::prove(&write.tx, &write.granted, row.project_id, Kind::Run).await?;
    proof.edit_run(&row)?;
    Ok((write, row))
}

/// The run, held until the transaction ends, so that those who log it come one after the other. SQLite holds the write
/// lock already.
pub(super) async fn locked(tx: &DatabaseTransaction, run: RunId) -> Result<run::Model> {
    let row = run::Entity::find_by_id(run).lock_exclusive().one(tx).await?;
    Ok(row.ok_or(domain::Error::NotFound(Kind::Run))?)
}

/// Proves that the actor may know of the run, and returns it.
///
/// # Errors
///
/// `NotFound` for whoever may not.
pub(super) async fn view(cx: &Ctx, run: RunId) -> Result<run::Model> {
    let granted = cx.authorize::<UseInstance>().await?;
    let db = cx.instance.db.read();
    let row = run::Entity::find_by_id(run).one(db).await?.ok_or(domain::Error::NotFound(Kind::Run))?;
    InProject::prove(db, &granted, row.project_id, Kind::Run).await?;
    Ok(row)
}
