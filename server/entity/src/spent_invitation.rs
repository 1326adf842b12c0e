//! Hashes of invitation tokens that worked once: their links say so, while a link that never was is not found.

use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "spent_invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    pub spent_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
