//! Service accounts. Removed ones keep their row.

use domain::ids::{ServiceAccountId, TeamId, UserId};
use domain::service_account::Scope;
use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "service_account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ServiceAccountId,
    pub scope: Scope,
    /// The team it is of, or of one of the organization the default team.
    pub team_id: TeamId,
    pub name: String,
    pub created_at: Timestamp,
    /// None where it was created at the command line.
    pub made_by: Option<UserId>,
    pub removed_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
