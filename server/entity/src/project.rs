//! Places of a team or person where runs are logged.

use domain::ids::{ProjectId, TeamId, UserId};
use domain::project::Visibility;
use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "project")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProjectId,
    pub team_id: Option<TeamId>,
    pub user_id: Option<UserId>,
    pub name: String,
    pub description: String,
    pub visibility: Visibility,
    pub created_at: Timestamp,
    /// Not known of a team's projects that are older than this column.
    pub creator_id: Option<UserId>,
    /// When its newest run began; 0 where there is none.
    pub last_run_key: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
