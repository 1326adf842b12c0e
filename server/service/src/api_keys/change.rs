//! What is changed about a key: its name, its place by a newer one, its life.

use domain::api_key::{NewKey, Overlap};
use domain::history::Action;
use domain::ids::ApiKeyId;
use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;
use serde_json::json;

use super::list::shown;
use super::make::{checked, earlier, end_of, insert};
use super::owner::begin_on;
use crate::history::Record;
use crate::{Ctx, Result};

/// Gives a key another name.
///
/// # Errors
///
/// `NotFound` where it is nobody's that the actor manages; `PasswordNeeded` where the sign-in is old; `Invalid` where it
/// is no name.
pub async fn rename(cx: &Ctx, key: ApiKeyId, name: &str) -> Result<()> {
    let name = checked(name)?;
    let (mut change, owner, mut row) = begin_on(cx, key).await?;
    if row.name != name {
        let before = std::mem::replace(&mut row.name, name);
        let after = json!({ "name": row.name, "owner": owner.name });
        let before = json!({ "name": before, "owner": owner.name });
        change.also(Record::api_key(Action::KeyRenamed, &row, before, after));
        row.into_active_model().reset_all().update(&change.tx).await?;
    }
    change.commit_if_any().await
}

/// Replaces a key by a new one of the same name, which works as long as the old one was made to work. The old one may
/// work on for a while, so that programs can be moved over.
///
/// # Errors
///
/// As [`rename`]; `Conflict` where the old one works on and there are 100 keys.
pub async fn rotate(cx: &Ctx, key: ApiKeyId, overlap: Overlap) -> Result<NewKey> {
    let (mut change, owner, row) = begin_on(cx, key).await?;
    let now = change.now();
    // Before a key that replaces itself is cut short.
    let end = end_of(cx, &change.tx).await?;
    let expires = row.expires_at.map(|end| now.plus_seconds((end.0 - row.created_at.0) / 1000));
    let until = now.plus_seconds(overlap.seconds());
    let (name, old_end, old_id) = (row.name.clone(), row.expires_at, row.key_id.clone());
    let mut old = row.into_active_model();
    match overlap {
        Overlap::None => old.revoked_at = Set(Some(now)),
        Overlap::Hour | Overlap::Day => old.expires_at = Set(earlier(old_end, Some(until))),
    }
    let old = old.update(&change.tx).await?;
    let (new, secret) = insert(&change, &owner, name, earlier(expires, end)).await?;
    let before = json!({ "owner": owner.name, "key_id": old_id });
    let after = json!({ "owner": owner.name, "key_id": new.key_id, "key_expires": new.expires_at, "overlap": overlap });
    change.also(Record::api_key(Action::KeyRotated, &old, before, after));
    change.commit_if_any().await?;
    Ok(NewKey { key: shown(new), secret })
}

/// Ends a key.
///
/// # Errors
///
/// As [`rename`].
pub async fn revoke(cx: &Ctx, key: ApiKeyId) -> Result<()> {
    let (mut change, owner, row) = begin_on(cx, key).await?;
    let mut dead = row.into_active_model();
    dead.revoked_at = Set(Some(change.now()));
    let row = dead.update(&change.tx).await?;
    let before = json!({ "owner": owner.name, "key_id": row.key_id });
    change.also(Record::api_key(Action::KeyRevoked, &row, before, json!({})));
    change.commit_if_any().await
}
