//! Pictures that nobody's row names. Each is written down before its file is there, and until its file is gone, so that a
//! server that dies in between leaves no picture behind for good.

use domain::ids::AvatarId;
use domain::time::Timestamp;
use entity::unused_picture::{Column, Entity, Model};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use super::change::object;
use crate::{Error, Instance, Result};

/// How long a picture may be kept and not named yet, in seconds: no request lives so long.
const PATIENCE: i64 = 3600;
/// Most pictures that one sweep deletes.
const SWEPT: u64 = 500;

/// Notes that nothing names the picture once this is committed.
pub async fn note(tx: &impl ConnectionTrait, id: AvatarId, since: Timestamp) -> Result<()> {
    Model { id, since }.into_active_model().reset_all().insert(tx).await?;
    Ok(())
}

/// Notes that something names it.
pub async fn claim(tx: &impl ConnectionTrait, id: AvatarId) -> Result<()> {
    let claimed = Entity::delete_by_id(id).exec(tx).await?.rows_affected;
    if claimed == 0 { Err(Error::Internal(format!("the picture {id} was swept away"))) } else { Ok(()) }
}

/// Deletes pictures that nothing names. What cannot be deleted now is left for the sweep.
pub async fn delete(instance: &Instance, pictures: &[AvatarId]) {
    if let Err(error) = try_delete(instance, pictures).await {
        tracing::warn!(?error, "pictures that nothing names could not be deleted: it is tried again");
    }
}

async fn try_delete(instance: &Instance, pictures: &[AvatarId]) -> Result<()> {
    let (mut gone, mut failed) = (Vec::with_capacity(pictures.len()), None);
    for &id in pictures {
        match instance.files.delete(&object(id)).await {
            Ok(()) => gone.push(id),
            Err(error) => failed = Some(error),
        }
    }
    if !gone.is_empty() {
        let tx = instance.db.write().await?;
        Entity::delete_many().filter(Column::Id.is_in(gone)).exec(&tx).await?;
        tx.commit().await?;
    }
    failed.map_or(Ok(()), Err)
}

/// Deletes what should have been deleted before.
pub async fn sweep(instance: &Instance) -> Result<()> {
    let old = instance.clock.now().plus_seconds(-PATIENCE);
    let left: Vec<AvatarId> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Since.lt(old))
        .order_by_asc(Column::Since)
        .limit(SWEPT)
        .into_tuple()
        .all(instance.db.read())
        .await?;
    try_delete(instance, &left).await
}
