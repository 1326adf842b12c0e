//! Who is in which team, and as what. A pending person is one from the moment of acceptance.

use domain::ids::{TeamId, UserId};
use domain::policy::TeamRole;
use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "team_member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub team_id: TeamId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    pub role: TeamRole,
    pub added_at: Timestamp,
    /// Of the user's row.
    pub number: i64,
}

impl ActiveModelBehavior for ActiveModel {}
