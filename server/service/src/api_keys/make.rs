//! A key comes to be, and is shown in the one answer that makes it.

use domain::api_key::{self, Expiry, MOST, NewKey};
use domain::history::Action;
use domain::ids::{ApiKeyId, ServiceAccountId};
use domain::time::Timestamp;
use entity::api_key::{Entity, Model};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::find::alive;
use super::list::shown;
use super::owner::{self, Owner, OwnerId};
use crate::ctx::{Change, UseInstance};
use crate::history::Record;
use crate::{Ctx, Error, Result, token};

/// Makes a key with which a program acts as I do. One made with a key does not outlive that key.
///
/// # Errors
///
/// `PasswordNeeded` where the sign-in is old; `Invalid` where it is no name; `Conflict` where there are 100 keys.
pub async fn make_own(cx: &Ctx, name: &str, expiry: Expiry) -> Result<NewKey> {
    make(cx, None, name, expiry).await
}

/// Makes a key with which a program acts as the service account.
///
/// # Errors
///
/// `NotFound` and `Denied` to whoever does not manage it; else as [`make_own`].
pub async fn make_for(cx: &Ctx, account: ServiceAccountId, name: &str, expiry: Expiry) -> Result<NewKey> {
    make(cx, Some(account), name, expiry).await
}

async fn make(cx: &Ctx, account: Option<ServiceAccountId>, name: &str, expiry: Expiry) -> Result<NewKey> {
    let name = checked(name)?;
    let (mut change, owner) = owner::begin(cx, account).await?;
    let end = end_of(cx, &change.tx).await?;
    let (row, secret) = insert(&change, &owner, name, earlier(expiry.from(change.now()), end)).await?;
    let after = json!({ "owner": owner.name, "key_id": row.key_id, "key_expires": row.expires_at });
    change.also(Record::api_key(Action::KeyMade, &row, json!({}), after));
    change.commit_if_any().await?;
    Ok(NewKey { key: shown(row), secret })
}

pub fn checked(name: &str) -> Result<String> {
    api_key::name(name).map_err(|rule| domain::Error::invalid("name", rule).into())
}

/// Puts a new key of the owner into the table.
pub async fn insert(
    change: &Change<UseInstance>,
    owner: &Owner,
    name: String,
    expires_at: Option<Timestamp>,
) -> Result<(Model, String)> {
    let now = change.now();
    check_room(&change.tx, owner, now).await?;
    let (user_id, service_account_id) = match owner.id {
        OwnerId::User(user) => (Some(user), None),
        OwnerId::Account(account) => (None, Some(account)),
    };
    let secret = fresh()?;
    let row = Model {
        id: ApiKeyId::from_uuid(Uuid::now_v7()),
        user_id,
        service_account_id,
        name,
        key_id: api_key::key_id(&secret).to_owned(),
        key_hash: token::hash(&secret),
        created_at: now,
        made_by: change.granted.by,
        expires_at,
        last_used_at: None,
        revoked_at: None,
    };
    row.clone().into_active_model().reset_all().insert(&change.tx).await?;
    Ok((row, secret))
}

fn fresh() -> Result<String> {
    api_key::make(&token::random::<128>()?).ok_or_else(|| Error::Internal("the random bytes are not random".to_owned()))
}

async fn check_room(tx: &DatabaseTransaction, owner: &Owner, now: Timestamp) -> Result<()> {
    let alive = Entity::find().filter(owner.keys()).filter(alive(now)).count(tx).await?;
    if i64::try_from(alive).unwrap_or(i64::MAX) < MOST {
        return Ok(());
    }
    let words = format!("There are {MOST} API keys, and no more can be made. Revoke one that is not used any more.");
    Err(domain::Error::Conflict(words).into())
}

/// When the key with which this is done stops working, if it is done with one that does.
pub async fn end_of(cx: &Ctx, tx: &DatabaseTransaction) -> Result<Option<Timestamp>> {
    let Some(key) = cx.key() else { return Ok(None) };
    Ok(Entity::find_by_id(key).one(tx).await?.and_then(|it| it.expires_at))
}

/// The earlier of two ends, of which none is never.
pub fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}
