//! The guard row: whoever changes what is counted waits here for whoever came before.

use domain::policy::Denied;
use entity::instance;
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QuerySelect};

use crate::{Error, Result};

/// Takes the row and holds it until the transaction ends. SQLite has no row locks: there the transaction holds the
/// write lock already.
pub async fn take(tx: &DatabaseTransaction, guarded: bool) -> Result<instance::Model> {
    let mut find = instance::Entity::find_by_id(1);
    if guarded {
        find = find.lock_exclusive();
    }
    find.one(tx).await?.ok_or_else(|| Error::Internal("the instance row is missing".to_owned()))
}

/// Saves the counters, after the rules were checked once more on what is about to be saved.
pub async fn save(tx: &DatabaseTransaction, counters: instance::Model, seats: Option<i64>) -> Result<()> {
    if counters.bootstrap_done && counters.admins < 1 {
        return Err(Denied::LastAdmin.into());
    }
    let before = instance::Entity::find_by_id(1).one(tx).await?.map_or(0, |it| it.seats_used);
    if let Some(limit) = seats.filter(|limit| counters.seats_used > *limit && counters.seats_used > before) {
        return Err(Denied::NoSeat { used: before, limit }.into());
    }
    counters.into_active_model().reset_all().update(tx).await?;
    Ok(())
}
