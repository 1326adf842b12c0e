//! Requests with an `Idempotency-Key`, and what they were answered.

use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotent_request")]
pub struct Model {
    /// The user or the service account whose API key was shown.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: Uuid,
    /// As the program chose it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// SHA-256 of method, address and body.
    pub request_hash: Vec<u8>,
    /// Which of those that tried it works on it.
    pub attempt: Uuid,
    /// Whether what was asked for is done.
    pub done: bool,
    /// None while it is under way, and where what was answered is not known any more.
    pub status: Option<i32>,
    /// None where the answer held a secret.
    pub body: Option<String>,
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
