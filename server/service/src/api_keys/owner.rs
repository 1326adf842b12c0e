//! Whose keys they are, and who may change them.

use domain::error::Kind;
use domain::ids::{ApiKeyId, ServiceAccountId, UserId};
use domain::policy::Denied;
use domain::time::Timestamp;
use entity::api_key::{self, Column};
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::find::alive;
use crate::ctx::{Change, Granted, UseInstance};
use crate::{Ctx, Error, Result, service_accounts, sessions};

/// Whose keys they are, and how that one is called.
pub struct Owner {
    pub id: OwnerId,
    pub name: String,
}

#[derive(Clone, Copy)]
pub enum OwnerId {
    User(UserId),
    Account(ServiceAccountId),
}

impl Owner {
    /// The owner's keys.
    pub fn keys(&self) -> SimpleExpr {
        match self.id {
            OwnerId::User(user) => of_user(user),
            OwnerId::Account(account) => of_account(account),
        }
    }
}

pub fn of_user(user: UserId) -> SimpleExpr {
    Column::UserId.eq(user)
}

pub fn of_account(account: ServiceAccountId) -> SimpleExpr {
    Column::ServiceAccountId.eq(account)
}

/// Begins a change of the keys of a service account, or else of one's own.
///
/// # Errors
///
/// `PasswordNeeded` where the sign-in is old; else as [`find`].
pub async fn begin(cx: &Ctx, account: Option<ServiceAccountId>) -> Result<(Change<UseInstance>, Owner)> {
    let change = cx.begin::<UseInstance>().await?;
    let owner = find(cx, &change.tx, &change.granted, account).await?;
    sessions::require_confirmed(cx, &change.tx).await?;
    Ok((change, owner))
}

/// Begins a change of one key that works.
///
/// # Errors
///
/// `NotFound` where there is none, and for whoever has nothing to do with whose it is; else as [`begin`].
pub async fn begin_on(cx: &Ctx, key: ApiKeyId) -> Result<(Change<UseInstance>, Owner, api_key::Model)> {
    let unknown = || Error::from(domain::Error::NotFound(Kind::ApiKey));
    let change = cx.begin::<UseInstance>().await?;
    let row = api_key::Entity::find_by_id(key).filter(alive(change.now())).one(&change.tx).await?;
    let row = row.ok_or_else(unknown)?;
    if row.service_account_id.is_none() && row.user_id != change.granted.by {
        return Err(unknown());
    }
    let owner = find(cx, &change.tx, &change.granted, row.service_account_id).await.map_err(|error| match error {
        Error::Domain(domain::Error::NotFound(_)) => unknown(),
        other => other,
    })?;
    sessions::require_confirmed(cx, &change.tx).await?;
    Ok((change, owner, row))
}

/// The service account, if the actor manages it, or else the actor.
///
/// # Errors
///
/// `PeopleOnly` where a service account asks for keys of its own.
pub async fn find(
    cx: &Ctx,
    db: &impl ConnectionTrait,
    granted: &Granted<UseInstance>,
    account: Option<ServiceAccountId>,
) -> Result<Owner> {
    if let Some(account) = account {
        let row = service_accounts::managed(db, granted, account).await?;
        return Ok(Owner { id: OwnerId::Account(row.id), name: row.name });
    }
    if cx.is_service_account() {
        return Err(Denied::PeopleOnly.into());
    }
    let me = sessions::own_row(cx, db).await?;
    Ok(Owner { id: OwnerId::User(me.id), name: me.name })
}

/// Revokes all keys of an owner, and says how many worked until now.
pub async fn revoke_all(tx: &DatabaseTransaction, of: SimpleExpr, now: Timestamp) -> Result<u64> {
    let revoke =
        api_key::Entity::update_many().col_expr(Column::RevokedAt, Expr::value(now.0)).filter(of).filter(alive(now));
    Ok(revoke.exec(tx).await?.rows_affected)
}
