//! Executions that were logged.

use domain::ids::{ProjectId, RunId, ServiceAccountId, TeamId, UserId};
use domain::run::RunState;
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
    pub state: RunState,
    pub author_id: UserId,
    pub created_at: Timestamp,
    pub heartbeat_at: Timestamp,
    /// Of its project.
    pub team_id: Option<TeamId>,
    /// The name of the one that logged it for its author, if one did.
    pub service_account: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub config: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub summary: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub tags: Json,
    pub notes: String,
    pub finished_at: Option<Timestamp>,
    /// The one that logged it, if one did, which may go on with it.
    pub service_account_id: Option<ServiceAccountId>,
}

impl ActiveModelBehavior for ActiveModel {}
