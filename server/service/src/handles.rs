//! Usernames and team names: one space, as both are the first part of a URL.

use domain::ids::{TeamId, UserId};
use entity::handle;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use crate::Result;

/// Whose name it is.
pub enum Owner {
    User(UserId),
    Team(TeamId),
}

/// Takes `name`, which is checked already, for its owner.
///
/// # Errors
///
/// `Invalid` on `field` where somebody has it.
pub async fn take(tx: &DatabaseTransaction, field: &str, name: &str, owner: Owner) -> Result<()> {
    if handle::Entity::find_by_id(name).one(tx).await?.is_some() {
        return Err(domain::Error::invalid(field, format!("“{name}” is taken. Choose another name.")).into());
    }
    let (user_id, team_id) = match owner {
        Owner::User(user) => (Some(user), None),
        Owner::Team(team) => (None, Some(team)),
    };
    handle::ActiveModel { name: Set(name.to_owned()), user_id: Set(user_id), team_id: Set(team_id) }.insert(tx).await?;
    Ok(())
}

/// Gives the user's name up, so that somebody else can take it.
pub async fn release(tx: &DatabaseTransaction, user: UserId) -> Result<()> {
    handle::Entity::delete_many().filter(handle::Column::UserId.eq(user)).exec(tx).await?;
    Ok(())
}
