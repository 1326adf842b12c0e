//! The keys that work, as whoever manages them sees them.

use domain::api_key::ApiKey;
use domain::ids::{ServiceAccountId, UserId};
use domain::time::Timestamp;
use entity::api_key::{self, Column};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::find::alive;
use super::owner;
use crate::ctx::UseInstance;
use crate::{Ctx, Result};

/// My keys, the newest first.
pub async fn list_own(cx: &Ctx) -> Result<Vec<ApiKey>> {
    list(cx, None).await
}

/// The keys of a service account, the newest first.
///
/// # Errors
///
/// `NotFound` and `Denied` to whoever does not manage it.
pub async fn list_for(cx: &Ctx, account: ServiceAccountId) -> Result<Vec<ApiKey>> {
    list(cx, Some(account)).await
}

async fn list(cx: &Ctx, account: Option<ServiceAccountId>) -> Result<Vec<ApiKey>> {
    let granted = cx.authorize::<UseInstance>().await?;
    let db = cx.instance.db.read();
    let owner = owner::find(cx, db, &granted, account).await?;
    let found =
        api_key::Entity::find().filter(owner.keys()).filter(alive(cx.now())).order_by_desc(Column::Id).all(db).await?;
    Ok(found.into_iter().map(shown).collect())
}

/// The names of the user's keys that work and end within a time, the first first, and when.
pub async fn ending(
    db: &impl ConnectionTrait,
    user: UserId,
    (now, until): (Timestamp, Timestamp),
    few: u64,
) -> Result<Vec<(String, Timestamp)>> {
    let found: Vec<(String, Option<Timestamp>)> = api_key::Entity::find()
        .select_only()
        .columns([Column::Name, Column::ExpiresAt])
        .filter(owner::of_user(user))
        .filter(alive(now))
        .filter(Column::ExpiresAt.lte(until))
        .order_by_asc(Column::ExpiresAt)
        .limit(few)
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().filter_map(|(name, at)| Some((name, at?))).collect())
}

pub fn shown(row: api_key::Model) -> ApiKey {
    ApiKey {
        id: row.id,
        name: row.name,
        key_id: row.key_id,
        created: row.created_at,
        expires: row.expires_at,
        last_used: row.last_used_at,
    }
}
