//! Pages of text about runs.

use domain::ids::{ProjectId, ReportId, TeamId, UserId};
use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReportId,
    pub project_id: ProjectId,
    pub title: String,
    pub body: String,
    pub published: bool,
    pub author_id: UserId,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// Of its project.
    pub team_id: Option<TeamId>,
}

impl ActiveModelBehavior for ActiveModel {}
