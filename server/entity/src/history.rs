//! What was changed, by whom: appended, never updated.

use domain::activity::Door;
use domain::history::{Action, ActorKind, TargetKind};
use domain::ids::HistoryId;
use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "history")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HistoryId,
    pub seq: i64,
    pub at: Timestamp,
    pub actor_kind: ActorKind,
    pub actor_id: Option<Uuid>,
    pub actor_name: String,
    pub door: Door,
    pub action: Action,
    pub target_kind: TargetKind,
    pub target_id: Option<Uuid>,
    pub target_name: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub before: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub after: Json,
    pub request_id: String,
    pub hash: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
