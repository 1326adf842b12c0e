//! The outbox. What a waiting mail says is sealed, and wiped when it is over.

use domain::ids::{MailId, UserId};
use domain::mail::{MailKind, MailState};
use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MailId,
    pub kind: MailKind,
    pub user_id: UserId,
    pub recipient: String,
    pub sealed: Option<Vec<u8>>,
    pub state: MailState,
    pub attempts: i32,
    pub error: Option<String>,
    pub created_at: Timestamp,
    pub next_attempt_at: Timestamp,
    pub delivered_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
