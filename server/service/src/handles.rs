//! Usernames and team names: one space, as both are the first part of a URL.

use domain::ids::{TeamId, UserId};
use domain::text::has_nul;
use entity::handle;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use crate::Result;

/// Whose name it is.
pub enum Owner {
    User(UserId),
    Team(TeamId),
}

/// Whose name this is, whatever somebody typed; none where it is nobody's.
pub async fn find(db: &impl ConnectionTrait, name: &str) -> Result<Option<handle::Model>> {
    if has_nul(name) {
        return Ok(None);
    }
    Ok(handle::Entity::find_by_id(name).one(db).await?)
}

/// # Errors
///
/// `Invalid` on `field` where somebody has the name.
pub async fn check_free(tx: &DatabaseTransaction, field: &str, name: &str) -> Result<()> {
    match handle::Entity::find_by_id(name).one(tx).await? {
        Some(_) => Err(domain::Error::invalid(field, format!("“{name}” is taken. Choose another name.")).into()),
        None => Ok(()),
    }
}

/// Takes `name`, which is checked already, for its owner.
///
/// # Errors
///
/// As [`check_free`].
pub async fn take(tx: &DatabaseTransaction, field: &str, name: &str, owner: Owner) -> Result<()> {
    check_free(tx, field, name).await?;
    put(tx, name, owner).await
}

/// Takes a name that is free.
pub async fn put(tx: &DatabaseTransaction, name: &str, owner: Owner) -> Result<()> {
    let (user_id, team_id) = match owner {
        Owner::User(user) => (Some(user), None),
        Owner::Team(team) => (None, Some(team)),
    };
    handle::ActiveModel { name: Set(name.to_owned()), user_id: Set(user_id), team_id: Set(team_id) }.insert(tx).await?;
    Ok(())
}

/// Takes another name in place of the one that the user has. The old one is free from then on.
///
/// # Errors
///
/// As [`check_free`].
pub async fn replace(tx: &DatabaseTransaction, field: &str, name: &str, user: UserId) -> Result<()> {
    check_free(tx, field, name).await?;
    release(tx, user).await?;
    put(tx, name, Owner::User(user)).await
}

/// Gives the user's name up, so that somebody else can take it.
pub async fn release(tx: &DatabaseTransaction, user: UserId) -> Result<()> {
    handle::Entity::delete_many().filter(handle::Column::UserId.eq(user)).exec(tx).await?;
    Ok(())
}
