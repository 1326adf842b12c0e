//! API keys, each of a user or of a service account. Only the hash of a key is kept.

use domain::ids::{ApiKeyId, ServiceAccountId, UserId};
use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiKeyId,
    pub user_id: Option<UserId>,
    pub service_account_id: Option<ServiceAccountId>,
    pub name: String,
    /// What the key begins with, to tell it from others.
    pub key_id: String,
    pub key_hash: Vec<u8>,
    pub created_at: Timestamp,
    /// None where it was made at the command line.
    pub made_by: Option<UserId>,
    pub expires_at: Option<Timestamp>,
    pub last_used_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
