//! The bucket that a team brings along: tried out before it is used, and given another key.

use domain::error::Kind;
use domain::history::Action;
use domain::ids::TeamId;
use domain::storage::{Bucket, TypedBucket, access_key};
use entity::team_bucket;
use sea_orm::{ConnectionTrait, EntityTrait};
use secrecy::SecretString;
use serde_json::json;

use super::open::may_create;
use crate::ctx::ManageTeam;
use crate::history::Record;
use crate::{Ctx, Result, storage};

/// A bucket that did what was asked of it, and the secret that opens it.
pub(super) struct Tried {
    pub bucket: Bucket,
    pub secret: SecretString,
}

/// Tries out a bucket for a team to be created: writes, reads and deletes an object below its prefix.
///
/// # Errors
///
/// `Invalid` on the field that is to blame; `Denied` for whoever may not create a team.
pub async fn test_bucket(cx: &Ctx, typed: &TypedBucket) -> Result<()> {
    try_out(cx, typed).await.map(drop)
}

pub(super) async fn try_out(cx: &Ctx, typed: &TypedBucket) -> Result<Tried> {
    may_create(cx).await?;
    let (bucket, secret) = typed.check()?;
    let secret = SecretString::from(secret);
    storage::try_out(&cx.instance, &bucket, &secret).await?;
    Ok(Tried { bucket, secret })
}

/// Tries out the bucket of a team once more, and returns the team's name.
///
/// # Errors
///
/// As [`test_bucket`], for the team's admins; `NotFound` where it has none.
pub async fn test_team_bucket(cx: &Ctx, team: TeamId) -> Result<String> {
    let granted = cx.authorize_in::<ManageTeam>(team).await?;
    let row = find(cx.instance.db.read(), team).await?;
    let secret = storage::secret(&cx.instance.seal, &row)?;
    storage::try_out(&cx.instance, &storage::place(row), &secret).await?;
    Ok(granted.team.name)
}

/// Gives the team another key to the same bucket, if it opens it, and returns the team's name.
///
/// # Errors
///
/// As [`test_team_bucket`].
pub async fn set_bucket_key(cx: &Ctx, team: TeamId, id: &str, secret: &str) -> Result<String> {
    cx.authorize_in::<ManageTeam>(team).await?;
    let (id, secret) = access_key(id, secret)?;
    let secret = SecretString::from(secret);
    let row = find(cx.instance.db.read(), team).await?;
    let bucket = Bucket { access_key_id: id.clone(), ..storage::place(row) };
    storage::try_out(&cx.instance, &bucket, &secret).await?;

    let (mut change, granted) = cx.begin_in::<ManageTeam>(team).await?;
    let row = find(&change.tx, team).await?;
    let before = json!({ "access_key_id": row.access_key_id });
    storage::set_key(&change.tx, &cx.instance.seal, row, id.clone(), &secret).await?;
    let record = Record::team(Action::TeamKeysChanged, &granted.team, before, json!({ "access_key_id": id }));
    change.also(record);
    change.commit_if_any().await?;
    Ok(granted.team.name)
}

async fn find(db: &impl ConnectionTrait, team: TeamId) -> Result<team_bucket::Model> {
    let row = team_bucket::Entity::find_by_id(team).one(db).await?;
    Ok(row.ok_or(domain::Error::NotFound(Kind::Bucket))?)
}
