//! Links by which somebody confirms another e-mail address.

use domain::ids::{EmailChangeId, UserId};
use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "email_change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EmailChangeId,
    pub token_hash: Vec<u8>,
    pub user_id: UserId,
    /// The new address.
    pub email: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// When it was used, replaced or taken back.
    pub used_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
