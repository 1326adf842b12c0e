//! What stands on the home pages of teams, in the order of its places.

use domain::ids::{ProjectId, ReportId, TeamId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "team_pin")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub team_id: TeamId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i64,
    pub project_id: Option<ProjectId>,
    pub report_id: Option<ReportId>,
}

impl ActiveModelBehavior for ActiveModel {}
