//! Executions that were logged.

use domain::ids::{ProjectId, RunId, UserId};
use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RunId,
    pub project_id: ProjectId,
    pub name: String,
    pub display_name: String,
    pub state: String,
    pub author_id: UserId,
    pub created_at: Timestamp,
    pub heartbeat_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
